"""Dates in words: patterns over the letters of the tokens, and what each pattern means.

The patterns know no language: "du 5 au 7 mars 2010" and "5 to 7 March 2010" are the same letters.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.lexicon import Lexicon
from pipeline.mentions.dates.taken import Taken
from pipeline.mentions.dates.tokens import Token, Vocabulary, tokenize, two_digit_year
from pipeline.mentions.mention import DateValue, PartialDate

#: Days named with "and" in two months count as one range when they are close ("28 February and 1 March").
_NEAR = 4

_WEEKDAY = r"(?:W\.?(?:[-u&/]W\.?)?,?t?|\(W\.?\),?)"
_DAY = rf"(?:{_WEEKDAY})?t?[NO]\.?(?:\(W\.?\))?"
_TO = r"(?:,?[-u/])"
_DAYS = rf"{_DAY}(?:{_TO}{_DAY}|(?:,{_DAY})*,?&o?{_DAY})?"
_MONTH = r"[Mm]\.?"
_YEAR = r"(?:,?o?[Yzs])"
_SPLIT_YEAR = r"(?:,N[Ny])"  # a scan's "May 30, 20 17"
_ANY_YEAR = rf"(?:{_YEAR}|{_SPLIT_YEAR})"
_DAYS_LISTED = rf"{_DAY}(?:,{_DAY})+"
_JOIN = r"(?:,?[-u&]t?)"
_NO_HOUR = r"(?![.]?p)"

#: Name of each form, its pattern, and an example. The longest match at a place wins, the first among equals.
FORMS: tuple[tuple[str, str], ...] = (
    # 29-30 May 2019; Wednesday 8 June 2011; 3, 4 and 5 March; the 25th day of May, 2019
    ("day-month-year", rf"(?:{_DAYS}|{_DAYS_LISTED}|(?:{_WEEKDAY})?t?w(?=o))(?:(?<=O),)?o?{_MONTH}{_ANY_YEAR}?"),
    # Friday 1, September 2023
    ("day-month-year", rf"{_WEEKDAY}[NO],{_MONTH}{_YEAR}"),
    # Sept. 8-10, 2003; Tuesday, April 24 2018; October 4 and 5, 2012
    ("month-day-year", rf"(?:{_WEEKDAY})?M\.?(?:t?w|{_DAYS}{_NO_HOUR}|{_DAYS_LISTED}(?={_YEAR})){_ANY_YEAR}?"),
    # 28 February to 3 March 2012
    ("day-month-day-month", rf"{_DAY}o?{_MONTH}{_YEAR}?{_JOIN}{_DAY}o?{_MONTH}{_YEAR}?"),
    # February 28 - March 3, 2012
    ("month-day-month-day", rf"(?:{_WEEKDAY})?M\.?{_DAY}{_YEAR}?{_JOIN}(?:{_WEEKDAY})?M\.?{_DAY}{_NO_HOUR}{_YEAR}?"),
    # 2012-Sep-18; 2010, May 25-26
    ("year-month-day", rf"Y,?[-/.]?M\.?[-/.]?[NO](?:{_TO}[NO])?(?![NO]|{_NO_HOUR[3:-1]})"),
    # L'an deux mille dix-neuf, le quatorze mars; two thousand and nineteen, on 14 March
    ("year-day-month", rf"s,?[&x]?t?(?:{_WEEKDAY})?t?[NOw]o?{_MONTH}"),
    # "19 20 February 2008", where the dash was lost
    ("day-day-month-year", rf"[NO][NO]M\.?{_YEAR}"),
    # 18-Sep-2012; 5/May/12
    ("day-month-year", r"N[-/.]M[-/.](?:Y|[Ny])"),
    # 9 Jun 09
    ("day-month-short-year", r"[NO]M\.?[Ny](?![-u&/,:.NOMm])"),
    # January 2021; March-April 2010; November 2009 to January 2010
    ("month-year", rf"M\.?(?:{_YEAR}?[-u&/]M\.?)?{_YEAR}"),
    ("month-year", r"mY"),  # "en mars 2014"
    ("month-year", r"Y[-/.,]?M(?!\.?[-/.]?[NO])"),
    ("month", r"M"),
    ("year", r"Y"),
)  # fmt: skip

#: "2018-2019", "2018/19": a span of years is no date
_YEARS = re.compile(r".{0,5}?\d\d[-–/]\d\d")

#: Letters that a form begins with; tokens in a row that a date could consist of, of which some letter is needed by all.
_OPENING = re.compile(r"[WtNOwMmYs(]")
_RUN = re.compile(r"[^x]+")
_NEEDED = frozenset("MmYs")

_SCORES = {"day": 0.9, "month": 0.7, "year": 0.2}


@dataclass(frozen=True, slots=True)
class Dated:
    """A date at ``[start, end)`` of a text. ``form`` says how it is written."""

    start: int
    end: int
    value: DateValue
    form: str
    score: float


def compiled(lexicon: Lexicon) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The forms as patterns."""
    return tuple((name, lexicon.pattern(pattern)) for name, pattern in FORMS)


