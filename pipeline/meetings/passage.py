"""Passage: a block, or neighbouring lines read as one, with the mentions in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.layout.block import Block
from pipeline.mentions.mention import Mention, Mentions
from pipeline.text import Span, View, join


@dataclass(frozen=True)
class Passage:
    """``mentions`` are sorted; their positions are in ``view``, not in the blocks that it was joined from."""

    view: View
    mentions: tuple[Mention, ...]

    @classmethod
    def of(cls, blocks: Sequence[Block], mentions: Mentions, *, separator: str = ", ") -> Passage:
        """The blocks' words, joined; by a blank where a block ends in a comma already."""
        view = View(())
        found: list[Mention] = []
        for block in blocks:
            if not block.view.pieces:
                continue
            between = "" if not view.pieces else " " if view.text.rstrip().endswith(",") else separator
            shift = len(view) + len(between)
            inside = mentions.in_block(block.number)
            found += [replace(m, start=m.start + shift, end=m.end + shift) for m in inside]
            view = join([view, block.view], between)
        return cls(view, tuple(sorted(found, key=lambda m: m.start)))

    def without(self, start: int, end: int) -> Passage:
        """The passage with ``text[start:end]`` and the blanks around it cut out."""
        low, high = len(self.text[:start].rstrip()), end + len(self.text[end:]) - len(self.text[end:].lstrip())
        view = join([self.view.cut(0, low), self.view.cut(high, len(self.view))], " ")
        shift = low + 1 - high if low else -high
        kept = [m for m in self.mentions if m.end <= low]
        kept += [replace(m, start=m.start + shift, end=m.end + shift) for m in self.mentions if m.start >= high]
        return Passage(view, tuple(kept))

    @property
    def text(self) -> str:
        return self.view.text

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """Where in the document ``text[start:end]`` stands."""
        return self.view.spans(start, end)

    def within(self, start: int, end: int, *kinds: str) -> Iterator[Mention]:
        """Mentions of ``kinds`` that lie inside ``text[start:end]``, in order."""
        for number in range(bisect_left(self.mentions, start, key=lambda mention: mention.start), len(self.mentions)):
            mention = self.mentions[number]
            if mention.start >= end:
                return
            if mention.kind in kinds and mention.end <= end:
                yield mention
