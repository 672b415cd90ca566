"""Files inside files: what each container holds, and a row of the table ``file`` for each of them in each run."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

from pipeline.document import Member

#: A member's location is its container's, this, and the address by which the container's reader finds it.
WITHIN = b"\0"

SCHEMA = """
CREATE TABLE IF NOT EXISTS member (
    container TEXT NOT NULL, position INTEGER NOT NULL, path TEXT NOT NULL, address TEXT NOT NULL,
    document_id TEXT NOT NULL, bytes INTEGER NOT NULL, PRIMARY KEY (container, position)
) WITHOUT ROWID;
"""


def keep(connection: sqlite3.Connection, container: str, members: Iterable[Member]) -> None:
    """Write down what a document holds, in place of what it was known to hold."""
    connection.execute("DELETE FROM member WHERE container = ?", (container,))
    connection.executemany(
        "INSERT INTO member VALUES (?, ?, ?, ?, ?, ?)",
        [
            (container, position, member.path, member.address, member.sha256, member.bytes)
            for position, member in enumerate(members)
        ],
    )


def expand(connection: sqlite3.Connection, run: int, depth: int, *, wanted: Callable[[str], bool]) -> int:
    """Give each member of the run's containers at ``depth`` a row in ``file``: how many there are.

    A member's path is its container's path and its own behind a stroke; ``wanted`` says which names count.
    """
    count = 0
    containers = connection.execute(
        "SELECT DISTINCT f.path, f.location, f.mtime_ns, f.document_id FROM file AS f"
        " JOIN member AS m ON m.container = f.document_id WHERE f.run = ? AND f.depth = ? ORDER BY f.path",
        (run, depth),
    ).fetchall()
    for path, location, mtime, container in containers:
        members = connection.execute(
            "SELECT path, address, document_id, bytes FROM member WHERE container = ? ORDER BY position", (container,)
        )
        for name, address, document_id, size in members.fetchall():
            if wanted(PurePosixPath(name).name):
                row = (f"{path}/{name}", location + WITHIN + address.encode(), document_id)
                count += 1
                # As it was: then nothing is written but that the run met it.
                if not connection.execute(_SAME, (run, mtime, *row)).rowcount:
                    connection.execute(_OTHER, (*row, size, mtime, run, path, depth + 1))
    return count


_SAME = "UPDATE file SET run = ?, mtime_ns = ? WHERE path = ? AND location = ? AND document_id = ? AND deleted = 0"
_OTHER = """
    INSERT OR REPLACE INTO file (path, location, document_id, bytes, mtime_ns, run, parent, depth)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""


def drop_stale(connection: sqlite3.Connection) -> None:
    """Forget members that their containers no longer hold, and what such containers held."""
    stale = """
        DELETE FROM file WHERE depth > 0
        AND run IS NOT (SELECT outer.run FROM file AS outer WHERE outer.path = file.parent)
    """
    while connection.execute(stale).rowcount:
        pass
