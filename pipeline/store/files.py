"""Which files the archive holds: noted as they are found, followed when they move, marked when they are gone."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator

from pipeline.errors import UsageError
from pipeline.store.members import WITHIN
from pipeline.store.outcome import File

_UPSERT = """
    INSERT INTO file (path, location, document_id, bytes, mtime_ns, run) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (path) DO UPDATE SET
        location = excluded.location, document_id = excluded.document_id, bytes = excluded.bytes,
        mtime_ns = excluded.mtime_ns, run = excluded.run, parent = NULL, depth = 0, deleted = 0
"""


def known(connection: sqlite3.Connection, location: bytes) -> File | None:
    """The file at a location as it was when last seen."""
    row = connection.execute(
        "SELECT path, location, document_id, bytes, mtime_ns, 1 FROM file WHERE location = ? AND deleted = 0",
        (location,),
    ).fetchone()
    return File(*row) if row else None


def note(connection: sqlite3.Connection, files: Iterable[File], run: int) -> int:
    """Write down files of a run; how many were moved. Raises UsageError when two that exist would share a path."""
    unchanged = []
    moved = 0
    for file in files:
        if file.known:
            unchanged.append((run, file.path))
        else:
            moved += _note(connection, file, run)
    connection.executemany("UPDATE file SET run = ? WHERE path = ?", unchanged)
    return moved


def _note(connection: sqlite3.Connection, file: File, run: int) -> bool:
    old = connection.execute("SELECT location, run FROM file WHERE path = ?", (file.path,)).fetchone()
    if old and old[0] != file.location and (old[1] == run or exists(old[0])):
        raise UsageError(
            f"Two files would both be called {file.path}: {shown(old[0])} and {shown(file.location)}.",
            remedy="Run from a folder that contains both.",
        )
    connection.execute("DELETE FROM file WHERE location = ? AND path <> ?", (file.location, file.path))
    moved = not old and _follow(connection, file)
    row = (file.path, file.location, file.document_id, file.bytes, file.mtime_ns, run)
    connection.execute(_UPSERT, row)
    return moved


def _follow(connection: sqlite3.Connection, file: File) -> bool:
    """A new path with known bytes, where a file with these bytes is gone: it was moved, and its old path goes."""
    query = "SELECT path, location FROM file WHERE document_id = ? AND depth = 0 AND path <> ?"
    for path, location in connection.execute(query, (file.document_id, file.path)).fetchall():
        if location != file.location and not exists(location):
            connection.execute("DELETE FROM file WHERE path = ?", (path,))
            return True
    return False


def mark_deleted(connection: sqlite3.Connection, run: int, roots: Iterable[bytes]) -> int:
    """Mark files below ``roots`` that a run did not meet and that are gone, with all that they hold; how many."""
    marked = 0
    for root in roots:
        inside = root.rstrip(b"/") + b"/"
        query = "SELECT path, location FROM file WHERE location > ? AND location < ? AND run <> ? AND deleted = 0"
        rows = connection.execute(f"{query} AND depth = 0", (inside, inside[:-1] + b"0", run))  # "0" follows "/"
        # A store elsewhere was listed whole: what the list lacks is gone.
        gone = [(path,) for path, location in rows if is_elsewhere(location) or not exists(location)]
        connection.executemany("UPDATE file SET deleted = 1 WHERE path = ?", gone)
        marked += len(gone)
    inner = "UPDATE file SET deleted = 1 WHERE deleted = 0 AND parent IN (SELECT path FROM file WHERE deleted = 1)"
    while marked and connection.execute(inner).rowcount:
        pass
    return marked


def prune(connection: sqlite3.Connection) -> int:
    """Forget files that are marked as deleted; how many."""
    return connection.execute("DELETE FROM file WHERE deleted = 1").rowcount


def tidy(connection: sqlite3.Connection) -> None:
    """Drop what no file stands for any more: the bytes that a changed file used to have."""
    connection.execute(
        "DELETE FROM document WHERE document_id IN (SELECT document_id FROM orphan)"
        " AND NOT EXISTS (SELECT 1 FROM file AS f WHERE f.document_id = document.document_id)"
    )
    connection.execute("DELETE FROM orphan")


def rows(
    connection: sqlite3.Connection, first: str, behind: str
) -> Iterator[tuple[str, str, str | None, bool, str | None]]:
    """Id, path, parent, whether it is deleted, and the path of the file that it repeats, of a range of ids; by path."""
    query = """
        SELECT f.document_id, f.path, f.parent, f.deleted, nullif((
                   SELECT g.path FROM file AS g WHERE g.document_id = f.document_id
                   ORDER BY g.deleted, g.path LIMIT 1), f.path)
        FROM file AS f WHERE f.document_id >= ? AND f.document_id < ? ORDER BY f.path
    """
    return iter(connection.execute(query, (first, behind)))


def is_elsewhere(location: bytes) -> bool:
    """Whether a location is an address; paths on this machine are absolute."""
    return b"://" in location and not location.startswith(b"/")


def exists(location: bytes) -> bool:
    """Whether there is still a file at a location; of one in a container: whether there is the container."""
    if is_elsewhere(location):  # and is not asked for one file
        return True
    try:
        os.lstat(location.split(WITHIN)[0])
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:  # a folder that cannot be looked into just now: nobody knows
        return True
    return True


def shown(location: bytes) -> str:
    """A location for people."""
    return os.fsdecode(location)
