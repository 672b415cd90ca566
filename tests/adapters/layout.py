"""Cases of layout: what blocks a text makes. ``expect`` holds a line for each block.

A line is the block's kind with its level, its marker, its tick box ("[x]", "[ ]"), if any, and its words.
``args.path`` may name the file ("minutes.md"); plain text is the default.
"""

from __future__ import annotations

from typing import Any

from pipeline import layout
from pipeline.layout import Block
from tests.support import read


def run(case: dict[str, Any]) -> list[str]:
    """The blocks of the case's text, a line for each."""
    document = read(case["text"], path=case.get("args", {}).get("path", "minutes.txt"))
    return [shown(block) for block in layout.arrange(document)]


def shown(block: Block) -> str:
    """A block in one line."""
    box = {None: "", True: "[x]", False: "[ ]"}[block.checked]
    level = str(block.level) if block.level else ""
    return " ".join(part for part in (block.kind + level, block.marker, box, block.text) if part)
