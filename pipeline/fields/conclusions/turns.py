"""Turns: blocks in which a log of a discussion gives one speaker's words: "Jo: we should ask the miller"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.layout.block import Block

# "Jo Doe: ", "<jdoe> ", "JD - " at the start of a block; a speaker has few words
_SPEAKER = re.compile(
    r"^\W{0,3}(?P<who>[^\W\d_][\w.'’\-]{0,20}(?:\s+[^\W\d_][\w.'’\-]{0,20}){0,3})"
    r"(?:\s*\([^)]{1,30}\))?[*_]{0,2}:[*_]{0,2}\s+\S"
)
_NICK = re.compile(r"^<(?P<who>[\w.\-@|`^]{1,24})>\s+\S")
_GOES_ON = re.compile(r"^(?:\.{2,}|…)")
#: So many who speak again make a log of what was said.
_SPEAKERS, _AGAIN = 3, 2


def _speaker(block: Block) -> str:
    match = _NICK.match(block.text) or (_SPEAKER.match(block.text) if ":" in block.text else None)
    return match["who"].casefold() if match else ""


def turns(blocks: Sequence[Block], labels: frozenset[str]) -> frozenset[int]:
    """Numbers of the blocks that are a speaker's turn or go on with one; none where no log is kept.

    ``labels`` are words before a colon that name no speaker: "action".
    """
    spoken = {block.number: who for block in blocks if (who := _speaker(block)) and who not in labels}
    counts = Counter(spoken.values())
    if sum(count >= _AGAIN for count in counts.values()) < _SPEAKERS:
        return frozenset()
    found: set[int] = set()
    level: int | None = None  # of the turn that is open
    for block in blocks:
        if block.kind in ("heading", "row"):
            level = None
        elif block.number in spoken:
            level = block.level
            found.add(block.number)
        elif level is not None and (_GOES_ON.match(block.text) or (block.kind == "item" and block.level > level)):
            found.add(block.number)
        else:
            level = None
    return frozenset(found)
