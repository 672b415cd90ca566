"""Who signed the minutes at their end: a row of names with a row of offices above or below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.fields.attendees.cells import cells_of
from pipeline.fields.attendees.knowledge import Knowledge
from pipeline.fields.attendees.naming import person_of
from pipeline.fields.attendees.offices import office
from pipeline.fields.attendees.person import Part, Person
from pipeline.layout.block import Block
from pipeline.meetings.scope import Scope
from pipeline.text import View

#: Signatures stand among so many last blocks.
_LAST = 12
_FEWEST = 2
#: One of them is surely a name, and all look like one.
_NAMED = 0.75
_NAMEISH = 0.5
#: Who signs was there, most likely.
_SCORE = 0.7
#: What a signature says that somebody did.
_DONE = ("chair", "secretary")


def signatories(scope: Scope, know: Knowledge, *, skip: set[int]) -> Iterator[Person]:
    """The people whose names stand beside each other at the end, with the office of each."""
    blocks = [block for block in scope.blocks if block.kind == "row"][-_LAST:]
    last = scope.blocks[-1].number if scope.blocks else 0
    for number, block in enumerate(blocks):
        if block.number in skip or last - block.number > _LAST:
            continue
        names = cells_of(block, scope.document)
        scores = [know.name_score(name.text.strip()) for name in names]
        if len(names) < _FEWEST or min(scores) < _NAMEISH or max(scores) < _NAMED:
            continue
        near = [other for other in blocks[max(number - 1, 0) : number + 2] if abs(other.number - block.number) == 1]
        offices = _offices(near, len(names), scope, know)
        for name, held in zip(names, offices or [None] * len(names), strict=True):
            yield from _signed(name, held, know)


def _offices(near: Sequence[Block], count: int, scope: Scope, know: Knowledge) -> tuple[View, ...] | None:
    """The row beside a row of names that holds an office for each."""
    for block in near:
        cells = cells_of(block, scope.document)
        if len(cells) == count and all(know.is_role(cell.text.strip()) for cell in cells):
            return cells
    return None


def _signed(name: View, held: View | None, know: Knowledge) -> Iterator[Person]:
    person = person_of(name, 0, len(name), know)
    if person is None:
        return
    person = replace(person, rule="signature", score=_SCORE, presence=Part("present", person.name.spans))
    if held is None:
        yield person
        return
    found = office(held, 0, len(held), know)
    function = know.function(held.text.strip())
    person = replace(person, role=found.role, organization=found.organization, country=found.country)
    yield person.doing(Part(function, held.spans(0, len(held)))) if function in _DONE else person
