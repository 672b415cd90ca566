"""Headings under which a report tells of its business."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from pipeline.fields.agenda.coded import spelled_out
from pipeline.fields.agenda.entries import Entry, How, entry
from pipeline.fields.agenda.leads import Lead
from pipeline.fields.agenda.refusals import gatherers, is_people, speakers, spoken_by
from pipeline.lexicon import Lexicon, alternation
from pipeline.meetings.scope import Scope
from pipeline.sections.rosters import is_prose
from pipeline.sections.section import Section

_KINDS = frozenset({"body", "discussion", "background", "summary", "next_meeting"})
#: A heading of more words is a sentence.
_LONG = 25
# "The accounts were circulated with the notice."; a cover has names and days
_SENTENCE = re.compile(r"^[^\Wa-z].{30,}[a-z]{2}\.$")
_HEADED = How("section-heading", 0.6)


def _not_topics(lexicon: Lexicon) -> re.Pattern[str]:
    return lexicon.pattern(rf"{alternation(lexicon.words('agenda', 'not_topics'))}\W*$", re.IGNORECASE)


def _annex(lexicon: Lexicon) -> re.Pattern[str]:
    # "ANNEX: SUMMARY OF DATA", which is a summary by its words
    return lexicon.pattern(
        rf"{alternation(lexicon.words('headings', 'annexes'))}\s*(?:\w{{1,4}}\s*)?[:.–—-]", re.IGNORECASE
    )


def headed(scope: Scope, groups: Mapping[int, Sequence[Lead]], names: frozenset[str]) -> Iterator[Entry]:
    """The headings of the report's business; ``groups`` are the leads by the number of their block.

    ``names`` are those of people who took part, and their parts: what stands below such a heading is what they said.
    """
    found: list[tuple[Section, Entry]] = []
    front = _front(scope)
    annexed = _annexed(scope)
    again = speakers(list(groups.values()))
    for section in scope.sections():
        number = section.heading
        if (
            number is None
            or number not in groups
            or section.kind not in _KINDS
            or not max(scope.start, front) <= number
        ):
            continue
        if number >= annexed or number == scope.lead:
            continue
        one = _entry(scope, section, groups[number])
        if one is not None and (one.number or not (is_people(one.title, names) or spoken_by(groups[number]) in again)):
            found.append((section, one))
    found = _without_annexes(scope, found)
    numbered = [one for _, one in found if one.number]
    if len(numbered) >= 3 and len(numbered) >= 0.5 * len(found):
        yield from numbered
        return
    highest = min((section.level for section, _ in found), default=1)
    kept = [(section, one) for section, one in found if section.level <= highest + 1]
    gathers = scope.lexicon.made(gatherers)
    told = []
    for (section, one), after in zip_longest(kept, kept[1:]):
        above = after is not None and after[0].level > section.level
        if not (above and gathers.match(one.title) and _bare(scope, section, after[1])):
            told.append(replace(one, level=max(one.level, section.level - highest + 1)))
    yield from spelled_out(scope, told, groups)


def _bare(scope: Scope, section: Section, after: Entry) -> bool:
    """Whether nothing stands between a heading and the one below it: it only gathers what is below."""
    between = scope.reading.blocks[section.start + 1 : after.block.number]
    return all(block.kind in ("running", "rule", "meta") for block in between)


def _entry(scope: Scope, section: Section, group: Sequence[Lead]) -> Entry | None:
    whole = group[0]
    runs_in = 0 < section.label_end < len(whole.block.text.rstrip())
    lead = next((other for other in group if other.form in ("colon", "dash")), None) if runs_in else whole
    if lead is None or (runs_in and not lead.number) or lead.form not in ("whole", "colon", "dash", "cell"):
        return None
    one = entry(scope, lead, _HEADED)
    torn = one is not None and one.title.islower() and " " not in one.title  # the end of a word above
    if one is None or torn or len(one.title.split()) > _LONG or one.title[0] in "([":
        return None
    said = scope.lexicon.made(_not_topics).match(one.title) is not None
    return None if said and not one.number else one


def _front(scope: Scope) -> int:
    """The number of the heading from which the text begins: those before it are the cover's lines."""
    rosters = ("attendance", "absence", "agenda")
    for block in scope.blocks:
        section = scope.reading.section_of(block.number)
        if is_prose(block) or _SENTENCE.search(block.text) or (section is not None and section.kind in rosters):
            return block.number - 1
    return scope.start


def _annexed(scope: Scope) -> int:
    """Where annexes begin, not at the top: with the first of them, or behind the next meeting's heading."""
    half = (scope.start + scope.end) // 2
    quarter = (scope.start + half) // 2
    annex = scope.lexicon.made(_annex)
    annexes = [
        section.start
        for section in scope.sections()
        if (section.start > half and section.kind == "annex")
        or (section.start > quarter and annex.match(section.title))
    ]
    closings = [
        section.end for section in scope.sections("next_meeting") if section.start > half and not section.label_end
    ]
    return min([*annexes, *closings[:1], scope.end])


def _without_annexes(scope: Scope, found: list[tuple[Section, Entry]]) -> list[tuple[Section, Entry]]:
    """``found`` as far as a heading behind the next meeting's that is set higher than all before: an annex begins."""
    closing = next((section.start for section in scope.sections("next_meeting") if not section.label_end), scope.end)
    levels = [one.block.level for _, one in found if one.block.number <= closing and one.block.kind == "heading"]
    for position, (_, one) in enumerate(found):
        if one.block.number > closing and one.block.kind == "heading" and one.block.level < min(levels, default=0):
            return found[:position]
    return found
