"""The title of an entry within a block's words: without its number, label, hours, presenter and links."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.layout.block import Block
from pipeline.lexicon import Lexicon, alternation

# "10:30 - 11:00 Coffee", "(15 min)", "09h30:", "[9:00am]", ":05 - :15" are the timetable's, not the title's
_CLOCK = r"(?:\d{0,2}[:.h]\d{2}|\d{1,2}(?=\s*[ap]\.?m))\s*(?:[ap]\.?m\.?\b)?"
_TIME_AT_START = re.compile(rf"[\s(\[]*{_CLOCK}(?:\s*(?:[-–—]+|to)\s*{_CLOCK})?(?![\w.])[\s)\]|:\-–—]*", re.IGNORECASE)
# "25 min - Budget"
_MINUTES_AT_START = re.compile(r"[\s(\[]*\d{1,3}\s*min(?:utes|s|\.)?[\s)\]|:\-–—]+(?=\S)", re.IGNORECASE)
_MINUTES_AT_END = re.compile(r"\s*[(\[]\s*\d{1,3}\s*(?:min\w*|'|mins?\.?|m|hours?|h)\s*[)\]]\s*$", re.IGNORECASE)
# "(6:23 p.m.)", "(ca. 14:00 Uhr)"
_TIME_AT_END = re.compile(r"\s*[(\[](?:[^\W\d]{1,5}\.?\s*)?\d{1,2}[:.]\d{2}[^()\[\]]{0,14}[)\]]\s*$")
_LINK_AT_END = re.compile(r"\s*:?\s*[(<\[]?https?://\S+$")
# "Budget …… 4", "Budget ..... 12"
_LEADER_AT_END = re.compile(r"\s*(?:…|\.{3,}|_{3,})[\s.…]*\d{0,4}\s*$")
# "1.", "4.2", "(iii)", "B.", "10 a)", "038/18", "21/15 -", "Ⅳ.", "11.ii.a"; a bare one needs a capital or quote behind
_NUMBER = re.compile(
    r"\s*[(\[#]?(?P<number>\d{1,3}(?:[./]\d{1,3}){1,3}|\d{1,3}(?:\.(?:[ivx]{1,4}|[a-z])){1,3}(?=[.):\s])"
    r"|\d{1,3}\s?[A-Za-z](?=[.):])|\d{1,3}|[Ⅰ-Ⅻ]|[ivxIVX]{1,5}(?=[.):])"
    r"|[A-Za-z](?=[.):]\s))(?:\\?[.):\]]+\s*|\s*[-–—]+\s+|\s+(?=[^\Wa-z_]|[\"“‘«]))(?=\S)"
)
#: What ends a title, each behind signs of which one stands wherever it matches: they are looked for first.
_ENDS = (
    (("://",), _LINK_AT_END),
    ((")", "]"), _MINUTES_AT_END),
    ((")", "]"), _TIME_AT_END),
    (("…", "...", "___"), _LEADER_AT_END),
)
_SYMBOLS = re.compile(r"[\s*_#>•·▪►|~=\-–—]+")
_CLOSING = " :;,.–—-|*_~=#/"
#: Characters that titles take before a name: "Ms ", "Prof. Dr ".
_LETTER = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True)
class Title:
    """Where a title begins in its block's view, and what stood before it."""

    start: int
    number: str = ""
    labelled: bool = False
    timed: bool = False


@dataclass(frozen=True)
class _Patterns:
    label: re.Pattern[str]


def _patterns(lexicon: Lexicon) -> _Patterns:
    words = alternation([*lexicon.words("headings", "items"), *lexicon.words("agenda", "labels")])
    ordinals = alternation(lexicon.words("headings", "ordinals"))
    number = rf"(?:\d{{1,3}}(?:\.\d{{1,3}}){{0,3}}\s?[a-z]?|[ivx]{{1,5}}|[a-z]|{ordinals})\b"
    return _Patterns(
        # "Agenda item 4:", "TOP 2.", "Session One -", "Topic:", "Items 3 and 4:"
        lexicon.pattern(
            rf"\s*{words}(?:\s+(?:no\.?\s*)?#?(?P<number>{number})(?:\s*(?:[,&/\-–]|\w{{1,3}})\s*{number})?\s*[.:)\-–—]*"
            r"|\s*[:–—]|\s+[-#])\s+(?=\S)",
            re.IGNORECASE,
        )
    )


def opened(block: Block, start: int, lexicon: Lexicon) -> Title:
    """What stands before the title that begins at or behind ``start``."""
    text = block.text
    label = lexicon.made(_patterns).label
    number = block.marker.strip(" .():-") if any(c.isalnum() for c in block.marker) else ""
    labelled = timed = False
    for _ in range(4):
        symbols = _SYMBOLS.match(text, start)
        if symbols:
            start = symbols.end()
        if clock := _TIME_AT_START.match(text, start) or _MINUTES_AT_START.match(text, start):
            start, timed = clock.end(), True
        elif not labelled and (named := label.match(text, start)):
            start, labelled, number = named.end(), True, number or named["number"] or ""
        elif not number and (counted := _NUMBER.match(text, start)):
            number, start = counted["number"], counted.end()
        elif not symbols:
            break
    return Title(start, number.strip(), labelled, timed)


def closed(text: str, start: int, end: int) -> int:
    """Where the title ends that ends at or before ``end``."""
    title = text[start:end]
    for signs, pattern in _ENDS:
        if any(map(title.__contains__, signs)) and (match := pattern.search(text, start, end)):
            end = match.start()
    while end > start and text[end - 1] in _CLOSING:
        end -= 1
    return end


def is_title(text: str, start: int, end: int) -> bool:
    """Whether there are words at all."""
    return bool(_LETTER.search(text, start, end))
