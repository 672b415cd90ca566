"""When on its day the meeting began and ended: from its header, "called to order at" and "adjourned at"."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace

from pipeline.fields.candidate import Candidate, Decided, Found
from pipeline.layout.block import Block
from pipeline.lexicon import Lexicon, alternation
from pipeline.meetings.dating import sentence, words_before
from pipeline.meetings.scope import Scope
from pipeline.mentions.mention import Mention, TimeValue
from pipeline.text import Span

#: Blocks of words from the scope's start in which a header may stand.
_HEADER = 20
#: The same for an hour with a label of its own, which may follow a long list of those present.
_LABELS = 60
#: What a date after its hour counts as further away than one before it.
_AFTER = 10
#: Blocks of words that can be a title, and how long one is.
_TITLE, _LINE = 2, 120
#: Characters beside a range of hours that stands on a line of its own.
_ALONE = 15
#: Characters between a date and its hour.
_BESIDE = 60
_EDGE = " \t#*-–—•|("
#: A time at the beginning of a line may belong to the date at the end of the line before: "3 May 2012 at / 2 pm".
_NEXT_LINE = 6


@dataclass(frozen=True)
class _Patterns:
    opened: re.Pattern[str]
    closed: re.Pattern[str]
    planned: re.Pattern[str]
    next: re.Pattern[str]
    comings: re.Pattern[str]
    start_label: re.Pattern[str]
    end_label: re.Pattern[str]
    start_behind: re.Pattern[str]
    end_behind: re.Pattern[str]
    half: re.Pattern[str]


def _patterns(lexicon: Lexicon) -> _Patterns:
    def cue(key: str) -> re.Pattern[str]:
        return lexicon.pattern(rf"(?<!\w){alternation(lexicon.words('meetings', key))}(?!\w)", re.IGNORECASE)

    def label(key: str) -> re.Pattern[str]:
        words = alternation(lexicon.words("meetings", key))
        return lexicon.pattern(
            rf"(?:^|[|;•·,(]|\s\s|[.)\]]\s|\d\s)\W*{words}\W*(?:[:：=–—|-]\W*|\s\W*)$", re.IGNORECASE
        )

    def behind(key: str) -> re.Pattern[str]:
        return lexicon.pattern(rf"\W*{alternation(lexicon.words('meetings', key))}\W*$", re.IGNORECASE)

    kinds = alternation(word for words in lexicon.groups("meetings", "kinds").values() for word in words)
    halves = alternation([*lexicon.words("dates", "am"), *lexicon.words("dates", "pm")])
    return _Patterns(
        opened=cue("opened"),
        closed=cue("closed"),
        planned=cue("planned"),
        # "the next (virtual) meeting is on Friday from 10"
        next=lexicon.pattern(
            rf"(?<!\w)(?:{alternation(lexicon.words('meetings', 'next_meeting'))}"
            rf"|{alternation(lexicon.words('dates', 'relative_next'))}\s+(?:[\w()’'-]+\s+){{0,3}}?[\w-]*{kinds})(?!\w)",
            re.IGNORECASE,
        ),
        # "18:45: Ms Petit leaves the meeting"
        comings=lexicon.pattern(rf"(?<!\w){alternation(lexicon.words('dates', 'comings'))}(?!\w)", re.IGNORECASE),
        start_label=label("time_labels"),
        end_label=label("end_labels"),
        # "20:00 Open", "22:10 - Close" on a line of its own
        start_behind=behind("time_labels"),
        end_behind=behind("end_labels"),
        half=lexicon.pattern(rf"\d\s?{halves}|UTC|GMT|\b0\d[:.]|\bZ\b", re.IGNORECASE),
    )


def find(scope: Scope, decided: Decided) -> Found:
    """Candidates for start_time and end_time."""
    patterns = scope.lexicon.made(_patterns)
    positions = words_before(scope.blocks)
    first, last = _days(decided, "start_date"), _days(decided, "end_date")
    last = [] if first == last else sorted(set(last) - set(first))
    found: list[Candidate] = []
    for mention in scope.mentions("time"):
        if not isinstance(mention.value, TimeValue):
            continue
        block = scope.reading.blocks[mention.block]
        timed = replace(mention, value=_in_daytime(mention, block, patterns))
        gap, last_gap = _gap(timed, block, first), _gap(timed, block, last)
        told = _judged(patterns, timed, block, position=positions[mention.block], gap=_least(gap, last_gap))
        if last_gap is not None and (gap is None or last_gap < gap):
            # The hours of the last day: they say when the meeting ended, not when it began.
            told = [replace(c, score=c.score + 0.03) for c in told if c.field == "end_time"]
        found.extend(told)
    return Found(tuple(_in_order(found)))


def _days(decided: Decided, field: str) -> list[Span]:
    """Where the text gives the day that was decided on, in order."""
    best = decided.best(field)
    return sorted(c.spans[0] for c in decided.all(field) if best is not None and c.value == best.value and c.spans)


def _gap(mention: Mention, block: Block, days: list[Span]) -> int | None:
    """Characters between a time and the closest of ``days`` in its block, preferring the day before it."""
    number = bisect_left(days, mention.span)
    gaps = [
        mention.span.start - day.end if day.end <= mention.span.start else _AFTER + day.start - mention.span.end
        for day in days[max(0, number - 1) : number + 1]
        if block.span.contains(day) or 0 <= mention.span.start - day.end <= _NEXT_LINE
    ]
    return min(gaps, default=None)


def _least(*gaps: int | None) -> int | None:
    return min((gap for gap in gaps if gap is not None), default=None)


def _in_daytime(mention: Mention, block: Block, patterns: _Patterns) -> TimeValue:
    """Its hours. One with neither half of the day nor zone ("1:05") is the afternoon's, not the night's."""
    value = mention.value
    assert isinstance(value, TimeValue)
    if patterns.half.search(block.text[mention.start : mention.end + 4]):
        return value

    def daytime(clock: str) -> str:
        return f"{int(clock[:2]) + 12}{clock[2:]}" if "01:00" <= clock < "07:00" else clock

    return TimeValue(daytime(value.start), daytime(value.end) if value.end else None)


def _judged(patterns: _Patterns, timed: Mention, block: Block, *, position: int, gap: int | None) -> list[Candidate]:
    value = timed.value
    assert isinstance(value, TimeValue)
    begin, finish = sentence(block.text, timed.start, timed.end)
    before, after = block.text[max(begin, timed.start - 120) : timed.start], block.text[timed.end : finish][:40]
    if patterns.planned.search(before):
        return []
    opened, closed = _last(patterns.opened, before), _last(patterns.closed, before)
    if closed is not None and (opened is None or closed < opened):
        return [_candidate("end_time", value.end or value.start, timed, "adjourned", 0.92)]
    if opened is not None or patterns.opened.search(after):
        return _both(timed, value, "called-to-order", 0.92)
    if patterns.closed.search(after):
        return [_candidate("end_time", value.end or value.start, timed, "adjourned", 0.85)]
    beside = gap is not None and gap <= _BESIDE
    if position > _LABELS or patterns.comings.search(before + after) or (not beside and patterns.next.search(before)):
        return []
    prefix = block.text[max(0, timed.start - 40) : timed.start]
    if patterns.end_label.search(prefix):
        return [_candidate("end_time", value.end or value.start, timed, "end-label", 0.85)]
    if patterns.start_label.search(prefix):
        return _both(timed, value, "time-label", 0.86)
    if position > _HEADER:
        return _before_its_word(patterns, timed, block, value)
    if told := _before_its_word(patterns, timed, block, value):
        return told
    if beside:
        return _both(timed, value, "beside-date", 0.8)
    if value.end and position <= _TITLE and block.kind != "item" and len(block.text) < _LINE:
        return _both(timed, value, "title-time", 0.6)
    if value.end and block.kind != "item" and len(block.text) - (timed.end - timed.start) < _ALONE:
        return _both(timed, value, "header-time", 0.6)
    return []


def _before_its_word(patterns: _Patterns, timed: Mention, block: Block, value: TimeValue) -> list[Candidate]:
    """An hour and its word, and nothing else on the line: "20:00 Open"."""
    if len(block.text) > _LINE or block.text[: timed.start].strip(_EDGE):
        return []
    if patterns.end_behind.match(block.text, timed.end):
        return [_candidate("end_time", value.end or value.start, timed, "end-line", 0.75)]
    if patterns.start_behind.match(block.text, timed.end):
        return _both(timed, value, "start-line", 0.75)
    return []


def _last(pattern: re.Pattern[str], text: str) -> int | None:
    ends = [match.end() for match in pattern.finditer(text)]
    return len(text) - ends[-1] if ends else None


def _both(mention: Mention, value: TimeValue, rule: str, score: float) -> list[Candidate]:
    found = [_candidate("start_time", value.start, mention, rule, score)]
    if value.end:
        found.append(_candidate("end_time", value.end, mention, rule, score - 0.02))
    return found


def _candidate(field: str, clock: str, mention: Mention, rule: str, score: float) -> Candidate:
    return Candidate(field, clock, (mention.span,), rule, score)


def _in_order(found: list[Candidate]) -> list[Candidate]:
    """An end before the start that half a day later comes after it: "7:00 pm" to "8:20"."""
    starts = [candidate for candidate in found if candidate.field == "start_time"]
    if not starts:
        return found
    start = str(max(starts, key=lambda candidate: candidate.score).value)

    def mended(candidate: Candidate) -> Candidate:
        clock = str(candidate.value)
        if candidate.field == "end_time" and clock < start and clock < "12:00":
            later = f"{int(clock[:2]) + 12:02d}{clock[2:]}"
            if later > start:
                return replace(candidate, value=later, score=candidate.score - 0.1)
        return candidate

    return [mended(candidate) for candidate in found]
