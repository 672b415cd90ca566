"""Candidates in, one Meeting with its Evidence out: choice, ties, confidence, abstention.

Nothing is invented here. The candidate with the highest score wins, the earliest among equals; below ``FLOOR``
nothing is published; a value without a span is published only where the contract says that it is counted or derived.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from pipeline.assemble.choose import FLOOR, best, supported
from pipeline.assemble.contacts import without_contacts
from pipeline.assemble.dates import day, meeting_dates
from pipeline.assemble.entries import KINDS, entries
from pipeline.assemble.evidence import Account, cite, clamp, stable_id, tidy
from pipeline.assemble.legible import weigher
from pipeline.fields.candidate import Candidate, Finding, Found
from pipeline.meetings.scope import Scope
from pipeline.records import Evidence, Meeting

__all__ = ["FLOOR", "assemble", "best", "cite", "day", "weigher", "without_contacts"]

SCALARS = (
    *("title", "body", "number", "classification", "start_time", "end_time", "mode", "venue", "city", "country"),
    *("place_text", "latitude", "longitude", "stated_attendance"),
)
LISTS = ("countries", "objectives", "topics")
#: What a reader looks for first: the meeting's confidence is the mean over those of them that were found.
KEY_FIELDS = ("title", "body", "start_date", "venue", "city", "country")


def assemble(scope: Scope, found: Found) -> tuple[Meeting, tuple[Evidence, ...], tuple[Finding, ...]]:
    """One meeting from the candidates for it, with the evidence of each value and what could not be used."""
    account = Account(scope.document)
    meeting_id = stable_id(scope.document.source.sha256, "meeting", scope.position)
    chosen = _scalars(found.candidates)
    values = meeting_dates(found.candidates, account, meeting_id)
    for name, winner in chosen.items():
        values[name] = tidy(winner.value) if isinstance(winner.value, str) else winner.value
        account.cite(meeting_id, name, winner)
    for name in LISTS:
        items = _items(found.candidates, name)
        values[name] = tuple(items)
        for candidate in items.values():
            account.cite(meeting_id, name, candidate)
    values["agenda_items"] = entries("agenda_items", found.candidates, account, meeting_id, {})
    agenda = {item.title: item.agenda_item_id for item in values["agenda_items"]}
    for name in KINDS:
        if name != "agenda_items":
            values[name] = entries(name, found.candidates, account, meeting_id, agenda)
    start = best(c for c in found.candidates if c.field == "start_date")
    scores = [candidate.score for name, candidate in chosen.items() if name in KEY_FIELDS]
    scores += [start.score] if start and "start_date" in values else []
    pages = [block.page for block in scope.blocks if block.page]
    base: dict[str, Any] = {
        "meeting_id": meeting_id,
        "position": scope.position,
        "char_start": scope.span.start,
        "char_end": scope.span.end,
        "page_first": min(pages, default=None),
        "page_last": max(pages, default=None),
        "confidence": _confidence(scores, (*found.findings, *account.findings)),
    }
    meeting, refused = _valid(base, values)
    for name, message in refused.items():
        where = chosen[name].spans[0] if name in chosen and chosen[name].spans else None
        account.findings.append(Finding("value-refused", "warning", f"{name}: {message}", where))
    evidence = tuple(row for row in account.evidence if not (row.record_id == meeting_id and row.field in refused))
    return meeting, evidence, (*found.findings, *account.findings)


def _scalars(candidates: Sequence[Candidate]) -> dict[str, Candidate]:
    """The winner of each field that has one."""
    chosen = {}
    for name in SCALARS:
        winner = best(candidate for candidate in candidates if candidate.field == name)
        if winner is not None and supported(winner, name):
            chosen[name] = winner
    if "city" not in chosen:  # coordinates are the city's
        chosen = {name: winner for name, winner in chosen.items() if name not in ("latitude", "longitude")}
    return chosen


def _items(candidates: Sequence[Candidate], name: str) -> Mapping[str, Candidate]:
    """The values of a list of words, each once, with the candidate that gave it first."""
    items: dict[str, Candidate] = {}
    for candidate in candidates:
        wanted = candidate.field == name and candidate.spans and candidate.score >= FLOOR
        if wanted and isinstance(candidate.value, str):
            items.setdefault(tidy(candidate.value), candidate)
    return items


def _confidence(scores: Sequence[float], findings: Iterable[Finding]) -> float:
    """The mean of the key fields' scores, less for each warning."""
    doubt: float = 0.9 ** sum(finding.severity == "warning" for finding in findings)
    return clamp(doubt * (sum(scores) / len(scores) if scores else FLOOR))


def _valid(base: Mapping[str, Any], values: Mapping[str, Any]) -> tuple[Meeting, dict[str, str]]:
    """The meeting without those values that its model refuses, and why it refuses them."""
    refused: dict[str, str] = {}
    while True:
        try:
            kept = {name: value for name, value in values.items() if name not in refused}
            return Meeting.model_validate({**base, **kept}), refused
        except ValidationError as error:
            wrong = {str(item["loc"][0]): item["msg"] for item in error.errors() if item["loc"]}
            wrong = {name: message for name, message in wrong.items() if name in values and name not in refused}
            if not wrong:
                raise
            refused.update(wrong)
