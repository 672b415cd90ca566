"""A table's row as cells, each the words that the block's view shows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.document import Cell, Document
from pipeline.layout.block import Block
from pipeline.text import View

_BAR = re.compile(r" \| ")
_BLANKS = re.compile(r"\s*\n\s*")


@dataclass(frozen=True)
class Row:
    """A row and its cells."""

    block: Block
    cells: tuple[View, ...]

    def text(self, column: int) -> str:
        """The words of a cell, blank where the row has none."""
        return self.cells[column].text.strip() if column < len(self.cells) else ""


def cells_of(row: Block, document: Document) -> tuple[View, ...]:
    """The cells of a row."""
    if row.table is None or not 0 <= row.row < len(row.table.rows):  # a table typed with blanks
        bars = [match.span() for match in _BAR.finditer(row.text)]
        edges = [0, *(edge for bar in bars for edge in bar), len(row.view)]
        return tuple(row.view.cut(low, high) for low, high in zip(edges[::2], edges[1::2], strict=True))
    return tuple(_cell(cell, row, document) for cell in row.table.rows[row.row])


def _cell(cell: Cell, row: Block, document: Document) -> View:
    """The cell's words as the block's view shows them, so that ligatures and hyphens stay mended."""
    if cell.span.start == cell.span.end:
        return View(())
    low = row.view.index(cell.span.start)
    high = row.view.index(cell.span.end - 1)
    if low is not None and high is not None and low <= high:
        return row.view.cut(low, high + 1)
    return View.plain(document.text, cell.span).replace(_BLANKS, " ")
