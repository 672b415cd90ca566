"""Finds the attendance lists of a scope and reads them: labels, sub-headings, lines, tables."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from pipeline.fields.attendees import cards, entries, tables
from pipeline.fields.attendees.knowledge import Knowledge
from pipeline.fields.attendees.labels import Label
from pipeline.fields.attendees.lines import FEW, is_label, is_list, is_person_line
from pipeline.fields.attendees.person import Part
from pipeline.fields.attendees.signatures import signatories
from pipeline.fields.attendees.steps import take
from pipeline.fields.attendees.unit import Unit
from pipeline.fields.attendees.units import units_of, units_of_row
from pipeline.fields.attendees.walk import Roll, Walk
from pipeline.layout.block import Block
from pipeline.meetings.scope import Scope

_SKIPPED = frozenset({"running", "rule", "code"})
#: A list of those who were there says so.
_THERE = ("present", "online")
#: Sections in which a list without a label can stand.
_OPENING = frozenset({None, "title", "front", "body", "attendance"})
#: Share of the items of such a list that need not look like people.
_STRANGE = 0.25
#: So many lines ahead are looked at for people.
_AHEAD = 4

Rows = tuple[Block, ...]


def find(scope: Scope, know: Knowledge) -> Roll:
    """All attendance lists of a scope."""
    walk = Walk(scope, know)
    annex = cards.find(scope, know)
    for label, units in annex.lists:
        people, _ = entries.read(units, label, know)
        walk.roll.people.extend(people)
    walk.roll.blocks |= annex.blocks
    walk.roll.covered += annex.covered
    steps = _steps(scope, know, annex.blocks)
    for number, step in enumerate(steps):
        if isinstance(step, Unit):
            take(walk, step, [other for other in steps[number + 1 : number + 1 + _AHEAD] if isinstance(other, Unit)])
        else:
            _table(walk, step)
    walk.close()
    if not any(person.presence and person.presence.text in _THERE for person in walk.roll.people):
        walk.roll.people += walk.roll.hints  # the whole composition, less those who were absent
        walk.roll.hints = []
    walk.roll.people.extend(signatories(scope, know, skip=walk.roll.blocks))
    if len(walk.roll.people) < FEW:
        _unlabelled(walk, [step for step in steps if isinstance(step, Unit)])
    return walk.roll


def _unlabelled(walk: Walk, units: Sequence[Unit]) -> None:
    """A list of people that no label announces, before the meeting's first item: lines in a row, or one long line."""
    run: list[Unit] = []
    misses = 0
    for unit in units:
        if walk.kind(unit) not in _OPENING or unit.block in walk.roll.blocks:
            break
        if is_person_line(unit, walk.know) and not is_label(unit, walk.know):
            run.append(unit)
        elif run and misses < _STRANGE * len(run) and _same_list(run[-1], unit, walk) and not is_label(unit, walk.know):
            run.append(unit)  # one more of them, whose name is not known for one
            misses += 1
        elif is_list(run, walk.know):
            break
        else:
            run, misses = [], 0
    if is_list(run, walk.know):
        walk.label, walk.units = Label(presence=Part("present", ())), run
        walk.flush()


def _same_list(before: Unit, unit: Unit, walk: Walk) -> bool:
    """Whether two lines are items of one list."""
    blocks = walk.scope.reading.blocks
    return blocks[before.block].kind == blocks[unit.block].kind == "item" and unit.block - before.block == 1


def _steps(scope: Scope, know: Knowledge, done: set[int]) -> list[Unit | Rows]:
    steps: list[Unit | Rows] = []
    wanted = (block for block in scope.blocks if block.number not in done)
    blocks = [block for block in wanted if block.kind not in _SKIPPED and block.text.strip()]
    for is_row, run in groupby(blocks, key=lambda block: block.kind == "row"):
        if is_row:
            steps.append(tuple(run))
        else:
            steps.extend(unit for block in run for unit in units_of(block, know))
    return steps


def _table(walk: Walk, rows: Rows) -> None:
    found = tables.read(rows, walk.label, walk.scope.document, walk.know, walk.columns)
    if found is None:
        units = [unit for row in rows for unit in units_of_row(row, walk.know)]
        for number, unit in enumerate(units):
            take(walk, unit, units[number + 1 : number + 1 + _AHEAD])
        return
    walk.flush()
    if found.columns:
        walk.columns = found.columns
        walk.label = walk.outer = found.columns[0]
    walk.roll.people.extend(found.people)
    walk.roll.covered.extend(found.covered)
    walk.roll.missed.extend(found.missed)
    walk.roll.blocks.update(row.number for row in rows)
