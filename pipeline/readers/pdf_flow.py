"""Words of a page to lines in reading order: columns of prose one after the other, tables and lists row by row."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf, isfinite
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from pipeline.readers.page_words import Flags, Floats, Numbers, PageWords

#: A gap of so many font sizes ends a run; a wider one is written as a tab.
_RUN_GAP = 1.0
_TAB_GAP = 1.2
#: A column of prose is at least so wide (of the page), and so many of its lines are about full.
_COLUMN_WIDTH = 0.2
_FULL_SHARE = 0.4
_FULL = 0.7
_FEWEST_LINES = 5
_FEWEST_WORDS = 3.0
#: Columns are parted in two so often: a page has four of them at most.
_DEPTH = 2
#: There is no gutter nearer than this (of the width) to the edges of the text.
_MARGIN = 0.15
#: A gutter that scores so much of the best is as good, if fewer lines lie across.
_NEARLY = 0.75
#: The middle of a centred line is no further (of the page's width) from the middle of the columns.
_CENTRED = 0.02
#: Runs of one line that stand nearer than the gutter, and no further than so many font sizes, are one line of prose.
_NEAR = 2.0
#: The blanks of a justified line are equally wide, to this factor.
_EVEN = 1.3
#: What is written behind words; a blank is the usual.
SEPARATORS = (" ", "\t", "", "\n")
_TAB, _NOTHING, _END = 1, 2, 3
#: Page numbers stand in this part of the page, at its top or bottom.
_EDGE = 0.09


class Run(NamedTuple):
    """Words, by their numbers on the page, that stand side by side without a wide gap."""

    words: Numbers
    x0: float
    x1: float
    middle: float
    height: float


#: By middle and left edge, and by left edge alone.
_BY_HEIGHT, _FROM_LEFT = itemgetter(3, 1), itemgetter(1)


class Row(NamedTuple):
    """A line as it stands on the page, its words, by their numbers, from left to right.

    ``column`` is 0 over the full width, else from 1. ``stretched``: wide blanks only fill the line of a narrow column.
    ``broken``: the border of a cell broke its last word. ``markup`` is "table" for the lines of a table.
    """

    words: Numbers
    column: int = 0
    stretched: bool = False
    broken: bool = False
    markup: str = ""


def without_page_numbers(words: PageWords, chosen: Numbers, height: float) -> tuple[Numbers, Numbers]:
    """The chosen words, and apart from them the numbers at the page's edge that stand alone or beside larger text.

    ``chosen`` is in order.
    """
    top, bottom = height * _EDGE, height * (1 - _EDGE)
    edge = chosen[(words.top[chosen] < top) | (words.bottom[chosen] > bottom)]
    apart = []
    for number in edge.tolist():
        text = words.texts[number]
        if text.isdigit() and len(text) <= 4 and not top < words.middle[number] < bottom:
            beside = edge[abs(words.middle[edge] - words.middle[number]) < 0.5 * words.height[edge]]
            if _stands_alone(words, number, beside[beside != number], height):
                apart.append(number)
    numbers = np.array(apart, np.int64)
    return np.delete(chosen, np.searchsorted(chosen, numbers)) if apart else chosen, numbers


def _stands_alone(words: PageWords, number: int, beside: Numbers, height: float) -> bool:
    """Whether a number stands far behind all words of its line, or beside larger ones alone."""
    left, right, size = words.x0[number], words.x1[number], words.size[number]
    near = np.maximum(words.x0[beside] - right, left - words.x1[beside]).min(initial=height)
    if near > 2 * size and (words.x1[beside] <= left).all():
        return True
    return bool(near > 0.3 * size and (words.size[beside] > 1.1 * size).all())


def rows_of(words: PageWords, chosen: Numbers, width: float) -> list[Row]:
    """The lines of the chosen words, those of a page or of a part of it, in reading order. ``width`` is the page's."""
    return rows_of_each(words, [chosen], width)[0]


def rows_of_each(words: PageWords, parts: Sequence[Numbers], width: float) -> list[list[Row]]:
    """The lines of each of several parts of a page, such as a table's cells."""
    return [_ordered(words, runs, width, depth=0, first=1) for runs in _runs_of_each(words, parts)]


