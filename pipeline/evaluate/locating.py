"""Where a value stands in a document's text, for showing it; scoring never asks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

from anyascii import anyascii

Range = tuple[int, int]
_WORD = re.compile(r"\w+")
_ENOUGH = 4  # words that must agree before a longer value counts as found in part


class Locator:
    """An index of a text's words that finds values whatever their case, line breaks and punctuation."""

    def __init__(self, text: str) -> None:
        self._spans = [match.span() for match in _WORD.finditer(text)]
        self._words = [anyascii(text[start:end]).casefold() for start, end in self._spans]
        self._where: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self._words):
            self._where[word].append(number)

    def find(self, value: str, *, after: int = 0) -> Range | None:
        """The range of ``value``: the first from offset ``after`` on, else the first of all.

        A long value may stand there in part; None when it does not stand in the text.
        """
        wanted = [anyascii(word).casefold() for word in _WORD.findall(value)]
        if not wanted:
            return None
        best: tuple[int, int] | None = None  # words that agree, where
        starts = self._where.get(wanted[0], [])
        first = bisect_left(starts, bisect_left(self._spans, (after, 0)))
        for start in [*starts[first:], *starts[:first]]:
            agreed = self._agreed(wanted, start)
            if best is None or agreed > best[0]:
                best = (agreed, start)
            if agreed == len(wanted):
                break
        if best is None or best[0] < min(len(wanted), _ENOUGH):
            return None
        return self._spans[best[1]][0], self._spans[best[1] + best[0] - 1][1]

    def _agreed(self, wanted: Sequence[str], start: int) -> int:
        count = 0
        for word, other in zip(wanted, self._words[start : start + len(wanted)], strict=False):
            if word != other:
                break
            count += 1
        return count
