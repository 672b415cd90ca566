"""The words of a page, column by column: what is asked of all of them is asked at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]


class Glyphs(NamedTuple):
    """A word as it stands on the page; ``hyphen`` says that it goes on in the next line.

    ``confidence`` is how likely OCR read it right.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    italic: bool
    hyphen: bool = False
    confidence: float = 1.0

    @property
    def middle(self) -> float:
        """Height of the word's middle."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, eq=False)
class PageWords:
    """The words of a page in the order in which the file writes them; a word is known by its number in that order."""

    texts: Sequence[str]
    x0: Floats
    top: Floats
    x1: Floats
    bottom: Floats
    size: Floats
    bold: Flags
    italic: Flags
    hyphen: Flags
    confidence: Floats
    letters: Numbers

    @classmethod
    def of(cls, glyphs: Iterable[Glyphs]) -> PageWords:
        """The columns of words that are there one by one."""
        rows = list(glyphs)
        types: Sequence[Any] = [np.float64] * 5 + [np.bool_] * 3 + [np.float64]
        columns: list[NDArray[Any]]
        columns = [np.array([row[place] for row in rows], kind) for place, kind in enumerate(types, 1)]
        texts = [row.text for row in rows]
        columns.append(np.array([len(row.text) for row in rows], np.int64))
        return cls(texts, *columns)

    def __len__(self) -> int:
        return len(self.texts)

    def __getitem__(self, number: int) -> Glyphs:
        """One word with all that is known of it."""
        return Glyphs(
            self.texts[number],
            self.x0.item(number), self.top.item(number), self.x1.item(number), self.bottom.item(number),
            self.size.item(number), self.bold.item(number), self.italic.item(number), self.hyphen.item(number),
            self.confidence.item(number),
        )  # fmt: skip

    def only(self, chosen: Flags) -> PageWords:
        """Those words that are chosen."""
        return PageWords(list(compress(self.texts, chosen.tolist())), *(column[chosen] for column in self._columns))

    def at(self, order: Numbers) -> PageWords:
        """The words with these numbers, in this order."""
        texts = list(map(self.texts.__getitem__, order.tolist()))
        return PageWords(texts, *(column[order] for column in self._columns))

    @cached_property
    def _columns(self) -> tuple[NDArray[Any], ...]:
        return (
            self.x0, self.top, self.x1, self.bottom, self.size, self.bold, self.italic, self.hyphen, self.confidence,
            self.letters,
        )  # fmt: skip

    @cached_property
    def middle(self) -> Floats:
        """Heights of the words' middles."""
        return (self.top + self.bottom) / 2

    @cached_property
    def centre(self) -> Floats:
        """How far from the left the words' middles are."""
        return (self.x0 + self.x1) / 2

    @cached_property
    def height(self) -> Floats:
        """How high the words are."""
        return self.bottom - self.top
