"""Patterns that need one of some words: they are neither tried nor compiled where none of these stands.

``re`` finds the first letter of a pattern quickly only where capitals matter. So the words are looked for in the text
in small letters, which takes a tenth of the time that the pattern itself takes to find nothing.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from pipeline.lexicon.alternatives import alternation

#: Makes a pattern of its source and flags: ``re.compile``, or ``Lexicon.pattern``, which keeps what it compiled.
Compile = Callable[[str, int], re.Pattern[str]]


class Gate:
    """Whether a text may hold one of some words, capitals or not: also within a longer word."""

    def __init__(self, words: Iterable[str], *, compiled: Compile = re.compile) -> None:
        self._words = frozenset(word.lower() for word in words)
        self._compiled = compiled

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return self._compiled(alternation(self._words), 0)

    def opens(self, text: str) -> bool:
        """Whether one of the words stands in ``text``."""
        return self._pattern.search(text.lower()) is not None


class Late:
    """A pattern that is compiled when it is first tried."""

    def __init__(self, source: str, *, flags: int, compiled: Compile = re.compile) -> None:
        self.source, self.flags, self._compiled = source, flags, compiled

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern itself. Raises re.error."""
        return self._compiled(self.source, self.flags)


class Guarded(Late):
    """A pattern, capitals or not, with the words of which one stands wherever it matches.

    It is used like a compiled pattern. Without words it is only compiled late.
    """

    def __init__(
        self,
        source: str,
        words: Iterable[str] | None = None,
        *,
        flags: int = re.IGNORECASE,
        compiled: Compile = re.compile,
    ) -> None:
        super().__init__(source, flags=flags, compiled=compiled)
        self.gate = Gate(words, compiled=compiled) if words is not None else None

    def possible(self, text: str) -> bool:
        """Whether one of the words stands in ``text``, without which there is no match."""
        return self.gate is None or self.gate.opens(text)

    def _closed(self, text: str, start: int, end: int) -> bool:
        if self.gate is None:
            return False
        whole = start == 0 and end >= len(text)
        return not self.gate.opens(text if whole else text[start:end])

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first match between ``start`` and ``end``."""
        return None if self._closed(text, start, end) else self.pattern.search(text, start, end)

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The match that begins at ``start``."""
        return None if self._closed(text, start, end) else self.pattern.match(text, start, end)

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The match of all that stands between ``start`` and ``end``."""
        return None if self._closed(text, start, end) else self.pattern.fullmatch(text, start, end)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """All matches between ``start`` and ``end``."""
        return iter(()) if self._closed(text, start, end) else self.pattern.finditer(text, start, end)
