"""What the meeting is called: its own name, the body that met, its number in a series, what kind of meeting it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.fields.candidate import Candidate, Decided, Found
from pipeline.fields.naming.acting import acting
from pipeline.fields.naming.bodies import candidate, elsewhere
from pipeline.fields.naming.edges import without_address
from pipeline.fields.naming.grammar import Name
from pipeline.fields.naming.headings import Line, lines
from pipeline.fields.naming.sentences import Telling, before_date, tellings
from pipeline.fields.naming.words import Words, words
from pipeline.layout.block import Block
from pipeline.meetings.passage import Passage
from pipeline.meetings.scope import Scope
from pipeline.meetings.standing import is_readable
from pipeline.mentions.mention import DateValue, PartialDate

_SKIPPED = ("running", "code", "rule")
#: Sentences that introduce the meeting stand among the first blocks.
_FIRST = 14
#: A longer word in small letters behind "network" or "group" makes a line business: "network upgrades".
_SMALL = 4
#: "Guests, New Members, and Invited Experts"
_LISTED = re.compile(r",\s+and\s[^,]*$", re.IGNORECASE)
#: A line that names nothing but the body is no longer than this; a title without a meeting's noun is shorter.
_BODY_WORDS, _TITLE_WORDS = 14, 8
#: Among so many lines a body's name can stand for the meeting's.
_NEAR_TOP = 4
_LINE = 160
#: A line gives the title in full with so many words more; lines of business score less.
_MORE_WORDS, _SURE = 3, 0.7
#: The same where the shorter title does not say whose meeting it was; words are compared by so many letters.
_WHOSE, _STEM = 8, 6
#: A title of a noun and a number, and the rules that can complete it.
_BARE, _TOLD = 2, ("told", "before-date")
_BRACKETS = re.compile(r"\s*\([^)]*\)")
#: What a second line with the same body adds.
_TWICE = 0.06
_LINKS = frozenset({"of", "the"})
#: From this score on a candidate may be published.
_PUBLISHED = 0.3
#: "HTTP Working Group at IETF 98", "Coordinators from 60 countries"
_AT = re.compile(r"\s(?:at|@|from\s+\d+)\s")
_ACRONYM_OF = re.compile(r"\([A-Z][A-Za-z&/-]*[A-Z]\)(?P<of>\s+(?:of|for)\s)")
#: In other scripts nobody here can tell a name from a sentence.
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]{2}")
#: "Minutes of meeting SC/22/2", "Slides: https://...": papers have numbers and addresses, bodies have names.
_NO_NAME = re.compile(r"^[A-Z]{1,5}(?:[/-][A-Z]{0,3}\d{1,4}[A-Z]?)+$|://")
#: A line that goes on so tells something: "Coordinators [met on 3 May]".
_TELLS = re.compile(r"\s+[a-z]{2}")


def find(scope: Scope, decided: Decided) -> Found:
    """Candidates for title, body, number and classification."""
    known = scope.lexicon.made(words)
    blocks = [block for block in scope.blocks if block.kind not in _SKIPPED and block.text.strip()]
    start = decided.best("start_date")
    day = start.value if start is not None and isinstance(start.value, PartialDate) else None
    found = [one for line in lines(scope, blocks) for one in _from_line(line, known, day)]
    if not is_readable(scope.document.language, scope.lexicon):
        found = [one for one in found if one.rule.removesuffix("-body") == "title"]
    for order, block in enumerate(blocks[:_FIRST]):
        passage, days = _passage(scope, block), _days(scope, block, day)
        for telling in tellings(passage, scope.lexicon, days):
            found += _from_telling(telling, order, known)
        for name in before_date(passage, scope.lexicon, days):
            found.append(candidate("title", passage, [(name.start, name.end)], "before-date", 0.62))
            found += _parts(passage, name, "before-date", 0.62, known)
    found = [one for one in found if one.field != "body" or not _NO_NAME.search(str(one.value))]
    found = _repeated(found)
    found += [*_fuller(found), *_fuller_title(found)]
    others = elsewhere(scope, blocks)
    if any(one.rule == "title-body" and one.score >= _SURE - 0.1 for one in found if one.field == "body"):
        others = (one for one in others if one.rule != "page-body")  # a gazette's title is not each body's name
    found += [*_record_numbers(scope, blocks, known), *others]
    if not any(one.field == "body" and one.score >= _PUBLISHED for one in found):
        found += acting(scope, blocks)
    return Found(tuple(found))


def _repeated(found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates; a body that two lines name, as letterhead and title do, is a little surer."""
    names = [one for one in found if one.field == "body" and one.rule == "title-body"]
    texts = [_BRACKETS.sub("", str(one.value)).casefold() for one in names]
    best: dict[str, float] = {}
    for one, text in zip(names, texts, strict=True):
        best[text] = max(best.get(text, 0.0), one.score)
    surer = {
        # in its proper letters and with its acronym a name says most
        id(one): best[text] + _TWICE * (not str(one.value).isupper()) + 0.01 * (text != str(one.value).casefold())
        for one, text in zip(names, texts, strict=True)
        if texts.count(text) > 1
    }
    return [replace(one, score=round(min(surer[id(one)], 1.0), 3)) if id(one) in surer else one for one in found]


