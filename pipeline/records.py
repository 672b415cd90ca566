"""What we claim: the records of the dataset. ``Field(description=...)`` is each field's only documentation.

``None`` means one thing: the document does not say. The tables of the dataset are these records, flat.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pipeline.document import Member

Confidence = Annotated[float, Field(ge=0, le=1, description="How sure the pipeline is, from 0 to 1.")]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]

Precision = Literal["day", "month", "year"]
Mode = Literal["in_person", "online", "hybrid"]
OrganizationRole = Literal["host", "organizer", "chair", "secretariat", "supporter", "participant"]
Presence = Literal["present", "online", "absent", "represented"]
ConclusionKind = Literal["decision", "recommendation", "action", "finding"]
Status = Literal["extracted", "no_meeting", "failed"]
Origin = Literal["rule", "model", "reviewed"]
Severity = Literal["info", "warning", "error"]
Function = Literal[
    "chair", "co-chair", "vice-chair", "moderator", "rapporteur", "secretary", "speaker", "host", "opening",
    "observer", "guest",
]  # fmt: skip


class Record(BaseModel):
    """What all records share: unknown attributes are refused, and a record does not change.

    Its checks are built with the first record: the driver, which only asks for descriptions, does without.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Organization(Record):
    """An organization's part in a meeting."""

    organization_id: str = Field(description="Stable id: the same bytes give the same id.")
    position: int = Field(ge=0, description="Counts from 0 in the order of the text.")
    name: str = Field(min_length=1, description="Name as the document writes it.")
    acronym: str | None = Field(None, description="Acronym, where the document gives one with the name.")
    role: OrganizationRole = Field(description="What it did for the meeting; two roles are two rows.")
    country: Country | None = Field(None, description="Country that the document ties to it.")
    confidence: Confidence


class Attendee(Record):
    """A person who took part, was expected and absent, or was represented."""

    attendee_id: str = Field(description="Stable id: the same bytes give the same id.")
    position: int = Field(ge=0, description="Counts from 0 in the order of the text.")
    name: str = Field(min_length=1, description="Given and family name as written, without honorific and degrees.")
    given_name: str | None = Field(None, description="Given names, where name order is clear.")
    family_name: str | None = Field(None, description="Family name, where name order is clear.")
    honorific_prefix: str | None = Field(None, description='"Mr", "H.E. Ambassador", "Dr", as written.')
    role: str | None = Field(None, description="Office held, as written.")
    organization: str | None = Field(None, description="Employer or body stood for, as written.")
    country: Country | None = Field(None, description="Country that the document ties to the person.")
    delegation: str | None = Field(None, description="Heading of the list under which the person stands.")
    functions: tuple[Function, ...] = Field((), description="What the person did in the meeting.")
    presence: Presence = Field(description="Present, online, absent or represented.")
    represented_by: str | None = Field(None, description="Who came instead.")
    arrived: str | None = Field(None, description="When the person joined late, as written.")
    left: str | None = Field(None, description="When the person left early, as written.")
    person_id: str | None = Field(None, description="The person across the archive (table persons).")
    confidence: Confidence
    email: str | None = Field(None, description="E-mail address, only where --contacts asked for it.")
    phone: str | None = Field(None, description="Telephone number, only where --contacts asked for it.")


class AgendaItem(Record):
    """A numbered or headed item of the agenda."""

    agenda_item_id: str = Field(description="Stable id: the same bytes give the same id.")
    position: int = Field(ge=0, description="Counts from 0 in the order of the text.")
    number: str | None = Field(None, description="Number as written, without closing dot.")
    level: int = Field(1, ge=1, description="Depth: 1 for items, 2 for items below them.")
    title: str = Field(min_length=1, description="Title, verbatim.")


