"""Tables of who spoke: a name in the first cell of a row, and in the second what its bearer said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from pipeline.fields.attendees.cells import cells_of
from pipeline.fields.attendees.knowledge import Knowledge
from pipeline.fields.attendees.naming import person_of
from pipeline.fields.attendees.person import Part, Person
from pipeline.layout.block import Block
from pipeline.meetings.scope import Scope
from pipeline.mentions.names import fold

#: So many rows, and such a share of a table's, name somebody and go on with the same name.
_LEAST = 3
_MOST = 0.5
#: The name need not be surer than this, as the second cell says part of it again.
_NAMED = 0.5
_SCORE = 0.75
#: What is said begins with the speaker's name: "Mr. Doe spoke in favor".
_BEGINNING = 40


def speakers(scope: Scope, know: Knowledge, *, skip: set[int]) -> Iterator[Person]:
    """The people of the tables that tell, row by row, who spoke."""
    wanted = (block for block in scope.blocks if block.kind != "running")
    for is_row, run in groupby(wanted, key=lambda block: block.kind == "row" and block.number not in skip):
        if is_row:
            rows = list(run)
            found = [person for row in rows if (person := _speaker(row, scope, know)) is not None]
            if len(found) >= max(_LEAST, _MOST * len(rows)):
                yield from found


def _speaker(row: Block, scope: Scope, know: Knowledge) -> Person | None:
    name, _, said = row.text.partition(" | ")
    if not said or know.name_score(name.strip()) < _NAMED:
        return None
    cells = [cell for cell in cells_of(row, scope.document) if cell.text.strip()]
    if len(cells) != 2 or know.name_score(cells[0].text.strip()) < _NAMED:
        return None
    family = fold(cells[0].text.split()[-1])
    if family not in fold(cells[1].text[:_BEGINNING]).split():
        return None
    person = person_of(cells[0], 0, len(cells[0]), know, whole=True)
    if person is None:
        return None
    here = Part("speaker", cells[1].spans(0, len(cells[1])))
    return replace(person, rule="speaker-row", score=_SCORE, listed=False).doing(here)
