"""The same person or body across documents.

Names are folded (case, diacritics, scripts, order of the parts) and compared part by part: two names are one person's
only when the *worst* pair of parts is alike, because whole-string similarity cannot tell "Ana" from "Anja Petrović".
Alike but not equal names also need the same country or organization. A single word is never linked across documents.
Sources: rapidfuzz (Levenshtein), anyascii (transliteration); the per-part rule is our own measurement.

An id follows from the name alone, but for the few names that ``leaders`` finds to be spellings of others: so nothing
here needs all sightings of an archive at once.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from anyascii import anyascii
from rapidfuzz.distance import Levenshtein

#: Worst similarity of parts above which two spellings may be one name.
#: True pairs lie at 0.89 and above, false ones at 0.83 and below.
ALIKE = 0.87
#: Parts that are not longer are alike only when they are equal: one letter of them is too large a share.
_RIGID = 6
#: A name is compared with so many before it: the cost stays linear.
NEIGHBOURS = 50
#: A series needs so many numbered meetings before one of them can be out of order ...
SERIES = 4
#: ... and so large a share of them in order; below that, numbers begin anew or several bodies share a name.
IN_ORDER = 0.8

_PARTS = re.compile(r"[a-z0-9]+")
_ARTICLE = re.compile(r"^(?:the|le|la|les|der|die|das|el|los|las|il|lo|de|het)\s+", re.IGNORECASE)

Key = tuple[str, ...]


@dataclass
class Entity:
    """A person or a body across the archive."""

    names: Counter[str] = field(default_factory=Counter)
    meetings: set[str] = field(default_factory=set)
    first_date: str | None = None
    last_date: str | None = None

    def add(self, name: str, meeting_id: str, date: str | None) -> None:
        """One more sighting."""
        self.names[name] += 1
        self.meetings.add(meeting_id)
        if date is not None:
            self.first_date = min(date, self.first_date or date)
            self.last_date = max(date, self.last_date or date)

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


def parts(name: str) -> Key:
    """The folded parts of a name, sorted, so that their order does not matter."""
    return tuple(sorted(_PARTS.findall(fold(name))))


def body_parts(name: str) -> Key:
    """The folded words of a body's name, in order, without its article."""
    return tuple(_PARTS.findall(fold(_ARTICLE.sub("", name))))


def block(key: Key) -> str:
    """Names that are worth comparing share it: their number of parts and how the longest begins."""
    return f"{len(key)} {max(key, key=len)[:3]}"


def ties(*values: str | None) -> tuple[str, ...]:
    """Folded, non-empty values, sorted."""
    return tuple(sorted({fold(value) for value in values if value}))


def alike(first: Key, second: Key) -> bool:
    """Whether two sorted names differ in spelling only."""
    if len(first) != len(second):
        return False
    return all(a == b or Levenshtein.normalized_similarity(a, b) >= ALIKE for a, b in zip(first, second, strict=True))


def person_id(name: str, meeting_id: str, leader: Mapping[Key, Key]) -> str:
    """Id of the person called ``name`` in a meeting."""
    key = parts(name)
    return _entity_id("person", leader.get(key, key) if len(key) > 1 else (*key, "", meeting_id))


def body_id(name: str) -> str:
    """Id of the body called ``name``."""
    return _entity_id("body", body_parts(name))


def _entity_id(kind: str, key: Key) -> str:
    return hashlib.sha256("\x1f".join((kind, *key)).encode()).hexdigest()[:16]


def leaders(names: Iterable[tuple[str, Key, frozenset[str]]]) -> dict[Key, Key]:
    """For each name that is another spelling of an earlier one: that one.

    ``names`` are block, name and ties, each name once, sorted by block and name.
    """
    leader: dict[Key, Key] = {}
    current = None
    before: dict[Key, deque[tuple[Key, frozenset[str]]]] = {}
    for where, key, tied in names:
        if where != current:
            before.clear()
            current = where
        rigid = tuple(part if len(part) <= _RIGID else "" for part in key)
        earlier = before.setdefault(rigid, deque(maxlen=NEIGHBOURS))
        for other, others in earlier:
            if alike(key, other) and tied & others:
                leader[key] = leader.get(other, other)
                break
        earlier.append((key, tied))
    return leader


def out_of_series(meetings: Sequence[tuple[str, int]]) -> list[int]:
    """Positions of the meetings of one body whose numbers do not rise with their dates.

    ``meetings`` are date and number, by date. The longest run of numbers that never fall is taken for the series; when
    too much is left over there is no series to disagree with (numbers that begin anew each year).
    """
    if len(meetings) < SERIES:
        return []
    ends: list[int] = []  # the lowest number that a rising run of each length can end with
    last: list[int] = []  # the position of that number
    before: list[int | None] = []
    for position, (_, number) in enumerate(meetings):
        length = bisect_right(ends, number)
        before.append(last[length - 1] if length else None)
        ends[length : length + 1] = [number]
        last[length : length + 1] = [position]
    if len(ends) < IN_ORDER * len(meetings):
        return []
    series = set()
    step: int | None = last[-1]
    while step is not None:
        series.add(step)
        step = before[step]
    return [position for position in range(len(meetings)) if position not in series]
