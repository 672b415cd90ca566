"""The words of a PDF page with their boxes, sizes and weights, in the order in which the file writes them.

pdfium hands over a page's text at once; each further question costs 0.2 µs, so only the first and last character of a
word are asked for their boxes, a text object once for its style, and a font once a document.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from pipeline.readers.page_words import Flags, Floats, Glyphs, Numbers, PageWords
from pipeline.readers.pdfium_calls import (
    Addresses,
    Room,
    boxes_of,
    fonts_of,
    letters_at,
    matrices_of,
    modes_of,
    pdfium,
    sizes_of,
)

#: Characters as numbers.
Codes = NDArray[np.uint16] | NDArray[np.uint32]
_SHORTS = ctypes.POINTER(ctypes.c_ushort)

#: A coordinate, or a whole column of them.
Place = TypeVar("Place", float, Floats)

#: pdfium marks a hyphen that only breaks a word so, and writes no line end after it.
_BREAK = (0xFFFE, 0x02)
#: By character: whether it is part of a word; all blanks are among the first.
_DRAWN = np.ones(0x10000, np.bool_)
_DRAWN[[code for code in range(0x3001) if code < 0x20 or chr(code).isspace()]] = False
_BREAKS = np.zeros_like(_DRAWN)
_BREAKS[list(_BREAK)], _DRAWN[list(_BREAK)] = True, False
_BOLD = re.compile(r"bold|black|heavy|semibold|demi(?!s)|extrabd|[-,]bd|cmbx|cmb10|-b(?:o|i)?$|medi\b", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique|cmti|-it?$|slanted", re.IGNORECASE)
_STROKED = 2  # fill and stroke: how word processors fake a bold face
_HEAVY = 600


class _Face(NamedTuple):
    bold: bool
    italic: bool


_NO_FACE = _Face(bold=False, italic=False)


@dataclass
class Known:
    """What is kept from page to page of a document: its fonts by their addresses, and room for pdfium's answers."""

    by_font: dict[int, _Face] = field(default_factory=lambda: {0: _NO_FACE})
    room: Room = field(default_factory=Room)

    def face(self, font: int) -> _Face:
        """Weight and slant of a pdfium font, by its name and its own word."""
        face = self.by_font.get(font)
        if face is None:
            handle = ctypes.cast(font, pdfium.FPDF_FONT)
            buffer = ctypes.create_string_buffer(256)
            length = pdfium.FPDFFont_GetBaseFontName(handle, buffer, 256)
            name = buffer.value.decode("utf-8", "replace") if 0 < length <= 256 else ""
            name = name.partition("+")[2] or name
            bold = _BOLD.search(name) is not None or (not name and pdfium.FPDFFont_GetWeight(handle) >= _HEAVY)
            face = self.by_font[font] = _Face(bold, _ITALIC.search(name) is not None)
        return face


@dataclass(frozen=True, slots=True)
class Frame:
    """How the page's own coordinates become points from its top left corner, turned as a reader sees it."""

    width: float
    height: float
    left: float
    bottom: float
    turn: int

    def place(self, left: Place, bottom: Place, right: Place, top: Place) -> tuple[Place, Place, Place, Place]:
        """Left, top, right and bottom edge as seen, of one thing or of many."""
        left, right = left - self.left, right - self.left
        bottom, top = bottom - self.bottom, top - self.bottom
        if self.turn == 0:
            return left, self.height - top, right, self.height - bottom
        if self.turn == 90:
            return bottom, left, top, right
        if self.turn == 180:
            return self.width - right, bottom, self.width - left, top
        return self.width - top, self.height - right, self.width - bottom, self.height - left


def frame_of(page: Any) -> Frame:
    """The frame of a pypdfium2 page."""
    width, height = page.get_size()
    left, bottom, _, _ = page.get_bbox()
    return Frame(width, height, left, bottom, page.get_rotation())


def words_of(page: Any, frame: Frame, known: Known) -> PageWords:
    """The words of a pypdfium2 page in stream order."""
    text_page = page.get_textpage()
    try:
        return _words(_Source(text_page, *_text(text_page.raw), frame, known.room), known)
    finally:
        text_page.close()


def _text(raw: Any) -> tuple[str, Codes]:
    """The page's characters, one for each of pdfium's, and their codes."""
    count = max(pdfium.FPDFText_CountChars(raw), 0)
    codes = np.zeros(count + 1, np.uint16)
    written = pdfium.FPDFText_GetText(raw, 0, count, codes.ctypes.data_as(_SHORTS))
    text = codes[: max(written - 1, 0)].tobytes().decode("utf-16-le", "surrogatepass")
    if len(text) == count:
        return text, codes[:count]
    # Characters that pdfium leaves out of the bulk would shift all positions behind them.
    text = "".join(chr(pdfium.FPDFText_GetUnicode(raw, index) or 32) for index in range(count))
    return text, np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


