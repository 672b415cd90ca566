"""Blocks as the lines of a list: one unit a person, or one for a whole comma list."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from pipeline.document import Document
from pipeline.fields.attendees.entries import Unit
from pipeline.fields.attendees.knowledge import Knowledge
from pipeline.fields.attendees.labels import leading_label, says_only_who
from pipeline.layout.block import Block
from pipeline.text import View, join

_OPEN_END = re.compile(r"(?:[,;&/(–-]|\b(?:and|und|et|y|e|en))\s*$")
_UNDERSCORE = re.compile(r"_")
#: "Jane_Doe", as chat logs write names.
_JOINED = re.compile(r"(?<=[^\W\d_])_(?=[A-ZÀ-Þ])")
# ". Absent: "
_INNER_LABEL = re.compile(r"(?<=[.;,])\s+(?P<label>[A-Z][^.:;,()]{2,40}):\s")
#: A label within a paragraph has no more words.
_SHORT = 5
#: Share of lines that must begin with a person for a paragraph to be a list of lines.
_MOST = 0.7


def units_of(block: Block, document: Document, know: Knowledge) -> list[Unit]:
    """The lines of a block, as far as it is a list; otherwise the block as one unit."""
    struck = any(span.overlaps(block.span) for span in document.struck)
    if block.kind == "meta":
        return [Unit(line.replace(_UNDERSCORE, " "), block.number) for line in know.lines_of(block)]
    if block.kind in ("paragraph", "item"):
        pieces = _labelled(block, know)
        if len(pieces) > 1:
            return [Unit(piece, block.number, inline=True) for piece in pieces]
    if block.kind == "paragraph" and len(block.lines) > 1:
        lines = _entries(know.lines_of(block), know)
        if lines:
            return [Unit(line, block.number) for line in lines]
    view = block.view.replace(_JOINED, " ")
    return [Unit(view, block.number, inline=len(block.lines) > 1, checked=block.checked, struck=struck)]


def _labelled(block: Block, know: Knowledge) -> list[View]:
    """The block cut where a further label begins: "... on May 3. Present: A, B. Absent: C."."""
    text = block.text
    starts = {0}
    if len(block.lines) > 1 and ":" in text:
        position = 0
        for line in know.lines_of(block):
            position = text.find(line.text, position)
            if position > 0 and ":" in line.text and _is_list_label(line, know):
                starts.add(position)
    for match in _INNER_LABEL.finditer(text):
        if _is_list_label(block.view.cut(match.start("label"), len(text)), know):
            starts.add(match.start("label"))
    edges = [*sorted(starts), len(text)]
    return [block.view.cut(low, high) for low, high in itertools.pairwise(edges)]


def _is_list_label(view: View, know: Knowledge) -> bool:
    label = leading_label(view, know)
    said = view.text[: label[1]] if label else ""
    if label is None or len(said.split()) > _SHORT:
        return False
    if know.words.clause.search(said) and not says_only_who(said, know):
        return False
    return label[0].presence is not None or label[0].function is not None


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
    open_ends = sum(bool(_OPEN_END.search(line.text)) for line in lines[:-1])
    crowded = sum(_names_in(line, know) > 1 for line in body)
    if named < _MOST * len(body) and not (named >= 2 and named >= 0.4 * len(body) and not crowded):
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
    segments = know.cut(view.text)
    return bool(segments) and know.name_score(segments[0].of(view.text)) >= 0.4


def _names_in(view: View, know: Knowledge) -> int:
    return sum(know.name_score(s.of(view.text)) >= 0.7 for s in know.cut(view.text) if s.mark in ("", ",", ";"))
