"""Records of the same report in two formats, field by field: what they share and where they differ."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import readers
from pipeline.document import SourceFile
from pipeline.extract import extract
from pipeline.tools import Tools

#: What depends on where things stand in a file rather than on what it says.
_PLACES = {
    "meeting_id", "position", "page_first", "page_last", "char_start", "char_end", "confidence", "date_text",
    "place_text", "latitude", "longitude", "agenda_item_id", "organization_id", "attendee_id", "conclusion_id", "level",
}  # fmt: skip
_LISTS = {"organizations": "name", "attendees": "name", "agenda_items": "title", "conclusions": "text"}
_SIGNS = re.compile(r"[\W_]+")

Cell = tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """How many fields two records have between them, and those that differ, with both values."""

    fields: int
    differing: dict[Cell, tuple[str | None, str | None]]

    @property
    def share(self) -> float:
        """Share of the fields that differ."""
        return len(self.differing) / self.fields if self.fields else 0.0


def records(path: str, data: bytes, tools: Tools) -> dict[Cell, str]:
    """Every field that has a value in a file's records, by what it belongs to."""
    source = SourceFile(path, hashlib.sha256(data).hexdigest(), readers.identify(path, data), data)
    found: dict[Cell, str] = {}
    for number, meeting in enumerate(extract(source, tools).meetings):
        found.update(_cells(str(number), meeting.model_dump(mode="json")))
    return found


def read(path: Path, tools: Tools) -> dict[Cell, str]:
    """The records of a file."""
    return records(path.name, path.read_bytes(), tools)


def difference(first: dict[Cell, str], second: dict[Cell, str]) -> Difference:
    """What two records have, and where they differ."""
    cells = {*first, *second}
    differing = {
        cell: (first.get(cell), second.get(cell)) for cell in sorted(cells) if first.get(cell) != second.get(cell)
    }
    return Difference(len(cells), differing)


def _cells(meeting: str, data: dict[str, Any]) -> Iterator[tuple[Cell, str]]:
    for name, value in data.items():
        if name in _LISTS:
            for entry in value:
                key = _plain(entry[_LISTS[name]])
                for field, inner in entry.items():
                    if field not in _PLACES and inner not in (None, [], ""):
                        yield (meeting, name, key, field), _plain(inner)
        elif name == "next_meetings":
            for number, entry in enumerate(value):
                for field, inner in entry.items():
                    if field not in _PLACES and inner is not None:
                        yield (meeting, name, str(number), field), _plain(inner)
        elif isinstance(value, list):
            for item in value:
                yield (meeting, name, _plain(item)), ""
        elif name not in _PLACES and value is not None:
            yield (meeting, name), _plain(value)


def _plain(value: Any) -> str:
    """A value without capitals and signs, which formats set differently."""
    return _SIGNS.sub(" ", str(value).casefold()).strip()
