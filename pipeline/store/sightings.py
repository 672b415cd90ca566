"""What each document says of persons and bodies, kept apart from its result, so that linking need not read that."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from pipeline import link
from pipeline.store.outcome import MeetingSeen, NameSeen, Outcome

_BETWEEN = "\x1f"


def seen(extraction: Mapping[str, Any]) -> tuple[tuple[MeetingSeen, ...], tuple[NameSeen, ...]]:
    """Meetings and names of an extraction (as JSON data); names of one word are never linked and left out."""
    meetings = []
    names = set()
    for meeting in extraction["meetings"]:
        body = meeting["body"]
        key = " ".join(link.body_parts(body)) if body else None
        meetings.append(MeetingSeen(meeting["meeting_id"], body, key, meeting["number"], meeting["start_date"]))
        for attendee in meeting["attendees"]:
            parts = link.parts(attendee["name"])
            if len(parts) > 1:
                tied = _BETWEEN.join(link.ties(attendee["country"], attendee["organization"]))
                names.add(NameSeen(link.block(parts), " ".join(parts), tied))
    return tuple(meetings), tuple(sorted(names, key=lambda name: (name.key, name.ties)))


def keep(connection: sqlite3.Connection, number: int, outcome: Outcome) -> None:
    """Write down what a document says, in place of what it used to; ``number`` is the document's in the ledger."""
    connection.execute("DELETE FROM meeting WHERE document_id = ?", (outcome.document_id,))
    connection.execute("DELETE FROM name WHERE document = ?", (number,))
    connection.executemany(
        "INSERT OR REPLACE INTO meeting VALUES (?, ?, ?, ?, ?, ?)",
        [
            (meeting.meeting_id, outcome.document_id, meeting.body, meeting.body_key, meeting.number, meeting.date)
            for meeting in outcome.meetings
        ],
    )
    connection.executemany(
        "INSERT OR REPLACE INTO name VALUES (?, ?, ?, ?)",
        [(number, name.key, name.ties, name.block) for name in outcome.names],
    )


def spellings(connection: sqlite3.Connection) -> dict[link.Key, link.Key]:
    """Names that are other spellings of another; the names pass by one after the other."""
    rows = connection.execute("SELECT DISTINCT block, key, ties FROM name ORDER BY block, key")
    grouped = groupby(rows, key=lambda row: (row[0], row[1]))
    return link.leaders(
        (block, tuple(key.split()), frozenset(tie for *_, ties in group for tie in ties.split(_BETWEEN) if tie))
        for (block, key), group in grouped
    )


def out_of_series(connection: sqlite3.Connection) -> dict[str, str]:
    """Meetings whose number does not fit among those of their body: meeting id to what disagrees, in words."""
    query = """
        SELECT body_key, date, number, meeting_id FROM meeting
        WHERE body_key > '' AND date IS NOT NULL AND number IS NOT NULL ORDER BY body_key, date, number, meeting_id
    """
    found = {}
    for _, rows in groupby(connection.execute(query), key=lambda row: row[0]):
        series = [(date, number, meeting_id) for _, date, number, meeting_id in rows]
        wrong = set(link.out_of_series([(date, number) for date, number, _ in series]))
        for position in sorted(wrong):
            _, number, meeting_id = series[position]
            beside = [
                f"number {series[other][1]} of {series[other][0]}"
                for other in (_neighbour(position, -1, wrong, len(series)), _neighbour(position, 1, wrong, len(series)))
                if other is not None
            ]
            found[meeting_id] = f"Number {number} does not fit the body's series: {' and '.join(beside)}."
    return found


def _neighbour(position: int, step: int, wrong: set[int], length: int) -> int | None:
    """The nearest meeting of the series before or behind one that is out of it."""
    position += step
    while position in wrong:
        position += step
    return position if 0 <= position < length else None


def marks(
    connection: sqlite3.Connection, leaders: Mapping[link.Key, link.Key], wrong: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Document id and a digest of each thing that linking says of it, in a fixed order.

    A part of the tables stands as it is only where neither its documents changed nor what linking says of them.
    """
    if leaders:
        query = """
            SELECT d.document_id, n.key FROM document AS d JOIN name AS n ON n.document = d.id
            ORDER BY d.document_id, n.key
        """
        for document_id, key in connection.execute(query):
            leader = leaders.get(tuple(key.split()))
            if leader is not None:
                yield document_id, hashlib.sha256(f"{key}={leader}".encode()).hexdigest()
    for meeting_id, words in sorted(wrong.items()):
        (document_id,) = connection.execute(
            "SELECT document_id FROM meeting WHERE meeting_id = ?", (meeting_id,)
        ).fetchone()
        yield document_id, hashlib.sha256(f"{meeting_id}={words}".encode()).hexdigest()
