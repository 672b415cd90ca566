"""What the archive as a whole says of single records: persons, bodies, and numbers that do not fit their series."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json, to_json

from pipeline import link
from pipeline.store import repeats, sightings
from pipeline.store.ledger import Ledger
from pipeline.store.tables import rows

#: What a number out of its series leaves of the confidence in it, and in its meeting.
_NUMBER, _MEETING = 0.5, 0.8


@dataclass(frozen=True)
class Links:
    """What linking found.

    ``leaders``: names that are spellings of others; ``wrong``: meetings whose number is out of its body's series, with
    the reason; ``repeated``: documents that say nearly the same as another.
    """

    leaders: Mapping[link.Key, link.Key]
    wrong: Mapping[str, str]
    repeated: Mapping[str, repeats.Repeat]

    def document(self, row: dict[str, Any]) -> dict[str, Any]:
        """A row of the table documents, with the file that it repeats, to the letter or nearly."""
        repeat = self.repeated.get(row["document_id"])
        if row["duplicate_of"] is not None:
            row["likeness"] = 1.0
        elif repeat is not None:
            row.update(duplicate_of=repeat.path, likeness=repeat.likeness)
        return row

    def rows(
        self, document_id: str, extraction: Mapping[str, Any], evidence: bytes
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """Table name and row for everything in an extraction but its evidence, with what the archive says of it."""
        for name, row in rows(document_id, extraction):
            if name == "attendees":
                row["person_id"] = link.person_id(row["name"], row["meeting_id"], self.leaders)
            elif name == "meetings":
                row["body_id"] = link.body_id(row["body"]) if row["body"] else None
                if row["meeting_id"] in self.wrong:
                    row["confidence"] = round(row["confidence"] * _MEETING, 4)
                    yield "issues", self._issue(row["meeting_id"], document_id, evidence)
            yield name, row

    def evidence(self, extraction: Mapping[str, Any], lines: bytes) -> bytes:
        """The evidence of an extraction, as lines of JSON, with what the archive says of it."""
        if not any(meeting["meeting_id"] in self.wrong for meeting in extraction["meetings"]):
            return lines
        rows = [from_json(line) for line in lines.splitlines()]
        for row in rows:
            if row["field"] == "number" and row["record_id"] in self.wrong:
                row["confidence"] = round(row["confidence"] * _NUMBER, 4)
        return b"\n".join(to_json(row) for row in rows)

    def _issue(self, meeting_id: str, document_id: str, evidence: bytes) -> dict[str, Any]:
        rows = (from_json(line) for line in evidence.splitlines())
        said = (row for row in rows if row["record_id"] == meeting_id and row["field"] == "number")
        place: Mapping[str, Any] = next(said, {})
        return {
            **{key: place.get(key) for key in ("page", "char_start", "char_end", "quote")},
            "document_id": document_id,
            "meeting_id": meeting_id,
            "code": "number-out-of-series",
            "severity": "warning",
            "message": self.wrong[meeting_id],
        }


def find_links(ledger: Ledger) -> Links:
    """What linking finds in a ledger; names and meetings pass by, only what is out of the ordinary is kept."""
    connection = ledger.connection
    return Links(sightings.spellings(connection), sightings.out_of_series(connection), repeats.find(connection))


def digests(ledger: Ledger, links: Links) -> dict[str, str]:
    """For each slot of the ledger that linking says anything of: a digest of what."""
    made: dict[str, hashlib._Hash] = {}
    for document_id, mark in sightings.marks(ledger.connection, links.leaders, links.wrong):
        made.setdefault(document_id[:3], hashlib.sha256()).update(f"{document_id}{mark}".encode())
    for document_id, repeat in sorted(links.repeated.items()):
        made.setdefault(document_id[:3], hashlib.sha256()).update(f"{document_id}{repeat}".encode())
    return {slot: digest.hexdigest() for slot, digest in made.items()}
