"""What stands before and behind a name in a title: "Minutes of the", "held at", a place, a theme, "Minutes", a day."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.fields.naming.grammar import Name
from pipeline.fields.naming.words import Words, words
from pipeline.lexicon import Lexicon, alternation
from pipeline.meetings.passage import Passage
from pipeline.mentions.mention import PlaceValue

#: In a line of capitals a town must be this sure to be cut off without a comma.
_CERTAIN = 0.5
#: So large a town is cut off behind any capitalised word: "Clearing House Geneva, 3 May".
_LARGE = 100_000
_EDGE = " \t,;:.–—-|/·•*_=“”\"'‘’[]"
#: A word in small letters behind the noun that no name goes on with.
_NEWS = re.compile(r"\s(?P<word>[a-z]+)\b")
_LEADING_YEAR = re.compile(r"(?:back\s+)?(?:\d{4}(?:\s*[-/–]\s*\d{2,4})?)\s*[-–—:]?\s+(?=\D)", re.IGNORECASE)
#: A document's number before its title: "IFCS/FSC/08. 09", "CM(2004)222".
_SYMBOL = re.compile(r"(?:[A-Z]+[\w().]*/[\w()./-]+\s+|[A-Z]+\(\d{4}\)\S*\s+|\d{1,4}\.?\s+(?=\d))+")
#: "First Meeting of the Moor Council: A Roundup"
_TOLD = re.compile(r"\s?:\s+(?=[^\W\d])")
_THEME = re.compile(r",\s+[“\"]|\s+[“\"](?=[^”\"]*$)")
#: "Bog Society Board 12 Mill Lane": an address goes on behind a body's name in a letterhead.
_ADDRESS = re.compile(
    r"[\s,]+(?:P\.?\s?O\.?\s+Box\b|[Tt]el[.:]|\d{2,5}[a-z]?\s+[A-ZÀ-Þ]\w+\s+[A-ZÀ-Þ]?\w+|\d{3,5}\s+[A-ZÀ-Þ]\w+$)"
)
#: "..., Q3, 2016", and "... (notes taken at https://pad.example.org/x)"
_QUARTER, _LINK = re.compile(r"\s*[,(–—-]\s*Q[1-4]\b"), re.compile(r"\s*\([^()]*(?:https?://|www\.)")
#: A sentence ends, and another begins: "da Quarta Sessão Legislativa. Aos seis dias".
_FULL_STOP = re.compile(r"\.(?<=[a-zß-ÿ]{4}\.)\s+(?=[A-ZÀ-Þ])")
_PLAIN_NAME = re.compile(r"\s\w")
_OF_THE = re.compile(r"\w+(?:\s[a-z]+){0,3}\s(?:of|from|at)\s+(?:the|our|its)\s+")
_TAIL = re.compile(r"[A-Z]\w*\s+$")


@dataclass(frozen=True)
class _Patterns:
    names: Words
    held: re.Pattern[str]
    tool: re.Pattern[str]
    midway: re.Pattern[str]
    series: re.Pattern[str]
    aside: re.Pattern[str]
    link: re.Pattern[str]
    trailing: re.Pattern[str]
    set_apart: re.Pattern[str]
    linked: re.Pattern[str]


def _patterns(lexicon: Lexicon) -> _Patterns:
    def any_of(key: str) -> str:
        return alternation(lexicon.words("naming", key))

    apart = alternation(lexicon.words("places", "in"))
    tools = alternation([*lexicon.words("places", "online_tools"), *lexicon.words("places", "online")])
    held = alternation([*lexicon.words("naming", "held"), *lexicon.words("naming", "met")])
    return _Patterns(
        lexicon.made(words),
        held=lexicon.pattern(rf"[\s,(]+(?:{any_of('auxiliaries')}\s+)?{held}\b", re.IGNORECASE),
        tool=lexicon.pattern(rf"\s*(?:\((?:via\s+)?{tools}\b[^)]*\)|[-–—]\s*{tools})\s*$", re.IGNORECASE),
        # "Groby Parish Council Minutes of a Meeting of ..."
        midway=lexicon.pattern(
            rf"[\s.](?:{any_of('documents_behind')}\s+{any_of('body_links')}|{any_of('documents')}\s+{any_of('document_links')})"
            rf"\s+(?:{any_of('subjects')}\s+)?(?=.*?{any_of('meeting_nouns')})",
            re.IGNORECASE,
        ),
        series=lexicon.pattern(rf"\s{any_of('documents_behind')}\s+[–—-]\s", re.IGNORECASE),
        aside=lexicon.pattern(rf"[\s,]+{any_of('asides')}\b", re.IGNORECASE),
        link=lexicon.pattern(alternation(lexicon.words("naming", "name_links"))),
        trailing=lexicon.pattern(
            rf"[\s,(–—-]+(?:{any_of('trailing')})?\s*$|\(\s*\)?\s*$|(?<!\bof)[\s,–—(-]+(?:19|20)\d\d\)?$", re.IGNORECASE
        ),
        linked=lexicon.pattern(rf"(?<!\w){any_of('body_links')}\s+(?:{any_of('subjects')}\s+)?$", re.IGNORECASE),
        set_apart=lexicon.pattern(rf"(?:[,(–—]|\s-|(?<!\w){apart})\s*$", re.IGNORECASE),
    )


def opened(text: str, start: int, end: int, lexicon: Lexicon) -> tuple[int, bool]:
    """Where the name begins behind a year, a document's number and "Minutes of the"; whether there was the latter."""
    known = lexicon.made(_patterns)
    for pattern in (_LEADING_YEAR, _SYMBOL):
        match = pattern.match(text, start, end)
        if match and match.end() < end:
            start = match.end()
    number = known.names.record_number.match(text, start, end)
    if number and number.end() < end:  # "Verbale n. 4 dell'Assemblea"
        link = known.names.of_body.match(text, number.end(), end)
        return (link.end() if link else number.end()), True
    opening = known.names.document.match(text, start, end)
    document = bool(opening and (opening.end() == end or text[opening.end() - 1] in " :–—-'’"))
    if opening and document and _runs_on(text, opening, known):
        document = False
    if opening and document:
        start = opening.end()
    midway = known.midway.search(text, start, end)
    if midway and midway.end() < end:
        start, document = midway.end(), True
    article = known.names.article.match(text, start, end)
    return (article.end() if article else start), document