class _Source(NamedTuple):
    """A page's text as pdfium holds it."""

    text_page: Any
    text: str
    codes: Codes
    frame: Frame
    room: Room


def _words(source: _Source, known: Known) -> PageWords:
    text_page, text, codes, frame, room = source
    starts, ends = _places(codes)
    if not len(starts):
        return PageWords.of(())
    at, behind = starts.tolist(), ends.tolist()
    texts = [text[start:end] for start, end in zip(at, behind, strict=True)]
    if "\u00ad" in text:
        texts = [
            word.replace("\u00ad", "-") for word in texts
        ]  # drawn, so it is no soft hyphen, whatever the font says
    hyphens = _BREAKS.take(codes[ends - 1], mode="clip")
    for number in np.flatnonzero(hyphens).tolist():
        texts[number] = texts[number][:-1] + "-"
    corners = boxes_of(text_page, at + (ends - 1 - hyphens).tolist(), room)
    (left, high, right, low), (last_left, last_high, last_right, _) = corners[:, : len(at)], corners[:, len(at) :]
    size, bold, italic = _styles(letters_at(text_page, at), known)
    spread = (abs(high - last_high) > 0.8 * (high - low)) & (abs(left - last_left) > size)
    forward = left <= last_right
    left, right = np.where(forward, left, last_left), np.where(forward, last_right, right)
    x0, top, x1, bottom = frame.place(left, low, right, high)
    words = PageWords(
        texts, x0, top, x1, bottom, size, bold, italic, hyphens, np.ones(len(texts)), ends - starts
    )  # fmt: skip
    drawn = ~((x1 < x0) | (bottom < top))
    if spread.any():
        places = np.stack((starts, ends), axis=1)
        return PageWords.of(_with_split(source, words, places, spread, drawn))
    return words if drawn.all() else words.only(drawn)


def _places(codes: Codes) -> tuple[Numbers, Numbers]:
    """Where words begin and end: stretches without blanks, and the hyphen that breaks the word behind them."""
    inside = np.zeros(len(codes) + 2, np.bool_)
    inside[1:-1] = _DRAWN.take(codes, mode="clip")
    bounds = np.flatnonzero(inside[1:] != inside[:-1])
    starts, ends = bounds[::2], bounds[1::2]
    broken = _BREAKS.take(codes.take(ends, mode="clip"), mode="clip") & (ends < len(codes))
    return starts, ends + broken


def _styles(letters: Addresses, known: Known) -> tuple[Floats, Flags, Flags]:
    """Size, weight and slant of words by the text objects that they begin in, each asked once for words in a row."""
    objects, own = _distinct(letters)
    _, _, c, d, _, _ = matrices_of(objects, known.room)
    scale = np.sqrt(c * c + d * d)
    scale[scale == 0] = 1.0
    size = np.round(abs(sizes_of(objects, known.room) * scale), 1)
    fonts, face = _distinct(fonts_of(objects))
    faces = [known.face(font) for font in fonts]
    bold = np.array([one.bold for one in faces])[face] | (modes_of(objects) == _STROKED)
    italic = np.array([one.italic for one in faces])[face]
    return size[own], bold[own], italic[own]


def _distinct(addresses: Addresses) -> tuple[list[int], Numbers]:
    """Addresses without those that repeat the one before, and the place of each of all among them."""
    changes = np.ones(len(addresses), np.bool_)
    changes[1:] = addresses[1:] != addresses[:-1]
    return addresses[changes].tolist(), np.add.accumulate(changes, dtype=np.int64) - 1


def _with_split(source: _Source, words: PageWords, places: Numbers, spread: Flags, drawn: Flags) -> Iterator[Glyphs]:
    """The words, those that spread over several lines cut into their parts."""
    for number in range(len(words)):
        if spread[number]:
            yield from _split(source, range(*places[number].tolist()), words[number])
        elif drawn[number]:
            yield words[number]


def _split(source: _Source, places: Sequence[int], whole: Glyphs) -> Iterator[Glyphs]:
    """A run without blanks that spreads over several lines, cut where the height changes."""
    run, edges = "", (0.0, 0.0, 0.0, 0.0)
    left, high, right, low = boxes_of(source.text_page, places, source.room)
    sides = source.frame.place(left, low, right, high)
    for index, x0, top, x1, bottom in zip(places, *(side.tolist() for side in sides), strict=True):
        if x1 < x0 or bottom < top:
            continue
        if run and top > edges[3] - 0.3 * whole.size:
            yield Glyphs(run, *edges, whole.size, whole.bold, whole.italic)
            run = ""
        edges = (
            (min(edges[0], x0), min(edges[1], top), max(edges[2], x1), max(edges[3], bottom))
            if run
            else (x0, top, x1, bottom)
        )
        run += source.text[index] if ord(source.text[index]) not in _BREAK else "-"
    if run:
        yield Glyphs(run, *edges, whole.size, whole.bold, whole.italic)
