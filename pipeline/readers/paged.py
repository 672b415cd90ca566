"""The text of a paged document, written once in reading order: lines and tables in, Lines with style and boxes out."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import Any

import numpy as np

from pipeline.document import Box, Cell, Line, Page, Table, WordColumns, Words
from pipeline.readers.markers import markers_of
from pipeline.readers.page_words import Flags, Numbers, PageWords
from pipeline.readers.pdf_flow import SEPARATORS, Row, separators
from pipeline.readers.pdf_tables import RuledTable
from pipeline.text import Span

_WORDY = re.compile(r"\w")
#: So much of a line is bold, or slanted, when it is called so.
_MOST = 0.85
#: List markers whose left edges differ by less stand at one depth.
_INDENT = 5.0
#: Of lines read with less confidence most words are wrong.
LEGIBLE = 0.5
_WIDTHS = np.array([len(separator) for separator in SEPARATORS])
#: Columns of cells that hold running text are counted from here, so that no text flows from cell to cell.
_CELL_COLUMN = 100


@dataclass
class Writer:
    """Collects the text of a document, page by page."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    lines: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What was written."""
        return "".join(self.parts)

    def page(
        self,
        index: int,
        words: PageWords,
        parts: Iterable[Row | RuledTable],
        size: tuple[float, float],
        reading: str = "text",
    ) -> None:
        """Writes the page that ``index`` counts from 0, lines and tables in their order; ``size``: width, height."""
        start, first = self.length, len(self.lines)
        rows: list[Row] = []
        tables: list[tuple[RuledTable, list[list[range]]]] = []
        for part in parts:
            if isinstance(part, RuledTable):
                tables.append((part, _add_table(rows, part, first)))
            else:
                rows.append(part)
        if rows:
            self._write(words, rows, index + 1, scanned=reading == "ocr")
        for table, cells in tables:
            self._add_cells(table, cells, first, index + 1)
        self.pages.append(Page(index + 1, Span(start, self.length), *size, reading))

    def _write(self, words: PageWords, rows: Sequence[Row], page: int, *, scanned: bool) -> None:
        """Writes lines, each with its line end."""
        words = words.at(np.concatenate([row.words for row in rows]))
        bounds = np.add.accumulate([0, *[len(row.words) for row in rows]])
        first, last = bounds[:-1], bounds[1:] - 1
        gaps = separators(words, last, np.array([row.stretched for row in rows]))
        behind = map(SEPARATORS.__getitem__, gaps.tolist())
        self.parts.extend(chain.from_iterable(zip(words.texts, behind, strict=True)))
        letters, widths = words.letters, _WIDTHS[gaps]
        ends = self.length + np.add.accumulate(letters + widths) - widths
        starts = ends - letters
        self.length = int(ends[-1] + widths[-1])
        edges = (
            np.minimum.reduceat(words.x0, first), np.minimum.reduceat(words.top, first),
            np.maximum.reduceat(words.x1, first), np.maximum.reduceat(words.bottom, first),
        )  # fmt: skip
        columns = WordColumns(
            _array("q", starts), _array("q", ends), _array("d", words.x0), _array("d", words.x1),
            _array("d", words.confidence),
        )  # fmt: skip
        spans = list(map(Span, starts[first].tolist(), ends[last].tolist()))
        count = len(rows)
        self.lines.extend(map(
            Line,
            spans,
            spans,
            [page] * count,
            map(Box, *(edge.tolist() for edge in edges)),
            _sizes(words, bounds),
            _mostly(words.bold, letters, first),
            _mostly(words.italic, letters, first),
            [row.markup for row in rows],
            [0] * count,
            [""] * count,
            [None] * count,
            [row.column for row in rows],
            (words.hyphen[last] | [row.broken for row in rows]).tolist(),
            _confidences(words, first) if scanned else [1.0] * count,
            [Words(columns, begin, end) for begin, end in pairwise(bounds.tolist())],
        ))  # fmt: skip

    def _add_cells(self, table: RuledTable, cells: Sequence[Sequence[range]], first: int, page: int) -> None:
        """Adds a table whose lines are written; ``first`` is the number of the page's first line."""
        entries = [row for row in table.rows if not any(cell.is_text for cell in row)]
        rows = [
            tuple(
                Cell(self._span_of(first, lines), number, cell.column, cell.rowspan, cell.colspan)
                for cell, lines in zip(row, inside, strict=True)
            )
            for number, (row, inside) in enumerate(zip(entries, cells, strict=True))
        ]
        if rows:
            start = min(cell.span.start for row in rows for cell in row)
            end = max(cell.span.end for row in rows for cell in row)
            header = min(table.header, len(rows))
            self.tables.append(Table(Span(start, end), tuple(rows), page, Box(*table.box), header))

    def _span_of(self, first: int, lines: range) -> Span:
        """What some lines cover, or where they would begin if there are none."""
        start = first + lines.start
        if lines:
            return Span(self.lines[start].span.start, self.lines[first + lines.stop - 1].span.end)
        place = self.lines[start].span.start if start < len(self.lines) else self.length
        return Span(place, place)


