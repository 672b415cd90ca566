"""Words of a text as the date grammar sees them: one letter for each token, so that dates are patterns over letters.

``W`` weekday, ``M`` month, ``m`` a word that is a month only beside day and year ("may"), ``N`` a number that can be
a day, ``O`` the same as an ordinal ("3rd"), ``w`` an ordinal in words ("third"), ``Y`` a year, ``s`` one in words,
``y`` two digits that can only be a year, ``z`` a year with a footnote's mark stuck to it ("20051"), ``u`` "to", ``&``
"and", ``o`` "of", ``t`` "the", ``p`` what only an hour has after it ("am"), ``x`` anything else; punctuation stands
for itself, each dash as ``-``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import NamedTuple

from pipeline.lexicon import Lexicon, alternation
from pipeline.mentions.spelled import Spelled, spelled, value_of

#: Years in words; other such numbers are sums.
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_DAYS = 31
_DASHES = "-–—−‐‑‒"


#: A date has a year, a month or "3rd", and reaches this far from it at most.
_REACH = 60
#: Words whose meaning is remembered: some reports' worth.
_REMEMBERED = 20_000


class Token(NamedTuple):
    """A word, number or sign of a text. ``value`` is the month, weekday, day or year that it stands for."""

    kind: str
    start: int
    end: int
    value: int = 0


@dataclass(frozen=True)
class Vocabulary:
    """What a word can mean in a date, and the pattern that cuts a text into tokens.

    ``worthwhile`` finds, in small letters, the months and figures without which nothing is a date. ``meaning`` gives a
    word's letter and value as it is written: "may" in lower case is less of a month than "May".
    """

    meanings: dict[str, tuple[str, int]]
    capitalised: frozenset[str]
    pattern: re.Pattern[str]
    worthwhile: tuple[re.Pattern[str], re.Pattern[str]]
    spelled: Spelled
    meaning: Callable[[str], tuple[str, int]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "meaning", lru_cache(_REMEMBERED)(partial(_meaning, words=self)))


def vocabulary(lexicon: Lexicon) -> Vocabulary:
    """The date words of a lexicon."""
    meanings: dict[str, tuple[str, int]] = {}
    # "am" is an hour's before it is a German article.
    for kind, key in (
        ("p", "am"),
        ("p", "pm"),
        ("p", "hours"),
        ("u", "until"),
        ("&", "and"),
        ("o", "of"),
        ("t", "articles"),
    ):
        for word in lexicon.words("dates", key):
            meanings.setdefault(_key(word), (kind, 0))
    for kind, key in (("w", "ordinals"), ("W", "weekdays"), ("M", "months")):
        for word, value in lexicon.numbers("dates", key).items():
            meanings[_key(word)] = (kind, value)
    phrases = [word for word in meanings if not word.isalpha()]
    suffixes = alternation(lexicon.words("dates", "ordinal_suffixes"))
    pattern = lexicon.pattern(
        rf"""
          (?P<phrase>(?<!\w){alternation(phrases)}(?!\w))       # "day of", "twenty-first", "p.m."
        | (?P<other>\#\d+|\d+(?:[.:]\d+|,\d{{3}}(?!\d))+)        # #18, 3.5, 10:30, 1,250
        | (?P<short>['’]\d\d(?!\w))                             # '19
        | (?P<number>\d+)(?:(?P<ordinal>\s?(?:\.(?=[ºª°]))?{suffixes}(?!\w))|(?![^\W_]))
        | (?P<word>[^\W\d_]+)
        | (?P<junk>\w+)
        | (?P<sign>[^\w\s])
        """,
        re.VERBOSE | re.IGNORECASE,
    )
    months = alternation(month.lower() for month in lexicon.numbers("dates", "months"))
    ending = alternation(suffix.lower() for suffix in lexicon.words("dates", "ordinal_suffixes"))
    # Letters and figures first, the boundary second: so the engine can search for them. A year may be broken in two.
    figures = rf"\d(?<!\w.)(?:(?:(?<=1)[89]|(?<=2)[01])\s?\d\d\d?|\d?{ending})(?!\w)"
    worthwhile = (lexicon.pattern(rf"{months}(?!\w)"), lexicon.pattern(figures))
    capitalised = frozenset(lexicon.words("dates", "capitalised"))
    return Vocabulary(meanings, capitalised, pattern, worthwhile, lexicon.made(spelled))


def _key(word: str) -> str:
    return " ".join(word.casefold().split())


def _meaning(word: str, words: Vocabulary) -> tuple[str, int]:
    key = _key(word)
    kind, value = words.meanings.get(key, ("x", 0))
    if kind in "MW" and word[0].islower() and key in words.capitalised:
        kind = "m" if kind == "M" else "x"
    return kind, value


def tokenize(text: str, words: Vocabulary) -> list[Token]:
    """The tokens of those stretches of ``text`` that could hold a date, with an ``x`` behind each stretch."""
    tokens: list[Token] = []
    for start, end in _stretches(text, words):
        found = [_token(match, words) for match in words.pattern.finditer(text, start, end)]
        tokens += _mended(_with_numbers_in_words(found, text, words, start, end), text, words)
        tokens.append(Token("x", end, end))
    return tokens


def _stretches(text: str, words: Vocabulary) -> list[tuple[int, int]]:
    """Where a date could stand, cut between words."""
    small = text.lower()
    found: list[tuple[int, int]] = []
    for place in sorted(match.start() for pattern in words.worthwhile for match in pattern.finditer(small)):
        start = text.rfind(" ", 0, place - _REACH) + 1 if place > _REACH else 0
        end = text.find(" ", place + _REACH)
        if found and start <= found[-1][1]:
            start = found.pop()[0]
        found.append((start, len(text) if end < 0 else end))
    return found


def _with_numbers_in_words(tokens: list[Token], text: str, words: Vocabulary, start: int, end: int) -> list[Token]:
    """Tokens with the words of "two thousand and nineteen" and of "twenty-first" before a month as one."""
    for kind, first, last, pattern in (
        ("s", _FIRST_YEAR, _LAST_YEAR, words.spelled.year),
        ("N", 1, _DAYS, words.spelled.day),
    ):
        for match in pattern.finditer(text, start, end):
            value = value_of(match[0], words.spelled)
            if first <= value <= last:
                before = [token for token in tokens if token.end <= match.start()]
                after = [token for token in tokens if token.start >= match.end()]
                tokens = [*before, Token(kind, match.start(), match.end(), value), *after]
    return tokens


def _mended(tokens: list[Token], text: str, words: Vocabulary) -> list[Token]:
    """Tokens with the months put together that a scan broke in two before a number: "Apri l 27", "Septem ber 3"."""
    letters = "".join(token.kind for token in tokens)
    if "xxN" not in letters and "xxO" not in letters:
        return tokens
    mended: list[Token] = []
    for token in tokens:
        last = mended[-1] if mended else None
        if token.kind in "NO" and len(mended) > 1 and last is not None and last.kind == "x":
            first = mended[-2]
            broken = text[first.start : first.end] + text[last.start : last.end]
            kind, value = words.meanings.get(broken.casefold(), ("x", 0))
            if kind == "M" and first.kind == "x" and last.start - first.end == 1 and broken[0].isupper():
                mended[-2:] = [Token("M", first.start, last.end, value)]
        mended.append(token)
    return mended


def _token(match: re.Match[str], words: Vocabulary) -> Token:
    start, end = match.span()
    group, kind, value = match.lastgroup, "x", 0
    if group in ("word", "phrase"):
        kind, value = words.meaning(match[0])
    elif group == "sign":
        kind = "-" if match[0] in _DASHES else match[0]
    elif group in ("number", "ordinal"):
        kind, value = _number(match["number"], ordinal=group == "ordinal")
        end -= kind == "z"
    elif group == "short":
        kind, value = "Y", two_digit_year(int(match[0][1:]))
    return Token(kind, start, end, value)


def _number(digits: str, *, ordinal: bool) -> tuple[str, int]:
    if len(digits) == 5 and digits[:2] in ("19", "20") and digits[4] != "0":
        return "z", int(digits[:4])
    value = int(digits) if len(digits) <= 4 else 0
    if len(digits) <= 2 and 1 <= value <= 31:
        return ("O" if ordinal else "N"), value
    if len(digits) == 4 and 1800 <= value < 2200 and not ordinal:
        return "Y", value
    if len(digits) == 2 and not ordinal:
        return "y", value
    return "x", 0


def two_digit_year(value: int) -> int:
    """The year that two digits stand for: 19 is 2019, 87 is 1987."""
    return value + (2000 if value < 60 else 1900)
