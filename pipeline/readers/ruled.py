"""Strokes to the boxes that they enclose, those that touch together: where the ruled tables of a page are.

The steps are those of pdfplumber's table finder, on numbers instead of objects: strokes in one line are joined, where
they cross are the corners of boxes, and boxes that share a corner are of one table.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

#: Left, top, right and bottom edge.
Box = tuple[float, float, float, float]
_Point = tuple[float, float]
#: Strokes that are no further apart are in one line, and those that miss each other by no more meet.
SNAP = 3.0
#: A table's strokes cross so often.
_FEWEST_CROSSINGS = 6
#: Where they could cross so often they are a hatching.
_MOST_CROSSINGS = 250_000
#: Rules farther apart than this are no rows of a table.
_TALLEST = 150.0
#: So many boxes between equal rules are rows.
_FEWEST_ROWS = 3
#: A box with more boxes inside is a frame.
_FEWEST_FRAMED = 3


class Stroke(NamedTuple):
    """A straight line: its height (or distance from the left, if it is upright), and where it begins and ends."""

    at: float
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Rules:
    """The strokes of a page: those that lie across, and those that stand upright."""

    across: list[tuple[float, float, float]]
    upright: list[tuple[float, float, float]]

    @property
    def count(self) -> int:
        """Number of all strokes."""
        return len(self.across) + len(self.upright)


def boxes_within(rules: Rules) -> list[list[Box]]:
    """Boxes that strokes enclose, those that touch together; and the spaces between equal rules."""
    if len({round(at / 4) for at, _, _ in rules.across}) < _FEWEST_ROWS:
        return []
    across = _joined(rules.across)
    groups: list[list[Box]] = []
    upright = _joined(rules.upright)
    crossings = _crossings(across, upright) if len(across) * len(upright) <= _MOST_CROSSINGS else {}
    if len(crossings) >= _FEWEST_CROSSINGS:
        groups = _touching(_without_frames(_cells(crossings)))
    return [*groups, *_between_equals(across, groups)]


def _joined(strokes: Iterable[tuple[float, float, float]]) -> list[Stroke]:
    """Strokes side by side laid into one line, and joined there where they touch."""
    joined: list[Stroke] = []
    line: list[tuple[float, float, float]] = []
    for stroke in (*sorted(strokes), None):
        if stroke is not None and (not line or stroke[0] <= line[-1][0] + SNAP):
            line.append(stroke)
            continue
        if line:
            at = sum([one[0] for one in line]) / len(line)
            parts = sorted([(begin, end) for _, begin, end in line])
            reach = parts[0]
            for begin, end in parts[1:]:
                if begin <= reach[1] + SNAP:
                    reach = (reach[0], max(reach[1], end))
                else:
                    joined.append(Stroke(at, *reach))
                    reach = (begin, end)
            joined.append(Stroke(at, *reach))
        line = [stroke] if stroke is not None else []
    return joined


class _Crossing(NamedTuple):
    """The numbers of the strokes that meet at a point."""

    upright: set[int]
    across: set[int]


def _crossings(across: Sequence[Stroke], upright: Sequence[Stroke]) -> dict[_Point, _Crossing]:
    """Where upright strokes meet those that lie across, which are sorted by their height."""
    found: dict[_Point, _Crossing] = {}
    heights = [stroke.at for stroke in across]
    for number, (x, top, bottom) in enumerate(upright):
        for other in range(bisect_left(heights, top - SNAP), len(across)):
            y, left, right = across[other]
            if y > bottom + SNAP:
                break
            if left - SNAP <= x <= right + SNAP:
                crossing = found.setdefault((x, y), _Crossing(set(), set()))
                crossing.upright.add(number)
                crossing.across.add(other)
    return found


def _cells(crossings: dict[_Point, _Crossing]) -> list[Box]:
    """The smallest box to the right of and below each crossing, all of whose sides are strokes."""
    below: dict[float, list[float]] = defaultdict(list)
    right: dict[float, list[float]] = defaultdict(list)
    points = sorted(crossings)
    for x, y in points:
        below[x].append(y)
        right[y].append(x)
    return [cell for point in points if (cell := _cell(point, crossings, below, right)) is not None]


def _cell(
    point: _Point,
    crossings: dict[_Point, _Crossing],
    below: dict[float, list[float]],
    right: dict[float, list[float]],
) -> Box | None:
    x, y = point
    corner = crossings[point]
    others = [
        (x1, crossings[x1, y])
        for x1 in right[y][bisect_left(right[y], x) + 1 :]
        if not corner.across.isdisjoint(crossings[x1, y].across)
    ]
    for y1 in below[x][bisect_left(below[x], y) + 1 :]:
        under = crossings[x, y1]
        if corner.upright.isdisjoint(under.upright):
            continue
        for x1, beside in others:
            last = crossings.get((x1, y1))
            if last and not (last.upright.isdisjoint(beside.upright) or last.across.isdisjoint(under.across)):
                return x, y, x1, y1
    return None


def _touching(cells: Sequence[Box]) -> list[list[Box]]:
    """Boxes that share corners, together, but for those that stand alone; from the top of the page."""
    at: dict[_Point, list[Box]] = defaultdict(list)
    for cell in cells:
        for corner in _corners(cell):
            at[corner].append(cell)
    groups: list[list[Box]] = []
    seen: set[Box] = set()
    for cell in cells:
        if cell in seen:
            continue
        seen.add(cell)
        group = [cell]
        for one in group:  # which grows meanwhile
            for corner in _corners(one):
                for other in at.pop(corner, ()):
                    if other not in seen:
                        seen.add(other)
                        group.append(other)
        groups.append(group)
    return sorted((group for group in groups if len(group) > 1), key=lambda group: min((b[1], b[0]) for b in group))


def _corners(box: Box) -> tuple[_Point, _Point, _Point, _Point]:
    x0, top, x1, bottom = box
    return (x0, top), (x0, bottom), (x1, top), (x1, bottom)


def _between_equals(across: Sequence[Stroke], groups: Sequence[Sequence[Box]]) -> list[list[Box]]:
    """The spaces between rules that begin and end alike and are in none of the ``groups``."""
    boxes = [box for group in groups for box in group]
    alike: dict[tuple[int, int], list[Stroke]] = defaultdict(list)
    for stroke in across:
        middle = (stroke.begin + stroke.end) / 2
        if not any(b[0] <= middle <= b[2] and b[1] - 1 <= stroke.at <= b[3] + 1 for b in boxes):
            alike[round(stroke.begin / 5), round(stroke.end / 5)].append(stroke)
    found = []
    for equal in alike.values():
        x0, x1 = equal[0].begin, equal[0].end
        spaces = [(x0, upper.at, x1, lower.at) for upper, lower in pairwise(equal) if lower.at - upper.at < _TALLEST]
        if len(spaces) >= _FEWEST_ROWS:
            found.append(spaces)
    return found


def _without_frames(boxes: Sequence[Box]) -> list[Box]:
    """Boxes that are no frame around other boxes: a report may be set within a border, tables included."""
    if not boxes:
        return []
    heights = sorted(box[3] - box[1] for box in boxes)
    tall = [box for box in boxes if box[3] - box[1] > 2 * heights[len(heights) // 2]]
    frames = {frame for frame in tall if sum(_within(box, frame) for box in boxes) > _FEWEST_FRAMED}
    return [box for box in boxes if box not in frames]


def _within(box: Box, frame: Box) -> bool:
    return frame[0] - 1 <= box[0] and box[2] <= frame[2] + 1 and frame[1] - 1 <= box[1] and box[3] <= frame[3] + 1
