"""Lines that could name the meeting or its body: "# OSTF TAC Meeting - May 08, 2019", "Minutes of the Moor Group"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.fields.naming.edges import closed, opened, trimmed, without_news, without_places
from pipeline.fields.naming.grammar import Name, parse
from pipeline.fields.naming.groups import OTHER_SECTIONS, SHORT, grouped
from pipeline.fields.naming.words import Words, words
from pipeline.layout.block import Block
from pipeline.lexicon import Lexicon, alternation
from pipeline.meetings.passage import Passage
from pipeline.meetings.scope import Scope
from pipeline.mentions.mention import DateValue, Mention

_MOST_WORDS = 40
#: From this score on words are a person's name, whatever else they could be.
_PERSON = 0.7

#: Kinds of meeting whose noun can be a title by itself: "Videoconference", "Mitgliederversammlung".
_NAMES_ALONE = ("call", "assembly", "plenary")

_THE = re.compile(r"\b(?:the|this|our|that)\s+$", re.IGNORECASE)
#: "Junta de Directores[, 11/2003] En la ciudad de"; without a comma it can be the meeting's number.
_MONTH = re.compile(r",\s+(?:0?[1-9]|1[0-2])/(?:19|20)\d\d\b")
#: "1 PEAT SUBCOMMITTEE MEETING Wednesday, ...": a page's number before its flattened text.
_PAGE = re.compile(r"\d{1,3}\s+(?=[A-ZÀ-Þ]{2,}\s)")
_OF_YEAR = re.compile(r"\b[^\W\d_]+ of (?:19|20)\d\d$")
_LETTERS = re.compile(r"\s+[^\W\d_]{2}")
#: "Durée de la réunion : 1"
_VALUE = re.compile(r":\s*\d+(?:\s+[a-z]+)?\W*$")
#: "© Moor Society", "(c) 2018 Moor Society"
COPYRIGHT = re.compile(r"©|^\W*\([cC]\)\s")


@dataclass(frozen=True)
class Line:
    """A title or a line near it, trimmed, and the name found in it.

    ``document`` says that it began or ended with a report's name for itself ("Minutes of"); ``dated`` that a date
    stands in it; ``beside`` that a line next to it is nothing but such a name or a date; ``above`` that the line
    below says only "Minutes" or "Third session"; ``late`` that the business of the meeting began before it.
    """

    passage: Passage
    start: int
    end: int
    order: int
    heading: bool
    document: bool
    label: bool
    name: Name | None
    dated: bool = False
    beside: bool = False
    above: bool = False
    late: bool = False

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]


@dataclass(frozen=True)
class _Patterns:
    names: Words
    label: re.Pattern[str]
    sentence: re.Pattern[str]
    small: re.Pattern[str]
    before_date: re.Pattern[str]
    other: re.Pattern[str]
    venue: re.Pattern[str]


def _patterns(lexicon: Lexicon) -> _Patterns:
    def any_of(key: str) -> str:
        return alternation(lexicon.words("naming", key))

    return _Patterns(
        lexicon.made(words),
        label=lexicon.pattern(rf"[\[\"]?{any_of('labels')}[\]\"]?\s*[:=|\]]\s*[\"']?", re.IGNORECASE),
        sentence=lexicon.pattern(rf"(?i:{any_of('sentence_starts')})\s+[a-z]"),
        small=lexicon.pattern(rf"\W*{any_of('small')}\W*|\W*\d\w*"),
        # "SESIÓN ORDINARIA [DE FECHA] 2 DE MARZO"
        before_date=lexicon.pattern(rf"(?:\s+{any_of('trailing')})+$", re.IGNORECASE),
        other=lexicon.pattern(rf"\b{any_of('other_meetings')}\b", re.IGNORECASE),
        venue=lexicon.pattern(
            rf"\b{alternation(lexicon.words('places', 'venue_nouns'))}$"
            rf"|^{alternation(lexicon.words('places', 'venue_codes'))}\s+\S*\d",
            re.IGNORECASE,
        ),
    )


def lines(scope: Scope, blocks: Sequence[Block]) -> Iterator[Line]:
    """The lines at the beginning of a scope that could name the meeting or its body."""
    known = scope.lexicon.made(_patterns)
    groups = grouped(scope, blocks)
    business = _business(scope, blocks)
    bare = [_is_bare(scope, group, known) for group in groups]
    dated = [len(group) == 1 and _is_date(scope, group[0]) for group in groups]
    plain = [len(group) == 1 and _is_plain(group[0].text, known) for group in groups]
    for order, group in enumerate(groups):
        whole = Passage.of(group, scope.reading.mentions, separator=" ")
        passage = _without_inner_dates(whole, known)
        heading = group[0].kind == "heading" or order == 0
        labelled = known.label.match(passage.text) is not None
        if group[0].kind in ("meta", "row") and not labelled:
            continue  # front matter and tables say more than the title
        segments = list(_segments(passage))
        for start, end in segments[:1] if len(whole.text) > SHORT else segments:
            line = _line(passage, start, end, scope.lexicon, known, heading=heading)
            if line is None:
                continue
            text, document, label, name = line
            yield Line(
                passage,
                *text,
                order=order,
                heading=heading,
                document=document,
                label=label,
                name=name,
                dated=any(True for _ in whole.within(0, len(whole.text), "date")),
                beside=any(bare[max(0, order - 1) : order + 3]),
                above=any(plain[order + 1 : order + 2]),
                late=group[0].number >= business and not any(dated[order + 1 : order + 2]),
            )


def _business(scope: Scope, blocks: Sequence[Block]) -> int:
    """The block with which the business begins: a counted one, a list of those present, a paragraph of some length."""
    for block in blocks:
        section = scope.reading.section_of(block.number)
        opens = section is not None and section.start == block.number and section.kind in OTHER_SECTIONS
        if block.number < scope.lead or (block.number == scope.lead and not opens):
            continue
        if opens or block.kind == "item" or block.marker or len(block.text) > SHORT:
            return block.number
    return blocks[-1].number + 1 if blocks else 0


def _is_bare(scope: Scope, group: Sequence[Block], known: _Patterns) -> bool:
    """Whether a line is nothing but "Minutes", or a date."""
    text = group[0].text
    if len(group) > 1 or len(text) > SHORT:
        return False
    if known.names.document_behind.fullmatch(text) or known.names.document.fullmatch(text):
        return True
    return _is_date(scope, group[0])


def _is_date(scope: Scope, block: Block) -> bool:
    """Whether a line is nothing but a day, perhaps with an hour."""
    dates = scope.reading.mentions.in_block(block.number, "date")
    return bool(dates) and len(block.text) - sum(date.end - date.start for date in dates[:1]) <= len("14.00 h,  ")


def _is_plain(text: str, known: _Patterns) -> bool:
    """Whether a line names a document or a meeting and no body: "MINUTES", "Fourth Regular Session"."""
    if len(text) > SHORT // 2 or not (known.names.noun.search(text) or known.names.document.match(text)):
        return False
    rest = known.names.document.sub(" ", text, count=1)
    for pattern in (known.names.ordinal, known.names.kind, known.names.noun, known.names.document_behind):
        rest = pattern.sub(" ", rest)
    return not re.search(r"[^\W\d_]{3}", rest)


def _without_inner_dates(passage: Passage, known: _Patterns) -> Passage:
    """The passage without a date in the middle of its name: "SWIX January 2019 Interim Meeting Minutes"."""
    for mention in passage.within(0, SHORT, "date"):
        before, after = passage.text[: mention.start].rstrip(), passage.text[mention.end :]
        if not before or not before[-1].isalnum() or not _LETTERS.match(after) or before.count("(") > before.count(")"):
            continue
        named = known.names.noun.search(before) or known.names.document.match(before)
        goes_on = known.names.noun.search(after) or known.names.document_behind.fullmatch(after)
        of_body = known.names.of_body.match(after)  # "SESIÓN ORDINARIA DE 2 DE MARZO DEL CONSEJO"
        if of_body and known.names.body.match(after, of_body.end()) and known.names.noun.search(before):
            dated = known.before_date.search(before)
            return passage.without(dated.start() if dated else mention.start, mention.end)
        if goes_on and not named and len(passage.text) <= SHORT:
            return passage.without(mention.start, mention.end)
    return passage


def _segments(passage: Passage) -> Iterator[tuple[int, int]]:
    """What lies between dates and times."""
    position = 0
    text = passage.text
    for mention in sorted(passage.within(0, len(text), "date", "time"), key=lambda item: item.start):
        if _OF_YEAR.search(text, 0, mention.end):
            continue  # "third meeting of 2022"
        joined = text[: mention.start].endswith("/") or text[mention.end : mention.end + 1] == "/"
        if joined or mention.rule == "date-year" or _is_month(mention):
            continue  # "2019/1937" is a directive, "AGM 2004" and "May Trustees Meeting" are names
        if mention.start > position:
            month = _MONTH.search(text, position, mention.start)
            yield position, month.start() if month else mention.start
        position = max(position, mention.end)
    if position < len(passage.text):
        yield position, len(passage.text)


def _is_month(mention: Mention) -> bool:
    """Whether a date is a month and nothing else."""
    value = mention.value
    return isinstance(value, DateValue) and value.start.year is None and value.start.day is None


def _line(
    passage: Passage, start: int, end: int, lexicon: Lexicon, known: _Patterns, *, heading: bool
) -> tuple[tuple[int, int], bool, bool, Name | None] | None:
    """The title in a segment, without what stands before and behind it: where, named a document, labelled, the name.

    None when the segment is no title.
    """
    label = known.label.match(passage.text, start)
    if label and label.end() >= end:
        return None  # 'title = "' before a day
    if label:
        start = label.end()
        quote = passage.text[start - 1]
        if quote in "\"'" and passage.text.find(quote, start, end) > start:  # title = "..." date = "..."
            end = passage.text.find(quote, start, end)
    page = _PAGE.match(passage.text, start, end) if start == 0 and len(passage.text) > SHORT else None
    start = page.end() if page else start
    start, before = opened(passage.text, *trimmed(passage.text, start, end), lexicon)
    end, behind = closed(passage, start, end, lexicon)
    start, end = trimmed(passage.text, *without_places(passage, start, end, lexicon))
    if not _is_title(passage.text, start, end, known, document=before):
        return None
    name = parse(passage, start, end, known.names)
    if name is not None:
        start, end = without_news(passage, name, lexicon)
        if not before and end < name.end and _says_nothing(passage.text[start:end], known, document=before or behind):
            return None  # "Meeting starts 10.15"
        name = parse(passage, start, end, known.names)
    if name is not None and _THE.search(passage.text[start : name.noun_at]):
        return None  # "Presentations given at the meeting"
    if name is not None and not (heading or label or before) and _telling(passage.text[start : name.noun_at], known):
        return None  # "Agreed to schedule the Board Meetings"
    if name is None and not (label or _can_stand_alone(passage, start, end, known, heading=heading)):
        return None
    return (start, end), before or behind, bool(label), name


def _can_stand_alone(passage: Passage, start: int, end: int, known: _Patterns, *, heading: bool) -> bool:
    """Whether words without a noun for a meeting could be a body: no person, place, number or label."""
    text = passage.text[start:end]
    if text[0].islower() or known.names.number.fullmatch(text) or re.search(r":\s|\s>", text):
        return False
    first = next((m for m in passage.within(start, end, "person", "place") if m.start == start), None)
    if first is None:
        return True
    if first.kind == "person" and first.score >= _PERSON:
        return False
    if known.names.body.search(passage.text, first.end, end):
        return True
    # any two capitalised words may be a person's name
    return first.kind == "person" and (heading or known.names.body.search(text) is not None)


def _telling(before: str, known: _Patterns) -> bool:
    """Whether the words before a meeting's noun are a sentence's rather than a name's."""
    patterns = (known.names.kind, known.names.ordinal, known.names.body, known.small)
    return any(word.islower() and not any(p.fullmatch(word) for p in patterns) for word in before.split())


