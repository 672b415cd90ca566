"""Numbers in words: "two thousand and nineteen", "deux mille vingt et un", "duemilasedici", "diecinueve"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.lexicon import Guarded, Lexicon, alternation

_THOUSAND, _HUNDRED = 1000, 100


@dataclass(frozen=True)
class Spelled:
    """The number words of a lexicon. ``number`` matches a whole number, ``plain`` one without joining words."""

    number: str
    plain: str
    one: re.Pattern[str]
    year: Guarded
    day: re.Pattern[str]
    values: Mapping[str, int]


def spelled(lexicon: Lexicon) -> Spelled:
    """The number words of a lexicon; get it by ``lexicon.made(spelled)``."""
    values = {word.casefold(): value for word, value in lexicon.numbers("dates", "number_words").items()}
    word = alternation(values)
    joins = alternation(lexicon.words("dates", "number_joins"))
    number = rf"(?<![^\W\d_]){word}(?:(?:[\s-]*|\s+{joins}\s+|{joins}){word})*(?![^\W\d_])"
    months = lexicon.numbers("dates", "months")
    of = alternation(lexicon.words("dates", "of"))
    thousands = [word for word, value in values.items() if value == _THOUSAND]
    return Spelled(
        number,
        rf"{word}(?:[\s-]*{word})*(?![^\W\d_])",
        lexicon.pattern(word, re.IGNORECASE),
        lexicon.guarded(rf"(?={word}?[\s-]*{alternation(thousands)}){number}", thousands),
        # "quatorze mars"
        lexicon.pattern(rf"{number}(?=\s+(?:{of}\s+)?{alternation(months)}(?!\w))", re.IGNORECASE),
        values,
    )


def value_of(text: str, words: Spelled) -> int:
    """The number that ``text`` spells."""
    total = current = 0
    for match in words.one.finditer(text):
        value = words.values[" ".join(match[0].casefold().split())]
        if value == _THOUSAND:
            total, current = total + max(current, 1) * _THOUSAND, 0
        elif value == _HUNDRED:
            current = max(current, 1) * _HUNDRED
        else:
            current += value
    return total + current
