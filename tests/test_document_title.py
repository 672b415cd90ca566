"""The title that a document's record gets: the line that speaks of the meeting, not a list's heading."""

from __future__ import annotations

import pytest

from pipeline.extract import extract
from tests.support import source, tools


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Agenda\n\nHeath Board meeting, 4 May 2019\n\nPresent: Ann Lee, Bo Ek\n", "Heath Board meeting, 4 May 2019"),
        ("# City Gazette\n\n## Minutes of the Council\n\n4 May 2019\n\nPresent: Ann Lee\n", "Minutes of the Council"),
        ("---\ntitle: Moor call 12\n---\n\n# Attendees\n\n- Ann Lee\n- Bo Ek\n", "Moor call 12"),
        ("# The price of peat\n\nPeat was dear in 1901.\n", "The price of peat"),
    ],
)
def test_title_of_a_document(text: str, title: str) -> None:
    """The title is the line about the meeting, else the file's own title, else the first heading."""
    assert extract(source(text, path="report.md", media_type="text/markdown"), tools()).document.title == title
