"""A document that is written paragraph by paragraph, by readers whose files hold no text of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.config import Settings
from pipeline.document import Cell, Document, Line, SourceFile, Table
from pipeline.errors import EmptyDocument, TooLarge
from pipeline.readers.markers import depth_of, marker_of, markers_of
from pipeline.text import Span

#: A cell with more characters, or with several list items, holds part of the report.
_LONGEST = 700
#: A first paragraph that is longer is no title.
_LONG_TITLE = 120
#: Columns of such cells are counted from here, by twos, so that no text flows from one into the next.
_CELL_COLUMN = 100


@dataclass(frozen=True)
class Paragraph:
    """A paragraph to be written. ``struck`` are the stretches of ``text`` that are struck through."""

    text: str
    markup: str = "paragraph"
    level: int = 0
    marker: str = ""
    bold: bool = False
    struck: tuple[tuple[int, int], ...] = ()
    size: float = 0.0


@dataclass(frozen=True)
class Box:
    """A cell to be written."""

    paragraphs: tuple[Paragraph, ...]
    colspan: int = 1
    rowspan: int = 1
    heading: bool = False

    @property
    def is_text(self) -> bool:
        """Whether it holds running text rather than an entry."""
        items = sum(
            paragraph.markup == "item" or marker_of(paragraph.text.strip()) is not None for paragraph in self.paragraphs
        )
        headings = any(paragraph.markup == "heading" for paragraph in self.paragraphs)
        return items > 1 or headings or sum(len(paragraph.text) for paragraph in self.paragraphs) > _LONGEST


def laid(runs: Iterable[tuple[str, Any, bool, float]], usual: float) -> tuple[str, tuple[tuple[int, int], ...], float]:
    """The text of runs (text, weight, whether struck through, size or 0), its struck stretches, its size."""
    text, struck = "", []
    sizes: Counter[float] = Counter()
    for run, _, out, size in runs:
        if out:
            struck.append((len(text), len(text) + len(run)))
        text += run
        sizes[size or usual] += len(run.strip())
    return text, tuple(struck), sizes.most_common(1)[0][0] if sizes else usual


def flat(parts: Iterable[Paragraph | list[list[Box]]]) -> Iterator[Paragraph]:
    """The paragraphs, those of tables included."""
    for part in parts:
        if isinstance(part, Paragraph):
            yield part
        else:
            yield from (paragraph for row in part for box in row for paragraph in box.paragraphs)


@dataclass
class Sheet:
    """Collects text, lines and tables; the text is written once."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    lines: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    struck: list[Span] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All that was written."""
        return "".join(self.parts)

    def write(self, paragraph: Paragraph, *, markup: str = "", column: int = 0) -> Span | None:
        """Writes a paragraph, each of its lines a line; None when there is nothing to write."""
        start = self.length
        first = True
        for whole in paragraph.text.split("\n"):
            words = whole.strip()
            if words:
                span = Span(self.length, self.length + len(words))
                kind = markup or (paragraph.markup if first or paragraph.markup != "item" else "")
                line = Line(
                    span=span, content=span, markup=kind, level=paragraph.level, column=column, size=paragraph.size
                )
                self.lines.append(line._replace(marker=paragraph.marker if first else "", bold=paragraph.bold))
                self.parts.append(words + "\n")
                self.length = span.end + 1
                first = False
        if first:
            return None
        left = len(paragraph.text) - len(paragraph.text.lstrip())
        for begin, end in paragraph.struck:
            low, high = max(begin - left, 0), min(end - left, self.length - start - 1)
            if low < high:
                self.struck.append(Span(start + low, start + high))
        return Span(start, self.length - 1)

    def table(self, rows: list[list[Box]]) -> None:
        """Writes a table cell by cell; a row with running text is written as text."""
        written: list[tuple[Cell, ...]] = []
        header = 0
        for row in rows:
            if any(box.is_text for box in row) or len(row) == 1 == max(len(other) for other in rows):
                for box in row:
                    column = _CELL_COLUMN + 2 * len(self.lines)
                    for paragraph in box.paragraphs:
                        self.write(paragraph, column=column)
                continue
            cells = []
            column = 0
            for box in row:
                spans = [span for p in box.paragraphs if (span := self.write(p, markup="table")) is not None]
                span = Span(spans[0].start, spans[-1].end) if spans else Span(self.length, self.length)
                cells.append(Cell(span, len(written), column, box.rowspan, box.colspan))
                column += box.colspan
            header += header == len(written) and all(box.heading for box in row)
            written.append(tuple(cells))
        filled = [cell.span for row in written for cell in row if len(cell.span)]
        if filled:
            self.tables.append(Table(Span(filled[0].start, filled[-1].end), tuple(written), header=header))

    def put(self, parts: Iterable[Paragraph | list[list[Box]]]) -> None:
        """Writes paragraphs and tables in order."""
        for part in parts:
            if isinstance(part, Paragraph):
                self.write(part)
            else:
                self.table(part)

    def headed(self, heads: Iterable[str], body: Sequence[Paragraph | list[list[Box]]]) -> None:
        """Writes the page heads, each once, and the body.

        Heads stand apart, unless the body begins without a title: then the letterhead holds it.
        """
        first = next((part for part in body if not isinstance(part, Paragraph) or part.text.strip()), None)
        untitled = isinstance(first, Paragraph) and first.markup == "paragraph" and len(first.text) > _LONG_TITLE
        for head in dict.fromkeys(head.strip() for head in heads):
            self.write(Paragraph(head), markup="" if untitled else "aside")
        self.put(body)

    def foot(self, feet: Iterable[str]) -> None:
        """Writes the page feet, each once, behind the body."""
        for foot in dict.fromkeys(foot.strip() for foot in feet):
            self.write(Paragraph(foot), markup="aside")

    def letter(
        self, source: SourceFile, settings: Settings, body: Sequence[Paragraph | list[list[Box]]], *,
        heads: Iterable[str], feet: Iterable[str], called: str, metadata: Mapping[str, str] | None = None,
    ) -> Document:  # fmt: skip
        """The document of a word processor, with its page heads and feet. Raises EmptyDocument and TooLarge."""
        self.headed(heads, body)
        self.foot(feet)
        text = self.text
        if not body or not text.strip():
            raise EmptyDocument(f"The {called} holds no text.", remedy="Check the file.")
        if len(text) > settings.max_characters:
            raise TooLarge(f"The document has {len(text):,} characters; the limit is {settings.max_characters:,}.")
        return self.document(source, metadata)

    def document(self, source: SourceFile, metadata: Mapping[str, str] | None = None) -> Document:
        """The document that was written."""
        return Document(
            source=source,
            text=self.text,
            lines=self.marked(),
            tables=tuple(self.tables),
            struck=tuple(self.struck),
            metadata=metadata or {},
        )

    def marked(self) -> tuple[Line, ...]:
        """The lines, with list markers that were typed by hand recognised."""
        text = self.text
        markers = markers_of([line.span.of(text) for line in self.lines])
        lines = []
        for line, marker in zip(self.lines, markers, strict=True):
            if marker is None or line.markup not in ("paragraph", "heading", "") or line.marker:
                lines.append(line)
                continue
            kind = "heading" if line.markup == "heading" else "item"
            content = Span(line.span.start + marker.end, line.span.end)
            depth = line.level if kind == "heading" else max(line.level, depth_of(marker.text))
            lines.append(
                line._replace(markup=kind, marker=marker.text, checked=marker.checked, content=content, level=depth)
            )
        return tuple(lines)
