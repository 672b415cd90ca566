"""The agenda's list and the headings that follow it, matched: what stands in both is one item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.fields.agenda.entries import Entry, key
from pipeline.fields.agenda.leads import Lead
from pipeline.meetings.scope import Scope

#: Share of common words from which two titles name the same item; less will do where both have the same number.
_ALIKE, _ALIKE_NUMBERED = 0.65, 0.4
#: A word that so many leads have tells nothing.
_COMMON = 60


@dataclass(frozen=True)
class _Heading:
    """A lead that could be where an item is taken up, the words of its title, and whether it opens a section."""

    lead: Lead
    words: frozenset[str]
    opens: bool


def taken_up(scope: Scope, entries: Sequence[Entry], groups: Sequence[Sequence[Lead]]) -> list[Entry]:
    """``entries`` of the agenda's list, each with the heading under which the report takes it up, where there is one.

    The title is the list's, the number and level are those of whichever has them.
    """
    by_word = _by_word(scope, entries, groups)
    used: set[int] = set()
    found = []
    after = -1
    for one in entries:
        heading = _heading(one, by_word, used, after)
        if heading is None:
            found.append(one)
            continue
        block = heading.lead.block
        used.add(block.number)
        after = block.number
        number = one.number or (heading.lead.number if heading.opens else "")
        level = max(one.level, number.count(".") + 1) if number[:1].isdigit() else one.level
        found.append(replace(one, number=number, numbered=one.numbered or block, level=level, taken=block))
    return found


def _by_word(scope: Scope, entries: Sequence[Entry], groups: Sequence[Sequence[Lead]]) -> dict[str, list[_Heading]]:
    """The headings by the words that entries of the list have too."""
    wanted = {word for one in entries for word in key(one.title).split()}
    listed = {one.block.number for one in entries}
    found: dict[str, list[_Heading]] = defaultdict(list)
    for group in groups:
        if group[0].block.number in listed or _in_list(scope, group[0]):
            continue
        opens = _opens(scope, group[0])
        counts = opens or group[0].number or group[0].opening.labelled or group[0].block.kind == "item"
        for lead in group if counts else (lead for lead in group if lead.form == "whole"):
            words = frozenset(key(lead.title).split())
            for word in words & wanted:
                found[word].append(_Heading(lead, words, opens))
    return found


def _in_list(scope: Scope, lead: Lead) -> bool:
    section = scope.reading.section_of(lead.block.number)
    return section is not None and section.kind == "agenda" and lead.block.kind != "heading"


def _opens(scope: Scope, lead: Lead) -> bool:
    return lead.block.kind == "heading" or scope.reading.opened_by(lead.block.number) is not None


def _heading(one: Entry, by_word: dict[str, list[_Heading]], used: set[int], after: int) -> _Heading | None:
    """The heading that is most like an entry; among equals the first behind the one before it."""
    words = frozenset(key(one.title).split())
    best: tuple[float, bool, bool, int] | None = None
    chosen = None
    rarest = min((by_word.get(word, []) for word in words if word in by_word), key=len, default=[])
    for heading in rarest[:_COMMON]:
        number = heading.lead.block.number
        if number in used:
            continue
        alike = 2 * len(words & heading.words) / (len(words) + len(heading.words))
        same_number = bool(one.number) and one.number.casefold() == heading.lead.number.casefold()
        if alike < (_ALIKE_NUMBERED if same_number else _ALIKE):
            continue
        rank = (alike + same_number, heading.opens, number > after, -number)
        if best is None or rank > best:
            best, chosen = rank, heading
    return chosen
