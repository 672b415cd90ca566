"""What a sentence says around a name: the office before it, the office, organization and country behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from pipeline.fields.attendees.beside import completed, lists_more
from pipeline.fields.attendees.knowledge import Knowledge
from pipeline.fields.attendees.labels import Label
from pipeline.fields.attendees.offices import initials_of, office
from pipeline.fields.attendees.person import Part, Person, part
from pipeline.fields.attendees.segments import Segment, cut
from pipeline.mentions.mention import PersonValue
from pipeline.text import View

#: So far before and behind a name the text is read for it.
_BEFORE = 220
_BEHIND = 260
#: Offices and organizations have no more words than these.
_LONGEST_OFFICE = 22
#: A segment that is so much a name is another person.
_NAMED = 0.75
_LONGEST_BODY = 12
#: So many segments behind a name are looked at.
_SEGMENTS = 6
_LONGEST_BEHIND = 22
# a sentence ends within: "on May 3. Chairman"
_BROKEN = re.compile(r"[;:]\s|(?:\d|[a-zß-ÿ]{3})\.\s")
_CLOSED = (";", ":", ".", "!", "?")


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a sentence: offsets in the block's view, honorific included."""

    start: int
    end: int
    value: PersonValue
    score: float
    rule: str


def described(view: View, item: Named, low: int, stop: int, know: Knowledge) -> tuple[Person, int]:
    """The person of a name, with what stands around it between ``low`` and ``stop``; and where that ends."""
    name_start = item.end - _length_of(view.text, item)
    name = part(view, name_start, item.end) or Part(item.value.name, view.spans(item.start, item.end))
    if view.text[item.end - 1] == "." and not name.text.endswith("."):
        name = Part(f"{name.text}.", name.spans)
    prefix = part(view, item.start, name_start) if name_start > item.start else None
    if item.value.prefix:
        prefix = Part(item.value.prefix, prefix.spans if prefix else name.spans)
    person = Person(name, f"text-{item.rule}", min(0.85, item.score), prefix=prefix, listed=False)
    beside = _behind(view, item.end, stop, know)
    next_name = view.text[stop : stop + 1].isalpha()
    if beside and next_name and beside[-1].mark == "," and not view.text[beside[-1].end : stop].strip():
        own = _with_office_before(person, view, low, item.start, know)  # "Clerk Jane Doe, Director John Roe"
        beside = beside[:-1] if own.role else beside
    codes = not any(initials_of(name.text, segment.of(view.text)) for segment in beside)
    person = completed(person, view, beside, Label(), know, codes=codes)
    if not person.role:
        person = _with_office_before(person, view, low, item.start, know)
    return person, beside[-1].end if beside else item.end


def _length_of(text: str, item: Named) -> int:
    """How many characters at the end of the mention are the name itself."""
    said, prefix = text[item.start : item.end], item.value.prefix or ""
    return len(said[len(prefix) :].lstrip()) if said.startswith(prefix) else len(said)  # "Messrs. Doe and Roe"


def _behind(view: View, start: int, stop: int, know: Knowledge) -> list[Segment]:
    """The segments behind a name that describe the person: "(Belgium)", ", Director of X,", " of the Y Agency"."""
    found: list[Segment] = []
    text = view.text[: min(stop, start + _BEHIND)]
    for piece in islice(cut(text[start:], know.words), _SEGMENTS):
        segment = Segment(piece.start + start, piece.end + start, piece.mark)
        if segment.mark == "":
            found.extend(_linked(text, segment, know))
            continue
        if segment.mark not in (",", "(", "-"):
            break
        if know.words.joiner.match(f" {segment.of(text)}"):  # ", and the Secretary, Ms Y"
            break
        relative = know.words.relative.match(segment.of(text))
        if relative:  # ", who is the Head of Z"
            segment = Segment(segment.start + relative.end(), segment.end, segment.mark)
        article = know.words.article.match(segment.of(text))
        low = segment.start + (article.end() if article else 0)
        high = low + _until_clause(text[low : segment.end], know)
        said = text[low:high]
        before = part(view, found[-1].start, found[-1].end) if found else None
        more = segment.mark == "," and lists_more(before, said, know) and know.name_score(said) < _NAMED
        if not (more or _describes(view, low, high, know)) or (
            not found and segment.mark == "," and len(said.split()) > _LONGEST_BEHIND
        ):
            if segment.mark == "(":
                continue
            break
        found.append(Segment(low, high, segment.mark))
        if high < segment.end:
            break
    return found


def _linked(text: str, segment: Segment, know: Knowledge) -> Iterator[Segment]:
    """The organization of "Mr X from the European Commission and ..."."""
    link = know.words.link.match(f" {segment.of(text)} ")
    if link:
        low = segment.start + link.end() - 1
        high = low + _until_clause(text[low : segment.end], know)
        if text[low : low + 1].isupper() and know.is_organization(text[low:high]):
            yield Segment(low, high, ",")


def _describes(view: View, low: int, high: int, know: Knowledge) -> bool:
    said = view.text[low:high]
    country = know.country(view, low, high) is not None
    if not said.strip() or (know.name_score(said) >= 0.9 and not country):
        return False
    if country or know.is_role(said):
        return True
    return know.is_organization(said) and len(said.split()) <= _LONGEST_BODY and not know.words.clause.search(said)


def _until_clause(text: str, know: Knowledge) -> int:
    """Where in an apposition the sentence goes on: "Head of the Office presented ...", "X who said"."""
    verbs = know.words.participation.values() if know.tells(text) else ()
    starts = [match.start() for pattern in verbs if (match := pattern.search(text))]
    clause = know.words.clause.search(text)
    starts += [clause.start()] if clause else []
    for joint in know.words.joiner.finditer(text):
        if know.is_role(text[joint.end() :]) and not know.is_role(text[: joint.start()]):
            starts.append(joint.start())
    return min(starts, default=len(text))


def _with_office_before(person: Person, view: View, low: int, end: int, know: Knowledge) -> Person:
    """The office before a name: "the Prime Minister of Y, the Rt. Hon. X", "Inspector X", "Secretary General -X"."""
    before = view.text[max(low, end - _BEFORE) : end]
    if before.rstrip().endswith(_CLOSED) or not know.words.roles.may_stand_in(before):
        return person
    start = end - len(before)
    body = know.words.article_end.sub("", before)
    first = len(body) - len(body.lstrip(" ,;:.–—-"))
    for at in sorted({first, *(match.end() for match in know.words.office_edge.finditer(body))}):
        article = know.words.article.match(body[at:])
        begin = at + (article.end() if article else 0)
        if _is_office(body[begin:], know):
            found = office(view, start + begin, start + len(body), know)
            return replace(
                person,
                role=found.role,
                organization=person.organization or found.organization,
                country=person.country or found.country,
            )
    return person


def _is_office(text: str, know: Knowledge) -> bool:
    """Whether all of ``text`` is one office, rather than a sentence that ends in one."""
    if not text or len(text.split()) > _LONGEST_OFFICE or not know.is_role(text) or _BROKEN.search(text):
        return False
    if know.words.article_within.search(text) or know.words.agent.search(text):
        return False
    return not know.takes_part(text)