def _fuller(found: Sequence[Candidate]) -> list[Candidate]:
    """The body as a sentence gives it, where that holds all words of the title's: "Hill Hospital Board of Trustees"."""
    bodies = [one for one in found if one.field == "body" and one.score >= _PUBLISHED]
    best = max((one for one in bodies if one.rule == "title-body"), key=lambda one: one.score, default=None)
    if best is None:
        return []
    words = set(str(best.value).casefold().split())
    told = [one for one in bodies if one.rule.startswith("told") and words < set(str(one.value).casefold().split())]
    longest = max(told, key=lambda one: len(str(one.value)), default=None)
    if longest is None or len(str(longest.value).split()) > _BODY_WORDS:
        return []
    return [replace(longest, rule="told-in-full", score=min(best.score + 0.01, 1.0))]


def _fuller_title(found: Sequence[Candidate]) -> list[Candidate]:
    """The title as another line gives it, where that holds all its words and few more: "11th OSTF Board Meeting"."""
    titles = [one for one in found if one.field == "title" and one.rule == "title" and one.score >= _SURE]
    best = max(titles, key=lambda one: one.score, default=None)
    if best is None:
        return []
    words = _stems(str(best.value))
    if len(words) == _BARE and any(word.isdigit() for word in words):  # "Meeting 400": whose, a sentence tells
        titles += [one for one in found if one.field == "title" and one.rule in _TOLD and one.score >= _SURE - 0.1]
    bare = not any(
        one.field == "body" and one.rule == "title-body" and str(one.value) in str(best.value) for one in found
    )
    limit = len(words) + (_WHOSE if bare else _MORE_WORDS)
    fuller = [one for one in titles if words < (more := _stems(str(one.value))) and len(more) <= limit]
    longest = max(fuller, key=lambda one: one.score, default=None)
    return [replace(longest, rule="title-in-full", score=min(best.score + 0.01, 1.0))] if longest else []


def _stems(title: str) -> frozenset[str]:
    """The words of a title without their endings: "28. ordentliche Sitzung" and "der 28. ordentlichen Sitzung"."""
    return frozenset(word[:_STEM] for word in title.casefold().split() if word not in _LINKS)


def _record_numbers(scope: Scope, blocks: Sequence[Block], known: Words) -> Iterator[Candidate]:
    """The number of the minutes, which is their meeting's: "Minutes number 65", "Acta No. 12"."""
    for block in blocks[: 2 * _NEAR_TOP]:
        match = known.record_number.search(block.text)
        if match and (len(block.text) <= _LINE or not block.text[: match.start()].strip()):
            where = [match.span("number")]
            yield candidate("number", _passage(scope, block), where, "record-number", 0.6, int(match["number"]))


