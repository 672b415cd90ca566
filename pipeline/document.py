"""What was seen in a file: text written once, and where on the page each line of it stands.

Every offset is a position in ``Document.text``. Boxes are in points (1/72 inch), origin at the page's top left.
These are frozen: a later stage adds its own types, it never changes these.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from typing import NamedTuple, overload

from pipeline.text import Span


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from its top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float

    def __post_init__(self) -> None:
        if self.x1 < self.x0 or self.bottom < self.top:
            raise ValueError(f"not a box: {self.x0}, {self.top}, {self.x1}, {self.bottom}")

    def union(self, other: Box) -> Box:
        """The smallest box around both."""
        return Box(
            min(self.x0, other.x0), min(self.top, other.top), max(self.x1, other.x1), max(self.bottom, other.bottom)
        )


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it was found.

    ``path`` is relative and POSIX; ``sha256`` is the hex digest of ``data``; ``media_type`` is decided by content
    before the name's ending.
    """

    path: str
    sha256: str
    media_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a paged document. ``number`` counts from 1.

    ``reading`` is "text" when the file holds its text, "ocr" when its picture was read, "unread" for a scan that
    nobody could read.
    """

    number: int
    span: Span
    width: float
    height: float
    reading: str = "text"


class Word(NamedTuple):
    """A word of a line and its horizontal extent in points; ``start`` and ``end`` are offsets into the document's text.

    ``confidence`` is how likely it was read right: 1 where it is no scan. A tuple, since a report has hundreds of
    thousands of them.
    """

    start: int
    end: int
    x0: float
    x1: float
    confidence: float = 1.0

    @property
    def span(self) -> Span:
        """Where the word stands in the document's text."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class WordColumns:
    """The words of a page, column by column, in the order of the text."""

    start: array[int]
    end: array[int]
    x0: array[float]
    x1: array[float]
    confidence: array[float]


class Words(Sequence[Word]):
    """Some of a page's words, each made when somebody asks for it: of most lines nobody does."""

    __slots__ = ("_columns", "_first", "_last")

    def __init__(self, columns: WordColumns, first: int, last: int) -> None:
        self._columns, self._first, self._last = columns, first, last

    def __len__(self) -> int:
        return self._last - self._first

    @overload
    def __getitem__(self, number: int) -> Word: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[Word, ...]: ...
    def __getitem__(self, number: int | slice) -> Word | tuple[Word, ...]:
        if isinstance(number, slice):
            return tuple(self)[number]
        place = range(self._first, self._last)[number]
        columns = self._columns
        return Word(
            columns.start[place], columns.end[place], columns.x0[place], columns.x1[place], columns.confidence[place]
        )

    def __iter__(self) -> Iterator[Word]:
        own, columns = slice(self._first, self._last), self._columns
        return map(
            Word, columns.start[own], columns.end[own], columns.x0[own], columns.x1[own], columns.confidence[own]
        )

    def extent(self, span: Span) -> tuple[float, float] | None:
        """The left and the right edge of those words that share characters with ``span``; None where none does."""
        columns = self._columns
        first = bisect_right(columns.end, span.start, self._first, self._last)
        last = bisect_left(columns.start, span.end, first, self._last)
        return (min(columns.x0[first:last]), max(columns.x1[first:last])) if first < last else None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


NO_WORDS = Words(WordColumns(array("q"), array("q"), array("d"), array("d"), array("d")), 0, 0)


