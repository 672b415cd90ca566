"""The picture of a page before it is read: upright, straight, clean, cut where two pages lie side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

Grey = NDArray[np.uint8]
Ink = NDArray[np.bool_]

#: Skew is looked for up to so many degrees; a page that lies more askew was photographed, not scanned.
_STEEPEST = 8.0
#: Turning blurs letters a little: less skew than this is left.
_STRAIGHT = 0.15
#: Paper varies by more than this (of 255): a shadow or a stain.
_SHADED = 14.0
#: So much of the ink stands in single dots: the picture is noisy. Dots of the letters i and full stops are larger.
_SPECKLED = 0.012
#: So many grey levels paper may grain before it is smoothed.
_GRAINY = 6.0
#: Ink is so much darker than the paper around it.
_DARKER = 0.75
#: Rules are so long (inches) and at most so thick.
_RULE, _THICK = 0.5, 0.04


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line of a table: its ends and thickness in pixels."""

    x0: float
    top: float
    x1: float
    bottom: float
    thick: float


def grey_of(image: Image.Image) -> Image.Image:
    """An image in shades of grey, on white where it is transparent."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layered = image.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        image = Image.alpha_composite(paper, layered)
    return image if image.mode == "L" else image.convert("L")


def ink_of(image: Image.Image) -> Ink:
    """Where the ink is: what is clearly darker than the paper around it."""
    grey = np.asarray(image)
    return grey < _paper(image) * np.float32(_DARKER)


def _paper(image: Image.Image) -> NDArray[np.float32]:
    """How bright the paper is at each point: the bright part of a neighbourhood, in which letters are thin."""
    small = image.reduce(8) if min(image.size) >= 64 else image
    light = small.filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.GaussianBlur(6))
    paper = light.resize(image.size, Image.Resampling.BILINEAR)
    return np.maximum(np.asarray(paper, dtype=np.float32), np.float32(48))


def skew_of(ink: Ink) -> tuple[float, bool]:
    """By how many degrees lines rise to the right, and whether they run up the page rather than across it."""
    edge_y, edge_x = ink.shape[0] // 40, ink.shape[1] // 40
    inner = ink[edge_y : ink.shape[0] - edge_y, edge_x : ink.shape[1] - edge_x]
    step = max(1, min(inner.shape) // 900)
    # Every n-th row and column would lose thin strokes: a cell is ink when any of it is.
    height, width = inner.shape[0] // step * step, inner.shape[1] // step * step
    cells = inner[:height, :width].reshape(height // step, step, width // step, step).any(axis=(1, 3))
    y, x = np.nonzero(cells)
    if len(y) < 100:
        return 0.0, False
    angle, across = _steepness(y, x)
    turned, along = _steepness(x, y)
    if along > 1.6 * across:
        return -turned, True
    return angle, False


def _steepness(y: NDArray[np.intp], x: NDArray[np.intp]) -> tuple[float, float]:
    """The angle at which ink falls into lines, and how sharply it does there."""

    def sharpness(angle: float) -> float:
        rows = (y + x * np.tan(np.radians(angle))).round().astype(np.int64)
        profile = np.bincount(rows - rows.min()).astype(np.float64)
        return float((np.diff(profile) ** 2).sum() / max(profile.sum(), 1.0))

    found = {float(angle): sharpness(float(angle)) for angle in np.arange(-_STEEPEST, _STEEPEST + 0.01, 0.5)}
    best = max(found, key=lambda angle: found[angle])
    for angle in np.arange(best - 0.4, best + 0.41, 0.1):
        found.setdefault(float(angle), sharpness(float(angle)))
    best = max(found, key=lambda angle: found[angle])
    return best, found[best]


def straightened(image: Image.Image, angle: float) -> Image.Image:
    """The picture turned back by ``angle`` degrees, same size."""
    if abs(angle) < _STRAIGHT:
        return image
    return image.rotate(-angle, Image.Resampling.BICUBIC, fillcolor=255)


def cleaned(image: Image.Image) -> Image.Image:
    """The picture without shadows, specks and grain, where it has any: cleaning what is clean costs thin strokes."""
    paper = _paper(image)
    if float(paper.std()) > _SHADED:
        flat = np.minimum(np.asarray(image, dtype=np.float32) / paper * np.float32(250), 255)
        image = Image.fromarray(flat.astype(np.uint8))
    grey = np.asarray(image)
    if _specks(grey) > _SPECKLED:
        image = image.filter(ImageFilter.MedianFilter(3))
        grey = np.asarray(image)
    if _grain(grey) > _GRAINY:
        image = image.filter(ImageFilter.GaussianBlur(0.8))
    return image


def _specks(grey: Grey) -> float:
    """The share of dark points that have no dark neighbour, and of white ones within ink."""
    dark = grey < 128
    return max(_lonely(dark) / max(int(dark.sum()), 1), _lonely(~dark) / max(int(dark.sum()), 1))


def _lonely(points: Ink) -> int:
    inner = points[1:-1, 1:-1]
    beside = points[:-2, 1:-1] | points[2:, 1:-1] | points[1:-1, :-2] | points[1:-1, 2:]
    return int((inner & ~beside).sum())


def _grain(grey: Grey) -> float:
    """How much neighbouring points of paper differ; paper is what is brighter than most."""
    sample = grey[::3].astype(np.int16)
    steps = np.abs(np.diff(sample, axis=1))
    paper = sample[:, :-1] > 160
    return float(np.median(steps[paper])) if paper.any() else 0.0


def fold_of(ink: Ink) -> int | None:
    """Where to cut a picture that shows two pages side by side; None for one page.

    Such a picture is as wide as two pages, and its middle is as empty as its margins are wide: the gap between two
    columns of one page, or of a table, is narrower.
    """
    height, width = ink.shape
    if not 1.2 <= width / height <= 1.75:
        return None
    body = ink[height // 12 : height - height // 12]
    profile = body.mean(axis=0)
    empty = profile < 0.004
    middle = _widest(empty, int(0.42 * width), int(0.58 * width))
    if middle is None:
        return None
    low, high = middle
    inked = np.nonzero(~empty[width // 50 : width - width // 50])[0] + width // 50
    if not len(inked):
        return None
    margins = (inked[0] + width - inked[-1]) / 2
    if high - low < max(0.045 * width, 0.6 * margins):
        return None
    inner = empty.copy()
    inner[: inked[0]] = inner[inked[-1] :] = inner[low:high] = False
    if max((end - start for start, end in _runs(inner)), default=0) > 0.6 * (high - low):
        return None  # one gap of many: a broad table
    sides = (body[:, : (low + high) // 2], body[:, (low + high) // 2 :])
    if any((side.any(axis=1)).mean() < 0.15 for side in sides):
        return None  # one side is empty: a page with a wide margin
    return (low + high) // 2


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where true values begin and end."""
    padded = np.concatenate(([False], flags, [False]))
    changes = np.nonzero(padded[1:] != padded[:-1])[0].tolist()
    return list(zip(changes[::2], changes[1::2], strict=True))


