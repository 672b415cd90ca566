"""People as candidates: each attribute with the spans that say it."""

from __future__ import annotations

from pipeline.fields.attendees.person import Part, Person
from pipeline.fields.candidate import Candidate, Decided
from pipeline.mentions.names import NameWords, given_and_family

_PARTS = (
    "role", "organization", "country", "delegation", "represented_by", "arrived", "left", "email", "phone",
)  # fmt: skip


def candidate(person: Person, decided: Decided, words: NameWords, *, mixed: bool) -> Candidate:
    """The candidate for one row of attendees; see ``presence`` for ``mixed``."""
    parts: dict[str, Candidate] = {}

    def say(name: str, said: Part | None, value: str | tuple[str, ...] | None = None) -> None:
        if said is not None:
            spans = said.spans or person.name.spans
            parts[name] = Candidate(name, value if value is not None else said.text, spans, person.rule, person.score)

    say("name", person.name)
    given, family = given_and_family(person.name.text, words)
    say("given_name", Part(given, person.name.spans) if given else None)
    say("family_name", Part(family, person.name.spans) if family else None)
    say("honorific_prefix", person.prefix)
    for name in (
        "role",
        "organization",
        "country",
        "delegation",
        "represented_by",
        "arrived",
        "left",
        "email",
        "phone",
    ):
        say(name, getattr(person, name))
    if person.functions:
        spans = tuple(dict.fromkeys(span for function in person.functions for span in function.spans))
        names = tuple(dict.fromkeys(function.text for function in person.functions))
        say("functions", Part(names[0], spans), names)
    say("presence", presence(person, decided, mixed=mixed))
    return Candidate("attendees", person.name.text, person.name.spans, person.rule, person.score, parts)


def presence(person: Person, decided: Decided, *, mixed: bool) -> Part:
    """How the person was there: as said, else present, or online where the whole meeting was.

    ``mixed`` says that the document tells of some that they were online, so that the others were not.
    """
    said = person.presence or Part("present", person.name.spans)
    mode = decided.best("mode")
    if said.text == "present" and not mixed and mode is not None and mode.value == "online":
        return Part("online", mode.spans or said.spans)
    return said