def _passage(scope: Scope, block: Block) -> Passage:
    return Passage.of([block], scope.reading.mentions)


def _days(scope: Scope, block: Block, day: PartialDate | None) -> frozenset[int]:
    dates = scope.reading.mentions.in_block(block.number, "date")
    return frozenset(m.start for m in dates if isinstance(m.value, DateValue) and _same(m.value.start, day))


def _same(left: PartialDate, right: PartialDate | None) -> bool:
    return right is not None and (left.month, left.day) == (right.month, right.day)


def _from_line(line: Line, known: Words, day: PartialDate | None) -> Iterator[Candidate]:
    score = _line_score(line, known, day)
    passage, name = line.passage, line.name
    if name is not None:
        yield candidate("title", passage, [(name.start, name.end)], "title", score)
        yield from _parts(passage, name, "title", score, known)
    elif not _is_business(line, known):
        yield from _without_noun(line, known, score)


def _without_noun(line: Line, known: Words, score: float) -> Iterator[Candidate]:
    """Candidates from a line that has no word for a meeting.

    "Moor Board, 3 May" names the body, and is all that the meeting is called; in "Minutes of the Moor Board" only the
    document has a name.
    """
    passage, where = line.passage, [(line.start, line.end)]
    shown = line.document or line.dated or line.beside
    if known.body.search(passage.text, line.start, line.end) and len(line.text.split()) <= _BODY_WORDS:
        end = without_address(passage.text, line.start, line.end)
        at = _AT.search(passage.text, line.start, end)
        generic = known.generic.fullmatch(line.text) is not None or " " not in line.text
        where = [(line.start, end)]
        named = _ACRONYM_OF.search(passage.text, line.start, end)  # "Peat Committee (PC) of the Moor Council"
        where = [(line.start, named.start("of"))] if named else where
        body = [(line.start, at.start())] if at else where
        yield candidate("body", passage, body, "title-body", score - 0.2 - 0.3 * generic + 0.05 * (shown + line.above))
        # what its front matter calls "Minutes of the Moor Committee" has no other name
        alone = (line.label or not line.document) and not _tells(passage, line.end)
        if alone and (line.order <= _NEAR_TOP or line.beside or line.label) and (shown or line.heading):
            yield candidate("title", passage, where, "title-body", score - (0.3 if shown else 0.45) - 0.3 * generic)
    elif line.label:
        yield candidate("title", passage, where, "title-label", score - 0.2)
    elif line.order > 1 or not _LATIN.search(line.text) or len(line.text.split()) > _TITLE_WORDS or line.late:
        return
    elif known.acronym.search(line.text) and (line.document or line.dated):
        yield candidate("title", passage, where, "title-alone", score - 0.4 - 0.3 * line.document)
        if line.document and line.text[0].isalnum():
            yield candidate("body", passage, where, "title-alone", score - 0.5)
    elif line.heading and line.beside and line.order == 0 and not line.document:
        yield candidate("title", passage, where, "title-alone", score - 0.45)


def _tells(passage: Passage, end: int) -> bool:
    """Whether a line goes on to tell something: "Coordinators met on", but not "Conseil municipal du [3 mai]"."""
    goes_on = _TELLS.match(passage.text, end)
    date = next(iter(passage.within(end, len(passage.text), "date")), None)
    return goes_on is not None and (date is None or len(passage.text[end : date.start].split()) > 1)


def _is_business(line: Line, known: Words) -> bool:
    """Whether a line only mentions a body: "Pre-scheduled network upgrades", "Guests, New Members, and Experts"."""
    found = list(known.body.finditer(line.text))
    rest = line.text[found[-1].end() :].split() if found else []
    plain = bool(rest) and rest[0].islower() and rest[0].isalpha() and len(rest[0]) > _SMALL
    inside = line.order > 1 or (bool(found) and found[0].start() > 0)
    return (plain and inside) or _LISTED.search(line.text) is not None