def scan(
    text: str,
    words: Vocabulary,
    forms: Sequence[tuple[str, re.Pattern[str]]],
    taken: Sequence[tuple[int, int]] = (),
    before_month: re.Pattern[str] | None = None,
) -> list[Dated]:
    """The dates of ``text`` that are written in words, apart from the stretches ``taken``.

    A month alone counts when it cannot be another word, or when ``before_month`` matches what stands before it.
    """
    tokens = tokenize(text, words)
    if not tokens:
        return []
    if taken:
        spoken_for = Taken(sorted(taken))
        tokens = [Token("x", t.start, t.end) if spoken_for.hits(t.start, t.end) else t for t in tokens]
    letters = "".join(token.kind for token in tokens)
    found: list[Dated] = []
    reached = 0
    for position in _openings(letters):
        if position < reached:
            continue
        best: tuple[int, str] | None = None
        for name, pattern in forms:
            match = pattern.match(letters, position)
            if match and (best is None or match.end() > best[0]):
                best = (match.end(), name)
        if best is None or (letters[position] == "N" and _belongs_to_next(letters, position, best, forms)):
            continue
        matched = tokens[position : best[0]]
        dates = _dates(best[1], matched)
        if best[1] == "year" and _YEARS.match(text, max(0, matched[0].start - 5)):
            dates = []
        if best[1] == "month" and dates:
            word = text[matched[0].start : matched[0].end]
            sure = word[0].isupper() and word.casefold() not in words.capitalised
            if not sure and not (
                before_month and before_month.search(text, max(0, matched[0].start - 20), matched[0].start)
            ):
                dates = []
        found.extend(dates)
        # "31 June 2015" is no date, and no June 2015 either.
        single = sum(token.kind in "NOw" for token in matched) == 1
        if dates or single:
            reached = best[0]
    return found


def _openings(letters: str) -> Iterator[int]:
    """Where a date could begin."""
    for run in _RUN.finditer(letters):
        if not _NEEDED.isdisjoint(run[0]):
            yield from (match.start() for match in _OPENING.finditer(letters, *run.span()))


def _belongs_to_next(
    letters: str, position: int, best: tuple[int, str], forms: Sequence[tuple[str, re.Pattern[str]]]
) -> bool:
    """Whether the month after a number goes with a day and year of its own: "Meeting 18 August 29, 2018"."""
    if letters[position + 1 : position + 2] != "M" or best != (position + 2, "day-month-year"):
        return False
    following = next(pattern for name, pattern in forms if name == "month-day-year").match(letters, position + 1)
    return following is not None and "Y" in following.group()


def _dates(form: str, tokens: list[Token]) -> list[Dated]:
    tokens = [*tokens]
    while tokens[-1].kind in ",.":
        tokens.pop()
    while tokens[0].kind == "t":
        tokens.pop(0)
    days = [token.value for token in tokens if token.kind in "NOw"]
    months = [token.value for token in tokens if token.kind in "Mm"]
    years = [token.value for token in tokens if token.kind in "Yzs"]
    weekday = next((token.value for token in tokens if token.kind == "W"), None)
    start, end = tokens[0].start, tokens[-1].end
    if form == "day-month-year" and not years and tokens[-1].kind in "Ny":
        days, years = _odd_year(tokens, days)
        if not days:
            return []
    if form == "day-month-short-year":
        figures = tokens.pop()
        if figures.end - figures.start != 2 or 9 < figures.value < 32:
            days, end = days[:1], tokens[-1].end  # "5 May 12 people came"
        else:
            days, years = days[:1], [two_digit_year(figures.value)]
        form = "day-month-year"
    if form == "month-day-year" and not years and tokens[-1].kind in "Ny" and _split_year(tokens):
        days, years = days[: -1 if tokens[-1].kind == "y" else -2], [_split_year(tokens)]
    if any(token.kind == "m" for token in tokens) and not years:
        return []  # "they may 5 times", "en mars"; "mars 2014" can be nothing else
    if not days:
        return _whole_months(form, months, years, start, end)
    if len(months) == 2:
        return _two_months(form, tokens, days, months, years)
    if form == "day-day-month-year" and not 0 < days[1] - days[0] < _NEAR:
        del days[0], tokens[0]
        start = tokens[0].start
    year = years[0] if years else None
    first, last = PartialDate(year, months[0], days[0]), PartialDate(year, months[0], days[-1])
    if not valid(first) or not valid(last) or days[-1] < days[0]:
        return []
    return [Dated(start, end, DateValue(first, last, weekday), form, _score(first, weekday))]


