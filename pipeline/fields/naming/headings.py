"""Names in titles: "# OSTF TAC Meeting - May 08, 2019", "Minutes of the 1st Management Committee Meeting of ..."."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.fields.naming.grammar import Name, Words, parse, words
from pipeline.layout.block import Block
from pipeline.lexicon import Lexicon, alternation
from pipeline.meetings.passage import Passage
from pipeline.meetings.scope import Scope
from pipeline.mentions.mention import PlaceValue

#: A title stands among the first blocks and is no paragraph.
_FRONT = 12
_SHORT = 260
_MOST_WORDS = 40
#: "Minutes of Some Club" goes on with a line of so few words: "Annual General Meeting".
_SHORT_LINE = 8
#: In a line of capitals a town must be this sure to be cut off without a comma.
_CERTAIN = 0.5
#: So large a town is cut off behind any capitalised word: "Clearing House Geneva, 3 May".
_LARGE = 100_000

#: Kinds of meeting whose noun can be a title by itself: "Videoconference", "Mitgliederversammlung".
_NAMES_ALONE = ("call", "assembly")
_OTHER_SECTIONS = ("attendance", "absence", "agenda", "next_meeting", "contacts")

#: A paragraph, however short: a full stop behind a long word at its end, or between two sentences.
_SENTENCES = re.compile(r"\w{2,}[.!?](?:\s+[A-ZÀ-Þ]\w+\s\w+|\s*$)")
_EDGE = " \t,;:.–—-|/·•*_=“”\"'‘’[]"
#: A word in small letters behind the noun that no name goes on with.
_NEWS = re.compile(r"\s(?P<word>[a-z]+)\b")
_THE = re.compile(r"\b(?:the|this|our|that)\s+$", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)
_LEADING_YEAR = re.compile(r"(?:back\s+)?(?:\d{4}(?:\s*[-/–]\s*\d{2,4})?)\s*[-–—:]?\s+(?=\D)", re.IGNORECASE)
#: A document's number before its title: "IFCS/FSC/08. 09", "CM(2004)222".
_SYMBOL = re.compile(r"(?:[A-Z]+[\w().]*/[\w()./-]+\s+|[A-Z]+\(\d{4}\)\S*\s+|\d{1,4}\.?\s+(?=\d))+")
_OF_YEAR = re.compile(r"\b[^\W\d_]+ of (?:19|20)\d\d$")
_THEME = re.compile(r",\s+[“\"]|\s+[“\"](?=[^”\"]*$)")


@dataclass(frozen=True)
class Line:
    """A title or a line near it, trimmed, and the name found in it.

    ``document`` says that it began or ended with a report's name for itself ("Minutes of").
    """

    passage: Passage
    start: int
    end: int
    order: int
    heading: bool
    document: bool
    label: bool
    name: Name | None

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]


@dataclass(frozen=True)
class _Patterns:
    names: Words
    label: re.Pattern[str]
    held: re.Pattern[str]
    tool: re.Pattern[str]
    midway: re.Pattern[str]
    series: re.Pattern[str]
    aside: re.Pattern[str]
    link: re.Pattern[str]
    sentence: re.Pattern[str]
    goes_on: re.Pattern[str]
    carries_on: re.Pattern[str]
    trailing: re.Pattern[str]
    small: re.Pattern[str]
    other: re.Pattern[str]
    venue: re.Pattern[str]


def _patterns(lexicon: Lexicon) -> _Patterns:
    def any_of(key: str) -> str:
        return alternation(lexicon.words("naming", key))

    tools = alternation([*lexicon.words("places", "online_tools"), *lexicon.words("places", "online")])
    held = alternation(
        [*lexicon.words("naming", "held"), *lexicon.words("naming", "met"), "took place", "taking place"]
    )
    return _Patterns(
        words(lexicon),
        re.compile(rf"[\[\"]?{alternation(lexicon.words('naming', 'labels'))}\]?\s*[:=|\]]\s*[\"']?", re.IGNORECASE),
        re.compile(rf"[\s,(]+(?:(?:was|were|is|has\s+been|will\s+be)\s+)?{held}\b", re.IGNORECASE),
        re.compile(rf"\s*(?:\((?:via\s+)?{tools}\b[^)]*\)|[-–—]\s*{tools})\s*$", re.IGNORECASE),
        re.compile(
            rf"[\s.]{alternation(lexicon.words('naming', 'documents_behind'))}\s+"
            rf"(?i:of)\s+(?:(?i:the|an?)\s+)?(?=.*?{alternation(lexicon.words('naming', 'meeting_nouns'))})",
            re.IGNORECASE,
        ),
        re.compile(rf"\s{any_of('documents_behind')}\s+[–—-]\s", re.IGNORECASE),
        re.compile(rf"[\s,]+{any_of('asides')}\b", re.IGNORECASE),
        re.compile(alternation(lexicon.words("naming", "name_links"))),
        re.compile(rf"(?i:{alternation(lexicon.words('naming', 'sentence_starts'))})\s+[a-z]"),
        re.compile(rf"(?:\b{any_of('goes_on')}|[,–—&-])\s*$", re.IGNORECASE),
        re.compile(rf"{any_of('carries_on')}\b|\("),
        re.compile(
            rf"[\s,(–—-]+(?:{any_of('trailing')})?\s*$|\(\s*\)?\s*$|(?<!\bof)[\s,–—(-]+(?:19|20)\d\d\)?$", re.IGNORECASE
        ),
        re.compile(rf"\W*{any_of('small')}\W*|\W*\d\w*"),
        re.compile(rf"\b{alternation(lexicon.words('naming', 'other_meetings'))}\b", re.IGNORECASE),
        re.compile(rf"\b{alternation(lexicon.words('places', 'venue_nouns'))}$", re.IGNORECASE),
    )


def lines(scope: Scope, blocks: Sequence[Block]) -> Iterator[Line]:
    """The lines at the beginning of a scope that could name the meeting or its body."""
    known = scope.lexicon.made(_patterns)
    for order, group in enumerate(_groups(scope, blocks, known)):
        passage = Passage.of(group, scope.reading.mentions, separator=" ")
        heading = group[0].kind == "heading" or order == 0
        for start, end in _segments(passage):
            if group[0].kind == "meta" and not known.label.match(passage.text):
                continue  # front matter says more than the title
            line = _line(passage, start, end, order, known, heading=heading)
            if line:
                yield line


def _groups(scope: Scope, blocks: Sequence[Block], known: _Patterns) -> list[list[Block]]:
    """Short blocks at the beginning; those that carry on the line before them stand together."""
    groups: list[list[Block]] = []
    for block in blocks:
        if len(groups) >= _FRONT or (len(block.text) > _SHORT and block.number >= scope.lead):
            break
        if len(block.text) > _SHORT or block.kind in ("row", "item"):
            continue
        section = scope.reading.section_of(block.number)
        if section is not None and section.kind in _OTHER_SECTIONS and block.kind != "heading":
            continue
        titled = block.kind == "heading" or known.names.document.match(block.text) is not None
        if not titled and _SENTENCES.search(block.text):
            continue
        before = groups[-1] if groups else []
        if before and len(before) < 4 and _continues(before[-1], block, known):
            before.append(block)
        else:
            groups.append([block])
    return groups


def _continues(line: Block, block: Block, known: _Patterns) -> bool:
    """Whether a block carries on a line: "MINUTES OF THE" and "BOARD", "Oak Square" and "Commission Meeting"."""
    if known.goes_on.search(line.text) or known.carries_on.match(block.text):
        return True
    noun = known.names.noun
    opening = known.names.document.match(line.text)
    if opening and opening.group().split()[-1:] != opening.group().split()[:1] and noun.search(line.text) is None:
        return noun.search(block.text) is not None and len(block.text.split()) <= _SHORT_LINE
    if noun.search(line.text) or not noun.search(block.text) or line.kind != block.kind:
        return False
    body = known.names.body.search(line.text) is not None
    if known.names.no_name.fullmatch(block.text):
        # "WASH Cluster" and "Meeting Minutes", but not "Steering Committee" and "Meeting Details"
        return body and (
            known.names.document_behind.search(block.text) is not None or noun.fullmatch(block.text) is not None
        )
    return block.kind == "heading" and not body and known.names.generic.match(block.text) is not None


def _segments(passage: Passage) -> Iterator[tuple[int, int]]:
    """What lies between dates and times."""
    position = 0
    text = passage.text
    for mention in sorted(passage.within(0, len(text), "date", "time"), key=lambda item: item.start):
        if _OF_YEAR.search(text, 0, mention.end):
            continue  # "third meeting of 2022"
        joined = text[: mention.start].endswith("/") or text[mention.end : mention.end + 1] == "/"
        if joined or mention.rule == "date-year":  # "2019/1937" is a directive, "AGM 2004" a name
            continue
        if mention.start > position:
            yield position, mention.start
        position = max(position, mention.end)
    if position < len(passage.text):
        yield position, len(passage.text)


def _line(passage: Passage, start: int, end: int, order: int, known: _Patterns, *, heading: bool) -> Line | None:
    """The title in a segment, without what stands before and behind it; None when the segment is no title."""
    label = known.label.match(passage.text, start, end)
    if label and label.end() < end:
        start = label.end()
        quote = passage.text[start - 1]
        if quote in "\"'" and passage.text.find(quote, start, end) > start:  # title = "..." date = "..."
            end = passage.text.find(quote, start, end)
    start, opened = _opened(passage.text, *_trimmed(passage.text, start, end), known)
    end, closed = _closed(passage, start, end, known)
    start, end = _trimmed(passage.text, *_without_places(passage, start, end, known))
    if not _is_title(passage.text, start, end, known):
        return None
    name = parse(passage, start, end, known.names)
    if name is not None:
        start, end = _without_news(passage, name, known)
        name = parse(passage, start, end, known.names)
    if name is not None and _THE.search(passage.text[start : name.noun_at]):
        return None  # "Presentations given at the meeting"
    if name is not None and not (heading or label or opened) and _telling(passage.text[start : name.noun_at], known):
        return None  # "Agreed to schedule the Board Meetings"
    person = any(mention.start == start for mention in passage.within(start, end, "person"))
    text = passage.text[start:end]
    if name is None and (text[0].islower() or person or re.search(r":\s|\s>", text)):
        return None
    return Line(passage, start, end, order, heading, opened or closed, bool(label), name)


def _telling(before: str, known: _Patterns) -> bool:
    """Whether the words before a meeting's noun are a sentence's rather than a name's."""
    patterns = (known.names.kind, known.names.ordinal, known.names.body, known.small)
    return any(word.islower() and not any(p.fullmatch(word) for p in patterns) for word in before.split())


