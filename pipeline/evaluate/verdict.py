"""What scoring says of one value, and the fields that it speaks of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Outcome = Literal["right", "wrong", "missed", "invented"]
OUTCOMES: tuple[Outcome, ...] = ("right", "wrong", "missed", "invented")
GROUPS = ("dates", "venues", "attendees", "conclusions")


@dataclass(frozen=True, slots=True)
class Field:
    """A field that is scored. ``group`` is its group of the headline, or None; ``label`` what a table calls it."""

    name: str
    label: str
    group: str | None = None


FIELDS: tuple[Field, ...] = (
    Field("meetings", "meetings found"),
    Field("start_date", "start date", "dates"),
    Field("end_date", "end date", "dates"),
    Field("venue", "venue", "venues"),
    Field("city", "city", "venues"),
    Field("country", "country", "venues"),
    Field("attendees", "attendee: name", "attendees"),
    Field("attendees.role", "attendee: role", "attendees"),
    Field("attendees.organization", "attendee: organization", "attendees"),
    Field("attendees.country", "attendee: country", "attendees"),
    Field("attendees.presence", "attendee: presence", "attendees"),
    Field("attendees.away", "attendee: not present"),
    Field("attendees.honorific_prefix", "attendee: honorific"),
    Field("attendees.functions", "attendee: functions"),
    Field("conclusions", "conclusion: text", "conclusions"),
    Field("conclusions.kind", "conclusion: kind"),
    Field("conclusions.owner", "conclusion: owner"),
    Field("conclusions.due_date", "conclusion: due date"),
    Field("title", "title"),
    Field("body", "body"),
    Field("number", "number"),
    Field("mode", "mode"),
    Field("start_time", "start time"),
    Field("end_time", "end time"),
    Field("organizations", "organization: name"),
    Field("organizations.role", "organization: role"),
    Field("countries", "delegations' countries"),
    Field("objectives", "objectives"),
    Field("topics", "topics"),
    Field("next_meetings", "next meeting: date"),
    Field("next_meetings.place", "next meeting: place"),
    Field("published_on", "published on"),
)
GROUP_OF = {entry.name: entry.group for entry in FIELDS}
LABELS = {entry.name: entry.label for entry in FIELDS}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was said of one value: ``right``, ``wrong`` (another value), ``missed`` or ``invented``.

    ``meeting`` counts the gold's meetings from 0; a meeting that only the run has counts on behind them; -1 is the
    document itself. ``item`` names the list item that an attribute belongs to. ``record_id`` and ``column`` lead to
    the evidence of the found value.
    """

    document: str
    meeting: int
    field: str
    outcome: Outcome
    gold: Any = None
    found: Any = None
    item: str = ""
    record_id: str = ""
    column: str = ""


@dataclass(frozen=True)
class Pair:
    """A gold annotation and what was extracted from its document; ``found`` is None when nothing was.

    ``found`` is ``{"meetings": [...], "published_on": ..., "evidence": [...]}`` with meetings as
    ``pipeline.records.Meeting.model_dump()`` gives them; ``text`` is the document's text, where it is at hand.
    """

    document: str
    gold: dict[str, Any]
    found: dict[str, Any] | None = field(default=None)
    organization: str | None = None
    text: str | None = None
