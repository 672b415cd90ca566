"""Which blocks are headings, and how deep: by markup, size, weight, capitals, numbers, and by standing alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.document import Line
from pipeline.text import Span

_LETTERS = re.compile(r"[^\W\d_]")
_SENTENCE_END = re.compile(r"[.;,!][\"”’')]*$")
_NUMBERED = re.compile(r"\(?(?:\d{1,2}(?:\.\d{1,2}){0,4}|[A-Z]|[IVX]{1,5})[.)]{0,2}$")
_WORDS = re.compile(r"\S+")
#: A colon ends a label ("Attendees:"); with more words it introduces a list in a sentence.
_LABEL_WORDS = 8
_TITLE_WORDS = 22
_PLAIN_WORDS = 11
#: The level of labels and of lines that only stand alone: below every heading that is set as one.
LOWEST = 6


@dataclass(frozen=True)
class Draft:
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
        letters = _LETTERS.findall(self.words)
        return len(letters) >= 3 and sum(letter.isupper() for letter in letters) >= 0.8 * len(letters)


def headings(drafts: Sequence[Draft], body: float) -> dict[int, int]:
    """Level by number of draft, for those that are headings."""
    found: dict[int, tuple[float, int, int]] = {}
    levels: dict[int, int] = {}
    for number, draft in enumerate(drafts):
        if draft.first.markup == "heading" and draft.kind != "running":
            levels[number] = max(draft.first.level, 1)
        elif (style := _style(drafts, number, body)) is not None:
            found[number] = style
    ranks = {style: rank for rank, style in enumerate(sorted(set(found.values())), 1)}
    deepest = max(levels.values(), default=0)
    for number, style in found.items():
        depth = drafts[number].first.marker.strip("().").count(".")
        levels[number] = min((deepest if levels and deepest < LOWEST else 0) + ranks[style] + depth, LOWEST)
    for number in range(len(drafts)):
        if number not in levels and _is_label(drafts, number):
            levels[number] = LOWEST
    return levels


def _style(drafts: Sequence[Draft], number: int, body: float) -> tuple[float, int, int] | None:
    """How a draft is set apart from the text, as a key that sorts higher headings first; None for no heading."""
    draft = drafts[number]
    if draft.kind not in ("paragraph", "item") or (draft.kind == "item" and not _NUMBERED.match(draft.first.marker)):
        return None
    count = len(_WORDS.findall(draft.words))
    if not count or count > _TITLE_WORDS or draft.height > 4 or not _LETTERS.search(draft.words):
        return None
    if _SENTENCE_END.search(draft.words) and not (draft.capitals or (draft.first.marker and draft.bold)):
        return None
    large = body > 0 and draft.size > body * 1.12
    if large or draft.bold or (draft.capitals and len(_LETTERS.findall(draft.words)) > 3):
        size = -round(draft.size) if large else -body
        return (size, 0 if draft.capitals else 1, 0 if draft.bold else 1)
    if draft.alone and count <= _PLAIN_WORDS and _stands_above_prose(drafts, number):
        return (0.0, 2, 2)
    return None


def _stands_above_prose(drafts: Sequence[Draft], number: int) -> bool:
    """A short line that a longer text follows and no other short line precedes: "Meeting Summary"."""
    draft = drafts[number]
    if not draft.words[0].isupper() and not draft.first.marker:
        return False
    if draft.words.endswith((":", "-", "–")) or "," in draft.words or "@" in draft.words:
        return False
    if number + 1 >= len(drafts):
        return False
    after = drafts[number + 1]
    before = drafts[number - 1] if number else None
    if after.kind == "paragraph" and len(after.words) < 90:
        return False
    if after.kind == "item" and draft.kind == "item":
        return False
    if after.kind not in ("paragraph", "item"):
        return False
    return before is None or before.kind != "paragraph" or len(before.words) >= 90 or before.first.markup == "heading"


def _is_label(drafts: Sequence[Draft], number: int) -> bool:
    """A label such as "Attendees:" with something below it."""
    draft = drafts[number]
    if draft.kind != "paragraph" or not draft.words.rstrip("*_ ").endswith(":") or number + 1 >= len(drafts):
        return False
    return len(_WORDS.findall(draft.words)) <= _LABEL_WORDS and drafts[number + 1].kind in ("paragraph", "item", "row")
