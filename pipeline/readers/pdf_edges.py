"""The straight strokes of a PDF page, from which tables are found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from pipeline.readers.page_words import Floats
from pipeline.readers.pdf_words import Frame, Place
from pipeline.readers.pdfium_calls import (
    Matrix,
    bounds_of,
    is_outlined,
    kinds_of,
    matrix_of,
    objects_in,
    objects_of,
    pdfium,
    segments_of,
)

Edge = dict[str, Any]
#: A filled box thinner than this is a stroke.
_THIN = 3.0
_MOST_SEGMENTS = 200
#: A page with more strokes is a drawing.
_MOST = 20_000
#: Forms within forms are looked into so deep.
_DEPTH = 4


def ruled_edges(page: Any, frame: Frame, *, most: int = _MOST) -> list[Edge]:
    """The horizontal and vertical strokes of a page as pdfplumber's table finder wants them.

    None at all when there are more than ``most``: that is a drawing.
    """
    edges: list[Edge] = []
    _gather(objects_of(page), _IDENTITY, frame, edges, 0)
    return edges if len(edges) <= most else []


_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _gather(objects: Sequence[int], outer: Matrix, frame: Frame, edges: list[Edge], depth: int) -> None:
    """The strokes of the page's objects, or of a form's."""
    kinds = kinds_of(objects)
    start = 0
    while True:
        form = kinds.find(pdfium.FPDF_PAGEOBJ_FORM, start)
        end = form if form >= 0 else len(kinds)
        paths = np.flatnonzero(np.frombuffer(kinds[start:end], np.uint8) == pdfium.FPDF_PAGEOBJ_PATH) + start
        if len(paths):
            _strokes([objects[number] for number in paths.tolist()], outer, frame, edges)
        if form < 0 or len(edges) > _MOST:
            return
        if depth < _DEPTH:
            _gather(objects_in(objects[form]), _times(matrix_of(objects[form]), outer), frame, edges, depth + 1)
        start = form + 1


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc, a * ob + b * od, c * oa + d * oc, c * ob + d * od, e * oa + f * oc + oe, e * ob + f * od + of
    )  # fmt: skip


def _strokes(paths: Sequence[int], outer: Matrix, frame: Frame, edges: list[Edge]) -> None:
    """The straight strokes of paths; a thin filled box is a stroke, too. ``outer`` places what the paths stand in."""
    left, bottom, right, top = bounds_of(paths)
    ax, ay = _placed(left, bottom, outer, frame)
    bx, by = _placed(right, top, outer, frame)
    sides = (np.minimum(ax, bx), np.minimum(ay, by), np.maximum(ax, bx), np.maximum(ay, by))
    for path, x0, y0, x1, y1 in zip(paths, *(side.tolist() for side in sides), strict=True):
        if y1 - y0 < _THIN < x1 - x0:
            edges.append(edge(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2, "h"))
        elif x1 - x0 < _THIN < y1 - y0:
            edges.append(edge((x0 + x1) / 2, y0, (x0 + x1) / 2, y1, "v"))
        elif y1 - y0 >= _THIN and x1 - x0 >= _THIN and is_outlined(path):  # if only filled, it is the shade of a cell
            for ax, ay, bx, by in _sides(path, outer, frame).tolist():
                if abs(ay - by) < 1 and abs(ax - bx) > _THIN:
                    edges.append(edge(min(ax, bx), (ay + by) / 2, max(ax, bx), (ay + by) / 2, "h"))
                elif abs(ax - bx) < 1 and abs(ay - by) > _THIN:
                    edges.append(edge((ax + bx) / 2, min(ay, by), (ax + bx) / 2, max(ay, by), "v"))


def _placed(x: Place, y: Place, matrix: Matrix, frame: Frame) -> tuple[Place, Place]:
    a, b, c, d, e, f = matrix
    px, py = a * x + c * y + e, b * x + d * y + f
    left, top, _, _ = frame.place(px, py, px, py)
    return left, top


def _sides(path: int, outer: Matrix, frame: Frame) -> Floats:
    """The straight segments of a path, a row for each with both its ends; none of a drawing with hundreds of them."""
    kinds, x, y, closes = segments_of(path, most=_MOST_SEGMENTS)
    x, y = _placed(x, y, _times(matrix_of(path), outer), frame)
    numbers = np.arange(len(kinds))
    straight = numbers[kinds == pdfium.FPDF_SEGMENT_LINETO]
    begun = np.maximum.accumulate(np.where(kinds == pdfium.FPDF_SEGMENT_MOVETO, numbers, 0))
    ends = np.concatenate((straight, numbers[closes]))
    starts = np.concatenate((straight - 1, begun[closes]))
    order = np.argsort(ends, kind="stable")
    starts, ends = starts[order], ends[order]
    return np.stack((x[starts], y[starts], x[ends], y[ends]), axis=1)


def edge(x0: float, top: float, x1: float, bottom: float, way: str) -> Edge:
    """A stroke between two points; ``way`` is "h" or "v"."""
    return {
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
        "orientation": way,
    }
