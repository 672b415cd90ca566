"""What the checks say of a record, and the rule of account on real text."""

from __future__ import annotations

from typing import Any

from pipeline import fields, meetings
from pipeline.assemble import assemble
from pipeline.checks import account, check, doubted
from pipeline.fields.candidate import Finding, Found
from pipeline.meetings.scope import Scope
from pipeline.records import Attendee, Meeting
from tests.support import reading


def _meeting(**values: Any) -> Meeting:
    base = {"meeting_id": "m", "position": 0, "char_start": 0, "char_end": 1, "confidence": 1.0}
    return Meeting.model_validate({**base, **values})


def _attendee(position: int, name: str, **values: Any) -> Attendee:
    base = {"attendee_id": f"a{position}", "position": position, "name": name, "presence": "present", "confidence": 1.0}
    return Attendee.model_validate({**base, **values})


def _scope(text: str) -> Any:
    return meetings.split(reading(text)).scopes[0]


MINUTES = (
    "# Minutes of the Harbour Board\n\nDate: 3 May 2021\n\n"
    "## Present\n\n- Ana Perić\n- 14 others whose sheet was lost\n"
)


def test_more_names_than_the_stated_count_is_a_contradiction() -> None:
    """Three people listed where the text says two took part: one of the two is wrong."""
    people = tuple(_attendee(n, name) for n, name in enumerate(("Ana Perić", "Eva Kos", "Jan Novak")))
    codes = [finding.code for finding in check(_meeting(stated_attendance=2, attendees=people), _scope(MINUTES))]
    assert "attendance-disagrees" in codes


def test_fewer_names_than_the_stated_count_is_none() -> None:
    """A list may leave people out."""
    codes = [f.code for f in check(_meeting(stated_attendance=9, attendees=(_attendee(0, "Ana"),)), _scope(MINUTES))]
    assert "attendance-disagrees" not in codes


def test_a_name_that_stands_twice_is_told() -> None:
    """Two people of one name, or one listed twice: the reader should know."""
    people = (_attendee(0, "Ana Perić", country="HR"), _attendee(1, "Ana Perić", country="SI"))
    assert "attendee-twice" in [finding.code for finding in check(_meeting(attendees=people), _scope(MINUTES))]


def test_a_meeting_of_months_is_doubted() -> None:
    """A range of more than a month is hardly a meeting's."""
    long = _meeting(start_date="2021-01-01", end_date="2021-04-01", date_precision="day")
    assert "meeting-too-long" in [finding.code for finding in check(long, _scope(MINUTES))]


def test_dates_that_are_not_the_meetings_are_told() -> None:
    """A text with dates whose meeting has none says so."""
    assert "date-unclear" in [finding.code for finding in check(_meeting(), _scope(MINUTES))]


def test_every_line_of_a_list_ends_in_a_record_or_an_issue() -> None:
    """Nothing that stands in an attendance list goes missing silently."""
    scope = _scope(MINUTES)
    found = fields.find(scope)
    meeting, _, findings = assemble(scope, found)
    unread, read, total = account(scope, found)
    assert [attendee.name for attendee in meeting.attendees] == ["Ana Perić"]
    told = [finding for finding in (*findings, *unread) if finding.code == "roster-line-unread"]
    assert (read, total) == (1, 2) or told


def test_an_empty_account_has_nothing_to_read() -> None:
    """A text without lists has no lines to account for."""
    scope = _scope("The Harbour Board met in Split on 3 May 2021. It was a short meeting.")
    assert account(scope, Found())[1:] == (0, 0)


def test_an_end_before_the_start_is_told() -> None:
    """Nine to eight on one day is a slip; ten in the evening to one in the morning is not."""
    day = {"start_date": "2021-05-03", "end_date": "2021-05-03"}
    codes = [f.code for f in check(_meeting(start_time="09:00", end_time="08:00", **day), _scope(MINUTES))]
    assert "hours-disagree" in codes
    assert not [
        f
        for f in check(_meeting(start_time="22:00", end_time="01:00", **day), _scope(MINUTES))
        if f.code == "hours-disagree"
    ]


def test_a_contradiction_lowers_the_confidence() -> None:
    """Each warning takes a tenth of the meeting's confidence; information takes none."""
    warning, remark = Finding("hours-disagree", "warning", ""), Finding("attendee-twice", "info", "")
    assert doubted(_meeting(), [warning, remark]).confidence == 0.9
    assert doubted(_meeting(), [remark]).confidence == 1.0


def test_more_countries_than_the_sentence_counts_is_a_contradiction() -> None:
    """The sentence "two countries: Fiji, Samoa and Tonga" names one too many; three named as three are fine."""
    text = (
        "# Report of the workshop, 3 May 2021\n\n"
        "The workshop was attended by representatives of {} countries: Fiji, Samoa and Tonga.\n"
    )
    codes = {count: [f.code for f in fields.find(_scope(text.format(count))).findings] for count in ("two", "3")}
    assert "countries-disagree" in codes["two"]
    assert "countries-disagree" not in codes["3"]


def test_nobody_and_contacts_are_read() -> None:
    """A line "None" and a line with nothing but a telephone number are no unread lines of a list."""
    read = reading("## Attendees\n\nTel. +44 20 555 0100\n\n## Regrets\n\nNone\n", path="report.md")
    scope = Scope(read, 0, 0, len(read.blocks), 0)
    unread, lines_read, lines = account(scope, Found())
    assert not [finding for finding in unread if finding.code == "roster-line-unread"]
    assert lines_read == lines == 2
