"""What the meeting was to be about: agenda items, topics, and objectives.

Agenda items are the entries of the agenda's own list, each matched with the heading under which the report takes it up;
where there is no list, the items that count through the report, or the headings under which it tells of the business.
Topics are the same, or the subjects that sentences name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.fields.agenda.alike import named, outlined, timed
from pipeline.fields.agenda.announced import announced
from pipeline.fields.agenda.entries import Entry, key, unique
from pipeline.fields.agenda.headed import headed
from pipeline.fields.agenda.leads import leads
from pipeline.fields.agenda.listed import listed
from pipeline.fields.agenda.matching import taken_up
from pipeline.fields.agenda.numbered import numbered
from pipeline.fields.agenda.objectives import objectives
from pipeline.fields.agenda.refusals import is_people
from pipeline.fields.agenda.stretches import stretches
from pipeline.fields.agenda.told import told
from pipeline.fields.candidate import Candidate, Decided, Found
from pipeline.layout.block import Block
from pipeline.meetings.scope import Scope
from pipeline.text import Span

__all__ = ["find"]

#: Fewer headings than these are no account of the business.
_FEW = 3


def find(scope: Scope, decided: Decided) -> Found:
    """Agenda items, topics and objectives of a scope."""
    entries = items(scope, _names(decided))
    candidates = [_candidate(entry, told_of) for entry, told_of in zip(entries, stretches(scope, entries), strict=True)]
    candidates += [Candidate("topics", one.title, one.spans, one.how.rule, one.how.score) for one in entries]
    if len(entries) < 2:
        candidates += told(scope)
    candidates += objectives(scope)
    return Found(tuple(candidates), (), tuple(entry.block.span for entry in entries))


def items(scope: Scope, names: frozenset[str] = frozenset()) -> list[Entry]:
    """The items of business, from the best source that the report has."""
    groups = leads(scope.blocks, scope.lexicon)
    by_block = {group[0].block.number: group for group in groups}
    agenda = unique(one for one in listed(scope, by_block) if one.number or not is_people(one.title, names))
    if len(agenda) >= 2:
        return _levelled(taken_up(scope, agenda, groups))
    for source in (named, numbered, timed):
        entries = unique(source(scope, groups))
        if len(entries) >= 2:
            return _levelled(_in_report(entries))
    told_of = unique(announced(scope, by_block))
    headings = unique(headed(scope, by_block, names))
    if len(told_of) > len(headings):
        return _levelled(_in_report(told_of))
    if len(headings) < _FEW and len(outline := unique(outlined(scope, groups))) >= _FEW:
        return _levelled(_in_report(outline))
    return _levelled(_in_report(headings) if len(headings) > len(agenda) else taken_up(scope, agenda, groups))


def _in_report(entries: Iterable[Entry]) -> list[Entry]:
    """Entries that stand where the report tells of them."""
    return [replace(one, taken=one.block) for one in entries]


def _levelled(entries: list[Entry]) -> list[Entry]:
    """``entries`` with levels counted from 1."""
    least = min((one.level for one in entries), default=1) - 1
    return [replace(one, level=one.level - least) for one in entries] if least else entries


def _candidate(entry: Entry, told_of: Span | None) -> Candidate:
    """``entry`` as a candidate; its part "told" is where the report tells of it, and of what falls under it."""
    rule, score = entry.how.rule, entry.how.score
    parts = {"level": Candidate("level", entry.level, (), rule, score)}
    if told_of is not None:
        parts["told"] = Candidate("told", entry.title, (told_of,), rule, score)
    if entry.number and entry.numbered is not None:
        parts["number"] = Candidate("number", entry.number, _opening(entry, entry.numbered), rule, score)
    parts["title"] = Candidate("title", entry.title, entry.spans, rule, score)
    return Candidate("agenda_items", entry.title, entry.spans, rule, score, parts)


def _names(decided: Decided) -> frozenset[str]:
    """The names of the people found so far, whole and in parts."""
    people = [key(str(person.value)) for person in decided.all("attendees")]
    return frozenset([*people, *(part for person in people for part in person.split() if len(part) > 2)])


def _opening(entry: Entry, numbered: Block) -> tuple[Span, ...]:
    """The words of the block that states the number, from its list marker to the end of the title."""
    end = entry.spans[-1].end if numbered is entry.block else numbered.span.end
    return (Span(numbered.span.start, max(end, numbered.span.start)),)