def _split_year(tokens: list[Token]) -> int:
    """The year of "May 30, 20 17", 0 when the last two numbers are none."""
    if len(tokens) >= 2 and tokens[-2].kind == "N" and tokens[-2].value in (19, 20) and tokens[-1].value < 100:
        return tokens[-2].value * 100 + tokens[-1].value
    return 0


def _odd_year(tokens: list[Token], days: list[int]) -> tuple[list[int], list[int]]:
    """Days and years of "18-Sep-12" and of "30 May, 20 17"."""
    if tokens[1].kind in "-/." and tokens[2].kind == "M":
        return [tokens[0].value], [two_digit_year(tokens[-1].value)]
    year = _split_year(tokens)
    return (days[: -1 if tokens[-1].kind == "y" else -2], [year]) if year else ([], [])


def _whole_months(form: str, months: list[int], years: list[int], start: int, end: int) -> list[Dated]:
    if not months:
        value = DateValue(PartialDate(years[0]), PartialDate(years[0]))
        return [Dated(start, end, value, form, _SCORES["year"])]
    year = years[-1] if years else None
    first_year = year
    if len(months) == 2 and year is not None:
        first_year = years[0] if len(years) == 2 else year - (months[0] > months[1])
    first, last = PartialDate(first_year, months[0]), PartialDate(year, months[-1])
    return [Dated(start, end, DateValue(first, last), form, _score(first, None))]


def _two_months(form: str, tokens: list[Token], days: list[int], months: list[int], years: list[int]) -> list[Dated]:
    weekday = next((token.value for token in tokens if token.kind == "W"), None)
    last_year = years[-1] if years else None
    first_year = years[0] if len(years) == 2 else last_year
    if len(years) == 1 and last_year is not None and first_year is not None and months[0] > months[1]:
        if tokens[-1].kind in "Yzs":
            first_year -= 1
        else:
            last_year += 1
    first, last = PartialDate(first_year, months[0], days[0]), PartialDate(last_year, months[1], days[-1])
    if not valid(first) or not valid(last):
        return []
    span = distance(first, last)
    named = any(token.kind == "&" for token in tokens)
    start, end = tokens[0].start, tokens[-1].end
    if span >= 0 and (not named or span <= _NEAR):
        return [Dated(start, end, DateValue(first, last, weekday), form, _score(first, weekday))]
    cut = next(number for number, token in enumerate(tokens) if token.kind in "-u&" and number > 0)
    weekdays = [next((t.value for t in part if t.kind == "W"), None) for part in (tokens[:cut], tokens[cut:])]
    head, tail = tokens[:cut], [token for token in tokens[cut + 1 :] if token.kind != "t"]
    while head[-1].kind in ",.":
        head.pop()
    return [
        Dated(head[0].start, head[-1].end, DateValue(first, first, weekdays[0]), form, _score(first, weekdays[0])),
        Dated(tail[0].start, end, DateValue(last, last, weekdays[1]), form, _score(last, weekdays[1])),
    ]


def _score(value: PartialDate, weekday: int | None) -> float:
    score = _SCORES[value.precision]
    if value.year is None:
        return score - 0.35
    return min(score + (0.05 if weekday is not None else 0), 1.0)


def valid(value: PartialDate) -> bool:
    """Whether there is such a day."""
    if value.day is None or value.month is None:
        return True
    if not 1 <= value.month <= 12:
        return False
    year = 2000 if value.year is None else value.year  # a leap year, for 29 February without a year
    return 1 <= value.day <= calendar.monthrange(year, value.month)[1]


def distance(first: PartialDate, last: PartialDate) -> int:
    """Days from ``first`` to ``last``; a year that is left out counts as the same year, or the next in winter."""
    start = date(first.year or last.year or 2001, first.month or 1, min(first.day or 1, 28))
    end = date(last.year or first.year or 2001, last.month or 1, min(last.day or 1, 28))
    days = (end - start).days
    return days + 365 if days < 0 and first.year is None and last.year is None else days
