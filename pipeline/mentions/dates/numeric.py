"""Dates in figures: 2013-11-13/15, 30.05.2019, 29.-30.5.2019, 5/30/2019, 2019年5月30日."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.mentions.dates.grammar import Dated, valid
from pipeline.mentions.dates.taken import Taken
from pipeline.mentions.dates.tokens import two_digit_year
from pipeline.mentions.mention import DateValue, PartialDate

_TO = r"\s?(?:/|--?|–|—|\bto\b|\bbis\b|\bau\b|\band\b|&)\s?"

#: 2013-11-13; 2013-11-13/15; 2019-05-29/06-01; 2017/02/10; 2021-01-28T16:00
YEAR_FIRST = re.compile(
    rf"""(?:(?<![\w./-])|(?<=-\d\d/))(?P<y>(?:19|20)\d\d)(?P<s>[-/._])(?P<m>\d\d?)(?P=s)(?P<d>\d\d?)
    (?:{_TO}(?:(?P<m2>\d\d)-)?(?P<d2>\d\d)(?![\d:.-]))?(?=T\d|[^\w]|_|$)(?![-/]\d(?!\d\d\d-))""",
    re.VERBOSE,
)

#: 30.05.2019; 29.-30.5.2019; 28.02.-03.03.2012; 5/30/2019; 30-05-19; 28. 4. 2009; 28.04. 2009
YEAR_LAST = re.compile(
    rf"""(?:(?<![\w./-])|(?<=[./]\d\d\d\d-))(?:(?P<a0>\d\d?)[./]?(?:(?<=[./])(?P<b0>\d\d?)\.?)?{_TO})?
    (?P<a>\d\d?)(?P<s>\s?\.\s?|/|-)(?P<b>\d\d?)(?:(?P=s)|(?:(?<=\.\d)|(?<=\.\d\d))\.\s)(?P<y>(?:19|20)\d\d|['’]?\d\d)(?![\w%]|[/:]\d|[.,]\d|-\d(?!\d?[./]))""",
    re.VERBOSE,
)

#: 2019年5月30日; 令和6年2月10日; 2019년 5월 30일
EAST_ASIAN = re.compile(
    r"(?:(?P<era>令和|平成|昭和)\s?)?(?P<y>\d{1,4}|元)\s?[年년]\s?(?P<m>\d\d?)\s?[月월]\s?(?:(?P<d>\d\d?)\s?[日일])?"
)
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}

#: 2019-05, as front matter and file listings write a month
YEAR_MONTH = re.compile(r"(?<![\w./-])(?P<y>(?:19|20)\d\d)-(?P<m>0[1-9]|1[0-2])(?![\w/-]|[.:]\d)")

#: "am 23.07.", "vom 3. bis 5.7.": a day and month with their dots and no year
DAY_MONTH = re.compile(
    rf"(?<![\w.,/-])(?:(?P<d0>\d\d?)\.?{_TO})?(?P<d>\d\d?)\.\s?(?P<m>\d\d?)\.(?=\s?(?:[,;:)–-]|$|[^\W\d]))"
)

#: 20160725, as file names and some notes write a day
COMPACT = re.compile(
    r"(?<![\w.,-])(?P<y>19[89]\d|20[0-4]\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?![\w-]|[.,]\d)"
)

_ADDRESS = re.compile(r"\S*(?:://|www\.|@)\S*")
#: What every date in figures holds: two signs around a number, "-05" at an end, a year's sign, or eight figures.
_ANY = re.compile(r"[\d元](?:\s?[-/._]\s?\d\d?\s?[-/._]|-\d\d(?!\w)|\s?[年년]|\d{7})")


@dataclass(frozen=True, slots=True)
class Figures:
    """Day and month in figures whose order is open: ``first`` and ``second`` as written.

    ``before`` is the first day of a range, with its month (or day) where that is written.
    """

    start: int
    end: int
    first: int
    second: int
    year: int
    sign: str
    before: tuple[int, int | None] | None
    weekday: int | None
    block: int = 0


@dataclass(frozen=True, slots=True)
class Order:
    """What a document's other dates say about "3/4/2019". ``day_first`` is None where they say nothing."""

    day_first: bool | None
    written: frozenset[tuple[int, int, int]] = frozenset()


