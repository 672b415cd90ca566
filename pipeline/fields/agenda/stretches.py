"""How far the report goes on about an item: from where it takes the item up to where it leaves it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from pipeline.fields.agenda.entries import Entry
from pipeline.meetings.scope import Scope
from pipeline.text import Span, cover

#: Kinds of section that belong to no item that was taken up before them.
_APART = frozenset({"attendance", "absence", "agenda", "annex", "contacts", "next_meeting"})


def stretches(scope: Scope, entries: Sequence[Entry]) -> list[Span | None]:
    """For each entry the part of the text that tells of it, the items below it included; None for one never taken up.

    An item ends where the next of its level or of a higher one is taken up; the last, with its section.
    """
    taken = sorted(
        (one.taken.number, one.level, position) for position, one in enumerate(entries) if one.taken is not None
    )
    headings = {number for number, _, _ in taken}
    apart = sorted(
        section.start for section in scope.sections(*_APART) if section.start not in headings and not section.label_end
    )
    found: list[Span | None] = [None] * len(entries)
    open_ones: list[tuple[int, int, int]] = []

    def close(position: int, first: int, end: int) -> None:
        later = bisect_right(apart, first)
        stop = min(end, apart[later]) if later < len(apart) else end
        found[position] = cover(block.span for block in scope.reading.blocks[first : max(stop, first + 1)])

    for number, level, position in taken:
        while open_ones and open_ones[-1][1] >= level:
            first, _, done = open_ones.pop()
            close(done, first, number)
        open_ones.append((number, level, position))
    for first, _, done in open_ones:
        close(done, first, _section_end(scope, first))
    return found


def _section_end(scope: Scope, block: int) -> int:
    section = scope.reading.section_of(block)
    return min(section.end, scope.end) if section is not None else scope.end
