"""The product: versions of the dataset as Parquet, each written whole, made durable, and only then announced.

::

    extracted/
      LATEST                    "000042": the version to read
      versions/000042/          never changes once it is there
        documents.parquet meetings.parquet ... manifest.json
      documents.parquet ...     hard links to the files of the latest version
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any, Self

from pipeline import link
from pipeline.config import PIPELINE_VERSION
from pipeline.errors import OutputError
from pipeline.store.ledger import Ledger
from pipeline.store.tables import Table, arrow_schema, rows, tables
from pipeline.store.versions import latest, read_manifest

#: Older versions are removed after a new one stands, so that whoever reads one has time to finish.
KEEP = 3
#: Rows of a row group: large enough to compress well, small enough to hold in memory.
GROUP = 20_000


@dataclass(frozen=True)
class Version:
    """A published version: its folder and its manifest."""

    folder: Path
    manifest: Mapping[str, Any]
    new: bool

    @property
    def rows(self) -> dict[str, int]:
        """Number of rows by table."""
        return {name: table["rows"] for name, table in self.manifest["tables"].items()}


def publish(ledger: Ledger, folder: Path) -> Version:
    """Publish what the ledger holds as a new version, unless the latest already says the same.

    Raises OutputError when the folder cannot be written; the last version is unharmed then.
    """
    state = f"{ledger.state()}:{_shape()}"
    before = latest(folder)
    if before is not None:
        manifest = read_manifest(before)
        if manifest["state"] == state:
            _link(before, folder)
            return Version(before, manifest, new=False)
    versions = folder / "versions"
    number = 1 + max((int(path.name) for path in versions.glob("[0-9]*")), default=0) if versions.is_dir() else 1
    temporary = versions / f".tmp-{number:06d}"
    try:
        _remove_leftovers(versions)
        temporary.mkdir(parents=True)
        manifest = _write(ledger, temporary)
        manifest.update(version=f"{number:06d}", state=state)
        _write_text(temporary / "manifest.json", json.dumps(manifest, indent=1) + "\n")
        _sync(temporary)
        target = versions / f"{number:06d}"
        temporary.rename(target)
        _sync(versions)
        _write_text(folder / "LATEST.tmp", target.name + "\n")
        os.replace(folder / "LATEST.tmp", folder / "LATEST")  # noqa: PTH105 - says what it does
        _sync(folder)
        _link(target, folder)
    except OSError as error:
        shutil.rmtree(temporary, ignore_errors=True)
        raise OutputError(f"Cannot publish to {folder}: {error.strerror or error}.") from error
    for old in sorted(versions.glob("[0-9]*"))[:-KEEP]:
        shutil.rmtree(old, ignore_errors=True)
    return Version(target, manifest, new=True)


def _shape() -> str:
    """Changes with the tables' columns and the code's version, so that a newer program publishes anew."""
    columns = [(table.name, column.name, column.kind) for table in tables() for column in table.columns]
    return hashlib.sha256(repr((PIPELINE_VERSION, columns)).encode()).hexdigest()[:12]


def _remove_leftovers(versions: Path) -> None:
    for path in versions.glob(".tmp-*"):
        shutil.rmtree(path, ignore_errors=True)


def _write(ledger: Ledger, folder: Path) -> dict[str, Any]:
    """All tables and what the manifest says of them."""
    persons, bodies = _linked(ledger)
    person_of = {record: entity.entity_id for entity in persons for record in entity.members}
    body_of = {record: entity.entity_id for entity in bodies for record in entity.members}
    with ExitStack() as stack:
        writers = {table.name: stack.enter_context(_Writer(table, folder)) for table in tables()}
        for name, row in _all_rows(ledger, persons, bodies):
            if name == "attendees":
                row["person_id"] = person_of.get(row["attendee_id"])
            elif name == "meetings":
                row["body_id"] = body_of.get(row["meeting_id"])
            writers[name].add(row)
    return {
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "pipeline_version": PIPELINE_VERSION,
        "documents": [
            {"status": status, "problem": problem, "files": count}
            for (status, problem), count in ledger.summary().items()
        ],
        "tables": {name: writer.account() for name, writer in writers.items()},
    }


def _all_rows(
    ledger: Ledger, persons: Iterable[link.Entity], bodies: Iterable[link.Entity]
) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from (("documents", _reproducible(row)) for row in ledger.documents())
    yield from chain.from_iterable(rows(document_id, data) for document_id, data in ledger.extractions())
    yield from (("persons", _entity_row("person_id", entity)) for entity in persons)
    yield from (("bodies", _entity_row("body_id", entity)) for entity in bodies)


def _reproducible(row: dict[str, Any]) -> dict[str, Any]:
    """A document's row; with SOURCE_DATE_EPOCH set (reproducible-builds.org) without what differs from run to run."""
    stamp = os.environ.get("SOURCE_DATE_EPOCH")
    if stamp:
        row.update(extracted_at=datetime.fromtimestamp(int(stamp), UTC).isoformat(), seconds=0.0)
    return row


