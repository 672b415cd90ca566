"""The straight strokes of a PDF page, from which tables are found."""

from __future__ import annotations

import ctypes
from typing import Any

from pipeline.readers.pdf_words import Frame, pdfium

Edge = dict[str, Any]
_Point = tuple[float, float]
_Matrix = tuple[float, float, float, float, float, float]
#: A filled box thinner than this is a stroke.
_THIN = 3.0


def ruled_edges(page: Any, frame: Frame, *, most: int = 20_000) -> list[Edge]:
    """The horizontal and vertical strokes of a page as pdfplumber's table finder wants them.

    None at all when there are more than ``most``: that is a drawing.
    """
    edges: list[Edge] = []
    count = pdfium.FPDFPage_CountObjects(page.raw)
    _gather((pdfium.FPDFPage_GetObject(page.raw, index) for index in range(count)), _IDENTITY, frame, edges, 0)
    return edges if len(edges) <= most else []


_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _gather(objects: Any, outer: _Matrix, frame: Frame, edges: list[Edge], depth: int) -> None:
    matrix = pdfium.FS_MATRIX()
    for item in objects:
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind not in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_FORM):
            continue
        pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix))
        own = _times((matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f), outer)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _strokes(item, own, frame, edges)
        elif depth < 4:
            count = pdfium.FPDFFormObj_CountObjects(item)
            _gather((pdfium.FPDFFormObj_GetObject(item, i) for i in range(count)), own, frame, edges, depth + 1)
        if len(edges) > 20_000:
            return


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc, a * ob + b * od, c * oa + d * oc, c * ob + d * od, e * oa + f * oc + oe, e * ob + f * od + of
    )  # fmt: skip


def _strokes(path: Any, matrix: _Matrix, frame: Frame, edges: list[Edge]) -> None:
    """The straight strokes of a path; a thin filled box is a stroke, too."""
    points: list[_Point] = []
    count = pdfium.FPDFPath_CountSegments(path)
    if count > 200:
        return  # a drawing
    x, y = ctypes.c_float(), ctypes.c_float()
    start: _Point | None = None
    before: _Point | None = None
    lines: list[tuple[_Point, _Point]] = []
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        a, b, c, d, e, f = matrix
        px, py = a * x.value + c * y.value + e, b * x.value + d * y.value + f
        left, top, _, _ = frame.place(px, py, px, py)
        point = (left, top)
        points.append(point)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif before is not None and kind == pdfium.FPDF_SEGMENT_LINETO:
            lines.append((before, point))
        if pdfium.FPDFPathSegment_GetClose(segment) and start is not None:
            lines.append((point, start))
        before = point
    if not points:
        return
    x0, x1 = min(p[0] for p in points), max(p[0] for p in points)
    top, bottom = min(p[1] for p in points), max(p[1] for p in points)
    if bottom - top < _THIN < x1 - x0:
        edges.append(_edge(x0, (top + bottom) / 2, x1, (top + bottom) / 2, "h"))
    elif x1 - x0 < _THIN < bottom - top:
        edges.append(_edge((x0 + x1) / 2, top, (x0 + x1) / 2, bottom, "v"))
    elif _is_drawn(path):
        for (ax, ay), (bx, by) in lines:
            if abs(ay - by) < 1 and abs(ax - bx) > _THIN:
                edges.append(_edge(min(ax, bx), (ay + by) / 2, max(ax, bx), (ay + by) / 2, "h"))
            elif abs(ax - bx) < 1 and abs(ay - by) > _THIN:
                edges.append(_edge((ax + bx) / 2, min(ay, by), (ax + bx) / 2, max(ay, by), "v"))


def _is_drawn(path: Any) -> bool:
    """Whether the outline is drawn; a box that is only filled is the shade behind a cell, a little off its borders."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    return bool(stroke.value)


def _edge(x0: float, top: float, x1: float, bottom: float, way: str) -> Edge:
    return {
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
        "orientation": way,
    }
