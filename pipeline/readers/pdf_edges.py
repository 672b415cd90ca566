"""The straight strokes of a PDF page, from which tables are found."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from functools import partial
from typing import Any

from pipeline.readers.pdf_words import Frame, pdfium

Edge = dict[str, Any]
_Point = tuple[float, float]
_Matrix = tuple[float, float, float, float, float, float]
#: A filled box thinner than this is a stroke.
_THIN = 3.0
_MOST_SEGMENTS = 200


def ruled_edges(page: Any, frame: Frame, *, most: int = 20_000) -> list[Edge]:
    """The horizontal and vertical strokes of a page as pdfplumber's table finder wants them.

    None at all when there are more than ``most``: that is a drawing.
    """
    edges: list[Edge] = []
    objects = map(partial(pdfium.FPDFPage_GetObject, page.raw), range(pdfium.FPDFPage_CountObjects(page.raw)))
    _gather(objects, _IDENTITY, frame, edges, 0)
    return edges if len(edges) <= most else []


_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _gather(objects: Iterable[Any], outer: _Matrix, frame: Frame, edges: list[Edge], depth: int) -> None:
    """The strokes of the page's objects, or of a form's."""
    kind_of, path, form = pdfium.FPDFPageObj_GetType, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_FORM
    for item in objects:
        kind = kind_of(item)
        if kind not in (path, form):
            continue
        if kind == path:
            _strokes(item, outer, frame, edges)
        elif depth < 4:
            own = _times(_matrix_of(item), outer)
            inside = map(partial(pdfium.FPDFFormObj_GetObject, item), range(pdfium.FPDFFormObj_CountObjects(item)))
            _gather(inside, own, frame, edges, depth + 1)
        if len(edges) > 20_000:
            return


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc, a * ob + b * od, c * oa + d * oc, c * ob + d * od, e * oa + f * oc + oe, e * ob + f * od + of
    )  # fmt: skip


def _strokes(path: Any, outer: _Matrix, frame: Frame, edges: list[Edge]) -> None:
    """The straight strokes of a path; a thin filled box is a stroke, too. ``outer`` places what the path stands in."""
    sides = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(path, *map(ctypes.byref, sides)):
        return
    x0, top = _placed(sides[0].value, sides[1].value, outer, frame)
    x1, bottom = _placed(sides[2].value, sides[3].value, outer, frame)
    x0, x1, top, bottom = min(x0, x1), max(x0, x1), min(top, bottom), max(top, bottom)
    if bottom - top < _THIN < x1 - x0:
        edges.append(edge(x0, (top + bottom) / 2, x1, (top + bottom) / 2, "h"))
    elif x1 - x0 < _THIN < bottom - top:
        edges.append(edge((x0 + x1) / 2, top, (x0 + x1) / 2, bottom, "v"))
    elif bottom - top >= _THIN and x1 - x0 >= _THIN and _is_drawn(path):
        for (ax, ay), (bx, by) in _sides(path, outer, frame):
            if abs(ay - by) < 1 and abs(ax - bx) > _THIN:
                edges.append(edge(min(ax, bx), (ay + by) / 2, max(ax, bx), (ay + by) / 2, "h"))
            elif abs(ax - bx) < 1 and abs(ay - by) > _THIN:
                edges.append(edge((ax + bx) / 2, min(ay, by), (ax + bx) / 2, max(ay, by), "v"))


def _placed(x: float, y: float, matrix: _Matrix, frame: Frame) -> _Point:
    a, b, c, d, e, f = matrix
    px, py = a * x + c * y + e, b * x + d * y + f
    left, top, _, _ = frame.place(px, py, px, py)
    return left, top


def _sides(path: Any, outer: _Matrix, frame: Frame) -> list[tuple[_Point, _Point]]:
    """The straight segments of a path; none of a drawing with hundreds of them."""
    count = pdfium.FPDFPath_CountSegments(path)
    if count > _MOST_SEGMENTS:
        return []
    matrix = _times(_matrix_of(path), outer)
    x, y = ctypes.c_float(), ctypes.c_float()
    start = before = (0.0, 0.0)
    lines: list[tuple[_Point, _Point]] = []
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = _placed(x.value, y.value, matrix, frame)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            lines.append((before, point))
        if pdfium.FPDFPathSegment_GetClose(segment):
            lines.append((point, start))
        before = point
    return lines


def _matrix_of(item: Any) -> _Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix)):
        return _IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _is_drawn(path: Any) -> bool:
    """Whether the outline is drawn; a box that is only filled is the shade behind a cell, a little off its borders."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    return bool(stroke.value)


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