def _runs_on(text: str, opening: re.Match[str], known: _Patterns) -> bool:
    """Whether a sentence goes on behind a word for a document: "Notes might contain errors"."""
    linked = len(opening.group().split()) > 1 or not opening.group().endswith(" ")
    names = known.names
    if any(pattern.match(text, opening.end()) for pattern in (names.noun, names.kind, names.ordinal, names.body)):
        return False
    return not linked and re.match(r"[a-z]+ [a-z]", text[opening.end() :]) is not None


def closed(passage: Passage, start: int, end: int, lexicon: Lexicon) -> tuple[int, bool]:
    """Where the name ends before "held", a theme in quotes, "Minutes" or a program; whether "Minutes" stood there."""
    known = lexicon.made(_patterns)
    text, document = passage.text, False
    for pattern in (known.held, known.aside, _THEME, _QUARTER, _LINK, known.names.day):
        match = pattern.search(text, start, end)
        if match and match.start() > start:
            end = match.start()
    said = _FULL_STOP.search(text, start, end)
    end = said.start() if said else end
    record = known.names.record_number.search(text, start, end)
    if record and text[start : record.start()].strip(_EDGE):
        end, document = record.start(), True  # "Collegio dei Docenti – Verbale N. 4"
    series = known.series.search(text, start, end)
    if series and text[series.end() : end].strip(_EDGE):
        named = known.names.body.search(text, start, series.start()) or known.names.noun.search(text, start, end)
        if named:
            end, document = series.start(), True  # "HTTP Working Group Minutes - IETF 98"
    start, end = without_places(passage, start, end, lexicon)
    closing = known.names.document_behind.search(text, start, end)
    if closing and closing.start() > start:
        end, document = closing.start(), True
    tool = known.tool.search(text, start, end)
    if tool and tool.start() > start:
        end = tool.start()
    day = known.names.day.search(text, start, end)
    if day and day.start() > start:
        end = day.start()
    return end, document


