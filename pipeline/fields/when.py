"""When the meeting was: its first and last day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.fields.candidate import Candidate, Decided, Finding, Found
from pipeline.layout.block import Block
from pipeline.meetings.dating import Use, is_day, use, words_before
from pipeline.meetings.duration import stated_days
from pipeline.meetings.scope import Scope
from pipeline.mentions.dates import years
from pipeline.mentions.mention import DateValue, Mention, PartialDate
from pipeline.text import Span

#: What each further place that gives the same date adds to its score, and the most that a date can reach.
_AGAIN = 0.05
_MOST = 0.97
#: A date counts as given again by another that is at least so sure; more than so many say nothing new.
_RELIABLE, _MANY = 0.5, 20
#: Blocks of words whose years hold for dates without one.
_YEARS = 3
#: Reports are published on one day; several are a meeting's.
_RANGE = 0.04
#: A line so short that comes again so often is a page's head, or a printer's stamp.
_HEAD, _REPEATED = 100, 3
#: Longer than this is a project, a period or a mandate.
_LONGEST = timedelta(days=31)
#: What is left of the score of dates that another statement contradicts.
_DOUBTED = 0.85
#: Blocks of words in which a day is looked for when the heading gives a month.
_OPENING = 6
#: How far apart the days of one meeting stand, in characters ("Thursday, 4 October, from 2 to 5, and Friday, ...").
_NEXT_DAY = 80


@dataclass(frozen=True, slots=True)
class _Dated:
    """A date of the scope, with its year, and what it is for. ``spans`` are its own and that of its year."""

    mention: Mention
    value: DateValue
    use: Use
    spans: tuple[Span, ...]
    position: int


def find(scope: Scope, decided: Decided) -> Found:  # noqa: ARG001
    """Candidates for the meeting's first and last day."""
    dated = _dated(scope)
    meeting = [item for item in dated if item.use.role in ("meeting", "")]
    given: dict[PartialDate, list[_Dated]] = {}
    for item in meeting:
        if is_day(item.value) and item.use.score >= _RELIABLE:
            given.setdefault(item.value.start, []).append(item)
    candidates: list[Candidate] = []
    findings: list[Finding] = []
    for item in meeting:
        score = _score(scope, item, given)
        if score <= 0:
            continue
        value, doubts = _doubts(item)
        for name, day in (("start_date", value.start), ("end_date", value.end)):
            candidates.append(Candidate(name, day, item.spans, item.use.rule, round(score, 3)))
        findings.extend(doubts if score >= 0.3 else ())
    candidates = _refined(candidates, meeting)
    candidates = _whole_stay(candidates, meeting)
    best = _best(candidates)
    told = [finding for finding in findings if best is not None and finding.span in best.spans]
    doubt = _duration(scope, candidates)
    if doubt is not None:
        candidates = [replace(c, score=round(c.score * _DOUBTED, 3)) for c in candidates]
        told.append(doubt)
    return Found(tuple(candidates), tuple(told))


def _duration(scope: Scope, candidates: Sequence[Candidate]) -> Finding | None:
    """What is wrong when the days found are not as many as the text says: "the three-day workshop"."""
    decided = Decided(tuple(candidates))
    ends = [decided.best(name) for name in ("start_date", "end_date")]
    first, last = (_day(end.value) if end and isinstance(end.value, PartialDate) else None for end in ends)
    stated = stated_days(scope) if first is not None and last is not None else None
    if first is None or last is None or stated is None or (last - first).days + 1 == stated[0]:
        return None
    found = (last - first).days + 1
    return Finding(
        "duration-disagrees", "warning", f"The text says {stated[0]} days, the dates are {found}.", stated[1]
    )


def _best(candidates: Sequence[Candidate]) -> Candidate | None:
    starts = [candidate for candidate in candidates if candidate.field == "start_date"]
    return min(starts, key=lambda c: (-c.score, c.spans[0].start), default=None)


