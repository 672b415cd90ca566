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
from pipeline.mentions.dates.taken import Taken
from pipeline.mentions.mention import DateValue, Mention, PartialDate, PlaceValue
from pipeline.text import Span, cover

#: A next meeting is some months away; a date beyond that belongs to a plan or a project.
_AHEAD = 900
#: A year alone counts only after a cue as sure as "the next meeting": "in Karakol in 2013".
_SURE = 0.8
#: Where in its block a date stands that opens it: "- 28 March 2018".
_OPENS = 3
#: A line so short is a label: "Next meetings:", "Date of next meeting: 4 May".
_LABEL = 60
#: Lines that may stand between two dates of such a list.
_LINES = 2
#: Under "Next meeting", a sentence so short needs no word for a meeting.
_SHORT = 100
#: Characters of a sentence that may lie between two parts of one place: "SPC headquarters in Noumea".
_APART = 6
_IN_YEAR = re.compile(r"\bin(?:\s+the\s+year)?\s*$")
_PROPER = re.compile(r"[a-zà-ÿ]{3}")
_TAIL = re.compile(r"(?:[\s.,;(–-]+(?:in|on|at|from|the|en|am|im|le|el|op)?(?![\w]))+$")
_REST = re.compile(
    r"[\s,;–-]*(?P<place>[A-ZÀ-Þ][\w’'&-]+(?:,?\s+(?:(?:of|the|de|du|des|la|van|der)\s+)?[A-ZÀ-Þ0-9][\w’'&-]*(?:\.\d+)*){0,7})\s*[.;)]?\s*$"
)
_ACRONYM = re.compile(r"[A-Z][A-Z0-9]{1,6}|[A-ZÀ-Þ][a-zà-ÿ]{0,3}")


@dataclass(frozen=True)
class _Patterns:
    next: re.Pattern[str]
    planned: re.Pattern[str]
    meets: re.Pattern[str]
    kinds: re.Pattern[str]
    deadline: re.Pattern[str]
    published: re.Pattern[str]
    records: re.Pattern[str]
    located: re.Pattern[str]
    cancelled: re.Pattern[str]
    before: re.Pattern[str]
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
        # "next meeting"; "the next annual coordinators' meeting"
        next=re.compile(
            rf"(?<![\w-])(?:{alternation(lexicon.words('meetings', 'next_meeting'))}"
            rf"|{alternation(lexicon.words('dates', 'relative_next'))}\s+(?:[\w’'-]+\s+){{1,3}}{kinds})(?![\w-])",
            re.IGNORECASE,
        ),
        planned=cue("planned"),
        meets=cue("will_meet"),
        kinds=re.compile(rf"(?<!\w){kinds}(?!\w)", re.IGNORECASE),
        deadline=cue("deadline", r"\W*$"),
        published=cue("publication", r"[\W\w]{0,12}$"),
        records=cue("records"),
        located=cue("place_labels"),
        cancelled=cue("cancelled"),
        before=re.compile(
            rf"(?:[,(–-]|(?<!\w){alternation(lexicon.words('meetings', 'place_before'))})\s*$", re.IGNORECASE
        ),
        # "at Bistro Campagne", "in the Town Hall"
        place=re.compile(
            rf"(?<!\w)(?i:{alternation(lexicon.words('meetings', 'place_before'))})\s+"
            r"(?P<place>(?:the\s+)?[A-ZÀ-Þ][\w’'&.-]*"
            r"(?:(?:,?\s+[A-ZÀ-Þ0-9]|(?:\s+[a-z]{5,})?,?\s+(?:(?:of|the|and|in|at|de|du|des|la|von|[’'&])\s+){0,2}[A-ZÀ-Þ])"
            r"[\w’'&-]*){0,7})"
        ),
    )


def find(scope: Scope, decided: Decided) -> Found:
    """One candidate for each meeting that the scope announces."""
    start = _day(decided.best("end_date") or decided.best("start_date"))
    candidates: list[Candidate] = []
    seen: set[str] = set()
    told = list(_announced(scope, start))
    sure = any(item.score > _SURE for item in told)
    for announced in told:
        if sure and announced.rule == "next-meeting-section" and announced.start > _OPENS:
            continue  # a remark under the heading, beside "The next meeting is on ..."
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
    listed = 0  # lines left under one like "Next meetings:", where most lines begin with a date
    for block in scope.blocks:
        if block.kind in ("running", "meta", "rule", "code"):
            continue
        section = scope.reading.section_of(block.number)
        under = section is not None and section.kind == "next_meeting"
        cue = patterns.next.search(block.text)
        if (cue is not None and len(block.text) < _LABEL) or (listed and _opens_with_date(scope, block)):
            listed = _LINES
        else:
            listed = max(listed - 1, 0)
        if not (under or listed or cue or patterns.planned.search(block.text) or patterns.meets.search(block.text)):
            continue
        told_from = relative.find(block.text, start, scope.lexicon) if start is not None else []
        taken = Taken([(r.start, r.end) for r in told_from])
        dates = [(r.start, r.end, r.value, 0.0) for r in told_from]
        dates.extend(
            (m.start, m.end, m.value, 0.05)
            for m in scope.reading.mentions.in_block(block.number, "date")
            if isinstance(m.value, DateValue) and not taken.hits(m.start, m.end)
        )
        for begin, end, value, bonus in sorted(dates, key=lambda item: item[0]):
            counted = bonus == 0  # "this year", told from the meeting's own
            when = _resolved(value, start, counted=counted)
            told = _told(patterns, block, begin, end, under=under or listed == _LINES)
            sure = told is not None and _year_counts(patterns, block.text[:begin], *told)
            if value.start.month is None and not counted and not sure:
                continue
            if told is not None and when is not None:
                yield _Announced(block, begin, end, when, told[0], told[1] + bonus)


