"""A large table of sorted lines, of which only those parts are taken apart that somebody asks for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

#: Lines are kept together by so many first letters: some thousand drawers of some hundred lines.
_LABEL = 2


@dataclass(frozen=True)
class Lines:
    """UTF-8 text of sorted lines, each with its end; what they begin with is ASCII."""

    text: bytes = field(repr=False)
    _drawers: dict[str, list[str]] = field(default_factory=dict, repr=False, compare=False)

    def starting(self, prefix: str) -> Iterator[str]:
        """The lines that start with ``prefix``, which has two letters at least, in order."""
        drawer = self._drawer(prefix[:_LABEL])
        number = bisect_left(drawer, prefix)
        while number < len(drawer) and drawer[number].startswith(prefix):
            yield drawer[number]
            number += 1

    def _drawer(self, label: str) -> list[str]:
        if label not in self._drawers:
            start = label.encode()
            found = self.text[self._place(start) : self._place(start + b"\xff")]
            self._drawers[label] = found.decode("utf-8").split("\n")[:-1]
        return self._drawers[label]

    def _place(self, start: bytes) -> int:
        """Where the first line begins that does not come before ``start``."""
        low, high = 0, len(self.text)
        while low < high:
            line = self.text.rfind(b"\n", low, (low + high) // 2) + 1 or low
            if self.text[line : line + len(start)] < start:
                low = self.text.find(b"\n", line) + 1
            else:
                high = line
        return low