def _runs_of_each(words: PageWords, parts: Sequence[Numbers]) -> list[list[Run]]:
    """Runs of words of each part that follow one another in the file and on the page."""
    order = np.concatenate(parts) if len(parts) > 1 else parts[0]
    if not len(order):
        return [[] for _ in parts]
    bounds = np.add.accumulate([0, *map(len, parts)])
    begins = np.zeros(len(order) + 1, np.bool_)
    begins[bounds] = True
    x0, top, x1, bottom, size = (column[order] for column in (words.x0, words.top, words.x1, words.bottom, words.size))
    begins[1:-1] |= ~_follow(x0, top, x1, bottom, size)
    edges = np.flatnonzero(begins)
    starts = edges[:-1]
    height = bottom - top
    tallest = np.maximum.reduceat(height, starts)
    # The first of the words that are as high as the highest of their run gives the run's middle.
    highest = np.flatnonzero(height == np.repeat(tallest, edges[1:] - starts))
    highest = order[highest[np.searchsorted(highest, starts)]]
    runs = list(map(
        Run,
        [order[start:end] for start, end in pairwise(edges.tolist())],
        x0[starts].tolist(),
        np.maximum.reduceat(x1, starts).tolist(),
        words.middle[highest].tolist(),
        tallest.tolist(),
    ))  # fmt: skip
    if len(parts) == 1:
        return [runs]
    return [runs[first:last] for first, last in pairwise(np.searchsorted(starts, bounds).tolist())]


def _follow(x0: Floats, top: Floats, x1: Floats, bottom: Floats, size: Floats) -> Flags:
    """Whether each word but the first follows the one before it without a wide gap, on the same height."""
    gap, height = x0[1:] - x1[:-1], bottom - top
    size = np.maximum(size[1:], size[:-1])
    shared = np.minimum(bottom[:-1], bottom[1:]) - np.maximum(top[:-1], top[1:])
    level = (top[:-1] == top[1:]) | (shared >= 0.5 * np.minimum(height[:-1], height[1:]))
    near: Flags = (gap >= -0.4 * size) & (gap <= _RUN_GAP * size)
    near &= level
    return near


def _run(words: PageWords, line: Numbers) -> Run:
    """Words of one line taken as a run, however wide the gaps between them are."""
    height = words.height[line]
    highest = line[height.argmax()]
    return Run(
        line,
        words.x0[line[0]].item(),
        words.x1[line].max().item(),
        words.middle[highest].item(),
        words.height[highest].item(),
    )


def _ordered(words: PageWords, runs: list[Run], width: float, *, depth: int, first: int) -> list[Row]:
    gutter = _gutter(words, runs, width, depth)
    if gutter is None:
        return _in_column(words, _lines(runs), first - 1) if depth else [Row(line) for line in _lines(runs)]
    uncertain = not _written_in_columns(runs, gutter)

    def beside(zone: list[Run]) -> list[Row]:
        """A table above or below the columns of a page is read row by row."""
        if uncertain and len(zone) < len(runs) and _is_table(words, zone, gutter, width, depth):
            return [Row(line, first - 1 if depth else 0) for line in _lines(zone)]
        return _side_by_side(words, zone, gutter, width, depth=depth, first=first)

    head = _head(runs, gutter, width) if depth == 0 else []
    rows = [Row(line) for line in _lines(head)]
    above = {id(run) for run in head}
    runs = [run for run in runs if id(run) not in above]
    zone: list[Run] = []
    for run in sorted(runs, key=lambda item: item.middle):
        if run.x0 < gutter - 1 and run.x1 > gutter + 1:
            rows.extend(beside(zone))
            zone = []
            rows.append(Row(run.words, first - 1 if depth else 0))
        else:
            zone.append(run)
    rows.extend(beside(zone))
    return _merged(words, rows)


