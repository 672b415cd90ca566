"""Organizations that open the lines of a roster, before their people: "Moor Institute: A. Huber, B. Maier"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.fields.candidate import Candidate
from pipeline.layout.block import Block
from pipeline.lexicon import Guarded, Lexicon, alternation
from pipeline.meetings.passage import Passage
from pipeline.meetings.scope import Scope
from pipeline.mentions.mention import PlaceValue

#: So many lines of the form make a roster of organizations; one alone may label anything.
_LINES = 3
#: From this score on a label is a person's name: "Ann Lee: said".
_PERSON = 0.7
_SCORE = 0.5
_SKIPPED = ("running", "code", "rule", "row", "meta")
#: Topics of the attendance words that a label of people is made of, not an organization's name.
_GROUPS = ("presence", "functions", "function_labels")
_WORDS = ("generic_groups", "role_nouns")


@dataclass(frozen=True)
class _Patterns:
    line: re.Pattern[str]
    people: Guarded


def _patterns(lexicon: Lexicon) -> _Patterns:
    words = [word for key in _GROUPS for group in lexicon.groups("attendance", key).values() for word in group]
    words += [word for key in _WORDS for word in lexicon.words("attendance", key)]
    words += lexicon.names("attendance", "singular")
    return _Patterns(
        lexicon.pattern(r"\W*(?P<label>[^\W_][^:|;,]{1,60}?)(?::\s*|\s[-–—]\s)(?=[^\W\d_])"),
        lexicon.guarded(rf"(?<!\w){alternation(word.removeprefix('*') for word in words)}(?!\w)"),
    )


def seated(scope: Scope) -> Iterator[Candidate]:
    """The organizations of each list of those present that is ordered by them."""
    known = scope.lexicon.made(_patterns)
    for section in scope.sections("attendance"):
        found: list[tuple[Block, int, int]] = []
        for block in scope.reading.blocks[section.start : section.end]:
            if block.kind in _SKIPPED or scope.reading.section_of(block.number) is not section:
                continue
            label = _label(scope, block, known)
            if label is not None:
                found.append((block, *label))
        yield from _roster(scope, found)


def _label(scope: Scope, block: Block, known: _Patterns) -> tuple[int, int] | None:
    """Where the organization stands that opens a line, with its people behind."""
    line = known.line.match(block.text)
    if line is None or not any(letter.isupper() for letter in line["label"]):
        return None
    start, end = line.span("label")
    people = list(scope.reading.mentions.in_block(block.number, "person"))
    if not any(person.start == line.end() for person in people):
        return None
    if any(person.start == start and person.score >= _PERSON for person in people):
        return None
    if known.people.search(line["label"]):
        return None
    places = scope.reading.mentions.in_block(block.number, "place")
    country = any(
        place.start == start and isinstance(place.value, PlaceValue) and place.value.kind == "country"
        for place in places
    )
    return None if country else (start, end)  # a delegation


def _roster(scope: Scope, found: list[tuple[Block, int, int]]) -> Iterator[Candidate]:
    if len(found) < _LINES:
        return
    for block, start, end in found:
        passage = Passage.of([block], scope.reading.mentions)
        spans = passage.spans(start, end)
        name = " ".join(block.text[start:end].split())
        parts = {
            "name": Candidate("name", name, spans, "roster", _SCORE),
            "role": Candidate("role", "participant", spans, "roster", _SCORE),
        }
        yield Candidate("organizations", name, spans, "roster", _SCORE, parts)
