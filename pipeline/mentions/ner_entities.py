"""Entity: what the model says of a stretch of a block, and how it is tidied to what the records call a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.layout.block import Block
from pipeline.mentions.names import NameWords, is_given

_ARTICLE = re.compile(r"(?:the|The|THE)\s+")
_LEFT = " \t\n.,;:*|•·-–—_\"“”'‘’/)]"
_RIGHT = " \t\n,;:*|•·-–—_\"“”'‘’/(["

#: Where a document of spaCy's keeps the probabilities of its entities, if its model gives any.
SCORES = "ent_scores"

#: Longer runs of honorifics do not happen: "His Excellency the Right Honourable Dr."
_PREFIX = 48


@dataclass(frozen=True, slots=True)
class Entity:
    """Stretch ``[start, end)`` of the view of block ``block``. ``rule`` is empty where the model itself found it."""

    block: int
    start: int
    end: int
    label: str
    score: float
    prefix: str | None = None
    acronym: str | None = None
    rule: str = ""


def separated(entity: Entity, blocks: Sequence[Block], words: NameWords) -> list[Entity]:
    """The entity, or people that the model took for one: "Iva Novak, Ana Horvat", "Gerd, Daniel"; not "Novak, Iva"."""
    text = blocks[entity.block].text
    comma = text.find(",", entity.start, entity.end)
    if entity.label != "PERSON" or comma < 0:
        return [entity]
    left, right = text[entity.start : comma].split(), text[comma + 1 : entity.end].split()
    full = len(left) > 1 and len(right) > 1
    first = bool(left and right) and len(left) == 1 and is_given(left[0], words) == 1 and is_given(right[0], words) > 0
    if not (full or first) or words.degree.fullmatch(text, comma, entity.end):
        return [entity]
    rest = replace(entity, start=comma + 1)
    return [replace(entity, end=comma), *separated(rest, blocks, words)]


def tidied(entity: Entity, blocks: Sequence[Block], words: NameWords) -> Entity:
    """The entity without article, honorifics, degrees and punctuation at its ends; empty when nothing is left."""
    text = blocks[entity.block].text
    start, end = entity.start, entity.end
    while start < end and text[start] in _LEFT:
        start += 1
    while end > start and text[end - 1] in _RIGHT:
        end -= 1
    if entity.label == "PERSON":
        return _person(replace(entity, start=start, end=end), text, words)
    article = _ARTICLE.match(text, start, end)
    if article:
        start = article.end()
    if end > start and text[end - 1] == "." and not re.search(r"\b(?:\w\.\w|Inc|Ltd|Co|Corp)\.$", text[start:end]):
        end -= 1
    # "World Health Organization (WHO": the bracket was cut off
    if text.count("(", start, end) > text.count(")", start, end):
        closing = text[end : end + 1] == ")"
        end = end + 1 if closing else start + text[start:end].rindex("(")
        end = start + len(text[start:end].rstrip())
    return replace(entity, start=start, end=end)


def _person(entity: Entity, text: str, words: NameWords) -> Entity:
    start, end = entity.start, entity.end
    prefix = None
    inside = words.prefix.match(text, start)
    if inside and inside.end() < end:
        prefix, start = inside[0].strip(), inside.end()
    else:
        for match in words.prefix.finditer(text, max(0, start - _PREFIX), start):
            if match.end() == start:
                prefix = match[0].strip()
    # "Interim Provost Novak": an office, which is no part of the name. Dean is a given name, too.
    office = words.title.match(text, start)
    if office and office.end() < end and is_given(text[start:end].split(maxsplit=1)[0], words) < 1:
        start = office.end()
    degree = words.degree.search(text, start, end)
    if degree and degree.start() > start:
        end = degree.start()
    for tail in ("'s", "’s"):
        if text[start:end].endswith(tail):
            end -= len(tail)
    # A full stop belongs to an initial ("Novak J.") and to "Jr.", not to a sentence's end.
    if text[end - 1 : end] == "." and not re.search(r"(?:\b\w|\b[JS]r)\.$", text[start:end]):
        end -= 1
    return replace(entity, start=start, end=end, prefix=prefix)