def _line_score(line: Line, known: Words, day: PartialDate | None) -> float:
    """How likely a line names the meeting: titles, early lines and those with the meeting's own date come first."""
    score = (0.85 if line.heading or line.label else 0.8) - 0.015 * line.order
    if line.text.isupper():
        score -= 0.12  # a sentence has the name in its proper letters
    dates = [m.value.start for m in line.passage.mentions if isinstance(m.value, DateValue) and m.value.start.day]
    own = day is not None and any(_same(date, day) for date in dates)
    if day is not None and dates:
        score += 0.08 if own else -0.15
    if line.late and not own and (dates or not line.document):
        score -= 0.3
    name = line.name
    if name is None:
        return score
    if len(line.text.split()) == 1:
        score -= 0.2  # "Videoconference"
    elif name.number is not None:
        score += 0.08
    elif line.document and name.body:
        score += 0.05  # "Minutes of the Annual Assembly of ..."
    elif not name.body:
        score -= 0.05 if len(line.text.split()) > 4 else 0.1 if line.order == 0 else 0.2
    if name.body and all(known.generic.fullmatch(line.passage.text, *stretch) for stretch in name.body):
        score -= 0.1  # "First session of the Commission"
    return score


def _from_telling(telling: Telling, order: int, known: Words) -> Iterator[Candidate]:
    sure = telling.subject is not None or (telling.name is not None and telling.name.number is not None)
    least = (0.7 if sure else 0.6) if telling.dated else 0.0
    score = max((0.82 if telling.dated else 0.76) - 0.02 * order, least)
    passage, name = telling.passage, telling.name
    if name is not None and not (name.body or name.number or telling.subject):
        score -= 0.2
    if name is not None:
        yield candidate("title", passage, [(name.start, name.end)], "told", score)
        yield from _parts(passage, name, "told", score, known)
    if telling.subject is not None:
        generic = known.generic.fullmatch(passage.text, *telling.subject) is not None  # "Members"
        yield candidate("body", passage, [telling.subject], "told-subject", score - 0.03 - 0.3 * generic)


def _doubt(passage: Passage, name: Name, text: str, known: Words) -> float:
    """How doubtful it is that words of a name are a body: "HSF" is one, "Monetary Policy" is what one talks about."""
    if known.generic.fullmatch(text):
        return 0.3
    if known.body.search(text):
        return 0.0
    if known.acronym.search(text) or _is_apposed(passage, name, known):
        return 0.12
    # "Meeting of the Hilltop Library", but not "Dredging Meeting"
    linked = name.body[0][0] > name.noun_at and all(word[0].isupper() for word in text.split() if len(word) > _SMALL)
    return 0.25 if linked else 0.7


def _is_apposed(passage: Passage, name: Name, known: Words) -> bool:
    """Whether the body stands behind the noun for its members' assembly: "Mitgliederversammlung des Vereins"."""
    behind = name.noun_at + len(name.noun)
    gap = passage.text[behind : name.body[0][0]].strip()
    assembly = known.classes.get(" ".join(name.noun.casefold().split())) == "assembly"
    return name.body[0][0] > behind and (assembly or not gap)


def _parts(passage: Passage, name: Name, rule: str, score: float, known: Words) -> Iterator[Candidate]:
    """Body, number and kind of meeting that follow from a name."""
    if name.body:
        text = " ".join(passage.text[slice(*stretch)] for stretch in name.body)
        yield candidate("body", passage, name.body, f"{rule}-body", score - 0.02 - _doubt(passage, name, text, known))
    if name.number is not None and name.number_at is not None:
        yield candidate("number", passage, [name.number_at], f"{rule}-number", score, name.number)
    kind = known.classes.get(" ".join(name.noun.casefold().split()))
    if kind:
        position = passage.text.find(name.noun, name.start, name.end)
        yield candidate("classification", passage, [(position, position + len(name.noun))], f"{rule}-noun", score, kind)
