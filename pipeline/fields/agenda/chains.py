"""Items that count through a report ("1. Welcome ... 2. Minutes: ...") or stand alike above what was said of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.fields.agenda.entries import Entry, How, entry, titled
from pipeline.fields.agenda.leads import Lead
from pipeline.fields.agenda.refusals import priced
from pipeline.meetings.scope import Scope
from pipeline.sections.headings import exactly

#: The fewest items of a series.
_FEWEST = 3
#: A number may be left out in a series, and the first of it too.
_LEAP = 2
#: Between headings set alike more may be missing.
_LEAP_HEADED = 5
#: Share of the items that need a title of a few words, or they are the paragraphs of a text.
_TITLED = 0.6
#: Most words of a title that stands alone, and of one that runs into a text.
_SHORT, _CUT, _LONG = 14, 12, 25
#: Blocks from one item to the next, on average, where something stands between them.
_APART = 1.5
#: A series that holds less of the scope is a list within it.
_SPAN = 0.2
#: Kinds of sections whose numbered lists are no business.
_OTHERS = frozenset(
    {
        "attendance", "absence", "conclusions", "recommendations", "decisions", "actions", "annex", "objectives",
        "contacts",
    }
)  # fmt: skip
#: Kinds of sections below an item that are no items, and those that are items where their words say more.
_OUTCOMES = frozenset({"conclusions", "recommendations", "decisions", "actions"})
_NO_ITEMS = _OTHERS - _OUTCOMES
_NUMBERED = How("numbered-item", 0.75)
_NAMED = How("named-item", 0.8)
_OUTLINED = How("outline-item", 0.5)
_TIMED = How("timed-item", 0.7)
#: Marks that set one series of numbers apart from another: "(3)", "3)"; a dot may be missing.
_BRACKETS = ("()", ")", "[]", "]")
_ROMAN = {"i": 1, "v": 5, "x": 10}
_UNICODE_ROMAN = re.compile(r"[Ⅰ-Ⅻ]")


@dataclass
class _Chain:
    """Groups of leads whose numbers follow each other."""

    groups: list[Sequence[Lead]] = field(default_factory=list)
    last: int = 0


def counted(number: str) -> int | None:
    """The value of a number of the first level: 4 for "4", "4a", "IV", "Ⅳ" and "d"; None for "4.2"."""
    if not number or "." in number or "/" in number:
        return None
    digits = re.match(r"\d+", number)
    if digits:
        return int(digits[0])
    if _UNICODE_ROMAN.match(number):
        return ord(number[0]) - ord("Ⅰ") + 1
    letters = number.casefold()
    if letters and all(letter in _ROMAN for letter in letters):
        values = [_ROMAN[letter] for letter in letters]
        after = [*values[1:], 0]
        return sum(-one if one < two else one for one, two in zip(values, after, strict=True))
    return ord(letters) - 96 if len(letters) == 1 and letters.isascii() else None


def _style(lead: Lead) -> tuple[str, str, bool]:
    """How an item is numbered: the kind of number, what stands around it, and whether a word for an item does."""
    number = lead.number
    form = "1" if number[:1].isdigit() else "I" if number[:1].isupper() else "i"
    before, _, after = (lead.block.marker or lead.block.text[: lead.start]).partition(number)
    marks = before.strip()[-1:] + after.strip()[:1]
    return form, marks if marks in _BRACKETS else "", lead.opening.labelled


def chains(groups: Sequence[Sequence[Lead]]) -> list[_Chain]:
    """Series of groups that count upwards by one; a list within an item has a series of its own."""
    open_ones: dict[tuple[str, str, bool], list[_Chain]] = {}
    found: list[_Chain] = []
    for group in groups:
        first = group[0]
        value = counted(first.number)
        if value is None:
            continue
        stack = open_ones.setdefault(_style(first), [])
        for position in range(len(stack) - 1, max(len(stack) - 4, -1), -1):
            last = stack[position].last
            leap = _LEAP_HEADED if _alike_headed(stack[position].groups[-1][0], first) else _LEAP
            if last < value <= last + leap or (value == last and not first.number.isdigit()):
                del stack[position + 1 :]
                stack[position].groups.append(group)
                stack[position].last = value
                break
        else:
            if value <= _LEAP:
                chain = _Chain([group], value)
                stack.append(chain)
                found.append(chain)
    return found


def _alike_headed(one: Lead, other: Lead) -> bool:
    return one.block.kind == other.block.kind == "heading" and one.block.level == other.block.level


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
        covers = _end(scope, chain.groups[-1][0]) - chain.groups[0][0].block.number
        if entries and covers > reach:
            best, reach = entries, covers
    return _with_lower(scope, best, groups) if best else []


def _end(scope: Scope, last: Lead) -> int:
    """Where the last item of a series ends: with its section, when it opens one."""
    section = scope.reading.section_of(last.block.number)
    opens = section is not None and section.heading == last.block.number
    return min(section.end, scope.end) if section is not None and opens else last.block.number


def _entries(scope: Scope, chain: _Chain) -> list[Entry]:
    """The entries of a chain, none when it is a list within the report or the paragraphs of a text."""
    first, last = chain.groups[0][0].block, chain.groups[-1][0].block
    members = {group[0].block.number for group in chain.groups}
    elsewhere = 0
    for number in members:
        section = scope.reading.section_of(number)
        elsewhere += section is not None and section.kind in _OTHERS and section.heading not in members
    if elsewhere > 0.5 * len(members):
        return []
    cuts = [next((lead for lead in group if lead.form == "colon"), None) for group in chain.groups]
    run_in = sum(cut is not None and cut.rest > 2 for cut in cuts) >= 0.5 * len(cuts)  # "3. Budget: none"
    chosen = [
        (group, cut if run_in and cut is not None else titled(group, short=_SHORT, cut=_CUT))
        for group, cut in zip(chain.groups, cuts, strict=True)
    ]
    entries = [one for _, lead in chosen if lead is not None and (one := entry(scope, lead, _NUMBERED)) is not None]
    if len(entries) < _TITLED * len(chain.groups):
        return []
    apart = last.number - first.number >= _APART * (len(members) - 1)
    runs_in = sum(lead is not None and lead.rest > 2 for _, lead in chosen) >= 0.4 * len(chosen)
    headed = sum(group[0].block.kind == "heading" for group in chain.groups) >= 0.5 * len(chosen)
    held = last.number - first.number >= _SPAN * (scope.end - scope.start)
    return entries if (apart or runs_in or headed) and (held or headed) else []


def _with_lower(scope: Scope, entries: Sequence[Entry], groups: Sequence[Sequence[Lead]]) -> list[Entry]:
    """``entries`` with the numbered headings below them: "4.2 Accounts" or "b. Accounts" below "4. Reports"."""
    tops = {one.block.number for one in entries}
    first, last = min(tops), max(_end(scope, group[0]) for group in groups if group[0].block.number in tops)
    headed = any(one.block.kind == "heading" for one in entries)
    numbers = {one.number for one in entries}
    coming = {
        number
        for section in scope.sections("next_meeting")
        if section.heading in tops
        for number in range(section.start, section.end)
    }
    lower = []
    for group in groups:
        block, number = group[0].block, group[0].number
        below = number.partition(".")[0] in numbers if "." in number else headed and first < block.number < last
        if not number or not below or block.number in tops or block.number in coming:
            continue
        section = scope.reading.section_of(block.number)
        if section is None or section.heading != block.number or section.kind in _NO_ITEMS:
            continue
        if section.kind in _OUTCOMES and exactly(block.text, scope.lexicon):  # "2.3 Decisions" in each item
            continue
        if "." not in number and block.kind != "heading":
            continue
        lead = titled(group, short=_SHORT, cut=_CUT)
        if lead is not None and (one := entry(scope, lead, _NUMBERED, level=2)) is not None:
            lower.append(one)
    return sorted([*entries, *lower], key=lambda one: one.block.number)


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
    return section is not None and section.kind in _OTHERS


def _alike(scope: Scope, groups: Sequence[Sequence[Lead]], how: How) -> list[Entry]:
    if priced(groups):
        return []
    leads = [lead for group in groups if (lead := titled(group, short=_LONG, cut=_SHORT)) is not None]
    found = [one for lead in leads if not lead.title[:1].islower() and (one := entry(scope, lead, how)) is not None]
    return found if len(found) >= max(_FEWEST, _TITLED * len(groups)) else []
