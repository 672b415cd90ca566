"""Section: a heading and what stands under it, with the kind of thing that it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

#: What a section can be about. "body" is everything that no other kind fits; "discussion" is an item of business.
KINDS = (
    "title", "front", "objectives", "agenda", "attendance", "absence", "summary", "discussion", "conclusions",
    "recommendations", "decisions", "actions", "next_meeting", "contacts", "annex", "background", "body",
)  # fmt: skip


@dataclass(frozen=True)
class Section:
    """Blocks ``[start, end)`` under a heading, children included.

    ``heading`` is the number of the heading's block, None for text before any heading. A heading may also be a label
    at the start of a paragraph ("Present: A, B"): then ``label_end`` is where, in that block's view, the label ends and
    the section's own words begin, and ``heading == start`` names the same block.
    """

    kind: str
    title: str
    level: int
    heading: int | None
    start: int
    end: int
    label_end: int = 0
    children: tuple[Section, ...] = ()

    def walk(self) -> Iterator[Section]:
        """This section and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()
