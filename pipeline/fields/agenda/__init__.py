"""What the meeting was to be about: agenda items, topics, and objectives.

Agenda items are the entries of the agenda's own list; where there is none, the items that count through the report, or
the headings under which it tells of the business. Topics are the same, or the subjects that sentences name.
"""

from __future__ import annotations

from pipeline.fields.agenda.chains import named, numbered, outlined, timed
from pipeline.fields.agenda.entries import Entry, key, unique
from pipeline.fields.agenda.headed import headed
from pipeline.fields.agenda.leads import leads
from pipeline.fields.agenda.listed import listed
from pipeline.fields.agenda.objectives import objectives
from pipeline.fields.agenda.told import told
from pipeline.fields.candidate import Candidate, Decided, Found
from pipeline.meetings.scope import Scope

__all__ = ["find"]

#: Fewer headings than these are no account of the business.
_FEW = 3


def find(scope: Scope, decided: Decided) -> Found:
    """Agenda items, topics and objectives of a scope."""
    entries = items(scope, _names(decided))
    candidates = [_candidate(entry) for entry in entries]
    candidates += [Candidate("topics", one.title, one.spans, one.how.rule, one.how.score) for one in entries]
    if len(entries) < 2:
        candidates += told(scope)
    candidates += objectives(scope)
    return Found(tuple(candidates), (), tuple(entry.block.span for entry in entries))


def items(scope: Scope, names: frozenset[str] = frozenset()) -> list[Entry]:
    """The items of business, from the best source that the report has."""
    groups = leads(scope.blocks, scope.lexicon)
    by_block = {group[0].block.number: group for group in groups}
    agenda = unique(listed(scope, by_block))
    if len(agenda) >= 2:
        return agenda
    for source in (named, numbered, timed):
        entries = unique(source(scope, groups))
        if len(entries) >= 2:
            return entries
    headings = unique(headed(scope, by_block, names))
    if len(headings) < _FEW and len(outline := unique(outlined(scope, groups))) >= _FEW:
        return outline
    return headings if len(headings) > len(agenda) else agenda


def _candidate(entry: Entry) -> Candidate:
    rule, score = entry.how.rule, entry.how.score
    parts = {"level": Candidate("level", entry.level, (), rule, score)}
    if entry.number:
        parts["number"] = Candidate("number", entry.number, entry.spans, rule, score)
    parts["title"] = Candidate("title", entry.title, entry.spans, rule, score)
    return Candidate("agenda_items", entry.title, entry.spans, rule, score, parts)


def _names(decided: Decided) -> frozenset[str]:
    """The names of the people found so far, whole and in parts."""
    people = [key(str(person.value)) for person in decided.all("attendees")]
    return frozenset([*people, *(part for person in people for part in person.split() if len(part) > 2)])
