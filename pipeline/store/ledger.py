"""The truth: which files were seen, and what each document gave. SQLite, one writer, one transaction a document."""

from __future__ import annotations

import os
import sqlite3
import uuid
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic_core import from_json, to_json

from pipeline.document import Member
from pipeline.errors import OutputError, UsageError
from pipeline.store import members
from pipeline.store.lock import locked

NAME = "ledger.sqlite"
_BATCH = 500
#: Counts the forms that the ledger has had.
VERSION = 2

#: ``file``: each path that was tried; ``depth`` counts the containers around it, ``parent`` is the innermost's path.
#: ``document``: what its bytes gave; ``record`` is its row of the table documents,
#: ``extraction`` everything else, compressed. ``meta`` counts changes, so that publishing knows whether there are any.
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS file (
    path TEXT PRIMARY KEY, location BLOB NOT NULL UNIQUE, document_id TEXT NOT NULL,
    bytes INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, run INTEGER NOT NULL,
    parent TEXT, depth INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS file_document ON file (document_id, path);
CREATE TABLE IF NOT EXISTS document (
    document_id TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, limits TEXT NOT NULL, status TEXT NOT NULL, problem TEXT,
    meetings INTEGER NOT NULL, record BLOB NOT NULL, extraction BLOB NOT NULL, traceback TEXT
);
CREATE TABLE IF NOT EXISTS meeting (meeting_id TEXT PRIMARY KEY, document_id TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS meeting_document ON meeting (document_id);
"""

#: Failures that another limit may cure: they are tried again when the limits change.
LIMITED = ("timed_out", "out_of_memory", "crashed", "too_large")


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was found: ``path`` as published, ``location`` on this machine (absolute, as bytes)."""

    path: str
    location: bytes
    document_id: str
    bytes: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one document gave: ``extraction`` is JSON, packed by ``pack``; ``record`` is its document's JSON."""

    document_id: str
    status: str
    problem: str | None
    meeting_ids: tuple[str, ...]
    record: bytes
    extraction: bytes
    pages: int = 0
    traceback: str | None = None
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """What decides whether a document is done: the pipeline's fingerprint and the limits of the run."""

    fingerprint: str
    limits: str
    force: bool = False


def pack(data: Any) -> bytes:
    """JSON data, compressed."""
    return zlib.compress(to_json(data), 6)


def unpack(data: bytes) -> Any:
    """What ``pack`` was given."""
    return from_json(zlib.decompress(data))


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    """Errors of the file system and of SQLite as OutputError."""
    try:
        yield
    except (OSError, sqlite3.OperationalError, sqlite3.DatabaseError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise OutputError(f"Cannot write to {folder}: {reason}.") from error


class Ledger:
    """An open ledger. Make one with ``writing`` or ``reading``."""

    def __init__(self, connection: sqlite3.Connection, folder: Path) -> None:
        self._db = connection
        self._folder = folder

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with _explained(self._folder):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def _changed(self) -> None:
        self._db.execute("UPDATE meta SET value = value + 1 WHERE key = 'changes'")

    def state(self) -> str:
        """Changes whenever the content does; no two ledgers share one."""
        values = dict(self._db.execute("SELECT key, value FROM meta"))
        return f"{values['id']}:{values['changes']}"

    def begin(self) -> int:
        """Number of a new run."""
        with self._transaction():
            self._db.execute("UPDATE meta SET value = value + 1 WHERE key = 'runs'")
        number: int = self._db.execute("SELECT value FROM meta WHERE key = 'runs'").fetchone()[0]
        return number

    def known(self, location: bytes) -> File | None:
        """The file at a location as it was when last seen."""
        row = self._db.execute(
            "SELECT path, location, document_id, bytes, mtime_ns FROM file WHERE location = ?", (location,)
        ).fetchone()
        return File(*row) if row else None

    def note(self, files: Iterable[File], run: int) -> None:
        """Write down files of a run, in one transaction.

        Raises UsageError when two files that both exist would share a path.
        """
        with self._transaction():
            for file in files:
                self._note(file, run)

    def _note(self, file: File, run: int) -> None:
        old = self._db.execute("SELECT location, document_id, run FROM file WHERE path = ?", (file.path,)).fetchone()
        if old and old[0] != file.location and (old[2] == run or _exists(old[0])):
            raise UsageError(
                f"Two files would both be called {file.path}: {_shown(old[0])} and {_shown(file.location)}.",
                remedy="Run from a folder that contains both.",
            )
        if not old or old[1] != file.document_id:
            self._changed()
        moved = self._db.execute("DELETE FROM file WHERE location = ? AND path <> ?", (file.location, file.path))
        if moved.rowcount:
            self._changed()
        self._db.execute(
            "INSERT OR REPLACE INTO file (path, location, document_id, bytes, mtime_ns, run) VALUES (?, ?, ?, ?, ?, ?)",
            (file.path, file.location, file.document_id, file.bytes, file.mtime_ns, run),
        )

    def expand(self, run: int, depth: int, *, wanted: Callable[[str], bool]) -> int:
        """Note the files inside those of a run that lie ``depth`` containers deep, and say how many there are.

        ``wanted`` says which names count.
        """
        with self._transaction():
            count, new = members.expand(self._db, run, depth, wanted=wanted)
            if new:
                self._changed()
        return count

    def _todo(self, work: Work, what: str, rest: str, values: tuple[object, ...]) -> list[Any]:
        retry = ", ".join("?" * len(LIMITED))
        query = f"""
            SELECT {what} FROM file AS f LEFT JOIN document AS d USING (document_id)
            WHERE f.run = ? AND f.depth = ? AND (? OR d.document_id IS NULL OR d.fingerprint <> ?
                                 OR (d.problem IN ({retry}) AND d.limits <> ?))
              AND NOT EXISTS (SELECT 1 FROM file AS g
                              WHERE g.document_id = f.document_id AND g.run = f.run AND g.path < f.path) {rest}
        """  # noqa: S608 - made of constants
        run, depth, *more = values
        parameters = (run, depth, work.force, work.fingerprint, *LIMITED, work.limits, *more)
        return self._db.execute(query, parameters).fetchall()

    def count_todo(self, work: Work, run: int, depth: int = 0) -> int:
        """How many documents of a run, ``depth`` containers deep, are not done."""
        number: int = self._todo(work, "count(*)", "", (run, depth))[0][0]
        return number

    def todo(self, work: Work, run: int, depth: int = 0) -> Iterator[File]:
        """The run's documents that are not done, once each, by path; read in batches, so that memory stays flat."""
        last = ""
        while True:
            columns = "f.path, f.location, f.document_id, f.bytes, f.mtime_ns"
            found = self._todo(work, columns, "AND f.path > ? ORDER BY f.path LIMIT ?", (run, depth, last, _BATCH))
            for row in found:
                yield File(*row)
            if len(found) < _BATCH:
                return
            last = found[-1][0]

    def commit(self, outcome: Outcome, work: Work) -> None:
        """Keep what a document gave, whole, in one transaction."""
        with self._transaction():
            self._db.execute(
                "INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    outcome.document_id, work.fingerprint, work.limits, outcome.status, outcome.problem,
                    len(outcome.meeting_ids), outcome.record, outcome.extraction, outcome.traceback,
                ),
            )  # fmt: skip
            members.keep(self._db, outcome.document_id, outcome.members)
            self._db.execute("DELETE FROM meeting WHERE document_id = ?", (outcome.document_id,))
            self._db.executemany(
                "INSERT OR REPLACE INTO meeting VALUES (?, ?)",
                [(meeting_id, outcome.document_id) for meeting_id in outcome.meeting_ids],
            )
            self._changed()

    def tidy(self) -> None:
        """Drop what no file stands for any more: the bytes that a changed file used to have, what left a container."""
        with self._transaction():
            if members.drop_stale(self._db):
                self._changed()
            for table in ("meeting", "document"):
                self._db.execute(f"DELETE FROM {table} WHERE document_id NOT IN (SELECT document_id FROM file)")  # noqa: S608
            self._db.execute("DELETE FROM member WHERE container NOT IN (SELECT document_id FROM document)")

    def documents(self) -> Iterator[dict[str, Any]]:
        """Rows of the table documents, by path, one for each file."""
        query = """
            SELECT f.path, f.parent, d.record,
                   nullif((SELECT min(g.path) FROM file AS g WHERE g.document_id = f.document_id), f.path)
            FROM file AS f JOIN document AS d USING (document_id) ORDER BY f.path
        """
        for path, parent, record, first in self._db.execute(query):
            yield {**from_json(record), "path": path, "duplicate_of": first, "parent": parent}

    def extractions(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Document id and extraction (JSON data), by id, of all documents that a file stands for."""
        query = """
            SELECT document_id, extraction FROM document AS d
            WHERE meetings > 0 OR status <> 'failed' ORDER BY document_id
        """
        for document_id, extraction in self._db.execute(query):
            yield document_id, unpack(extraction)

    def summary(self, run: int | None = None) -> dict[tuple[str, str | None], int]:
        """Number of files by status and problem, of one run or of all."""
        query = """
            SELECT d.status, CASE d.status WHEN 'failed' THEN d.problem END, count(*)
            FROM file AS f JOIN document AS d USING (document_id) WHERE ? IS NULL OR f.run = ?
            GROUP BY 1, 2 ORDER BY 1, 2
        """
        return {(status, problem): count for status, problem, count in self._db.execute(query, (run, run))}

    def counts(self) -> list[dict[str, Any]]:
        """Number of files and of meetings by status, problem and format."""
        query = """
            SELECT d.status, CASE d.status WHEN 'failed' THEN d.problem END,
                   json_extract(CAST(d.record AS TEXT), '$.media_type'), count(*),
                   sum(iif(f.path = (SELECT min(g.path) FROM file AS g WHERE g.document_id = f.document_id),
                           d.meetings, 0))
            FROM file AS f JOIN document AS d USING (document_id) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        """
        names = ("status", "problem", "format", "files", "meetings")
        return [dict(zip(names, row, strict=True)) for row in self._db.execute(query)]

    def failures(self, run: int | None = None) -> Iterator[dict[str, Any]]:
        """Path, problem, detail and traceback of each file that failed, by path."""
        query = """
            SELECT f.path, d.problem, d.record, d.traceback FROM file AS f JOIN document AS d USING (document_id)
            WHERE d.status = 'failed' AND (? IS NULL OR f.run = ?) ORDER BY f.path
        """
        for path, problem, record, traceback in self._db.execute(query, (run, run)):
            detail = from_json(record)["problem_detail"]
            yield {"path": path, "problem": problem, "detail": detail, "traceback": traceback}

    def find(self, name: str) -> list[tuple[str, str]]:
        """Document ids and paths that ``name`` can mean: a path, a part of one, or the beginning of an id."""
        prefix = f"{name}*" if name and not set(name) & set("*?[") else name
        query = """
            SELECT f.document_id, min(f.path) FROM file AS f JOIN document USING (document_id)
            WHERE f.path = :name OR f.document_id GLOB :prefix
               OR f.document_id IN (SELECT document_id FROM meeting WHERE meeting_id GLOB :prefix)
            GROUP BY f.document_id ORDER BY 2
        """
        found = self._db.execute(query, {"name": name, "prefix": prefix}).fetchall()
        if not found:
            query = """
                SELECT document_id, min(path) FROM file JOIN document USING (document_id)
                WHERE path LIKE ? ESCAPE '\\' GROUP BY 1 ORDER BY 2
            """
            escaped = name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
            found = self._db.execute(query, (f"%/{escaped}",)).fetchall()
            found = found or self._db.execute(query, (f"%{escaped}%",)).fetchall()
        return [(document_id, path) for document_id, path in found]

    def one(self, name: str) -> tuple[str, str]:
        """The document id and path that ``name`` means. Raises UsageError when it means none or several."""
        found = self.find(name)
        if not found:
            raise UsageError(
                f"There is no document or meeting '{name}'.", remedy=f"See `minutebook status {self._folder}`."
            )
        if len(found) > 1:
            some = ", ".join(path for _, path in found[:4])
            raise UsageError(f"'{name}' can mean {len(found)} documents: {some} ...", remedy="Say more of the name.")
        return found[0]

    def extraction(self, document_id: str) -> dict[str, Any]:
        """One document's extraction as JSON data, its record included."""
        record, extraction = self._db.execute(
            "SELECT record, extraction FROM document WHERE document_id = ?", (document_id,)
        ).fetchone()
        return {**unpack(extraction), "document": from_json(record)}

    def location(self, document_id: str) -> bytes:
        """Where a document's first file lies on this machine, perhaps within a container."""
        query = "SELECT location FROM file WHERE document_id = ? ORDER BY depth, path"
        location: bytes = self._db.execute(query, (document_id,)).fetchone()[0]
        return location


def _exists(location: bytes) -> bool:
    return Path(_shown(location.split(members.WITHIN)[0])).exists()


def _shown(location: bytes) -> str:
    return os.fsdecode(location)


@contextmanager
def writing(folder: Path) -> Iterator[Ledger]:
    """The ledger of an output folder, made if there is none, for the one run that may write to it.

    Raises OutputError when another run holds it or the folder cannot be written.
    """
    with ExitStack() as stack:
        with _explained(folder):
            folder.mkdir(parents=True, exist_ok=True)
            stack.enter_context(locked(folder))
            connection = stack.enter_context(closing(sqlite3.connect(folder / NAME, isolation_level=None, timeout=30)))
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            if connection.execute("PRAGMA user_version").fetchone()[0] not in (0, VERSION):
                raise OutputError(
                    f"The ledger in {folder} was made by another version of minutebook.",
                    remedy="Choose another folder.",
                )
            connection.executescript(_SCHEMA + members.SCHEMA)
            connection.execute(f"PRAGMA user_version = {VERSION}")
            start = ("id", uuid.uuid4().hex), ("changes", 0), ("runs", 0), ("home", "")
            connection.executemany("INSERT OR IGNORE INTO meta VALUES (?, ?)", start)
            _settle(connection, folder.absolute())
        yield Ledger(connection, folder)


def _settle(connection: sqlite3.Connection, home: Path) -> None:
    """When the ledger was copied or moved, with its reports or without, it no longer knows where the files lie."""
    changed = connection.execute("UPDATE meta SET value = ?1 WHERE key = 'home' AND value <> ?1", (str(home),))
    if changed.rowcount:
        connection.execute("UPDATE file SET location = CAST('moved:' || path AS BLOB)")


@contextmanager
def reading(folder: Path) -> Iterator[Ledger]:
    """The ledger of an output folder, to look at. Raises UsageError when there is none."""
    path = folder / NAME
    if not path.is_file():
        raise UsageError(
            f"There is no dataset in {folder}.", remedy=f"Make one with `minutebook extract INPUT --out {folder}`."
        )
    # Where nothing can be written there is no writer either, nor room for SQLite's shared memory.
    mode = "mode=ro" if os.access(folder, os.W_OK) else "mode=ro&immutable=1"
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, timeout=30)) as connection:
        yield Ledger(connection, folder)
