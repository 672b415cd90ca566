"""What must hold for every document: the rule of evidence, the same output for the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import readers
from pipeline.config import Settings
from pipeline.document import SourceFile
from pipeline.errors import InputError
from pipeline.extract import extract
from pipeline.records import Extraction
from tests.support import source, tools

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "raw_reports"
GOLD = ROOT.parent / "shared" / "gold" / "documents"
#: Values that are counted or derived and need no evidence (RECORDS.md: "read from the text").
COUNTED = {"meeting_id", "position", "classification", "date_precision", "latitude", "longitude", "page_first"}


def _files() -> Iterator[Path]:
    yield from sorted(path for path in SAMPLES.iterdir() if path.is_file())
    yield from sorted(GOLD.iterdir()) if GOLD.is_dir() else (GOLD,)


def _source(path: Path) -> SourceFile:
    data = path.read_bytes()
    return source(data, path=path.name, media_type=readers.identify(path.name, data))


def _check_evidence(extraction: Extraction, text: str, *, paged: bool) -> None:
    told: dict[str, set[str]] = {}
    for row in extraction.evidence:
        assert row.quote == text[row.char_start : row.char_end]
        assert not paged or (row.page and row.x0 is not None and row.bottom is not None), row
        told.setdefault(row.record_id, set()).add(row.field)
    for meeting in extraction.meetings:
        read = told.get(meeting.meeting_id, set())
        for name in ("title", "body", "number", "start_date", "end_date", "start_time", "end_time", "mode", "venue"):
            assert getattr(meeting, name) is None or name in read, name
        for name in ("city", "country", "place_text", "stated_attendance"):
            assert getattr(meeting, name) is None or name in read, name
        for name in ("countries", "objectives", "topics"):
            assert not getattr(meeting, name) or name in read, name
        for attendee in meeting.attendees:
            read = told.get(attendee.attendee_id, set())
            for name in ("name", "honorific_prefix", "role", "organization", "country", "presence"):
                assert getattr(attendee, name) is None or name in read, (attendee.name, name)
        for conclusion in meeting.conclusions:
            read = told.get(conclusion.conclusion_id, set())
            for name in ("text", "kind", "owner", "due_date", "due_text", "number"):
                assert getattr(conclusion, name) is None or name in read, (conclusion.text, name)
        for organization in meeting.organizations:
            read = told.get(organization.organization_id, set())
            for name in ("name", "role", "acronym"):
                assert getattr(organization, name) is None or name in read, (organization.name, name)


@pytest.mark.parametrize("path", list(_files()), ids=lambda path: path.name)
def test_every_value_stands_where_its_evidence_says(path: Path) -> None:
    """Each quote equals its span, each value has a quote, and values of paged documents have page and box."""
    if not path.is_file():
        pytest.skip(f"{path} is absent: the rule of evidence is tested on our own samples alone")
    try:
        file = _source(path)
        document = readers.read(file, Settings())
    except InputError as error:
        pytest.skip(str(error))
    _check_evidence(extract(file, tools()), document.text, paged=bool(document.pages))


LINES = st.sampled_from(
    [
        "# Minutes of the Harbour Board", "Present: Ana Perić (Chair), J. O'Neill; Dr. Li Wei", "**Date:** 3 May 2021",
        "Apologies: none", "1. Approval of minutes", "- [x] Eva Kos", "| Name | Org |", "|---|---|", "| A. B. | C |",
        "The meeting was held in Split, Croatia, on 3-4 May 2021.", "It was agreed to meet again in June.", "", "---",
        "ACTION: John to circulate the draft by 30 June.", "\tx\u00ad\ufb01nal\u2028", "Next meeting: 1/2/2022", "((((",
    ]
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(LINES, st.text(max_size=40)), max_size=25), st.sampled_from(["r.txt", "r.md"]))
def test_any_text_gives_a_record_or_a_clear_error(lines: list[str], name: str) -> None:
    """Whatever stands in a file: evidence is exact, and the only error is one that says what to do."""
    data = "\n".join(lines).encode("utf-8", "ignore")
    file = source(data, path=name, media_type="text/markdown" if name.endswith("md") else "text/plain")
    try:
        document = readers.read(file, Settings())
    except InputError as error:
        advice = error.advice
    else:
        advice = "none needed"
        _check_evidence(extract(file, tools()), document.text, paged=False)
    assert advice


def test_the_same_bytes_give_the_same_record() -> None:
    """Two extractions of one file agree in everything but the clock."""
    path = min(path for path in SAMPLES.iterdir() if path.is_file())
    first, second = (extract(_source(path), tools()) for _ in range(2))
    clock = {"document": {"seconds", "extracted_at"}}
    assert first.model_dump(exclude=clock) == second.model_dump(exclude=clock)
