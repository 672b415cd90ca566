"""The sentences of a block."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial

from pipeline.lexicon import Lexicon, alternation

#: Where a sentence ends, by its marks alone: cheap, for those who need no abbreviations but a capital behind it.
#: Marks come first, as a search for letters behind which one stands would look at every letter.
MARKED_END = re.compile(r"[.!?\n](?:(?<=\n)|(?<=[a-zß-ÿ\d)”\"]{2}.)(?=\s+[\"“]?[A-Z(]))")
# A closing mark with its quotes or brackets, white space, then what may open a sentence.
_BREAK = re.compile(r"""[.!?…](?P<close>["'”’»)\]]{0,3})\s+(?=["'“‘«(\[]{0,2}[^\W_a-z]|[-–—•*]\s|[a-z]+:\s)""")
# "Dr", "e.g", "J" before the dot
_LAST_WORD = re.compile(r"[^\s(\[\"“‘«/]+$")


@dataclass(frozen=True)
class _Patterns:
    abbreviations: frozenset[str]
    month: re.Pattern[str]
    article: re.Pattern[str]


def _patterns(lexicon: Lexicon) -> _Patterns:
    return _Patterns(
        frozenset(lexicon.words("sentences", "abbreviations")),
        # "am 4. Mai", "in der 3. Sitzung": the dot makes a number an ordinal
        lexicon.pattern(rf"{alternation(lexicon.numbers('dates', 'months'))}(?!\w)", re.IGNORECASE),
        lexicon.pattern(rf"(?<!\w){alternation(lexicon.words('dates', 'articles'))}\s+$", re.IGNORECASE),
    )


def _ends(patterns: _Patterns, text: str, match: re.Match[str]) -> bool:
    if text[match.start()] != "." or match["close"]:
        return True
    window = text[max(match.start() - 24, 0) : match.start()]
    word = _LAST_WORD.search(window)
    if not word:
        return True
    last = word[0]
    following = text[match.end() : match.end() + 1]
    if last.casefold() in patterns.abbreviations:
        return False
    if len(last) <= 2 and last.isdigit():
        begin = match.start() - len(last)
        if patterns.month.match(text, match.end()) or patterns.article.search(text, max(0, begin - 12), begin):
            return False
    if len(last) == 1 and last.isupper():  # "J. Smith", but "plan B. The ..."
        return False
    # "3. Budget" at the start of the text is a number, not a sentence
    return not (last.isdigit() and match.start() - len(last) == 0) and bool(following)


def sentences(text: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Start and end of each sentence of ``text``, in order, without the white space between them."""
    ends = partial(_ends, lexicon.made(_patterns), text)
    found = []
    start = 0
    for match in _BREAK.finditer(text):
        if not ends(match):
            continue
        end = match.start() + 1 + len(match["close"])
        found.append((start, end))
        start = match.end()
    found.append((start, len(text.rstrip())))
    return [(low, high) for low, high in found if low < high]
