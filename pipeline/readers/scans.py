"""Scanned pages among the pages of a document: which they are, and their words in the same flow as a PDF's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.ocr import Ocr, Sheet
from pipeline.readers.language import detect
from pipeline.readers.page_words import Glyphs, Numbers, PageWords
from pipeline.readers.paged import LEGIBLE, Writer, in_order
from pipeline.readers.pdf_flow import Row, rows_of, without_page_numbers
from pipeline.readers.pdf_tables import RuledTable, tables_of
from pipeline.readers.pdf_words import Frame
from pipeline.readers.pdfium_calls import pdfium
from pipeline.readers.ruled import Rules

if TYPE_CHECKING:
    from PIL import Image

#: A page with so many characters of text is no scan, unless they are worthless.
_WRITTEN = 200
#: A picture that covers so much of a page with little text is a scan.
_COVERED = 0.5
#: So many drawn shapes on a page without text are letters without a font.
_SHAPES = 300
#: Words looked at to judge a text layer, and how many of them must be.
_SAMPLE, _FEWEST = 200, 20
#: A text layer is worthless when fewer of its words could be words, or more of its characters stand for none.
_WORDLIKE, _BROKEN = 0.55, 0.2
_NO_CHARACTER = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]|\(cid:\d+\)")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ]{2,}")
_LETTER = re.compile(r"[^\W\d_]")
_VOWEL = re.compile(r"[aeiouyAEIOUYÀ-ɏ]")
_FOREIGN_WORD = re.compile(r"[^\W\d_A-Za-zÀ-ɏ\ue000-\uf8ff]{2,}")
#: Words of a line stand no further apart (in font sizes).
_BLANK = 0.6
#: Pictures are rendered with so many dots an inch where they do not tell how many they have.
_DPI = 300
_COARSEST, _FINEST = 100, 300
#: A poster is rendered no larger than this.
_MOST_DOTS = 25_000_000


@dataclass
class Scans:
    """The scans of one document: who reads them, and in which language.

    ``mode`` is "auto", "off" or "force". ``language`` is that of the pages so far.
    """

    mode: str = "auto"
    ocr: Ocr | None = None
    language: str | None = None
    unread: int = field(default=0, repr=False)

    def wanted(self, page: Any, frame: Frame, words: Sequence[str]) -> bool:
        """Whether a pypdfium2 page with these words must be read from its picture."""
        if self.mode != "auto":
            return self.mode == "force"
        if is_worthless(words):
            return True
        if sum(map(len, words)) >= _WRITTEN:
            return False
        covered, shapes = _drawn(page, frame)
        return covered >= _COVERED or (not words and shapes >= _SHAPES)

    def read_page(self, page: Any, frame: Frame, writer: Writer) -> Sheet | None:
        """A pypdfium2 page read from its picture; None when nothing here can. ``writer`` holds the pages before it."""
        if self.ocr is None or self.ocr.engine is None:
            self.unread += 1
            return None
        dpi = min(_resolution(page, frame), (_MOST_DOTS / max(frame.width * frame.height / 72**2, 0.01)) ** 0.5)
        bitmap = page.render(scale=dpi / 72, grayscale=True)
        try:
            return self.read(bitmap.to_pil(), dpi, writer.text if self.language is None else "")
        finally:
            bitmap.close()

    def read(self, picture: Image.Image, dpi: float, text: str = "") -> Sheet | None:
        """A page's picture read in the document's language, which its first page tells if no text does."""
        if self.ocr is None or self.ocr.engine is None:
            self.unread += 1
            return None
        if self.language is None:
            self.language = detect(text)
        used = self.language or "en"
        sheet = self.ocr.read(picture, dpi, used)
        told = detect(sheet.text)
        if told is not None and told != used and self.ocr.reads(told):
            sheet = self.ocr.read(picture, dpi, told)
        self.language = told or self.language
        return sheet


def is_worthless(words: Sequence[str]) -> bool:
    """Whether a text layer is no text: characters that stand for none, words that nobody could say."""
    text = " ".join(words[:: len(words) // _SAMPLE + 1])
    broken = sum(map(len, _NO_CHARACTER.findall(text)))
    if broken > _BROKEN * len(text):
        return True
    latin = _LATIN_WORD.findall(text)
    foreign = len(_FOREIGN_WORD.findall(text))
    if len(latin) + foreign < _FEWEST:
        return False
    said = sum(1 for word in latin if _VOWEL.search(word)) + foreign
    return said < _WORDLIKE * (len(latin) + foreign)


def _drawn(page: Any, frame: Frame) -> tuple[float, int]:
    """The share of the page that its largest picture covers, and the number of its drawn shapes."""
    covered, shapes = 0.0, 0
    for item in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH), max_depth=3):
        if item.type == pdfium.FPDF_PAGEOBJ_PATH:
            shapes += 1
            continue
        left, bottom, right, top = item.get_bounds()
        covered = max(covered, (right - left) * (top - bottom) / max(frame.width * frame.height, 1.0))
    return covered, shapes


def _resolution(page: Any, frame: Frame) -> float:
    """Dots an inch of the page's largest picture: specks can be told from letters only in its own dots."""
    best, found = 0.0, float(_DPI)
    for item in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        left, bottom, right, top = item.get_bounds()
        area = (right - left) * (top - bottom)
        if area > max(best, _COVERED * frame.width * frame.height):
            wide, high = item.get_px_size()
            best, found = area, 72 * (wide * high / max(area, 1.0)) ** 0.5
    return min(max(found, _COARSEST), _FINEST)


