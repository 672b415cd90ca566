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
#: Columns are parted in two so often: a page has four of them at most.
_DEPTH = 2
#: A gutter that scores so much of the best is as good, if fewer lines lie across.
_NEARLY = 0.75
#: The middle of a centred line is no further (of the page's width) from the middle of the columns.
_CENTRED = 0.02
#: Runs of one line that stand nearer than the gutter, and no further than so many font sizes, are one line of prose.
_NEAR = 2.0
#: The blanks of a justified line are equally wide, to this factor.
_EVEN = 1.3
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
    """A line as it stands on the page, its words from left to right.

    ``column`` is 0 over the full width, else from 1. ``stretched``: wide blanks only fill the line of a narrow column.
    """

    words: tuple[Glyphs, ...]
    column: int = 0
    stretched: bool = False


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
    gutter = _gutter(runs, width, depth)
    if gutter is None:
        return _in_column(_lines(runs), first - 1) if depth else [Row(line) for line in _lines(runs)]
    uncertain = not _written_in_columns(runs, gutter)

    def beside(zone: list[Run]) -> list[Row]:
        """A table above or below the columns of a page is read row by row."""
        if uncertain and len(zone) < len(runs) and _is_table(zone, gutter, width, depth):
            return [Row(line, first - 1 if depth else 0) for line in _lines(zone)]
        return _side_by_side(zone, gutter, width, depth, first)

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
    return _merged(rows)


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


def _is_table(zone: list[Run], gutter: float, width: float, depth: int) -> bool:
    left = sum(run.x1 <= gutter + 1 for run in zone)
    return min(left, len(zone) - left) >= 2 * _FEWEST_LINES and not _parts(zone, gutter, width, depth)


def _side_by_side(zone: list[Run], gutter: float, width: float, depth: int, first: int) -> list[Row]:
    """Left column, then right column."""
    left = [run for run in zone if run.x1 <= gutter + 1]
    right = [run for run in zone if run.x1 > gutter + 1]
    rows = _ordered(left, width, depth=depth + 1, first=first + 1)
    last = max((row.column for row in rows), default=first)
    return [*rows, *_ordered(right, width, depth=depth + 1, first=last + 2)]


def _in_column(lines: list[tuple[Glyphs, ...]], column: int) -> list[Row]:
    """The rows of a column; lines that reach its right edge by even blanks are justified, no cells side by side."""
    edges = sorted(line[-1].x1 for line in lines)
    right = edges[int(0.9 * (len(edges) - 1))] if edges else 0.0
    return [
        Row(line, column, stretched=abs(line[-1].x1 - right) < 0.5 * line[-1].size and _is_even(line)) for line in lines
    ]


def _is_even(words: Sequence[Glyphs]) -> bool:
    """Whether the blanks between the words are about equally wide, as a justified line has them."""
    gaps = [word.x0 - before.x1 for before, word in pairwise(words)]
    return bool(gaps) and max(gaps) <= _EVEN * min(gaps) + 0.5


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


def _gutter(runs: list[Run], width: float, depth: int) -> float | None:
    """Where a white column parts two columns of prose, None where there is none."""
    if depth >= _DEPTH or len(runs) < 2 * _FEWEST_LINES:
        return None
    starts, ends = sorted(run.x0 for run in runs), sorted(run.x1 for run in runs)
    low, high = starts[0], ends[-1]
    tried: list[tuple[float, int, float]] = []
    step = max((high - low) / 120, 1.0)
    x = low + 0.15 * (high - low)
    while x < high - 0.15 * (high - low):
        left, right = bisect_right(ends, x), len(runs) - bisect_left(starts, x)
        across = len(runs) - left - right
        tried.append((min(left, right) - 1.5 * across, across, x))
        x += step
    best_score = max((score for score, _, _ in tried), default=0.0)
    if best_score < _FEWEST_LINES - 1:
        return None
    # In the middle of three columns more lines stand on either side than beside a gutter, but many lie across.
    near = [trial for trial in tried if trial[0] >= _NEARLY * best_score]
    across = min(across for _, across, _ in near)
    _, best = max(((score, -x) for score, count, x in near if count == across))
    best = -best
    return best if _parts(runs, best, width, depth) else None


def _parts(runs: list[Run], gutter: float, width: float, depth: int) -> bool:
    """Whether there are columns of prose on both sides, and not cells of a table."""
    if _written_in_columns(runs, gutter):
        return True
    left = [run for run in runs if run.x1 <= gutter + 1]
    right = [run for run in runs if run.x0 >= gutter - 1]
    white = _white(left, right)
    return all(
        _is_prose(_joined(side, white), width) or _gutter(side, width, depth + 1) is not None for side in (left, right)
    )


def _white(left: list[Run], right: list[Run]) -> float:
    """How wide the gutter is, but for the few runs that reach into it."""
    ends, starts = sorted(run.x1 for run in left), sorted(run.x0 for run in right)
    return starts[len(starts) // 20] - ends[-1 - len(ends) // 20]


def _joined(runs: list[Run], gutter: float) -> list[Run]:
    """The runs of a column with those of one line put together, where only its blanks are wide."""
    joined: list[Run] = []
    for line in _levels(runs):
        words = [word for run in line for word in run.words]
        if len(line) > 1 and len(words) > 2 and _is_even(words):
            joined.append(_run(words))
            continue
        parts = [list(line[0].words)]
        for run in line[1:]:
            gap, size = run.x0 - parts[-1][-1].x1, run.words[0].size
            if gap < min(gutter, _NEAR * size):
                parts[-1].extend(run.words)
            else:
                parts.append(list(run.words))
        joined.extend(map(_run, parts))
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


def _lines(runs: list[Run]) -> list[tuple[Glyphs, ...]]:
    """The words of runs of about the same height, from left to right."""
    return [tuple(word for run in line for word in run.words) for line in _levels(runs)]


def _levels(runs: list[Run]) -> list[list[Run]]:
    """Runs of about the same height, from left to right."""
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda item: (item.middle, item.x0)):
        if lines and run.middle - lines[-1][0].middle < 0.5 * min(run.height, lines[-1][0].height):
            lines[-1].append(run)
        else:
            lines.append([run])
    return [sorted(line, key=lambda item: item.x0) for line in lines]


def separator(before: Glyphs, word: Glyphs, *, first: bool = False, stretched: bool = False) -> str:
    """What is written between two words of a line: a tab for a wide gap, nothing before a raised "th".

    ``first`` says that ``before`` begins the line; an "o" there is a bullet when it stands apart. ``stretched`` says
    that the line is justified, so that a wide gap is a mere blank.
    """
    if before.hyphen:
        return ""  # pdfium took a hyphen within the line for a break
    gap = word.x0 - before.x1
    if stretched or (word.size == before.size and gap < 0.5 * word.size):
        return " "
    size = max(word.size, before.size)
    if gap > (0.5 if first and before.text == "o" else _TAB_GAP) * size:
        return "\t"
    raised = word.size < 0.85 * before.size and before.text[-1].isdigit() and word.text[0].isalpha()
    return "" if raised and gap < 0.15 * size else " "
