"""Lines to blocks: what belongs together, in reading order, and what each block is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.document import Document
from pipeline.layout.block import Block
from pipeline.layout.groups import Group, grouped
from pipeline.layout.headings import Draft, headings
from pipeline.layout.inclusive import plain_labels
from pipeline.layout.tidy import KeepHyphen, hyphens, view_of, within_words
from pipeline.layout.wrap import blank_lines, dashes_within, measure
from pipeline.text import Piece, Span, View, join

__all__ = ["Block", "arrange"]

#: Media types whose text holds marks of Markdown, HTML or reStructuredText, which views leave out.
_MARKED = frozenset({"text/markdown", "text/x-rst"})


def arrange(document: Document) -> tuple[Block, ...]:
    """The blocks of a document in reading order; every line is in exactly one of them."""
    measures = measure(document)
    within = dashes_within(document, measures)
    if within:
        lines = tuple(within.get(number, line) for number, line in enumerate(document.lines))
        document = replace(document, lines=lines)
    groups = grouped(document, measures)
    keep = hyphens(document)
    views = [plain_labels(_view(document, group, keep)) for group in groups]
    drafts = [
        _draft(document, group, view, before)
        for group, view, before in zip(groups, views, [None, *groups], strict=False)
    ]
    levels = headings(drafts, measures.body)
    return tuple(
        _block(number, group, view, draft, levels.get(number))
        for number, (group, view, draft) in enumerate(zip(groups, views, drafts, strict=True))
    )


def _view(document: Document, group: Group, keep: KeepHyphen) -> View:
    text = document.text
    marked = document.source.media_type in _MARKED and group.kind not in ("code", "meta")
    lines = [document.lines[number] for number in group.lines]
    if group.kind == "code":
        return join([View.plain(text, line.content) for line in lines], "\n")
    certain = {line.span.end for line in lines if line.hyphen}

    def view(parts: Sequence[Span]) -> View:
        return view_of(text, parts, marked=marked, closed=within_words(text, parts, keep, certain))

    if group.kind == "row":
        return _joined([view(parts) for parts in group.cells])
    return view([line.content for line in lines])


def _joined(cells: Sequence[View]) -> View:
    """Cells with bars between them; after a label ("Chair:") a blank does."""
    pieces: list[Piece] = []
    for number, cell in enumerate(cells):
        if number:
            end = pieces[-1].source.end if pieces else next((c.pieces[0].source.start for c in cells if c.pieces), 0)
            pieces.append(Piece(" " if cells[number - 1].text.endswith(":") else " | ", Span(end, end)))
        pieces.extend(cell.pieces)
    return View(tuple(pieces)) if any(cell.pieces for cell in cells) else View(())


def _draft(document: Document, group: Group, view: View, before: Group | None) -> Draft:
    lines = [document.lines[number] for number in group.lines]
    first = lines[0]
    above = document.lines[before.lines[-1]] if before else None
    alone = (
        first.box is not None or first.markup == "paragraph" or above is None or blank_lines(document, above, first) > 0
    )
    size = max([line.size for line in lines])
    bold = all(line.bold for line in lines)
    span = Span(first.span.start, lines[-1].span.end)
    return Draft(group.kind, span, len(lines), view.text, first, alone=alone, bold=bold, size=size)


def _block(number: int, group: Group, view: View, draft: Draft, level: int | None) -> Block:
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
