"""Tables of participants: a column each for name, office, organization, country, presence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.document import Document
from pipeline.fields.attendees import entries
from pipeline.fields.attendees.beside import completed
from pipeline.fields.attendees.cells import Row, cells_of
from pipeline.fields.attendees.columns import columns_of, is_marked, mark_of, mended
from pipeline.fields.attendees.knowledge import Knowledge
from pipeline.fields.attendees.labels import Label, read_label
from pipeline.fields.attendees.offices import office
from pipeline.fields.attendees.person import Part, Person, part
from pipeline.fields.attendees.segments import Segment, contacts_of, without_contacts
from pipeline.fields.attendees.unit import Unit
from pipeline.layout.block import Block
from pipeline.text import Span, View, join

#: From here on a cell is a name for sure.
_NAMED = 0.7
# "Head of X; thanked the board"
_CLAUSE_END = re.compile(r"[;.]|$")
_LONGEST = 120
#: A roll call has so many members, and marks so long.
_LEAST_CALLED = 6
_LONGEST_MARK = 3
#: Columns of a table in which a row can head those below it.
_WIDE = 3


@dataclass
class Sheet:
    """What a table gave."""

    people: list[Person] = field(default_factory=list)
    missed: list[Unit] = field(default_factory=list)
    covered: list[Span] = field(default_factory=list)
    columns: tuple[Label, ...] = ()


def read(
    rows: Sequence[Block], label: Label | None, document: Document, know: Knowledge, above: tuple[Label, ...] = ()
) -> Sheet | None:
    """The people of a table; None when it is no table of people.

    ``label`` is that of the list in which the table stands, ``above`` those of lists side by side that it goes on with.
    """
    table = [Row(row, cells_of(row, document)) for row in rows]
    beside = _side_by_side(table, know, above)
    if beside is not None:
        return beside
    columns, body = columns_of(table, label, know)
    grid = _grid(table, label, know) if label is not None and body is table else None
    if grid is not None:
        return grid
    if not columns:
        return _roll_call(table, know)
    sheet = Sheet()
    body = mended(body, columns)
    marked = is_marked(body, columns, know)
    for row in body:
        if _heads_a_part(row, columns):
            continue
        person = _person(row, columns, label or Label(), know, marked=marked)
        if person is not None:
            sheet.people.append(person)
            sheet.covered.append(row.block.span)
        elif any(row.text(c) for c in columns):
            sheet.missed.append(Unit(row.block.view, row.block.number))
    if len(sheet.people) < 0.5 * len(body):
        return None
    sheet.covered.extend(row.block.span for row in table[: len(table) - len(body)])
    return sheet


def _heads_a_part(row: Row, columns: Mapping[int, str]) -> bool:
    """Whether a row of a wide table only says who stands below it: "Observers", set apart by stars or alone."""
    filled = [cell.text.strip() for cell in row.cells if cell.text.strip()]
    return len(columns) >= _WIDE and len(filled) == 1 and filled[0][0] in "*_"


def _side_by_side(table: list[Row], know: Knowledge, above: tuple[Label, ...]) -> Sheet | None:
    """Lists set beside each other: "MEMBERS PRESENT | MEMBERS ABSENT", and a name of each in every row."""
    heads = [read_label(cell, len(cell), know) for cell in table[0].cells if cell.text.strip()]
    labels = tuple(head for head in heads if head is not None and head.presence is not None)
    body = table[1:]
    if len(labels) < 2 or len(labels) != len(table[0].cells):
        labels, body = above, table
    if not labels or any(len(row.cells) > len(labels) for row in body):
        return None
    sheet = Sheet(columns=labels, covered=[row.block.span for row in table])
    for number, label in enumerate(labels):
        cells = [Unit(row.cells[number], row.block.number) for row in body if row.text(number)]
        people, missed = entries.read(cells, label, know)
        sheet.people.extend(people)
        sheet.missed.extend(missed)
    return sheet


def _grid(table: list[Row], label: Label, know: Knowledge) -> Sheet | None:
    """A list set in several columns, a name in every cell."""
    cells = [(row, cell) for row in table for cell in row.cells if cell.text.strip()]
    named = sum(know.name_score(cell.text) >= _NAMED for _, cell in cells)
    if len(cells) <= len(table) or named < 0.8 * len(cells):
        return None
    sheet = Sheet(covered=[row.block.span for row in table])
    units = [Unit(cell, row.block.number) for row, cell in cells]
    sheet.people, sheet.missed = entries.read(units, label, know)
    return sheet


def _roll_call(table: list[Row], know: Knowledge) -> Sheet | None:
    """The members of a roll call: a name, then marks of a letter or two; without a vote they were absent."""
    sheet = Sheet()
    for row in table:
        marks = [row.text(column) for column in range(1, len(row.cells)) if row.text(column)]
        named = len(row.cells) > 2 and know.name_score(row.text(0)) >= 0.5
        if not named or not marks or any(len(mark) > _LONGEST_MARK for mark in marks):
            continue
        person = _named(row.cells[0], know)
        if person is None:
            continue
        votes = sum(mark_of(mark[-1:], know) == "present" or mark_of(mark[:1], know) == "present" for mark in marks)
        presence = Part("present" if votes or len(marks) > 0.5 * len(row.cells) else "absent", person.name.spans)
        sheet.people.append(replace(person, rule="roll-call", presence=presence))
        sheet.covered.append(row.block.span)
    return sheet if len(sheet.people) >= max(_LEAST_CALLED, 0.5 * len(table)) else None


def _person(row: Row, columns: Mapping[int, str], label: Label, know: Knowledge, *, marked: bool) -> Person | None:
    by_kind: dict[str, list[View]] = {}
    for column, kind in columns.items():
        if column < len(row.cells) and row.text(column):
            by_kind.setdefault(kind, []).append(without_contacts(row.cells[column]))
    names = by_kind.get("name") or [*by_kind.get("given", []), *by_kind.get("family", [])]
    if not names:
        return None
    view = join(names)
    person = _named(view, know)
    if person is None:
        return None
    if by_kind.get("prefix") and person.prefix is None:
        person = replace(person, prefix=_whole(by_kind["prefix"][0]))
    found = [contacts_of(cell) for cell in row.cells]
    person = replace(
        person,
        email=next((email for email, _ in found if email), None),
        phone=next((phone for _, phone in found if phone), None),
    )
    for given in by_kind.get("initials", []):
        person = replace(person, aliases=(*person.aliases, given.text.strip()))
    for given in by_kind.get("role", []):
        person = _in_office(person, given, know)
    for given in by_kind.get("speech", [])[:1]:
        person = _speaking(person, given, know)
    person = _organization(person, by_kind, know)
    for given in by_kind.get("country", []):
        code = know.country(given, 0, len(given), whole=False)
        if code is not None:
            person = replace(person, country=code)
        elif person.organization is None:
            person = replace(person, organization=_whole(given))
    return _present(_labelled(person, label), row, columns, know, marked=marked)


def _in_office(person: Person, cell: View, know: Knowledge) -> Person:
    """``person`` with the office of a cell: "Harbour Master (Chair)" is an office and a function."""
    segments = know.cut(cell.text)
    last = segments[-1] if len(segments) > 1 and segments[-1].mark == "(" else None
    function = know.function(last.of(cell.text)) if last else None
    if last and function:
        person = person.doing(Part(function, cell.spans(last.start, last.end)))
        cell = cell.cut(segments[0].start, segments[-2].end)
    found = office(cell, 0, len(cell), know)
    person = replace(person, role=found.role, organization=found.organization, country=found.country)
    function = know.function(cell.text)
    if function and found.role:
        person = person.doing(Part(function, found.role.spans))
        person = replace(person, role=None) if function == "guest" else person
    return person


def _speaking(person: Person, cell: View, know: Knowledge) -> Person:
    """``person`` with the office that begins what a cell tells of their speech: "Head of X; thanked the board"."""
    person = person.doing(Part("speaker", cell.spans(0, len(cell))))
    match = _CLAUSE_END.search(cell.text)
    end = match.start() if match else len(cell)
    return _in_office(person, cell.cut(0, end), know) if end <= _LONGEST and know.is_role(cell.text[:end]) else person


def _whole(view: View) -> Part | None:
    return part(view, 0, len(view))


def _named(view: View, know: Knowledge) -> Person | None:
    first, *beside = know.cut(view.text) or [Segment(0, len(view), "")]
    if any(segment.mark == "(" for segment in beside[:1]):  # "Jane Doe (editor)"
        named = _named(view.cut(first.start, first.end), know)
        return completed(named, view, beside, Label(), know, codes=False) if named else None
    found = know.name_of(view.text)
    if found is None:
        name = _whole(view)
        plain = name is not None and len(name.text.split()) <= 5 and not any(c.isdigit() for c in name.text)
        if not plain or name is None or know.is_role(name.text) or know.is_organization(name.text):
            return None
        return Person(name, "roster-table", 0.55)
    name = part(view, found.start, found.end)
    prefix = part(view, *found.prefix) if found.prefix else None
    return Person(name, "roster-table", min(0.97, 0.7 + found.score / 4), prefix=prefix) if name else None


def _organization(person: Person, by_kind: Mapping[str, list[View]], know: Knowledge) -> Person:
    for given in by_kind.get("organization", [])[:1]:
        view = given
        inner = know.cut(view.text)
        if any(segment.mark == "(" and know.function(segment.of(view.text)) for segment in inner):
            first = Segment(inner[0].start, inner[0].end, ",")
            person = completed(person, view, [first, *inner[1:]], Label(), know, codes=False)
            continue
        said = _whole(view)
        if said is None or said.text.casefold() in know.words.no_organization:
            continue
        found = office(view, 0, len(view), know) if know.is_role(view.text) else None
        if found is not None and found.organization is not None:  # "Consultant at the European Commission"
            person = replace(person, role=person.role or found.role, organization=found.organization)
            continue
        head, comma, tail = view.text.rpartition(",")
        country = know.country(view, len(head) + 1, len(view)) if comma and tail.strip() else None
        lead = re.match(r"[A-Z]{2}\s+(?=\w)", view.text)
        code = know.country(view, 0, 2) if lead else None
        if country is not None:
            person = replace(person, organization=part(view, 0, len(head)), country=person.country or country)
        elif comma and know.is_city(view, len(head) + 1, len(view)):  # "University of Valencia, Madrid"
            person = replace(person, organization=part(view, 0, len(head)))
        elif lead and code is not None:
            person = replace(person, organization=part(view, lead.end(), len(view)), country=person.country or code)
        elif know.country(view, 0, len(view)) is not None:
            person = replace(person, country=person.country or know.country(view, 0, len(view)))
        else:
            person = replace(
                person, organization=said, country=person.country or know.country(view, 0, len(view), whole=False)
            )
    return person


def _labelled(person: Person, label: Label) -> Person:
    return replace(
        person,
        role=person.role or label.role,
        organization=person.organization or label.organization,
        country=person.country or label.country,
        delegation=person.delegation or label.delegation,
        presence=person.presence or label.presence,
        functions=person.functions + ((label.function,) if label.function else ()),
    )


def _present(person: Person, row: Row, columns: Mapping[int, str], know: Knowledge, *, marked: bool) -> Person:
    """``person`` with the presence that the row's marks give."""
    for column, kind in columns.items():
        if kind not in ("presence", "absence", "online") or column >= len(row.cells):
            continue
        text, view = row.text(column), row.cells[column]
        spans = view.spans(0, len(view)) if text else person.name.spans
        mark = mark_of(text, know) if text else None
        deputy = know.words.remarks["by"].match(text)
        if deputy and deputy.end() < len(text):  # "Represented by A. Roe"
            by = part(view, view.text.index(text) + deputy.end(), len(view))
            person = replace(person, presence=Part("represented", spans), represented_by=by)
        elif kind == "absence":
            if mark == "present" or (text and mark is None):
                person = replace(person, presence=Part("absent", spans))
        elif kind == "online":
            if mark == "present":
                person = replace(person, presence=Part("online", spans))
        elif mark is not None:
            person = replace(person, presence=Part(mark, spans))
        elif not text and marked:
            person = replace(person, presence=Part("absent", spans))
    return person
