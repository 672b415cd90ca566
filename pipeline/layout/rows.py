"""Rows without ruled lines: names and affiliations set in columns by tabs, blanks or wide gaps."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.document import Document, Line
from pipeline.text import Span

_GAP = re.compile(r"\t[ \t]*|[ ]{3,}|(?<=\S)[ ]*\u2003[ \u2003]*")
#: A cell holds a name, a function, a date; longer stretches are prose in columns or justified text.
_LONGEST = 120
_MOST = 30


def cells(document: Document, line: Line) -> tuple[Span, ...]:
    """The stretches of a line that wide gaps separate."""
    spans, start = [], line.content.start
    for match in _GAP.finditer(document.text, line.content.start, line.content.end):
        if match.start() > start:
            spans.append(Span(start, match.start()))
        start = match.end()
    if start < line.content.end:
        spans.append(Span(start, line.content.end))
    return tuple(spans)


def borderless(document: Document, taken: Sequence[bool]) -> dict[int, tuple[Span, ...]]:
    """Cells by line number, for lines that share a column's start with a neighbour; ``taken`` lines are left alone."""
    split: dict[int, tuple[Span, ...]] = {}
    for number, line in enumerate(document.lines):
        if not taken[number] and line.markup in ("", "item", "paragraph") and _may_have_gaps(document.text, line):
            found = cells(document, line)
            if 1 < len(found) <= _MOST:
                split[number] = found
    return {number: spans for number, spans in split.items() if _fits(document, split, number)}


def _may_have_gaps(text: str, line: Line) -> bool:
    """Whether a line holds anything that a gap begins with, which is sooner told than where the gaps are."""
    words = text[line.content.start : line.content.end]
    return "\t" in words or "   " in words or "\u2003" in words


def _fits(document: Document, split: dict[int, tuple[Span, ...]], number: int) -> bool:
    if max(map(len, split[number])) > _LONGEST:
        return False
    own = _starts(document, number, split[number])
    tolerance = 4.0 if document.lines[number].box else 1.0
    for other in (number - 2, number - 1, number + 1, number + 2):
        if other not in split or document.lines[other].page != document.lines[number].page:
            continue
        theirs = _starts(document, other, split[other])
        if any(abs(mine - yours) <= tolerance for mine in own for yours in theirs):
            return True
        if (
            not document.lines[number].box
            and len(own) == len(theirs)
            and "\t" in document.lines[number].span.of(document.text)
        ):
            return True
    return False


def _starts(document: Document, number: int, spans: tuple[Span, ...]) -> list[float]:
    """Where the second and further cells begin, in points or in columns."""
    line = document.lines[number]
    if line.box is None:
        return [len(document.text[line.span.start : span.start].expandtabs(8)) for span in spans[1:]]
    lefts = {word.start: word.x0 for word in line.words}
    return [lefts[span.start] for span in spans[1:] if span.start in lefts]


def continued(document: Document, row: Sequence[Span], first: Line, before: Line, line: Line) -> bool:
    """Whether ``line`` stands below the last cell of a row that ``first`` begins and ``before`` ends so far."""
    if line.box is None or before.box is None or line.markup or "\t" in line.span.of(document.text):
        return False
    left = next((word.x0 for word in first.words if word.start == row[-1].start), None)
    step = line.box.bottom - before.box.bottom
    near = 0 < step < 1.5 * max(line.size, before.size) and (line.page, line.column) == (before.page, before.column)
    return left is not None and near and abs(line.box.x0 - left) < 4