def _dated(scope: Scope) -> list[_Dated]:
    blocks = scope.blocks
    positions = words_before(blocks)
    found: list[_Dated] = []
    lines = Counter(block.text for block in blocks if len(block.text) < _HEAD)
    for mention in scope.mentions("date"):
        if not isinstance(mention.value, DateValue):
            continue
        near = [block for block in _beside(scope, mention.block) if block.kind not in ("rule", "code")]
        told = use(scope.reading, mention, positions[mention.block], near)
        if lines[scope.reading.blocks[mention.block].text] >= _REPEATED and told.role == "meeting":
            told = replace(told, rule="running-head", score=min(told.score, 0.45))
        found.append(_Dated(mention, mention.value, told, (mention.span,), positions[mention.block]))
    return _with_years(scope, found)


def _beside(scope: Scope, number: int) -> Sequence[Block]:
    """A block with the one before it and the one after it, inside the scope."""
    return scope.reading.blocks[max(scope.start, number - 1) : min(scope.end, number + 2)]


@dataclass(frozen=True)
class _Known:
    """Dates of the scope that have a year: by block, those at the front, all where they share one year; the file's."""

    blocks: Mapping[int, Sequence[_Dated]]
    front: Sequence[_Dated]
    alike: Sequence[_Dated]
    hint: PartialDate | None


def _known(scope: Scope, dated: Sequence[_Dated]) -> _Known:
    whole = [item for item in dated if item.value.start.year is not None]
    blocks: dict[int, list[_Dated]] = {}
    for item in whole:
        if item.value.start.month is not None:
            blocks.setdefault(item.mention.block, []).append(item)
    precise = [item for items in blocks.values() for item in items]
    front = [
        item
        for item in whole
        if item.position <= _YEARS and (item.use.rule == "title-date" or item.value.start.month is not None)
    ]
    alike = precise if len({item.value.start.year for item in precise}) == 1 else []
    return _Known(blocks, front, alike, years.in_name(scope.document.source.path))


def _with_years(scope: Scope, dated: list[_Dated]) -> list[_Dated]:
    """Dates with the year that the scope plainly implies for those without; others without a year are left out."""
    known = _known(scope, dated)
    found: list[_Dated] = []
    for item in dated:
        role, start = item.use.role, item.value.start
        if start.year is not None:
            found.append(item)
        elif start.month is not None and (role == "meeting" or (not role and item.position <= _YEARS)):
            told = _implied(item, known)
            found.extend([told] if told is not None else [])
    return found


def _implied(item: _Dated, known: _Known) -> _Dated | None:
    """``item`` with its year: that of its own block, of the front, of all dates around it, or of the file's name."""
    beside = known.blocks.get(item.mention.block, ())
    for others, score in ((beside, 0.95), (known.front, 0.9), (known.alike, 0.7)):
        for other in others:
            value = years.nearest(item.value, other.value.start)
            if value is not None and years.fits_weekday(value) is not False:
                return replace(item, value=value, spans=(*item.spans, *other.spans), use=_weaker(item.use, score))
            if others is known.alike:
                break  # they share one year: the others say the same
    if known.hint is not None and known.hint.year is not None:
        value = years.with_year(item.value, known.hint.year)
        if value is not None and years.fits_weekday(value) is not False:
            return replace(item, value=value, use=_weaker(item.use, 0.6))
    return None


def _weaker(told: Use, factor: float) -> Use:
    return replace(told, score=told.score * factor, rule=f"{told.rule}-year-implied")


def _score(scope: Scope, item: _Dated, given: Mapping[PartialDate, Sequence[_Dated]]) -> float:
    score = item.use.score
    if item.value.start.precision == "month":
        score -= 0.25
    elif item.value.start.precision == "year":
        stated = item.use.rule in ("title-date", "date-label") or (
            item.use.rule == "date-line" and item.use.score > 0.75
        )
        score = 0.4 if stated else 0.0
    if score <= 0:
        return 0.0
    again = {other.use.rule for other in given.get(item.value.start, ())[:_MANY] if other.mention is not item.mention}
    score += _AGAIN * len(again)
    hint = years.in_name(scope.document.source.path)
    if hint is not None and scope.whole and _agrees(item.value.start, hint):
        score += 0.1
    if item.value.ambiguous:
        score *= 0.6
    if years.fits_weekday(item.value) is False:
        score *= 0.85
    first, last = _day(item.value.start), _day(item.value.end)
    if first is not None and last is not None and last - first > _LONGEST:
        score *= 0.4
    elif first is not None and last is not None and last > first and item.use.rule == "date-line":
        score += _RANGE
    return min(score, _MOST)


