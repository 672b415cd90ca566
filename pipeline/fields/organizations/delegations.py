"""Countries whose delegations take part as such, and how many people the text says there were."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.fields.candidate import Candidate, Finding
from pipeline.lexicon import Lexicon, alternation
from pipeline.meetings.passage import Passage
from pipeline.meetings.scope import Scope
from pipeline.mentions.mention import Mention, PlaceValue
from pipeline.sections.sentences import sentences
from pipeline.text import cover

_SKIPPED = ("running", "code", "rule")
#: Who took part is told in the first paragraphs.
_FRONT = 10
_PARAGRAPH = 60
#: Between two countries of one list.
_BETWEEN = re.compile(
    r"(?:[,;:]|\s|(?<=,)\s[A-Z][a-z]+\s[A-Z][a-z]+(?=,)|\band\b|\bthe\b|\bas\s+a\s+host\s+country\b|\bas\s+well\s+as\b|\([^)]{0,30}\)|&|/\w+|\bfrom\b|\bof\b)*"
)

_FAR = 100
#: An office may begin so far before the word for a delegation: "Deputy Permanent Representative".
_OFFICE = 40
#: "The following countries participated: ..." holds for all behind the colon, also across names nobody knows.
_ANNOUNCED_LIST = re.compile(r":\s")
_MANY = 3
#: Such lists stand among the first blocks; the words that announce them at the end of a paragraph.
_HEAD = 80
_ANNOUNCED = 200
#: "the Netherlands", "1. France"
_AT_START = 5


@dataclass(frozen=True)
class _Patterns:
    delegations: re.Pattern[str]
    against: re.Pattern[str]
    leaders: re.Pattern[str]
    head: re.Pattern[str]
    nationality: re.Pattern[str]
    count: re.Pattern[str]
    gathered: re.Pattern[str]
    countries: re.Pattern[str]
    numbers: dict[str, int]
    nationalities: dict[str, str]


def _patterns(lexicon: Lexicon) -> _Patterns:
    def any_of(key: str) -> str:
        return alternation(lexicon.words("organizations", key))

    numbers = lexicon.numbers("dates", "cardinals")
    nationalities = lexicon.names("places", "nationalities")
    return _Patterns(
        lexicon.pattern(rf"\b{any_of('delegations')}\b", re.IGNORECASE),
        lexicon.pattern(rf"\b{any_of('not_delegations')}\b", re.IGNORECASE),
        # "the Foreign Ministers of [Chile and Peru]", "Ministers of Fisheries of [Fiji, Samoa]"
        lexicon.pattern(rf"\b{any_of('leaders')}\s(?:[\w-]+\s){{0,5}}$", re.IGNORECASE),
        lexicon.pattern(rf"\b{any_of('heads_of_state')}\b[^.;]{{0,80}}$", re.IGNORECASE),
        lexicon.pattern(rf"\b(?P<name>{alternation(nationalities)})\s+delegation\b"),
        lexicon.pattern(
            rf"(?:\b(?P<about>{any_of('about')})\s+)?(?<![\w.,/-])(?P<count>\d{{1,4}}|\d,\d{{3}})\s+(?:[\w-]+\s+){{0,2}}?(?P<people>{any_of('people')})\b",
            re.IGNORECASE,
        ),
        lexicon.pattern(rf"\b{any_of('gathered')}\b", re.IGNORECASE),
        # "representatives of eight countries", "from 14 member states"
        lexicon.pattern(
            rf"(?<![\w.,/-])(?P<count>\d{{1,3}}|{alternation(numbers)})\s+(?:[a-z-]+\s+)?{any_of('countries')}\b",
            re.IGNORECASE,
        ),
        numbers,
        dict(nationalities),
    )


def delegations(scope: Scope) -> Iterator[Candidate]:
    """Countries that sentences about who took part list."""
    known = scope.lexicon.made(_patterns)
    for order, passage in enumerate(_passages(scope)):
        for start, end in sentences(passage.text, scope.lexicon):
            score = 0.75 if order < 4 else 0.6
            countries = list(_listed(passage, start, end, score, known))
            yield from countries
            yield from _unions(passage, countries)
            for match in known.nationality.finditer(passage.text, start, end):
                spans = passage.spans(*match.span("name"))
                yield Candidate("countries", known.nationalities[match["name"]], spans, "delegation", 0.6)
    yield from _itemised(scope, known)


def _itemised(scope: Scope, known: _Patterns) -> Iterator[Candidate]:
    """Countries at the head of list items under "... was attended by the following Heads of State:"."""
    announced = False
    for block in scope.blocks[:_HEAD]:
        if block.kind != "item":
            text = block.text.rstrip()
            tail = text[-_ANNOUNCED:]
            announced = text.endswith(":") and known.delegations.search(tail) is not None
            announced = announced and known.against.search(tail) is None
        elif announced:
            passage = Passage.of([block], scope.reading.mentions)
            first = next((m for m in passage.within(0, _FAR, "place") if m.start <= _AT_START), None)
            if first is not None and _is_country(first) and isinstance(first.value, PlaceValue):
                yield Candidate("countries", first.value.country, passage.spans(first.start, first.end), "item", 0.6)


def attendance(scope: Scope) -> Iterator[Candidate]:
    """How many people there were, as the text counts them."""
    known = scope.lexicon.made(_patterns)
    for order, passage in enumerate(_passages(scope)):
        for start, end in sentences(passage.text, scope.lexicon):
            if not known.gathered.search(passage.text, start, end):
                continue
            for match in known.count.finditer(passage.text, start, end):
                if any(
                    m.start < match.end("count") and match.start("count") < m.end
                    for m in passage.within(start, end, "date")
                ):
                    continue
                score = 0.75 if match["about"] or order < 3 else 0.5
                spans = passage.spans(*match.span("count"))
                number = int(match["count"].replace(",", ""))
                yield Candidate("stated_attendance", number, spans, "stated-attendance", score)
                break


def countries_doubt(scope: Scope, listed: Sequence[Candidate]) -> Finding | None:
    """What is wrong when more countries are listed than the sentence that lists them counts."""
    known = scope.lexicon.made(_patterns)
    for passage in _passages(scope):
        for start, end in sentences(passage.text, scope.lexicon):
            match = known.countries.search(passage.text, start, end)
            if match is None or not known.delegations.search(passage.text, start, end):
                continue
            word = match["count"].casefold()
            stated = int(word) if word.isdigit() else known.numbers[word]
            span = cover(passage.spans(start, end))
            found = {c.value for c in listed if any(span.contains(place) for place in c.spans)}
            if len(found) > stated > 1:
                message = f"The text counts {stated} countries and lists {len(found)}."
                return Finding("countries-disagree", "warning", message, cover(passage.spans(*match.span())))
    return None


def _passages(scope: Scope) -> Iterator[Passage]:
    blocks = [block for block in scope.blocks if block.kind not in _SKIPPED and len(block.text) > _PARAGRAPH]
    for block in blocks[:_FRONT]:
        section = scope.reading.section_of(block.number)
        if section is None or section.kind not in ("next_meeting", "contacts", "background"):
            yield Passage.of([block], scope.reading.mentions)


def _listed(passage: Passage, start: int, end: int, score: float, known: _Patterns) -> Iterator[Candidate]:
    """The countries of a sentence's lists, when its words say that they took part."""
    text = passage.text
    countries = [m for m in passage.within(start, end, "place") if _is_country(m)]
    if not countries:
        return
    listed = _ANNOUNCED_LIST.search(text, start, end)
    if listed and known.delegations.search(text, max(start, listed.start() - _FAR), listed.start()):
        behind_colon = [mention for mention in countries if mention.start >= listed.end()]
        if len(behind_colon) >= _MANY and not known.against.search(text, start, listed.start()):
            yield from _given(passage, behind_colon, score)
            return
    for run in _runs(text, countries):
        before = text[max(start, run[0].start - 160) : run[0].start]
        after = text[run[-1].end : min(end, run[-1].end + 60)]
        told = list(known.delegations.finditer(before))
        behind = known.delegations.match(after.lstrip(" ,")) if len(run) > 1 else None
        head = known.head.search(before)
        met = len(run) > 1 and known.leaders.search(before) is not None
        if met and not known.against.search(before[-40:]):
            yield from _given(passage, run, score)
            continue
        if not (behind or (told and (len(run) > 1 or len(before) - told[-1].end() < 8)) or head):
            continue
        nearest = before[told[-1].end() :] if told else before[-40:]
        around = before[max(0, told[-1].start() - _OFFICE) :] if told else nearest
        if known.against.search(around) or (told and len(nearest) > 110 and not behind):
            continue  # "the Permanent Representative of Chile to the Council"
        if head and not told and len(run) == 1 and known.delegations.search(text, start, end) is None:
            continue
        yield from _given(passage, run, score if len(run) > 1 else score * 0.8)


