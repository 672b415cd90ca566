"""PDF: words and boxes by pdfium, ruled tables by pdfplumber's finder, text written once in reading order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2

from pipeline.config import Settings
from pipeline.document import Box, Cell, Document, Line, Page, SourceFile, Table, Word
from pipeline.errors import EmptyDocument, EncryptedFile, TooLarge, UnreadableFile
from pipeline.readers.markers import markers_of
from pipeline.readers.pdf_flow import Row, rows_of, separator, without_page_numbers
from pipeline.readers.pdf_tables import RuledCell, RuledTable, tables_of
from pipeline.readers.pdf_words import Faces, Glyphs, frame_of, words_of
from pipeline.text import Span

_LIBRARY: Any = pypdfium2
_WORDY = re.compile(r"\w")
_LETTER = re.compile(r"[^\W\d_]")
#: So much of a line is bold, or slanted, when it is called so.
_MOST = 0.85
#: List markers whose left edges differ by less stand at one depth.
_INDENT = 5.0
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
class _Writer:
    """Collects the text of a document, written once."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    lines: list[_Written] = field(default_factory=list)
    words: list[tuple[Word, ...]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)

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
            words.append(Word(Span(position, end), glyphs.x0, glyphs.x1))
            position, before = end, glyphs
        span = Span(start, position)
        self.parts.append("\n")
        self.length = position + 1
        self.lines.append(_Written(span, row, page, row.column if column is None else column, markup))
        self.words.append(tuple(words))
        return span


def read(source: SourceFile, settings: Settings) -> Document:
    """The document that a PDF holds.

    Raises EncryptedFile, UnreadableFile, TooLarge, and EmptyDocument for a scan without text.
    """
    pdf = _opened(source.data)
    try:
        if len(pdf) > settings.max_pages:
            raise TooLarge(f"The PDF has {len(pdf):,} pages; the limit is {settings.max_pages:,}.")
        writer = _Writer()
        faces = Faces()
        broken = 0
        for index in range(len(pdf)):
            broken += not _write_page(writer, pdf, index, faces)
            if writer.length > settings.max_characters:
                raise TooLarge(f"The PDF has more than {settings.max_characters:,} characters of text.")
        if broken == len(pdf):
            raise UnreadableFile("None of the PDF's pages can be read.")
        text = "".join(writer.parts)
        if not _LETTER.search(text):
            raise EmptyDocument("The PDF has no text; it is a scan or a drawing.", remedy="A scan needs OCR first.")
        return Document(
            source=source,
            text=text,
            lines=tuple(_lines(text, writer)),
            pages=tuple(writer.pages),
            tables=tuple(writer.tables),
            metadata=_metadata(pdf),
        )
    finally:
        pdf.close()


def _opened(data: bytes) -> Any:
    try:
        pdf: Any = _LIBRARY.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        reason = str(error).lower()
        if "password" in reason or "security" in reason:
            raise EncryptedFile("The PDF is encrypted.") from error
        raise UnreadableFile("The PDF is damaged and cannot be opened.") from error
    if len(pdf) == 0:
        pdf.close()
        raise UnreadableFile("The PDF has no pages.")
    return pdf


def _write_page(writer: _Writer, pdf: Any, index: int, faces: Faces) -> bool:
    """Writes a page; False when pdfium cannot load it."""
    start = writer.length
    try:
        page = pdf[index]
    except pypdfium2.PdfiumError:
        writer.pages.append(Page(index + 1, Span(start, start), 0.0, 0.0))
        return False
    try:
        frame = frame_of(page)
        words = words_of(page, frame, faces)
        words, numbers = without_page_numbers(words, frame.height)
        tables, rest = tables_of(page, frame, words) if words else ([], [])
    finally:
        page.close()
    for part in (*_in_order(rows_of(rest, frame.width), tables), *(Row((number,)) for number in numbers)):
        if isinstance(part, RuledTable):
            _write_table(writer, part, index + 1)
        else:
            writer.line(part, index + 1)
    writer.pages.append(Page(index + 1, Span(start, writer.length), frame.width, frame.height))
    return True


def _in_order(rows: Sequence[Row], tables: Sequence[RuledTable]) -> Iterable[Row | RuledTable]:
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


def _write_table(writer: _Writer, table: RuledTable, page: int) -> None:
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


def _write_text_cell(writer: _Writer, cell: RuledCell, page: int) -> None:
    column = _CELL_COLUMN + 2 * len(writer.lines)
    for row in cell.rows:
        writer.line(row, page, column=column)


def _lines(text: str, writer: _Writer) -> Iterable[Line]:
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
            words=words,
        )


def _size(glyphs: Sequence[Glyphs]) -> float:
    """The size of most of a line's characters."""
    if len({g.size for g in glyphs}) == 1:
        return glyphs[0].size
    sizes: Counter[float] = Counter()
    for g in glyphs:
        sizes[g.size] += len(g.text)
    return sizes.most_common(1)[0][0]


def _metadata(pdf: Any) -> dict[str, str]:
    """What the file says of itself; dates of a PDF look like D:20190530120000+02'00'."""
    try:
        raw = pdf.get_metadata_dict(skip_empty=True)
    except (UnicodeError, ValueError):
        return {}
    return {key.lower(): value.strip() for key, value in raw.items() if value.strip()}