def _opened(text: str, start: int, end: int, known: _Patterns) -> tuple[int, bool]:
    """Where the name begins behind a year, a document's number and "Minutes of the"; whether there was the latter."""
    for pattern in (_LEADING_YEAR, _SYMBOL):
        match = pattern.match(text, start, end)
        if match and match.end() < end:
            start = match.end()
    opening = known.names.document.match(text, start, end)
    document = bool(opening and (opening.end() == end or text[opening.end() - 1] in " :–—-'’"))
    if opening and document:
        start = opening.end()
    midway = known.midway.search(text, start, end)
    if midway and midway.end() < end:
        start, document = midway.end(), True  # "Groby Parish Council Minutes of a Meeting of ..."
    article = _ARTICLE.match(text, start, end)
    return (article.end() if article else start), document


def _closed(passage: Passage, start: int, end: int, known: _Patterns) -> tuple[int, bool]:
    """Where the name ends before "held", a theme in quotes, "Minutes" or a program; whether "Minutes" stood there."""
    text, document = passage.text, False
    verb = known.held.search(text, start, end)
    end = verb.start() if verb else end
    series = known.series.search(text, start, end)
    if series and known.names.body.search(text, start, series.start()):
        end, document = series.start(), True  # "HTTP Working Group Minutes - IETF 98"
    aside = known.aside.search(text, start, end)
    end = aside.start() if aside and aside.start() > start else end
    theme = _THEME.search(text, start, end)
    if theme and theme.start() > start:
        end = theme.start()
    start, end = _without_places(passage, start, end, known)
    closing = known.names.document_behind.search(text, start, end)
    if closing and closing.start() > start:
        end, document = closing.start(), True
    tool = known.tool.search(text, start, end)
    if tool and tool.start() > start:
        end = tool.start()
    return end, document


