"""Names of the meetings in one file: what the page's heading says holds for all, what a report's own says for it."""

from __future__ import annotations

import pytest

from pipeline.extract import extract
from tests.support import source, tools

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
