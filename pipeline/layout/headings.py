"""Which blocks are headings, and how deep: by markup, size, weight, capitals, numbers, and by standing alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline.document import Line
from pipeline.text import Span

_LETTERS = re.compile(r"[^\W\d_]")
_SENTENCE_END = re.compile(r"[.;,!][\"”’')]*$")
_NUMBERED = re.compile(r"\(?(?:\d{1,2}(?:\.\d{1,2}){0,4}|[A-Za-z]|[IVX]{1,5})[.)]{0,2}$")
#: A colon ends a label ("Attendees:"); with more words it introduces a list in a sentence.
_LABEL_WORDS = 9
_TITLE_WORDS = 22
_PLAIN_WORDS = 11
#: The level of labels and of lines that only stand alone: below every heading that is set as one.
LOWEST = 6
_FEWEST_LISTED = 4


#: Size (negative), weight and capitals of a heading: higher headings sort first.
_Style = tuple[float, int, int]


class Draft(NamedTuple):
    """A block to be: its place, its number of lines, its words, and what is known of its form."""

    kind: str
    span: Span
    height: int
    words: str
    first: Line
    alone: bool
    bold: bool
    size: float

    @property
    def capitals(self) -> bool:
        """Whether it is written in capitals, small words aside."""
        large = sum(map(str.isupper, self.words))
        return large >= 3 and large >= 0.8 * sum(map(str.isalpha, self.words))


def headings(drafts: Sequence[Draft], body: float) -> dict[int, int]:
    """Level by number of draft, for those that are headings. ``body`` is the usual font size, 0 without fonts."""
    found: dict[int, _Style] = {}
    levels: dict[int, int] = {}
    repeated = _repeated_labels(drafts)
    for number, draft in enumerate(drafts):
        if draft.first.markup == "heading" and draft.kind != "running":
            levels[number] = max(draft.first.level, 1)
        elif number not in repeated and (style := _set_apart(draft, body)) is not None:
            found[number] = style
    found = {number: style for number, style in found.items() if not _only_marks(drafts, number, found)}
    for number in _bold_lists(drafts, found):
        del found[number]
    # Short lines above prose are headings where little else is set apart; numbered ones in any typed text.
    few = len(found) + len(levels) < 2 + len(drafts) // 60
    for number, draft in enumerate(drafts):
        free = number not in levels and number not in repeated and (few or (draft.kind == "item" and not body))
        if free and _stands_above_prose(drafts, number, found, body):
            found[number] = _PLAIN
    found.update(dict.fromkeys(_siblings(drafts, found), _PLAIN))
    ranks = _ranks(list(found.values()))
    deepest = max(levels.values(), default=0)  # of those that the file names; what looks like one is below
    for number, style in found.items():
        depth = drafts[number].first.marker.strip("().").count(".")
        levels[number] = min((deepest if levels and deepest < LOWEST else 0) + ranks[style] + depth, LOWEST)
    for number in range(len(drafts)):
        if number not in levels and _is_label(drafts, number):
            levels[number] = LOWEST
    return levels


def _ranks(styles: Sequence[_Style]) -> dict[_Style, int]:
    """Level by style. What stands above all styles that are used twice is the title page and counts as one level."""
    counts = Counter(styles)
    highest = min((style for style, count in counts.items() if count > 1), default=None)
    once = {style for style in counts if highest is not None and style < highest}
    below = sorted(set(counts) - once)
    return {**dict.fromkeys(once, 1), **{style: rank for rank, style in enumerate(below, 2 if once else 1)}}


def _repeated_labels(drafts: Sequence[Draft]) -> set[int]:
    """Drafts like "ACTION: MS", whose label comes again and again with something else behind it."""
    labels: dict[str, list[int]] = {}
    for number, draft in enumerate(drafts):
        label, colon, value = draft.words.partition(":")
        if colon and value.strip() and len(label) < 40 and "…" not in value:
            labels.setdefault(label.strip().casefold(), []).append(number)
    return {number for numbers in labels.values() if len(numbers) > 1 for number in numbers}


def _bold_lists(drafts: Sequence[Draft], found: Mapping[int, _Style]) -> list[int]:
    """Lines after the first of four or more that are set apart alike with nothing below: names in bold, no headings."""
    listed: list[int] = []
    run: list[int] = []
    for number in range(len(drafts) + 1):
        goes_on = run and number in found and found[number] == found[run[-1]] and not drafts[number].first.marker
        if goes_on and drafts[number].first.page == drafts[run[0]].first.page:
            run.append(number)
            continue
        listed.extend(run[1:] if len(run) >= _FEWEST_LISTED else [])
        run = [number] if number in found else []
    return listed


def _only_marks(drafts: Sequence[Draft], number: int, found: Mapping[int, object]) -> bool:
    """One word in capitals between two headings, "NONE", is what stands under the first."""
    draft = drafts[number]
    alone = draft.capitals and not draft.bold and " " not in draft.words and not draft.first.marker
    return alone and number - 1 in found and (number + 1 in found or number + 1 == len(drafts))


def _is_short(draft: Draft) -> bool:
    """Whether it could be a heading at all: a few words, in a paragraph or in a numbered item."""
    if draft.kind != "paragraph" and not (draft.kind == "item" and _NUMBERED.match(draft.first.marker)):
        return False
    if draft.height > 4 or not 0 < len(draft.words.split()) <= _TITLE_WORDS or not _LETTERS.search(draft.words):
        return False
    return "…" not in draft.words and "___" not in draft.words  # a line of a table of contents, or one to fill in


def _set_apart(draft: Draft, body: float) -> _Style | None:
    """How a draft is set apart from the text, as a key that sorts higher headings first; None when it is not."""
    if not _is_short(draft):
        return None
    capitals = draft.capitals
    in_words = capitals and " " in draft.words
    if _SENTENCE_END.search(draft.words) and not (in_words or (draft.first.marker and draft.bold)):
        return None
    if draft.size < 0.85 * body:
        return None  # small print, even in capitals
    numbered = draft.kind == "item"
    large = body > 0 and draft.size > body * (1.05 if numbered or draft.bold else 1.12)
    if not large and not draft.bold and not (in_words if numbered else capitals):
        return None
    return (-round(draft.size) if large else -body, 0 if draft.bold else 1, 0 if capitals else 1)


#: The rank of headings that are not set apart: below all others.
_PLAIN = (0.0, 2, 2)


def _stands_above_prose(drafts: Sequence[Draft], number: int, found: Mapping[int, object], body: float) -> bool:
    """A short line that a longer text follows and no other short line precedes: "Meeting Summary"."""
    draft, words = drafts[number], drafts[number].words
    after, before = _neighbour(drafts, number, 1), _neighbour(drafts, number, -1)
    if after is None or number in found or not draft.alone or not _is_short(draft):
        return False
    if len(words.split()) > _PLAIN_WORDS or _SENTENCE_END.search(words):
        return False
    if not (words[0].isupper() or draft.first.marker) or words.endswith((":", "-", "–")):
        return False
    if any(mark in words for mark in (",", "@", ": ")):
        return False
    if _set_apart(after, body) is not None or after.first.markup == "heading":
        return False
    prose = len(after.words) >= 90 or (draft.kind == "item" and after.words.endswith("."))
    if after.kind not in ("paragraph", "item") or (after.kind == "paragraph" and not prose):
        return False
    listed = before is not None and before.kind == "item" and draft.first.marker.strip("().") != "1"
    if draft.kind == "item" and (after.kind == "item" or listed):
        return False
    return before is None or before.kind != "paragraph" or len(before.words) >= 90


def _siblings(drafts: Sequence[Draft], found: Mapping[int, _Style]) -> list[int]:
    """Items numbered like items that are headings already, with something else below them: headings of that series."""
    plain = [drafts[number] for number, style in found.items() if style == _PLAIN and drafts[number].kind == "item"]
    series = Counter(_form(draft) for draft in plain)
    siblings = []
    for number, draft in enumerate(drafts):
        if number in found or draft.kind != "item" or series[_form(draft)] < 2 or not _is_short(draft):
            continue
        after, before = _neighbour(drafts, number, 1), _neighbour(drafts, number, -1)
        alike = any(other is not None and _form(other) == _form(draft) for other in (after, before))
        if after is not None and not alike and not _SENTENCE_END.search(draft.words):
            siblings.append(number)
    return siblings


def _form(draft: Draft) -> tuple[str, int]:
    """How an item is numbered, whatever its number, and how deep."""
    return re.sub(r"\w+", "1", draft.first.marker), draft.first.level


def _neighbour(drafts: Sequence[Draft], number: int, step: int) -> Draft | None:
    """The next draft in one direction that is no running head or foot."""
    number += step
    while 0 <= number < len(drafts) and drafts[number].kind == "running":
        number += step
    return drafts[number] if 0 <= number < len(drafts) else None


def _is_label(drafts: Sequence[Draft], number: int) -> bool:
    """A label such as "Attendees:" with something below it."""
    draft = drafts[number]
    if draft.kind != "paragraph" or not draft.words.rstrip("*_ ").endswith(":") or number + 1 >= len(drafts):
        return False
    return len(draft.words.split()) <= _LABEL_WORDS and drafts[number + 1].kind in ("paragraph", "item", "row")
