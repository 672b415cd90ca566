"""Ruled tables: the words in each of the boxes that a page's strokes enclose."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline.readers.markers import marker_of
from pipeline.readers.page_words import Numbers, PageWords
from pipeline.readers.pdf_flow import Row, rows_of_each
from pipeline.readers.ruled import SNAP, Box, Rules, boxes_within

#: Narrower than any letter: the space between the two strokes of a double border.
_SLIT = 5.0
#: A cell with more characters or with a list in it holds part of the report; the table only arranges the page.
_LONGEST = 700
#: A strip so wide parts columns; less is a blank.
_STRIP = 7
_BULLET = 9.0
#: A cell's margin, and a little: with one letter more a word would have come nearer to its border.
_PADDING = 7.5


@dataclass(frozen=True, slots=True)
class RuledCell:
    """A cell: where it stands in the table, and its lines; ``is_text``: it holds running text rather than an entry."""

    row: int
    column: int
    rowspan: int
    colspan: int
    rows: tuple[Row, ...]
    is_text: bool


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table with its box (left, top, right, bottom), its cells row by row, and the number of its heading rows."""

    box: Box
    rows: tuple[tuple[RuledCell, ...], ...]
    header: int


def tables_of(rules: Rules, width: float, words: PageWords, chosen: Numbers) -> tuple[list[RuledTable], Numbers]:
    """The tables that a page's strokes rule, and the chosen words that are in none. ``width`` is the page's."""
    tables = []
    for boxes in boxes_within(rules):
        table, chosen = _table(boxes, words, chosen, width)
        if table is not None:
            tables.append(table)
    return tables, chosen


def _is_text(words: PageWords, rows: Sequence[Row]) -> bool:
    """Whether the lines of a cell are running text."""
    starts = [" ".join([words.texts[number] for number in row.words]) for row in rows]
    return sum(map(len, starts)) > _LONGEST or sum(marker_of(start) is not None for start in starts) > 1


def _header(words: PageWords, rows: Sequence[Sequence[RuledCell]]) -> int:
    """Number of heading rows: the first that is bold throughout, and a title over the whole width above it."""
    for number, row in enumerate(rows[:2], 1):
        lines = [line.words for cell in row for line in cell.rows]
        if not lines or not words.bold[np.concatenate(lines)].all():
            return 0
        if sum(1 for cell in row if cell.rows) > 1:
            return number
    return 0


def _parted(boxes: list[Box], words: PageWords, inside: Numbers) -> list[Box]:
    """Boxes of a single column, cut where a white strip runs through (nearly) all: ruled rows without uprights."""
    filled = _assigned(boxes, words, inside) or []
    rows = [
        sorted(zip(words.x0[found].tolist(), words.x1[found].tolist(), strict=True)) for found in filled if len(found)
    ]
    if len(rows) < 3:
        return boxes
    left, right = min(row[0][0] for row in rows), max(x1 for row in rows for _, x1 in row)
    covered = [0] * (int(right - left) + 2)
    for row in rows:
        marks: set[int] = set()
        for x0, x1 in row:
            marks.update(range(int(x0 - left), int(x1 - left) + 1))
        for x in marks:
            covered[min(x, len(covered) - 1)] += 1
    cuts: list[float] = []
    start: int | None = None
    for x, count in enumerate(covered):
        if count <= len(rows) // 12:
            start = x if start is None else start
        elif start is not None:
            if x - start >= _STRIP:
                cuts.append(left + (start + x) / 2)
            start = None
    edges = [boxes[0][0], *cuts, boxes[0][2]]
    columns = [pair for pair in pairwise(edges) if _is_column(rows, *pair)]
    if len(columns) < 2 or len(columns) != len(edges) - 1:
        return boxes
    return [(x0, box[1], x1, box[3]) for box in boxes for x0, x1 in columns]


def _is_column(rows: Sequence[Sequence[tuple[float, float]]], x0: float, x1: float) -> bool:
    """Whether half of the rows have something there that is wider than a bullet."""
    wide = sum(1 for row in rows if sum(b - a for a, b in row if x0 <= a < x1) > _BULLET)
    return wide * 2 >= len(rows)


