"""Names of the meetings in one file: what the page's heading says holds for all, what a report's own says for it."""

from __future__ import annotations

import pytest

from pipeline.extract import extract
from pipeline.meetings.scope import Scope
from tests.support import reading, source, tools

_NOTES = """# Weekly sync notes

## 2021-03-04
Attendees: Ann, Bo
- Ann mended the gate; we agreed to paint it.

## 2021-03-11
Attendees: Ann, Cleo
- Cleo showed the plan of the pond.

## 2021-03-18
Attendees: Bo, Cleo
- We decided to wait for the frost.
"""
_GAZETTE = """# Official Proceedings of Elm County

## County Board of Commissioners — Minutes
June 3, 2019

Present: Ann Lee, Bo Ek, Carla Diaz

The Board approved the contract for the roads by a vote of three to none.

## Planning Commission — Minutes
June 12, 2019

Members present: Dan Fox, Eva Gold

The Commission recommended the rezoning of lot 5 and adjourned at 9 pm.
"""


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (_NOTES, [("Weekly sync", None)] * 3),
        (_GAZETTE, [(None, "County Board of Commissioners"), (None, "Planning Commission")]),
    ],
)
def test_names_of_several_meetings(text: str, names: list[tuple[str | None, str | None]]) -> None:
    """Each meeting has its own body, and the page's title where it has none of its own."""
    found = extract(source(text, path="report.md", media_type="text/markdown"), tools())
    assert [(meeting.title, meeting.body) for meeting in found.meetings] == names


def test_a_scope_knows_its_own_sections_and_mentions() -> None:
    """What one of several meetings is asked for begins in its own blocks, in the order of the text."""
    text = "# Minutes\n\n## 3 May 2021\n\nPresent: Ana Ruiz\n\n## 7 June 2021\n\nPresent: Bo Lind, on 7 June 2021\n"
    read = reading(text, path="report.md")
    whole = Scope(read, 0, 0, len(read.blocks), 0)
    halves = [Scope(read, 0, 0, 3, 0, whole=False), Scope(read, 1, 3, len(read.blocks), 3, whole=False)]
    for parts, all_ones in (
        ([half.sections() for half in halves], whole.sections()),
        ([half.mentions("date") for half in halves], whole.mentions("date")),
    ):
        assert all(parts)
        assert [*parts[0], *parts[1]] == all_ones
