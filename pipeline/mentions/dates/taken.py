"""Stretches of a text that are spoken for, and whether another touches them; by bisection, so cost stays linear."""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Taken:
    """Stretches ``[start, end)`` that do not overlap each other."""

    stretches: list[tuple[int, int]] = field(default_factory=list)

    def hits(self, start: int, end: int) -> bool:
        """Whether ``[start, end)`` shares a character with one of them."""
        number = bisect_left(self.stretches, (end, 0))
        return number > 0 and self.stretches[number - 1][1] > start

    def add(self, start: int, end: int) -> bool:
        """Take ``[start, end)`` unless some of it is taken; whether it was free."""
        if self.hits(start, end):
            return False
        insort(self.stretches, (start, end))
        return True