def _widest(flags: NDArray[np.bool_], first: int, last: int) -> tuple[int, int] | None:
    """The widest run of true values that touches the stretch from ``first`` to ``last``."""
    runs = [(a, b) for a, b in _runs(flags) if b > first and a < last]
    return max(runs, key=lambda run: run[1] - run[0]) if runs else None


def strokes_of(ink: Ink, dpi: float) -> list[Stroke]:
    """The straight rules of a page, across and down."""
    across = _rules(ink, int(_RULE * dpi), max(2, int(_THICK * dpi)))
    down = _rules(ink.T, int(_RULE * dpi), max(2, int(_THICK * dpi)))
    return [
        *(Stroke(first, at, last, at, thick) for first, last, at, thick in across),
        *(Stroke(at, first, at, last, thick) for first, last, at, thick in down),
    ]


def grid(strokes: Sequence[Stroke]) -> list[Stroke]:
    """The strokes that touch one of the other way: a table's. A line alone is an underline, whose words it touches."""
    across = [stroke for stroke in strokes if stroke.top == stroke.bottom]
    down = [stroke for stroke in strokes if stroke.top != stroke.bottom]
    touching: set[Stroke] = set()
    for row in across:
        for column in down:
            margin = 2 * (row.thick + column.thick)
            beside = row.x0 - margin <= column.x0 <= row.x1 + margin
            if beside and column.top - margin <= row.top <= column.bottom + margin:
                touching |= {row, column}
    return [stroke for stroke in strokes if stroke in touching]


def without(image: Image.Image, strokes: Iterable[Stroke]) -> Image.Image:
    """The picture without its rules: engines take those beside a word for letters of it."""
    image = image.copy()
    pen = ImageDraw.Draw(image)
    for stroke in strokes:
        half = stroke.thick / 2 + 1
        pen.rectangle((stroke.x0 - 1, stroke.top - half, stroke.x1 + 1, stroke.bottom + half), fill=255)
        if stroke.x0 == stroke.x1:
            pen.rectangle((stroke.x0 - half, stroke.top - 1, stroke.x1 + half, stroke.bottom + 1), fill=255)
    return image


def _rules(ink: Ink, length: int, thick: int) -> list[tuple[float, float, float, float]]:
    """Start, end, height and thickness of the horizontal rules: runs of ink that are long and thin."""
    if ink.shape[1] <= length:
        return []
    sums = np.cumsum(ink, axis=1, dtype=np.int32)
    full = np.zeros(ink.shape, dtype=bool)
    # A scanned rule has gaps: nine tenths of it must be ink.
    full[:, length // 2 : length // 2 + ink.shape[1] - length] = sums[:, length:] - sums[:, :-length] >= 0.9 * length
    rules: list[list[Any]] = []
    rows = np.nonzero(full.any(axis=1))[0]
    for row in rows.tolist():
        for a, b in _runs(full[row]):
            start, end = a - length // 2, b + length // 2
            for rule in reversed(rules[-40:]):
                if row - rule[3] <= thick and min(end, rule[1]) - max(start, rule[0]) > 0:
                    rule[0], rule[1], rule[3] = min(start, rule[0]), max(end, rule[1]), row
                    break
            else:
                rules.append([start, end, row, row])
    return [(a, b, (top + low) / 2, low - top + 1) for a, b, top, low in rules if low - top < thick]