def without_news(passage: Passage, name: Name, lexicon: Lexicon) -> tuple[int, int]:
    """The name without what a headline says of it: "Zimbabwe: 34th Regional Summit urged members to act"."""
    known = lexicon.made(_patterns)
    text, start, end = passage.text, name.start, name.end
    for mention in passage.within(start, name.noun_at, "place"):
        if mention.start == start and text[mention.end :].lstrip().startswith(":"):
            start = text.index(":", mention.end) + 1
    for mention in passage.within(start, name.noun_at, "person"):
        if mention.start == start and _PLAIN_NAME.match(text, mention.end) and _begins_name(text, mention.end, known):
            start = mention.end  # "ANN LEE FULL BOARD MEETING", from two lines of a letterhead
    start = _without_telling(text, start, name.noun_at, known)
    behind = name.noun_at + len(name.noun)
    rest = text[behind:end].strip(_EDGE)
    if rest and text[start : name.noun_at].startswith(rest):  # "Moor Senate Meeting Moor Senate"
        return trimmed(text, start, behind)
    number = known.names.number.match(text, behind, end)
    behind = number.end() if number else behind
    told = _TOLD.search(text, behind, end)
    if told and not known.names.body.search(text, told.end(), end):
        end = told.start()
    linked = known.names.of_body.match(text, behind, end)  # "Reunião Ordinária do Conselho"
    news = _NEWS.match(text, behind, end) if linked is None else None
    return trimmed(text, start, behind if news and not known.link.fullmatch(news["word"]) else end)


def _begins_name(text: str, start: int, known: _Patterns) -> bool:
    """Whether the words behind a person begin a meeting's name by themselves: "Full Board Meeting"."""
    position = start + 1
    return any(p.match(text, position) for p in (known.names.kind, known.names.generic, known.names.ordinal))


def _without_telling(text: str, start: int, noun: int, known: _Patterns) -> int:
    """Where a name begins behind words that tell of it: "Photos of the [Kick-off meeting]"."""
    link = _OF_THE.match(text, start, noun)
    if link is None or known.names.body.search(text, start, link.end()):
        return start
    rest = text[link.end() : noun]
    if not rest.strip():  # "Start of the meeting"
        return start
    for pattern in (known.names.kind, known.names.ordinal):
        rest = pattern.sub(" ", rest)
    return start if rest.strip() else link.end()


def without_address(text: str, start: int, end: int) -> int:
    """Where a body's name ends before the address that a letterhead puts behind it."""
    address = _ADDRESS.search(text, start, end)
    return address.start() if address and address.start() > start else end


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without marks and brackets at the ends."""
    while start < end and (text[start] in _EDGE or text[start] == ")"):
        start += 1
    while start < end and text[end - 1] in _EDGE:
        end -= 1
    piece = text[start:end]
    if piece.endswith(")") and piece.count(")") > piece.count("("):
        end -= 1
    elif piece.count("(") > piece.count(")"):  # "Moor WG (replaces", where a date was cut off
        end = start + len(piece[: piece.rfind("(")].rstrip(_EDGE))
    return start, end


def without_places(passage: Passage, start: int, end: int, lexicon: Lexicon) -> tuple[int, int]:
    """Without a place at the end, where a comma, bracket or "in" sets it apart."""
    known = lexicon.made(_patterns)
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
            set_apart = known.set_apart.search(text[start : mention.start])
            linked = known.linked.search(text, start, mention.start) is not None  # "of the City of Linden"
            capitals = text[start:end].isupper() and mention.score > _CERTAIN and not linked
            after_name = not linked and value.population > _LARGE and _follows(text, start, mention.start, known)
            if not text[mention.end : end].strip(_EDGE + ")") and (set_apart or capitals or after_name):
                end, changed = mention.start, True
                break
    return start, end


def _follows(text: str, start: int, place: int, known: _Patterns) -> bool:
    """Whether a place follows a name with its noun: "Board Meeting Geneva", not "Jahrestagung gfb Stadt Genf"."""
    noun = next(known.names.noun.finditer(text, start, place), None)
    if noun is None or _TAIL.search(text[start:place]) is None:
        return False
    return not text[noun.end() : place].strip() or known.names.of_body.match(text, noun.end(), place) is not None
