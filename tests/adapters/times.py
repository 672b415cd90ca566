"""Runs a case of tests/cases/times.yml: each time as "HH:MM" or "HH:MM-HH:MM"."""

from __future__ import annotations

from typing import Any

from pipeline import layout
from pipeline.mentions import times
from pipeline.mentions.mention import TimeValue
from tests.support import read, tools


def run(case: dict[str, Any]) -> list[str]:
    """The times of the case's text."""
    document = read(case["text"], lang=case.get("lang", "en"))
    blocks = layout.arrange(document)
    found = [m.value for m in times.find(document, blocks, (), tools())]
    return [f"{v.start}-{v.end}" if v.end else v.start for v in found if isinstance(v, TimeValue)]
