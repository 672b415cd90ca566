"""What was read on the picture of a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from PIL import Image


@dataclass(frozen=True, slots=True)
class Word:
    """A word as an engine reads it: its box in pixels, how likely it is right, and which line it belongs to."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float
    line: int


@dataclass(frozen=True, slots=True)
class Print:
    """A word as it stands on the page: edges and size in points, as a PDF's own text would have them."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line across or down the page, in points."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of paper on the picture, where two may lie side by side, from ``left`` to ``right``."""

    left: float
    right: float
    words: tuple[Print, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture that was read: its size in points when it stands upright, and its leaves from left to right."""

    width: float
    height: float
    leaves: tuple[Leaf, ...]

    @property
    def words(self) -> tuple[Print, ...]:
        """The words of all leaves."""
        return tuple(word for leaf in self.leaves for word in leaf.words)

    @property
    def text(self) -> str:
        """The words, to tell the language from."""
        return " ".join(word.text for word in self.words)


class Engine(Protocol):
    """A program that reads pictures.

    ``name`` tells it and its version apart from others, ``dpi`` is the resolution that it reads best.
    """

    @property
    def name(self) -> str: ...

    @property
    def dpi(self) -> int: ...

    def reads(self, language: str) -> bool:
        """Whether it knows a language (ISO 639-1)."""
        ...

    def read(self, picture: Image.Image, language: str) -> list[Word]:
        """The words of a grey picture, line by line."""
        ...
