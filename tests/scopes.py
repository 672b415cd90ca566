"""The first meeting of a case's text, for adapters of fields."""

from __future__ import annotations

from typing import Any

from pipeline import meetings
from pipeline.meetings.scope import Scope
from tests.support import reading


def first_scope(case: dict[str, Any]) -> Scope:
    """The scope of the first meeting; the whole text where the splitter finds none."""
    read = reading(case["text"], path="report.md", lang=case.get("lang", "en"))
    return next(iter(meetings.split(read).scopes), Scope(read, 0, 0, len(read.blocks), 0))
