"""Meetings that the report announces: when and where the next one will be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.fields.candidate import Candidate, Decided, Found
from pipeline.layout.block import Block
from pipeline.lexicon import Lexicon, alternation
from pipeline.meetings.dating import sentence
from pipeline.meetings.scope import Scope
from pipeline.mentions.dates import relative, years
from pipeline.mentions.mention import DateValue, Mention, PartialDate
from pipeline.text import Span, cover

#: A next meeting is some months away; a date beyond that belongs to a plan or a project.
_AHEAD = 900
#: Characters of a sentence that may lie between two parts of one place: "SPC headquarters in Noumea".
_APART = 6


@dataclass(frozen=True)
class _Patterns:
    next: re.Pattern[str]
    planned: re.Pattern[str]
    meets: re.Pattern[str]
    kinds: re.Pattern[str]
    deadline: re.Pattern[str]
    records: re.Pattern[str]
    place: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Announced:
    """An announced date: its value and the stretch ``[start, end)`` of its block."""

    block: Block
    start: int
    end: int
    value: DateValue
    rule: str
    score: float


def _patterns(lexicon: Lexicon) -> _Patterns:
    def cue(key: str, after: str = "") -> re.Pattern[str]:
        return re.compile(rf"(?<![\w-]){alternation(lexicon.words('meetings', key))}(?![\w-]){after}", re.IGNORECASE)

    kinds = alternation(word for words in lexicon.groups("meetings", "kinds").values() for word in words)
    return _Patterns(
        next=cue("next_meeting"),
        planned=cue("planned"),
        meets=cue("will_meet"),
        kinds=re.compile(rf"(?<!\w){kinds}(?!\w)", re.IGNORECASE),
        deadline=cue("deadline", r"\W*$"),
        records=cue("records"),
        # "at Bistro Campagne", "in the Town Hall"
        place=re.compile(
            rf"(?<!\w)(?i:{alternation(lexicon.words('meetings', 'place_before'))})\s+"
            r"(?P<place>(?:the\s+)?[A-ZÀ-Þ][\w’'&.-]*(?:,?\s+(?:of\s+|the\s+|and\s+|[’'&]\s+)*[A-ZÀ-Þ0-9][\w’'&.-]*){0,7})"
        ),
    )


def find(scope: Scope, decided: Decided) -> Found:
    """One candidate for each meeting that the scope announces."""
    start = _day(decided.best("start_date"))
    candidates: list[Candidate] = []
    seen: set[str] = set()
    for announced in _announced(scope, start):
        key = f"{announced.value.start}"
        if key in seen:
            continue
        seen.add(key)
        candidates.append(_candidate(scope, announced))
    if not candidates:
        candidates.extend(_without_date(scope))
    return Found(tuple(candidates))


def _day(best: Candidate | None) -> date | None:
    value = best.value if best is not None else None
    if not isinstance(value, PartialDate) or value.year is None or value.month is None:
        return None
    return date(value.year, value.month, value.day or 1)


def _announced(scope: Scope, start: date | None) -> Iterator[_Announced]:
    patterns = scope.lexicon.made(_patterns)
    for block in scope.blocks:
        if block.kind in ("running", "meta", "rule", "code"):
            continue
        section = scope.reading.section_of(block.number)
        under = section is not None and section.kind == "next_meeting"
        if not under and not patterns.next.search(block.text) and not patterns.planned.search(block.text):
            continue
        dates: list[tuple[int, int, DateValue, float]] = [
            (m.start, m.end, m.value, 0.05)
            for m in scope.reading.mentions.in_block(block.number, "date")
            if isinstance(m.value, DateValue)
        ]
        if start is not None:
            taken = [(begin, end) for begin, end, _, _ in dates]
            dates.extend(
                (r.start, r.end, r.value, 0.0)
                for r in relative.find(block.text, start, scope.lexicon)
                if not any(begin < r.end and r.start < end for begin, end in taken)
            )
        for begin, end, value, bonus in sorted(dates, key=lambda item: item[0]):
            told = _told(patterns, block, begin, end, under=under)
            when = _resolved(value, start)
            if told is not None and when is not None:
                yield _Announced(block, begin, end, when, told[0], told[1] + bonus)


def _told(patterns: _Patterns, block: Block, begin: int, end: int, *, under: bool) -> tuple[str, float] | None:
    """By which rule, and how surely, a date of ``block`` is an announced meeting's."""
    low, high = sentence(block.text, begin, end)
    before, after = block.text[low:begin], block.text[end:high]
    if patterns.deadline.search(before):
        return None
    cue = patterns.next.search(before)
    if cue is None and low and " | " in block.text[max(0, low - 4) : low + 1]:
        cue = patterns.next.search(block.text[:low])  # the cell before: "Next meeting | 5 December"
    if cue is not None:
        return "next-meeting-cue", 0.85
    if patterns.meets.search(before):
        return "will-meet", 0.75
    planned = patterns.planned.search(before) or patterns.planned.search(after)
    if planned and patterns.kinds.search(before + after):
        return "planned-meeting", 0.65
    if under and not patterns.records.search(before):
        return "next-meeting-section", 0.7 if len(block.text) < 200 else 0.5
    return None