class Conclusion(Record):
    """A separate thing that the meeting concluded."""

    conclusion_id: str = Field(description="Stable id: the same bytes give the same id.")
    position: int = Field(ge=0, description="Counts from 0 in the order of the text.")
    number: str | None = Field(None, description="Number as written, without closing dot.")
    kind: ConclusionKind = Field(description="Decision, recommendation, action or finding.")
    modality: str | None = Field(None, description="The verb of it: agreed, adopted, noted, requested, ...")
    text: str = Field(min_length=1, description="Verbatim text, line breaks closed.")
    heading: str | None = Field(None, description="Heading under which it stands.")
    agenda_item_id: str | None = Field(None, description="Agenda item that it belongs to.")
    owner: str | None = Field(None, description="Who is to act, as written.")
    addressee: str | None = Field(None, description="Whom it is addressed to, as written.")
    due_date: dt.date | None = Field(None, description="Day by which it is due.")
    due_text: str | None = Field(None, description="When it is due, as written.")
    confidence: Confidence


class NextMeeting(Record):
    """A meeting that the document announces."""

    position: int = Field(ge=0, description="Counts from 0 in the order of the text.")
    start_date: dt.date | None = Field(None, description="First day; a month or year covers its whole span.")
    end_date: dt.date | None = Field(None, description="Last day.")
    date_precision: Precision | None = Field(None, description="How precise the text is.")
    date_text: str | None = Field(None, description="The date as written.")
    place: str | None = Field(None, description="The place as written.")
    city: str | None = Field(None, description="City as written.")
    country: Country | None = Field(None, description="ISO 3166-1 alpha-2.")


class Meeting(Record):
    """A meeting that a document reports on."""

    meeting_id: str = Field(description="Stable id: the same bytes give the same id.")
    position: int = Field(ge=0, description="Counts from 0 in the order of the text.")
    title: str | None = Field(None, description="The meeting's own name as written, without date and place.")
    body: str | None = Field(None, description="The group that met.")
    number: int | None = Field(None, description="Its ordinal in a series.")
    classification: str | None = Field(None, description="meeting, conference, workshop, seminar, session, ...")
    start_date: dt.date | None = Field(None, description="First day; a month or year covers its whole span.")
    end_date: dt.date | None = Field(None, description="Last day; equal to the first for one day.")
    date_precision: Precision | None = Field(None, description="How precise the text is.")
    date_text: str | None = Field(None, description="The date as written.")
    start_time: Clock | None = Field(None, description="HH:MM as stated.")
    end_time: Clock | None = Field(None, description="HH:MM as stated.")
    mode: Mode | None = Field(None, description="In person, online or hybrid, where said or plainly implied.")
    venue: str | None = Field(None, description="Building, room, hotel or site; never the city.")
    city: str | None = Field(None, description="City as written.")
    country: Country | None = Field(None, description="ISO 3166-1 alpha-2; XK for Kosovo.")
    place_text: str | None = Field(None, description="The place as written, whole.")
    latitude: float | None = Field(None, ge=-90, le=90, description="Of the city, from the gazetteer.")
    longitude: float | None = Field(None, ge=-180, le=180, description="Of the city, from the gazetteer.")
    countries: tuple[Country, ...] = Field((), description="States whose delegations are said to take part as such.")
    objectives: tuple[str, ...] = Field((), description="Stated aims, verbatim.")
    topics: tuple[str, ...] = Field((), description="Agenda items or stated main topics, verbatim.")
    stated_attendance: int | None = Field(None, ge=0, description='"some 60 participants": 60.')
    page_first: int | None = Field(None, ge=1, description="First page of the stretch that reports on it.")
    page_last: int | None = Field(None, ge=1, description="Last page of that stretch.")
    char_start: int = Field(ge=0, description="Where that stretch begins in the document's text.")
    char_end: int = Field(ge=0, description="Where it ends.")
    organizations: tuple[Organization, ...] = Field((), description="Who hosted, organized, chaired, ...")
    attendees: tuple[Attendee, ...] = Field((), description="Who took part, was absent or represented.")
    agenda_items: tuple[AgendaItem, ...] = Field((), description="Items of the agenda.")
    conclusions: tuple[Conclusion, ...] = Field((), description="What the meeting concluded.")
    next_meetings: tuple[NextMeeting, ...] = Field((), description="Meetings announced.")
    confidence: Confidence

    @model_validator(mode="after")
    def _dates_in_order(self) -> Meeting:
        if self.start_date and self.end_date and self.end_date < self.start_date:
            raise ValueError(f"end_date {self.end_date} lies before start_date {self.start_date}")
        return self


