"""Runs a case of tests/cases/meetings.yml: the first words of each stretch, or the reason why there is none."""

from __future__ import annotations

from typing import Any

from pipeline import meetings
from tests.support import reading


def run(case: dict[str, Any]) -> list[str] | str:
    """The first words of the block that announces each meeting."""
    found = meetings.split(
        reading(case["text"], path=case.get("args", {}).get("path", "report.md"), lang=case.get("lang"))
    )
    if not found.scopes:
        return found.reason or ""
    return [scope.reading.blocks[scope.lead].text[:40].strip() for scope in found.scopes]
