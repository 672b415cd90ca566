"""Days told from another day: "in two weeks", "next Tuesday", "the last Thursday of June", "on the 15th"."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.lexicon import Lexicon, alternation
from pipeline.mentions.dates.taken import Taken
from pipeline.mentions.mention import DateValue, PartialDate

_WEEK, _MONTH, _YEAR = 7, 30, 365


@dataclass(frozen=True, slots=True)
class Relative:
    """A stretch ``[start, end)`` of a text and the date that it means."""

    start: int
    end: int
    value: DateValue


@dataclass(frozen=True)
class _Patterns:
    rules: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date, Lexicon], PartialDate | None]], ...]


def find(text: str, anchor: date, lexicon: Lexicon) -> list[Relative]:
    """The relative dates of ``text``, as days, months or years from ``anchor``; overlapping ones once."""
    found: list[Relative] = []
    taken = Taken()
    for pattern, mean in lexicon.made(_patterns).rules:
        for match in pattern.finditer(text):
            value = mean(match, anchor, lexicon)
            if value is not None and taken.add(*match.span()):
                found.append(Relative(match.start(), match.end(), DateValue(value, value)))
    return sorted(found, key=lambda item: item.start)


def _patterns(lexicon: Lexicon) -> _Patterns:
    def words(key: str) -> str:
        return alternation(lexicon.words("dates", key))

    count = rf"(?P<count>\d{{1,3}}|{alternation(lexicon.numbers('dates', 'cardinals'))})"
    unit = alternation(lexicon.numbers("dates", "units"), group="unit")
    weekday = alternation(lexicon.numbers("dates", "weekdays"), group="weekday")
    month = alternation(lexicon.numbers("dates", "months"), group="month")
    ordinal = alternation(lexicon.numbers("dates", "ordinals"), group="ordinal")
    of = alternation(lexicon.words("dates", "of"))
    days_on = alternation(lexicon.numbers("dates", "relative_days"), group="days")
    forms = (
        # tomorrow
        (days_on, _days_on),
        # same time next week
        (rf"{words('relative_same')},?\s+{words('relative_next')}\s+{unit}", _whole_unit),
        # the last Thursday of June; the first Monday of September 2012
        (
            rf"(?:{words('relative_last')}|(?:the\s+)?{ordinal})\s+{weekday}\s+(?:{of}|in)\s+{month}(?:,?\s+(?P<year>(?:19|20)\d\d))?",
            _weekday_of_month,
        ),
        # in two weeks; within 3 months
        (rf"{words('relative_in')}\s+{count}\s+{unit}", _after),
        # two weeks later; two weeks from today; two weeks' time
        (rf"{count}\s+{unit}(?:['’])?\s+{words('relative_later')}", _after),
        # Tuesday next week; next week on Tuesday
        (rf"{weekday}\s+{words('relative_next')}\s+{unit}", _weekday_of_next),
        (rf"{words('relative_next')}\s+{unit}\s+(?:on\s+)?{weekday}", _weekday_of_next),
        # next Tuesday is next week's, this Friday the coming one
        (rf"{words('relative_next')}\s+{weekday}", _next_weekday),
        (rf"{words('relative_this')}\s+{weekday}", _coming_weekday),
        # mardi prochain
        (rf"{weekday}\s+{words('relative_next')}", _coming_weekday),
        # next month; next year; this year
        (rf"{words('relative_next')}\s+{unit}", _next_unit),
        (rf"{words('relative_this')}\s+{unit}", _this_unit),
    )
    return _Patterns(tuple((lexicon.pattern(rf"(?<!\w){form}(?!\w)", re.IGNORECASE), mean) for form, mean in forms))


def _key(word: str) -> str:
    return " ".join(word.casefold().split())


def _unit(match: re.Match[str], lexicon: Lexicon) -> int:
    return lexicon.numbers("dates", "units")[_key(match["unit"])]


def _weekday(match: re.Match[str], lexicon: Lexicon) -> int:
    return lexicon.numbers("dates", "weekdays")[_key(match["weekday"])]


def _exact(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


def _months_on(anchor: date, months: int) -> PartialDate:
    total = anchor.year * 12 + anchor.month - 1 + months
    return PartialDate(total // 12, total % 12 + 1)


def _after(match: re.Match[str], anchor: date, lexicon: Lexicon) -> PartialDate | None:
    word, unit = _key(match["count"]), _unit(match, lexicon)
    count = int(word) if word.isdigit() else lexicon.numbers("dates", "cardinals")[word]
    if unit == _MONTH:
        return _months_on(anchor, count)
    if unit == _YEAR:
        return PartialDate(anchor.year + count)
    return _exact(anchor + timedelta(days=count * unit))


def _days_on(match: re.Match[str], anchor: date, lexicon: Lexicon) -> PartialDate | None:
    return _exact(anchor + timedelta(days=lexicon.numbers("dates", "relative_days")[_key(match["days"])]))


def _whole_unit(match: re.Match[str], anchor: date, lexicon: Lexicon) -> PartialDate | None:
    unit = _unit(match, lexicon)
    return _exact(anchor + timedelta(days=unit)) if unit == _WEEK else _next_unit(match, anchor, lexicon)


def _coming_weekday(match: re.Match[str], anchor: date, lexicon: Lexicon) -> PartialDate:
    return _exact(anchor + timedelta(days=(_weekday(match, lexicon) - anchor.weekday() - 1) % _WEEK + 1))


def _next_weekday(match: re.Match[str], anchor: date, lexicon: Lexicon) -> PartialDate:
    monday = anchor + timedelta(days=_WEEK - anchor.weekday())
    return _exact(monday + timedelta(days=_weekday(match, lexicon)))


def _weekday_of_next(match: re.Match[str], anchor: date, lexicon: Lexicon) -> PartialDate | None:
    return _next_weekday(match, anchor, lexicon) if _unit(match, lexicon) == _WEEK else None


def _next_unit(match: re.Match[str], anchor: date, lexicon: Lexicon) -> PartialDate | None:
    unit = _unit(match, lexicon)
    if unit == _MONTH:
        return _months_on(anchor, 1)
    return PartialDate(anchor.year + 1) if unit == _YEAR else None


def _this_unit(match: re.Match[str], anchor: date, lexicon: Lexicon) -> PartialDate | None:
    unit = _unit(match, lexicon)
    if unit == _MONTH:
        return _months_on(anchor, 0)
    return PartialDate(anchor.year) if unit == _YEAR else None


def _weekday_of_month(match: re.Match[str], anchor: date, lexicon: Lexicon) -> PartialDate | None:
    month = lexicon.numbers("dates", "months")[_key(match["month"])]
    year = int(match["year"]) if match["year"] else anchor.year + (month < anchor.month)
    weekday = _weekday(match, lexicon)
    days = [
        day for day in range(1, calendar.monthrange(year, month)[1] + 1) if date(year, month, day).weekday() == weekday
    ]
    number = lexicon.numbers("dates", "ordinals")[_key(match["ordinal"])] if match["ordinal"] else len(days)
    return PartialDate(year, month, days[number - 1]) if 1 <= number <= len(days) else None
