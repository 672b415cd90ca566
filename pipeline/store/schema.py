"""The ledger's tables, as SQL. Triggers note every change, so that no statement can forget to."""

from __future__ import annotations

from pipeline.store import members, repeats

#: Counts the forms that the ledger has had.
VERSION = 5
#: Changes are counted by the first three hex digits of the document's id.
SLOTS = 4096

_SLOT = "substr({}.document_id, 1, 3)"


def slot(number: int) -> str:
    """How ids of that slot begin; behind the last slot, what is greater than all ids."""
    return f"{number:03x}" if number < SLOTS else "g"


def _bump(*rows: str) -> str:
    return "".join(f"UPDATE slot SET changes = changes + 1 WHERE slot = {_SLOT.format(row)}; " for row in rows)  # noqa: S608


#: ``file``: each path that was tried; ``depth`` counts the containers around it, ``parent`` is the innermost's path.
#: ``document``: what is known of each content; ``result``: what it gave, apart, so that overviews need not wade through
#: it. ``meeting`` and ``name``: what linking across documents needs. ``orphan``: contents that may have lost their
#: last file. ``slot``: counts changes, so that publishing knows which parts of the tables stand as they are.
SCHEMA = f"""
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS slot (slot TEXT PRIMARY KEY, changes INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS orphan (document_id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS run (
    run INTEGER PRIMARY KEY, started TEXT NOT NULL, ended TEXT, about TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS file (
    path TEXT PRIMARY KEY, location BLOB NOT NULL UNIQUE, document_id TEXT NOT NULL,
    bytes INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, run INTEGER NOT NULL,
    parent TEXT, depth INTEGER NOT NULL DEFAULT 0, deleted INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS file_document ON file (document_id, deleted, path);
CREATE TABLE IF NOT EXISTS document (
    id INTEGER PRIMARY KEY, document_id TEXT NOT NULL UNIQUE, depends TEXT NOT NULL, fingerprint TEXT NOT NULL,
    limits TEXT NOT NULL, status TEXT NOT NULL, problem TEXT, media_type TEXT NOT NULL, pages INTEGER NOT NULL,
    coverage REAL, meetings INTEGER NOT NULL, seconds REAL NOT NULL, attempts INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS result (
    document_id TEXT PRIMARY KEY, record BLOB NOT NULL, extraction BLOB NOT NULL, evidence BLOB NOT NULL,
    traceback TEXT
);
CREATE TABLE IF NOT EXISTS meeting (
    meeting_id TEXT PRIMARY KEY, document_id TEXT NOT NULL, body TEXT, body_key TEXT, number INTEGER, date TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS meeting_document ON meeting (document_id);
CREATE TABLE IF NOT EXISTS name (
    document INTEGER NOT NULL, key TEXT NOT NULL, ties TEXT NOT NULL, block TEXT NOT NULL,
    PRIMARY KEY (document, key, ties)
) WITHOUT ROWID;

CREATE TRIGGER IF NOT EXISTS file_new AFTER INSERT ON file BEGIN {_bump("new")} END;
CREATE TRIGGER IF NOT EXISTS file_gone AFTER DELETE ON file BEGIN
    {_bump("old")} INSERT OR REPLACE INTO orphan VALUES (old.document_id);
END;
CREATE TRIGGER IF NOT EXISTS file_other AFTER UPDATE OF path, document_id, parent, deleted ON file BEGIN
    {_bump("old", "new")} INSERT OR REPLACE INTO orphan VALUES (old.document_id);
END;
CREATE TRIGGER IF NOT EXISTS result_new AFTER INSERT ON result BEGIN {_bump("new")} END;
CREATE TRIGGER IF NOT EXISTS result_other AFTER UPDATE ON result BEGIN {_bump("new")} END;
CREATE TRIGGER IF NOT EXISTS document_gone AFTER DELETE ON document BEGIN
    {_bump("old")}
    DELETE FROM result WHERE document_id = old.document_id;
    DELETE FROM meeting WHERE document_id = old.document_id;
    DELETE FROM name WHERE document = old.id;
    DELETE FROM member WHERE container = old.document_id;
    DELETE FROM sketch WHERE document_id = old.document_id;
END;
{members.SCHEMA}{repeats.SCHEMA}
"""  # noqa: S608 - made of constants