def _add_table(rows: list[Row], table: RuledTable, written: int) -> list[list[range]]:
    """Adds a table's lines to the ``rows`` of a page; which of them are in each cell of its rows, but for rows of text.

    ``written`` lines stand on the pages before.
    """
    cells = []
    for row in table.rows:
        inside = []
        is_text = any(cell.is_text for cell in row)
        for cell in row:
            start = len(rows)
            mark = {"column": _CELL_COLUMN + 2 * (written + start)} if is_text else {"markup": "table"}
            rows.extend([line._replace(**mark) for line in cell.rows])
            inside.append(range(start, len(rows)))
        if not is_text:
            cells.append(inside)
    return cells


def _array(kind: str, values: np.ndarray[Any, Any]) -> array[Any]:
    column: array[Any] = array(kind)
    column.frombytes(values.tobytes())
    return column


def _mostly(styled: Flags, letters: Numbers, first: Numbers) -> list[bool]:
    """Whether most characters of each line are of words that are ``styled``."""
    if not styled.any():
        return [False] * len(first)
    found: list[bool] = (np.add.reduceat(letters * styled, first) >= _MOST * np.add.reduceat(letters, first)).tolist()
    return found


def _sizes(words: PageWords, bounds: Numbers) -> list[float]:
    """The size of most of each line's characters."""
    size, letters = words.size, words.letters
    smallest, largest = np.minimum.reduceat(size, bounds[:-1]), np.maximum.reduceat(size, bounds[:-1])
    found: list[float] = smallest.tolist()
    for line in np.flatnonzero(smallest != largest).tolist():
        counts: Counter[float] = Counter()
        own = slice(bounds[line], bounds[line + 1])
        for one, count in zip(size[own].tolist(), letters[own].tolist(), strict=True):
            counts[one] += count
        found[line] = counts.most_common(1)[0][0]
    return found


def _confidences(words: PageWords, first: Numbers) -> list[float]:
    """How likely a letter of each line was read right."""
    sums = np.add.reduceat(words.letters * words.confidence, first) / np.add.reduceat(words.letters, first)
    return [round(share, 3) for share in sums.tolist()]


def in_order(words: PageWords, rows: Sequence[Row], tables: Sequence[RuledTable]) -> Iterable[Row | RuledTable]:
    """Lines in their order, each table before the first line that stands below its top."""
    if not tables:
        return rows
    return _with_tables(words, rows, sorted(tables, key=lambda table: table.box[1]))


def _with_tables(words: PageWords, rows: Sequence[Row], waiting: list[RuledTable]) -> Iterator[Row | RuledTable]:
    for row in rows:
        while waiting and _stands_before(words, waiting[0], row):
            yield waiting.pop(0)
        yield row
    yield from waiting


def _stands_before(words: PageWords, table: RuledTable, row: Row) -> bool:
    x0, top, x1, _ = table.box
    left, right = words.x0[row.words[0]], words.x1[row.words[-1]]
    beside = min(right, x1) - max(left, x0) > 0
    return bool(words.middle[row.words[0]] > top and (beside or row.column == 0))


def lines_of(text: str, writer: Writer) -> Iterator[Line]:
    """The written lines with their list markers, which show only when all lines are there."""
    written = text.split("\n")
    written.pop()
    markers = markers_of(written)
    depths: list[float] = []
    for line, marker in zip(writer.lines, markers, strict=True):
        if line.confidence < LEGIBLE:
            yield line._replace(markup="rule")  # a signature, a stamp: kept in the text, but nobody looks for names
        elif line.markup:
            yield line
        elif not _WORDY.search(text, line.span.start, line.span.end):
            yield line._replace(markup="rule")  # a bullet without words, a row of dashes
        elif marker is None or line.box is None:
            yield line
        else:
            left = line.box.x0
            depths = [depth for depth in depths if depth < left - _INDENT] + [left]
            yield line._replace(
                markup="item",
                level=len(depths),
                content=Span(line.span.start + marker.end, line.span.end),
                marker=marker.text,
                checked=marker.checked,
            )
