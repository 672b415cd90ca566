"""The items of the series of numbers that holds most of a report."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.fields.agenda.chains import Chain, chains
from pipeline.fields.agenda.entries import Entry, entry, titled
from pipeline.fields.agenda.leads import Lead
from pipeline.fields.agenda.nested import APART, CUT, ELSEWHERE, NUMBERED, SHORT, TITLED, end_of, with_lower
from pipeline.fields.agenda.refusals import priced
from pipeline.meetings.scope import Scope

#: The fewest items of a series.
_FEWEST = 3
#: A series that holds less of the scope is a list within it.
_SPAN = 0.2


def numbered(scope: Scope, groups: Sequence[Sequence[Lead]]) -> list[Entry]:
    """The items of the series of numbers that holds most of the scope, and what is numbered below them."""
    best: list[Entry] = []
    reach = 0
    headings = [group for group in groups if group[0].block.kind == "heading"]
    # Headings may count on above the numbers of a list between two of them, so they are also looked at alone.
    for chain in (*chains(groups), *(chains(headings) if len(headings) < len(groups) else ())):
        if len(chain.groups) < _FEWEST or priced(chain.groups):
            continue
        entries = _entries(scope, chain)
        covers = end_of(scope, chain.groups[-1][0]) - chain.groups[0][0].block.number
        if entries and covers > reach:
            best, reach = entries, covers
    return with_lower(scope, best, groups) if best else []


def _entries(scope: Scope, chain: Chain) -> list[Entry]:
    """The entries of a chain, none when it is a list within the report or the paragraphs of a text."""
    first, last = chain.groups[0][0].block, chain.groups[-1][0].block
    members = {group[0].block.number for group in chain.groups}
    elsewhere = 0
    for number in members:
        section = scope.reading.section_of(number)
        elsewhere += section is not None and section.kind in ELSEWHERE and section.heading not in members
    if elsewhere > 0.5 * len(members):
        return []
    cuts = [next((lead for lead in group if lead.form == "colon"), None) for group in chain.groups]
    run_in = sum(cut is not None and cut.rest > 2 for cut in cuts) >= 0.5 * len(cuts)  # "3. Budget: none"
    chosen = [
        (group, cut if run_in and cut is not None else titled(group, short=SHORT, cut=CUT))
        for group, cut in zip(chain.groups, cuts, strict=True)
    ]
    entries = [one for _, lead in chosen if lead is not None and (one := entry(scope, lead, NUMBERED)) is not None]
    if len(entries) < TITLED * len(chain.groups):
        return []
    apart = last.number - first.number >= APART * (len(members) - 1)
    runs_in = sum(lead is not None and lead.rest > 2 for _, lead in chosen) >= 0.4 * len(chosen)
    headed = sum(group[0].block.kind == "heading" for group in chain.groups) >= 0.5 * len(chosen)
    held = last.number - first.number >= _SPAN * (scope.end - scope.start)
    return entries if (apart or runs_in or headed) and (held or headed) else []
