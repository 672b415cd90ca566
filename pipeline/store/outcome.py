"""What passes between the workers and the ledger: a file to read, and what its document gave."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json, to_json

from pipeline.document import Member

#: What the result of a document depends on when nobody knows better: everything.
EVERYTHING = "*"


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was found: ``path`` as published, ``location`` on this machine (absolute, as bytes).

    ``known`` says that the ledger already has it just so.
    """

    path: str
    location: bytes
    document_id: str
    bytes: int
    mtime_ns: int
    known: bool = False


@dataclass(frozen=True, slots=True)
class MeetingSeen:
    """What linking and the overview need of a meeting; ``body_key`` is equal for spellings of one body."""

    meeting_id: str
    body: str | None = None
    body_key: str | None = None
    number: int | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class NameSeen:
    """A person's name in a document, folded; ``block`` groups names that are worth comparing (see pipeline.link)."""

    block: str
    key: str
    ties: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one document gave.

    ``record`` is its document's JSON, ``evidence`` the rows of that table (see ``pack_rows``), ``extraction`` all else.
    ``depends`` names the parts of the pipeline that it depends on, beside those that all do (see batch.fingerprint).
    """

    document_id: str
    status: str
    problem: str | None
    record: bytes
    extraction: bytes
    evidence: bytes
    media_type: str = "application/octet-stream"
    pages: int = 0
    seconds: float = 0.0
    coverage: float | None = None
    traceback: str | None = None
    depends: str = EVERYTHING
    meetings: tuple[MeetingSeen, ...] = ()
    names: tuple[NameSeen, ...] = ()
    members: tuple[Member, ...] = ()
    sketch: bytes = b""


def pack(data: Any) -> bytes:
    """JSON data, compressed."""
    return zlib.compress(to_json(data), 6)


def unpack(data: bytes) -> Any:
    """What ``pack`` was given."""
    return from_json(zlib.decompress(data))


def pack_rows(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Rows of a table as lines of JSON, compressed: publishing hands them on without looking into them."""
    return zlib.compress(b"\n".join(to_json(row) for row in rows), 6)


def unpack_lines(data: bytes) -> bytes:
    """The lines that ``pack_rows`` made."""
    return zlib.decompress(data)


def unpack_rows(data: bytes) -> list[dict[str, Any]]:
    """What ``pack_rows`` was given."""
    return [from_json(line) for line in unpack_lines(data).splitlines()]
