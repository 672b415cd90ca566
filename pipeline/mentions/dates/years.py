"""Years for dates that are written without one, and days for dates that are told from another ("in two weeks")."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from pipeline.mentions.dates.grammar import valid
from pipeline.mentions.mention import DateValue, PartialDate

#: 20190530, 2019-05-30, 2019_05, 2019 in the name of a file
_IN_NAME = re.compile(
    r"(?<!\d)(?P<y>19[5-9]\d|20[0-4]\d)(?:[-_. ]?(?P<m>0[1-9]|1[0-2])(?:[-_. ]?(?P<d>0[1-9]|[12]\d|3[01]))?)?(?!\d)"
)


def with_year(value: DateValue, year: int) -> DateValue | None:
    """``value`` in ``year``; a range over New Year's Eve ends in the year after. None when there is no such day."""
    start = PartialDate(year, value.start.month, value.start.day)
    later = (value.end.month or 0, value.end.day or 0) < (value.start.month or 0, value.start.day or 0)
    end = PartialDate(year + later, value.end.month, value.end.day)
    if not valid(start) or not valid(end):
        return None
    return DateValue(start, end, value.weekday, value.ambiguous)


def nearest(value: DateValue, anchor: PartialDate) -> DateValue | None:
    """``value`` in the year that brings it closest to ``anchor``. None when the anchor has no year."""
    if anchor.year is None or value.start.month is None:
        return None
    if anchor.month is None:
        return with_year(value, anchor.year)
    months = (anchor.year * 12 + anchor.month) - value.start.month
    return with_year(value, (months + 6) // 12)


def following(value: DateValue, anchor: PartialDate) -> DateValue | None:
    """``value`` in the first year that puts it on or after ``anchor``. None when the anchor has no year."""
    if anchor.year is None or value.start.month is None:
        return None
    start = (value.start.month, value.start.day or 31)
    earlier = start < (anchor.month or 1, anchor.day or 1)
    return with_year(value, anchor.year + earlier)


def fits_weekday(value: DateValue) -> bool | None:
    """Whether the weekday that is written with the date is its weekday; None when none is written."""
    start = value.start
    if value.weekday is None or start.year is None or start.month is None or start.day is None or not valid(start):
        return None
    return date(start.year, start.month, start.day).weekday() == value.weekday


def by_weekday(value: DateValue, years: Iterable[int]) -> list[DateValue]:
    """``value`` in those of ``years`` whose calendar agrees with its weekday."""
    dated = [found for year in years if (found := with_year(value, year)) is not None]
    return [found for found in dated if fits_weekday(found)]


def in_name(path: str) -> PartialDate | None:
    """The last date in the name of a file, as precise as it is: a hint, never evidence."""
    name = path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    found = None
    for match in _IN_NAME.finditer(name):
        value = PartialDate(int(match["y"]), *(int(match[part]) if match[part] else None for part in "md"))
        if valid(value) and (found is None or value.month is not None):
            found = value
    return found
