"""Who took part: lists of people in every shape, then what the text tells of them, one row for each person."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from pipeline.fields.attendees import rosters
from pipeline.fields.attendees.counts import disagreement
from pipeline.fields.attendees.knowledge import Knowledge
from pipeline.fields.attendees.legend import explained, legend_of
from pipeline.fields.attendees.merging import Register, register
from pipeline.fields.attendees.narrative import sentences, sightings
from pipeline.fields.attendees.person import Part, Person
from pipeline.fields.attendees.rows import candidate
from pipeline.fields.attendees.segments import contact_start
from pipeline.fields.attendees.speakers import speakers
from pipeline.fields.attendees.turns import turns
from pipeline.fields.attendees.walk import Roll
from pipeline.fields.attendees.words import RosterWords, roster_words
from pipeline.fields.candidate import Decided, Finding, Found
from pipeline.meetings.scope import Scope
from pipeline.text import cover

#: With fewer people than this in its lists, the minutes tell by first names who spoke.
_FEW = 4
_UNREAD = "A line of an attendance list in which nobody was found."


def find(scope: Scope, decided: Decided) -> Found:
    """The people of a meeting, the lines of its lists that nobody was found in, and what was accounted for."""
    words = scope.lexicon.made(roster_words)
    know = Knowledge(words, scope.reading.mentions, scope.document)
    roll = rosters.find(scope, know)
    legend = legend_of(scope, know)
    known = register([explained(person, legend, know) for person in roll.people], words.names)
    for person in roll.hints:
        number = known.find(person.name.text, full=True)
        if number is not None:
            known.add_to(number, person)
    _tell(scope, know, known, roll)
    findings = [
        Finding("roster-line-unread", "info", _UNREAD, cover(unit.view.spans(0, end)))
        for unit in roll.missed
        if (end := len(unit.view.text[: contact_start(unit.view.text)].rstrip(" ,;:(<|")))
    ]
    stated = disagreement(scope, know, known.people)
    findings += [stated] if stated is not None else []
    told = [person.presence.text for person in known.people if person.presence is not None]
    mixed = "online" in told and "present" in told
    people = [candidate(_untitled(person, words), decided, words.names, mixed=mixed) for person in known.people]
    return Found(tuple(people), tuple(findings), tuple(roll.covered))


def _untitled(person: Person, words: RosterWords) -> Person:
    """``person`` without the article that the honorific is written with: "de heer" is "heer"."""
    said = person.prefix
    article = words.article.match(said.text) if said is not None and said.text[:1].islower() else None
    if said is None or article is None or article.end() == len(said.text):
        return person
    return replace(person, prefix=Part(said.text[article.end() :], said.spans))


def _tell(scope: Scope, know: Knowledge, known: Register, roll: Roll) -> None:
    """Add what the running text tells: functions of people known, and people whom it shows at the meeting."""
    few = len(known.people) < _FEW
    for turn in turns(scope, know, skip=roll.blocks):
        number = known.find(turn.person.name.text)
        if number is not None:
            known.add_to(number, turn.person)
        elif turn.full or turn.often or few:
            known.add(turn.person)
    for person in speakers(scope, know, skip=roll.blocks):
        known.add(person)
    named = list(sentences(scope, know, skip=roll.covered))
    seen = [sightings(sentence, know) if sentence.shows else [] for sentence in named]
    for sighting in chain.from_iterable(seen):
        number = known.find(sighting.person.name.text)
        if number is not None and sighting.shown:
            known.add_to(number, sighting.person)
        elif number is None and sighting.shown and sighting.full and (few or not sighting.weak):
            known.add(sighting.person)
    for sentence, found in zip(named, seen, strict=True):  # an office may stand where the person is only mentioned
        meant = not sentence.shows and any(known.find(item.value.name) is not None for item in sentence.named)
        for sighting in sightings(sentence, know) if meant else found:
            number = known.find(sighting.person.name.text) if sighting.full and not sighting.shown else None
            if number is not None:
                known.add_to(number, replace(sighting.person, presence=None))