def scan(
    text: str, weekday_before: re.Pattern[str], weekdays: dict[str, int], day_before: re.Pattern[str]
) -> tuple[list[Dated], list[Figures]]:
    """The dates in figures: those that are clear, and those whose order must be told from elsewhere.

    A day and month without a year count behind what ``day_before`` or ``weekday_before`` matches.
    """
    if not _ANY.search(text):
        return [], []
    taken = Taken()
    if "@" in text or "://" in text or "www." in text:
        for match in _ADDRESS.finditer(text):
            taken.add(*match.span())
    clear: list[Dated] = []
    for pattern, make in (
        (YEAR_FIRST, _year_first),
        (EAST_ASIAN, _east_asian),
        (YEAR_MONTH, _year_month),
        (COMPACT, _compact),
    ):
        for match in pattern.finditer(text):
            dated = None if taken.hits(*match.span()) else make(match)
            if dated is not None:
                clear.append(dated)
                taken.add(dated.start, dated.end)
    open_figures = []
    for match in YEAR_LAST.finditer(text):
        if taken.hits(*match.span()):
            continue
        day_name = weekday_before.search(text, max(0, match.start() - 20), match.start())
        figures = _figures(match, weekdays[day_name[1].casefold()] if day_name else None)
        if figures is not None:
            open_figures.append(figures)
            taken.add(*match.span())
    for match in DAY_MONTH.finditer(text):
        day_name = weekday_before.search(text, max(0, match.start() - 20), match.start())
        told = day_name or day_before.search(text, max(0, match.start() - 20), match.start())
        dated = _day_month(match, weekdays[day_name[1].casefold()] if day_name else None) if told else None
        if dated is not None and not taken.hits(*match.span()):
            clear.append(dated)
    return clear, open_figures


def _day_month(match: re.Match[str], weekday: int | None) -> Dated | None:
    day, month = int(match["d"]), int(match["m"])
    first, last = PartialDate(None, month, int(match["d0"] or day)), PartialDate(None, month, day)
    if not (valid(first) and valid(last)) or (first.day or 0) > day:
        return None
    return Dated(match.start(), match.end(), DateValue(first, last, weekday), "day-month", 0.7)


def _year_first(match: re.Match[str]) -> Dated | None:
    year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
    first = PartialDate(year, month, day)
    last = PartialDate(year, int(match["m2"] or month), int(match["d2"])) if match["d2"] else first
    if not valid(first):
        return None
    end = match.end()
    if not valid(last) or (last.month, last.day) < (first.month, first.day):
        last, end = first, match.end("d")
    return Dated(match.start(), end, DateValue(first, last), "iso", 0.9)


def _east_asian(match: re.Match[str]) -> Dated | None:
    figures = 1 if match["y"] == "元" else int(match["y"])
    year = figures + _ERAS.get(match["era"] or "", 0)
    value = PartialDate(year, int(match["m"]), int(match["d"]) if match["d"] else None)
    if not 1800 <= year < 2200 or not valid(value) or not 1 <= int(match["m"]) <= 12:
        return None
    return Dated(match.start(), match.end(), DateValue(value, value), "east-asian", 0.9 if match["d"] else 0.7)


def _year_month(match: re.Match[str]) -> Dated | None:
    # "2011-12" is more often two years than December.
    if int(match["m"]) == (int(match["y"]) + 1) % 100:
        return None
    value = PartialDate(int(match["y"]), int(match["m"]))
    return Dated(match.start(), match.end(), DateValue(value, value), "year-month", 0.5)


def _compact(match: re.Match[str]) -> Dated | None:
    value = PartialDate(int(match["y"]), int(match["m"]), int(match["d"]))
    return Dated(match.start(), match.end(), DateValue(value, value), "compact", 0.5) if valid(value) else None


