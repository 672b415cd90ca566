"""The corpora's file formats: from lines of tokens and tags, or JSON, to tokens with labelled stretches."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: A stretch of tokens [first, last) and its label.
Stretch = tuple[int, int, str]

_NO_SPACE_BEFORE = re.compile(r"[.,;:!?%)\]}’”]$|'s$|n't$|'(?:re|ve|ll|d|m)$")
_NO_SPACE_AFTER = frozenset("([{$£€“‘")


@dataclass(frozen=True)
class Sentence:
    """Tokens, whether a blank follows each, and the labelled stretches."""

    tokens: tuple[str, ...]
    spaces: tuple[bool, ...]
    stretches: tuple[Stretch, ...]


def spaced(tokens: list[str]) -> tuple[bool, ...]:
    """Whether a blank follows each token, guessed from punctuation."""
    after = [token not in _NO_SPACE_AFTER for token in tokens]
    for number, token in enumerate(tokens[1:]):
        if _NO_SPACE_BEFORE.match(token):
            after[number] = False
    return tuple(after)


def stretches(tags: Iterable[str]) -> tuple[Stretch, ...]:
    """The stretches of BIO (or IO) tags: "B-PER", "I-PER", "O"."""
    found: list[list[Any]] = []
    before = "O"
    for number, tag in enumerate(tags):
        position, _, label = tag.partition("-")
        if tag == "O":
            before = tag
            continue
        if position == "I" and before != "O" and found[-1][2] == label:
            found[-1][1] = number + 1
        else:
            found.append([number, number + 1, label])
        before = tag
    return tuple((first, last, label) for first, last, label in found)


def conll(lines: Iterable[str]) -> Iterator[Sentence]:
    """A token a line, its tag last; an empty line ends a sentence."""
    yield from _columns(lines, token=0, tag=-1)


def iob2(lines: Iterable[str]) -> Iterator[Sentence]:
    """Universal NER: number, token, tag and further columns."""
    yield from _columns(lines, token=1, tag=2)


def _columns(lines: Iterable[str], *, token: int, tag: int) -> Iterator[Sentence]:
    tokens: list[str] = []
    tags: list[str] = []
    for line in [*lines, ""]:
        parts = line.split()
        if len(parts) > 1 and not line.startswith(("#", "-DOCSTART-")):
            tokens.append(parts[token])
            tags.append(parts[tag])
        elif not parts and tokens:
            yield Sentence(tuple(tokens), spaced(tokens), stretches(tags))
            tokens, tags = [], []


def docred(text: str) -> Iterator[Sentence]:
    """Re-DocRED: documents with sentences and clusters of mentions. Two sentences together make a text."""
    for document in json.loads(text):
        known: dict[int, list[Stretch]] = {}
        for cluster in document["vertexSet"]:
            for mention in cluster:
                known.setdefault(mention["sent_id"], []).append((*mention["pos"], mention["type"]))
        for number, tokens in enumerate(document["sents"]):
            yield Sentence(tuple(tokens), spaced(tokens), tuple(sorted(set(known.get(number, [])))))


# "Entity=(12-person-giv:act-1-coref-Name", closed by "12)" or at once by ")".
_OPENING = re.compile(r"\((?P<id>\d+)-(?P<kind>\w+)-[^()]*(?P<closed>\))?")
_CLOSING = re.compile(r"(?<![\w-])(?P<id>\d+)\)")


def gum(lines: Iterable[str]) -> Iterator[Sentence]:
    """GUM's CoNLL-U: entities in brackets in the last column. Of these the times, and those with a proper noun."""
    rows: list[list[str]] = []
    for line in [*lines, ""]:
        if line.strip() and not line.startswith("#"):
            row = line.rstrip("\n").split("\t")
            if row[0].isdigit():
                rows.append(row)
        elif not line.strip() and rows:
            yield _gum_sentence(rows)
            rows = []


def _gum_sentence(rows: list[list[str]]) -> Sentence:
    opened: dict[str, tuple[int, str]] = {}
    found: list[Stretch] = []
    for number, row in enumerate(rows):
        match = re.search(r"(?:^|\|)Entity=([^|]*)", row[9])
        value = match[1] if match else ""
        for opening in _OPENING.finditer(value):
            if opening["closed"]:
                found.append((number, number + 1, opening["kind"]))
            else:
                opened[opening["id"]] = (number, opening["kind"])
        for closing in _CLOSING.finditer(value):
            if closing["id"] in opened:
                first, kind = opened.pop(closing["id"])
                found.append((first, number + 1, kind))
    named = [
        item for item in found if item[2] == "time" or any(row[4].startswith("NNP") for row in rows[item[0] : item[1]])
    ]
    innermost = [item for item in named if not any(_inside(other, item) for other in named)]
    spaces = tuple("SpaceAfter=No" not in row[9] for row in rows)
    return Sentence(tuple(row[1] for row in rows), spaces, tuple(sorted(set(innermost))))


def _inside(inner: Stretch, outer: Stretch) -> bool:
    return inner != outer and outer[0] <= inner[0] and inner[1] <= outer[1]


def re3d(folder: Path) -> Iterator[tuple[str, list[tuple[int, int, str]]]]:
    """re3d: documents.json and entities.json, a JSON object a line, offsets in characters."""
    known: dict[str, list[tuple[int, int, str]]] = {}
    for line in (folder / "entities.json").read_text(encoding="utf-8").splitlines():
        entity = json.loads(line)
        known.setdefault(entity["documentId"], []).append((entity["begin"], entity["end"], entity["type"]))
    for line in (folder / "documents.json").read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        yield document["text"], sorted(known.get(document["_id"], []))