def _is_title(text: str, start: int, end: int, known: _Patterns) -> bool:
    """Whether a trimmed segment can be the name of a meeting or body, and is no label, sentence, venue or number."""
    words = text[start:end]
    if "©" in words or len(words) < 3 or len(words.split()) > _MOST_WORDS or not re.search(r"[^\W\d]{2}", words):
        return False
    alone = words.istitle() and known.names.classes.get(words.casefold()) in _NAMES_ALONE
    if known.names.no_name.fullmatch(words) and not alone:
        return False
    if known.names.no_name.fullmatch(words.partition(":")[0]) and ":" in words:
        return False  # "Meeting duration: 1 hour"
    if known.sentence.match(words) or re.match(r"[\s)]*:\s*", text[end:]):
        return False  # "We discussed ..."; "Start of the meeting: 19.30"
    return not (known.other.search(words) or known.venue.search(words))


def _without_news(passage: Passage, name: Name, known: _Patterns) -> tuple[int, int]:
    """The name without what a headline says of it: "Zimbabwe: 34th Regional Summit urged members to act"."""
    text, start, end = passage.text, name.start, name.end
    for mention in passage.within(start, name.noun_at, "place"):
        if mention.start == start and text[mention.end :].lstrip().startswith(":"):
            start = text.index(":", mention.end) + 1
    behind = name.noun_at + len(name.noun)
    number = known.names.number.match(text, behind, end)
    behind = number.end() if number else behind
    news = _NEWS.match(text, behind, end)
    return _trimmed(text, start, behind if news and not known.link.fullmatch(news["word"]) else end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start] in _EDGE or text[start] == ")"):
        start += 1
    while start < end and text[end - 1] in _EDGE:
        end -= 1
    piece = text[start:end]
    if piece.endswith(")") and piece.count(")") > piece.count("("):
        end -= 1
    if piece.endswith("("):
        end -= 1
    return start, end


def _without_places(passage: Passage, start: int, end: int, known: _Patterns) -> tuple[int, int]:
    """Without a place at the end, where a comma, bracket or "in" sets it apart."""
    text = passage.text
    changed = True
    while changed:
        changed = False
        trailing = known.trailing.search(text, start, end)
        if trailing and trailing.start() > start and trailing.end() == end:
            end, changed = trailing.start(), True
        for mention in passage.within(start, end, "place"):
            value = mention.value
            if not isinstance(value, PlaceValue) or mention.start <= start or mention.rule == "country-code":
                continue
            set_apart = re.search(r"(?:[,(–—]|\s-|\b(?:in|at))\s*$", text[start : mention.start])
            capitals = text[start:end].isupper() and mention.score > _CERTAIN
            after_name = (
                value.population > _LARGE
                and known.names.noun.search(text, start, mention.start) is not None
                and re.search(r"[A-Z]\w*\s+$", text[start : mention.start]) is not None
            )
            if not text[mention.end : end].strip(_EDGE + ")") and (set_apart or capitals or after_name):
                end, changed = mention.start, True
                break
    return start, end