def _unions(passage: Passage, countries: Sequence[Candidate]) -> Iterator[Candidate]:
    """Organizations between the countries of a list, which take part too: "Denmark, the European Union, Finland"."""
    if len(countries) < _MANY:
        return
    first, last = countries[0].spans[0].start, countries[-1].spans[-1].end
    for mention in passage.within(0, len(passage.text), "organization"):
        spans = passage.spans(mention.start, mention.end)
        state = any(_is_country(place) for place in passage.within(mention.start, mention.end, "place"))
        if not state and spans and first < spans[0].start and spans[-1].end < last:
            name = " ".join(passage.text[mention.start : mention.end].split())
            parts = {
                "name": Candidate("name", name, spans, "listed-with-countries", 0.5),
                "role": Candidate("role", "participant", spans, "listed-with-countries", 0.5),
            }
            yield Candidate("organizations", name, spans, "listed-with-countries", 0.5, parts)


def _given(passage: Passage, countries: Sequence[Mention], score: float) -> Iterator[Candidate]:
    for mention in countries:
        if isinstance(mention.value, PlaceValue):
            spans = passage.spans(mention.start, mention.end)
            yield Candidate("countries", mention.value.country, spans, "delegations", round(score, 3))


def _is_country(mention: Mention) -> bool:
    value = mention.value
    return isinstance(value, PlaceValue) and value.kind == "country" and mention.rule == "country"


def _runs(text: str, countries: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Countries that follow each other with only commas and small words between."""
    run: list[Mention] = []
    for mention in countries:
        far = run and mention.start - run[-1].end > _FAR
        if run and (far or not _BETWEEN.fullmatch(text, run[-1].end, mention.start)):
            yield run
            run = []
        run.append(mention)
    if run:
        yield run
