"""pdfium's functions, asked about all objects of a page at once, at a third of the usual cost.

Through ``pypdfium2.raw`` an answer comes back wrapped in a pointer object, and every argument's type is checked. Here
objects are bare addresses, which are good while their page is open, and answers go into room that is made once.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2.raw
from numpy.typing import NDArray

from pipeline.readers.page_words import Floats, Numbers

#: pdfium's functions, which have no types.
pdfium: Any = pypdfium2.raw

Matrix = tuple[float, float, float, float, float, float]
Addresses = NDArray[np.uint64]
_ADDRESS = ctypes.c_void_p


def _quick(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A function of pdfium that converts only those of its first arguments that are bare addresses.

    It keeps the interpreter's lock, since to give that away and to get it back takes as long as the function.
    """
    at = ctypes.cast(function, ctypes.c_void_p).value
    assert at is not None
    quick = ctypes.PYFUNCTYPE(result)(at)
    quick.argtypes = arguments
    return quick


_object = _quick(pdfium.FPDFPage_GetObject, ctypes.c_size_t)
_inner = _quick(pdfium.FPDFFormObj_GetObject, ctypes.c_size_t, _ADDRESS, ctypes.c_ulong)
_kind = _quick(pdfium.FPDFPageObj_GetType, ctypes.c_ubyte, _ADDRESS)
_bounds = _quick(pdfium.FPDFPageObj_GetBounds, ctypes.c_bool, *[_ADDRESS] * 5)
_matrix = _quick(pdfium.FPDFPageObj_GetMatrix, ctypes.c_int, _ADDRESS)
_letter = _quick(pdfium.FPDFText_GetTextObject, ctypes.c_size_t)
_box = _quick(pdfium.FPDFText_GetLooseCharBox, None)
_size = _quick(pdfium.FPDFTextObj_GetFontSize, None, _ADDRESS)
_font = _quick(pdfium.FPDFTextObj_GetFont, ctypes.c_size_t, _ADDRESS)
_mode = _quick(pdfium.FPDFTextObj_GetTextRenderMode, ctypes.c_int, _ADDRESS)
_draw_mode = _quick(pdfium.FPDFPath_GetDrawMode, None, _ADDRESS)
_segments = _quick(pdfium.FPDFPath_CountSegments, ctypes.c_int, _ADDRESS)
_segment = _quick(pdfium.FPDFPath_GetPathSegment, ctypes.c_size_t, _ADDRESS)
_segment_kind = _quick(pdfium.FPDFPathSegment_GetType, ctypes.c_ubyte, _ADDRESS)
_segment_point = _quick(pdfium.FPDFPathSegment_GetPoint, None, *[_ADDRESS] * 3)
_segment_closes = _quick(pdfium.FPDFPathSegment_GetClose, ctypes.c_bool, _ADDRESS)


@dataclass
class Room:
    """Where pdfium puts its answers, up to eight numbers each, and the place of each.

    It is kept for a whole document: to make a place takes as long as to have it filled.
    """

    _places: list[Any] = field(default_factory=list)
    _numbers: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 8), np.float32))

    def cleared(self, count: int) -> list[Any]:
        """At least so many places, all of them empty."""
        if count > len(self._places):
            size = max(count, 2 * len(self._places), 512)
            self._numbers = np.zeros((size, 8), np.float32)
            buffer = (ctypes.c_float * (8 * size)).from_buffer(self._numbers.data)
            self._places = [ctypes.byref(buffer, 32 * number) for number in range(size)]
        else:
            self._numbers[:count] = 0
        return self._places

    def numbers(self, count: int, width: int) -> Floats:
        """What was put into the first places: a row for each of the ``width`` numbers of an answer."""
        return self._numbers[:count, :width].T.astype(np.float64, order="C")


def objects_of(page: Any) -> list[int]:
    """The objects on a pypdfium2 page."""
    return list(map(_object, repeat(_pointer(page)), range(pdfium.FPDFPage_CountObjects(page.raw))))


def objects_in(form: int) -> list[int]:
    """The objects in a form."""
    return list(map(_inner, repeat(form), range(pdfium.FPDFFormObj_CountObjects(handle(form)))))


