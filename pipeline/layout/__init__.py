"""Lines to blocks: what belongs together, in reading order, and what each block is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.document import Cell, Document, Line, Table
from pipeline.layout.block import Block
from pipeline.layout.headings import Draft, headings
from pipeline.layout.rows import borderless
from pipeline.layout.running import running_lines
from pipeline.layout.tidy import KeepHyphen, hyphens, meeting, view_of
from pipeline.layout.wrap import Measures, blank_lines, continues, measure
from pipeline.text import Piece, Span, View, cover, join

__all__ = ["Block", "arrange"]

#: Markup whose words Markdown's and HTML's marks are removed from.
_MARKED = frozenset({"text/markdown", "text/html"})
_KINDS = {"item": "item", "code": "code", "meta": "meta", "rule": "rule"}


@dataclass(frozen=True)
class _Group:
    """Lines that make one block, and the cells when the block is a table's row."""

    kind: str
    lines: tuple[int, ...]
    cells: tuple[tuple[Span, ...], ...] = ()
    table: Table | None = None
    row: int = -1


def arrange(document: Document) -> tuple[Block, ...]:
    """The blocks of a document in reading order; every line is in exactly one of them."""
    measures = measure(document)
    groups = _grouped(document, measures)
    keep = hyphens(document)
    views = [_view(document, group, keep) for group in groups]
    drafts = [
        _draft(document, group, view, before)
        for group, view, before in zip(groups, views, [None, *groups], strict=False)
    ]
    levels = headings(drafts, measures.body)
    return tuple(
        _block(number, group, view, draft, levels.get(number))
        for number, (group, view, draft) in enumerate(zip(groups, views, drafts, strict=True))
    )


def _grouped(document: Document, measures: Measures) -> list[_Group]:
    lines = document.lines
    running = running_lines(document, measures.body)
    rows = _table_rows(document)
    loose = borderless(document, [number in running or number in rows for number in range(len(lines))])
    groups: list[_Group] = []
    current: list[int] = []
    opened = 0

    def close() -> None:
        if current:
            kind = _KINDS.get(lines[current[0]].markup, "item" if lines[current[0]].marker else "paragraph")
            groups.insert(opened, _Group(kind, tuple(current)))
            current.clear()

    for number, line in enumerate(lines):
        if number in running:
            groups.append(_Group("running", (number,)))  # the paragraph around it stays open
        elif number in rows:
            close()
            if number == rows[number].lines[0]:
                groups.append(rows[number])
        elif number in loose:
            close()
            groups.append(_Group("row", (number,), tuple((span,) for span in loose[number])))
        else:
            block = [lines[n] for n in (current[0], current[-1])] if len(current) > 1 else [lines[n] for n in current]
            if not (block and continues(document, measures, block, _single(lines, groups), line)):
                close()
                opened = len(groups)
            current.append(number)
    close()
    return groups


def _single(lines: Sequence[Line], groups: Sequence[_Group]) -> list[Line]:
    """The lines of the last two blocks, as far as each is a paragraph of one line."""
    return [lines[group.lines[0]] for group in groups[-2:] if group.kind == "paragraph" and len(group.lines) == 1]


def _table_rows(document: Document) -> dict[int, _Group]:
    """The row, as a group, that each line of a table belongs to."""
    found: dict[int, _Group] = {}
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
            group = _Group("row", tuple(numbers), parts, table, row)
            found.update(dict.fromkeys(numbers, group))
    return found


def _clipped(document: Document, cell: Cell, numbers: Sequence[int]) -> list[Span]:
    """The parts of a cell on its lines."""
    spans = (document.lines[number].span for number in numbers)
    parts = (Span(max(s.start, cell.span.start), min(s.end, cell.span.end)) for s in spans if s.overlaps(cell.span))
    return [part.trimmed(document.text) for part in parts]


def _view(document: Document, group: _Group, keep: KeepHyphen) -> View:
    marked = document.source.media_type in _MARKED and group.kind not in ("code", "meta")
    lines = [document.lines[number] for number in group.lines]
    if group.kind == "row":
        broken = {line.span.end: int(document.text[line.span.end - 1] == "-") for line in lines if line.hyphen}
        return _joined([view_of(document.text, parts, marked=marked, closed=broken) for parts in group.cells])
    parts = [line.content for line in lines]
    if group.kind == "code":
        return join([View.plain(document.text, part) for part in parts], "\n")
    closed: dict[int, int] = {}
    for (left, right), line in zip(pairwise(parts), lines, strict=False):
        dropped = meeting(document.text, left, right, keep, certain=line.hyphen)
        if dropped is not None:
            closed[left.end] = dropped
    return view_of(document.text, parts, marked=marked, closed=closed)


def _joined(cells: Sequence[View]) -> View:
    """Cells with bars between them; after a label ("Chair:") a blank does."""
    pieces: list[Piece] = []
    for number, cell in enumerate(cells):
        if number:
            end = pieces[-1].source.end if pieces else next((c.pieces[0].source.start for c in cells if c.pieces), 0)
            pieces.append(Piece(" " if cells[number - 1].text.endswith(":") else " | ", Span(end, end)))
        pieces.extend(cell.pieces)
    return View(tuple(pieces)) if any(cell.pieces for cell in cells) else View(())


def _draft(document: Document, group: _Group, view: View, before: _Group | None) -> Draft:
    lines = [document.lines[number] for number in group.lines]
    first = lines[0]
    above = document.lines[before.lines[-1]] if before else None
    alone = first.box is not None or above is None or blank_lines(document, above, first) > 0
    size = max(line.size for line in lines)
    bold = all(line.bold for line in lines)
    span = cover(line.span for line in lines)
    return Draft(group.kind, span, len(lines), view.text, first, alone=alone, bold=bold, size=size)


def _block(number: int, group: _Group, view: View, draft: Draft, level: int | None) -> Block:
    first = draft.first
    item = group.kind == "item" and level is None
    return Block(
        kind=group.kind if level is None else "heading",
        number=number,
        lines=group.lines,
        span=draft.span,
        view=view,
        level=level if level is not None else (max(first.level, 1) if item else 0),
        marker=first.marker if group.kind not in ("row", "running") else "",
        checked=first.checked,
        table=group.table,
        row=group.row,
        page=first.page,
        bold=draft.bold,
        size=draft.size,
    )