class Evidence(Record):
    """Where a value stands."""

    record_id: str = Field(
        description="Id of the document, meeting or list entry; of a next meeting: its place in the list."
    )
    field: str = Field(description="Name of the value's column.")
    page: int | None = Field(None, ge=1, description="Page, from 1; null in unpaged documents.")
    char_start: int = Field(ge=0, description="Offset of the quote in the document's text.")
    char_end: int = Field(ge=0, description="Offset behind the quote.")
    quote: str = Field(min_length=1, description="text[char_start:char_end], to the letter.")
    x0: float | None = Field(None, description="Left edge in points; null in unpaged documents.")
    top: float | None = Field(None, description="Upper edge in points from the page's top.")
    x1: float | None = Field(None, description="Right edge in points.")
    bottom: float | None = Field(None, description="Lower edge in points from the page's top.")
    rule: str = Field(description="The rule that found the value.")
    origin: Origin = Field("rule", description="Rule, model or reviewed by a person.")
    confidence: Confidence


class Issue(Record):
    """Something not understood, contradictory or doubtful."""

    meeting_id: str | None = Field(None, description="The meeting that it concerns, if one.")
    code: str = Field(description="Kind of issue; each is explained in docs/issues.md.")
    severity: Severity = Field(description="info, warning or error.")
    message: str = Field(description="One line for people.")
    page: int | None = Field(None, ge=1, description="Page, from 1.")
    char_start: int | None = Field(None, ge=0, description="Offset in the document's text.")
    char_end: int | None = Field(None, ge=0, description="Offset behind it.")
    quote: str | None = Field(None, description="The text that it is about.")


class DocumentRecord(Record):
    """A file that was tried."""

    document_id: str = Field(pattern=r"^[0-9a-f]{64}$", description="SHA-256 of the file's bytes, in hex.")
    path: str = Field(description="Relative path, POSIX.")
    media_type: str = Field(description="Kind of file, by content.")
    bytes: int = Field(ge=0, description="Size of the file.")
    pages: int | None = Field(None, ge=0, description="Number of pages; null in unpaged documents.")
    characters: int | None = Field(None, ge=0, description="Length of the text.")
    language: str | None = Field(None, description="ISO 639-1.")
    title: str | None = Field(None, description="The document's own title.")
    published_on: dt.date | None = Field(None, description="Day of publication or issue, where stated.")
    status: Status = Field(description="extracted, no_meeting or failed.")
    problem: str | None = Field(None, description="Code of the error, or why there is no meeting.")
    problem_detail: str | None = Field(None, description="One line for people, with the remedy.")
    meetings: int = Field(0, ge=0, description="Number of meetings found.")
    coverage: float | None = Field(
        None, ge=0, le=1, description="Share of the lines in the parts that matter that ended in a field."
    )
    ocr_pages: int = Field(0, ge=0, description="Pages read by OCR.")
    seconds: float = Field(0.0, ge=0, description="CPU seconds that the extraction took.")
    pipeline_version: str = Field(description="Version of the pipeline.")
    model_version: str = Field(description="Version of the entity model.")
    extracted_at: dt.datetime = Field(description="When, in UTC.")


class Extraction(Record):
    """Everything that one document gave."""

    document: DocumentRecord
    meetings: tuple[Meeting, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    issues: tuple[Issue, ...] = ()
    members: tuple[Member, ...] = Field((), description="Files inside the file; each is a document of its own.")
    sketch: str = Field("", description="What tells texts that are nearly the same, in hex (see pipeline.likeness).")
