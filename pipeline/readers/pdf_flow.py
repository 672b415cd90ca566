"""Words of a page to lines in reading order: columns of prose one after the other, tables and lists row by row."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.readers.pdf_words import Glyphs

#: A gap of so many font sizes ends a run; a wider one is written as a tab.
_RUN_GAP = 1.0
_TAB_GAP = 1.2
#: A column of prose is at least so wide (of the page), and so many of its lines are about full.
_COLUMN_WIDTH = 0.2
_FULL_SHARE = 0.4
_FULL = 0.7
_FEWEST_LINES = 5
_FEWEST_WORDS = 3.0
#: Page numbers stand in this part of the page, at its top or bottom.
_EDGE = 0.09


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand side by side without a wide gap."""

    words: tuple[Glyphs, ...]
    x0: float
    x1: float
    middle: float
    height: float


@dataclass(frozen=True, slots=True)
class Row:
    """A line as it stands on the page, its words from left to right. ``column``: 0 over the full width, else from 1."""

    words: tuple[Glyphs, ...]
    column: int = 0


def without_page_numbers(words: Sequence[Glyphs], height: float) -> tuple[list[Glyphs], list[Glyphs]]:
    """The words, and apart from them the numbers at the page's edge that stand alone or beside larger text."""
    top, bottom = height * _EDGE, height * (1 - _EDGE)
    edge = [word for word in words if word.top < top or word.bottom > bottom]
    numbers = [word for word in edge if word.text.isdigit() and len(word.text) <= 4 and not top < word.middle < bottom]
    apart = []
    for number in numbers:
        beside = [w for w in edge if w is not number and abs(w.middle - number.middle) < 0.5 * (w.bottom - w.top)]
        near = min((max(w.x0 - number.x1, number.x0 - w.x1) for w in beside), default=height)
        last = all(w.x1 <= number.x0 for w in beside)
        if (last and near > 2 * number.size) or (
            near > 0.3 * number.size and all(w.size > 1.1 * number.size for w in beside)
        ):
            apart.append(number)
    return [word for word in words if word not in apart] if apart else list(words), apart


def runs_of(words: Sequence[Glyphs]) -> list[Run]:
    """Runs of words that follow one another in the file and on the page."""
    runs: list[Run] = []
    current: list[Glyphs] = []
    for word in words:
        if current and not _follows(current[-1], word):
            runs.append(_run(current))
            current = []
        current.append(word)
    if current:
        runs.append(_run(current))
    return runs


def _follows(before: Glyphs, word: Glyphs) -> bool:
    gap = word.x0 - before.x1
    size = max(word.size, before.size)
    if not -0.4 * size <= gap <= _RUN_GAP * size:
        return False
    if before.top == word.top:
        return True
    shared = min(before.bottom, word.bottom) - max(before.top, word.top)
    return shared >= 0.5 * min(before.bottom - before.top, word.bottom - word.top)


def _run(words: list[Glyphs]) -> Run:
    largest = words[0]
    for word in words:
        if word.bottom - word.top > largest.bottom - largest.top:
            largest = word
    x1 = max([word.x1 for word in words])
    return Run(tuple(words), words[0].x0, x1, largest.middle, largest.bottom - largest.top)


def rows_of(words: Sequence[Glyphs], width: float) -> list[Row]:
    """The lines of a page, or of a part of it, in reading order. ``width`` is the page's."""
    runs = runs_of(words)
    return _ordered(runs, width, depth=0, first=1)


def _ordered(runs: list[Run], width: float, *, depth: int, first: int) -> list[Row]:
    gutter = _gutter(runs, width) if depth < 2 else None
    if gutter is None:
        return [Row(line, first - 1 if depth else 0) for line in _lines(runs)]
    rows: list[Row] = []
    zone: list[Run] = []
    for run in sorted(runs, key=lambda item: item.middle):
        if run.x0 < gutter - 1 and run.x1 > gutter + 1:
            rows.extend(_side_by_side(zone, gutter, width, depth, first))
            zone = []
            rows.append(Row(run.words, first - 1 if depth else 0))
        else:
            zone.append(run)
    rows.extend(_side_by_side(zone, gutter, width, depth, first))
    return _merged(rows)