def _linked(ledger: Ledger) -> tuple[list[link.Entity], list[link.Entity]]:
    """Persons and bodies across the archive."""
    persons, bodies = [], []
    for _, data in ledger.extractions():
        for meeting in data["meetings"]:
            date = meeting["start_date"]
            day = datetime.fromisoformat(date).date() if date else None
            key = meeting["meeting_id"]
            if meeting["body"]:
                bodies.append(link.Sighting(key, key, meeting["body"], day))
            for attendee in meeting["attendees"]:
                ties = link.ties(attendee["country"], attendee["organization"])
                persons.append(link.Sighting(attendee["attendee_id"], key, attendee["name"], day, ties))
    return link.link_persons(persons), link.link_bodies(bodies)


def _entity_row(key: str, entity: link.Entity) -> dict[str, Any]:
    dates = sorted(entity.dates)
    return {
        key: entity.entity_id,
        "name": entity.name,
        "aliases": list(entity.aliases),
        "meetings": len(entity.meetings),
        "first_date": dates[0].isoformat() if dates else None,
        "last_date": dates[-1].isoformat() if dates else None,
    }


class _Writer:
    """One table's file, written in row groups; rows come as JSON data."""

    def __init__(self, table: Table, folder: Path) -> None:
        import pyarrow.parquet as pq

        self._table = table
        self._schema = arrow_schema(table)
        self._path = folder / f"{table.name}.parquet"
        # Snappy: readers of all languages have it.
        self._file = pq.ParquetWriter(self._path, self._schema, compression="snappy")
        self._rows: list[dict[str, Any]] = []
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._flush()
        self._file.close()
        if kind is None:
            _sync(self._path)

    def add(self, row: dict[str, Any]) -> None:
        """One more row."""
        self._rows.append(row)
        if len(self._rows) >= GROUP:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        arrays = [
            pa.array([_value(row.get(column.name), column.kind) for row in self._rows], self._schema.field(number).type)
            for number, column in enumerate(self._table.columns)
        ]
        if self._rows:
            self._file.write_batch(pa.record_batch(arrays, schema=self._schema))
        self._count += len(self._rows)
        self._rows = []

    def account(self) -> dict[str, Any]:
        """What the manifest says of the file."""
        with self._path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return {"rows": self._count, "bytes": self._path.stat().st_size, "sha256": digest}


def _value(value: Any, kind: str) -> Any:
    if value is None:
        return [] if kind == "list of texts" else None
    if kind == "date":
        return datetime.fromisoformat(value).date()
    if kind == "moment":
        return datetime.fromisoformat(value)
    return value


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    _sync(path)


def _sync(path: Path) -> None:
    """Make a file or a folder durable."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _link(version: Path, folder: Path) -> None:
    """``extracted/<table>.parquet`` for people who just read a file: hard links, or copies where there are none."""
    for source in sorted(version.glob("*.parquet")):
        target = folder / source.name
        if target.exists() and target.samefile(source):
            continue
        temporary = folder / f".{source.name}.tmp"
        temporary.unlink(missing_ok=True)
        try:
            os.link(source, temporary)
        except OSError:
            shutil.copyfile(source, temporary)
        os.replace(temporary, target)  # noqa: PTH105
