"""Where the meeting was: venue, city, country, coordinates, and whether people met in a room, online, or both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.fields.candidate import Candidate, Decided, Found, Scalar
from pipeline.fields.where.headings import beside_date, headed
from pipeline.fields.where.labels import labelled
from pipeline.fields.where.mode import modes
from pipeline.fields.where.phrases import Piece
from pipeline.fields.where.sentences import told
from pipeline.fields.where.sources import SKIPPED, Source, patterns
from pipeline.meetings.passage import Passage
from pipeline.meetings.scope import Scope
from pipeline.mentions.mention import PartialDate

#: In so many blocks at the beginning a date may have its place beside it.
_FRONT = 14
#: In so many blocks at the end, and in lines so short, minutes are signed.
_FOOT, _SIGNED = 6, 60
#: How much less a name counts that the gazetteer or a word like "Hotel" does not vouch for.
_UNKNOWN_CITY = 0.62
_UNKNOWN_VENUE = 0.65
#: How much less a venue counts that stands beside another city than the meeting's.
_OTHER_CITY = 0.4


def find(scope: Scope, decided: Decided) -> Found:
    """Candidates for place and mode."""
    start = decided.best("start_date")
    day = start.value if start is not None and isinstance(start.value, PartialDate) else None
    found = [source for source in _sources(scope, day) if not source.phrase.empty]
    main = _main_city(found)
    places = [candidate for source in found for candidate in _candidates(source, main)]
    return Found((*places, *modes(scope, found, places, day)))


def _sources(scope: Scope, day: PartialDate | None) -> Iterator[Source]:
    known = scope.lexicon.made(patterns)
    blocks = [block for block in scope.blocks if block.kind not in SKIPPED and block.text.strip()]
    yield from labelled(scope, blocks, known)
    yield from headed(scope, blocks, day, known)
    for block in blocks[:_FRONT]:
        yield from beside_date(scope, block, day, known)
    for block in blocks[max(_FRONT, len(blocks) - _FOOT) :]:
        if len(block.text) < _SIGNED:  # "Wirges, den 11. Juli 2017": signed where and when they met
            yield from (replace(source, score=0.5) for source in beside_date(scope, block, day, known))
    yield from told(scope, blocks, day, known)


def _main_city(found: Sequence[Source]) -> str | None:
    with_city = [source for source in found if source.phrase.city is not None]
    best = max(with_city, key=lambda source: source.score, default=None)
    return _name(best.phrase.passage, best.phrase.city) if best and best.phrase.city else None


def _name(passage: Passage, piece: Piece) -> str:
    """What two mentions of one city share."""
    return piece.value.name.casefold() if piece.value else passage.text[piece.start : piece.end].casefold()


def _candidates(source: Source, main: str | None) -> Iterator[Candidate]:
    phrase, score = source.phrase, source.score
    city, country = phrase.city, phrase.country
    if main and city and _name(phrase.passage, city) != main:
        score *= _OTHER_CITY
    if phrase.venue:
        sure = 1.0 if phrase.venue_sure else _UNKNOWN_VENUE
        yield _candidate("venue", source, phrase.venue, score * sure)
    if city:
        known = city.value is not None
        yield _candidate("city", source, (city.start, city.end), score * (1.0 if known or country else _UNKNOWN_CITY))
        if city.value and city.value.latitude is not None:
            yield _candidate("latitude", source, (city.start, city.end), score, city.value.latitude)
            yield _candidate("longitude", source, (city.start, city.end), score, city.value.longitude)
    if country and country.value:
        yield _candidate("country", source, (country.start, country.end), score, country.value.country)
    elif city and city.value:
        yield _candidate("country", source, (city.start, city.end), score * 0.97, city.value.country)
    if city or country or phrase.venue:
        yield _candidate("place_text", source, phrase.ends, score * (1.0 if city or country else 0.8))


def _candidate(field: str, source: Source, stretch: tuple[int, int], score: float, value: Scalar = None) -> Candidate:
    passage = source.phrase.passage
    text = " ".join(passage.text[slice(*stretch)].split())
    spans = passage.spans(*stretch)
    return Candidate(field, text if value is None else value, spans, source.rule, round(score, 3))
