"""Example: a text with its entities, as the corpora, the generator and the trainers exchange it (one JSON a line)."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LABELS = ("PERSON", "ORG", "PLACE", "DATE")

#: Other corpora's names for the same thing.
ALIASES = {"LOC": "PLACE", "GPE": "PLACE", "FAC": "PLACE", "PER": "PERSON"}


@dataclass(frozen=True)
class Example:
    """``entities`` are (start, end, label) without overlap; within ``missing`` spans nothing is claimed either way."""

    text: str
    entities: tuple[tuple[int, int, str], ...]
    missing: tuple[tuple[int, int], ...] = ()
    source: str = ""


def parse(record: dict[str, Any]) -> Example:
    """An example from its JSON form. The label IGN (either way is fine) counts as missing."""
    known = [(entity[0], entity[1], ALIASES.get(entity[2], entity[2])) for entity in record["ents"]]
    entities = tuple(sorted(entity for entity in known if entity[2] in LABELS))
    missing = [(start, end) for start, end, label in known if label not in LABELS]
    missing += [(span[0], span[1]) for span in record.get("missing", [])]
    return Example(record["text"], entities, tuple(sorted(missing)), record.get("source", ""))


def _lines(path: Path) -> Iterator[str]:
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            yield from stream
    else:
        with path.open(encoding="utf-8") as stream:
            yield from stream


def load(path: Path) -> list[Example]:
    """The examples of a .jsonl or .jsonl.gz file."""
    return [parse(json.loads(line)) for line in _lines(path) if line.strip()]


def save(examples: Iterable[Example], path: Path) -> int:
    """Writes examples, one JSON a line; the same examples give the same bytes. Returns how many there were."""
    count = 0
    # Without a time and a name in its head, gzip gives the same bytes each time.
    with path.open("wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as stream:
        for example in examples:
            record = {
                "text": example.text,
                "ents": [list(entity) for entity in example.entities],
                "missing": [list(span) for span in example.missing],
                "source": example.source,
            }
            stream.write((json.dumps(record, ensure_ascii=False) + "\n").encode())
            count += 1
    return count
