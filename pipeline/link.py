"""The same person or body across documents.

Names are folded (case, diacritics, scripts, order of the parts) and compared part by part: two names are one person's
only when the *worst* pair of parts is alike, because whole-string similarity cannot tell "Ana" from "Anja Petrović".
Alike but not equal names also need the same country or organization. A single word is never linked across documents.
Sources: rapidfuzz (Levenshtein), anyascii (transliteration); the per-part rule is our own measurement.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from anyascii import anyascii
from rapidfuzz.distance import Levenshtein

#: Worst similarity of parts above which two spellings may be one name.
#: True pairs lie at 0.89 and above, false ones at 0.83 and below.
ALIKE = 0.87

_PARTS = re.compile(r"[a-z0-9]+")
_ARTICLE = re.compile(r"^(?:the|le|la|les|der|die|das|el|los|las|il|lo|de|het)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Sighting:
    """A name in one meeting. ``record_id`` is the attendee's or meeting's id, ``ties`` its country and organization."""

    record_id: str
    meeting_id: str
    name: str
    date: dt.date | None = None
    ties: frozenset[str] = frozenset()


@dataclass
class Entity:
    """A person or a body across the archive."""

    entity_id: str
    names: Counter[str] = field(default_factory=Counter)
    meetings: set[str] = field(default_factory=set)
    dates: list[dt.date] = field(default_factory=list)
    members: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The spelling used most; the longest, then the first in the alphabet among equals."""
        return min(self.names, key=lambda name: (-self.names[name], -len(name), name))

    @property
    def aliases(self) -> tuple[str, ...]:
        """All other spellings, sorted."""
        return tuple(sorted(set(self.names) - {self.name}))


def fold(text: str) -> str:
    """Lower-case ASCII; đ becomes dj, as the names that carry it are commonly transcribed."""
    return str(anyascii(text.replace("đ", "dj").replace("Đ", "Dj"))).casefold()


def parts(name: str) -> tuple[str, ...]:
    """The folded parts of a name, sorted, so that their order does not matter."""
    return tuple(sorted(_PARTS.findall(fold(name))))


def alike(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Whether two sorted names differ in spelling only."""
    if len(first) != len(second):
        return False
    return all(Levenshtein.normalized_similarity(a, b) >= ALIKE for a, b in zip(first, second, strict=True))


def link_persons(sightings: Iterable[Sighting]) -> list[Entity]:
    """Groups of sightings, each of one person, sorted by id. Single words stand for themselves in their meeting."""
    groups: dict[tuple[str, ...], list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        key = parts(sighting.name)
        groups[key if len(key) > 1 else (*key, "", sighting.meeting_id)].append(sighting)
    return _entities("person", groups, _merge(groups))


def link_bodies(sightings: Iterable[Sighting]) -> list[Entity]:
    """Groups of sightings, each of one body; names are equal but for case, accents and article."""
    groups: dict[tuple[str, ...], list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        groups[tuple(_PARTS.findall(fold(_ARTICLE.sub("", sighting.name))))].append(sighting)
    return _entities("body", groups, {key: key for key in groups})


def _merge(groups: Mapping[tuple[str, ...], list[Sighting]]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """For each name its group's first name; compared are names that share their longest part's beginning."""
    leader = {key: key for key in groups}
    blocks: dict[tuple[int, str], list[tuple[str, ...]]] = defaultdict(list)
    for key in sorted(groups):
        if "" not in key:
            blocks[(len(key), max(key, key=len)[:3])].append(key)
    ties = {key: frozenset().union(*(sighting.ties for sighting in group)) for key, group in groups.items()}
    for block in blocks.values():
        for number, key in enumerate(block):
            for other in block[max(0, number - 50) : number]:  # neighbours in sorted order: the cost stays linear
                if alike(key, other) and ties[key] & ties[other]:
                    leader[key] = leader[other]
                    break
    return leader


def _entities(
    kind: str,
    groups: Mapping[tuple[str, ...], list[Sighting]],
    leader: Mapping[tuple[str, ...], tuple[str, ...]],
) -> list[Entity]:
    entities: dict[tuple[str, ...], Entity] = {}
    for key in sorted(groups):
        first = leader[key]
        if first not in entities:
            digest = hashlib.sha256("\x1f".join((kind, *first)).encode()).hexdigest()[:16]
            entities[first] = Entity(digest)
        entity = entities[first]
        for sighting in groups[key]:
            entity.names[sighting.name] += 1
            entity.meetings.add(sighting.meeting_id)
            entity.members.append(sighting.record_id)
            if sighting.date is not None:
                entity.dates.append(sighting.date)
    return sorted(entities.values(), key=lambda entity: entity.entity_id)


def ties(*values: str | None) -> frozenset[str]:
    """Folded, non-empty values."""
    return frozenset(fold(value) for value in values if value)
