"""Annotated documents as labelled units: which sentences of a document are conclusions, and of which kind.

Reads the gold annotations and the documents that they annotate; writes nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline import layout, readers, sections
from pipeline.config import Settings
from pipeline.document import SourceFile
from pipeline.errors import InputError
from pipeline.fields.conclusions.details import written_small
from pipeline.fields.conclusions.features import Seen, look
from pipeline.fields.conclusions.units import Unit, units
from pipeline.meetings.scope import Reading, Scope
from pipeline.mentions.mention import Mentions
from pipeline.tools import Tools

_WORD = re.compile(r"\w+")
#: Share of a unit's words that must lie within a conclusion of the gold.
_INSIDE = 0.6


@dataclass(frozen=True)
class Gold:
    """A conclusion of the annotations."""

    text: str
    kind: str
    owner: str | None
    due_date: str | None


@dataclass(frozen=True)
class Annotated:
    """A document, its units with what was seen of them, and its gold; ``labels`` tell each unit's gold or -1."""

    name: str
    group: str
    scope: Scope
    units: list[Unit]
    seen: list[Seen]
    golds: list[Gold]
    labels: list[int]


def read_scope(path: Path, tools: Tools) -> Scope:
    """The whole document as one scope, without mentions."""
    data = path.read_bytes()
    source = SourceFile(path.name, hashlib.sha256(data).hexdigest(), readers.identify(path.name, data), data)
    document = readers.read(source, tools.settings)
    blocks = layout.arrange(document)
    lexicon = tools.lexicon_of(document)
    reading = Reading(document, blocks, sections.outline(document, blocks, lexicon), Mentions(()), lexicon)
    return Scope(reading, 0, 0, len(blocks), 0)


def words(text: str) -> list[str]:
    """The words of ``text``, in lower case."""
    return [word.casefold() for word in _WORD.findall(text)]


def _places(found: list[str], wanted: list[str]) -> Iterator[int]:
    if not wanted:
        return
    first = wanted[0]
    for start, word in enumerate(found):
        if word == first and found[start : start + len(wanted)] == wanted:
            yield start


def label(all_units: list[Unit], golds: list[Gold]) -> list[int]:
    """For each unit the number of the gold conclusion that it is or is part of, or -1."""
    owners = [-1] * len(all_units)
    stream: list[str] = []
    ranges = []
    for unit in all_units:
        start = len(stream)
        stream += words(unit.text)
        ranges.append((start, len(stream)))
    for number, gold in enumerate(golds):
        wanted = words(gold.text)
        place = None
        for place in _places(stream, wanted):
            first = [i for i, (low, high) in enumerate(ranges) if place <= low < place + len(wanted)]
            if first and owners[first[0]] == -1:
                break
        if place is None:
            _label_loosely(all_units, wanted, number, owners)
            continue
        for i, (low, high) in enumerate(ranges):
            shared = min(high, place + len(wanted)) - max(low, place)
            enough = shared >= _INSIDE * (high - low) or shared >= _INSIDE * len(wanted)
            if high > low and shared > 0 and owners[i] == -1 and enough:
                owners[i] = number
    return owners


def _label_loosely(all_units: list[Unit], wanted: list[str], number: int, owners: list[int]) -> None:
    """Gold whose words do not stand together (elided, or over a page break): units made of its words."""
    bag = set(wanted)
    best: list[tuple[float, int]] = []
    for i, unit in enumerate(all_units):
        own = words(unit.text)
        if len(own) < 3 or owners[i] != -1:
            continue
        common = sum(word in bag for word in own)
        if common >= 0.85 * len(own) and common >= 0.3 * len(wanted):
            best.append((common / len(wanted), i))
    for _, i in sorted(best, reverse=True)[:3]:
        owners[i] = number


def annotated(annotations: Path, documents: Path, tools: Tools) -> Iterator[Annotated]:
    """All annotated documents below ``annotations``, in the order of their names."""
    for path in sorted(annotations.glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(record, dict) or "meetings" not in record:
            continue
        golds = [
            Gold(item["text"], item["kind"], item.get("owner"), item.get("due_date"))
            for meeting in record["meetings"]
            for item in meeting["conclusions"]
        ]
        try:
            scope = read_scope(documents / record["document"], tools)
        except InputError as error:
            print(f"left out {path.stem}: {error.message}")
            continue
        all_units = units(scope)
        group = path.stem.split("_")[1]
        yield Annotated(
            path.stem,
            group,
            scope,
            all_units,
            look(all_units, scope.lexicon, written_small(scope)),
            golds,
            label(all_units, golds),
        )


def tools() -> Tools:
    """Tools that need neither model nor gazetteer."""
    return Tools(settings=Settings(model="rules"))