def _says_nothing(words: str, known: _Patterns, *, document: bool) -> bool:
    """Whether words are no name by themselves: "Meeting"; "AGM" and "Plenum" are, above a report's date."""
    alone = (document or words.istitle() or words.isupper()) and (
        known.names.classes.get(words.casefold()) in _NAMES_ALONE or known.names.compound.fullmatch(words)
    )
    return known.names.no_name.fullmatch(words) is not None and not alone


def _is_title(text: str, start: int, end: int, known: _Patterns, *, document: bool) -> bool:
    """Whether a trimmed segment can be the name of a meeting or body, and is no label, sentence, venue or number."""
    words = text[start:end]
    if (
        COPYRIGHT.search(text)
        or len(words) < 3
        or len(words.split()) > _MOST_WORDS
        or not re.search(r"[^\W\d]{2}", words)
    ):
        return False
    if _says_nothing(words, known, document=document):
        return False
    if known.names.no_name.fullmatch(words.partition(":")[0]) and ":" in words:
        return False  # "Meeting duration: 1 hour"
    if _VALUE.search(words):
        return False
    if known.sentence.match(words) or re.match(r"[\s)]*:\s*", text[end:]):
        return False  # "We discussed ..."; "Start of the meeting: 19.30"
    if known.other.search(words):
        return False
    noun = known.names.noun.search(words)  # "Meeting of the Hilltop Library"
    return known.venue.search(words) is None or (
        noun is not None and known.names.of_body.match(words, noun.end()) is not None
    )
