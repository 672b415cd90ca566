"""The lists of a meeting: organizations, attendees, agenda items, conclusions, next meetings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from pipeline.assemble.choose import FLOOR, supported
from pipeline.assemble.dates import covered, day
from pipeline.assemble.evidence import Account, clamp, stable_id, tidy
from pipeline.fields.candidate import Candidate, Finding
from pipeline.mentions.mention import PartialDate
from pipeline.records import AgendaItem, Attendee, Conclusion, NextMeeting, Organization, Record

#: What a partial date means here is its last day: "by September" is met on the 30th.
_LAST = ("end_date", "due_date")


@dataclass(frozen=True)
class Kind:
    """A list of the record: its model, the column of its id, its main value and the attributes that are read."""

    model: type[Record]
    id_column: str
    main: str
    parts: tuple[str, ...]


KINDS: Mapping[str, Kind] = {
    "organizations": Kind(Organization, "organization_id", "name", ("name", "acronym", "role", "country")),
    "attendees": Kind(
        Attendee,
        "attendee_id",
        "name",
        (
            *("name", "given_name", "family_name", "honorific_prefix", "role", "organization", "country"),
            *("delegation", "functions", "presence", "represented_by", "arrived", "left", "email", "phone"),
        ),
    ),
    "agenda_items": Kind(AgendaItem, "agenda_item_id", "title", ("title", "number", "level")),
    "conclusions": Kind(
        Conclusion,
        "conclusion_id",
        "text",
        ("text", "number", "kind", "modality", "heading", "owner", "addressee", "due_date", "due_text"),
    ),
    "next_meetings": Kind(NextMeeting, "", "", ("start_date", "end_date", "date_text", "place", "city", "country")),
}


def entries(
    name: str, candidates: Sequence[Candidate], account: Account, meeting_id: str, agenda: Mapping[str, str]
) -> tuple[Any, ...]:
    """The records of one list in the order of the text, without repetitions.

    ``agenda`` maps an agenda item's title to its id. What the record's model refuses becomes a finding.
    """
    kind = KINDS[name]
    wanted = [candidate for candidate in candidates if candidate.field == name and candidate.score >= FLOOR]
    wanted.sort(key=lambda candidate: candidate.spans[0].start if candidate.spans else 0)
    records: list[Record] = []
    seen: set[object] = set()
    for entry in wanted:
        record_id = stable_id(meeting_id, name, len(records))
        trial = Account(account.document)
        values = _values(kind, entry, trial, record_id)
        values.update(_extras(name, kind, entry, agenda))
        identity = _identity(name, values, entry)
        if identity in seen or not any(values.get(part) is not None for part in kind.parts):
            continue
        if kind.id_column:
            values[kind.id_column] = record_id
        try:
            records.append(kind.model.model_validate({"position": len(records), **values}))
        except ValidationError as error:
            problem = error.errors()[0]
            where = entry.spans[0] if entry.spans else None
            message = f"{name}: {'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
            account.findings.append(Finding("value-refused", "warning", message, where))
            continue
        seen.add(identity)
        account.evidence.extend(trial.evidence)
    return tuple(records)


def _values(kind: Kind, entry: Candidate, account: Account, record_id: str) -> dict[str, Any]:
    """The entry's attributes that are supported, each with its evidence."""
    parts = dict(entry.parts)
    if kind.main and kind.main not in parts:
        parts[kind.main] = entry
    values: dict[str, Any] = {}
    for name in kind.parts:
        part = parts.get(name)
        if part is None or part.value is None or part.value == "" or not supported(part, name):
            continue
        value: Any = part.value
        if isinstance(value, PartialDate):
            value = day(value, last=name in _LAST)
        if value is None:
            continue
        values[name] = tidy(value) if isinstance(value, str) else value
        account.cite(record_id, name, part)
    return values


def _extras(name: str, kind: Kind, entry: Candidate, agenda: Mapping[str, str]) -> dict[str, Any]:
    """What is counted or derived rather than read."""
    if name == "next_meetings":
        start, end = entry.parts.get("start_date"), entry.parts.get("end_date")
        if start is None or not isinstance(start.value, PartialDate):
            return {"start_date": None, "end_date": None}
        days = covered(start.value, end.value if end and isinstance(end.value, PartialDate) else None)
        if days is None:
            return {"start_date": None, "end_date": None}
        return {"start_date": days[0], "end_date": days[1], "date_precision": start.value.precision}
    extras: dict[str, Any] = {}
    if "confidence" in kind.model.model_fields:
        extras["confidence"] = clamp(entry.score)
    if name == "conclusions" and (item := entry.parts.get("agenda_item")) is not None:
        extras["agenda_item_id"] = agenda.get(tidy(str(item.value)))
    return extras


def _identity(name: str, values: Mapping[str, Any], entry: Candidate) -> object:
    """What makes two entries the same one."""
    if name == "organizations":
        return (str(values.get("name")).casefold(), values.get("role"))
    if name == "attendees":
        return (str(values.get("name")).casefold(), values.get("organization"), values.get("country"))
    if name == "next_meetings":
        return (values.get("start_date"), values.get("place"))
    return entry.spans or values.get("text") or values.get("title")
