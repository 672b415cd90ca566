"""Strokes to the boxes that they enclose, by pdfplumber's table finder: where the ruled tables of a page are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

#: Left, top, right and bottom edge.
Box = tuple[float, float, float, float]
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
    across, upright = _joined(rules.across), _joined(rules.upright)
    groups: list[list[Box]] = []
    if _FEWEST_CROSSINGS <= len(across) * len(upright) <= _MOST_CROSSINGS:
        from pdfplumber import table as plumber  # only for pages whose strokes can cross

        crossings = plumber.edges_to_intersections(_edges(across, upright), SNAP, SNAP)
        if len(crossings) >= _FEWEST_CROSSINGS:
            groups = plumber.cells_to_tables(_without_frames(plumber.intersections_to_cells(crossings)))
    return [*groups, *_between_equals(across, groups)]


def _joined(strokes: Sequence[tuple[float, float, float]]) -> list[Stroke]:
    """Strokes side by side laid into one line, and joined there where they touch; from the top, or from the left."""
    joined: list[Stroke] = []
    lines: list[list[tuple[float, float, float]]] = []
    for stroke in sorted(strokes):
        if lines and stroke[0] <= lines[-1][-1][0] + SNAP:
            lines[-1].append(stroke)
        else:
            lines.append([stroke])
    for line in lines:
        at = sum([stroke[0] for stroke in line]) / len(line)
        (begin, end), *others = sorted([(begin, end) for _, begin, end in line])
        for start, stop in others:
            if start <= end + SNAP:
                end = max(end, stop)
            else:
                joined.append(Stroke(at, begin, end))
                begin, end = start, stop
        joined.append(Stroke(at, begin, end))
    return joined


def _edges(across: Sequence[Stroke], upright: Sequence[Stroke]) -> list[dict[str, Any]]:
    """The strokes as pdfplumber wants them."""
    lying = [_edge(begin, at, end, at, "h") for at, begin, end in across]
    return lying + [_edge(at, begin, at, end, "v") for at, begin, end in upright]


def _edge(x0: float, top: float, x1: float, bottom: float, way: str) -> dict[str, Any]:
    return {
        "x0": x0, "x1": x1, "top": top, "bottom": bottom, "width": x1 - x0, "height": bottom - top,
        "orientation": way,
    }  # fmt: skip


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
