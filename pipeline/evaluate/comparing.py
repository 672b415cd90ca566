"""When two values say the same thing: strict, normalised or soft.

The yardstick keeps its few words (honorifics, articles) here rather than in the lexicon: a measure must not move
with what it measures.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from typing import Any, Literal

from anyascii import anyascii
from rapidfuzz import fuzz

Level = Literal["strict", "normalised", "soft"]
LEVELS: tuple[Level, ...] = ("strict", "normalised", "soft")

# Share of common words (Dice) from which two conclusions, topics or objectives are the same item.
ALIKE: Mapping[Level, float] = {"strict": 1.0, "normalised": 0.65, "soft": 0.4}
_CLOSE = 85  # per cent of common characters from which soft comparison takes two short values for the same

_ARTICLES = frozenset({"a", "an", "the", "le", "la", "les", "l", "der", "die", "das", "el", "los", "las", "il", "o"})
_HONORIFICS = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "m", "mme", "mlle", "monsieur", "madame", "madam", "sir", "dame", "lord", "lady"}
    | {"dr", "doctor", "prof", "professor", "phd", "msc", "mba", "ing", "dipl", "mag", "rev", "hon", "honourable"}
    | {"honorable", "he", "hh", "excellency", "ambassador", "amb"}
)
_WORD = re.compile(r"[^\W_]+")
_STOPS_IN_INITIALS = re.compile(r"(?<=\b\w)\.(?=\w\b)")  # "H.E." is one word, and so is "U.S."


def fold(text: str) -> str:
    """``text`` without case, diacritics, punctuation, articles and spare white space."""
    return " ".join(word for word in _words(text) if word not in _ARTICLES) or " ".join(_words(text))


def name_key(name: str) -> str:
    """A person's name whatever the order: "Surname, Given" and "Mr Given Surname" give the same key."""
    words = _words(name)
    while len(words) > 1 and words[0] in _HONORIFICS:
        words = words[1:]
    return " ".join(sorted(words))


def likeness(gold: str, found: str) -> float:
    """Share of words that two texts have in common, from 0 to 1 (Dice, each word as often as it stands)."""
    return _dice(Counter(_words(gold)), Counter(_words(found)))


def bags(texts: list[str]) -> list[Counter[str]]:
    """The words of each text, for comparing many with many."""
    return [Counter(_words(text)) for text in texts]


def bag_likeness(gold: Counter[str], found: Counter[str]) -> float:
    """As ``likeness``, for texts whose words are counted already."""
    return _dice(gold, found)


def name_likeness(gold: str, found: str) -> float:
    """How alike two names are, from 0 to 1; 1 when they are the same person's name in another order or spelling."""
    one, other = name_key(gold), name_key(found)
    if one == other:
        return 1.0
    first, second = one.split(), other.split()
    shorter, longer = sorted((first, second), key=len)
    if all(_stands_for(word, longer) for word in shorter) and max(map(len, shorter)) > 1:
        return 0.95  # "J. Smith" and "John Smith", "John Smith" and "John Paul Smith"
    return min(0.94, fuzz.ratio(one, other) / 100)


def same_name(gold: str, found: str, level: Level) -> bool:
    """Whether two names are the same at ``level``."""
    if level == "strict":
        return gold.strip() == found.strip()
    return name_likeness(gold, found) >= (1.0 if level == "normalised" else _CLOSE / 100)


def same_value(gold: Any, found: Any, level: Level) -> bool:
    """Whether two scalar values are the same at ``level``; numbers and codes are never compared softly."""
    if not isinstance(gold, str) or not isinstance(found, str):
        return bool(gold == found)
    if level == "strict":
        return gold.strip() == found.strip()
    one, other = fold(gold), fold(found)
    if one == other:
        return True
    if level == "normalised" or not one or not other:
        return False
    shorter, longer = sorted((one, other), key=len)
    return f" {shorter} " in f" {longer} " or fuzz.token_sort_ratio(one, other) >= _CLOSE


def same_date(gold: str, found: str, level: Level) -> bool:
    """Whether two dates agree as far as the gold date goes ("2019-05" accepts 2019-05-30, not the other way round).

    Strictly the precision must agree too; softly the same month is enough.
    """
    if level == "strict":
        return gold == found
    if level == "soft" and len(gold) > len("2019-05"):
        gold = gold[: len("2019-05")]
    return found == gold or found.startswith(f"{gold}-")


def written_date(day: Any, precision: str | None = "day") -> str | None:
    """A record's date as precise as the document is: (2019-05-01, "month") is "2019-05"."""
    if day is None or day != day:  # noqa: PLR0124  (not-a-time is unequal to itself)
        return None
    text = day.isoformat() if isinstance(day, dt.date) else str(day)
    return text[: {"year": 4, "month": 7}.get(precision or "day", 10)]


def _words(text: str) -> list[str]:
    plain = anyascii(unicodedata.normalize("NFKC", text)).casefold()
    return _WORD.findall(_STOPS_IN_INITIALS.sub("", plain.replace("'s", "s")))


def _dice(gold: Counter[str], found: Counter[str]) -> float:
    total = gold.total() + found.total()
    return 2 * (gold & found).total() / total if total else 0.0


def _stands_for(word: str, others: list[str]) -> bool:
    return any(word == other or (1 in (len(word), len(other)) and word[0] == other[0]) for other in others)
