"""Runs a case of tests/cases/dates.yml: each date as "first/last", its weekday, "?" where the order is open."""

from __future__ import annotations

from typing import Any

from pipeline import layout
from pipeline.mentions import dates
from pipeline.mentions.mention import DateValue
from tests.support import read, tools

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def run(case: dict[str, Any]) -> list[str]:
    """The dates of the case's text; years alone are left out."""
    document = read(case["text"], lang=case.get("lang", "en"))
    blocks = layout.arrange(document)
    found = [m.value for m in dates.find(document, blocks, (), tools()) if m.rule != "date-year"]
    return [_shown(value) for value in found if isinstance(value, DateValue)]


def _shown(value: DateValue) -> str:
    days = str(value.start) if value.start == value.end else f"{value.start}/{value.end}"
    weekday = f" {_WEEKDAYS[value.weekday]}" if value.weekday is not None else ""
    return days + weekday + (" ?" if value.ambiguous else "")