def _head(runs: list[Run], gutter: float, width: float) -> list[Run]:
    """A newspaper's head: what stands over all columns, and the centred lines and lines of three parts among it."""
    centre = (min(run.x0 for run in runs) + max(run.x1 for run in runs)) / 2
    levels = _levels(runs)
    end = 0
    for number, level in enumerate(levels):
        across = any(run.x0 < gutter - 1 and run.x1 > gutter + 1 for run in level)
        middle = len(level) == 1 and abs((level[0].x0 + level[0].x1) / 2 - centre) < _CENTRED * width
        if across or (middle and (number == 0 or 0 < end >= number - 1)):
            end = number + 1
        elif number > end:
            break
    return [run for level in levels[:end] for run in level]


def _is_table(words: PageWords, zone: list[Run], gutter: float, width: float, depth: int) -> bool:
    left = sum(run.x1 <= gutter + 1 for run in zone)
    return min(left, len(zone) - left) >= 2 * _FEWEST_LINES and not _parts(words, zone, gutter, width, depth)


def _side_by_side(
    words: PageWords, zone: list[Run], gutter: float, width: float, *, depth: int, first: int
) -> list[Row]:
    """Left column, then right column."""
    left = [run for run in zone if run.x1 <= gutter + 1]
    right = [run for run in zone if run.x1 > gutter + 1]
    rows = _ordered(words, left, width, depth=depth + 1, first=first + 1)
    last = max((row.column for row in rows), default=first)
    return [*rows, *_ordered(words, right, width, depth=depth + 1, first=last + 2)]


def _in_column(words: PageWords, lines: list[Numbers], column: int) -> list[Row]:
    """The rows of a column; lines that reach its right edge by even blanks are justified, no cells side by side."""
    if not lines:
        return []
    last = np.array([line[-1] for line in lines])
    ends = words.x1[last]
    right = np.sort(ends)[int(0.9 * (len(ends) - 1))]
    full = (abs(ends - right) < 0.5 * words.size[last]).tolist()
    return [Row(line, column, stretched=at and _is_even(words, line)) for line, at in zip(lines, full, strict=True)]


def _is_even(words: PageWords, line: Numbers) -> bool:
    """Whether the blanks between the words are about equally wide, as a justified line has them."""
    gaps = (words.x0[line[1:]] - words.x1[line[:-1]]).tolist()
    return len(gaps) > 0 and max(gaps) <= _EVEN * min(gaps) + 0.5


def _merged(words: PageWords, rows: list[Row]) -> list[Row]:
    """Full-width runs of one line, which were taken one by one, put together again."""
    merged: list[Row] = []
    for row in rows:
        before = merged[-1] if merged else None
        if before and before.column == row.column and _same_line(words, before.words[-1], row.words[0]):
            merged[-1] = Row(np.concatenate((before.words, row.words)), row.column)
        else:
            merged.append(row)
    return merged


def _same_line(words: PageWords, before: int, word: int) -> bool:
    apart = abs(words.middle[before] - words.middle[word])
    return bool(apart < 0.3 * words.height[word] and words.x0[word] >= words.x1[before])


def _gutter(words: PageWords, runs: list[Run], width: float, depth: int) -> float | None:
    """Where a white column parts two columns of prose, None where there is none."""
    if depth >= _DEPTH or len(runs) < 2 * _FEWEST_LINES:
        return None
    lefts, rights = [run.x0 for run in runs], [run.x1 for run in runs]
    low, high = min(lefts), max(rights)
    first, last = low + _MARGIN * (high - low), high - _MARGIN * (high - low)
    if sum([left >= first for left in lefts]) < _FEWEST_LINES - 1 or not isfinite(high - low):
        return None  # hardly anything begins away from the left edge
    starts, ends = np.sort(lefts), np.sort(rights)
    tried = np.arange(first, last, max((high - low) / 120, 1.0))
    left, right = np.searchsorted(ends, tried, "right"), len(runs) - np.searchsorted(starts, tried, "left")
    across = len(runs) - left - right
    scores = np.minimum(left, right) - 1.5 * across
    best_score = scores.max(initial=0.0)
    if best_score < _FEWEST_LINES - 1:
        return None
    # In the middle of three columns more lines stand on either side than beside a gutter, but many lie across.
    near = scores >= _NEARLY * best_score
    clear = near & (across == across[near].min())
    best = tried[clear][scores[clear].argmax()].item()
    return best if _parts(words, runs, best, width, depth) else None


