"""Running heads, running feet and page numbers: lines that repeat at the edges of pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping

from pipeline.document import Box, Document, Line

_NOWHERE = Box(0, 0, 0, 0)
#: So much of a page's height, at its top and at its bottom, may hold running lines.
_EDGE = 0.11
#: Nor does any running head reach farther than this.
_TALL = 0.2
#: So many lines from the top or the bottom are looked at.
_DEPTH = 4
_DIGITS = re.compile(r"\d{1,4}")
#: "2) Reports were made", "* in part"
_NOTE = re.compile(r"(?:\d{1,3}|\*{1,3}|†)[).]?\s*\S")
_SPACE = re.compile(r"[^\w#]+")
#: "12", "- 12 -", "12 / 30", "Page 12 of 30", "p. 3", "Seite 2 von 5"
_NUMBER = re.compile(r"[\W_]*(?:[^\W\d_]{1,7}\.?\s*)?\d{1,4}(?:\s*(?:/|\||[^\W\d_]{1,4})\s*\d{1,4})?[\W_]*")


def running_lines(document: Document, body: float) -> set[int]:
    """Numbers of the lines that only repeat or count the page.

    The first page's head stays where it is larger than the ``body``: it is the title, too.
    """
    pages: dict[int, list[int]] = defaultdict(list)
    for number, line in enumerate(document.lines):
        if line.page and line.box is not None and line.markup != "table":
            pages[line.page].append(number)
    if not pages:
        return _typed_numbers(document)
    if len(pages) < 2:
        return set()
    for numbers in pages.values():
        numbers.sort(key=lambda number: (document.lines[number].box or _NOWHERE).top)
    edges = {page: _edge_lines(document, page, numbers) for page, numbers in pages.items()}
    offset = _offset(document, edges)
    counts: Counter[tuple[str, bool]] = Counter()
    for edge in edges.values():
        counts.update({(_normal(document, document.lines[number], offset), top) for number, top in edge})
    needed = max(2, min(len(pages) // 3, 6)) if len(pages) > 3 else 2
    running = _page_numbers(document, pages) | _deep_heads(document, pages)
    for page, edge in edges.items():
        for number, top in edge:
            if page == 1 and top and document.lines[number].size > body * 1.05:
                continue
            words = document.lines[number].span.of(document.text).strip()
            normal = _normal(document, document.lines[number], offset)
            if counts[normal, top] >= needed or (_NUMBER.fullmatch(words) and ("#" in normal or words.isdecimal())):
                running.add(number)
    return running


def footnotes(document: Document, body: float, running: set[int]) -> set[int]:
    """Numbers of the lines in small print at the foot of pages, the first of which bears a number or a star."""
    found: set[int] = set()
    pages: dict[int, list[int]] = defaultdict(list)
    for number, line in enumerate(document.lines):
        if line.page and line.box is not None and number not in running:
            pages[line.page].append(number)
    for page, numbers in pages.items():
        small: list[int] = []
        for number in reversed(numbers):
            line = document.lines[number]
            if line.size > 0.93 * body or (line.box or _NOWHERE).top < 0.4 * document.pages[page - 1].height:
                break
            small.append(number)
        while small and not _NOTE.match(document.text, document.lines[small[-1]].span.start):
            small.pop()
        found.update(small)
    return found


def _typed_numbers(document: Document) -> set[int]:
    """Page numbers that a conversion to text left behind: lines of nothing but 2, 3, 4, and the rules next to them."""
    found: list[int] = []
    last = None
    for number, line in enumerate(document.lines):
        words = line.span.of(document.text).strip()
        if line.markup in ("table", "aside") or line.column:
            continue  # the first cells of a table count, too
        if words.isdecimal() and len(words) <= 3 and (last is None or int(words) == last + 1):
            found.append(number)
            last = int(words)
    if len(found) < 3:
        return set()
    beside = {n for number in found for n in (number - 1, number + 1) if 0 <= n < len(document.lines)}
    return {*found, *(number for number in beside if document.lines[number].markup == "rule")}


def _page_numbers(document: Document, pages: Mapping[int, list[int]]) -> set[int]:
    """First and last lines that are a number and count on with the pages, wherever the margins are."""
    found: dict[int, list[int]] = defaultdict(list)
    for page, numbers in pages.items():
        for number in {numbers[0], numbers[-1]}:
            words = document.lines[number].span.of(document.text).strip(" -–|\t")
            if words.isdecimal() and len(words) <= 4:
                found[int(words) - page].append(number)
    return {number for numbers in found.values() if len(numbers) > 1 for number in numbers}


def _edge_lines(document: Document, page: int, numbers: list[int]) -> list[tuple[int, bool]]:
    """The outermost lines of a page, with whether they stand at its top."""
    height = document.pages[page - 1].height
    top = [n for n in numbers[:_DEPTH] if (document.lines[n].box or _NOWHERE).bottom < height * _EDGE]
    bottom = [n for n in numbers[-_DEPTH:] if (document.lines[n].box or _NOWHERE).top > height * (1 - _EDGE)]
    return [(n, True) for n in top] + [(n, False) for n in bottom if n not in top]


def _deep_heads(document: Document, pages: Mapping[int, list[int]]) -> set[int]:
    """Lines of a tall head or foot: the same words at the same height on most of three or more pages."""
    found: dict[tuple[str, int], list[int]] = defaultdict(list)
    for page, numbers in pages.items():
        low, high = document.pages[page - 1].height * _TALL, document.pages[page - 1].height * (1 - _TALL)
        for number in numbers:
            box = document.lines[number].box or _NOWHERE
            if not low < (box.top + box.bottom) / 2 < high:
                found[document.lines[number].span.of(document.text).strip(), round(box.top / 4)].append(number)
    most = max(3, round(0.6 * (len(pages) - 1)))
    return {n for numbers in found.values() if len(numbers) >= most for n in numbers if document.lines[n].page > 1}


def _offset(document: Document, edges: Mapping[int, list[tuple[int, bool]]]) -> int:
    """What the printed page numbers are ahead of the counted ones."""
    offsets: Counter[int] = Counter()
    for page, edge in edges.items():
        for number, _ in edge:
            words = document.lines[number].span.of(document.text)
            offsets.update({int(match.group()) - page for match in _DIGITS.finditer(words)})
    return offsets.most_common(1)[0][0] if offsets else 0


def _normal(document: Document, line: Line, offset: int) -> str:
    """A line with the page's own number made alike: "Page 3" equals "Page 4", and "Annex 1" is not "Annex 2"."""
    words = line.span.of(document.text).lower()
    own = {line.page + offset, len(document.pages) + offset}  # "3 of 12"
    alike = _DIGITS.sub(lambda match: "#" if int(match.group()) in own else match.group(), words)
    return _SPACE.sub(" ", alike).strip()
