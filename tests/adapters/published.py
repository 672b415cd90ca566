"""Runs a case of tests/cases/published.yml: the day on which the report was published, or None."""

from __future__ import annotations

from typing import Any

from pipeline import meetings
from pipeline.assemble.choose import best
from pipeline.fields import published, when
from pipeline.fields.candidate import Decided
from tests.support import reading


def run(case: dict[str, Any]) -> str | None:
    """The best candidate's day."""
    scope = meetings.split(reading(case["text"], path="report.md", lang=case.get("lang"))).scopes[0]
    winner = best(published.find(scope, Decided(when.find(scope, Decided()).candidates)).candidates)
    return str(winner.value) if winner else None
