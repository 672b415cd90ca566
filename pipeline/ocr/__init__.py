"""Pictures of pages to words with boxes and confidence; the only package that calls an OCR program.

The best engine that is on this machine is used: tesseract before RapidOCR (see docs/decisions/0011-ocr.md).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Protocol

from pipeline.errors import OcrUnavailable
from pipeline.ocr import rapid, tesseract
from pipeline.ocr.sheet import Engine, Leaf, Print, Rule, Sheet

if TYPE_CHECKING:  # most archives hold no scan: what handles pictures is imported when the first one comes
    from PIL import Image

__all__ = ["Ocr", "Pages", "Print", "Rule", "Sheet", "runs_inside"]

#: Counts the ways in which this package has prepared and measured pages: part of the key of what is kept.
_FORM = 4
#: Words of this mean confidence are print that stands upright. Upside down they come to a third.
_LEGIBLE = 0.6
#: Turns (degrees) that bring a page upright, by whether its lines run across or along it.
_TURNS = {False: (0, 180), True: (90, 270, 0)}
#: What pillow calls them.
_TRANSPOSED = {90: "ROTATE_90", 180: "ROTATE_180", 270: "ROTATE_270"}


class Pages(Protocol):
    """Where pages that were read are kept."""

    def get(self, key: str) -> bytes | None:
        """What was put under a key."""
        ...

    def put(self, key: str, page: bytes) -> None:
        """Keep a page."""
        ...


def runs_inside() -> bool:
    """Whether OCR would run inside this process and need its memory, rather than as a program of its own."""
    return not tesseract.is_there() and rapid.is_there()


def _found() -> Engine | None:
    return tesseract.find() or rapid.find()


@dataclass
class Ocr:
    """Reads pages; made once a worker. ``given`` is for those who want a certain engine."""

    pages: Pages | None = None
    given: Engine | None = None
    _turn: int = field(default=0, repr=False)

    @cached_property
    def engine(self) -> Engine | None:
        """The engine, looked for when the first scan comes."""
        return self.given or _found()

    def reads(self, language: str) -> bool:
        """Whether there is an engine that knows a language."""
        return self.engine is not None and self.engine.reads(language)

    def read(self, image: Image.Image, dpi: float, language: str = "en") -> Sheet:
        """The words of a page's picture, which has ``dpi`` dots an inch. Raises OcrUnavailable."""
        from pipeline.ocr import picture

        engine = self.engine
        if engine is None:
            raise OcrUnavailable("The page is a scan, and no OCR program is on this machine.")
        grey = picture.grey_of(image)
        told = f"{_FORM}\n{engine.name}\n{language}\n{dpi:.2f}\n{grey.size}\n"
        key = hashlib.sha256(told.encode() + grey.tobytes()).hexdigest()
        kept = self.pages.get(key) if self.pages is not None else None
        if kept is not None:
            return _unpacked(kept)
        sheet = _upright(engine, grey, dpi, language)
        if self.pages is not None:
            self.pages.put(key, _packed(sheet))
        return sheet


def _upright(engine: Engine, grey: Image.Image, dpi: float, language: str) -> Sheet:
    """The page read in the turn in which it reads best."""
    from PIL import Image

    from pipeline.ocr import picture

    ink = picture.ink_of(grey)
    if not ink.any():
        return Sheet(grey.width * 72 / dpi, grey.height * 72 / dpi, ())
    best, best_worth = None, -1.0
    for turn in _TURNS[picture.skew_of(ink)[1]]:
        turned = grey.transpose(Image.Transpose[_TRANSPOSED[turn]]) if turn else grey
        sheet = _sheet(engine, turned, dpi, language)
        sure, worth = _worth(sheet)
        if worth > best_worth:
            best, best_worth = sheet, worth
        if sure >= _LEGIBLE:
            break
    assert best is not None
    return best


def _worth(sheet: Sheet) -> tuple[float, float]:
    """The mean confidence of a sheet's letters, and how many letters it has as far as they are sure."""
    letters = sum(len(word.text) for word in sheet.words)
    sure = sum(len(word.text) * word.confidence for word in sheet.words) / letters if letters else 0.0
    return sure, sure * sure * letters


def _sheet(engine: Engine, grey: Image.Image, dpi: float, language: str) -> Sheet:
    """A page that stands upright: straightened, cleaned, cut at its fold, read."""
    from PIL import Image

    from pipeline.ocr import picture

    angle, _ = picture.skew_of(picture.ink_of(grey))
    clean = picture.cleaned(picture.straightened(grey, angle))
    scale = engine.dpi / dpi
    if abs(scale - 1) > 0.02:
        size = (max(round(clean.width * scale), 1), max(round(clean.height * scale), 1))
        clean = clean.resize(size, Image.Resampling.BICUBIC)
    ink = picture.ink_of(clean)
    fold = picture.fold_of(ink)
    edges = [0, fold, clean.width] if fold else [0, clean.width]
    leaves = [_leaf(engine, clean, ink, (left, right), language) for left, right in pairwise(edges)]
    return Sheet(grey.width * 72 / dpi, grey.height * 72 / dpi, tuple(leaves))


def _leaf(engine: Engine, clean: Image.Image, ink: Any, sides: tuple[int, int], language: str) -> Leaf:
    from pipeline.ocr import picture
    from pipeline.ocr.mend import mended
    from pipeline.ocr.typeset import typeset

    left, right = sides
    own = ink[:, left:right]
    strokes = picture.strokes_of(own, engine.dpi)
    plain = picture.without(clean.crop((left, 0, right, clean.height)), picture.grid(strokes))
    words = mended(engine.read(plain, language))
    point = 72 / engine.dpi
    rules = tuple(
        Rule((stroke.x0 + left) * point, stroke.top * point, (stroke.x1 + left) * point, stroke.bottom * point)
        for stroke in strokes
    )
    return Leaf(left * point, right * point, typeset(words, own, engine.dpi, left * point), rules)


def _packed(sheet: Sheet) -> bytes:
    import json
    import zlib
    from dataclasses import astuple

    return zlib.compress(json.dumps(astuple(sheet)).encode(), 6)


def _unpacked(data: bytes) -> Sheet:
    import json
    import zlib

    width, height, leaves = json.loads(zlib.decompress(data))
    return Sheet(
        width,
        height,
        tuple(
            Leaf(left, right, tuple(Print(*word) for word in words), tuple(Rule(*rule) for rule in rules))
            for left, right, words, rules in leaves
        ),
    )
