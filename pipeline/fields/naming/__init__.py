"""What the meeting is called: its own name, the body that met, its number in a series, what kind of meeting it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.fields.candidate import Candidate, Decided, Found, Scalar
from pipeline.fields.naming.grammar import Name, Words, words
from pipeline.fields.naming.headings import Line, lines
from pipeline.fields.naming.sentences import Telling, before_date, tellings
from pipeline.layout.block import Block
from pipeline.meetings.passage import Passage
from pipeline.meetings.scope import Scope
from pipeline.mentions.mention import DateValue, PartialDate

_ACRONYM = re.compile(r"\s*\([A-Z][\w .&/-]{1,20}\)$")
_SKIPPED = ("running", "code", "rule")
#: Sentences that introduce the meeting stand among the first blocks.
_FIRST = 14
#: A longer word in small letters behind "network" or "group" makes a line business: "network upgrades".
_SMALL = 4
#: "Guests, New Members, and Invited Experts"
_LISTED = re.compile(r",\s+and\s[^,]*$", re.IGNORECASE)
#: "River Network > About us > Past meetings", among so many blocks at a page's top.
_CRUMB = re.compile(r"\W*(?P<name>[A-ZÀ-Þ][^>|»]{3,80}?)\s+[>|»]\s")
_CRUMBS = 3
#: A line that names nothing but the body is no longer than this.
_BODY_WORDS = 14


def find(scope: Scope, decided: Decided) -> Found:
    """Candidates for title, body, number and classification."""
    known = scope.lexicon.made(words)
    blocks = [block for block in scope.blocks if block.kind not in _SKIPPED and block.text.strip()]
    start = decided.best("start_date")
    day = start.value if start is not None and isinstance(start.value, PartialDate) else None
    found = [candidate for line in lines(scope, blocks) for candidate in _from_line(line, known, day)]
    for order, block in enumerate(blocks[:_FIRST]):
        passage, days = _passage(scope, block), _days(scope, block, day)
        for telling in tellings(passage, scope.lexicon, days):
            found += _from_telling(telling, order, known)
        for name in before_date(passage, scope.lexicon, days):
            found.append(_candidate("title", passage, [(name.start, name.end)], "before-date", 0.62))
            found += _parts(passage, name, "before-date", 0.62, known)
    return Found((*found, *_page_body(scope, known)))


def _page_body(scope: Scope, known: Words) -> Iterator[Candidate]:
    """The body that a page of several meetings is about, from its heading: "Network of Coordinators (NC)"."""
    shared = [scope.reading.blocks[number] for number in scope.shared]
    for block in shared[:_CRUMBS]:
        crumb = _CRUMB.match(block.text)
        if crumb and known.body.search(crumb["name"]):
            yield _candidate("body", _passage(scope, block), [crumb.span("name")], "page-body", 0.88)
    for line in lines(scope, [block for block in shared if block.kind not in _SKIPPED and block.text.strip()]):
        if line.order > 2:
            return
        acronym = _ACRONYM.search(line.passage.text, line.start, line.end)
        end = acronym.start() if acronym else line.end
        if line.name is None and known.body.search(line.passage.text, line.start, end):
            yield _candidate("body", line.passage, [(line.start, end)], "page-body", 0.9)
            return


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
        yield _candidate("title", passage, [(name.start, name.end)], "title", score)
        yield from _parts(passage, name, "title", score, known)
    elif known.body.search(passage.text, line.start, line.end) and len(line.text.split()) <= _BODY_WORDS:
        if _is_business(line, known):
            return
        generic = known.generic.fullmatch(line.text) is not None or " " not in line.text
        yield _candidate("body", passage, [(line.start, line.end)], "title-body", score - 0.2 - 0.3 * generic)
        if line.order < 4 and line.heading and not line.document:
            yield _candidate("title", passage, [(line.start, line.end)], "title-body", score - 0.45)
    elif line.order == 0 and line.document and known.acronym.search(line.text):
        yield _candidate("title", passage, [(line.start, line.end)], "title-of-minutes", score - 0.5)


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
        score -= 0.1  # a sentence has the name in its proper letters
    dates = [m.value.start for m in line.passage.mentions if isinstance(m.value, DateValue) and m.value.start.day]
    if day is not None and dates:
        score += 0.05 if any(_same(date, day) for date in dates) else -0.15
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
    score = max((0.82 if telling.dated else 0.76) - 0.02 * order, 0.6 if telling.dated else 0.0)
    passage, name = telling.passage, telling.name
    if name is not None and not (name.body or name.number or telling.subject):
        score -= 0.2
    if name is not None:
        yield _candidate("title", passage, [(name.start, name.end)], "told", score)
        yield from _parts(passage, name, "told", score, known)
    if telling.subject is not None:
        generic = known.generic.fullmatch(passage.text, *telling.subject) is not None  # "Members"
        yield _candidate("body", passage, [telling.subject], "told-subject", score - 0.05 - 0.3 * generic)


def _parts(passage: Passage, name: Name, rule: str, score: float, known: Words) -> Iterator[Candidate]:
    """Body, number and kind of meeting that follow from a name."""
    if name.body:
        text = " ".join(passage.text[slice(*stretch)] for stretch in name.body)
        # "HSF" is a body, "Monetary Policy" is what one talks about
        doubt = (
            0.3
            if known.generic.fullmatch(text)
            else 0.0
            if known.body.search(text)
            else 0.12
            if known.acronym.search(text)
            else 0.7
        )
        yield _candidate("body", passage, name.body, f"{rule}-body", score - 0.02 - doubt)
    if name.number is not None and name.number_at is not None:
        yield _candidate("number", passage, [name.number_at], f"{rule}-number", score, name.number)
    kind = known.classes.get(" ".join(name.noun.casefold().split()))
    if kind:
        position = passage.text.find(name.noun, name.start, name.end)
        yield _candidate(
            "classification", passage, [(position, position + len(name.noun))], f"{rule}-noun", score, kind
        )


def _candidate(  # noqa: PLR0917 - a row of plain facts
    field: str,
    passage: Passage,
    stretches: list[tuple[int, int]] | tuple[tuple[int, int], ...],
    rule: str,
    score: float,
    value: Scalar = None,
) -> Candidate:
    text = " ".join(" ".join(passage.text[slice(*stretch)].split()) for stretch in stretches)
    spans = tuple(span for stretch in stretches for span in passage.spans(*stretch))
    return Candidate(field, text if value is None else value, spans, rule, round(max(score, 0.0), 3))
