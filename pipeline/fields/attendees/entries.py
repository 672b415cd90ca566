"""Reads the lines of one list into people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.fields.attendees.chunks import chunks_of
from pipeline.fields.attendees.knowledge import Knowledge
from pipeline.fields.attendees.labels import Label
from pipeline.fields.attendees.marks import marks_of
from pipeline.fields.attendees.people import people_of
from pipeline.fields.attendees.person import Part, Person
from pipeline.fields.attendees.segments import contacts_of, without_contacts
from pipeline.fields.attendees.shapes import shape_of
from pipeline.fields.attendees.slashes import without_slashes
from pipeline.fields.attendees.together import apart
from pipeline.fields.attendees.unit import Unit


def read(units: Sequence[Unit], label: Label, know: Knowledge) -> tuple[list[Person], list[Unit]]:
    """The people of a list under ``label``, and the lines in which none was found."""
    numbers, parts = zip(*apart(units, know), strict=True) if units else ((), ())
    plain = [without_contacts(unit.view).replace(know.words.apart, ", ") for unit in parts]
    marked = marks_of(without_slashes(plain, know), know)
    lines = [replace(unit, view=view, mark=mark) for unit, (view, mark) in zip(parts, marked, strict=True)]
    chunks = [(unit, chunk) for unit in lines for chunk in chunks_of(unit, know)]
    shape = shape_of(chunks, know, doer=label.function is not None and label.presence is None)
    ticked = any(unit.checked for unit in units)
    people: list[Person] = []
    named: set[int] = set()
    alone = Counter(id(unit) for unit, _ in chunks)
    given = {id(line): unit for line, unit in zip(lines, parts, strict=True)}
    for unit, segments in chunks:
        found = [_ticked(person, unit, know, ticked=ticked) for person in people_of(unit, segments, shape, label, know)]
        if len(found) == 1 and alone[id(unit)] == 1:
            found = [reachable(found[0], given[id(unit)])]
        people.extend(found)
        people.extend(person.stands_for for person in found if person.stands_for is not None)
        if found:
            named.add(id(unit))
    understood = {number for number, line in zip(numbers, lines, strict=True) if id(line) in named}
    return people, [unit for number, unit in enumerate(units) if number not in understood]


def reachable(person: Person, unit: Unit) -> Person:
    """``person`` with the e-mail address and telephone number of the line."""
    email, phone = contacts_of(unit.view)
    return replace(person, email=unit.email or email, phone=unit.phone or phone)


def _ticked(person: Person, unit: Unit, know: Knowledge, *, ticked: bool) -> Person:
    """Nobody was there whose box stays empty in a list with ticked boxes, or whose name is struck through."""
    if unit.mark is not None:
        return replace(person, presence=Part(unit.mark, person.name.spans))
    struck = any(span.overlaps(other) for span in person.name.spans for other in know.document.struck)
    if struck or (ticked and unit.checked is False):
        return replace(person, presence=Part("absent", person.name.spans))
    return person
