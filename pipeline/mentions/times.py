"""Times of day and ranges of them: "9.00am – 10:30 am", "14h00", "17:00 UTC", "1400 hrs", "noon"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.document import Document
from pipeline.layout.block import Block
from pipeline.lexicon import Lexicon, alternation
from pipeline.mentions.mention import Mention, TimeValue
from pipeline.mentions.spelled import Spelled, spelled, value_of
from pipeline.sections.section import Section
from pipeline.tools import Tools

#: "08:05 GMT[-8)": the zone's distance, no later hour.
_OFFSET = re.compile(r"(?<=GMT|UTC)[-+]\d{1,2}(?![\d.:h]|\s?[ap]\.?m)", re.IGNORECASE)
_FIGURES = re.compile(r"\d\d*")  # a single figure first: that is what the engine seeks fast


@dataclass(frozen=True)
class _Patterns:
    single: re.Pattern[str]
    joint: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    moments: dict[str, str]
    some_moment: re.Pattern[str]
    some_unit: re.Pattern[str]
    beside_unit: re.Pattern[str]
    words: re.Pattern[str]
    spelled: Spelled
    parts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Hour:
    """An hour as written. ``half`` is "am", "pm" or ""; ``sure`` says that nothing but a time is written so.

    ``padded`` marks "09.30": two figures, a dot and minutes by fives, which next to another such is no price.
    """

    start: int
    end: int
    hour: int
    minute: int
    half: str
    sure: bool
    padded: bool = False


def _patterns(lexicon: Lexicon) -> _Patterns:
    letters = alternation(lexicon.words("dates", "hour_letters"))
    hours = lexicon.words("dates", "hours")
    # Time zones count in capitals only: "le procès-verbal de 2018 est approuvé" names no hour.
    zones = alternation(word for word in hours if word.isupper())
    units = rf"(?:{alternation(word for word in hours if not word.isupper())}|(?-i:{zones}))"
    am, pm = (alternation(lexicon.words("dates", half), group=half) for half in ("am", "pm"))
    halves = alternation([*lexicon.words("dates", "am"), *lexicon.words("dates", "pm")])
    single = lexicon.pattern(
        rf"""
        (?<![\w.,:/$€£+])(?:                                             # not "+00:00", an offset
            (?P<moment>{alternation(lexicon.names("dates", "moments"))})
          | (?P<hour>[01]?\d|2[0-4])
            (?: \s?{letters}\s?(?P<hm>[0-5]\d)?                       # 14h30, 14 h
              | (?P<sign>[:.])(?P<minute>[0-5]\d)(?:[:.][0-5]\d)?     # 14:30, 9.00
              | -(?P<dashed>00|1[3-9]|[2-5]\d)(?=\s?{halves}(?!\w))    # 7-30 pm
            )?
          | (?P<military>[01]\d[0-5]\d|2[0-3][0-5]\d)(?=\s?{units}(?!\w))
        )
        (?:\s?(?:{am}|{pm}|(?P<unit>{units}))(?!\w)|(?![\w%]|[.,:/]\d))
        """,
        re.VERBOSE | re.IGNORECASE,
    )
    joint = lexicon.pattern(
        rf"\s*(?:{units}\s*)?(?:[-–—−]|\b{alternation(lexicon.words('dates', 'until'))}\b)\s*",
        re.IGNORECASE,
    )
    before = lexicon.pattern(rf"(?<!\w){alternation(lexicon.words('dates', 'before_time'))}:?\s*$", re.IGNORECASE)
    moments = {" ".join(word.casefold().split()): hour for word, hour in lexicon.names("dates", "moments").items()}
    after = lexicon.pattern(rf",?\s+{alternation(lexicon.numbers('dates', 'weekdays'))}\b", re.IGNORECASE)
    words = lexicon.made(spelled)
    parts = {" ".join(part.split()): minutes for part, minutes in lexicon.numbers("dates", "parts_of_hour").items()}
    joins = alternation(lexicon.words("dates", "number_joins"))
    unit = alternation(word for word in hours if len(word) > 1 and not word.isupper())
    minutes = rf"(?:\s+(?:(?P<part>{alternation(parts)})|(?:{joins}\s+)?(?P<minutes>{words.number})))?"
    # "à vingt heures trente", "siendo las diecinueve horas", "alle ore venti e trenta"
    spoken = lexicon.pattern(
        rf"(?:(?P<hour>{words.number})\s+{unit}(?!\w)|(?<!\w){unit}\s+(?P<later>{words.plain})){minutes}", re.IGNORECASE
    )
    # What every time holds that has no figures, sought in lower case: plain letters are what the engine finds fastest.
    some_moment = lexicon.pattern(alternation(moment.lower() for moment in moments))
    lower = alternation(word.lower() for word in hours if len(word) > 1 and not word.isupper())
    some_unit = lexicon.pattern(rf"{lower}(?!\w)")
    number = alternation(word.lower() for word in words.values)
    beside_unit = lexicon.pattern(rf"{number}\s+{lower}(?!\w)|(?<!\w){lower}\s+{number}")
    return _Patterns(single, joint, before, after, moments, some_moment, some_unit, beside_unit, spoken, words, parts)


def find(document: Document, blocks: Sequence[Block], sections: Sequence[Section], tools: Tools) -> list[Mention]:  # noqa: ARG001
    """The times of a document, block by block."""
    patterns = tools.lexicon_of(document).made(_patterns)
    found = []
    for block in blocks:
        text = block.view.text
        small = text.lower()
        in_figures = scan(text, patterns, moments=patterns.some_moment.search(small) is not None)
        spoken = patterns.some_unit.search(small) and patterns.beside_unit.search(small)
        in_words = _in_words(text, patterns) if spoken else ()
        for start, end, value, score in (*in_figures, *in_words):
            rule = "time-range" if value.end else "time"
            found.append(Mention("time", block.view.span(start, end), value, rule, score, block.number, start, end))
    return found


def _in_words(text: str, patterns: _Patterns) -> Iterator[tuple[int, int, TimeValue, float]]:
    """Hours in words, where the words before say that they are no length of time."""
    for match in patterns.words.finditer(text):
        cued = match["later"] or patterns.before.search(text, max(0, match.start() - 16), match.start())
        hour = value_of(match["hour"] or match["later"], patterns.spelled)
        part = " ".join((match["part"] or "").casefold().split())
        minute = patterns.parts[part] if part else value_of(match["minutes"] or "", patterns.spelled)
        if cued and hour <= _MIDNIGHT and minute < _HOUR:
            yield match.start(), match.end(), TimeValue(f"{hour % _MIDNIGHT:02d}:{minute:02d}"), 0.8


_MIDNIGHT, _HOUR = 24, 60
#: "Saturday 14 May 2011, [19.30]"
_YEAR = re.compile(r"(?:19|20)\d\d,\s*$")


def _singles(text: str, patterns: _Patterns) -> Iterator[re.Match[str]]:
    """The matches of ``patterns.single`` in a text without moments: each begins with a figure, none within a number."""
    end = 0
    for figures in _FIGURES.finditer(text):
        start = figures.start()
        if start >= end and (match := patterns.single.match(text, start)):
            end = match.end()
            yield match


def scan(text: str, patterns: _Patterns, *, moments: bool) -> list[tuple[int, int, TimeValue, float]]:
    """Start, end, value and score of each time of ``text``; ``moments`` says that it may hold one ("noon")."""
    matches = patterns.single.finditer(text) if moments else _singles(text, patterns)
    hours = [hour for match in matches if (hour := _hour(match, patterns))]
    found: list[tuple[int, int, TimeValue, float]] = []
    number = 0
    while number < len(hours):
        first = hours[number]
        following = hours[number + 1] if number + 1 < len(hours) else None
        number += 1
        cued = bool(patterns.before.search(text, max(0, first.start - 16), first.start))
        cued = cued or (first.padded and _YEAR.search(text, max(0, first.start - 8), first.start) is not None)
        cued = cued or (first.padded and patterns.after.match(text, first.end) is not None)
        if following is not None and _joined(text, first, following, patterns, cued=cued):
            start, end = _range(first, following)
            found.append((first.start, following.end, TimeValue(start, end), 0.9))
            number += 1
        elif first.sure or (cued and not text[first.start : first.end].strip().isdigit()):
            value = TimeValue(_clock(first.hour, first.minute, first.half))
            found.append((first.start, first.end, value, 0.9 if first.sure else 0.6))
    return found


def _joined(text: str, first: _Hour, following: _Hour, patterns: _Patterns, *, cued: bool) -> bool:
    """Whether two hours are a range: "to" or a dash between them, and at least one that can only be an hour."""
    if not patterns.joint.fullmatch(text, first.end, following.start) or _OFFSET.match(text, first.end):
        return False
    sure = first.sure or following.sure or (first.padded and following.padded)
    return sure or (cued and first.minute + following.minute > 0)


def _hour(match: re.Match[str], patterns: _Patterns) -> _Hour | None:
    start, end = match.span()
    if match["moment"]:
        moment = patterns.moments[" ".join(match["moment"].casefold().split())]
        return _Hour(start, end, int(moment[:2]), int(moment[3:]), "exact", sure=True)
    if match["military"]:
        return _Hour(start, end, int(match["military"][:2]), int(match["military"][2:]), "exact", sure=True)
    hour, minute = int(match["hour"]), int(match["minute"] or match["hm"] or match["dashed"] or 0)
    half = "am" if match["am"] else "pm" if match["pm"] else ""
    if half and not 1 <= hour <= 12:
        half = ""  # "14:00 pm"
    letter = "h" in match.group().casefold() and not match["minute"]
    sure = bool(
        half or match["sign"] == ":" or (match["unit"] and (match["minute"] or hour > 0)) or (letter and match["hm"])
    )
    if (
        match["unit"]
        and match["sign"] is None
        and match["hm"] is None
        and match["unit"].casefold().startswith(("hour", "hr", "heure", "hora"))
    ):
        return None  # "2 hours" lasts, "14 uhr" is a time
    padded = match["sign"] == "." and len(match["hour"]) == 2 and minute % 5 == 0
    return _Hour(start, end, hour, minute, half, sure=sure, padded=padded)


def _clock(hour: int, minute: int, half: str) -> str:
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    return f"{hour % 24:02d}:{minute:02d}"


def _range(first: _Hour, last: _Hour) -> tuple[str, str]:
    """Both hours of a range; "from 2 to 4 pm" gives its half of the day to the first where that keeps the order."""
    half = first.half
    if not half and last.half == "pm" and first.hour <= 12:
        if _clock(first.hour, first.minute, "pm") < _clock(last.hour, last.minute, "pm"):
            half = "pm"
        else:
            half = "am"
    elif not half and last.half == "am":
        half = "am"
    last_half = last.half
    if not last_half and first.half == "am" and last.hour < first.hour:
        last_half = "pm"  # 10 am - 1:30
    elif not last_half and first.half == "pm":
        last_half = "pm"
    return _clock(first.hour, first.minute, half), _clock(last.hour, last.minute, last_half)
