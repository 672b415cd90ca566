"""From candidates to a record: choice, abstention, evidence, and what is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pipeline.assemble import assemble
from pipeline.assemble.dates import covered, day
from pipeline.document import Box, Document, Line, Page
from pipeline.fields.candidate import Candidate, Found
from pipeline.layout.block import Block
from pipeline.lexicon import load
from pipeline.meetings.scope import Reading, Scope
from pipeline.mentions.mention import Mentions, PartialDate
from pipeline.text import Span, View
from tests.support import source

TEXT = "Harbour Board\nheld on 3 May 2021 in Split"


def _scope(*, paged: bool = False) -> Scope:
    first = Line(Span(0, 13), Span(0, 13), page=int(paged), box=Box(10, 10, 90, 20) if paged else None)
    second = Line(Span(14, 41), Span(14, 41), page=2 * int(paged), box=Box(10, 30, 200, 40) if paged else None)
    pages = (Page(1, Span(0, 13), 595, 842), Page(2, Span(14, 41), 595, 842)) if paged else ()
    document = Document(source(TEXT), TEXT, (first, second), pages)
    whole = Span(0, len(TEXT))
    block = Block("paragraph", 0, (0, 1), whole, View.plain(TEXT, whole), page=int(paged))
    return Scope(Reading(document, (block,), (), Mentions(()), load("en")), 0, 0, 1, 0)


def _at(words: str) -> tuple[Span, ...]:
    start = TEXT.index(words)
    return (Span(start, start + len(words)),)


def _found(*candidates: Candidate) -> Any:
    return assemble(_scope(), Found(candidates))


def test_the_highest_score_wins_and_the_earliest_among_equals() -> None:
    """Choice is by score, then by place in the text."""
    meeting, _, _ = _found(
        Candidate("city", "late", _at("Split"), "b", 0.8),
        Candidate("city", "early", _at("Harbour"), "a", 0.8),
        Candidate("city", "weak", _at("Board"), "c", 0.7),
    )
    assert meeting.city == "early"


def test_below_the_floor_and_without_span_nothing_is_published() -> None:
    """A guess and a value that no span supports leave the field empty."""
    meeting, evidence, _ = _found(
        Candidate("city", "Split", _at("Split"), "a", 0.2), Candidate("venue", "Town Hall", (), "b", 0.9)
    )
    assert (meeting.city, meeting.venue, evidence) == (None, None, ())


def test_every_value_has_its_quote() -> None:
    """The quote is the text between the offsets, to the letter."""
    _, evidence, _ = _found(Candidate("start_date", PartialDate(2021, 5, 3), _at("3 May 2021"), "a", 0.9))
    assert {row.field for row in evidence} == {"start_date", "end_date", "date_text"}
    assert all(row.quote == TEXT[row.char_start : row.char_end] == "3 May 2021" for row in evidence)


def test_a_value_over_two_pages_has_a_row_on_each() -> None:
    """Evidence is cut at the end of a page, and each part has its own box."""
    title = Candidate("title", "Harbour Board held", (Span(0, 18),), "a", 0.9)
    _, evidence, _ = assemble(_scope(paged=True), Found((title,)))
    assert [(row.page, row.quote) for row in evidence] == [(1, "Harbour Board"), (2, "held")]
    assert all(row.x0 is not None for row in evidence)


def test_an_end_before_the_start_is_an_issue_and_not_a_date() -> None:
    """A contradictory end is dropped with a word."""
    meeting, _, findings = _found(
        Candidate("start_date", PartialDate(2021, 5, 3), _at("3 May 2021"), "a", 0.9),
        Candidate("end_date", PartialDate(2021, 5, 1), _at("2021"), "a", 0.9),
    )
    assert meeting.end_date == dt.date(2021, 5, 3)
    assert [finding.code for finding in findings] == ["end-before-start"]


def test_a_refused_value_costs_only_itself() -> None:
    """A time that is no time becomes an issue; the rest of the record stands."""
    meeting, evidence, findings = _found(
        Candidate("start_time", "25:99", _at("3"), "a", 0.9), Candidate("city", "Split", _at("Split"), "b", 0.9)
    )
    assert (meeting.start_time, meeting.city) == (None, "Split")
    assert [row.field for row in evidence] == ["city"]
    assert [finding.code for finding in findings] == ["value-refused"]


def test_a_list_entry_without_a_needed_part_is_refused_with_a_word() -> None:
    """An attendee whose presence nobody gave is no attendee, and the reader is told."""
    name = Candidate("name", "Harbour", _at("Harbour"), "a", 0.9)
    meeting, evidence, findings = _found(Candidate("attendees", "Harbour", _at("Harbour"), "a", 0.9, {"name": name}))
    assert (meeting.attendees, evidence) == ((), ())
    assert [finding.code for finding in findings] == ["value-refused"]


def test_one_organization_with_two_roles_is_two_rows() -> None:
    """The same name is repeated for another role and not for the same one."""

    def organization(role: str) -> Candidate:
        parts = {
            "name": Candidate("name", "Harbour Board", _at("Harbour Board"), "a", 0.9),
            "role": Candidate("role", role, _at("held"), "a", 0.9),
        }
        return Candidate("organizations", "Harbour Board", _at("Harbour Board"), "a", 0.9, parts)

    meeting, _, _ = _found(organization("host"), organization("host"), organization("chair"))
    assert [entry.role for entry in meeting.organizations] == ["host", "chair"]


def test_partial_dates_cover_their_whole_span() -> None:
    """A month is its first to its last day, a year likewise; 30 February is no day."""
    assert covered(PartialDate(2024, 2), None) == (dt.date(2024, 2, 1), dt.date(2024, 2, 29))
    assert covered(PartialDate(2024), None) == (dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    assert day(PartialDate(2023, 2, 30)) is None
    assert covered(PartialDate(None, 6, 14), None) is None
