"""The body that met, where only the sentences of the report name it: "The Commission approved ...", "the Board met"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.fields.candidate import Candidate
from pipeline.fields.naming.bodies import candidate
from pipeline.fields.naming.words import Words, words
from pipeline.layout.block import Block
from pipeline.lexicon import Lexicon, alternation
from pipeline.meetings.passage import Passage
from pipeline.meetings.scope import Scope

#: Among so many blocks a body that decides does so more than once.
_BLOCKS = 80
_TIMES, _OFTEN = 2, 4
#: "the Board", whose board the report does not say, and "Planning Commission", which it calls "the Commission" too.
_GENERIC, _NAMED = 0.4, 0.5
_CAPITAL = r"[A-ZÀ-Þ][\w’'-]*"
_SKIPPED = ("running", "code", "rule", "meta", "row")


@dataclass(frozen=True)
class _Place:
    """A body's name at ``[start, end)`` of a block, and its words without regard to case."""

    block: Block
    start: int
    end: int
    words: str


@dataclass(frozen=True)
class _Patterns:
    names: Words
    acts: re.Pattern[str]
    does: re.Pattern[str]
    article: re.Pattern[str]
    articles: str


def _patterns(lexicon: Lexicon) -> _Patterns:
    bodies = alternation([*lexicon.words("naming", "bodies"), *lexicon.words("naming", "generic_bodies")])
    articles = alternation(lexicon.words("naming", "subjects"))
    links = alternation(lexicon.words("naming", "body_links"))
    name = (
        rf"(?<![\w-])(?P<name>(?:{_CAPITAL}\s+){{0,4}}(?=[A-ZÀ-Þ])(?i:{bodies})"
        rf"(?:\s+(?i:{links})\s+{_CAPITAL}(?:\s+{_CAPITAL}){{0,2}})?)\s+(?:[a-z]+\s)?"
    )
    sure = [*lexicon.words("naming", "met"), *lexicon.words("conclusions", "finite")]
    return _Patterns(
        lexicon.made(words),
        # "The [Planning Commission] unanimously approved", "the [Board of Directors] met"
        lexicon.pattern(rf"{name}(?i:{alternation(sure)})(?!\w)"),
        # "The [Commission] reviewed"
        lexicon.pattern(rf"{name}(?i:{alternation([*sure, *lexicon.words('naming', 'stops')])})(?!\w)"),
        lexicon.pattern(rf"{articles}\s+", re.IGNORECASE),
        articles,
    )


def acting(scope: Scope, blocks: Sequence[Block]) -> list[Candidate]:
    """The body that the report's sentences most often say to have met or decided, as it is called in full."""
    known = scope.lexicon.made(_patterns)
    prose = [block for block in blocks if block.kind not in _SKIPPED][:_BLOCKS]
    named = [
        place
        for block in prose
        for pattern, generic in ((known.acts, False), (known.does, True))
        for place in _places(block, pattern, known)
        if generic == (known.names.generic.fullmatch(place.words) is not None)
    ]
    if not named:
        return []
    best, times = Counter(place.words for place in named).most_common(1)[0]
    if times < _TIMES:
        return []
    first = next(place for place in named if place.words == best)
    if not known.names.generic.fullmatch(best):
        return [_found(scope, first, _NAMED)]
    full = [place for block in prose for place in _places(block, _called(first, known), known) if place.words != best]
    called = Counter(place.words for place in full).most_common(2)
    if (
        called and called[0][1] >= _TIMES and (len(called) == 1 or called[0][1] > called[1][1])
    ):  # of two committees neither need be this one
        return [_found(scope, next(place for place in full if place.words == called[0][0]), _NAMED)]
    return [_found(scope, first, _GENERIC)] if times >= _OFTEN else []


def _places(block: Block, pattern: re.Pattern[str], known: _Patterns) -> Iterator[_Place]:
    """Where a pattern names a body, without its article; people ("Commissioners") are none."""
    for match in pattern.finditer(block.text):
        start, end = match.span("name")
        article = known.article.match(block.text, start, end)
        start = article.end() if article else start
        end = start + len(block.text[start:end].rstrip("'’"))
        words = " ".join(block.text[start:end].casefold().split())
        if " " in words or not words.endswith("s"):
            yield _Place(block, start, end, words)


def _called(place: _Place, known: _Patterns) -> re.Pattern[str]:
    """The pattern of names with the body's word in them: "the Planning Commission", "the Board of Trustees"."""
    word = re.escape(place.block.text[place.start : place.end])
    return re.compile(
        rf"(?<!\w)(?i:{known.articles})\s+(?P<name>(?:{_CAPITAL}\s+){{1,4}}{word}|{word}\s+of\s+{_CAPITAL})(?!\w)"
    )


def _found(scope: Scope, place: _Place, score: float) -> Candidate:
    passage = Passage.of([place.block], scope.reading.mentions)
    return candidate("body", passage, [(place.start, place.end)], "acting", score)
