"""Scanned pages that were read, kept beside the ledger's documents: OCR takes seconds a page, and rules change daily.

Unlike the documents these are written by the workers, a page a transaction, so that a document that ran out of time
goes on from the page where it stopped. What they hold follows from their key alone, so it does not matter who is first.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SCHEMA = "CREATE TABLE IF NOT EXISTS ocr_page (key TEXT PRIMARY KEY, page BLOB NOT NULL) WITHOUT ROWID"
#: Seconds to wait while another process writes a document.
_PATIENCE = 10


class KeptPages:
    """Pages by key in the ledger at ``path``; opened when first asked, since most archives hold no scan.

    A cache must never stop a document: what cannot be kept is read again next time.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._open: sqlite3.Connection | None = None

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        if self._open is None:
            self._open = sqlite3.connect(self._path, isolation_level=None, timeout=_PATIENCE)
            self._open.execute(SCHEMA)
        yield self._open

    def get(self, key: str) -> bytes | None:
        """What was put under a key."""
        with suppress(sqlite3.Error), self._connection() as connection:
            row = connection.execute("SELECT page FROM ocr_page WHERE key = ?", (key,)).fetchone()
            return bytes(row[0]) if row else None
        return None

    def put(self, key: str, page: bytes) -> None:
        """Keep a page."""
        with suppress(sqlite3.Error), self._connection() as connection:
            connection.execute("INSERT OR REPLACE INTO ocr_page VALUES (?, ?)", (key, page))
