"""Which lines make one block, and which of them are the row of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.document import Cell, Document, Line, Table
from pipeline.layout.rows import borderless, continued
from pipeline.layout.running import footnotes, running_lines
from pipeline.layout.wrap import Measures, continues
from pipeline.text import Span, cover

_KINDS = {"item": "item", "code": "code", "meta": "meta", "rule": "rule", "aside": "running", "quoted": "running"}


@dataclass(frozen=True)
class Group:
    """Lines that make one block. A table's row has ``cells``, each with its parts on the lines that it spreads over."""

    kind: str
    lines: tuple[int, ...]
    cells: tuple[tuple[Span, ...], ...] = ()
    table: Table | None = None
    row: int = -1


def grouped(document: Document, measures: Measures) -> list[Group]:
    """Every line of the document in one group, in reading order."""
    lines = document.lines
    running = running_lines(document, measures.body)
    notes = footnotes(document, measures.body, running)
    rows = _table_rows(document)
    loose = borderless(document, [number in running or number in rows for number in range(len(lines))])
    groups: list[Group] = []
    current: list[int] = []
    opened = 0

    def close() -> None:
        if current:
            groups.insert(opened, Group(_kind(lines[current[0]]), tuple(current)))
            current.clear()

    for number, line in enumerate(lines):
        if number in running:
            groups.append(Group("running", (number,)))  # the paragraph around it stays open
        elif number in notes and number not in rows:
            last = groups[-1] if groups else None
            if last is not None and last.lines[-1] == number - 1 and number - 1 in notes:
                note = lines[last.lines[0]], lines[number - 1]
                if continues(document, measures, note, line):
                    groups[-1] = replace(last, lines=(*last.lines, number))
                    continue
            groups.append(Group(_kind(line), (number,)))  # and a footnote does not close it, either
        elif number in rows:
            close()
            if number == rows[number].lines[0]:
                groups.append(rows[number])
        elif number in loose:
            close()
            groups.append(Group("row", (number,), tuple((span,) for span in loose[number])))
        elif not current and (row := _row_above(document, groups, loose, line)) is not None:
            groups[-1] = replace(row, lines=(*row.lines, number), cells=_lengthened(row, line))
        else:
            ends = (lines[current[0]], lines[current[-1]]) if current else None
            above = _single(lines, groups) if len(current) == 1 else ()
            if ends is None or not continues(document, measures, ends, line, above):
                close()
                opened = len(groups)
            current.append(number)
    close()
    return groups


def _kind(line: Line) -> str:
    """What kind of block a line begins."""
    return _KINDS.get(line.markup, "item" if line.marker else "paragraph")


def _single(lines: Sequence[Line], groups: Sequence[Group]) -> list[Line]:
    """The lines of the last two blocks, as far as each is a paragraph of one line."""
    return [lines[group.lines[0]] for group in groups[-2:] if group.kind == "paragraph" and len(group.lines) == 1]


def _row_above(
    document: Document, groups: Sequence[Group], loose: dict[int, tuple[Span, ...]], line: Line
) -> Group | None:
    """The row without ruled lines that ``line`` belongs to, as a further line of its last cell."""
    last = groups[-1] if groups else None
    if last is None or last.lines[0] not in loose:
        return None
    first, before = document.lines[last.lines[0]], document.lines[last.lines[-1]]
    return last if continued(document, loose[last.lines[0]], first, before, line) else None


def _lengthened(row: Group, line: Line) -> tuple[tuple[Span, ...], ...]:
    return (*row.cells[:-1], (*row.cells[-1], line.content))


def _table_rows(document: Document) -> dict[int, Group]:
    """The row, as a group, that each line of a table belongs to."""
    found: dict[int, Group] = {}
    for table in document.tables:
        inside = document.lines_in(table.span)
        taken: set[int] = set()
        for row, cells in enumerate(table.rows):
            filled = [cell.span for cell in cells if len(cell.span)]
            numbers = [n for n in document.lines_in(cover(filled)) if n not in taken] if filled else []
            if not numbers:
                continue
            taken.update(numbers)
            if row + 1 == len(table.rows) or numbers[-1] + 1 in inside:
                # The separator under a heading row belongs to that row.
                numbers += [n for n in (numbers[-1] + 1,) if n in inside and document.lines[n].markup == "rule"]
            parts = tuple(tuple(_clipped(document, cell, numbers)) for cell in cells)
            # A cell over the whole width is a title or a text, no row: "List of participants".
            group = (
                Group("row", tuple(numbers), parts, table, row)
                if len(cells) > 1
                else Group("paragraph", tuple(numbers))
            )
            found.update(dict.fromkeys(numbers, group))
    return found


def _clipped(document: Document, cell: Cell, numbers: Sequence[int]) -> list[Span]:
    """The parts of a cell on its lines."""
    spans = (document.lines[number].span for number in numbers)
    parts = (Span(max(s.start, cell.span.start), min(s.end, cell.span.end)) for s in spans if s.overlaps(cell.span))
    return [part.trimmed(document.text) for part in parts]