def _resolved(value: DateValue, start: date | None) -> DateValue | None:
    """The date with its year, when it lies after the meeting; None when it does not, or has no year to be had."""
    if value.start.year is None:
        if start is None or value.start.month is None:
            return None
        anchor = PartialDate(start.year, start.month, start.day)
        found = years.following(value, anchor)
        if found is None or years.fits_weekday(found) is False:
            found = next(iter(years.by_weekday(value, (start.year, start.year + 1))), found)
        value = found if found is not None else value
    first = value.start
    if first.year is None:
        return None
    if start is not None:
        day = date(first.year, first.month or 12, first.day or 28)
        if not 0 < (day - start).days < _AHEAD:
            return None
    return value


def _candidate(scope: Scope, announced: _Announced) -> Candidate:
    block, value = announced.block, announced.value
    spans = (block.view.span(announced.start, announced.end),)
    parts = {
        "start_date": Candidate("start_date", value.start, spans, announced.rule, announced.score),
        "end_date": Candidate("end_date", value.end, spans, announced.rule, announced.score),
        "date_text": Candidate(
            "date_text", block.text[announced.start : announced.end], spans, announced.rule, announced.score
        ),
    }
    low, high = sentence(block.text, announced.start, announced.end)
    parts.update(_place(scope, block, low, high, announced.score - 0.1))
    text = block.text[announced.start : announced.end]
    return Candidate("next_meetings", text, spans, announced.rule, announced.score, parts)


def _place(scope: Scope, block: Block, low: int, high: int, score: float) -> dict[str, Candidate]:
    """Where: the venue and place that one sentence names, as written; city and country by the gazetteer."""
    patterns = scope.lexicon.made(_patterns)
    named = [
        m
        for kind in ("venue", "place")
        for m in scope.reading.mentions.in_block(block.number, kind)
        if low <= m.start < high
    ]
    match = patterns.place.search(block.text, low, high)
    stretch: tuple[int, int] | None = match.span("place") if match else None
    if match is None and named:
        first = min(named, key=lambda m: m.start)
        stretch = (first.start, first.end)
    if stretch is None:
        return {}
    begin, end = stretch
    for mention in sorted(named, key=lambda m: m.start):
        if begin <= mention.start <= end + _APART:
            end = max(end, mention.end)
    text = block.text[begin:end].rstrip(" .,;")
    spans = (block.view.span(begin, begin + len(text)),)
    parts = {"place": Candidate("place", text, spans, "next-meeting-place", score)}
    for mention in named:
        parts.update(_gazetteer(mention, begin, end, score))
    return parts


def _gazetteer(mention: Mention, begin: int, end: int, score: float) -> dict[str, Candidate]:
    from pipeline.mentions.mention import PlaceValue

    value = mention.value
    if not isinstance(value, PlaceValue) or not begin <= mention.start < end:
        return {}
    parts = {}
    if value.kind == "city":
        parts["city"] = Candidate("city", value.name, (mention.span,), "next-meeting-city", score)
    if value.country:
        parts["country"] = Candidate("country", value.country, (mention.span,), "next-meeting-country", score)
    return parts


def _without_date(scope: Scope) -> Iterator[Candidate]:
    """A next meeting whose place alone is told: "The next meeting will be hosted in Orsay"."""
    patterns = scope.lexicon.made(_patterns)
    for block in scope.blocks:
        match = patterns.next.search(block.text) if block.kind not in ("running", "meta", "code") else None
        if match is None:
            continue
        low, high = sentence(block.text, match.start(), match.end())
        parts = _place(scope, block, match.end(), high, 0.5) if match.end() < high else {}
        if "place" in parts and patterns.planned.search(block.text, low, high):
            spans: tuple[Span, ...] = (cover(parts["place"].spans),)
            yield Candidate("next_meetings", parts["place"].value, spans, "next-meeting-place", 0.5, parts)
            return
