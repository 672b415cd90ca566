"""Dates and ranges of dates, by a grammar of our own: written in words, in figures, precise to a day, month or year.

A date without its year ("14 June") is a mention with ``year`` None; :func:`pipeline.mentions.dates.years.near` gives it
the year of a date beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.document import Document
from pipeline.layout.block import Block
from pipeline.lexicon import Lexicon, alternation
from pipeline.mentions.dates import grammar, numeric
from pipeline.mentions.dates.grammar import Dated, valid
from pipeline.mentions.dates.tokens import Vocabulary, vocabulary
from pipeline.mentions.mention import DateValue, Mention, PartialDate
from pipeline.sections.section import Section
from pipeline.text import Span
from pipeline.tools import Tools

#: So many signs of one country more than of the others tell the order of day and month.
_SIGNS = 2
_BARE = re.compile(r"\d/")


@dataclass(frozen=True)
class _Patterns:
    words: Vocabulary
    forms: tuple[tuple[str, re.Pattern[str]], ...]
    before_month: re.Pattern[str]
    ordinal: re.Pattern[str]
    day_alone: re.Pattern[str]
    weekday_before: re.Pattern[str]
    weekdays: dict[str, int]
    until: re.Pattern[str]
    day_before: re.Pattern[str]
    day_first: bool
    signs: tuple[re.Pattern[str], re.Pattern[str]]


def _patterns(lexicon: Lexicon) -> _Patterns:
    weekdays = lexicon.numbers("dates", "weekdays")
    suffixes = alternation(lexicon.words("dates", "ordinal_suffixes"))
    joins = alternation([*lexicon.words("dates", "until"), *lexicon.words("dates", "and")])
    article = alternation(lexicon.words("dates", "articles"))
    return _Patterns(
        words=vocabulary(lexicon),
        forms=grammar.compiled(lexicon),
        before_month=lexicon.pattern(
            rf"(?<!\w){alternation(lexicon.words('dates', 'before_month'))}\s*$", re.IGNORECASE
        ),
        ordinal=lexicon.pattern(rf"\d\s?{suffixes}", re.IGNORECASE),
        # "on the 3rd and 4th"
        day_alone=lexicon.pattern(
            rf"(?<!\w){alternation(lexicon.words('dates', 'before_day'))}\s+(?:{article}\s+)?(?P<a>\d\d?)\s?{suffixes}"
            rf"(?:\s*(?:[-–/]|\b{joins}\b)\s*(?:{article}\s+)?(?P<b>\d\d?)\s?{suffixes})?(?=\s*(?:[,.;:)]|$))",
            re.IGNORECASE,
        ),
        weekday_before=lexicon.pattern(rf"(?<!\w)({alternation(weekdays)})\.?,?\s+(?:{article}\s+)?$", re.IGNORECASE),
        weekdays=weekdays,
        until=lexicon.pattern(
            rf"\s*(?:[-–—−‐/]|\b{alternation(lexicon.words('dates', 'until'))}\b)\s*(?:{article}\s+)?", re.IGNORECASE
        ),
        # "am 23.07.", "bis zum 4.5."
        day_before=lexicon.pattern(
            rf"(?<!\w)(?:{alternation(lexicon.words('dates', 'before_day'))}|{joins}|{article})\s+$", re.IGNORECASE
        ),
        day_first=bool(lexicon.words("dates", "day_first")),
        signs=(_signs(lexicon, "signs_day_first"), _signs(lexicon, "signs_month_first")),
    )


def _signs(lexicon: Lexicon, key: str) -> re.Pattern[str]:
    words = lexicon.words("dates", key)
    zones = alternation(word for word in words if word.isupper())
    return lexicon.pattern(rf"\b(?:{zones}|(?i:{alternation(word for word in words if not word.isupper())}))\b")


def _by_country(
    habit: numeric.Order, blocks: Sequence[Block], figures: Sequence[numeric.Figures], patterns: _Patterns
) -> numeric.Order:
    """The order that spelling, time zones and noughts tell of: "organised" is no American's, nor is "06/02/2019"."""
    day, month = (sum(len(sign.findall(block.view.text)) for block in blocks) for sign in patterns.signs)
    texts = {block.number: block.view.text for block in blocks}
    written = {texts[item.block][item.start : item.end] for item in figures}
    day += any(text.startswith("0") for text in written)
    month += any(_BARE.match(text) for text in written)
    return replace(habit, day_first=day > month) if abs(day - month) >= _SIGNS else habit


