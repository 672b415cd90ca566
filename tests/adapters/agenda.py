"""Runs a case of tests/cases/agenda.yml: agenda items as "number level title", topics and objectives as they are."""

from __future__ import annotations

from typing import Any

from pipeline.fields import agenda
from pipeline.fields.candidate import Decided
from pipeline.meetings.scope import Scope
from tests.support import reading


def run(case: dict[str, Any]) -> dict[str, list[str]]:
    """What is found, without what is not."""
    read = reading(case["text"], path=case.get("args", {}).get("path", "report.md"), lang=case.get("lang"))
    found: dict[str, list[str]] = {}
    for candidate in agenda.find(Scope(read, 0, 0, len(read.blocks), 0), Decided()).candidates:
        parts = candidate.parts
        words = str(candidate.value)
        if candidate.field == "agenda_items":
            number = f"{parts['number'].value} " if "number" in parts else ""
            words = f"{number}{'>' * (int(str(parts['level'].value)) - 1)}{words}"
        if candidate.field == "topics" and case.get("args", {}).get("topics") is None:
            continue
        found.setdefault(candidate.field, []).append(words)
    return found
