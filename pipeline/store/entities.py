"""Persons and bodies across the archive, gathered from the tables that name them, a share of the ids at a time."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from pipeline.link import Entity

#: Sightings that are held in memory at a time.
HELD = 100_000

#: Id, name, meeting and its first day.
Sighting = tuple[str, str, str, str | None]


def persons(parts: Sequence[tuple[Path, Path]], scratch: Path, held: int = HELD) -> Iterator[dict[str, Any]]:
    """Rows of the table persons, by id; ``parts`` are files of attendees and of their documents' meetings."""
    return _rows("person_id", _shares(_attendees(parts), _count(path for path, _ in parts), scratch, held))


def bodies(parts: Sequence[Path], scratch: Path, held: int = HELD) -> Iterator[dict[str, Any]]:
    """Rows of the table bodies, by id; ``parts`` are files of the table meetings."""
    return _rows("body_id", _shares(_meetings(parts), _count(parts), scratch, held))


def _rows(key: str, shares: Iterable[Iterable[Sighting]]) -> Iterator[dict[str, Any]]:
    for share in shares:
        entities: dict[str, Entity] = {}
        for entity_id, name, meeting_id, date in share:
            entities.setdefault(entity_id, Entity()).add(name, meeting_id, date)
        for entity_id, entity in sorted(entities.items()):
            yield {
                key: entity_id,
                "name": entity.name,
                "aliases": list(entity.aliases),
                "meetings": len(entity.meetings),
                "first_date": entity.first_date,
                "last_date": entity.last_date,
            }


def _shares(sightings: Iterable[Sighting], count: int, scratch: Path, held: int) -> Iterator[Iterable[Sighting]]:
    """The sightings by ranges of ids, in order; by way of the disk where they are many."""
    shares = -(-count // held) or 1
    if shares == 1:
        yield sightings
        return
    paths = [scratch / f"share-{number}" for number in range(shares)]
    with ExitStack() as stack:
        files = [stack.enter_context(path.open("w", encoding="utf-8")) for path in paths]
        for sighting in sightings:
            files[int(sighting[0][:6], 16) * shares >> 24].write(json.dumps(sighting) + "\n")
    for path in paths:
        with path.open(encoding="utf-8") as file:
            yield (tuple(json.loads(line)) for line in file)
        path.unlink()


def _attendees(parts: Iterable[tuple[Path, Path]]) -> Iterator[Sighting]:
    for attendees, meetings in parts:
        dates = {meeting_id: date for meeting_id, date in _columns(meetings, "meeting_id", "start_date") if date}
        for person_id, name, meeting_id in _columns(attendees, "person_id", "name", "meeting_id"):
            yield person_id, name, meeting_id, dates.get(meeting_id)


def _meetings(parts: Iterable[Path]) -> Iterator[Sighting]:
    for path in parts:
        for body_id, name, meeting_id, date in _columns(path, "body_id", "body", "meeting_id", "start_date"):
            if body_id:
                yield body_id, name, meeting_id, date


def _columns(path: Path, *names: str) -> Iterator[tuple[Any, ...]]:
    """Rows of some columns, dates as texts."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(columns=list(names)):
            yield from zip(*(_texts(batch.column(name).to_pylist()) for name in names), strict=True)


def _texts(values: list[Any]) -> list[Any]:
    return [value.isoformat() if isinstance(value, dt.date) else value for value in values]


def _count(parts: Iterable[Path]) -> int:
    import pyarrow.parquet as pq

    return sum(pq.read_metadata(path).num_rows for path in parts)
