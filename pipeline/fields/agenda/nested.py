"""What is numbered below the items of a series: "4.2 Accounts" below "4. Reports", "A) ..." below "II."."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.fields.agenda.chains import Chain, chains
from pipeline.fields.agenda.entries import Entry, How, entry, key, titled
from pipeline.fields.agenda.leads import Lead
from pipeline.meetings.scope import Scope
from pipeline.sections.headings import exactly
from pipeline.sections.section import Section

#: Most words of a title that stands alone, and of one that runs into a text.
SHORT, CUT = 14, 12
#: Share of the items of a series that need a title of a few words, or they are the paragraphs of a text.
TITLED = 0.6
#: Blocks from one item to the next, on average, where something stands between them.
APART = 1.5
#: Kinds of sections whose numbered lists are no business.
ELSEWHERE = frozenset(
    {
        "attendance", "absence", "conclusions", "recommendations", "decisions", "actions", "annex", "objectives",
        "contacts",
    }
)  # fmt: skip
#: Those of them below an item that are items where their words say more.
_OUTCOMES = frozenset({"conclusions", "recommendations", "decisions", "actions"})
#: Share of the titles of a list that are those of the items themselves, from which it only repeats them.
_REPEATED = 0.4
NUMBERED = How("numbered-item", 0.75)


def with_lower(scope: Scope, entries: Sequence[Entry], groups: Sequence[Sequence[Lead]]) -> list[Entry]:
    """``entries`` with the numbered headings and the lists of items below them, in the order of the text."""
    tops = {one.block.number for one in entries}
    last = max(end_of(scope, group[0]) for group in groups if group[0].block.number in tops)
    lower = list(_headings(scope, entries, groups, last))
    taken = tops | {one.block.number for one in lower}
    titles = frozenset(key(one.title) for one in entries)
    lower += [
        one
        for some in _lists(scope, groups, taken, range(min(tops) + 1, last))
        if not _repeat(some, titles)
        for one in some
    ]
    return sorted([*entries, *lower], key=lambda one: one.block.number)


def end_of(scope: Scope, last: Lead) -> int:
    """Where the last item of a series ends: with its section, when it opens one."""
    section = scope.reading.opened_by(last.block.number)
    return min(section.end, scope.end) if section is not None else last.block.number


def _headings(scope: Scope, entries: Sequence[Entry], groups: Sequence[Sequence[Lead]], last: int) -> Iterator[Entry]:
    """Headings below items: "4.2 Accounts" or "b. Accounts" below "4. Reports"."""
    tops = {one.block.number for one in entries}
    headed = any(one.block.kind == "heading" for one in entries)
    numbers = {one.number for one in entries}
    coming = [section for section in scope.sections("next_meeting") if section.heading in tops]
    for group in groups:
        block, number = group[0].block, group[0].number
        below = number.partition(".")[0] in numbers if "." in number else headed and min(tops) < block.number < last
        if not number or not below or block.number in tops or ("." not in number and block.kind != "heading"):
            continue
        section = scope.reading.opened_by(block.number)
        if section is None or not _is_business(scope, section):
            continue
        if any(one.start < block.number < one.end for one in coming):
            continue
        lead = titled(group, short=SHORT, cut=CUT)
        if lead is not None and (one := entry(scope, lead, NUMBERED, level=2)) is not None:
            yield one


def _is_business(scope: Scope, section: Section) -> bool:
    """Whether a section below an item is an item too: no list of people, no "2.3 Decisions" as in each item."""
    if section.kind in _OUTCOMES:
        return exactly(scope.reading.blocks[section.start].text, scope.lexicon) is None
    return section.kind not in ELSEWHERE


def _lists(scope: Scope, groups: Sequence[Sequence[Lead]], taken: set[int], within: range) -> Iterator[list[Entry]]:
    """The items of lists between others under each of which something stands: "A) Committee" over "1) Zoning"."""
    for chain in chains(groups):
        members = [group[0].block.number for group in chain.groups]
        if len(members) < 2 or not taken.isdisjoint(members) or members[0] not in within or members[-1] not in within:
            continue
        if members[-1] - members[0] < APART * (len(members) - 1) or not _is_list(scope, chain):
            continue
        leads = [titled(group, short=SHORT, cut=CUT) for group in chain.groups]
        found = [one for lead in leads if lead is not None and (one := entry(scope, lead, NUMBERED, level=2))]
        if len(found) >= TITLED * len(members):
            yield found


def _repeat(found: Sequence[Entry], titles: frozenset[str]) -> bool:
    """Whether a list only gives the items themselves: the agenda, read out under the first of them."""
    return sum(key(one.title) in titles for one in found) >= _REPEATED * len(found)


def _is_list(scope: Scope, chain: Chain) -> bool:
    """Whether a series is a list of items that begins with 1 or A, outside sections of people and outcomes."""
    first = chain.groups[0][0]
    begins = first.number == "1" or (first.number[:1].isupper() and len(first.number) == 1)
    sections = (scope.reading.section_of(group[0].block.number) for group in chain.groups)
    return first.block.kind == "item" and begins and all(one is None or one.kind not in ELSEWHERE for one in sections)
