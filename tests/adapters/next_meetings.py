"""Runs a case of tests/cases/next_meetings.yml: each announced meeting as "first/last | date as written | place"."""

from __future__ import annotations

from typing import Any

from pipeline import meetings
from pipeline.fields import naming, next_meetings, when
from pipeline.fields.candidate import Candidate, Decided
from tests.support import reading


def run(case: dict[str, Any]) -> list[str]:
    """The announced meetings of the case's only scope."""
    scope = meetings.split(
        reading(case["text"], path=case.get("args", {}).get("path", "report.md"), lang=case.get("lang"))
    ).scopes[0]
    decided = Decided(when.find(scope, Decided()).candidates)
    decided = Decided(decided.candidates + naming.find(scope, decided).candidates)
    return [_shown(candidate) for candidate in next_meetings.find(scope, decided).candidates]


def _shown(candidate: Candidate) -> str:
    told = {name: str(part.value) for name, part in candidate.parts.items()}
    start, end = told.get("start_date", ""), told.get("end_date", "")
    dates = start if start == end else f"{start}/{end}"
    return " | ".join([dates, told.get("date_text", ""), told.get("place", "")]).rstrip(" |")
