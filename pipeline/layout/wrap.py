"""Does a line continue the one before it? Typed text answers by its width, pages by their geometry.

A line is full when the next line's first word would not have fitted on it any more. Full lines were broken by a
machine and are joined; short lines were ended by a person (a list of names, an address) and stay apart.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.document import Box, Document, Line

#: What ends a sentence, a lead-in or a clause, and what may close behind it.
_ENDS, _CLOSING = frozenset(".!?:;…"), "\"”’')]*_"
_BROKEN = re.compile(r"[^\W\d_][-\u2010\u00ad\x02\ufffe]$")
#: "in", "of", "and", "du": no line of a list ends so; a comma, a dash or an opening bracket go on, too.
_DANGLING = re.compile(r"(?:\s[a-zà-ÿ]{1,3}|[,–—(/&])$")
#: "Present: Ada Moe, Bo Lie, Cy": a list in running text.
_LABELLED_LIST = re.compile(r"[^,:;]{2,50}:\s[^,;]+[,;][^,;]+[,;]")
#: "Mr. Moe", "Dr Lie"
_TITLED = re.compile(r"(?P<title>[A-Z][a-z]{0,3}\.?\s)(?=[^\W\d_a-z])")
#: "Opening ........ 3": a line of a table of contents is complete.
_LEADER_END = re.compile(r"(?:\.\s?){4,}\s*(?:\d+|[ivxl]+)\s*$")
#: "ekr: we agree": a speaker's short name, in small letters.
_SPEAKER = re.compile(r"[\w.-]{1,20}(?: [\w.-]{1,20})?:(?:\s|$)")
_FIRST_WORD = re.compile(r"\S+")
_DASHES = frozenset({"-", "–", "—"})
_APART = frozenset({"aside", "quoted"})
_ALONE = frozenset({"heading", "rule", "table"})
#: What begins a block wherever it stands; "paragraph" is one that the file itself tells apart.
_FIRST = _ALONE | {"item", "paragraph"}
#: Beyond this width a "line" is a paragraph typed without line breaks.
_WIDEST = 200


@dataclass(frozen=True)
class Measures:
    """What is usual in a document.

    ``widths``: by number of blank lines between lines (0 or 1), the width at which they are broken; 0 where they are
    not. ``leading``: by font size, the distance from line to line. ``rights``: by page and column, where
    lines end, ``lefts`` where they begin. ``body``: the size of most characters.
    """

    widths: tuple[int, int]
    leading: Mapping[float, float]
    rights: Mapping[tuple[int, int], float]
    lefts: Mapping[tuple[int, int], float]
    body: float


def measure(document: Document) -> Measures:
    """Measures of a document; cheap, one pass."""
    boxes: dict[tuple[int, int], list[Box]] = defaultdict(list)
    for line in document.lines:
        if line.box and line.page:
            boxes[line.page, line.column].append(line.box)
    return Measures(
        widths=(0, 0) if document.pages else (_width(document, 0), _width(document, 1)),
        leading=_leading(document),
        rights=_rights({key: [box.x1 for box in own] for key, own in boxes.items()}),
        lefts={key: min([box.x0 for box in own]) for key, own in boxes.items()},
        body=_body(document),
    )


def dashes_within(document: Document, measures: Measures) -> dict[int, Line]:
    """Lines that begin with a dash of their sentence, "agreed - after a debate -", and so are no list items."""
    found: dict[int, Line] = {}
    for number, (before, line) in enumerate(pairwise(document.lines), 1):
        if line.marker not in _DASHES or line.box is None or before.box is None or before.markup in _ALONE:
            continue
        same = (before.page, before.column, before.size) == (line.page, line.column, line.size)
        begins = _inner_left(before) if before.markup == "item" else before.box.x0
        lower = document.text[line.content.start : line.content.start + 1].islower()
        full = same and lower and abs(begins - line.box.x0) < 2 and _is_full(measures, before, line)
        if full and not _is_complete(before.content.of(document.text)):
            found[number] = line._replace(markup="", marker="", level=0, content=line.span)
    return found


def blank_lines(document: Document, before: Line, line: Line) -> int:
    """How many blank lines stand between two lines of an unpaged document."""
    return document.text.count("\n", before.span.end, line.span.start) - 1


def _width(document: Document, blanks: int) -> int:
    """The width at which lines are broken, judged by those that evidently go on in lower case.

    A line that was broken by width has no room for the next line's first word: that room, in nearly all of them,
    is the width. Where it varies widely, lines were not broken by width.
    """
    needed, pairs = [], 0
    longest = 0
    for before, line in pairwise(document.lines):
        if line.markup or before.markup not in ("", "item", "quote") or blank_lines(document, before, line) != blanks:
            continue
        pairs += 1
        if _goes_on(document, before, line):
            needed.append(_needed(document, before, line))
            longest = max(longest, len(before.span))
    if len(needed) < 3 or len(needed) < pairs * 0.12:
        return 0
    needed.sort()
    width = needed[len(needed) // 20]
    return width if 30 <= width <= _WIDEST and width > 0.7 * needed[len(needed) // 2] and longest <= 1.5 * width else 0


def _needed(document: Document, before: Line, line: Line) -> int:
    """How long a line would be with the next line's first word."""
    word = _FIRST_WORD.match(document.text, line.content.start)
    return len(before.span) + 1 + (len(word.group()) if word else 0)


