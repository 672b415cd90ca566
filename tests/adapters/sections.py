"""Runs a case of tests/cases/sections.yml: the outline as "kind | title" rows, deeper ones indented."""

from __future__ import annotations

from typing import Any

from pipeline import layout, sections
from tests.support import read, tools


def run(case: dict[str, Any]) -> list[str]:
    """The outline of the case's text, without the text before the first heading."""
    document = read(case["text"], path=case.get("args", {}).get("path", "report.md"), lang=case.get("lang"))
    blocks = layout.arrange(document)
    outline = sections.outline(document, blocks, tools().lexicon_of(document))
    found = (section for root in outline for section in root.walk())
    return [f"{'  ' * (s.level - 1)}{s.kind} | {s.title}" for s in found if s.heading is not None]
