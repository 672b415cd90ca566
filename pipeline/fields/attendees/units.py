"""Blocks as the lines of a list: one unit a person, or one for a whole comma list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.fields.attendees.ends import list_end
from pipeline.fields.attendees.knowledge import Knowledge
from pipeline.fields.attendees.labels import (
    ends_as_label,
    has_sign,
    leading_label,
    says_only_who,
    trailing_label,
    whole_label,
)
from pipeline.fields.attendees.unit import Unit
from pipeline.fields.attendees.words import folded
from pipeline.layout.block import Block
from pipeline.mentions.names import is_given
from pipeline.sections.sentences import MARKED_END
from pipeline.text import View, join

_OPEN_END = re.compile(r"(?:[,;&/(–-]|\b(?:and|und|et|y|e|en))\s*$")
_UNDERSCORE = re.compile(r"_")
#: "Jane_Doe", as chat logs write names.
_JOINED = re.compile(r"_(?<=[^\W\d_]_)(?=[A-ZÀ-Þ])")
_COLON = re.compile(r"(?<=\w)\s?:\s")
# "at 2:15 p.m. Chair Doe"
_HOUR_END = re.compile(r"\.(?<=[ap]\.m\.)(?=\s+[A-Z])")
_DASH = re.compile(r"[-–—]\s")
# ". Visitor - Jane Doe"
_DASHED = re.compile(r"[.;)]\s(?P<label>[^\W\d_][^\W\d_ ]*(?: [^\W\d_]+){0,4})\s+[-–—]\s+(?=[^\W\d_a-zß-ÿ])")
_WORD = re.compile(r"\S+")
# "reviewed the consent agenda items"
_PROSE = re.compile(r"(?:\s+[a-zß-ÿ][\w'’-]*){5}")
_NAMED = 0.75
#: A label within a paragraph is no longer.
_REACH = 60
#: A label within a paragraph has no more words.
_SHORT = 7
#: Share of lines that must begin with a person for a paragraph to be a list of lines.
_MOST = 0.7
#: Share that may do where no line holds several people.
_LEAST = 0.4


def units_of(block: Block, know: Knowledge) -> list[Unit]:
    """The lines of a block, as far as it is a list; otherwise the block as one unit."""
    if block.kind == "meta":
        return [Unit(line.replace(_UNDERSCORE, " "), block.number) for line in know.lines_of(block)]
    if block.kind in ("paragraph", "item"):
        pieces = _labelled(block, know)
        if len(pieces) > 1:
            return [Unit(piece, block.number, inline=True) for piece in pieces]
    if block.kind == "paragraph" and _may_list(block, know):
        lines = _entries(know.lines_of(block), know)
        if lines:
            return [Unit(line, block.number) for line in lines]
    view = block.view.replace(_JOINED, " ")
    return [Unit(view, block.number, inline=len(block.lines) > 1, checked=block.checked)]


def units_of_row(row: Block, know: Knowledge) -> list[Unit]:
    """The lines of a row that is no row of people: a label in a cell's first line heads what stands below it."""
    lines = [line.cut(0, len(line.text.rstrip(" |"))) for line in know.lines_of(row)]
    found: list[Unit] = []
    number = 0
    while number + 1 < len(lines):
        label = whole_label(lines[number], know)
        if label is not None and (label.presence or label.function) and begins_with_name(lines[number + 1], know):
            found.append(Unit(join(lines[number : number + 2], ": "), row.number, inline=True))
            number += 1
        number += 1
    return found or [Unit(row.view, row.number)]


def _labelled(block: Block, know: Knowledge) -> list[View]:
    """The block cut where a further label begins: "... on May 3. Present: A, B. Absent: C."."""
    text = block.text
    words = folded(text)
    if know.words.labelling.isdisjoint(words):
        return [block.view]
    starts = {0}
    for low, high in know.edges_of(block)[1:] if ":" in text else ():
        line = text[low:high]
        if ":" in line and has_sign(line, know) and _is_list_label(block.view.cut(low, high), know):
            starts.add(low)
    for match in _COLON.finditer(text) if ":" in text else ():
        start = _label_start(block.view, match.start(), know)
        if start is not None:
            starts.add(start)
    for match in _DASHED.finditer(text) if _DASH.search(text) else ():
        if has_sign(match["label"], know) and _is_list_label(block.view.cut(match.start("label"), len(text)), know):
            starts.add(match.start("label"))
    if not know.words.presence_ends.isdisjoint(words):
        starts |= _called(block.view, know)
    edges = [*sorted(starts), len(text)]
    return [piece for low, high in pairwise(edges) for piece in _ended(block.view.cut(low, high), know, within=low > 0)]


def _called(view: View, know: Knowledge) -> set[int]:
    """Where sentences begin and end that say of a list of people that they were there: "A, B and C were present"."""
    found: set[int] = set()
    text = view.text
    ends = sorted(match.end() for pattern in (MARKED_END, _HOUR_END) for match in pattern.finditer(text))
    for low, high in pairwise([0, *ends, len(text)]) if ends else ():
        if low < high and ends_as_label(text[low:high], know) and trailing_label(view.cut(low, high), know) is not None:
            found |= {low, high}
    return found - {len(view)}