def _year_counts(patterns: _Patterns, before: str, rule: str, score: float) -> bool:
    """Whether a year alone is a meeting's: "the next one in Karakol in 2013", "to host the summit in the year 2000"."""
    if rule == "planned-meeting":
        return _IN_YEAR.search(before) is not None
    return score > _SURE and (patterns.before.search(before) or _IN_YEAR.search(before)) is not None


def _opens_with_date(scope: Scope, block: Block) -> bool:
    return any(mention.start <= _OPENS for mention in scope.reading.mentions.in_block(block.number, "date"))


def _told(patterns: _Patterns, block: Block, begin: int, end: int, *, under: bool) -> tuple[str, float] | None:
    """By which rule, and how surely, a date of ``block`` is an announced meeting's."""
    low, high = sentence(block.text, begin, end)
    before, after = block.text[low:begin], block.text[end:high]
    if (
        patterns.deadline.search(before)
        or patterns.published.search(before)
        or patterns.cancelled.search(before + after)
    ):
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
    named = patterns.kinds.search(before + after)
    short = high - low < _SHORT or (named and planned)
    if under and short and not patterns.records.search(before + after):
        return "next-meeting-section", 0.7
    return None


def _resolved(value: DateValue, start: date | None, *, counted: bool) -> DateValue | None:
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
    if first.year is None or (first.month is None and start is not None and first.year < start.year + (not counted)):
        return None
    if start is not None:
        day = date(first.year, first.month or 12, first.day or 28)
        if not 0 < (day - start).days < _AHEAD:
            return None
    return value


def _candidate(scope: Scope, announced: _Announced) -> Candidate:
    patterns = scope.lexicon.made(_patterns)
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
    cues = [m.start() for p in (patterns.next, patterns.planned) for m in p.finditer(block.text, low, announced.start)]
    parts.update(_place(scope, block, min(cues, default=low), high, announced.score - 0.1))
    text = block.text[announced.start : announced.end]
    return Candidate("next_meetings", text, spans, announced.rule, announced.score, parts)


def _place(scope: Scope, block: Block, low: int, high: int, score: float) -> dict[str, Candidate]:
    """Where: the venue and place that one sentence names, as written; city and country by the gazetteer."""
    patterns = scope.lexicon.made(_patterns)
    taken = [(m.start, m.end) for m in scope.reading.mentions.in_block(block.number, "date")]
    named = [
        mention
        for kind in ("venue", "place")
        for mention in scope.reading.mentions.in_block(block.number, kind)
        if low <= mention.start < high
        and not (isinstance(mention.value, PlaceValue) and mention.value.kind == "region")
        and not any(start < mention.end and mention.start < end for start, end in taken)
    ]
    position = low
    while match := patterns.place.search(block.text, position, high):
        begin, end = match.span("place")
        end = min((start for start, _ in taken if begin < start < end), default=end)
        date_end = next((stop for start, stop in taken if start <= begin < stop), None)
        position = date_end or end
        if date_end is not None:
            continue
        known = [mention for mention in named if begin <= mention.start < end]
        if not known and _ACRONYM.fullmatch(block.text, begin, end):
            continue
        end = max([end, *(mention.end for mention in known)])
        return _placed(block, begin, end, known, score)
    timed = [(m.start, m.end) for m in scope.reading.mentions.in_block(block.number, "time")]
    last = max((stop for begin, stop in [*taken, *timed] if low <= begin < high), default=high)
    rest = _REST.match(block.text[:high], last)
    section = scope.reading.section_of(block.number)
    promised = patterns.located.search(block.text, max(0, low - _LABEL), high)
    if (
        rest is not None
        and _PROPER.search(rest["place"])
        and (promised or (section is not None and section.kind == "next_meeting"))
    ):
        known = [mention for mention in named if rest.start("place") <= mention.start < rest.end("place")]
        return _placed(block, *rest.span("place"), known, score)  # "7 December 2022 at 13:00, Pilot House"
    cities = [
        mention
        for mention in named
        if not (isinstance(mention.value, PlaceValue) and mention.value.kind != "city")
        and patterns.before.search(block.text, max(0, mention.start - 12), mention.start)
    ]
    if not cities:
        return {}
    first = min(cities, key=lambda mention: mention.start)
    beside = [m for m in named if first.start <= m.start <= first.end + _APART]
    return _placed(block, first.start, max(m.end for m in beside), beside, score)


def _placed(block: Block, begin: int, end: int, named: list[Mention], score: float) -> dict[str, Candidate]:
    text = _TAIL.sub("", block.text[begin:end])
    if not text:
        return {}
    spans = (block.view.span(begin, begin + len(text)),)
    parts = {"place": Candidate("place", text, spans, "next-meeting-place", score)}
    for mention in named:
        parts.update(_gazetteer(mention, score))
    return parts


def _gazetteer(mention: Mention, score: float) -> dict[str, Candidate]:
    value = mention.value
    if not isinstance(value, PlaceValue):
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
