"""Meetings that are announced: when and where the body meets next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pipeline.fields.candidate import Candidate, Decided, Found
from pipeline.fields.next_meetings.announced import OF_ANOTHER, Announced, announced, cues_before, patterns, words_of
from pipeline.fields.next_meetings.places import place
from pipeline.meetings.dating import sentence
from pipeline.meetings.scope import Scope
from pipeline.mentions.mention import PartialDate
from pipeline.text import cover

#: A cue as sure as "the next meeting": beside it, remarks under a heading count no more.
_SURE = 0.8
#: Where in its block a date stands that opens it.
_OPENS = 3
#: Rules by which a meeting is told of in passing.
_PASSING = ("will-be", "dated-meeting")
_SILENT = ("running", "meta", "code")


def find(scope: Scope, decided: Decided) -> Found:
    """One candidate for each meeting that the scope announces."""
    start = _day(decided.best("end_date") or decided.best("start_date"))
    candidates: list[Candidate] = []
    seen: set[str] = set()
    body = decided.best("body")
    told = list(announced(scope, start, words_of(str(body.value)) if body is not None else frozenset()))
    if any(item.rule != OF_ANOTHER for item in told):
        told = [item for item in told if item.rule != OF_ANOTHER]
    sure = any(item.score > _SURE for item in told)
    days = {(item.value.start.year, item.value.start.month) for item in told if item.value.start.day}
    last: dict[int, int] = {}  # by block, where the date before ended
    for item in told:
        if sure and item.rule == "next-meeting-section" and item.start > _OPENS:
            continue  # a remark under the heading, beside "The next meeting is on ..."
        if sure and item.rule in _PASSING:
            continue  # another body's
        if item.value.start.day is None and (item.value.start.year, item.value.start.month) in days:
            continue  # "the October meeting", of which the day is told elsewhere
        key = f"{item.value.start}"
        if key in seen:
            continue
        seen.add(key)
        candidates.append(_candidate(scope, item, last.get(item.block.number, 0)))
        last[item.block.number] = item.end
    if not candidates:
        candidates.extend(_without_date(scope))
    return Found(tuple(candidates))


def _day(best: Candidate | None) -> date | None:
    value = best.value if best is not None else None
    if not isinstance(value, PartialDate) or value.year is None or value.month is None:
        return None
    return date(value.year, value.month, value.day or 1)


def _candidate(scope: Scope, item: Announced, after: int) -> Candidate:
    """The meeting announced; its place stands behind ``after``, where its block gave another date before."""
    block, value, rule, score = item.block, item.value, item.rule, item.score
    spans = (block.view.span(item.start, item.end),)
    text = block.text[item.start : item.end]
    parts = {
        "start_date": Candidate("start_date", value.start, spans, rule, score),
        "end_date": Candidate("end_date", value.end, spans, rule, score),
        "date_text": Candidate("date_text", text, spans, rule, score),
    }
    known = scope.lexicon.made(patterns)
    low, high = sentence(block.text, item.start, item.end)
    low = max(low, min(after, item.start))
    if known.hosting.search(block.text, low, item.start):
        high = item.end  # "Fiji's proposal to host the ninth in 2016, Tonga's ..."
    low = min(cues_before(known, block.text, low, item.start), default=low)
    parts.update(place(scope, block, low, high, score - 0.1))
    return Candidate("next_meetings", text, spans, rule, score, parts)


def _without_date(scope: Scope) -> Iterator[Candidate]:
    """A next meeting whose place alone is told: "The next meeting will be hosted in Orsay"."""
    known = scope.lexicon.made(patterns)
    for block in scope.blocks:
        match = known.next.search(block.text) if block.kind not in _SILENT else None
        if match is None:
            continue
        low, high = sentence(block.text, match.start(), match.end())
        parts = place(scope, block, match.end(), high, 0.5) if match.end() < high else {}
        if "place" in parts and known.planned.search(block.text, low, high):
            yield Candidate(
                "next_meetings", parts["place"].value, (cover(parts["place"].spans),), "next-meeting-place", 0.5, parts
            )
            return
