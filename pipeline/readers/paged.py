"""The text of a paged document, written once in reading order: lines and tables in, Lines with style and boxes out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.document import Box, Cell, Line, Page, Table, Word
from pipeline.readers.markers import markers_of
from pipeline.readers.pdf_flow import Row, separator
from pipeline.readers.pdf_tables import RuledCell, RuledTable
from pipeline.readers.pdf_words import Glyphs
from pipeline.text import Span

_WORDY = re.compile(r"\w")
#: So much of a line is bold, or slanted, when it is called so.
_MOST = 0.85
#: List markers whose left edges differ by less stand at one depth.
_INDENT = 5.0
#: Of lines read with less confidence most words are wrong.
LEGIBLE = 0.5
#: Columns of cells that hold running text are counted from here, so that no text flows from cell to cell.
_CELL_COLUMN = 100


@dataclass(frozen=True)
class _Written:
    """A line that was written; what its list marker is shows when all are there."""

    span: Span
    row: Row
    page: int
    column: int
    markup: str


@dataclass
class Writer:
    """Collects the text of a document, page by page."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    lines: list[_Written] = field(default_factory=list)
    words: list[tuple[Word, ...]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What was written."""
        return "".join(self.parts)

    def page(
        self, index: int, parts: Iterable[Row | RuledTable], width: float, height: float, reading: str = "text"
    ) -> None:
        """Writes the page that ``index`` counts from 0, its lines and tables in their order."""
        start = self.length
        for part in parts:
            if isinstance(part, RuledTable):
                _write_table(self, part, index + 1)
            else:
                self.line(part, index + 1)
        self.pages.append(Page(index + 1, Span(start, self.length), width, height, reading))

    def line(self, row: Row, page: int, *, column: int | None = None, markup: str = "") -> Span:
        """Writes a line and its line end."""
        start = position = self.length
        words: list[Word] = []
        before = None
        for glyphs in row.words:
            if before is not None:
                gap = separator(before, glyphs, first=len(words) == 1, stretched=row.stretched)
                self.parts.append(gap)
                position += len(gap)
            end = position + len(glyphs.text)
            self.parts.append(glyphs.text)
            words.append(Word(position, end, glyphs.x0, glyphs.x1, glyphs.confidence))
            position, before = end, glyphs
        span = Span(start, position)
        self.parts.append("\n")
        self.length = position + 1
        self.lines.append(_Written(span, row, page, row.column if column is None else column, markup))
        self.words.append(tuple(words))
        return span


def in_order(rows: Sequence[Row], tables: Sequence[RuledTable]) -> Iterable[Row | RuledTable]:
    """Lines in their order, each table before the first line that stands below its top."""
    waiting = sorted(tables, key=lambda table: table.box[1])
    for row in rows:
        while waiting and _stands_before(waiting[0], row):
            yield waiting.pop(0)
        yield row
    yield from waiting


def _stands_before(table: RuledTable, row: Row) -> bool:
    x0, top, x1, _ = table.box
    left, right = row.words[0].x0, row.words[-1].x1
    beside = min(right, x1) - max(left, x0) > 0
    return row.words[0].middle > top and (beside or row.column == 0)


def _write_table(writer: Writer, table: RuledTable, page: int) -> None:
    rows: list[tuple[Cell, ...]] = []
    for row in table.rows:
        if any(cell.is_text for cell in row):
            for cell in row:
                _write_text_cell(writer, cell, page)
            continue
        cells = []
        for cell in row:
            spans = [writer.line(line, page, markup="table") for line in cell.rows]
            span = Span(spans[0].start, spans[-1].end) if spans else Span(writer.length, writer.length)
            cells.append(Cell(span, len(rows), cell.column, cell.rowspan, cell.colspan))
        rows.append(tuple(cells))
    if rows:
        start = min(cell.span.start for row in rows for cell in row)
        end = max(cell.span.end for row in rows for cell in row)
        header = min(table.header, len(rows))
        writer.tables.append(Table(Span(start, end), tuple(rows), page, Box(*table.box), header))


def _write_text_cell(writer: Writer, cell: RuledCell, page: int) -> None:
    column = _CELL_COLUMN + 2 * len(writer.lines)
    for row in cell.rows:
        writer.line(row, page, column=column)


def lines_of(text: str, writer: Writer) -> Iterable[Line]:
    """The written lines as Lines: with style, box and list marker."""
    markers = markers_of([written.span.of(text) for written in writer.lines])
    depths: list[float] = []
    for written, words, marker in zip(writer.lines, writer.words, markers, strict=True):
        glyphs = written.row.words
        left, top = min([g.x0 for g in glyphs]), min([g.top for g in glyphs])
        box = Box(left, top, max([g.x1 for g in glyphs]), max([g.bottom for g in glyphs]))
        letters = sum([len(g.text) for g in glyphs])
        level = 0
        content = written.span
        markup = written.markup
        if not markup and not _WORDY.search(text, written.span.start, written.span.end):
            markup = "rule"  # a bullet without words, a row of dashes
        scanned = writer.pages[written.page - 1].reading == "ocr"
        confidence = _confidence(glyphs) if scanned else 1.0
        if confidence < LEGIBLE:
            markup = "rule"  # a signature, a stamp, a drawing: kept in the text, but nobody looks for names in it
        if marker is not None and not markup:
            depths = [depth for depth in depths if depth < box.x0 - _INDENT] + [box.x0]
            level, markup = len(depths), "item"
            content = Span(written.span.start + marker.end, written.span.end)
        yield Line(
            span=written.span,
            content=content,
            page=written.page,
            box=box,
            size=_size(glyphs),
            bold=sum([len(g.text) for g in glyphs if g.bold]) >= _MOST * letters,
            italic=sum([len(g.text) for g in glyphs if g.italic]) >= _MOST * letters,
            markup=markup,
            level=level,
            marker=marker.text if marker and level else "",
            checked=marker.checked if marker and level else None,
            column=written.column,
            hyphen=glyphs[-1].hyphen,
            confidence=confidence,
            words=words,
        )


def _confidence(glyphs: Sequence[Glyphs]) -> float:
    """How likely a letter of the line was read right."""
    letters = sum([len(g.text) for g in glyphs])
    return round(sum([g.confidence * len(g.text) for g in glyphs]) / letters, 3)


def _size(glyphs: Sequence[Glyphs]) -> float:
    """The size of most of a line's characters."""
    if len({g.size for g in glyphs}) == 1:
        return glyphs[0].size
    sizes: Counter[float] = Counter()
    for g in glyphs:
        sizes[g.size] += len(g.text)
    return sizes.most_common(1)[0][0]
