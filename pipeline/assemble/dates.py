"""Partial dates become days: the contract's rule that a month covers its whole span."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from typing import Any

from pipeline.assemble.choose import best
from pipeline.assemble.evidence import Account, tidy
from pipeline.fields.candidate import Candidate, Finding
from pipeline.mentions.mention import PartialDate

_PRECISIONS = ("day", "month", "year")


def day(value: PartialDate, *, last: bool = False) -> dt.date | None:
    """The first (or last) day that a partial date covers; None without a year or when there is no such day."""
    if value.year is None:
        return None
    month = value.month or (12 if last else 1)
    try:
        if value.day is not None and value.month is not None:
            return dt.date(value.year, month, value.day)
        return dt.date(value.year, month, calendar.monthrange(value.year, month)[1] if last else 1)
    except ValueError:
        return None


def covered(start: PartialDate, end: PartialDate | None) -> tuple[dt.date, dt.date] | None:
    """First and last day from ``start`` to ``end``; an end that is missing or earlier counts as the start."""
    first = day(start)
    if first is None:
        return None
    last = day(end, last=True) if end is not None else None
    if last is None or last < first:
        last = day(start, last=True)
    assert last is not None  # the start has a first day, so it has a last one
    return first, last


def _best_date(candidates: Sequence[Candidate], name: str) -> tuple[Candidate, PartialDate] | None:
    winner = best(c for c in candidates if c.field == name and c.spans and isinstance(c.value, PartialDate))
    return (winner, winner.value) if winner is not None and isinstance(winner.value, PartialDate) else None


def meeting_dates(candidates: Sequence[Candidate], account: Account, meeting_id: str) -> dict[str, Any]:
    """start_date, end_date, date_precision and date_text, with their evidence; nothing without a start."""
    start = _best_date(candidates, "start_date")
    days = covered(start[1], None) if start else None
    if start is None or days is None:
        return {}
    end = _best_date(candidates, "end_date") or start
    last = day(end[1], last=True)
    if last is None or last < days[0]:
        message = f"The end {end[1]} lies before the start {start[1]}."
        account.findings.append(Finding("end-before-start", "warning", message, end[0].spans[0]))
        end, last = start, days[1]
    account.cite(meeting_id, "start_date", start[0])
    account.cite(meeting_id, "end_date", end[0])
    account.cite(meeting_id, "date_text", start[0])
    return {
        "start_date": days[0],
        "end_date": last,
        "date_precision": max(start[1].precision, end[1].precision, key=_PRECISIONS.index),
        "date_text": tidy(start[0].spans[0].of(account.document.text)),
    }