def find(document: Document, blocks: Sequence[Block], sections: Sequence[Section], tools: Tools) -> list[Mention]:  # noqa: ARG001
    """The dates of a document, block by block."""
    patterns = tools.lexicon_of(document).made(_patterns)
    clear: list[tuple[Block, Dated]] = []
    figures: list[numeric.Figures] = []
    for block in blocks:
        text = block.view.text
        plain, in_figures = numeric.scan(text, patterns.weekday_before, patterns.weekdays, patterns.day_before)
        figures.extend(replace(item, block=block.number) for item in in_figures)
        taken = [(item.start, item.end) for item in plain] + [(item.start, item.end) for item in in_figures]
        words = grammar.scan(text, patterns.words, patterns.forms, taken, patterns.before_month)
        clear.extend((block, item) for item in (*plain, *words))
        if not words and patterns.ordinal.search(text):
            clear.extend((block, item) for item in _days_alone(text, patterns))
    habit = numeric.order(figures, [item for _, item in clear], day_first=patterns.day_first)
    if figures and habit.day_first is None:
        habit = _by_country(habit, blocks, figures, patterns)
    by_number = {block.number: block for block in blocks}
    read = [(by_number[item.block], dated) for item in figures if (dated := numeric.read(item, habit)) is not None]
    by_block: dict[int, list[Dated]] = {}
    for block, item in (*clear, *read):
        by_block.setdefault(block.number, []).append(item)
    return [
        _mention(document, by_number[number], item)
        for number, items in sorted(by_block.items())
        for item in _joined(by_number[number].view.text, items, patterns)
    ]


def _days_alone(text: str, patterns: _Patterns) -> list[Dated]:
    found = []
    for match in patterns.day_alone.finditer(text):
        first, last = int(match["a"]), int(match["b"] or match["a"])
        if 1 <= first <= last <= 31:
            value = DateValue(PartialDate(None, None, first), PartialDate(None, None, last))
            found.append(Dated(match.start("a"), match.end(), value, "day-alone", 0.2))
    return found


def _joined(text: str, items: list[Dated], patterns: _Patterns) -> list[Dated]:
    """Dates of one block in order, with two that "to" or a dash joins made one range."""
    joined: list[Dated] = []
    for item in sorted(items, key=lambda item: (item.start, -item.end)):
        last = joined[-1] if joined else None
        if last is not None and item.start < last.end:
            continue
        if last is not None and item.start - last.end < 20 and _one_range(text, last, item, patterns):
            value = DateValue(last.value.start, item.value.end, last.value.weekday, last.value.ambiguous)
            joined[-1] = Dated(last.start, item.end, value, f"{last.form}-range", min(last.score, item.score))
        else:
            joined.append(item)
    return joined


def _one_range(text: str, first: Dated, second: Dated, patterns: _Patterns) -> bool:
    if not patterns.until.fullmatch(text, first.end, second.start):
        return False
    start, end = first.value.end, second.value.start
    if (
        first.value.start != first.value.end
        or start.precision != end.precision
        or start.year is None
        or end.year is None
    ):
        return False
    return (start.year, start.month or 0, start.day or 0) < (end.year, end.month or 0, end.day or 0)


def _mention(document: Document, block: Block, item: Dated) -> Mention:
    span, value = block.view.span(item.start, item.end), item.value
    day = _day_in_marker(document, block, item)
    if day is not None:
        span = Span(document.text.rindex(block.marker, 0, span.start), span.end)
        first = replace(value.start, day=day)
        value = replace(value, start=first, end=first)
    return Mention("date", span, value, f"date-{item.form}", item.score, block.number, item.start, item.end)


def _day_in_marker(document: Document, block: Block, item: Dated) -> int | None:
    """The day, where it was taken for the number of a list: "28. April 2009" at the start of a line.

    English writes no dot there: "1. January 2019" is an item.
    """
    digits = block.marker.removesuffix(".")
    if item.start or document.language in (None, "en") or not digits.isdecimal() or digits == block.marker:
        return None
    month = item.value.start
    return int(digits) if month.day is None and valid(replace(month, day=int(digits))) else None
