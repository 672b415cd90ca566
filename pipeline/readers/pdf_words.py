"""The words of a PDF page with their boxes, sizes and weights, in the order in which the file writes them.

pdfium hands over a page's text at once; each further question costs 0.3 µs, so only the first and last character of a
word are asked for their boxes, and a font is looked at once a document.
"""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2.raw

#: pdfium's functions, which have no types.
pdfium: Any = pypdfium2.raw

#: pdfium marks a hyphen that only breaks a word so, and writes no line end after it.
_BREAK = "\ufffe\x02"
_WORD = re.compile(rf"[^\s{_BREAK}\x00-\x1f]+[{_BREAK}]?")
_BOLD = re.compile(r"bold|black|heavy|semibold|demi(?!s)|extrabd|[-,]bd|cmbx|cmb10|-b(?:o|i)?$|medi\b", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique|cmti|-it?$|slanted", re.IGNORECASE)
_STROKED = 2  # fill and stroke: how word processors fake a bold face
_HEAVY = 600


class Glyphs(NamedTuple):
    """A word as it stands on the page; ``hyphen`` says that it goes on in the next line.

    ``confidence`` is how likely OCR read it right.     A tuple, since a report has hundreds of thousands of them.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    italic: bool
    hyphen: bool = False
    confidence: float = 1.0

    @property
    def middle(self) -> float:
        """Height of the word's middle."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class _Face:
    bold: bool
    italic: bool


@dataclass
class Faces:
    """What is known of a document's fonts, so that each is asked once."""

    by_font: dict[int, _Face] = field(default_factory=dict)

    def of(self, font: Any) -> _Face:
        """Weight and slant of a pdfium font, by its name and its own word."""
        key = ctypes.addressof(font.contents) if font else 0
        if key not in self.by_font:
            buffer = ctypes.create_string_buffer(256)
            length = pdfium.FPDFFont_GetBaseFontName(font, buffer, 256) if font else 0
            name = buffer.value.decode("utf-8", "replace") if 0 < length <= 256 else ""
            name = name.partition("+")[2] or name
            weight = pdfium.FPDFFont_GetWeight(font) if font else 0
            bold = _BOLD.search(name) is not None or (weight >= _HEAVY and not name)
            self.by_font[key] = _Face(bold, _ITALIC.search(name) is not None)
        return self.by_font[key]


@dataclass(frozen=True, slots=True)
class Frame:
    """How the page's own coordinates become points from its top left corner, turned as a reader sees it."""

    width: float
    height: float
    left: float
    bottom: float
    turn: int

    def place(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """Left, top, right and bottom edge as seen."""
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


def words_of(page: Any, frame: Frame, faces: Faces) -> list[Glyphs]:
    """The words of a pypdfium2 page in stream order."""
    text_page = page.get_textpage()
    try:
        raw = text_page.raw
        count = pdfium.FPDFText_CountChars(raw)
        return _words(raw, _text(raw, count), frame, faces) if count > 0 else []
    finally:
        text_page.close()


def _text(raw: Any, count: int) -> str:
    """The page's characters, one for each of pdfium's."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(raw, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(written - 1, 0)].decode("utf-16-le", "surrogatepass")
    if len(text) == count:
        return text
    # Characters that pdfium leaves out of the bulk would shift all positions behind them.
    return "".join(chr(pdfium.FPDFText_GetUnicode(raw, index) or 32) for index in range(count))


def _words(raw: Any, text: str, frame: Frame, faces: Faces) -> list[Glyphs]:
    box_of, object_of = pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetTextObject
    # Both boxes lie in one array, which is read at once: field by field would take longer than asking pdfium.
    edges = (ctypes.c_float * 8)()
    at_first, at_last = (ctypes.byref(pdfium.FS_RECTF.from_buffer(edges, offset)) for offset in (0, 16))
    styles: dict[int, tuple[float, _Face]] = {}
    words: list[Glyphs] = []
    add = words.append
    upright, shift, height = frame.turn == 0, frame.left, frame.height + frame.bottom
    for match in _WORD.finditer(text):
        start, end = match.span()
        hyphen = text[end - 1] in _BREAK
        box_of(raw, start, at_first)
        box_of(raw, end - 1 - (hyphen and end - start > 1), at_last)
        left, high, right, low, last_left, last_high, last_right, _ = edges[:]
        letter = object_of(raw, start)
        key = ctypes.addressof(letter.contents) if letter else 0
        style = styles.get(key)
        if style is None:
            style = styles[key] = _style(letter, faces)
        size, face = style
        if abs(high - last_high) > 0.8 * (high - low) and abs(left - last_left) > size:
            words.extend(_split(raw, text, (start, end), frame, style))
            continue
        left, right = (left, last_right) if left <= last_right else (last_left, right)
        if upright:
            x0, top, x1, bottom = left - shift, height - high, right - shift, height - low
        else:
            x0, top, x1, bottom = frame.place(left, low, right, high)
        if x1 < x0 or bottom < top:
            continue
        shown = match.group()
        if "\u00ad" in shown:
            shown = shown.replace("\u00ad", "-")  # drawn, so it is no soft hyphen, whatever the font says
        if hyphen:
            shown = shown[:-1] + "-"
        add(Glyphs(shown, x0, top, x1, bottom, size, face.bold, face.italic, hyphen))
    return words


def _style(letter: Any, faces: Faces) -> tuple[float, _Face]:
    if not letter:
        return 0.0, _Face(bold=False, italic=False)
    size, matrix = ctypes.c_float(), pdfium.FS_MATRIX()
    pdfium.FPDFTextObj_GetFontSize(letter, ctypes.byref(size))
    scale = 1.0
    if pdfium.FPDFPageObj_GetMatrix(letter, ctypes.byref(matrix)):
        scale = (matrix.c**2 + matrix.d**2) ** 0.5 or 1.0
    face = faces.of(pdfium.FPDFTextObj_GetFont(letter))
    if pdfium.FPDFTextObj_GetTextRenderMode(letter) == _STROKED:
        face = _Face(bold=True, italic=face.italic)
    return round(abs(size.value * scale), 1), face


def _split(raw: Any, text: str, place: tuple[int, int], frame: Frame, style: tuple[float, _Face]) -> list[Glyphs]:
    """A run without blanks that spreads over several lines, cut where the height changes."""
    size, face = style
    rect = pdfium.FS_RECTF()
    words: list[Glyphs] = []
    run, edges = "", (0.0, 0.0, 0.0, 0.0)
    for index in range(*place):
        pdfium.FPDFText_GetLooseCharBox(raw, index, ctypes.byref(rect))
        x0, top, x1, bottom = frame.place(rect.left, rect.bottom, rect.right, rect.top)
        if x1 < x0 or bottom < top:
            continue
        if run and top > edges[3] - 0.3 * size:
            words.append(Glyphs(run, *edges, size, face.bold, face.italic))
            run = ""
        edges = (
            (min(edges[0], x0), min(edges[1], top), max(edges[2], x1), max(edges[3], bottom))
            if run
            else (x0, top, x1, bottom)
        )
        run += text[index] if text[index] not in _BREAK else "-"
    if run:
        words.append(Glyphs(run, *edges, size, face.bold, face.italic))
    return words
