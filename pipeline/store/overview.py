"""What the ledger says of an archive as a whole: how many of what, what failed, and which documents a name can mean."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from pydantic_core import from_json

from pipeline.errors import UsageError
from pipeline.store.work import QUARANTINED

#: Shares of lines that were read, as the overview groups them: the lowest of each group, in hundredths.
_COVERAGE = (100, 90, 75, 50, 1, 0)

#: A file's state in the archive; a document that was never finished has no row yet.
_STATE = "CASE WHEN f.deleted THEN 'deleted' ELSE coalesce(d.status, 'pending') END"
_FILES = "FROM file AS f LEFT JOIN document AS d USING (document_id)"
_FIRST = (
    "f.path = (SELECT g.path FROM file AS g WHERE g.document_id = f.document_id ORDER BY g.deleted, g.path LIMIT 1)"
)


def states(connection: sqlite3.Connection, run: int | None = None) -> dict[str, int]:
    """Number of files by state (pending, extracted, no_meeting, failed, deleted), of one run or of all."""
    query = f"SELECT {_STATE}, count(*) {_FILES} WHERE ? IS NULL OR f.run = ? GROUP BY 1 ORDER BY 1"
    return dict(connection.execute(query, (run, run)).fetchall())


def interrupted(connection: sqlite3.Connection) -> bool:
    """Whether the last run did not come to its end; one that is still going on did not, either."""
    last = connection.execute("SELECT ended FROM run ORDER BY run DESC LIMIT 1").fetchone()
    return last is not None and last[0] is None


def by_problem(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """Number of files by status and problem."""
    query = f"""
        SELECT {_STATE}, CASE d.status WHEN 'failed' THEN d.problem END, count(*) {_FILES} GROUP BY 1, 2 ORDER BY 1, 2
    """
    return _dicts(connection, query, "status", "problem", "files")


def by_format(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """Number of files, failures, pages and meetings by format; a document's pages and meetings count once."""
    query = f"""
        SELECT d.media_type, count(*), sum(d.status = 'failed'), sum(iif({_FIRST}, d.pages, 0)),
               sum(iif({_FIRST}, d.meetings, 0))
        {_FILES} WHERE d.id IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1
    """
    return _dicts(connection, query, "format", "files", "failed", "pages", "meetings")


def by_body(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """Number of meetings by body, the body with the most first, with the first and the last date."""
    query = """
        SELECT max(body), count(*), min(date), max(date) FROM meeting WHERE body_key IS NOT NULL
        GROUP BY body_key ORDER BY 2 DESC, 1
    """
    return _dicts(connection, query, "body", "meetings", "first_date", "last_date")


def by_coverage(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """Number of documents by coverage, in groups: from 100 %, from 90 % and so on, none, nothing to read."""
    cases = " ".join(f"WHEN coverage >= {low / 100} THEN {low}" for low in _COVERAGE)
    query = f"""
        SELECT CASE {cases} END, count(*) FROM document WHERE status <> 'failed' GROUP BY 1 ORDER BY 1 DESC
    """  # noqa: S608
    return _dicts(connection, query, "at_least", "documents")


def failures(
    connection: sqlite3.Connection, *, run: int | None = None, quarantined: bool = False, limit: int = -1
) -> Iterator[dict[str, Any]]:
    """Each file that failed, or only those that harmed their worker, by path: what, why, how often it was tried."""
    harmful = ", ".join("?" * len(QUARANTINED))
    query = f"""
        SELECT f.path, d.problem, r.record, r.traceback, d.attempts
        FROM file AS f JOIN document AS d USING (document_id) JOIN result AS r USING (document_id)
        WHERE d.status = 'failed' AND f.deleted = 0 AND (? IS NULL OR f.run = ?) AND (NOT ? OR d.problem IN ({harmful}))
        ORDER BY d.problem <> 'bug', f.path LIMIT ?
    """  # noqa: S608
    for path, problem, record, traceback, attempts in connection.execute(
        query, (run, run, quarantined, *QUARANTINED, limit)
    ):
        detail = from_json(record)["problem_detail"]
        yield {"path": path, "problem": problem, "detail": detail, "traceback": traceback, "attempts": attempts}


def problems(connection: sqlite3.Connection, run: int) -> dict[str, int]:
    """Number of files of a run that failed, by problem."""
    query = f"SELECT d.problem, count(*) {_FILES} WHERE d.status = 'failed' AND f.run = ? GROUP BY 1"
    return dict(connection.execute(query, (run,)).fetchall())


def find(connection: sqlite3.Connection, name: str) -> list[tuple[str, str]]:
    """Document ids and paths that ``name`` can mean: a path, a part of one, or the beginning of an id."""
    prefix = f"{name}*" if name and not set(name) & set("*?[") else name
    query = """
        SELECT f.document_id, min(f.path) FROM file AS f JOIN document USING (document_id)
        WHERE f.path = :name OR f.document_id GLOB :prefix
           OR f.document_id IN (SELECT document_id FROM meeting WHERE meeting_id GLOB :prefix)
        GROUP BY f.document_id ORDER BY 2
    """
    found = connection.execute(query, {"name": name, "prefix": prefix}).fetchall()
    if not found:
        query = """
            SELECT document_id, min(path) FROM file JOIN document USING (document_id)
            WHERE path LIKE ? ESCAPE '\\' GROUP BY 1 ORDER BY 2
        """
        escaped = name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        found = connection.execute(query, (f"%/{escaped}",)).fetchall()
        found = found or connection.execute(query, (f"%{escaped}%",)).fetchall()
    return [(document_id, path) for document_id, path in found]


def one(connection: sqlite3.Connection, name: str, folder: object) -> tuple[str, str]:
    """The document id and path that ``name`` means. Raises UsageError when it means none or several."""
    found = find(connection, name)
    if not found:
        raise UsageError(f"There is no document or meeting '{name}'.", remedy=f"See `minutebook status {folder}`.")
    if len(found) > 1:
        some = ", ".join(path for _, path in found[:4])
        raise UsageError(f"'{name}' can mean {len(found)} documents: {some} ...", remedy="Say more of the name.")
    return found[0]


def _dicts(connection: sqlite3.Connection, query: str, *names: str) -> list[dict[str, Any]]:
    return [dict(zip(names, row, strict=True)) for row in connection.execute(query)]
