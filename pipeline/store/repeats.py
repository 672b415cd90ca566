"""Documents that say nearly the same as another: sketches kept with the documents, compared when publishing."""

from __future__ import annotations

import mmap
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO

from pipeline import likeness

SCHEMA = """
CREATE TABLE IF NOT EXISTS sketch (document_id TEXT PRIMARY KEY, sketch BLOB NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Repeat:
    """The path of the first file that a document is like, and how alike they are."""

    path: str
    likeness: float


def keep(connection: sqlite3.Connection, document_id: str, sketch: bytes) -> None:
    """Write down a document's sketch, in place of what it was."""
    connection.execute("DELETE FROM sketch WHERE document_id = ?", (document_id,))
    if sketch:
        connection.execute("INSERT INTO sketch VALUES (?, ?)", (document_id, sketch))


def find(connection: sqlite3.Connection) -> Mapping[str, Repeat]:
    """Document id to what it is like, of those that are like a document whose path comes before theirs.

    Sketches go to a file and names to a table of this connection: only what is found is held in memory.
    """
    connection.execute("DROP TABLE IF EXISTS temp.sketched")
    connection.execute("CREATE TEMP TABLE sketched (number INTEGER PRIMARY KEY, document_id TEXT, path TEXT)")
    query = """
        SELECT s.document_id, s.sketch, min(f.path) AS path FROM sketch AS s JOIN file AS f USING (document_id)
        WHERE NOT f.deleted GROUP BY s.document_id ORDER BY path
    """
    with TemporaryFile() as file:
        connection.executemany("INSERT INTO sketched VALUES (?, ?, ?)", _written(connection.execute(query), file))
        if not file.tell():
            return {}
        file.flush()
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as sketches:
            found = list(likeness.repeats(sketches))
    name = "SELECT document_id, path FROM sketched WHERE number = ?"
    repeated = {}
    for number, first, share in found:
        (document_id, _), (_, path) = (connection.execute(name, (place,)).fetchone() for place in (number, first))
        repeated[document_id] = Repeat(path, round(share, 3))
    return repeated


def _written(rows: Iterable[tuple[str, bytes, str]], file: IO[bytes]) -> Iterator[tuple[int, str, str]]:
    for number, (document_id, sketch, path) in enumerate(rows):
        file.write(sketch)
        yield number, document_id, path
