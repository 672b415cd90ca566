"""Entries of the agenda's own list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from pipeline.fields.agenda.entries import Entry, How, entry, titled
from pipeline.fields.agenda.leads import Lead
from pipeline.fields.agenda.refusals import gatherers
from pipeline.meetings.scope import Scope
from pipeline.sections.section import Section

#: So many times more entries below the first level than on it are notes, not entries.
_NOTES = 3
#: Most words of a paragraph that is an entry, and of an entry before it is cut at a mark.
_PARAGRAPH, _SHORT, _CUT = 25, 12, 12
#: Least words of a title that is cut out of an entry: "EIP 5: Gas costs" is no title "EIP 5".
_LEAST = 4
#: Share of the entries below others that read like sentences, from which they are notes,
#: and where they are many.
_TOLD, _FEW_TOLD = 0.4, 0.15
#: Marks that end a long entry's title: "Budget of the year: figures of ...".
_CUTTING = ("colon", "stop", "bracket")
_LISTED = How("agenda-list", 0.85)


def listed(scope: Scope, groups: Mapping[int, Sequence[Lead]]) -> Iterator[Entry]:
    """The entries under the headings that say "Agenda"; ``groups`` are the leads by the number of their block."""
    coming = {
        number
        for later in scope.sections("next_meeting")
        if not later.label_end
        for number in range(later.start, later.end)
    }
    for section in scope.sections("agenda"):
        if section.start in coming:
            continue  # what the next meeting is to be about
        blocks = [
            number
            for number in range(section.start, min(section.end, scope.end))
            if number in groups and _belongs(scope, section, groups[number])
        ]
        items = [number for number in blocks if groups[number][0].block.kind == "item"]
        others = [number for number in blocks if groups[number][0].block.kind != "item"]
        # Notes between the items of a list are no entries; items below the rows of a table are.
        rows = [number for number in others if groups[number][0].block.kind == "row"]
        chosen = blocks if len(others) > 1 and len(rows) > 0.5 * len(others) else items or others
        turns = sum(_speaks(groups[number]) for number in chosen)
        if turns > 0.5 * len(chosen):
            continue  # minutes kept under the agenda's heading
        entries = _ungathered(scope, [one for number in chosen if (one := _entry(scope, section, groups[number]))])
        highest = min((one.level for one in entries), default=0)
        above = [one for one in entries if one.level == highest]
        below = [one for one in entries if one.level > highest]
        told = sum(map(_told, below))
        notes = told >= _TOLD * len(below) or (len(entries) > _NOTES * len(above) and told >= _FEW_TOLD * len(below))
        yield from above if len(above) > 1 and below and notes else entries


def _ungathered(scope: Scope, entries: Sequence[Entry]) -> list[Entry]:
    """``entries`` without those that only gather what is below them ("Old business"); what is below moves up."""
    gathers = scope.lexicon.made(gatherers)
    kept: list[Entry] = []
    gatherer: Entry | None = None
    for one, after in zip_longest(entries, entries[1:]):
        if gatherer is not None and one.block.level <= gatherer.block.level:
            gatherer = None
        below = after is not None and (after.block.level > one.block.level or bool(after.number and not one.number))
        if below and gathers.match(one.title):
            gatherer = one
        else:
            kept.append(one if gatherer is None else replace(one, level=one.level - 1))
    return kept


def _belongs(scope: Scope, section: Section, group: Sequence[Lead]) -> bool:
    block = group[0].block
    inner = scope.reading.section_of(block.number)
    own = block.number == section.heading
    if inner is not section and not (inner and inner.kind == "agenda"):
        return False
    if block.kind == "heading" or (own and section.label_end >= len(block.text)):
        return False
    prose = len(block.text.split()) > _PARAGRAPH or block.text.rstrip().endswith(".")
    return block.kind != "paragraph" or not prose


def _speaks(group: Sequence[Lead]) -> bool:
    """Whether a paragraph begins with a speaker: "JD: The draft is ready"."""
    names = (lead for lead in group if lead.form == "colon" and len(lead.title.split()) < 3)
    return group[0].block.kind == "paragraph" and any(names)


def _told(one: Entry) -> bool:
    """Whether an entry reads like a note: a sentence, a question, a person, or words that go on from above."""
    title = one.title
    goes_on = title[:1].islower() or title[:1] in "@("
    return goes_on or len(title.split()) > 9 or one.block.text.rstrip().endswith(("?", "."))


def _entry(scope: Scope, section: Section, group: Sequence[Lead]) -> Entry | None:
    whole = group[0]
    if whole.block.number == section.heading and whole.start < section.label_end:
        opening = replace(whole.opening, start=section.label_end)
        whole = replace(whole, opening=opening)
        group = [whole]
    lead = whole
    if len(whole.title.split()) > _SHORT:
        cut = titled([other for other in group if other.form in _CUTTING], short=0, cut=_CUT)
        if cut is not None and len(cut.title.split()) >= _LEAST:
            lead = cut
    block = whole.block
    return entry(scope, lead, _LISTED, level=max(block.level, 1) if block.kind == "item" else 1)