def _leading(document: Document) -> dict[float, float]:
    steps: dict[float, list[float]] = {line.size: [] for line in document.lines}
    for before, line in pairwise(document.lines):
        if before.box and line.box and before.page == line.page and before.column == line.column:
            step = line.box.bottom - before.box.bottom
            if 0.8 * line.size < step < 2.6 * line.size:
                steps[line.size].append(step)
    alike: dict[int, list[float]] = defaultdict(list)
    for size, values in steps.items():
        alike[_half(size)].extend(values)
    # The lower quartile: in a document of many short paragraphs most steps are gaps between them.
    usual = {half: sorted(values)[len(values) // 4] for half, values in alike.items() if values}
    return {size: usual.get(_half(size), 1.25 * size) for size in steps}


def _rights(ends: Mapping[tuple[int, int], list[float]]) -> dict[tuple[int, int], float]:
    rights: dict[tuple[int, int], float] = {}
    common: dict[int, list[float]] = defaultdict(list)
    sure = set()
    for key, values in ends.items():
        values.sort(reverse=True)
        rights[key] = right = values[min(2, len(values) // 4)]
        if len(values) >= 5 and sum(value > right - 0.05 * right for value in values) >= 0.3 * len(values):
            sure.add(key)
            common[key[1]].append(right)
    # A page of short lines (a list of names) says nothing of its own: the other pages' margin counts.
    return {
        key: right if key in sure or not common[key[1]] else max(right, median(common[key[1]]))
        for key, right in rights.items()
    }


def _body(document: Document) -> float:
    written: dict[float, int] = defaultdict(int)
    for line in document.lines:
        written[line.size] += line.content.end - line.content.start
    sizes: Counter[int] = Counter()
    for size, count in written.items():
        if size:
            sizes[_half(size)] += count
    return sizes.most_common(1)[0][0] / 2 if sizes else 0.0


def _half(size: float) -> int:
    return round(size * 2)


def continues(
    document: Document, measures: Measures, ends: tuple[Line, Line], line: Line, above: Sequence[Line] = ()
) -> bool:
    """Whether ``line`` goes on with a block, of which the first and the last line say enough.

    ``above`` holds blocks of a single line right before a block that has but one itself.
    """
    first, before = ends
    if line.markup == "code" or before.markup == "code":
        return line.markup == before.markup
    if line.markup != before.markup and not _APART.isdisjoint((line.markup, before.markup)):
        return False
    if line.markup == "meta" or before.markup == "meta":
        return line.markup == before.markup and line.level > 1
    if line.marker or line.markup in _FIRST or before.markup in _ALONE:
        return False
    if line.markup == "quote" and before.markup != "quote":
        return False
    if _begin_alike(document, first, line):
        return False
    if line.box is not None and before.box is not None:
        going_on = _continues_on_page(document, measures, first, before, line)
    else:
        going_on = _continues_typed(document, measures, before, line)
    if going_on and _begins_something(document, before, line):
        return False
    if not going_on or before is not first or len(above) < 2 or _goes_on(document, before, line) or before.hyphen:
        return going_on
    if line.box is not None and before.box is not None and above[-1].box is not None:
        closer = line.box.bottom - before.box.bottom < 0.85 * (before.box.bottom - above[-1].box.bottom)
        if closer or line.box.x0 > before.box.x0 + 6:
            return True  # entries stand farther apart than their lines, or their further lines hang
    return not all(_is_listed(document, upper, lower) for upper, lower in pairwise((*above, before)))


def _goes_on(document: Document, before: Line, line: Line) -> bool:
    """Whether the words say so: an unfinished sentence, then a small letter."""
    start = line.content.start
    if not document.text[start : start + 1].islower() or _SPEAKER.match(document.text, start, line.content.end):
        return False
    return not _is_complete(before.content.of(document.text))


def _is_complete(words: str) -> bool:
    return words.rstrip(_CLOSING)[-1:] in _ENDS


def _begin_alike(document: Document, first: Line, line: Line) -> bool:
    """Whether a line begins with the same short title as the block, "Mr. Moe", "Mr. Lie": entries of a list."""
    text, own, other = document.text, first.content.start, line.content.start
    if text[own : own + 2] != text[other : other + 2]:  # as most do
        return False
    start = _TITLED.match(text, own, first.content.end)
    return (
        start is not None
        and text.startswith(start["title"], other)
        and _TITLED.match(text, other, line.content.end) is not None
    )


def _begins_something(document: Document, before: Line, line: Line) -> bool:
    """A short line without a full stop, after a sentence that is complete: a heading, or the first of a list."""
    if len(line.content) >= 0.5 * len(before.content) or not _is_complete(before.content.of(document.text)):
        return False
    words = line.content.of(document.text)
    return not _is_complete(words) and not words[:1].islower()


def _is_listed(document: Document, upper: Line, lower: Line) -> bool:
    """Whether two lines stand in a list of unmarked lines, so that a full one among them is only the longest."""
    words = upper.content.of(document.text)
    if lower.marker or upper.marker or _is_complete(words) or upper.markup in _ALONE:
        return False
    if (upper.bold, upper.size, upper.column) != (lower.bold, lower.size, lower.column):
        return False
    if _DANGLING.search(lower.content.of(document.text)) or _LABELLED_LIST.match(lower.content.of(document.text)):
        return False
    if upper.box is not None and lower.box is not None:
        near = 0 < lower.box.bottom - upper.box.bottom < 2.2 * lower.size
        return near and abs(upper.box.x0 - lower.box.x0) < 2
    return blank_lines(document, upper, lower) == 0


def _continues_typed(document: Document, measures: Measures, before: Line, line: Line) -> bool:
    text = document.text
    blanks = blank_lines(document, before, line)
    words = before.content.of(text)
    if blanks > 1 or before.bold != line.bold:
        return False
    if text.startswith(("  \n", "\\\n"), before.span.end) or words.endswith("\\"):
        return False  # Markdown's hard line break
    width = measures.widths[blanks]
    full = bool(width) and width <= _needed(document, before, line) and len(before.span) <= width * 1.3
    if blanks:
        unfinished = len(words) > 60 and (_is_open_list(words) or _DANGLING.search(words.rstrip(",")) is not None)
        going_on = len(words) > 40 and _goes_on(document, before, line)
        return going_on or unfinished or (full and len(words) > width * 0.8)
    if _BROKEN.search(words) and text[line.content.start].islower():
        return True
    if _goes_on(document, before, line) and (full or len(words) > (0.5 * width or 60) or before.markup == "item"):
        return True
    if _is_open_list(words) and len(words) > 50:
        return True
    deeper = _indent(text, line) > _indent(text, before)
    if before.markup == "item":
        return full or (deeper and not words.endswith(":"))
    return full and not deeper


def _is_open_list(words: str) -> bool:
    """Whether a line breaks off within a list in running text: "Moe, Ada; Lie, Bo; Dahl," or "Ada, Bo, Cy, Di,"."""
    return words.endswith((";", ",")) and (words.count(";") >= 2 or words.count(",") >= 4)


def _indent(text: str, line: Line) -> int:
    """Columns before the line's first mark, its list marker included."""
    whole = line.span.of(text)
    return len(whole.expandtabs(4)) - len(whole.expandtabs(4).lstrip())


def _continues_on_page(document: Document, measures: Measures, first: Line, before: Line, line: Line) -> bool:
    assert before.box is not None
    assert line.box is not None
    words = before.content.of(document.text)
    if words.count(".") >= 4 and _LEADER_END.search(words):
        return False
    small = _goes_on(document, before, line)
    same_style = line.bold == before.bold and abs(line.size - before.size) <= 0.12 * max(line.size, before.size, 1)
    full = before.hyphen or _is_full(measures, before, line)
    if not same_style and not (full and (small or _hangs(first, line))):
        return False
    left, right = measures.lefts[line.page, line.column], measures.rights[line.page, line.column]
    aligned = abs(line.box.x1 - before.box.x1) < 2 and line.box.x0 > left + 0.15 * (right - left)
    if aligned and not small and not (full and _hangs(first, line)):
        return abs(line.box.x0 - before.box.x0) < 2  # else set flush right: an address
    if before.page == line.page and line.column not in (before.column, before.column + 1):
        return False  # text flows into the next column, but not from cell to cell
    if before.page != line.page or before.column != line.column or line.box.bottom <= before.box.bottom:
        return full and (small or not _is_complete(words)) and before.size <= measures.body * 1.12
    step = line.box.bottom - before.box.bottom
    usual = measures.leading[line.size]
    if step > usual * 1.25 + 1:
        return False
    if first.markup == "item" and first.box and line.box.x0 < first.box.x0 - 2 and not (small or before is first):
        return False
    if full:
        starts_anew = line.box.x0 > before.box.x0 + 6 and before is not first and _is_complete(words)
        return not starts_anew
    width = before.box.x1 - before.box.x0
    if _is_open_list(words) and width > 0.6 * (right - left):
        return True
    if width > 0.8 * (right - left) and step < 1.05 * usual and not _is_complete(words):
        return True  # ragged text: the line is long, no sentence ends, and nothing sets the next one apart
    return small or (before.bold and _DANGLING.search(words) is not None and not words.endswith(","))


def _hangs(first: Line, line: Line) -> bool:
    """Whether a line begins below the words of an item, to the right of its marker."""
    assert line.box is not None
    return first.markup == "item" and len(first.words) > 1 and abs(line.box.x0 - _inner_left(first)) < 2


def _inner_left(first: Line) -> float:
    """Where the words of an item begin, to the right of its marker."""
    return next((word.x0 for word in first.words if word.start >= first.content.start), 0.0)


def _is_full(measures: Measures, before: Line, line: Line) -> bool:
    assert before.box is not None
    assert line.box is not None
    room = measures.rights[before.page, before.column] - 1 - before.box.x1 - 0.2 * before.size
    if room < 0:
        return True
    word = line.words[0] if line.words else None
    return ((word.x1 - word.x0) if word else 0.3 * (line.box.x1 - line.box.x0)) > room
