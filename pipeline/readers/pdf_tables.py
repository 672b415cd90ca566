"""Ruled tables: pdfplumber's finder, fed with the strokes that pdfium sees, so that only few pages cost anything."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.readers.markers import marker_of
from pipeline.readers.pdf_edges import Edge
from pipeline.readers.pdf_flow import Row, rows_of
from pipeline.readers.pdf_words import Glyphs

_Box = tuple[float, float, float, float]
_SNAP = 3.0
#: Narrower than any letter: the space between the two strokes of a double border.
_SLIT = 5.0
#: A cell with more characters or with a list in it holds part of the report; the table only arranges the page.
_LONGEST = 700
#: Rules farther apart than this are no rows of a table.
_TALLEST = 150.0
#: A strip so wide parts columns; less is a blank.
_STRIP = 7
_BULLET = 9.0
#: A box with more boxes inside is a frame.
_FEWEST_FRAMED = 3
#: A cell's margin, and a little: with one letter more a word would have come nearer to its border.
_PADDING = 7.5


@dataclass(frozen=True)
class RuledCell:
    """A cell: where it stands in the table, and its lines."""

    row: int
    column: int
    rowspan: int
    colspan: int
    rows: tuple[Row, ...]

    @property
    def is_text(self) -> bool:
        """Whether it holds running text rather than an entry."""
        starts = [" ".join(word.text for word in row.words) for row in self.rows]
        return sum(map(len, starts)) > _LONGEST or sum(marker_of(start) is not None for start in starts) > 1


@dataclass(frozen=True)
class RuledTable:
    """A table with its box (left, top, right, bottom) and its cells row by row."""

    box: tuple[float, float, float, float]
    rows: tuple[tuple[RuledCell, ...], ...]

    @property
    def header(self) -> int:
        """Number of heading rows: the first that is bold throughout, and a title over the whole width above it."""
        for number, row in enumerate(self.rows[:2], 1):
            words = [word for cell in row for line in cell.rows for word in line.words]
            if not words or not all(word.bold for word in words):
                return 0
            if sum(1 for cell in row if cell.rows) > 1:
                return number
        return 0


def tables_of(edges: Sequence[Edge], width: float, words: Sequence[Glyphs]) -> tuple[list[RuledTable], list[Glyphs]]:
    """The tables that a page's strokes rule, and the words that are in none of them. ``width`` is the page's."""
    rest = list(words)
    tables = []
    for boxes in _boxes(edges):
        table, rest = _table(boxes, rest, width)
        if table is not None:
            tables.append(table)
    return tables, rest


def _boxes(edges: Sequence[Edge]) -> list[list[_Box]]:
    """Boxes that strokes enclose, those that touch together; and the spaces between equal rules."""
    across = [edge for edge in edges if edge["orientation"] == "h"]
    if len({round(edge["top"] / 4) for edge in across}) < 3:
        return []
    from pdfplumber import table as plumber  # only for pages with enough strokes

    merged = plumber.merge_edges(list(edges), _SNAP, _SNAP, _SNAP, _SNAP)
    groups: list[list[_Box]] = []
    crossings = plumber.edges_to_intersections(merged, _SNAP, _SNAP)
    if len(crossings) >= 6:
        cells = plumber.intersections_to_cells(crossings)
        groups = plumber.cells_to_tables(_without_frames(cells))
    rules: dict[tuple[int, int], list[Edge]] = {}
    for edge in merged:
        middle = (edge["x0"] + edge["x1"]) / 2
        free = not any(
            b[0] <= middle <= b[2] and b[1] - 1 <= edge["top"] <= b[3] + 1 for group in groups for b in group
        )
        if edge["orientation"] == "h" and free:
            rules.setdefault((round(edge["x0"] / 5), round(edge["x1"] / 5)), []).append(edge)
    for equal in rules.values():
        tops = sorted(edge["top"] for edge in equal)
        boxes = [(equal[0]["x0"], a, equal[0]["x1"], b) for a, b in pairwise(tops) if b - a < _TALLEST]
        if len(boxes) >= 3:
            groups.append(boxes)
    return groups


def _without_frames(boxes: Sequence[_Box]) -> list[_Box]:
    """Boxes that are no frame around other boxes: a report may be set within a border, tables included."""
    if not boxes:
        return []
    heights = sorted(box[3] - box[1] for box in boxes)
    tall = [box for box in boxes if box[3] - box[1] > 2 * heights[len(heights) // 2]]
    frames = {frame for frame in tall if sum(_within(box, frame) for box in boxes) > _FEWEST_FRAMED}
    return [box for box in boxes if box not in frames]


def _within(box: _Box, frame: _Box) -> bool:
    return frame[0] - 1 <= box[0] and box[2] <= frame[2] + 1 and frame[1] - 1 <= box[1] and box[3] <= frame[3] + 1


def _parted(boxes: list[_Box], words: Sequence[Glyphs]) -> list[_Box]:
    """Boxes of a single column, cut where a white strip runs through (nearly) all: ruled rows without uprights."""
    filled = _assigned(boxes, words) or []
    rows = [sorted((w.x0, w.x1) for w in found) for found in filled if found]
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


def _table(boxes: Sequence[_Box], words: list[Glyphs], width: float) -> tuple[RuledTable | None, list[Glyphs]]:
    """The table in ``boxes`` and the words outside it; no table where the boxes have one column or one row."""
    boxes = [box for box in boxes if box[2] - box[0] > _SLIT and box[3] - box[1] > _SLIT]
    lefts, tops = _edges(boxes, 0), _edges(boxes, 1)
    if len(tops) < 2:
        return None, words
    x0, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
    x1, bottom = max(b[2] for b in boxes), max(b[3] for b in boxes)
    inside: list[Glyphs] = []
    outside: list[Glyphs] = []
    for word in words:
        middle = (word.x0 + word.x1) / 2
        (inside if x0 <= middle <= x1 and top <= word.middle <= bottom else outside).append(word)
    if len(lefts) == 1:
        boxes = _parted(boxes, inside)
        lefts = _edges(boxes, 0)
        if len(lefts) == 1:
            return None, words
    filled = _assigned(boxes, inside)
    if filled is None or sum(1 for found in filled if found) < 3:
        return None, words
    rows: list[list[RuledCell]] = [[] for _ in tops]
    for box, found in sorted(zip(boxes, filled, strict=True), key=lambda item: (item[0][1], item[0][0])):
        row, column = _place(tops, box[1]), _place(lefts, box[0])
        height, width = (
            max(_place(tops, box[3] - _SNAP) - row + 1, 1),
            max(_place(lefts, box[2] - _SNAP) - column + 1, 1),
        )
        lines = tuple(_broken(rows_of(found, width), box[2]))
        rows[row].append(RuledCell(row, column, height, width, lines))
    kept = [row for row in rows if any(cell.rows for cell in row)]
    if len(kept) < 2 and not any(len(row) > 2 for row in kept):
        return None, words
    return RuledTable((x0, top, x1, bottom), tuple(tuple(row) for row in kept)), outside


def _edges(boxes: Sequence[_Box], side: int) -> list[float]:
    """The different left (0) or top (1) edges."""
    edges: list[float] = []
    for value in sorted(box[side] for box in boxes):
        if not edges or value - edges[-1] > _SNAP:
            edges.append(value)
    return edges


def _place(edges: Sequence[float], value: float) -> int:
    return max(bisect_right(edges, value + _SNAP) - 1, 0)


def _assigned(boxes: Sequence[_Box], words: Sequence[Glyphs]) -> list[list[Glyphs]] | None:
    """The words of each box; None when many words are in none, since then the strokes are no table."""
    filled: list[list[Glyphs]] = [[] for _ in boxes]
    order = sorted(range(len(boxes)), key=lambda number: boxes[number][1])
    tops = [boxes[number][1] for number in order]
    tallest = max(box[3] - box[1] for box in boxes)
    lost = 0
    for word in words:
        middle = (word.x0 + word.x1) / 2
        index = bisect_right(tops, word.middle) - 1
        while index >= 0 and tops[index] >= word.middle - tallest - 1:
            box = boxes[order[index]]
            if box[0] <= middle <= box[2] and word.middle <= box[3]:
                filled[order[index]].append(word)
                break
            index -= 1
        else:
            lost += 1
    return filled if lost <= 0.1 * len(words) else None


def _broken(rows: list[Row], right: float) -> list[Row]:
    """The lines of a cell; a single word that reaches its border and goes on in a small letter was broken there."""
    for number, (row, after) in enumerate(pairwise(rows)):
        word, rest = row.words[-1], after.words[0]
        letter = (rest.x1 - rest.x0) / len(rest.text)
        broken = word.text[-1].isalpha() or "@" in word.text
        if len(row.words) == 1 and rest.text[0].islower() and broken and right - word.x1 - letter < _PADDING:
            rows[number] = Row((word._replace(hyphen=True),), row.column)
    return rows
