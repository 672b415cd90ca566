"""Documents that say nearly the same as another: sketches kept with the documents, compared when publishing."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

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
    """Document id to what it is like, of those that are like a document whose path comes before theirs."""
    query = """
        SELECT s.document_id, s.sketch, min(f.path) AS path FROM sketch AS s JOIN file AS f USING (document_id)
        WHERE NOT f.deleted GROUP BY s.document_id ORDER BY path
    """
    names: list[tuple[str, str]] = []
    sketches: list[bytes] = []
    for document_id, sketch, path in connection.execute(query):
        names.append((document_id, path))
        sketches.append(sketch)
    found = likeness.repeats(sketches)
    return {names[number][0]: Repeat(names[first][1], round(share, 3)) for number, first, share in found}
