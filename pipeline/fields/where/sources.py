"""Where reports say where: the patterns and the little that labels, headings and sentences share."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.fields.where.phrases import Phrase, Words, words
from pipeline.layout.block import Block
from pipeline.lexicon import Gate, Guarded, Lexicon, alternation
from pipeline.meetings.scope import Scope
from pipeline.mentions.mention import DateValue, PartialDate

SKIPPED = ("running", "code", "rule")


@dataclass(frozen=True)
class Source:
    """A phrase with the rule that found it and the probability that it says where the meeting was."""

    phrase: Phrase
    rule: str
    score: float


@dataclass(frozen=True)
class Patterns:
    """What the sources look for."""

    label: Guarded
    open_label: re.Pattern[str]
    next_label: re.Pattern[str]
    other_meeting: Guarded
    held: Guarded
    verb: re.Pattern[str]
    occasion: Guarded
    opened: Guarded
    preposition: re.Pattern[str]
    seat_of: Guarded
    small_venue: Guarded
    not_there: re.Pattern[str]
    capital_stop: re.Pattern[str]
    stop: re.Pattern[str]
    seat: re.Pattern[str]
    contact: re.Pattern[str]
    small: re.Pattern[str]
    participle: re.Pattern[str]
    object: re.Pattern[str]
    business: Guarded
    set_apart: re.Pattern[str]
    at: re.Pattern[str]
    event: re.Pattern[str]
    gap_before: re.Pattern[str]
    gap_behind: re.Pattern[str]
    municipality: re.Pattern[str]
    body: Guarded
    this_meeting: re.Pattern[str]
    it: re.Pattern[str]
    phrases: Words
    telling: Gate


def patterns(lexicon: Lexicon) -> Patterns:
    """The patterns of a lexicon."""

    def any_of(key: str) -> str:
        return alternation(lexicon.words("places", key))

    def whole(key: str) -> Guarded:
        return lexicon.guarded(rf"\b{any_of(key)}\b", lexicon.words("places", key))

    verbs = alternation([*lexicon.words("places", "held"), *lexicon.words("places", "auxiliaries")])
    kinds = [word for words in lexicon.groups("meetings", "kinds").values() for word in words]
    events = alternation([*kinds, *lexicon.words("places", "in_person")])
    unless = "".join(rf"(?<!\b{re.escape(word)})" for word in lexicon.words("places", "auxiliaries"))
    return Patterns(
        # "Venue: Hotel Galeb", "[Place] Manila", "Meeting Location | B&T 4-15", "Place : Meeting Room"
        lexicon.guarded(
            rf"(?<![\w])\[?(?P<label>{any_of('labels')})\]?\s*(?::|=|\||(?<=\])|\s[-–]\s)\s*",
            lexicon.words("places", "labels"),
        ),
        # "Ort Restaurant Zunft zur Linde", and a label that fills its line
        lexicon.pattern(rf"[*#\s]*(?P<label>(?i:{any_of('open_labels')}))(?:\s+(?=[A-ZÀ-Þ\d])|\s*:?\s*$)"),
        lexicon.pattern(r"\s(?:\|\s*)?(?=[A-ZÀ-Þ][\w/&-]*(?:\s[\w/&-]+){0,2}\s?:\s)|\s\|\s.*$"),
        whole("other_meetings"),
        whole("held"),
        lexicon.pattern(rf"\s{verbs}[\s.]", re.IGNORECASE),
        whole("occasions"),
        whole("opened"),
        lexicon.pattern(rf"(?<![\w-])(?P<word>(?i:{any_of('in')}))(?:\s+|(?<=['’]))(?i:the\s+)?(?=[A-ZÀ-Þ\d])"),
        # "at the headquarters of the Bank", "in the library of the Old School"
        lexicon.guarded(
            rf"(?<![\w-]){any_of('in')}\s+(?:(?:the|its|their)\s+)?(?P<venue>(?:[a-z]+\s)?{any_of('venue_nouns')}\s+"
            rf"(?:{any_of('small')}(?:\s+|(?<=['’]))){{1,3}}[A-ZÀ-Þ][\w’'-]*(?:\s+(?:{any_of('small')}\s+){{0,2}}[A-ZÀ-Þ][\w’'-]*){{0,6}})",
            lexicon.words("places", "venue_nouns"),
            flags=re.NOFLAG,
        ),
        # "s'est réuni à la salle des fêtes", "in de raadzaal van het gemeentehuis"
        lexicon.guarded(
            rf"(?<![\w-]){any_of('in')}(?:\s+|(?<=['’]))(?P<venue>{any_of('small_venues')}(?!\w)"
            rf"(?:\s+(?:{any_of('small')}(?:\s+|(?<=['’]))){{1,2}}{any_of('venue_nouns')}(?!\w))?)",
            lexicon.words("places", "small_venues"),
            flags=re.NOFLAG,
        ),
        lexicon.pattern(rf"\s*(?:the\s+)?(?:\w+\s+)?{any_of('not_there')}\b", re.IGNORECASE),
        lexicon.pattern(rf"{alternation(word.upper() for word in lexicon.words('places', 'place_stops'))}\b"),
        lexicon.pattern(rf"[,;().]|\s{any_of('place_stops')}\s", re.IGNORECASE),
        lexicon.pattern(rf"\b{any_of('seats')}\s*$", re.IGNORECASE),
        lexicon.pattern(rf"\b{any_of('contacts')}\b|@\w|\+\d{{2,}}|\(\d{{3}}\)\s?\d", re.IGNORECASE),
        lexicon.pattern(rf"{any_of('small')}$"),
        # "Conference held", and not "was held", "and held"; "held its" and "held a" are no participles either
        lexicon.pattern(rf"{unless}\s{any_of('participles')}$"),
        lexicon.pattern(rf"\s+{any_of('objects')}\b"),
        whole("business"),
        # "... held in", "Board Meeting -", "IGTF 88"
        lexicon.pattern(rf"\w.*(?:(?<![\w-]){any_of('in')}(?:\s+the)?|[,(–—@]|\s-|\d)\s*$", re.IGNORECASE),
        lexicon.pattern(rf"(?:@|(?<![\w-]){any_of('venue_before')})\s*$", re.IGNORECASE),
        # "Workshop", "F2F", "IGTF 88"
        lexicon.pattern(rf"(?<![\w-])(?:(?i:{events})|[A-Z]{{2,8}}[\s-]?\d{{1,4}})\s+$"),
        lexicon.pattern(rf"[\s,(\-–—:;|]*(?:(?<!\w){any_of('before_date')}(?!\w)\s*)*$", re.IGNORECASE),
        lexicon.pattern(rf"[\s,)\-–—:;|.]*(?:{any_of('in')}\s+(?:the\s+)?)?", re.IGNORECASE),
        lexicon.pattern(rf"\W*(?i:{any_of('towns')})\s+[A-ZÀ-Þ\s]+"),
        whole("venue_bodies"),
        lexicon.pattern(rf"{any_of('this_meeting')}\b", re.IGNORECASE),
        lexicon.pattern(rf"{any_of('it')}\b", re.IGNORECASE),
        lexicon.made(words),
        # without one of these words no sentence tells of a meeting being held
        lexicon.gate([*lexicon.words("places", "held"), *lexicon.words("places", "occasions")]),
    )


def in_section(scope: Scope, block: Block, *kinds: str) -> bool:
    """Whether a block stands in a section of one of ``kinds``."""
    section = scope.reading.section_of(block.number)
    return section is not None and section.kind in kinds


def dated(scope: Scope, block: Block, day: PartialDate | None) -> bool:
    """Whether a block gives the meeting's date (or any date, where the meeting's is not known)."""
    values = [mention.value for mention in scope.reading.mentions.in_block(block.number, "date")]
    return any(isinstance(value, DateValue) and (day is None or same_day(value.start, day)) for value in values)


def same_day(left: PartialDate, right: PartialDate) -> bool:
    """Whether two dates can be one, as precise as they are: "June 2024" and "7 June 2024"."""
    pairs = ((left.year, right.year), (left.month, right.month), (left.day, right.day))
    known = [(a, b) for a, b in pairs if a is not None and b is not None]
    return len(known) > 1 and all(a == b for a, b in known)
