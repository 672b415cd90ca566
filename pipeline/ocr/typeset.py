"""Words on a picture to words as a PDF has them: baseline, font size and weight, which engines do not tell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from statistics import median

import numpy as np

from pipeline.ocr.picture import Ink
from pipeline.ocr.sheet import Print, Word

#: Heights above and depths below the baseline, in font sizes, of the usual typefaces.
_TALL, _SMALL, _DEEP = 0.72, 0.5, 0.21
_ABOVE, _BELOW = 0.92, 0.22
_TALL_LETTERS = frozenset("bdfhkltijß&/()[]{}|!?\"'“”‘’£$€%@#")
_DEEP_LETTERS = frozenset("gjpqyçQ/()[]{}|@;,ş")
#: Sizes that differ by less are one size: letters were measured in dots.
_SAME = 0.12
#: Strokes so much thicker than most are bold.
_BOLD = 1.28
#: So few letters say little of their line's weight.
_FEWEST = 3


def typeset(words: Sequence[Word], ink: Ink, dpi: float, left: float = 0.0) -> tuple[Print, ...]:
    """The words in points; ``ink`` is the picture that they were read on, ``left`` where it begins on the page."""
    scale = 72 / dpi
    boxes = [_tight(word, ink) for word in words]
    lines: dict[int, list[int]] = defaultdict(list)
    for number, word in enumerate(words):
        lines[word.line].append(number)
    measured = {line: _measure([words[n] for n in members], [boxes[n] for n in members])
                for line, members in lines.items()}  # fmt: skip
    weights = {line: _stroke([words[n] for n in members], [boxes[n] for n in members], ink)
               for line, members in lines.items()}  # fmt: skip
    letters = Counter({line: sum(len(words[n].text) for n in members) for line, members in lines.items()})
    sizes = _even({line: size * scale for line, (size, _) in measured.items()}, letters)
    relative = {line: weights[line] / measured[line][0] for line in lines if weights[line] and measured[line][0]}
    usual = _usual(relative, letters)
    prints = []
    for number, word in enumerate(words):
        line = word.line
        size, (_, baseline) = sizes[line], measured[line]
        x0, _, x1, _ = boxes[number]
        prints.append(
            Print(
                text=word.text,
                x0=left + x0 * scale,
                top=baseline * scale - _ABOVE * size,
                x1=left + x1 * scale,
                bottom=baseline * scale + _BELOW * size,
                size=size,
                bold=bool(usual) and relative.get(line, 0.0) > _BOLD * usual,
                confidence=round(word.confidence, 3),
            )
        )
    return tuple(prints)


_Edges = tuple[float, float, float, float]


def _tight(word: Word, ink: Ink) -> _Edges:
    """A word's box drawn in to its ink; engines leave room around it."""
    x0, top = max(int(word.x0), 0), max(int(word.top), 0)
    part = ink[top : int(word.bottom) + 1, x0 : int(word.x1) + 1]
    rows, columns = np.nonzero(part.any(axis=1))[0], np.nonzero(part.any(axis=0))[0]
    if not len(rows):
        return word.x0, word.top, word.x1, word.bottom
    return (
        float(x0 + columns[0]), float(top + rows[0]), float(x0 + columns[-1] + 1), float(top + rows[-1] + 1)
    )  # fmt: skip


def _measure(words: Sequence[Word], boxes: Sequence[_Edges]) -> tuple[float, float]:
    """Font size and baseline of a line, in dots: each word's height by the letters that it is made of."""
    sizes: list[float] = []
    depths: list[tuple[float, float]] = []
    for word, (_, top, _, bottom) in zip(words, boxes, strict=True):
        if not any(char.isalnum() for char in word.text):
            continue
        above = _TALL if any(c.isupper() or c.isdigit() or c in _TALL_LETTERS for c in word.text) else _SMALL
        below = _DEEP if any(c in _DEEP_LETTERS for c in word.text) else 0.0
        size = (bottom - top) / (above + below)
        sizes.extend([size] * len(word.text))
        depths.append((bottom, below))
    if not sizes:
        top, bottom = min(box[1] for box in boxes), max(box[3] for box in boxes)
        return max(bottom - top, 1.0), bottom
    size = max(median(sizes), 1.0)
    return size, median([bottom - below * size for bottom, below in depths])


def _stroke(words: Sequence[Word], boxes: Sequence[_Edges], ink: Ink) -> float:
    """How thick most upright strokes of a line are, in dots; 0 where there are too few letters."""
    if sum(char.isalpha() for word in words for char in word.text) < _FEWEST:
        return 0.0
    thick: list[float] = []
    for x0, top, x1, bottom in boxes:
        part = ink[int(top) : int(bottom), int(x0) : int(x1)]
        padded = np.zeros((part.shape[0], part.shape[1] + 2), dtype=np.int8)
        padded[:, 1:-1] = part
        steps = np.diff(padded, axis=1)
        lengths = np.nonzero(steps.ravel() == -1)[0] - np.nonzero(steps.ravel() == 1)[0]
        if len(lengths):
            usual = float(np.median(lengths))
            # The arms of E and T are long runs; what is no longer than a stem and a half is a stem.
            thick.extend([float(lengths[lengths <= 1.5 * usual].mean())] * int(x1 - x0))
    return median(thick) if thick else 0.0


def _even(sizes: dict[int, float], letters: Counter[int]) -> dict[int, float]:
    """Sizes in half points, those that are nearly the same made the same: the size of most letters first."""
    by_size: Counter[float] = Counter()
    for line, size in sizes.items():
        by_size[round(2 * size) / 2] += letters[line]
    centres: list[float] = []
    for size, _ in by_size.most_common():
        if all(abs(size - centre) > _SAME * centre for centre in centres):
            centres.append(max(size, 1.0))
    return {line: min(centres, key=lambda centre: abs(centre - size)) for line, size in sizes.items()}


def _usual(values: dict[int, float], letters: Counter[int]) -> float:
    """The value of the middle letter of the page."""
    spread: Iterable[tuple[float, int]] = sorted((value, letters[line]) for line, value in values.items())
    half, passed = sum(letters[line] for line in values) / 2, 0
    for value, count in spread:
        passed += count
        if passed >= half:
            return value
    return 0.0
