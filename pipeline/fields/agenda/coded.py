"""Headings that only count ("Motion 3", "Update #2021-05/2"): what they are about stands in the lines below them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.fields.agenda.entries import Entry, entry, share
from pipeline.fields.agenda.leads import Lead
from pipeline.fields.agenda.titles import closed
from pipeline.meetings.scope import Scope

#: So many headings of the same word count.
_SEVERAL = 3
#: Only so many lines below a heading say what it is about, in at most so many words.
_LINES, _LONG = 4, 20
#: Share of a line from which it names people, not a subject.
_PEOPLE = 0.4

# "Motion 3", "Update #2021-05/2"
_CODE = re.compile(r"(?P<word>[^\W\d_]+)\s*#?\s*\d[\d./\-#]*$")
_GAP = re.compile(r"[\s:–—-]+")


def spelled_out(scope: Scope, entries: Sequence[Entry], groups: Mapping[int, Sequence[Lead]]) -> Iterator[Entry]:
    """``entries``, those that only count with the title from the line below that names their subject, or left out."""
    codes = [_CODE.match(one.title) for one in entries]
    counts = Counter(code["word"].casefold() for code in codes if code)
    for one, code in zip(entries, codes, strict=True):
        if code is None or counts[code["word"].casefold()] < _SEVERAL:
            yield one
        elif (subject := _subject(scope, one, groups)) is not None:
            yield subject


def _subject(scope: Scope, one: Entry, groups: Mapping[int, Sequence[Lead]]) -> Entry | None:
    """The first short line below a heading that names no people: "Text: New fence", without what labels it."""
    below = one.block.number + 1
    for block in scope.reading.blocks[below : min(below + _LINES, scope.end)]:
        if block.kind == "heading":
            return None
        lead = _unlabelled(groups.get(block.number, ()))
        opens = scope.reading.opened_by(block.number) is not None  # "Resolution: passed."
        if opens or lead is None or len(lead.title.split()) > _LONG:
            continue
        if share(scope, "person", block, lead.start, lead.end) < _PEOPLE:
            found = entry(scope, lead, one.how, level=one.level)
            return replace(found, number=one.number) if found is not None else None
    return None


def _unlabelled(group: Sequence[Lead]) -> Lead | None:
    """The whole of a line, or what stands behind its label."""
    whole = next((lead for lead in group if lead.form == "whole"), None)
    colon = next((lead for lead in group if lead.form == "colon"), None)
    if whole is None or colon is None:
        return whole
    gap = _GAP.match(whole.block.text, colon.end)
    start = gap.end() if gap else colon.end
    return replace(whole, opening=replace(whole.opening, start=start), end=closed(whole.block.text, start, whole.end))