def _parts(words: PageWords, runs: list[Run], gutter: float, width: float, depth: int) -> bool:
    """Whether there are columns of prose on both sides, and not cells of a table."""
    if _written_in_columns(runs, gutter):
        return True
    left = [run for run in runs if run.x1 <= gutter + 1]
    right = [run for run in runs if run.x0 >= gutter - 1]
    white = _white(left, right)
    return all(
        _is_prose(_joined(words, side, white), width) or _gutter(words, side, width, depth + 1) is not None
        for side in (left, right)
    )


def _white(left: list[Run], right: list[Run]) -> float:
    """How wide the gutter is, but for the few runs that reach into it."""
    ends, starts = sorted(run.x1 for run in left), sorted(run.x0 for run in right)
    return starts[len(starts) // 20] - ends[-1 - len(ends) // 20]


def _joined(words: PageWords, runs: list[Run], gutter: float) -> list[Run]:
    """The runs of a column with those of one line put together, where only its blanks are wide."""
    joined: list[Run] = []
    for line in _levels(runs):
        if len(line) == 1:
            joined.append(line[0])
            continue
        numbers = np.concatenate([run.words for run in line])
        if len(numbers) > 2 and _is_even(words, numbers):
            joined.append(_run(words, numbers))
            continue
        parts = [[line[0]]]
        for run in line[1:]:
            gap, size = run.x0 - words.x1[parts[-1][-1].words[-1]], words.size[run.words[0]]
            if gap < min(gutter, _NEAR * size):
                parts[-1].append(run)
            else:
                parts.append([run])
        joined.extend(_run(words, np.concatenate([run.words for run in part])) for part in parts)
    return joined


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


def _lines(runs: list[Run]) -> list[Numbers]:
    """The words of runs of about the same height, from left to right."""
    return [line[0].words if len(line) == 1 else np.concatenate([run.words for run in line]) for line in _levels(runs)]


def _levels(runs: list[Run]) -> list[list[Run]]:
    """Runs of about the same height, from left to right."""
    lines: list[list[Run]] = []
    middle, half = -inf, 0.0
    for run in sorted(runs, key=_BY_HEIGHT):
        apart = run.middle - middle
        if apart < half and apart < 0.5 * run.height:
            lines[-1].append(run)
        else:
            middle, half = run.middle, 0.5 * run.height
            lines.append([run])
    return [sorted(line, key=_FROM_LEFT) if len(line) > 1 else line for line in lines]


def separators(words: PageWords, ends: Numbers, stretched: Flags) -> Numbers:
    """What is written behind each of the words, line by line, as a number in ``SEPARATORS``.

    ``ends`` are the numbers of the last word of each line. In a ``stretched`` line a wide gap is a mere blank.
    """
    found = np.zeros(len(words), np.int64)
    gap, size, following = words.x0[1:] - words.x1[:-1], words.size[:-1], words.size[1:]
    larger = np.maximum(size, following)
    doubtful = (following != size) | (gap >= 0.5 * size)
    found[:-1][doubtful & (gap > _TAB_GAP * larger)] = _TAB
    begins = np.zeros(len(words) + 1, np.bool_)
    begins[0] = begins[ends + 1] = True
    for place in np.flatnonzero(begins[:-2] & doubtful & (gap > 0.5 * larger)).tolist():
        if words.texts[place] == "o":  # a bullet
            found[place] = _TAB
    for place in np.flatnonzero(doubtful & (gap < 0.15 * larger) & (following < 0.85 * size)).tolist():
        if words.texts[place][-1].isdigit() and words.texts[place + 1][0].isalpha():
            found[place] = _NOTHING  # a raised "th"
    if stretched.any():
        found[np.repeat(stretched, np.diff(ends, prepend=-1))] = 0
    found[words.hyphen] = _NOTHING  # pdfium took a hyphen within the line for a break
    found[ends] = _END
    return found
