"""What must hold for any text: dates and times are real, lie where they say, and come in order."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import layout, meetings, mentions
from pipeline.fields import hours, next_meetings, published, when
from pipeline.fields.candidate import Candidate, Decided
from pipeline.mentions.dates import relative, years
from pipeline.mentions.mention import DateValue, PartialDate, TimeValue
from tests.support import read, reading, tools

_PIECES = [
    *(
        "3",
        "31",
        "29",
        "30th",
        "1st",
        "12",
        "07",
        "99",
        "2019",
        "1998",
        "20171",
        "'18",
        "May",
        "february",
        "Sept.",
        "DEC",
        "mars",
    ),
    *(
        "Monday",
        "Fri,",
        "(Tue)",
        "-",
        "–",
        "to",
        "and",
        "of",
        "the",
        ",",
        ".",
        "/",
        "|",
        "12/11/2019",
        "2019-05-30",
        "30.02.2011",
    ),
    *(
        "28.02.-03.03.2012",
        "2013-11-13/15",
        "at",
        "9.30",
        "10:45",
        "am",
        "p.m.",
        "noon",
        "14h",
        "Date:",
        "held on",
        "next meeting",
    ),
    *(
        "will be held",
        "Minutes",
        "approved",
        "令和6年2月10日",
        "\n\n",
        "# ",
        "- ",
        "in two weeks",
        "last Friday of June",
        "on the 3rd",
    ),
]
_TEXTS = st.lists(st.sampled_from(_PIECES), min_size=1, max_size=14).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(_TEXTS)
def test_any_text_gives_real_dates(text: str) -> None:
    """Each date exists, ends no sooner than it starts, and its span holds a figure or a month of the text."""
    document = read("x\n\n" + text)
    blocks = layout.arrange(document)
    found = [*mentions.dates.find(document, blocks, (), tools()), *mentions.times.find(document, blocks, (), tools())]
    for mention in found:
        quote = mention.span.of(document.text)
        assert quote.strip()
        assert mention.start < mention.end
        if isinstance(mention.value, TimeValue):
            dt.time.fromisoformat(mention.value.start)
            continue
        assert isinstance(mention.value, DateValue)
        start, end = mention.value.start, mention.value.end
        for value in (start, end):
            if value.day is not None and value.month is not None:
                dt.date(value.year or 2000, value.month, value.day)
        if start.year is not None and end.year is not None:
            assert (start.year, start.month or 1, start.day or 1) <= (end.year, end.month or 12, end.day or 31)


@settings(max_examples=60, deadline=None)
@given(_TEXTS)
def test_any_text_can_be_decided(text: str) -> None:
    """No text makes the fields of time fail, and each of their values has a span of the document."""
    for scope in meetings.split(reading("x\n\n" + text)).scopes:
        candidates: tuple[Candidate, ...] = ()
        for field in (when, hours, published, next_meetings):
            candidates += field.find(scope, Decided(candidates)).candidates
        for candidate in candidates:
            assert candidate.spans
            assert all(span.of(scope.document.text).strip() for span in candidate.spans)
            assert 0 <= candidate.score <= 1


def test_relative_dates_are_told_from_the_anchor() -> None:
    """Weeks give days, months give months, and weekdays of a month are counted in it."""
    anchor, lexicon = dt.date(2019, 5, 29), tools().lexicon("en")  # a Wednesday
    expected = {
        "in two weeks": "2019-06-12",
        "three weeks later": "2019-06-19",
        "in 3 months": "2019-08",
        "next month": "2019-06",
        "next year": "2020",
        "the last Thursday of June": "2019-06-27",
        "the first Monday of February": "2020-02-03",
        "next Tuesday": "2019-06-04",
        "Tuesday next week": "2019-06-04",
        "this Friday": "2019-05-31",
        "last week": None,
    }
    for text, day in expected.items():
        found = relative.find(f"We meet {text}.", anchor, lexicon)
        assert [str(item.value.start) for item in found] == ([day] if day else []), text


def test_years_are_those_nearest_or_following() -> None:
    """A date without a year takes the year that brings it closest to, or first after, another date."""
    third_of_january = DateValue(PartialDate(None, 1, 3), PartialDate(None, 1, 3))
    december = PartialDate(2018, 12, 12)
    for give in (years.nearest, years.following):
        found = give(third_of_january, december)
        assert found is not None
        assert str(found.start) == "2019-01-03"
    leap = DateValue(PartialDate(None, 2, 29), PartialDate(None, 2, 29))
    assert years.with_year(leap, 2019) is None


def test_names_of_files_hint_at_a_date() -> None:
    """The last date of a file's name is read as precisely as it is written."""
    names = {"minutes-2019-04-02.md": "2019-04-02", "board_20190530.pdf": "2019-05-30", "a/b/tsc_2016.txt": "2016"}
    for name, day in names.items():
        assert str(years.in_name(name)) == day
    assert years.in_name("report.pdf") is None
