"""Whether blocks look like a list of people, like prose, or like neither: enough to say where a list ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.layout.block import Block

_CUT = re.compile(r"[,;(|:–—/]|\s-\s|\t")
_NAME_WORD = re.compile(r"[^\W\d_a-z][\w'’.\-]*$")
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*$")


def is_prose(block: Block) -> bool:
    """A paragraph or item of running sentences, and no list of names within one."""
    words = block.text.split()
    least = {"paragraph": 25, "item": 14}.get(block.kind)
    if least is None or len(words) < least or not _SENTENCE_END.search(block.text):
        return False
    capital = sum(word[:1].isupper() for word in words)
    return capital / len(words) < 0.35


def is_name_line(block: Block) -> bool:
    """A line that begins like a person: "Jane DOE, Ministry of X", "Mr J. Doe (Y)"."""
    first = _CUT.split(block.text, maxsplit=1)[0].split()
    if not 2 <= len(first) <= 7 or len(block.text) > 300:
        return False
    capital = sum(bool(_NAME_WORD.match(word)) for word in first)
    return capital >= 2 and capital / len(first) >= 0.6


def is_roster(blocks: Sequence[Block]) -> bool:
    """Whether most of these blocks begin like a person."""
    lines = [block for block in blocks if block.kind in ("paragraph", "item", "row")]
    return bool(lines) and sum(is_name_line(block) for block in lines) >= 0.6 * len(lines)
