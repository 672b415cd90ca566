"""Scans made of born-digital pages: rendered, laid askew, blurred, speckled, stamped and signed, with a known text."""

from __future__ import annotations

import io
import math
import random
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFilter, ImageFont

#: What happens to a page, mildest first, and the dots an inch that it is scanned with.
KINDS = {"clean": 300, "office": 200, "fax": 200, "bad": 150}


def rendered(pdf: Path | bytes, page: int, dpi: int) -> Image.Image:
    """A page of a PDF in shades of grey."""
    document: Any = pypdfium2.PdfDocument(pdf)
    try:
        return document[page].render(scale=dpi / 72, grayscale=True).to_pil()
    finally:
        document.close()


def text_of(pdf: Path | bytes, page: int) -> str:
    """The text layer of a page."""
    document: Any = pypdfium2.PdfDocument(pdf)
    try:
        return str(document[page].get_textpage().get_text_range())
    finally:
        document.close()


def scanned(pdf: Path | bytes, page: int, kind: str, *, seed: int = 0) -> Image.Image:
    """A page as a scanner of some ``kind`` (see KINDS) would give it; the same seed gives the same picture."""
    return _SCANNERS[kind](rendered(pdf, page, KINDS[kind]), np.random.default_rng(seed))


def _office(page: Image.Image, chance: np.random.Generator) -> Image.Image:
    """A little askew, a little soft, grain on grey paper."""
    page = _askew(page, chance.uniform(-1.2, 1.2)).filter(ImageFilter.GaussianBlur(0.6))
    return _picture(np.asarray(page, dtype=np.float32) * 0.92 + 8 + chance.normal(0, 6, page.size[::-1]))


def _fax(page: Image.Image, chance: np.random.Generator) -> Image.Image:
    """Black or white, with specks."""
    dots = np.asarray(_askew(page, chance.uniform(-1, 1)), dtype=np.float32) + chance.normal(0, 25, page.size[::-1])
    return _picture(_speckled(np.where(dots < 150, 0, 255), 0.004, chance))


def _bad(page: Image.Image, chance: np.random.Generator) -> Image.Image:
    """Clearly askew, soft, dark on one side, specks, grain, and saved as a poor JPEG."""
    page = _askew(page, chance.uniform(1.5, 3) * chance.choice([-1, 1])).filter(ImageFilter.GaussianBlur(0.8))
    dots = np.asarray(page, dtype=np.float32) * 0.8 + 20
    dots = dots * (1 - 0.35 * np.linspace(0, 1, page.width)[None, :])
    dots = _speckled(dots, 0.005, chance) + chance.normal(0, 8, dots.shape)
    saved = io.BytesIO()
    _picture(dots).save(saved, "JPEG", quality=40)
    return Image.open(saved).convert("L")


_SCANNERS = {"clean": lambda page, _: page, "office": _office, "fax": _fax, "bad": _bad}


def _askew(page: Image.Image, angle: float) -> Image.Image:
    return page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=250)


def _speckled(dots: np.ndarray, share: float, chance: np.random.Generator) -> np.ndarray:
    noise = chance.random(dots.shape)
    return np.where(noise < share, 0, np.where(noise > 1 - share / 2, 255, dots))


def _picture(dots: np.ndarray) -> Image.Image:
    return Image.fromarray(np.clip(dots, 0, 255).astype(np.uint8))


def signed(page: Image.Image, place: tuple[float, float], *, seed: int = 0) -> Image.Image:
    """The page with a scribble for a signature; ``place`` is its left middle, in parts of the page."""
    page, chance = page.copy(), random.Random(seed)
    x, y, unit = place[0] * page.width, place[1] * page.height, page.width / 60
    points = [(x, y)]
    for step in range(1, 60):
        swing = math.sin(step * 0.9) * unit * chance.uniform(0.4, 1.6)
        points.append((x + step * unit * 0.22 + chance.uniform(-0.4, 0.4) * unit, y + swing))
    ImageDraw.Draw(page).line(points, fill=40, width=max(2, page.width // 500), joint="curve")
    return page


def stamped(page: Image.Image, words: str, place: tuple[float, float], *, angle: float = 24) -> Image.Image:
    """The page with a slanting rubber stamp whose middle is at ``place``, in parts of the page."""
    size = page.width // 26
    font = ImageFont.load_default(size)
    wide, high = int(font.getlength(words)) + 2 * size, 2 * size
    stamp = Image.new("L", (wide, high), 255)
    pen = ImageDraw.Draw(stamp)
    pen.rounded_rectangle((3, 3, wide - 4, high - 4), radius=size // 2, outline=110, width=5)
    pen.text((size, size // 2), words, fill=110, font=font)
    chance = np.random.default_rng(3)
    worn = np.asarray(stamp).copy()
    worn[chance.random(worn.shape) < 0.25] = 255
    turned = Image.fromarray(worn).rotate(angle, expand=True, fillcolor=255)
    page = page.copy()
    corner = (int(place[0] * page.width - turned.width / 2), int(place[1] * page.height - turned.height / 2))
    under = page.crop((*corner, corner[0] + turned.width, corner[1] + turned.height))
    page.paste(Image.fromarray(np.minimum(np.asarray(under), np.asarray(turned))), corner)
    return page


def side_by_side(pages: Sequence[Image.Image]) -> Image.Image:
    """Pages as a book lies on the glass."""
    both = Image.new("L", (sum(page.width for page in pages), max(page.height for page in pages)), 255)
    left = 0
    for page in pages:
        both.paste(page, (left, 0))
        left += page.width
    return both


def as_pdf(pages: Sequence[Image.Image], dpi: int) -> bytes:
    """A PDF of pictures, as scanners write it."""
    saved = io.BytesIO()
    first = pages[0].copy()  # saving leaves its settings in the picture
    first.save(saved, "PDF", save_all=True, append_images=list(pages[1:]), resolution=dpi)
    return saved.getvalue()


def word_score(truth: str, read: str) -> float:
    """F1 of the words, wherever they stand."""
    wanted, found = Counter(re.findall(r"\w+", truth.lower())), Counter(re.findall(r"\w+", read.lower()))
    total = wanted.total() + found.total()
    return 2 * (wanted & found).total() / total if total else 1.0
