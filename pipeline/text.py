"""Spans of the document's text, and views that rewrite text without losing its offsets.

Everything that the pipeline claims points back into ``Document.text`` by a :class:`Span`. Rules want to look at
something tidier (lines joined, hyphens closed, ligatures opened, markup removed); a :class:`View` is such a tidied
string that still knows where each of its characters stands in the document.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, pairwise


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range ``[start, end)`` of offsets into ``Document.text``, in characters."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters that this span covers."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end

    def trimmed(self, text: str) -> Span:
        """This span without the white space at its ends."""
        piece = text[self.start : self.end]
        kept = piece.lstrip()
        start = self.end - len(kept)
        kept = kept.rstrip()
        if len(kept) == len(piece):
            return self
        return Span(start, start + len(kept)) if kept else Span(self.start, self.start)


def cover(spans: Iterable[Span]) -> Span:
    """The smallest span that contains all of ``spans``. Raises ValueError when there are none."""
    all_spans = list(spans)
    if len(all_spans) == 1:
        return all_spans[0]
    return Span(min([span.start for span in all_spans]), max([span.end for span in all_spans]))


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a view: ``text`` stands for ``source`` of the document.

    When the lengths agree, each character maps to its own offset. Otherwise (a ligature opened, a line break made a
    blank) every character of the piece maps to the whole of ``source``.
    """

    text: str
    source: Span

    @property
    def exact(self) -> bool:
        return len(self.text) == len(self.source)


@dataclass(frozen=True)
class View:
    """A rewritten stretch of the document that keeps offsets.

    ``text`` is what rules read; ``span(i, j)`` gives the document's span behind ``text[i:j]``; ``spans(i, j)`` gives
    the contiguous parts of it, where something that the view left out (a running head, say) lies in between.
    """

    pieces: tuple[Piece, ...]
    text: str = field(init=False)

    def __post_init__(self) -> None:
        alone = len(self.pieces) == 1
        text = self.pieces[0].text if alone else "".join([piece.text for piece in self.pieces])
        object.__setattr__(self, "text", text)

    @cached_property
    def _starts(self) -> list[int]:
        """Where each piece begins in the text; few views are asked for offsets."""
        return list(accumulate([len(piece.text) for piece in self.pieces[:-1]], initial=0)) if self.pieces else []

    @classmethod
    def plain(cls, text: str, span: Span) -> View:
        """The view that changes nothing."""
        return cls((Piece(span.of(text), span),) if len(span) else ())

    def __len__(self) -> int:
        return len(self.text)

    def _piece_at(self, index: int) -> int:
        return bisect_right(self._starts, index) - 1

    def _source(self, index: int) -> tuple[int, int]:
        """Where what stands behind one character begins and ends."""
        number = self._piece_at(index)
        piece = self.pieces[number]
        if not piece.exact:
            return piece.source.start, piece.source.end
        start = piece.source.start + index - self._starts[number]
        return start, start + 1

    def span(self, start: int, end: int) -> Span:
        """The document's span behind ``self.text[start:end]``. Raises IndexError when the range is empty or outside.

        Where a view turns parts round ("Doe | Jane" read as "Jane Doe") it reaches from the first to the last of them.
        """
        if not 0 <= start < end <= len(self.text):
            raise IndexError(f"[{start}, {end}) is not inside a view of {len(self.text)} characters")
        low, high = self._source(start)[0], self._source(end - 1)[1]
        if low >= high:
            parts = [*self._parts(start, end)] or [self._source(start)]
            low, high = min(part[0] for part in parts), max(part[1] for part in parts)
        return Span(low, high)

    def _parts(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Where the pieces behind ``self.text[start:end]`` stand, those of mere white space left out."""
        for number in range(self._piece_at(start), self._piece_at(end - 1) + 1):
            piece, begin = self.pieces[number], self._starts[number]
            if piece.text.strip():
                yield self._source(max(start, begin))[0], self._source(min(end, begin + len(piece.text)) - 1)[1]

    def spans(self, start: int, end: int, *, gap: int = 3) -> tuple[Span, ...]:
        """The parts behind ``self.text[start:end]``; parts at most ``gap`` characters apart count as one."""
        whole = self.span(start, end)
        if self._piece_at(start) == self._piece_at(end - 1):
            return (whole,)
        parts: list[list[int]] = []
        for low, high in self._parts(start, end):
            if parts and 0 <= low - parts[-1][1] <= gap:
                parts[-1][1] = max(parts[-1][1], high)
            else:
                parts.append([low, high])
        return tuple([Span(low, high) for low, high in parts]) or (whole,)

    def index(self, offset: int) -> int | None:
        """Where the document's ``offset`` stands in this view, or None when the view leaves it out."""
        for start, piece in zip(self._starts, self.pieces, strict=True):
            if piece.text and piece.source.start <= offset < piece.source.end:
                return start + (offset - piece.source.start if piece.exact else 0)
        return None

    def cut(self, start: int, end: int) -> View:
        """The part ``[start, end)`` of this view as a view of its own."""
        if start <= 0 and end >= len(self.text):
            return self
        pieces = []
        for number in range(max(self._piece_at(start), 0), len(self.pieces)):
            begin, piece = self._starts[number], self.pieces[number]
            if begin >= end:
                break
            low, high = max(start - begin, 0), min(end - begin, len(piece.text))
            if low >= high:
                continue
            if low == 0 and high == len(piece.text):
                pieces.append(piece)
            elif piece.exact:
                source = Span(piece.source.start + low, piece.source.start + high)
                pieces.append(Piece(piece.text[low:high], source))
            else:
                pieces.append(Piece(piece.text[low:high], piece.source))
        return View(tuple(pieces))

    def replace(self, pattern: re.Pattern[str], replacement: str) -> View:
        """This view with each match of ``pattern`` rewritten; ``replacement`` may use groups as in ``re.sub``."""
        pieces: list[Piece] = []
        position = 0
        for match in pattern.finditer(self.text):
            if match.start() == match.end():
                continue
            pieces.extend(self.cut(position, match.start()).pieces)
            new = match.expand(replacement)
            if new:
                pieces.append(Piece(new, self.span(match.start(), match.end())))
            position = match.end()
        if not position:
            return self
        pieces.extend(self.cut(position, len(self.text)).pieces)
        return View(tuple(pieces))


def join(views: Sequence[View], separator: str = " ") -> View:
    """Views one after the other, with ``separator`` standing for whatever lies between them."""
    pieces: list[Piece] = []
    filled = [view for view in views if view.pieces]
    for number, view in enumerate(filled):
        if number and separator:
            before = pieces[-1].source.end
            after = view.pieces[0].source.start
            gap = Span(before, after) if 0 <= after - before <= 3 else Span(before, before)
            pieces.append(Piece(separator, gap))
        pieces.extend(view.pieces)
    return View(tuple(pieces))


def gaps(spans: Sequence[Span], whole: Span) -> list[Span]:
    """The stretches of ``whole`` that none of the sorted ``spans`` covers."""
    edges = [Span(whole.start, whole.start), *spans, Span(whole.end, whole.end)]
    return [Span(left.end, right.start) for left, right in pairwise(edges) if left.end < right.start]
