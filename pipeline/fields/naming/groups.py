"""Which of the first blocks could be titles, and which carry on the line before: "MINUTES OF THE" and "BOARD"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.fields.naming.words import Words, words
from pipeline.layout.block import Block
from pipeline.lexicon import Lexicon, alternation
from pipeline.meetings.scope import Scope

#: A longer block is a paragraph.
SHORT = 260
OTHER_SECTIONS = ("attendance", "absence", "agenda", "next_meeting", "contacts")
#: A title stands among the first blocks and is no paragraph.
_FRONT = 12
#: So far down a page's text may begin with its title, below menus and labels.
_LOOK = 40
_MOST_LINES = 4
#: So many blocks below the title a line may still name the body, though "Agenda" stands between.
_BELOW = 2
#: "Minutes of Some Club" goes on with a line of so few words: "Annual General Meeting".
_SHORT_LINE = 8
#: A paragraph, however short: a full stop behind a long word at its end, or between two sentences.
_SENTENCES = re.compile(r"\w{2,}[.!?](?:\s+[A-ZÀ-Þ]\w+\s\w+|\s*$)")
_COUNTED = re.compile(r"\W*(?:\d+|[A-Za-z]|[ivxIVX]+)[.)]")


@dataclass(frozen=True)
class _Patterns:
    names: Words
    label_alone: re.Pattern[str]
    goes_on: re.Pattern[str]
    carries_on: re.Pattern[str]
    minutes_of: re.Pattern[str]
    numbered_body: re.Pattern[str]
    item: re.Pattern[str]


def _patterns(lexicon: Lexicon) -> _Patterns:
    def any_of(key: str) -> str:
        return alternation(lexicon.words("naming", key))

    return _Patterns(
        lexicon.made(words),
        label_alone=lexicon.pattern(rf"\W*{any_of('labels')}\W*", re.IGNORECASE),
        goes_on=lexicon.pattern(rf"(?:\b{any_of('goes_on')}|[,–—&-])\s*$", re.IGNORECASE),
        carries_on=lexicon.pattern(rf"{any_of('carries_on')}\b|\("),
        # "Stadt Bonn Niederschrift über die Sitzung"
        minutes_of=lexicon.pattern(
            rf"(?<!\w){any_of('documents')}\s+{any_of('document_links')}\s.*?(?<!\w){any_of('meeting_nouns')}(?!\w)",
            re.IGNORECASE,
        ),
        # "BOARD No. 4", below "MOOR COMMUNITY"
        numbered_body=lexicon.pattern(rf"{any_of('bodies')}\s+{any_of('number_signs')}\s*\d+", re.IGNORECASE),
        # "TOP 1: Begrüßung", "Agenda item 3 - Report of the Board"
        item=lexicon.pattern(
            rf"\W*{alternation(lexicon.words('headings', 'items'))}\s*\d+[\d.]*[a-z]?\s*(?:[.:)–—-]|\s[^\W\d])",
            re.IGNORECASE,
        ),
    )


def grouped(scope: Scope, blocks: Sequence[Block]) -> list[list[Block]]:
    """Short blocks at the beginning; those that carry on the line before them stand together."""
    known = scope.lexicon.made(_patterns)
    groups: list[list[Block]] = []
    for block in blocks[:_LOOK]:
        if _begins_with_title(scope, block, known, groups=len(groups)):
            groups.append([block])
            continue
        if len(block.text) > SHORT and block.number >= scope.lead:
            break
        if len(groups) >= _FRONT:
            continue  # a page's frame; its text may still begin with "Minutes of the ..."
        if len(block.text) > SHORT or not _can_be_title(scope, block, known, first=not groups):
            continue
        before = groups[-1] if groups else []
        if before and len(before) < _MOST_LINES and _continues(before[-1], block, known):
            before.append(block)
        else:
            groups.append([block])
    return groups


def _begins_with_title(scope: Scope, block: Block, known: _Patterns, *, groups: int) -> bool:
    """Whether a long block begins with a title and its date, as in text whose line breaks are lost.

    Below a page's frame ("Transcript") the title begins with "Minutes", or is in capitals; far below, behind
    ``groups`` of lines, it says "Minutes of the ... meeting".
    """
    if len(block.text) <= SHORT:
        return False
    dates = scope.reading.mentions.in_block(block.number, "date")
    if not dates or not 0 < dates[0].start <= SHORT // 2:
        return False
    head = block.text[: dates[0].start]
    if known.minutes_of.search(head):
        return True
    return groups <= _BELOW and (not groups or known.names.document.match(head) is not None or head.isupper())


def _can_be_title(scope: Scope, block: Block, known: _Patterns, *, first: bool) -> bool:
    """Whether a block is a line of its own and no item of business, table or sentence."""
    if block.kind == "row":
        return block.text.count("|") == 1 and known.label_alone.fullmatch(block.text.partition("|")[0]) is not None
    if block.kind == "item":
        return False
    if not first and (known.item.match(block.text) or (block.number != scope.lead and _COUNTED.match(block.marker))):
        return False
    section = scope.reading.section_of(block.number)
    near = block.number <= scope.lead + _BELOW and known.names.body.search(block.text) is not None
    if section is not None and section.kind in OTHER_SECTIONS and block.kind != "heading" and not near:
        return False
    titled = block.kind == "heading" or known.names.document.match(block.text) is not None
    return titled or _SENTENCES.search(block.text) is None


def _continues(line: Block, block: Block, known: _Patterns) -> bool:
    """Whether a block carries on a line: "MINUTES OF THE" and "BOARD", "Oak Square" and "Commission Meeting"."""
    if line.kind == "meta" or len(line.text) > SHORT:
        return False
    if known.goes_on.search(line.text) or known.carries_on.match(block.text):
        return True
    noun = known.names.noun
    loud = line.text.isupper() and block.text.split()[0].isupper() and line.kind == block.kind
    if (
        loud
        and known.numbered_body.fullmatch(block.text)
        and len(line.text.split()) < _SHORT_LINE
        and not noun.search(line.text)
    ):
        return known.names.document.match(line.text) is None
    opening = known.names.document.match(line.text)
    if opening and opening.group().split()[-1:] != opening.group().split()[:1] and noun.search(line.text) is None:
        undated = not any(letter.isdigit() for letter in block.text)
        return undated and noun.search(block.text) is not None and len(block.text.split()) <= _SHORT_LINE
    if noun.search(line.text) or not noun.search(block.text) or line.kind != block.kind:
        return False
    body = known.names.body.search(line.text) is not None
    if known.names.no_name.fullmatch(block.text):
        # "WASH Cluster" and "Meeting Minutes", but not "Steering Committee" and "Meeting Details"
        return body and (
            known.names.document_behind.search(block.text) is not None or noun.fullmatch(block.text) is not None
        )
    return block.kind == "heading" and not body and known.names.generic.match(block.text) is not None
