"""Words of a text as the date grammar sees them: one letter for each token, so that dates are patterns over letters.

``W`` weekday, ``M`` month, ``m`` a word that is a month only beside day and year ("may"), ``N`` a number that can be
a day, ``O`` the same as an ordinal ("3rd"), ``w`` an ordinal in words ("third"), ``Y`` a year, ``s`` one in words,
``y`` two digits that can only be a year, ``z`` a year with a footnote's mark stuck to it ("20051"), ``u`` "to", ``&``
"and", ``o`` "of", ``t`` "the", ``p`` what only an hour has after it ("am"), ``x`` anything else; punctuation stands
for itself, each dash as ``-``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.lexicon import Lexicon, alternation
from pipeline.mentions.spelled import Spelled, spelled, value_of

#: Years in words; other such numbers are sums.
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_DAYS = 31


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign of a text. ``value`` is the month, weekday, day or year that it stands for."""

    kind: str
    start: int
    end: int
    value: int = 0


@dataclass(frozen=True)
class Vocabulary:
    """What a word can mean in a date, and the pattern that cuts a text into tokens."""

    meanings: dict[str, tuple[str, int]]
    capitalised: frozenset[str]
    pattern: re.Pattern[str]
    worthwhile: re.Pattern[str]
    spelled: Spelled


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
    pattern = re.compile(
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
    months = alternation(lexicon.numbers("dates", "months"))
    # A year, a month or "3rd"; a year that a scan broke in two counts as well.
    worthwhile = re.compile(rf"\b(?:1[89]|2[01])\s?\d\d\d?\b|\b{months}\b|\b\d\d?{suffixes}\b", re.IGNORECASE)
    capitalised = frozenset(lexicon.words("dates", "capitalised"))
    return Vocabulary(meanings, capitalised, pattern, worthwhile, lexicon.made(spelled))


def _key(word: str) -> str:
    return " ".join(word.casefold().split())


def tokenize(text: str, words: Vocabulary) -> list[Token]:
    """The tokens of ``text``; none when nothing in it could be a date."""
    if not words.worthwhile.search(text):
        return []
    tokens = [_token(match, words) for match in words.pattern.finditer(text)]
    return _mended(_with_numbers_in_words(tokens, text, words), text, words)


def _with_numbers_in_words(tokens: list[Token], text: str, words: Vocabulary) -> list[Token]:
    """Tokens with the words of "two thousand and nineteen" and of "twenty-first" before a month as one."""
    for kind, first, last, pattern in (
        ("s", _FIRST_YEAR, _LAST_YEAR, words.spelled.year),
        ("N", 1, _DAYS, words.spelled.day),
    ):
        for match in pattern.finditer(text):
            value = value_of(match[0], words.spelled)
            if first <= value <= last:
                before = [token for token in tokens if token.end <= match.start()]
                after = [token for token in tokens if token.start >= match.end()]
                tokens = [*before, Token(kind, match.start(), match.end(), value), *after]
    return tokens


def _mended(tokens: list[Token], text: str, words: Vocabulary) -> list[Token]:
    """Tokens with the months put together that a scan broke in two before a number: "Apri l 27", "Septem ber 3"."""
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
    kind, value = "x", 0
    if match["phrase"] or match["word"]:
        word = match.group()
        kind, value = words.meanings.get(_key(word), ("x", 0))
        if kind in "MW" and word[0].islower() and _key(word) in words.capitalised:
            kind = "m" if kind == "M" else "x"
    elif match["short"]:
        kind, value = "Y", two_digit_year(int(match["short"][1:]))
    elif match["number"]:
        kind, value = _number(match["number"], ordinal=bool(match["ordinal"]))
        end -= kind == "z"
    elif match["sign"]:
        kind = "-" if match.group() in "-–—−‐‑‒" else match.group()
    return Token(kind if len(kind) == 1 else "x", start, end, value)


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