def _ended(piece: View, know: Knowledge, *, within: bool) -> list[View]:
    """A list and what follows it in the same paragraph; ``within`` says that words stand before the list too."""
    label = leading_label(piece, know)
    listed = label is not None and (label[0].presence is not None or label[0].function is not None)
    end = list_end(piece.text, label[1], know) if label is not None and listed else len(piece)
    if end == len(piece) and within:
        end = _prose_start(piece.text) or end
    return [piece.cut(0, end), piece.cut(end, len(piece))] if piece.text[end:].strip() else [piece]


def _prose_start(text: str) -> int | None:
    """Where a list within a paragraph turns into running text: behind the last mark before many small words."""
    prose = _PROSE.search(text, _REACH)
    if prose is None:
        return None
    mark = max(text.rfind(sign, 0, prose.start()) for sign in (", ", "; ", ". ", ") "))
    return mark + 2 if mark > 0 else None


def _label_start(view: View, colon: int, know: Knowledge) -> int | None:
    """Where the label before a colon within a paragraph begins; None when what stands there is no label of people."""
    if know.words.label_sign.search(view.text, max(colon - _REACH, 0), colon) is None:
        return None
    low = max(view.text.rfind(mark, 0, colon) for mark in ".;,)\n") + 1
    words = [match.start() + low for match in _WORD.finditer(view.text[max(low, colon - _REACH) : colon])]
    offset = max(low, colon - _REACH) - low
    labels = []
    for start in words[-_SHORT:]:
        at = start + offset
        if (view.text[at].isupper() or at == low + 1) and _is_list_label(view.cut(at, len(view)), know):
            labels.append(at)
    for at in labels:
        own = not view.text[low:at].strip() and not _begins_named(view.text[at:colon], know)
        if own or says_only_who(view.text[at:colon], know) or _is_seats(view.text[at:colon], know):
            return at
    return None


def _is_seats(text: str, know: Knowledge) -> bool:
    """Whether a label names nothing but a body's members: "Members Absent", "Board Members Present"."""
    said = [word for word in text.casefold().split() if word not in know.words.generic]
    return bool(said) and all(word in know.words.singular or know.words.organization.fullmatch(word) for word in said)


def _begins_named(text: str, know: Knowledge) -> bool:
    """Whether a name stands before the label proper: "Jane Doe Also present"."""
    words = text.split()
    given = len(words) > 1 and is_given(words[0], know.words.names) == 1  # the last of "Doe, Jane Also present"
    return given or (len(words) > 2 and know.name_score(" ".join(words[:2])) >= _NAMED)


def _is_list_label(view: View, know: Knowledge) -> bool:
    label = leading_label(view, know)
    said = view.text[: label[1]] if label else ""
    if label is None or len(said.split()) > _SHORT:
        return False
    clause = know.words.clause.search(said)
    if clause and not says_only_who(said[clause.start() :], know):  # but "The following trustees were present"
        return False
    return label[0].presence is not None or label[0].function is not None


def _may_list(block: Block, know: Knowledge) -> bool:
    """Whether enough lines of a paragraph begin with a name for ``_entries`` to look closer; the first may."""
    text, edges = block.text, know.edges_of(block)[1:]
    named = 1 + sum(know.begins_named(text[low:high]) for low, high in edges)
    return len(block.lines) > 1 and named >= _LEAST * len(edges)


def _entries(lines: Sequence[View], know: Knowledge) -> list[View] | None:
    """The lines as entries, wrapped ones joined; None when the paragraph is running text or a comma list."""
    if not lines:
        return None
    label = leading_label(lines[0], know)
    first = lines[0].cut(label[1], len(lines[0])) if label else lines[0]
    body = [first, *lines[1:]] if first.text.strip() else lines[1:]
    if len(body) < 2 and len(lines) == len(body):
        return None
    begins = [begins_with_name(line, know) for line in body]
    named = sum(begins)
    if named < _MOST * len(body) and not (named >= 2 and named >= _LEAST * len(body)):
        return None
    open_ends = sum(bool(_OPEN_END.search(line.text)) for line in lines[:-1])
    crowded = sum(_names_in(line, know) > 1 for line in body)
    if crowded and named < _MOST * len(body):
        return None
    if crowded > 0.4 * len(body) or open_ends > 0.4 * len(lines):
        return None
    entries = [] if first.text.strip() else [lines[0]]
    for line, begins_person in zip(body, begins, strict=True):
        if begins_person or not entries or (label and len(entries) == 1 and entries[0] is lines[0]):
            entries.append(lines[0] if line is first else line)
        else:
            entries[-1] = join([entries[-1], line])
    return entries


def begins_with_name(view: View, know: Knowledge) -> bool:
    """Whether the first segment of a line is a name."""
    return know.begins_named(view.text)


def _names_in(view: View, know: Knowledge) -> int:
    return sum(know.name_score(s.of(view.text)) >= 0.7 for s in know.cut(view.text) if s.mark in ("", ",", ";"))