class Line(NamedTuple):
    """A line of text as it stands on the page or in the file.

    ``span`` covers the line without its line break; ``content`` the part that is neither list marker nor markup.
    ``markup`` is what the file format itself says of the line ("heading", "item", "table", "code", "quote", "meta",
    "rule", "paragraph", "aside" for what stands apart such as a page's head, "quoted" for another message's words and
    for signatures, or "" when it says nothing), ``level`` the heading's or item's depth from 1, ``marker`` the list
    marker ("-", "1.", "a)") as written. ``checked`` is the state of a tick box, None where there is none.
    ``size`` is the font size in points, 0 where there are no fonts. ``page`` is 0 in unpaged documents.
    ``column`` counts the page's columns from 0. ``hyphen`` says that the line ends in a hyphen that only breaks a word.
    A tuple, since a report has tens of thousands of them.
    """

    span: Span
    content: Span
    page: int = 0
    box: Box | None = None
    size: float = 0.0
    bold: bool = False
    italic: bool = False
    markup: str = ""
    level: int = 0
    marker: str = ""
    checked: bool | None = None
    column: int = 0
    hyphen: bool = False
    confidence: float = 1.0
    words: Words = NO_WORDS

    def around(self, span: Span) -> Box | None:
        """The box around those of its words that share characters with ``span``; its own where no words are known."""
        if self.box is None or not self.span.overlaps(span):
            return None
        edges = None if span.contains(self.span) else self.words.extent(span)
        return self.box if edges is None else Box(edges[0], self.box.top, edges[1], self.box.bottom)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; ``span`` is empty (start == end) where the cell holds nothing."""

    span: Span
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose cells are known. ``rows`` holds the cells row by row; ``header`` is the number of heading rows."""

    span: Span
    rows: tuple[tuple[Cell, ...], ...]
    page: int = 0
    box: Box | None = None
    header: int = 0


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside a file: an attachment, a message of a mailbox, an entry of an archive.

    ``path`` is what it is called inside; ``address`` tells the container's reader where its bytes are; ``sha256`` is
    the hex digest of these, or of the address where they cannot be had.
    """

    path: str
    address: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class Document:
    """A file's text with its geometry.

    ``language`` is that of most of the text, ``other_language`` that of much of the rest, where there is one.
    ``struck`` are stretches that the source shows struck through. ``metadata`` is what the file says of itself
    (front matter, PDF information, HTML meta tags): evidence at best, never text. Keys are lower case. ``members`` are
    the files that it holds, each of which is a document of its own.
    """

    source: SourceFile
    text: str
    lines: tuple[Line, ...]
    pages: tuple[Page, ...] = ()
    tables: tuple[Table, ...] = ()
    language: str | None = None
    other_language: str | None = None
    struck: tuple[Span, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    members: tuple[Member, ...] = ()

    @cached_property
    def _line_starts(self) -> list[int]:
        return [line.span.start for line in self.lines]

    def line_at(self, offset: int) -> int | None:
        """Number of the line that holds ``offset``, or the line before it; None before the first line."""
        number = bisect_right(self._line_starts, offset) - 1
        return number if number >= 0 else None

    def lines_in(self, span: Span) -> range:
        """Numbers of the lines that share characters with ``span``."""
        first = max(bisect_right(self._line_starts, span.start) - 1, 0)
        while first < len(self.lines) and self.lines[first].span.end <= span.start:
            first += 1
        last = first
        while last < len(self.lines) and self.lines[last].span.start < span.end:
            last += 1
        return range(first, last)

    def page_of(self, offset: int) -> int | None:
        """Page number (from 1) of an offset, None in unpaged documents."""
        number = self.line_at(offset)
        return (self.lines[number].page or None) if number is not None else None

    def by_page(self, span: Span) -> list[tuple[Span, int | None, Box | None]]:
        """``span`` cut at the ends of pages: each part with its page and the box around it, none without text."""
        span = span.trimmed(self.text)
        if not len(span):
            return []
        if not self.pages:
            return [(span, None, None)]
        pages: dict[int, list[Line]] = {}
        for number in self.lines_in(span):
            pages.setdefault(self.lines[number].page, []).append(self.lines[number])
        parts: list[tuple[Span, int | None, Box | None]] = []
        for page, lines in sorted(pages.items()):
            part = Span(max(lines[0].span.start, span.start), min(lines[-1].span.end, span.end)).trimmed(self.text)
            if len(part):
                boxes = [box for line in lines if (box := line.around(part)) is not None]
                parts.append((part, page or None, reduce(Box.union, boxes) if boxes else None))
        return parts
