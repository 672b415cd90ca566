"""The tables of the dataset: their columns, types and descriptions, and how an extraction becomes rows of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from pipeline import records

if TYPE_CHECKING:
    import pyarrow as pa

#: Kinds of columns, as they are named in docs/fields.md. The Arrow types behind them: ``arrow_type``.
KINDS = ("text", "whole number", "large number", "number", "date", "moment", "list of texts", "yes or no")

_SHARED = {
    "document_id": "Document that says so (SHA-256 of its bytes).",
    "meeting_id": "Meeting that it belongs to.",
    "duplicate_of": "Path of the first file with the same bytes (their records stand once), or else of the first file"
    " with nearly the same text (both have records); null for that first file.",
    "likeness": "How alike this file and the one in duplicate_of are: 1 for the same bytes, else from 0.8 on, the"
    " share of sequences of three words that both have.",
    "parent": "Path of the archive, mailbox or message that it lies in; null for a file on its own.",
    "deleted": "Whether the file was gone when its folder was last searched; its records stay until --prune.",
    "next_meeting_id": "Stable id, by which evidence names it.",
    "body_id": "The body across the archive (table bodies).",
    "person_id": "Stable id of the person.",
    "name": "The spelling used most.",
    "aliases": "All other spellings.",
    "meetings": "Number of meetings.",
    "first_date": "First day of the earliest dated meeting.",
    "last_date": "First day of the latest dated meeting.",
}
_SHORT = {
    "": "text",
    "i": "whole number",
    "I": "large number",
    "f": "number",
    "d": "date",
    "m": "moment",
    "l": "list of texts",
    "b": "yes or no",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``kind`` is one of KINDS."""

    name: str
    kind: str
    description: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: one row per what ``row`` says."""

    name: str
    row: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(column.name for column in self.columns)


def _table(name: str, row: str, record: type[BaseModel] | None, columns: str) -> Table:
    """``columns`` reads "name name:i ...": the letter behind a colon is the kind (see _SHORT); none means text."""
    made = []
    for item in columns.split():
        column, _, kind = item.partition(":")
        field = record.model_fields.get(column) if record else None
        made.append(Column(column, _SHORT[kind], (field and field.description) or _description(column)))
    return Table(name, row, tuple(made))


def _description(column: str) -> str:
    if column == "confidence":
        return "How sure the pipeline is, from 0 to 1."
    return _SHARED[column]


def tables() -> tuple[Table, ...]:
    """All tables, in the order of the documentation."""
    return (
        _table(
            "documents",
            "file that was tried",
            records.DocumentRecord,
            "document_id path media_type bytes:I pages:i characters:i language title published_on:d status problem"
            " problem_detail meetings:i coverage:f ocr_pages:i seconds:f pipeline_version model_version extracted_at:m"
            " duplicate_of likeness:f parent deleted:b",
        ),
        _table(
            "meetings",
            "meeting that a document reports on",
            records.Meeting,
            "meeting_id document_id position:i title body number:i classification start_date:d end_date:d"
            " date_precision date_text start_time end_time mode venue city country place_text latitude:f longitude:f"
            " countries:l objectives:l topics:l stated_attendance:i page_first:i page_last:i char_start:i char_end:i"
            " confidence:f body_id",
        ),
        _table(
            "organizations",
            "organization's part in a meeting",
            records.Organization,
            "organization_id meeting_id document_id position:i name acronym role country confidence:f",
        ),
        _table(
            "attendees",
            "person of a meeting",
            records.Attendee,
            "attendee_id meeting_id document_id position:i name given_name family_name honorific_prefix role"
            " organization country delegation functions:l presence represented_by arrived left person_id confidence:f"
            " email phone",
        ),
        _table(
            "agenda_items",
            "numbered or headed item",
            records.AgendaItem,
            "agenda_item_id meeting_id document_id position:i number level:i title",
        ),
        _table(
            "conclusions",
            "separate conclusion",
            records.Conclusion,
            "conclusion_id meeting_id document_id position:i number kind modality text heading agenda_item_id owner"
            " addressee due_date:d due_text confidence:f",
        ),
        _table(
            "next_meetings",
            "announced meeting",
            records.NextMeeting,
            "meeting_id document_id position:i start_date:d end_date:d date_precision date_text place city country"
            " next_meeting_id",
        ),
        _table(
            "evidence",
            "value of a record",
            records.Evidence,
            "record_id field document_id page:i char_start:i char_end:i quote x0:f top:f x1:f bottom:f rule origin"
            " confidence:f",
        ),
        _table(
            "issues",
            "thing not understood or contradictory",
            records.Issue,
            "document_id meeting_id code severity message page:i char_start:i char_end:i quote",
        ),
        _table(
            "persons", "person across the archive", None, "person_id name aliases:l meetings:i first_date:d last_date:d"
        ),
        _table(
            "bodies",
            "series of meetings across the archive",
            None,
            "body_id name aliases:l meetings:i first_date:d last_date:d",
        ),
    )


def arrow_type(kind: str) -> pa.DataType:
    """The Arrow type of a kind of column. Whole numbers are 32 bits wide because R has no others."""
    import pyarrow as pa

    return {
        "text": pa.string(),
        "whole number": pa.int32(),
        "large number": pa.int64(),
        "number": pa.float64(),
        "date": pa.date32(),
        "moment": pa.timestamp("ms", tz="UTC"),
        "list of texts": pa.list_(pa.string()),
        "yes or no": pa.bool_(),
    }[kind]


def arrow_schema(table: Table) -> pa.Schema:
    """The table's Arrow schema, each field with its description."""
    import pyarrow as pa

    return pa.schema(
        [
            pa.field(column.name, arrow_type(column.kind), metadata={"description": column.description})
            for column in table.columns
        ]
    )


#: Lists of a meeting that are tables of their own.
_LISTS = ("organizations", "attendees", "agenda_items", "conclusions", "next_meetings")


def rows(document_id: str, extraction: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Table name and row for everything in an extraction (as JSON data) but its document, in the order of the text.

    The evidence is kept apart, as rows already.
    """
    for meeting in extraction["meetings"]:
        keys = {"meeting_id": meeting["meeting_id"], "document_id": document_id}
        yield "meetings", {**{name: value for name, value in meeting.items() if name not in _LISTS}, **keys}
        for part in _LISTS:
            for row in meeting[part]:
                yield part, {**row, **keys}
    for row in extraction["issues"]:
        yield "issues", {**row, "document_id": document_id}
