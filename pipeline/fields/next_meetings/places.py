"""Where an announced meeting is to be: the venue and place that its sentence names, as written, or "online"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.fields.candidate import Candidate
from pipeline.fields.next_meetings.announced import patterns as cues
from pipeline.layout.block import Block
from pipeline.lexicon import Lexicon, alternation
from pipeline.meetings.scope import Scope
from pipeline.mentions.mention import Mention, PlaceValue

#: A label like "Venue:" stands so near.
_LABEL = 60
#: Characters of a sentence that may lie between two parts of one place: "SPC headquarters in Noumea".
_APART = 6
#: An offer to host stands so near before its date, and so near behind the country that makes it.
_OFFERED, _HOST = 200, 40
_PROPER = re.compile(r"[a-zà-ÿ]{3}")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9]{1,6}|[A-ZÀ-Þ][a-zà-ÿ]{0,3}")
_DASH = re.compile(r"\s*[–—-]")


@dataclass(frozen=True)
class _Patterns:
    located: re.Pattern[str]
    place: re.Pattern[str]
    rest: re.Pattern[str]
    venue: re.Pattern[str]
    tail: re.Pattern[str]
    online: re.Pattern[str]
    by_means_of: re.Pattern[str]
    no_place: re.Pattern[str]


def _patterns(lexicon: Lexicon) -> _Patterns:
    small = alternation(lexicon.words("places", "small"))
    articles = alternation(lexicon.words("dates", "articles"))
    before = alternation(lexicon.words("meetings", "place_before"))
    online = alternation([*lexicon.words("places", "online_tools"), *lexicon.words("places", "online")])
    online = rf"(?<![\w-]){online}(?:\s+(?:conference|meeting))?(?![\w-])"
    times = alternation(lexicon.words("meetings", "time_labels"))
    means = alternation([*lexicon.words("places", "via"), *lexicon.words("places", "held")])
    return _Patterns(
        located=lexicon.pattern(
            rf"(?<![\w-]){alternation(lexicon.words('meetings', 'place_labels'))}(?![\w-])", re.IGNORECASE
        ),
        # "at Bistro Campagne", "in the Town Hall"
        place=lexicon.pattern(
            rf"(?<!\w)(?i:{before})\s+(?:(?i:{articles})\s+)?"
            rf"(?P<place>[A-ZÀ-Þ][\w’'&.-]*"
            rf"(?:(?:,?\s+[A-ZÀ-Þ0-9]|(?:\s+[a-z]{{5,}})?,?\s+(?:(?:{small}|{before}|{articles})\s+){{0,2}}[A-ZÀ-Þ])"
            r"[\w’'&-]*){0,7})"
        ),
        rest=lexicon.pattern(
            rf"(?P<between>[\s,;:(–-]*)(?P<place>[A-ZÀ-Þ][\w’'&-]+(?:,?\s+(?:{small}\s+)?[A-ZÀ-Þ0-9][\w’'&-]*(?:\.\d+)*){{0,7}})\s*[.;)]?\s*$"
        ),
        venue=lexicon.pattern(rf"(?<!\w){alternation(lexicon.words('places', 'venue_nouns'))}(?!\w)", re.IGNORECASE),
        tail=lexicon.pattern(
            rf"(?:[\s.,;(–-]+{alternation(lexicon.words('next_meetings', 'not_last'))}?(?!\w))+$", re.IGNORECASE
        ),
        online=lexicon.pattern(online, re.IGNORECASE),
        # "im Jahr", "at 10 Eastern Time"
        no_place=lexicon.pattern(rf"(?:^{alternation(lexicon.numbers('dates', 'units'))}|\b{times})$", re.IGNORECASE),
        # "via Zoom", "by teleconference", and "held online"
        by_means_of=lexicon.pattern(
            rf"(?<![\w-]){means}\s+(?:\w{{1,3}}\s+)?(?P<online>{online})",
            re.IGNORECASE,
        ),
    )


@dataclass(frozen=True)
class _Sentence:
    """``block.text[low:high]``, with the places named in it and where dates stand."""

    scope: Scope
    block: Block
    low: int
    high: int
    named: list[Mention]
    dates: list[tuple[int, int]]

    @property
    def text(self) -> str:
        return self.block.text


def place(scope: Scope, block: Block, low: int, high: int, score: float) -> dict[str, Candidate]:
    """The parts "place", "city" and "country" of the meeting that ``block.text[low:high]`` announces."""
    known = scope.lexicon.made(_patterns)
    dates = [(m.start, m.end) for m in scope.reading.mentions.in_block(block.number, "date") if m.start < high]
    named = [
        mention
        for kind in ("venue", "place")
        for mention in scope.reading.mentions.in_block(block.number, kind)
        if low <= mention.start < high
        and not (isinstance(mention.value, PlaceValue) and mention.value.kind == "region")
        and not any(start < mention.end and mention.start < end for start, end in dates)
    ]
    told = _Sentence(scope, block, low, high, named, dates)
    found = (
        _behind_preposition(told, known)
        or _beside_date(told, known)
        or _host(told)
        or _town(told)
        or _by_means_of(told, known)
    )
    if found is None:
        return {}
    begin, end = found
    text = known.tail.sub("", block.text[begin:end])
    if not text:
        return {}
    spans = (block.view.span(begin, begin + len(text)),)
    parts = {"place": Candidate("place", text, spans, "next-meeting-place", score)}
    for mention in scope.reading.mentions.in_block(block.number, "place"):
        if begin <= mention.start < end:
            parts.update(_gazetteer(mention, score))
    return parts


def _behind_preposition(told: _Sentence, known: _Patterns) -> tuple[int, int] | None:
    """What stands behind a preposition: "at Bistro Campagne", "in Apia, Samoa"."""
    position = told.low
    while match := known.place.search(told.text, position, told.high):
        begin, end = match.span("place")
        end = min((start for start, _ in told.dates if begin < start < end), default=end)
        date_end = next((stop for start, stop in told.dates if start <= begin < stop), None)
        position = date_end or end
        if date_end is not None:
            continue
        if known.no_place.search(told.text[begin:end].rstrip()):
            continue
        inside = [mention for mention in told.named if begin <= mention.start < end]
        if not inside and (_ACRONYM.fullmatch(told.text, begin, end) or known.online.match(told.text, begin, end)):
            continue
        return begin, max([end, *(mention.end for mention in inside)])
    return None


def _beside_date(told: _Sentence, known: _Patterns) -> tuple[int, int] | None:
    """What a line holds beside its date: "7 December 2022 at 13:00, Pilot House"; no "12 May – General Assembly"."""
    scope, text, low, high = told.scope, told.text, told.low, told.high
    times = [(m.start, m.end) for m in scope.reading.mentions.in_block(told.block.number, "time")]
    inside = [(begin, stop) for begin, stop in [*told.dates, *times] if low <= begin < high]
    section = scope.reading.section_of(told.block.number)
    under = section is not None and section.kind == "next_meeting"
    cue = scope.lexicon.made(cues)
    labelled = known.located.search(text, max(0, low - _LABEL), high) or cue.next.search(text, low, high)
    if not inside or not (under or labelled):
        return None
    rest = known.rest.match(text[:high], max(stop for _, stop in inside))
    if rest is not None and _PROPER.search(rest["place"]) and not cue.kinds.search(rest["place"]):
        vouched = any(mention.start == rest.start("place") for mention in told.named)
        if vouched or known.venue.search(rest["place"]) or not _DASH.fullmatch(rest["between"]):
            return rest.span("place")
    first = min(begin for begin, _ in inside)
    before = text[low:first].strip(" :,-–|")
    if under and before and known.online.fullmatch(before):
        start = text.index(before, low)
        return start, start + len(before)
    return next(((m.start, m.end) for m in told.named if text[m.start : m.end] == before), None)


def _host(told: _Sentence) -> tuple[int, int] | None:
    """The country or town that offers to host: "Kuwait's proposal to host the tenth session in 2011"."""
    hosting = told.scope.lexicon.made(cues).hosting
    offers = [match.start() for match in hosting.finditer(told.text, max(0, told.high - _OFFERED), told.high)]
    if not offers:
        return None
    places = told.scope.reading.mentions.in_block(told.block.number, "place")
    before = [(m.start, m.end) for m in places if m.end <= offers[-1] < m.end + _HOST]
    return max(before, default=None)


def _town(told: _Sentence) -> tuple[int, int] | None:
    before = told.scope.lexicon.made(cues).before
    towns = [
        mention
        for mention in told.named
        if not (isinstance(mention.value, PlaceValue) and mention.value.kind != "city")
        and before.search(told.text, max(0, mention.start - 12), mention.start)
    ]
    if not towns:
        return None
    first = min(towns, key=lambda mention: mention.start)
    beside = [m.end for m in told.named if first.start <= m.start <= first.end + _APART]
    return first.start, max(beside)


def _by_means_of(told: _Sentence, known: _Patterns) -> tuple[int, int] | None:
    online = known.by_means_of.search(told.text, told.low, told.high)
    return online.span("online") if online else None


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
