"""The straight strokes of a PDF page, from which tables are found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from pipeline.readers.page_words import Flags, Floats
from pipeline.readers.pdf_words import Frame, Place
from pipeline.readers.pdfium_calls import (
    Matrix,
    bounds_of,
    is_outlined,
    kinds_of,
    matrices_of,
    matrix_of,
    objects_in,
    objects_of,
    pdfium,
    segments_of,
)
from pipeline.readers.ruled import Rules

#: A filled box thinner than this is a stroke, and a shorter stroke is none.
_THIN = 3.0
_MOST_SEGMENTS = 200
#: A page with more strokes is a drawing.
_MOST = 20_000
#: Forms within forms are looked into so deep.
_DEPTH = 4


def rules_of(page: Any, frame: Frame) -> Rules:
    """The horizontal and vertical strokes of a page; none at all of a drawing."""
    rules = Rules([], [])
    _gather(objects_of(page), _IDENTITY, frame, rules, 0)
    return rules if rules.count <= _MOST else Rules([], [])


_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _gather(objects: Sequence[int], outer: Matrix, frame: Frame, rules: Rules, depth: int) -> None:
    """Adds the strokes of the page's objects, or of a form's."""
    kinds = np.frombuffer(kinds_of(objects), np.uint8)
    paths = np.flatnonzero(kinds == pdfium.FPDF_PAGEOBJ_PATH).tolist()
    if paths:
        _add_strokes([objects[number] for number in paths], outer, frame, rules)
    for number in np.flatnonzero(kinds == pdfium.FPDF_PAGEOBJ_FORM).tolist() if depth < _DEPTH else ():
        if rules.count > _MOST:
            return
        form = objects[number]
        _gather(objects_in(form), _times(matrix_of(form), outer), frame, rules, depth + 1)


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc, a * ob + b * od, c * oa + d * oc, c * ob + d * od, e * oa + f * oc + oe, e * ob + f * od + of
    )  # fmt: skip


def _placed(x: Place, y: Place, matrix: Matrix, frame: Frame) -> tuple[Place, Place]:
    a, b, c, d, e, f = matrix
    px, py = a * x + c * y + e, b * x + d * y + f
    left, top, _, _ = frame.place(px, py, px, py)
    return left, top


def _add_strokes(paths: Sequence[int], outer: Matrix, frame: Frame, rules: Rules) -> None:
    """Adds the straight strokes of paths; a thin box is a stroke, too. ``outer`` places what the paths stand in."""
    left, bottom, right, top = bounds_of(paths)
    ax, ay = _placed(left, bottom, outer, frame)
    bx, by = _placed(right, top, outer, frame)
    wide, high = abs(bx - ax), abs(by - ay)
    _add(rules, (ax, ay, bx, by), (high < _THIN) & (wide > _THIN), (wide < _THIN) & (high > _THIN))
    boxes = np.flatnonzero((wide >= _THIN) & (high >= _THIN)).tolist()
    # A box that is only filled is the shade behind a cell, a little off its borders.
    outlined = [paths[number] for number in boxes if is_outlined(paths[number])]
    if outlined:
        _add_sides(outlined, outer, frame, rules)


def _add_sides(paths: Sequence[int], outer: Matrix, frame: Frame, rules: Rules) -> None:
    """Adds the straight segments of paths, but for drawings with hundreds of them."""
    counts, kinds, x, y, closes = segments_of(paths, most=_MOST_SEGMENTS)
    if not len(kinds):
        return
    a, b, c, d, e, f = np.repeat(matrices_of(paths), counts, axis=1)
    x, y = _placed(a * x + c * y + e, b * x + d * y + f, outer, frame)
    numbers = np.arange(len(kinds))
    first = np.zeros(len(kinds), np.bool_)
    first[(np.add.accumulate(counts) - counts)[counts > 0]] = True
    straight = numbers[(kinds == pdfium.FPDF_SEGMENT_LINETO) & ~first]
    begun = np.maximum.accumulate(np.where((kinds == pdfium.FPDF_SEGMENT_MOVETO) | first, numbers, 0))
    starts, ends = np.concatenate((straight - 1, begun[closes])), np.concatenate((straight, numbers[closes]))
    sides = x[starts], y[starts], x[ends], y[ends]
    wide, high = abs(sides[2] - sides[0]), abs(sides[3] - sides[1])
    _add(rules, sides, (high < 1) & (wide > _THIN), (wide < 1) & (high > _THIN))


def _add(rules: Rules, sides: tuple[Floats, Floats, Floats, Floats], across: Flags, upright: Flags) -> None:
    """Adds lines from (x, y) to (x, y), where they lie across the page or stand upright."""
    if across.any():
        ax, ay, bx, by = (side[across] for side in sides)
        strokes = ((ay + by) / 2, np.minimum(ax, bx), np.maximum(ax, bx))
        rules.across.extend(zip(*(column.tolist() for column in strokes), strict=True))
    if upright.any():
        ax, ay, bx, by = (side[upright] for side in sides)
        strokes = ((ax + bx) / 2, np.minimum(ay, by), np.maximum(ay, by))
        rules.upright.extend(zip(*(column.tolist() for column in strokes), strict=True))