def write(writer: Writer, index: int, sheet: Sheet) -> None:
    """Writes the page that ``index`` counts from 0, leaf by leaf."""
    words = PageWords.of(glyphs for leaf in sheet.leaves for glyphs in _glyphs(leaf.words))
    parts: list[Row | RuledTable] = []
    first = 0
    for leaf in sheet.leaves:
        width = leaf.right - leaf.left
        own = range(first, first := first + len(leaf.words))
        text, scrawl = _apart(words, own)
        text, numbers = without_page_numbers(words, text, sheet.height)
        rules = Rules(
            [(rule.top, rule.x0, rule.x1) for rule in leaf.rules if rule.top == rule.bottom],
            [(rule.x0, rule.top, rule.bottom) for rule in leaf.rules if rule.top != rule.bottom],
        )
        tables, rest = tables_of(rules, width, words, text) if len(text) else ([], text)
        parts.extend(in_order(words, rows_of(words, rest, width), tables))
        parts.extend(map(Row, numbers[:, None]))
        parts.extend(rows_of(words, scrawl, width))
    writer.page(index, words, parts, (sheet.width, sheet.height), "ocr")


def _apart(words: PageWords, own: Iterable[int]) -> tuple[Numbers, Numbers]:
    """Words of the text, and apart from them unsure ones that stand near no sure word: stamps, signatures, drawings.

    These are written behind the page, as lines that nobody looks for names in.
    """
    glyphs = {number: words[number] for number in own}
    sure = [word for word in glyphs.values() if word.confidence >= LEGIBLE]
    text: list[int] = []
    scrawl: list[int] = []
    for number, word in glyphs.items():
        # Figures make no names: the number of a paragraph stands alone at the margin.
        fits = word.confidence >= LEGIBLE or not _LETTER.search(word.text) or any(_is_near(word, s) for s in sure)
        (text if fits else scrawl).append(number)
    return np.array(text, np.int64), np.array(scrawl, np.int64)


def _is_near(word: Glyphs, other: Glyphs) -> bool:
    """Whether two words stand in one line with no more than a blank between them."""
    if not other.top <= word.middle <= other.bottom:
        return False
    return max(word.x0 - other.x1, other.x0 - word.x1) < _BLANK * max(word.size, other.size)


def _glyphs(words: Iterable[Any]) -> Iterable[Glyphs]:
    for word in words:
        yield Glyphs(
            word.text, word.x0, word.top, max(word.x1, word.x0), word.bottom, word.size, word.bold,
            italic=False, confidence=word.confidence,
        )  # fmt: skip
