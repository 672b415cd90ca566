"""Runs a case of tests/cases/hours.yml: when the only meeting began and ended, "HH:MM-HH:MM"."""

from __future__ import annotations

from typing import Any

from pipeline import meetings
from pipeline.assemble.choose import best
from pipeline.fields import hours, when
from pipeline.fields.candidate import Decided
from tests.support import reading


def run(case: dict[str, Any]) -> str:
    """Start and end; what the text does not say is left out."""
    scope = meetings.split(reading(case["text"], path="report.md", lang=case.get("lang"))).scopes[0]
    found = hours.find(scope, Decided(when.find(scope, Decided()).candidates)).candidates
    told = [best(candidate for candidate in found if candidate.field == name) for name in ("start_time", "end_time")]
    return "-".join(str(winner.value) if winner else "" for winner in told).rstrip("-")