def _table(boxes: Sequence[Box], words: PageWords, chosen: Numbers, width: float) -> tuple[RuledTable | None, Numbers]:
    """The table in ``boxes`` and the words outside it; no table where the boxes have one column or one row."""
    boxes = [box for box in boxes if box[2] - box[0] > _SLIT and box[3] - box[1] > _SLIT]
    lefts, tops = _edges(boxes, 0), _edges(boxes, 1)
    if len(tops) < 2:
        return None, chosen
    x0, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
    x1, bottom = max(b[2] for b in boxes), max(b[3] for b in boxes)
    centre, middle = words.centre[chosen], words.middle[chosen]
    within = (x0 <= centre) & (centre <= x1) & (top <= middle) & (middle <= bottom)
    inside = chosen[within]
    if len(lefts) == 1:
        boxes = _parted(boxes, words, inside)
        lefts = _edges(boxes, 0)
        if len(lefts) == 1:
            return None, chosen
    filled = _assigned(boxes, words, inside)
    if filled is None or sum(1 for found in filled if len(found)) < 3:
        return None, chosen
    order = sorted(range(len(boxes)), key=lambda number: (boxes[number][1], boxes[number][0]))
    lines = rows_of_each(words, [filled[number] for number in order], width)
    rows: list[list[RuledCell]] = [[] for _ in tops]
    for number, found in zip(order, lines, strict=True):
        box = boxes[number]
        row, column = _place(tops, box[1]), _place(lefts, box[0])
        height = max(_place(tops, box[3] - SNAP) - row + 1, 1)
        breadth = max(_place(lefts, box[2] - SNAP) - column + 1, 1)
        whole = tuple(_broken(words, found, box[2]))
        rows[row].append(RuledCell(row, column, height, breadth, whole, _is_text(words, whole)))
    kept = [tuple(row) for row in rows if any(cell.rows for cell in row)]
    if len(kept) < 2 and not any(len(row) > 2 for row in kept):
        return None, chosen
    return RuledTable((x0, top, x1, bottom), tuple(kept), _header(words, kept)), chosen[~within]


def _edges(boxes: Sequence[Box], side: int) -> list[float]:
    """The different left (0) or top (1) edges."""
    edges: list[float] = []
    for value in sorted(box[side] for box in boxes):
        if not edges or value - edges[-1] > SNAP:
            edges.append(value)
    return edges


def _place(edges: Sequence[float], value: float) -> int:
    return max(bisect_right(edges, value + SNAP) - 1, 0)


def _assigned(boxes: Sequence[Box], words: PageWords, inside: Numbers) -> list[Numbers] | None:
    """The words of each box; None when many words are in none, since then the strokes are no table."""
    filled: list[list[int]] = [[] for _ in boxes]
    order = sorted(range(len(boxes)), key=lambda number: boxes[number][1])
    tops = [boxes[number][1] for number in order]
    tallest = max(box[3] - box[1] for box in boxes)
    lost = 0
    for word, centre, middle in zip(
        inside.tolist(), words.centre[inside].tolist(), words.middle[inside].tolist(), strict=True
    ):
        index = bisect_right(tops, middle) - 1
        while index >= 0 and tops[index] >= middle - tallest - 1:
            box = boxes[order[index]]
            if box[0] <= centre <= box[2] and middle <= box[3]:
                filled[order[index]].append(word)
                break
            index -= 1
        else:
            lost += 1
    return [np.array(found, np.int64) for found in filled] if lost <= 0.1 * len(inside) else None


def _broken(words: PageWords, rows: list[Row], right: float) -> list[Row]:
    """The lines of a cell; a single word that reaches its border and goes on in a small letter was broken there."""
    for number, (row, after) in enumerate(pairwise(rows)):
        if len(row.words) > 1:
            continue
        word, rest = words[row.words[-1]], words[after.words[0]]
        letter = (rest.x1 - rest.x0) / len(rest.text)
        broken = word.text[-1].isalpha() or "@" in word.text
        if rest.text[0].islower() and broken and right - word.x1 - letter < _PADDING:
            rows[number] = row._replace(broken=True)
    return rows