def _side_by_side(zone: list[Run], gutter: float, width: float, depth: int, first: int) -> list[Row]:
    """Left column, then right column; where one of them is all but empty the two are read as one."""
    left = [run for run in zone if run.x1 <= gutter + 1]
    right = [run for run in zone if run.x1 > gutter + 1]
    return [
        *_ordered(left, width, depth=depth + 1, first=first + 1),
        *_ordered(right, width, depth=depth + 1, first=first + 2),
    ]


def _merged(rows: list[Row]) -> list[Row]:
    """Full-width runs of one line, which were taken one by one, put together again."""
    merged: list[Row] = []
    for row in rows:
        before = merged[-1] if merged else None
        if before and before.column == row.column and _same_line(before.words[-1], row.words[0]):
            merged[-1] = Row((*before.words, *row.words), row.column)
        else:
            merged.append(row)
    return merged


def _same_line(before: Glyphs, word: Glyphs) -> bool:
    return abs(before.middle - word.middle) < 0.3 * (word.bottom - word.top) and word.x0 >= before.x1


def _gutter(runs: list[Run], width: float) -> float | None:
    """Where a white column parts two columns of prose, None where there is none."""
    if len(runs) < 2 * _FEWEST_LINES:
        return None
    starts, ends = sorted(run.x0 for run in runs), sorted(run.x1 for run in runs)
    low, high = starts[0], ends[-1]
    best, best_score = None, 0.0
    step = max((high - low) / 120, 1.0)
    x = low + 0.15 * (high - low)
    while x < high - 0.15 * (high - low):
        left, right = bisect_right(ends, x), len(runs) - bisect_left(starts, x)
        score = min(left, right) - 1.5 * (len(runs) - left - right)
        if score > best_score + 0.5:
            best, best_score = x, score
        x += step
    if best is None or best_score < _FEWEST_LINES - 1:
        return None
    left_runs = [run for run in runs if run.x1 <= best + 1]
    right_runs = [run for run in runs if run.x0 >= best - 1]
    prose = _is_prose(left_runs, width) and _is_prose(right_runs, width)
    return best if prose or _written_in_columns(runs, best) else None


def _written_in_columns(runs: list[Run], gutter: float) -> bool:
    """Whether the file writes one side first and then the other; rows of a table change sides all the time."""
    sides = [run.x0 >= gutter - 1 for run in runs if run.x1 <= gutter + 1 or run.x0 >= gutter - 1]
    changes = sum(before != after for before, after in pairwise(sides))
    fewer = min(sum(sides), len(sides) - sum(sides))
    return fewer >= 2 * _FEWEST_LINES and changes <= max(2, fewer // 8)


def _is_prose(runs: list[Run], width: float) -> bool:
    if len(runs) < _FEWEST_LINES:
        return False
    starts, ends = sorted(run.x0 for run in runs), sorted(run.x1 for run in runs)
    own = ends[int(0.9 * (len(ends) - 1))] - starts[len(starts) // 10]
    if own < _COLUMN_WIDTH * width:
        return False
    full = sum(run.x1 - run.x0 >= _FULL * own for run in runs)
    words = sum(len(run.words) for run in runs)
    return full >= _FULL_SHARE * len(runs) and words >= _FEWEST_WORDS * len(runs)


def _lines(runs: list[Run]) -> list[tuple[Glyphs, ...]]:
    """Runs of about the same height, from left to right."""
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda item: (item.middle, item.x0)):
        if lines and run.middle - lines[-1][0].middle < 0.5 * min(run.height, lines[-1][0].height):
            lines[-1].append(run)
        else:
            lines.append([run])
    return [tuple(word for run in sorted(line, key=lambda item: item.x0) for word in run.words) for line in lines]


def separator(before: Glyphs, word: Glyphs, *, first: bool = False) -> str:
    """What is written between two words of a line: a tab for a wide gap, nothing before a raised "th".

    ``first`` says that ``before`` begins the line; an "o" there is a bullet when it stands apart.
    """
    if before.hyphen:
        return ""  # pdfium took a hyphen within the line for a break
    gap = word.x0 - before.x1
    if word.size == before.size and gap < 0.5 * word.size:
        return " "
    size = max(word.size, before.size)
    if gap > (0.5 if first and before.text == "o" else _TAB_GAP) * size:
        return "\t"
    raised = word.size < 0.85 * before.size and before.text[-1].isdigit() and word.text[0].isalpha()
    return "" if raised and gap < 0.15 * size else " "