def _agrees(value: PartialDate, hint: PartialDate) -> bool:
    return value.day == hint.day and value.month == hint.month and value.year == hint.year and value.day is not None


def _doubts(item: _Dated) -> tuple[DateValue, list[Finding]]:
    """The value to publish, less precise where the order of day and month is open, and what is doubtful about it."""
    value, span = item.value, item.mention.span
    if value.ambiguous:
        less = PartialDate(value.start.year)
        return replace(value, start=less, end=less), [
            Finding("date-ambiguous", "warning", "Day and month of this date could be either way round.", span)
        ]
    if years.fits_weekday(value) is False:
        return value, [
            Finding("weekday-mismatch", "warning", f"{value.start} is not the weekday that is written.", span)
        ]
    return value, []


def _day(value: PartialDate) -> date | None:
    if value.year is None or value.month is None or value.day is None:
        return None
    return date(value.year, value.month, value.day)


def _refined(candidates: list[Candidate], meeting: Sequence[_Dated]) -> list[Candidate]:
    """Where the best date is a month ("Skopje, May 2023"), the first day in it that the opening names."""
    best = _best(candidates)
    if best is None or not isinstance(best.value, PartialDate) or best.value.precision != "month":
        return candidates
    for item in meeting:
        start = item.value.start
        if (
            is_day(item.value)
            and (start.year, start.month) == (best.value.year, best.value.month)
            and item.position <= _OPENING
        ):
            ends = ("start_date", start), ("end_date", item.value.end)
            return [
                *candidates,
                *(Candidate(name, day, item.spans, "day-of-month", best.score + 0.05) for name, day in ends),
            ]
    return candidates


def _whole_stay(candidates: list[Candidate], meeting: Sequence[_Dated]) -> list[Candidate]:
    """Of a range and its first day, the range; of days that follow one another, the whole stay."""
    best = _best(candidates)
    if best is None or not isinstance(best.value, PartialDate):
        return candidates
    first = _day(best.value)
    if first is None:
        return candidates
    ends = [c for c in candidates if c.field == "end_date" and c.spans == best.spans and c.score == best.score]
    if not ends or ends[0].value != best.value:
        return candidates
    for item in meeting:
        start, end = _day(item.value.start), _day(item.value.end)
        if start is None or end is None or item.use.score < 0.55:
            continue
        longer = start <= first <= end and start < end and end - start <= _LONGEST
        if longer and item.use.score >= 0.6:
            return [
                *candidates,
                Candidate("start_date", item.value.start, item.spans, f"{item.use.rule}-range", best.score + 0.01),
                Candidate("end_date", item.value.end, item.spans, f"{item.use.rule}-range", best.score + 0.01),
            ]
    return [*candidates, *_further_days(best, first, meeting)]


def _further_days(best: Candidate, first: date, meeting: Sequence[_Dated]) -> list[Candidate]:
    """The last of the days that follow the first one by one, each right after the one before or in a heading."""
    last, spans = first, best.spans
    for item in sorted(meeting, key=lambda item: item.mention.span):
        day = _day(item.value.start)
        beside = 0 <= item.mention.span.start - spans[-1].end <= _NEXT_DAY or item.use.rule in (
            "day-heading",
            "late-heading",
        )
        if day is not None and item.value.start == item.value.end and beside and day - last == timedelta(days=1):
            last, spans = day, (*spans, item.mention.span)
    if last == first:
        return []
    value = PartialDate(last.year, last.month, last.day)
    return [Candidate("end_date", value, spans[-1:], f"{best.rule}-further-day", best.score + 0.01)]
