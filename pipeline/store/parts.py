"""The tables of a version in parts by ranges of document ids, so that only parts that changed are written anew.

A small dataset is one part: ``meetings.parquet``. A large one has ``meetings.parquet/part-000.parquet`` and so on,
which pandas, Arrow and R read under the same name. How many there are follows from the number of documents alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.store import durable, links
from pipeline.store.ledger import Ledger
from pipeline.store.links import Links
from pipeline.store.reproducible import reproducible
from pipeline.store.schema import SLOTS, slot
from pipeline.store.tables import Table
from pipeline.store.writing import TableWriter


@dataclass(frozen=True)
class Part:
    """One of ``of`` ranges of document ids; ``state`` changes with everything that its tables say."""

    number: int
    of: int
    state: str

    @property
    def first(self) -> str:
        """How its lowest id may begin."""
        return slot(self.number * SLOTS // self.of) if self.number else ""

    @property
    def behind(self) -> str:
        """How the lowest id behind it may begin."""
        return slot((self.number + 1) * SLOTS // self.of)

    def path(self, folder: Path, table: str) -> Path:
        """Its file of a table."""
        if self.of == 1:
            return folder / f"{table}.parquet"
        return folder / f"{table}.parquet" / f"part-{self.number:03d}.parquet"


def divide(ledger: Ledger, found: Links, shape: str, size: int) -> list[Part]:
    """The parts of a version: a power of two of them, each with ``size`` documents at most, more or less."""
    of = 1
    while of < SLOTS and ledger.count_documents() > of * size:
        of *= 2
    said = links.digests(ledger, found)
    (key,) = ledger.connection.execute("SELECT value FROM meta WHERE key = 'id'").fetchone()
    changes = ledger.connection.execute("SELECT slot, changes FROM slot ORDER BY slot").fetchall()
    step = SLOTS // of
    parts = []
    for number in range(of):
        own = [(name, count, said.get(name)) for name, count in changes[number * step : (number + 1) * step]]
        digest = hashlib.sha256(json.dumps([key, shape, own]).encode()).hexdigest()[:24]
        parts.append(Part(number, of, digest))
    return parts


def write(
    ledger: Ledger, part: Part, found: Links, folder: Path, tables: tuple[Table, ...]
) -> dict[str, dict[str, Any]]:
    """Write a part's files; what the manifest says of each, by table."""
    with ExitStack() as stack:
        writers = {
            table.name: stack.enter_context(TableWriter(table, part.path(folder, table.name))) for table in tables
        }
        for row in ledger.documents(part.first, part.behind):
            writers["documents"].add(reproducible(found.document(row)))
        for document_id, extraction, evidence in ledger.extractions(part.first, part.behind):
            for name, row in found.rows(document_id, extraction, evidence):
                writers[name].add(row)
            if evidence:
                lines = found.evidence(extraction, evidence)
                writers["evidence"].add_lines(lines, lines.count(b"\n") + 1)
    return {name: writer.account() for name, writer in writers.items()}


def reuse(part: Part, before: Path, folder: Path, manifest: Mapping[str, Any]) -> dict[str, dict[str, Any]] | None:
    """Link a part's files from the version ``before`` where they still say the same; None where they do not."""
    states = manifest.get("parts", [])
    if len(states) != part.of or part.of == 1 or states[part.number] != part.state:
        return None
    accounts = {}
    for name, table in manifest["tables"].items():
        if "parts" in table:
            durable.link(part.path(before, name), part.path(folder, name))
            accounts[name] = table["parts"][part.number]
    return accounts