def _figures(match: re.Match[str], weekday: int | None) -> Figures | None:
    first, second, sign = int(match["a"]), int(match["b"]), match["s"].strip()
    short = len(match["y"]) < 4
    year = two_digit_year(int(match["y"].strip("'’"))) if short else int(match["y"])
    if not (1 <= first <= 31 and 1 <= second <= 31) or min(first, second) > 12:
        return None
    # "4.1.12" is a heading's number more often than a date.
    if short and sign == "." and not (len(match["a"]) == len(match["b"]) == 2) and weekday is None:
        return None
    start, before = match.start(), None
    if match["a0"]:
        before = (int(match["a0"]), int(match["b0"]) if match["b0"] else None)
        if (
            not 1 <= before[0] <= 31
            or (before[1] or first) > 31
            or (before[1] is None and before[0] >= max(first, second))
        ):
            before, start = None, match.start("a")
    return Figures(start, match.end(), first, second, year, sign, before, weekday)


def _value(figures: Figures, *, day_first: bool) -> tuple[PartialDate, PartialDate] | None:
    """First and last day when read in that order, None when there is no such day."""
    day, month = (figures.first, figures.second) if day_first else (figures.second, figures.first)
    last = PartialDate(figures.year, month, day)
    first = last
    if figures.before is not None:
        a, b = figures.before
        if b is None:
            first = PartialDate(figures.year, month, a)
        else:
            first = PartialDate(figures.year, b, a) if day_first else PartialDate(figures.year, a, b)
    if not valid(last) or not valid(first) or (first.month or 0, first.day or 0) > (last.month or 0, last.day or 0):
        return None
    return first, last


def _weekday(value: PartialDate) -> int:
    return date(value.year or 1, value.month or 1, value.day or 1).weekday()


def order(figures: Sequence[Figures], dates: Sequence[Dated], *, day_first: bool) -> Order:
    """What the document itself says about the order of day and month.

    In this order: figures that can be read only one way, weekdays, the language's habit (``day_first``), how the
    document writes dates in words ("May 30, 2019" or "30 May 2019"), and which of the figures changes ("06/02/2019,
    07/02/2019": the day).
    """
    votes: Counter[bool] = Counter()
    for item in figures:
        ways = [way for way in (True, False) if _value(item, day_first=way)]
        if len(ways) == 2 and item.weekday is not None and item.first != item.second:
            ways = [way for way in ways if _weekday(_value(item, day_first=way)[0]) == item.weekday]  # type: ignore[index]
        if len(ways) == 1 and item.sign != ".":
            votes[ways[0]] += 1
    written = frozenset(
        (d.value.start.year, d.value.start.month, d.value.start.day)
        for d in dates
        if d.value.start.year and d.value.start.month and d.value.start.day
    )
    if votes[True] != votes[False]:
        return Order(votes[True] > votes[False], written)
    if day_first:
        return Order(True, written)
    forms = Counter(d.form for d in dates if d.value.start.day)
    days, months = forms["day-month-year"], forms["month-day-year"]
    if days != months:
        return Order(days > months, written)
    firsts, seconds = {item.first for item in figures}, {item.second for item in figures}
    if 1 in (len(firsts), len(seconds)) and len(firsts) != len(seconds):
        return Order(len(firsts) > len(seconds), written)
    return Order(None, written)


def read(figures: Figures, habit: Order) -> Dated | None:
    """The date that ``figures`` mean by the document's habit; flagged as ambiguous when nothing tells."""
    ways = {way: value for way in (True, False) if (value := _value(figures, day_first=way))}
    if not ways:
        return None
    ambiguous = False
    if len(ways) == 2 and ways[True] != ways[False]:
        by_weekday = [way for way in ways if figures.weekday is not None and _weekday(ways[way][0]) == figures.weekday]
        by_words = [way for way in ways if (ways[way][0].year, ways[way][0].month, ways[way][0].day) in habit.written]
        if len(by_weekday) == 1:
            way = by_weekday[0]
        elif figures.sign == ".":
            way = True
        elif len(by_words) == 1:
            way = by_words[0]
        else:
            way, ambiguous = habit.day_first is not False, habit.day_first is None
    else:
        way = next(iter(ways))
    first, last = ways[way]
    score = 0.4 if ambiguous else 0.85
    return Dated(figures.start, figures.end, DateValue(first, last, figures.weekday, ambiguous), "figures", score)
