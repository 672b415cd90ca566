"""The attributes of a conclusion: number, kind, modality, heading, owner, due date."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.fields.candidate import Candidate, Decided
from pipeline.fields.conclusions.assignments import assignment
from pipeline.fields.conclusions.due import due
from pipeline.fields.conclusions.features import Seen
from pipeline.fields.conclusions.units import Unit
from pipeline.meetings.scope import Scope

# "3.", "(iv)", "2.1)" at the start of a sentence
_NUMBER = re.compile(r"^\s*[(\[]?(?P<number>\d{1,3}(?:\.\d{1,3}){0,3}|[ivxIVX]{1,5}|[A-Za-z](?=[.)]))[.):\]]\s")

_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"\b[^\W\d_]\w+")
#: A name may stand small in an address; one word in so many does not make it none.
_OFTEN = 4

#: Who is asked to act by a recommendation is its addressee; an owner has undertaken to.
_ASKED = ("owner-asked", "owner-object")


def details(
    scope: Scope,
    decided: Decided,
    group: Sequence[Seen],
    whole: Candidate,
    *,
    kind: str,
    small: Container[str],
    owners: Seen | None = None,
) -> dict[str, Candidate]:
    """The parts of the conclusion that ``group`` makes, which is ``whole``.

    ``small`` are the words that are no names (written_small); ``owners`` is a line below that only names who is to act.
    """
    found = [
        Candidate("text", whole.value, whole.spans, "conclusion-text", whole.score),
        Candidate("kind", kind, whole.spans, "conclusion-kind", whole.score),
    ]
    modality = next((name for one in group for name in (one.cues.decided_by, *one.cues.modalities) if name), "")
    if modality:
        found.append(Candidate("modality", modality, whole.spans, "cue-verb", whole.score))
    found += _number(group[0].unit)
    found += _heading(scope, group[0].unit)
    found += _item(decided, group[0].unit)
    if owners is not None:
        found += _below(owners)
    elif kind == "action" or any(one.unit.columns for one in group):
        found += _owner(group, scope, small)
    elif any("askings" in one.rest.possible for one in group):  # "asks the board to"
        asked = _owner(group, scope, small)
        found += [replace(who, field="addressee") for who in asked if who.rule in _ASKED]
    if kind in ("action", "recommendation") or any(one.unit.columns for one in group):
        found += _due(scope, decided, group)
    return {part.field: part for part in found}


def _number(unit: Unit) -> list[Candidate]:
    block = unit.block
    if unit.columns and unit.columns.number:
        start, end = unit.columns.number
        return [Candidate("number", block.text[start:end], block.view.spans(start, end), "table-cell", 0.8)]
    match = _NUMBER.match(unit.text)
    if match:
        start, end = unit.start + match.start("number"), unit.start + match.end("number")
        return [Candidate("number", match["number"], block.view.spans(start, end), "number-in-text", 0.8)]
    marker = block.marker.strip(" .():-*•")
    if unit.number == 0 and any(character.isalnum() for character in marker):
        return [Candidate("number", marker, (block.span,), "list-marker", 0.8)]
    return []


def _heading(scope: Scope, unit: Unit) -> list[Candidate]:
    for section in unit.sections:
        if section.heading is None or section.heading == unit.block.number:
            continue
        view = scope.reading.blocks[section.heading].view
        end = len(section.title) if section.label_end else len(view.text)
        if section.kind != "title" and view.text.strip() and end:
            return [Candidate("heading", section.title, view.spans(0, end), "section-heading", 0.8)]
    return []


def _owner(group: Sequence[Seen], scope: Scope, small: Container[str]) -> list[Candidate]:
    for one in group:
        unit, block = one.unit, one.unit.block
        if unit.columns and unit.columns.owner:
            start, end = unit.columns.owner
            return [Candidate("owner", block.text[start:end], block.view.spans(start, end), "table-cell", 0.85)]
        begin = unit.start + one.cues.label_end
        given = one.given or assignment(one.rest, scope.lexicon, small=small, loose=True)
        if given is not None and given.end > given.start:
            start, end = begin + given.start, begin + given.end
            value = block.text[start:end]
            dates = scope.reading.mentions.in_block(block.number, "date")
            if any(mention.start < end and start < mention.end for mention in dates):
                continue
            return [Candidate("owner", value, block.view.spans(start, end), f"owner-{given.form}", 0.7)]
    return []


def _below(owners: Seen) -> list[Candidate]:
    unit, block = owners.unit, owners.unit.block
    start = unit.start + owners.cues.label_end if owners.cues.label_end else unit.start
    text = block.text[start : unit.end]
    start += len(text) - len(text.lstrip(" :-"))
    end = start + len(block.text[start : unit.end].rstrip(" ."))
    return [Candidate("owner", block.text[start:end], block.view.spans(start, end), "owner-below", 0.7)]


def _item(decided: Decided, unit: Unit) -> list[Candidate]:
    """The title of the agenda item under which the unit stands: the innermost of those that the report is at."""
    start = unit.block.span.start
    told = [item.parts["told"] for item in decided.all("agenda_items") if "told" in item.parts]
    around = [one for one in told if one.spans[0].start <= start < one.spans[0].end]
    inner = min(around, key=lambda one: one.spans[0].end - one.spans[0].start, default=None)
    return [Candidate("agenda_item", inner.value, inner.spans, "agenda-item", 0.8)] if inner is not None else []


@dataclass(frozen=True)
class Small:
    """Words that a scope also writes small: no names, though they open a sentence, unless one of ``people`` has them.

    Few are ever asked for, so each is judged when it is.
    """

    scope: Scope
    people: frozenset[str]

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How often the scope has each word."""
        return Counter(_WORD.findall("\n".join([block.text for block in self.scope.blocks])))

    def __contains__(self, word: object) -> bool:
        if not isinstance(word, str) or not word.islower() or word in self.people:
            return False
        return _OFTEN * self.counts.get(word, 0) > self.counts.get(word.capitalize(), 0)


def written_small(scope: Scope, decided: Decided | None = None) -> Small:
    """The words that ``scope`` also writes small."""
    people = decided.all("attendees") if decided is not None else ()
    names = frozenset(word.casefold() for person in people for word in _LETTERS.findall(str(person.value)))
    return Small(scope, names)


def _due(scope: Scope, decided: Decided, group: Sequence[Seen]) -> list[Candidate]:
    for one in group:
        unit, block = one.unit, one.unit.block
        cell = unit.columns.due if unit.columns else None
        start, end = cell or (unit.start, unit.end)
        found = due(scope, decided, block, (start, end), certain=cell is not None)
        if found is None:
            continue
        spans = block.view.spans(found.start, found.end)
        parts = [Candidate("due_text", block.text[found.start : found.end], spans, "due-words", 0.7)]
        if found.date is not None:
            parts.append(Candidate("due_date", found.date, spans, "due-words", 0.7))
        return parts
    return []
