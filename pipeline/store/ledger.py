"""The truth: which files were seen, and what each document gave. SQLite, one writer, one transaction a document."""

from __future__ import annotations

import os
import sqlite3
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic_core import from_json

from pipeline.errors import OutputError, UsageError
from pipeline.store import files, members, overview, repeats, schema, sightings
from pipeline.store.lock import locked
from pipeline.store.outcome import File, Outcome, unpack, unpack_lines, unpack_rows
from pipeline.store.work import Choice, Todo, Work

NAME = "ledger.sqlite"


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    """Errors of the file system and of SQLite as OutputError."""
    try:
        yield
    except (OSError, sqlite3.OperationalError, sqlite3.DatabaseError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise OutputError(f"Cannot write to {folder}: {reason}.") from error


class Ledger:
    """An open ledger. Make one with ``writing`` or ``reading``.

    ``connection`` is for the modules of this package, each of which knows some of the tables.
    """

    def __init__(self, connection: sqlite3.Connection, folder: Path) -> None:
        self.connection = connection
        self._folder = folder

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with _explained(self._folder):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    def state(self) -> str:
        """Changes whenever the content does; no two ledgers share one."""
        (key,) = self.connection.execute("SELECT value FROM meta WHERE key = 'id'").fetchone()
        (changes,) = self.connection.execute("SELECT sum(changes) FROM slot").fetchone()
        return f"{key}:{changes}"

    def begin(self, about: str = "{}") -> int:
        """Number of a new run; ``about`` says what it was asked, as JSON."""
        with self._transaction():
            now = datetime.now(UTC).isoformat(timespec="seconds")
            run = self.connection.execute("INSERT INTO run (started, about) VALUES (?, ?)", (now, about)).lastrowid
        assert run is not None
        return run

    def end(self, run: int) -> None:
        """A run came to its end."""
        with self._transaction():
            now = datetime.now(UTC).isoformat(timespec="seconds")
            self.connection.execute("UPDATE run SET ended = ? WHERE run = ?", (now, run))

    def known(self, location: bytes) -> File | None:
        """The file at a location as it was when last seen."""
        return files.known(self.connection, location)

    def note(self, found: Iterable[File], run: int) -> int:
        """Write down files of a run, in one transaction; how many of them were moved.

        Raises UsageError when two files that both exist would share a path.
        """
        with self._transaction():
            return files.note(self.connection, found, run)

    def expand(self, run: int, depth: int, *, wanted: Callable[[str], bool]) -> int:
        """Note the files inside those of a run that lie ``depth`` containers deep: how many there are.

        ``wanted`` says which names count.
        """
        with self._transaction():
            return members.expand(self.connection, run, depth, wanted=wanted)

    def mark_deleted(self, run: int, roots: Iterable[bytes]) -> int:
        """Mark files below ``roots`` that are gone; how many."""
        with self._transaction():
            return files.mark_deleted(self.connection, run, roots)

    def prune(self) -> int:
        """Forget files that are marked as deleted; how many."""
        with self._transaction():
            return files.prune(self.connection)

    def todo(self, work: Work, run: int, *, depth: int = 0, choice: Choice | None = None) -> Todo:
        """The run's documents that are left to do."""
        return Todo(self.connection, work, choice or Choice(), run, depth)

    def commit(self, outcome: Outcome, work: Work) -> None:
        """Keep what a document gave, whole, in one transaction."""
        with self._transaction():
            failed = outcome.status == "failed"
            (number,) = self.connection.execute(
                """
                INSERT INTO document (document_id, depends, fingerprint, limits, status, problem, media_type, pages,
                                      coverage, meetings, seconds, attempts)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (document_id) DO UPDATE SET
                    depends = excluded.depends, fingerprint = excluded.fingerprint, limits = excluded.limits,
                    status = excluded.status, problem = excluded.problem, media_type = excluded.media_type,
                    pages = excluded.pages, coverage = excluded.coverage, meetings = excluded.meetings,
                    seconds = excluded.seconds, attempts = iif(excluded.attempts, attempts + 1, 0)
                RETURNING id
                """,
                (
                    outcome.document_id, outcome.depends, work.fingerprint(outcome.depends), work.limits,
                    outcome.status, outcome.problem, outcome.media_type, outcome.pages,
                    outcome.coverage, len(outcome.meetings), outcome.seconds, int(failed),
                ),
            ).fetchone()  # fmt: skip
            self.connection.execute(
                """
                INSERT INTO result VALUES (?, ?, ?, ?, ?) ON CONFLICT (document_id) DO UPDATE SET
                    record = excluded.record, extraction = excluded.extraction, evidence = excluded.evidence,
                    traceback = excluded.traceback
                """,
                (outcome.document_id, outcome.record, outcome.extraction, outcome.evidence, outcome.traceback),
            )
            members.keep(self.connection, outcome.document_id, outcome.members)
            sightings.keep(self.connection, number, outcome)
            repeats.keep(self.connection, outcome.document_id, outcome.sketch)

    def tidy(self) -> None:
        """Drop what no file stands for any more: the bytes that a changed file used to have, what left a container."""
        with self._transaction():
            members.drop_stale(self.connection)
            files.tidy(self.connection)

    def documents(self, first: str = "", behind: str = "g") -> Iterator[dict[str, Any]]:
        """Rows of the table documents, one for each file, by path; of the ids from ``first`` up to ``behind``."""
        for document_id, path, parent, deleted, first_path in files.rows(self.connection, first, behind):
            row = self.connection.execute("SELECT record FROM result WHERE document_id = ?", (document_id,)).fetchone()
            if row:
                about = {"path": path, "parent": parent, "duplicate_of": first_path, "deleted": bool(deleted)}
                yield {**from_json(row[0]), **about}

    def extractions(self, first: str = "", behind: str = "g") -> Iterator[tuple[str, dict[str, Any], bytes]]:
        """Id, extraction (JSON data) and evidence (lines of JSON) of documents that were read, by id; of a range."""
        query = """
            SELECT document_id, extraction, evidence FROM document JOIN result USING (document_id)
            WHERE document_id >= ? AND document_id < ? AND (meetings > 0 OR status <> 'failed') ORDER BY document_id
        """
        for document_id, extraction, evidence in self.connection.execute(query, (first, behind)):
            yield document_id, unpack(extraction), unpack_lines(evidence)

    def count_files(self, run: int) -> int:
        """Number of files that a run met."""
        number: int = self.connection.execute("SELECT count(*) FROM file WHERE run = ?", (run,)).fetchone()[0]
        return number

    def count_documents(self) -> int:
        """Number of different documents that have a result."""
        number: int = self.connection.execute("SELECT count(*) FROM document").fetchone()[0]
        return number

    def one(self, name: str) -> tuple[str, str]:
        """The document id and path that ``name`` means. Raises UsageError when it means none or several."""
        return overview.one(self.connection, name, self._folder)

    def extraction(self, document_id: str) -> dict[str, Any]:
        """One document's extraction as JSON data, its record included."""
        record, extraction, evidence = self.connection.execute(
            "SELECT record, extraction, evidence FROM result WHERE document_id = ?", (document_id,)
        ).fetchone()
        return {**unpack(extraction), "evidence": unpack_rows(evidence), "document": from_json(record)}

    def location(self, document_id: str) -> bytes:
        """Where a document's first file lies on this machine, perhaps within a container."""
        query = "SELECT location FROM file WHERE document_id = ? ORDER BY deleted, depth, path"
        location: bytes = self.connection.execute(query, (document_id,)).fetchone()[0]
        return location


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
            connection.execute("PRAGMA recursive_triggers = ON")  # so that REPLACE is seen as the deletion that it is
            if connection.execute("PRAGMA user_version").fetchone()[0] not in (0, schema.VERSION):
                raise OutputError(
                    f"The ledger in {folder} was made by another version of minutebook.",
                    remedy="Choose another folder.",
                )
            _make(connection)
            _settle(connection, folder.absolute())
        yield Ledger(connection, folder)


def _make(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA user_version").fetchone()[0] == schema.VERSION:
        return
    connection.executescript(schema.SCHEMA)
    connection.execute("BEGIN IMMEDIATE")
    slots = [(schema.slot(number),) for number in range(schema.SLOTS)]
    connection.executemany("INSERT OR IGNORE INTO slot (slot) VALUES (?)", slots)
    connection.executemany("INSERT OR IGNORE INTO meta VALUES (?, ?)", (("id", uuid.uuid4().hex), ("home", "")))
    connection.execute(f"PRAGMA user_version = {schema.VERSION}")
    connection.execute("COMMIT")


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
        if connection.execute("PRAGMA user_version").fetchone()[0] != schema.VERSION:
            raise UsageError(
                f"The dataset in {folder} was made by another version of minutebook.", remedy="Extract it again."
            )
        yield Ledger(connection, folder)