def handle(item: int) -> Any:
    """An object's address as ``pypdfium2.raw`` wants it."""
    return ctypes.cast(item, pdfium.FPDF_PAGEOBJECT)


def _pointer(owner: Any) -> Any:
    """Where a pypdfium2 page or text page is, as an argument that no call has to convert."""
    return ctypes.byref(owner.raw.contents)


def kinds_of(objects: Sequence[int]) -> bytes:
    """What each object is: one of ``pdfium.FPDF_PAGEOBJ_...``."""
    return bytes(map(_kind, objects))


def boxes_of(text_page: Any, places: Sequence[int], room: Room) -> Floats:
    """Left, top, right and bottom edge of characters of a pypdfium2 text page, a row for each edge."""
    deque(map(_box, repeat(_pointer(text_page)), places, room.cleared(len(places))), maxlen=0)
    return room.numbers(len(places), 4)


def letters_at(text_page: Any, places: Sequence[int]) -> Addresses:
    """The text objects that the characters at ``places`` of a pypdfium2 text page are in; 0 where there is none."""
    return np.fromiter(map(_letter, repeat(_pointer(text_page)), places), np.uint64, len(places))


def bounds_of(objects: Sequence[int]) -> Floats:
    """Left, bottom, right and top edge of objects, a row for each edge; not a number where an object has none."""
    found = np.zeros((4, len(objects)), np.float32)
    rows = (range(row.ctypes.data, row.ctypes.data + row.nbytes, row.itemsize) for row in found)
    known = np.fromiter(map(_bounds, objects, *rows), np.bool_, len(objects))
    found[:, ~known] = np.nan
    return found.astype(np.float64)


def is_outlined(path: int) -> bool:
    """Whether a path's outline is drawn."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    _draw_mode(path, ctypes.byref(fill), ctypes.byref(stroke))
    return bool(stroke.value)


def segments_of(
    paths: Sequence[int], *, most: int
) -> tuple[Numbers, NDArray[np.uint8], Floats, Floats, NDArray[np.bool_]]:
    """How many segments each path has, with the kinds and ends of all, and which of them close their path.

    Those of a path with more than ``most`` are left out.
    """
    counts = [count if count <= most else 0 for count in map(_segments, paths)]
    segments = [_segment(path, number) for path, count in zip(paths, counts, strict=True) for number in range(count)]
    points = np.zeros((2, len(segments)), np.float32)
    rows = (range(row.ctypes.data, row.ctypes.data + row.nbytes, row.itemsize) for row in points)
    deque(map(_segment_point, segments, *rows), maxlen=0)
    x, y = points.astype(np.float64)
    kinds = np.frombuffer(bytes(map(_segment_kind, segments)), np.uint8)
    closes = np.frombuffer(bytes(map(_segment_closes, segments)), np.bool_)
    return np.array(counts, np.int64), kinds, x, y, closes


def matrices_of(objects: Sequence[int], room: Room | None = None) -> Floats:
    """The matrices of objects, a row for each of their six numbers; that which changes nothing where one has none."""
    room = room or Room()
    known = np.fromiter(map(_matrix, objects, room.cleared(len(objects))), np.bool_, len(objects))
    found = room.numbers(len(objects), 6)
    if not known.all():
        found[:, ~known] = np.array([[1], [0], [0], [1], [0], [0]])
    return found


def matrix_of(item: int) -> Matrix:
    """The matrix of one object."""
    matrix = pdfium.FS_MATRIX(1, 0, 0, 1, 0, 0)
    _matrix(item, ctypes.byref(matrix))
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def sizes_of(letters: Sequence[int], room: Room) -> Floats:
    """The font sizes of text objects, without their matrices."""
    deque(map(_size, letters, room.cleared(len(letters))), maxlen=0)
    sizes: Floats = room.numbers(len(letters), 1)[0]
    return sizes


def fonts_of(letters: Sequence[int]) -> Addresses:
    """The fonts of text objects."""
    return np.fromiter(map(_font, letters), np.uint64, len(letters))


def modes_of(letters: Sequence[int]) -> NDArray[np.int64]:
    """How text objects are drawn: filled, stroked, or both."""
    return np.fromiter(map(_mode, letters), np.int64, len(letters))
