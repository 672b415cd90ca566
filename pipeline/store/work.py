"""Which documents are left to do: what was never tried, what a newer pipeline reads differently, what is asked for."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.store.outcome import EVERYTHING, File

_BATCH = 500
#: Failures that another limit or a new program may cure: they are tried again when these change.
LIMITED = ("missing_tool", "ocr_unavailable", "timed_out", "out_of_memory", "crashed", "too_large")
#: Failures that harmed a worker: they are not tried again by themselves.
QUARANTINED = ("timed_out", "out_of_memory", "crashed")


@dataclass(frozen=True, slots=True)
class Work:
    """What decides whether a result still stands: digests of the pipeline's parts, and the limits of the run.

    The part ``core`` has a say in every document, others in those that name them ("reader:pdf lexicon:de model").
    """

    parts: Mapping[str, str]
    limits: str

    def fingerprint(self, depends: str) -> str:
        """The fingerprint of a document that depends on these parts."""
        names = sorted(self.parts) if depends == EVERYTHING else ["core", *depends.split()]
        said = "\n".join(f"{name} {self.parts.get(name, '')}" for name in names)
        return hashlib.sha256(said.encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of a run's documents to extract: by itself, those that were not or whose result no longer stands.

    ``since`` is a time of change in nanoseconds; ``limit`` a number of documents, 0 for all.
    """

    force: bool = False
    retry_failed: bool = False
    only_failed: bool = False
    since: int = 0
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Todo:
    """The documents of a run, ``depth`` containers deep, that are left to do, once each, by path."""

    connection: sqlite3.Connection
    work: Work
    choice: Choice
    run: int
    depth: int = 0

    def count(self) -> int:
        """How many there are; ``choice.limit`` is left to the caller."""
        self._settle()
        number: int = self._select("count(*)", "", ())[0][0]
        return number

    def files(self) -> Iterator[File]:
        """The files, read in batches, so that memory stays flat and results can be written meanwhile."""
        self._settle()
        last = ""
        while True:
            columns = "f.path, f.location, f.document_id, f.bytes, f.mtime_ns"
            found = self._select(columns, "AND f.path > ? ORDER BY f.path LIMIT ?", (last, _BATCH))
            for row in found:
                yield File(*row)
            if len(found) < _BATCH:
                return
            last = found[-1][0]

    def _select(self, what: str, rest: str, values: tuple[object, ...]) -> list[tuple]:  # type: ignore[type-arg]
        retry = ", ".join("?" * len(LIMITED))
        query = f"""
            SELECT {what} FROM file AS f LEFT JOIN document AS d USING (document_id)
            LEFT JOIN standing AS s ON s.depends = d.depends AND s.fingerprint = d.fingerprint
            WHERE f.run = ? AND f.depth = ? AND f.mtime_ns >= ?
              AND (? OR d.id IS NULL OR s.depends IS NULL OR (? AND d.status = 'failed')
                   OR (d.problem IN ({retry}) AND d.limits <> ?))
              AND (NOT ? OR d.status = 'failed')
              AND NOT EXISTS (SELECT 1 FROM file AS g WHERE g.document_id = f.document_id
                              AND g.run = f.run AND (g.depth, g.path) < (f.depth, f.path)) {rest}
        """  # noqa: S608 - made of constants
        choice = self.choice
        told = (self.run, self.depth, choice.since, choice.force, choice.retry_failed or choice.only_failed)
        return self.connection.execute(
            query, (*told, *LIMITED, self.work.limits, choice.only_failed, *values)
        ).fetchall()

    def _settle(self) -> None:
        """The fingerprints that stand, in a table of this connection's own: one row for each set of parts."""
        connection = self.connection
        connection.execute("CREATE TEMP TABLE IF NOT EXISTS standing (depends TEXT PRIMARY KEY, fingerprint TEXT)")
        connection.executemany(
            "INSERT OR REPLACE INTO standing VALUES (?, ?)",
            [
                (depends, self.work.fingerprint(depends))
                for (depends,) in connection.execute("SELECT DISTINCT depends FROM document").fetchall()
            ],
        )
