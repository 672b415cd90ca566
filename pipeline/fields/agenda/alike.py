"""Items that stand alike above what was said of them: behind a word for an item, behind an hour, in an outline."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.fields.agenda.entries import Entry, How, entry, titled
from pipeline.fields.agenda.leads import Lead
from pipeline.fields.agenda.nested import ELSEWHERE, TITLED
from pipeline.fields.agenda.refusals import priced
from pipeline.meetings.scope import Scope

#: The fewest items that stand alike.
_FEWEST = 3
#: Most words of a title that stands alone, and of one that runs into a text.
_LONG, _CUT = 25, 14
_NAMED = How("named-item", 0.8)
_OUTLINED = How("outline-item", 0.5)
_TIMED = How("timed-item", 0.7)


def named(scope: Scope, groups: Sequence[Sequence[Lead]]) -> list[Entry]:
    """Titles behind a word for an item: "Agenda item 4: Budget", "TOP 2. Wahlen", "Topic: Budget"; in any order."""
    return _alike(scope, [group for group in groups if group[0].opening.labelled], _NAMED)


def timed(scope: Scope, groups: Sequence[Sequence[Lead]]) -> list[Entry]:
    """Titles behind the hour at which they were taken up."""
    return _alike(scope, [group for group in groups if group[0].opening.timed], _TIMED)


def outlined(scope: Scope, groups: Sequence[Sequence[Lead]]) -> list[Entry]:
    """Short items of the highest level that have items below them: "- Updates" above what is new."""
    items = [group for group in groups if group[0].block.kind == "item" and not _elsewhere(scope, group[0])]
    highest = min((group[0].block.level for group in items), default=0)
    above = [
        group
        for group, after in pairwise(items)
        if group[0].block.level == highest < after[0].block.level and group[0].form == "whole"
    ]
    return _alike(scope, above, _OUTLINED)


def _elsewhere(scope: Scope, lead: Lead) -> bool:
    section = scope.reading.section_of(lead.block.number)
    return section is not None and section.kind in ELSEWHERE


def _alike(scope: Scope, groups: Sequence[Sequence[Lead]], how: How) -> list[Entry]:
    if priced(groups):
        return []
    leads = [lead for group in groups if (lead := titled(group, short=_LONG, cut=_CUT)) is not None]
    found = [one for lead in leads if not lead.title[:1].islower() and (one := entry(scope, lead, how)) is not None]
    return found if len(found) >= max(_FEWEST, TITLED * len(groups)) else []
