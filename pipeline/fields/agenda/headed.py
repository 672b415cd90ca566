"""Headings under which a report tells of its business."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pipeline.fields.agenda.entries import Entry, How, entry, key
from pipeline.fields.agenda.leads import Lead
from pipeline.lexicon import Lexicon, alternation
from pipeline.meetings.scope import Scope
from pipeline.sections.rosters import is_prose
from pipeline.sections.section import Section

_KINDS = frozenset(
    {
        "body", "discussion", "background", "summary", "recommendations", "conclusions", "decisions", "actions",
        "next_meeting",
    }
)  # fmt: skip
#: A heading of more words is a sentence.
_LONG = 25
_HEADED = How("section-heading", 0.6)


def _not_topics(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(rf"{alternation(lexicon.words('agenda', 'not_topics'))}\W*$", re.IGNORECASE)


def headed(scope: Scope, groups: Mapping[int, Sequence[Lead]], names: frozenset[str]) -> Iterator[Entry]:
    """The headings of the report's business; ``groups`` are the leads by the number of their block.

    ``names`` are those of people who took part, and their parts: what stands below such a heading is what they said.
    """
    found: list[tuple[Section, Entry]] = []
    front = _front(scope)
    annexed = _annexed(scope)
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
        if one is not None and (one.number or key(one.title) not in names):
            found.append((section, one))
    numbered = [one for _, one in found if one.number]
    if len(numbered) >= 3 and len(numbered) >= 0.5 * len(found):
        yield from numbered
        return
    highest = min((section.level for section, _ in found), default=1)
    for section, one in found:
        if section.level <= highest + 1:
            yield one


def _entry(scope: Scope, section: Section, group: Sequence[Lead]) -> Entry | None:
    whole = group[0]
    runs_in = 0 < section.label_end < len(whole.block.text.rstrip())
    lead = next((other for other in group if other.form in ("colon", "dash")), None) if runs_in else whole
    if lead is None or (runs_in and not lead.number) or lead.form not in ("whole", "colon", "dash", "cell"):
        return None
    one = entry(scope, lead, _HEADED)
    if one is None or len(one.title.split()) > _LONG:
        return None
    said = scope.lexicon.made(_not_topics).match(one.title) is not None
    return None if said and not one.number else one


def _front(scope: Scope) -> int:
    """The number of the heading from which the text begins: those before it are the cover's lines."""
    rosters = ("attendance", "absence", "agenda")
    for block in scope.blocks:
        section = scope.reading.section_of(block.number)
        if is_prose(block) or (section is not None and section.kind in rosters):
            return block.number - 1
    return scope.start


def _annexed(scope: Scope) -> int:
    """Where annexes begin in the second half: with the first of them, or behind the next meeting's heading."""
    half = (scope.start + scope.end) // 2
    annexes = [section.start for section in scope.sections("annex") if section.start > half]
    closings = [
        section.end for section in scope.sections("next_meeting") if section.start > half and not section.label_end
    ]
    return min([*annexes, *closings[:1], scope.end])
