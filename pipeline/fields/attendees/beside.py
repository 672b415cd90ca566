"""What the segments beside a name and the label above it say of the person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.fields.attendees.knowledge import Knowledge
from pipeline.fields.attendees.labels import Label
from pipeline.fields.attendees.naming import LIKELY, person_of
from pipeline.fields.attendees.offices import initials_of, office
from pipeline.fields.attendees.person import Part, Person, part, together
from pipeline.fields.attendees.segments import Segment
from pipeline.text import View

_CODE = re.compile(r"^[A-Z]{2}$")
# "(Chair: JD)", "(Chair - JD)"
_TAIL = re.compile(r"\s*[:;,–-]\s*(?P<initials>[A-Z][A-Za-z]{1,3})$")
# "(Year 4)", "(item 4 only)" are no organizations
_NUMBERED = re.compile(r"^[^\W\d]+ \d{1,2}\b")
# "jd307", "@doe2", somebody's account
_ACCOUNT = re.compile(r"^@?[a-z][a-z._-]*\d+$")
#: What an office is for has so many words at most.
_FIELD = 3
#: Whom somebody stands in for is named so surely.
_STOOD_FOR = 0.5
#: Functions whose word in a list is an office as well; "(guest)" and "(notes)" are none.
_OFFICES = frozenset({"chair", "co-chair", "vice-chair", "secretary"})


def completed(
    person: Person, view: View, segments: Sequence[Segment], label: Label, know: Knowledge, *, codes: bool
) -> Person:
    """``person`` with what stands beside the name; ``codes`` says that two capitals in brackets are countries."""
    before: Segment | None = None  # the segment in which the organization ends
    first = 0
    for opened in _opened(view, segments, know):
        segment, initials = _without_initials(view.text, opened, person)
        if initials:
            person = replace(person, aliases=(*person.aliases, initials))
        said = segment.of(view.text)
        here = part(view, segment.start, segment.end)
        clause = segment.mark != "(" and know.words.clause.search(said) is not None
        if segment.mark in (":", ";") or clause:  # another label, or a sentence: "..., and was chaired by ..."
            break
        if here is None or know.words.names.degree.fullmatch(f", {said}"):
            continue
        bracketed = segment.mark == "("
        if bracketed and initials_of(person.name.text, said) and not (codes and _CODE.match(said)):
            person = replace(person, aliases=(*person.aliases, said))
            continue
        changed = _remarked(person, view, segment, know)
        if changed is None and (codes or not _CODE.match(said)):
            country = know.country(view, segment.start, segment.end)
            changed = replace(person, country=person.country or country) if country else None
        if changed is None:
            changed = _with_function(person, here, label, know, bracketed=bracketed)
        if changed is None and know.is_role(said):
            if bracketed and person.role is None:
                person = replace(person, role=label.role)
            changed = _with_office(person, view, segment, know)
        if changed is not None:
            person, before = changed, None
        elif said.casefold() in know.words.no_organization | know.words.generic or _is_aside(
            said, know, bracketed=bracketed
        ):
            before = None
        elif before is None and (
            (lists_more(person.role, said, know) and not _placed(person, view, segment, know))
            or (label.organization is not None and _goes_on(person, said, know))
        ):
            person = replace(person, role=together(person.role, here, ", "))  # "Director of Education, Youth and Sport"
        elif before is not None:
            person, before = replace(person, organization=part(view, first, segment.end + bracketed)), segment
        elif person.organization is None:
            person, before, first = _with_organization(person, view, segment, here, know), segment, segment.start
    return labelled(person, label)


def _opened(view: View, segments: Sequence[Segment], know: Knowledge) -> list[Segment]:
    """The segments with brackets that hold several pieces cut: "(Acme, chair)"."""
    found: list[Segment] = []
    for segment in segments:
        inner = know.cut(segment.of(view.text)) if segment.mark == "(" else []
        stands_in = bool(inner) and know.words.remarks["for"].match(inner[0].of(segment.of(view.text)))
        if len(inner) < 2 or stands_in or any(piece.mark not in ("", ",", ";", "-") for piece in inner):
            found.append(segment)
            continue
        for number, piece in enumerate(inner):
            found.append(Segment(segment.start + piece.start, segment.start + piece.end, "," if number else "("))
    return found


def _without_initials(text: str, segment: Segment, person: Person) -> tuple[Segment, str | None]:
    """A bracket without the person's own initials behind its office: "(Chair: JD)"."""
    match = _TAIL.search(text, segment.start, segment.end) if segment.mark == "(" else None
    if match is None or not initials_of(person.name.text, match["initials"]):
        return segment, None
    return Segment(segment.start, match.start(), segment.mark), match["initials"]


def _is_aside(said: str, know: Knowledge, *, bracketed: bool) -> bool:
    """Whether a piece is no organization for sure: "(sick)", "(item 4 only)", "3 members of the public"."""
    return (
        said[:1].isdigit()
        or _ACCOUNT.match(said) is not None
        or (bracketed and len(said) == 1)  # a party or a footnote
        or (bracketed and _NUMBERED.match(said) is not None)
        or (bracketed and said.islower() and "-" not in said and not know.is_organization(said))
    )


def _goes_on(person: Person, said: str, know: Knowledge) -> bool:
    """Whether a segment goes on with the office before it, where the heading has named the body."""
    return person.role is not None and not know.is_organization(said)


def lists_more(office: Part | None, said: str, know: Knowledge) -> bool:
    """Whether a segment goes on with what an office is for: "Minister of Health, Youth and Sport"."""
    if office is None or know.words.portfolio.match(office.text) is None:
        return False
    head = know.words.joiner.split(said)[0].split()
    return len(head) <= _FIELD and said[:1].isupper() and not know.is_organization(said) and not said.isupper()


def _placed(person: Person, view: View, segment: Segment, know: Knowledge) -> bool:
    """Whether a segment says where somebody is from instead."""
    return person.organization is not None or know.is_city(view, segment.start, segment.end)


def _with_function(person: Person, here: Part, label: Label, know: Knowledge, *, bracketed: bool) -> Person | None:
    function = know.function(here.text)
    if function is None:
        held = [know.function(piece) for piece in know.words.joiner.split(here.text)]
        for done in held if len(held) > 1 else ():  # "Chair & Treasurer" is an office, and tells two functions
            person = person.doing(Part(done, here.spans)) if done in _OFFICES else person
        return replace(person, role=together(person.role, here)) if any(held) and know.is_role(here.text) else None
    own = person.role is not None and person.role != label.role  # "Head of Unit, Chair": the office is another
    if function in _OFFICES and not own and here.text.casefold() not in know.words.verbal:
        person = replace(person, role=together(together(person.role, _apart(label, bracketed=bracketed)), here))
    return person.doing(Part(function, here.spans))


def _apart(label: Label, *, bracketed: bool) -> Part | None:
    """The office of the label, which one in brackets adds to: "Board members: Jane Doe (chair)"."""
    return label.role if bracketed else None


def _with_office(person: Person, view: View, segment: Segment, know: Knowledge) -> Person:
    """An office, and in brackets what follows its comma: "(Senior Director, Reading and Outreach)"."""
    text = segment.of(view.text)
    comma = text.find(", ") if segment.mark == "(" else -1
    end = segment.start + comma if comma > 0 and know.is_role(text[:comma]) else segment.end
    found = office(view, segment.start, end, know)
    rest = part(view, end + 1, segment.end) if end < segment.end else None
    return replace(
        person,
        role=together(person.role, found.role),
        organization=person.organization or found.organization or rest,
        country=person.country or found.country,
    )


def _with_organization(person: Person, view: View, segment: Segment, here: Part, know: Knowledge) -> Person:
    country = person.country
    if country is None and len(here.text.split()) > 1:
        country = know.country(view, segment.start, segment.end, whole=False)
    return replace(person, organization=here, country=country)


def labelled(person: Person, label: Label) -> Person:
    """``person`` with what the label above leaves to all under it."""
    person = replace(
        person,
        role=person.role or label.role,
        organization=person.organization or label.organization,
        country=person.country or label.country,
        delegation=person.delegation or label.delegation,
        presence=person.presence or label.presence,
    )
    return person.doing(label.function) if label.function else person


def _remarked(person: Person, view: View, segment: Segment, know: Knowledge) -> Person | None:
    """``person`` with a remark on how they were there: "(by phone)", "(for A. Smith)", "excused", "(left at 3 pm)"."""
    said = segment.of(view.text)
    here = part(view, segment.start, segment.end)
    if here is None or segment.mark == ":":
        return None
    remarks = know.words.remarks
    for kind in ("arrived", "left"):
        match = remarks[kind].match(said)
        if match and (re.search(r"\d", said) or match.end() == len(said) or " " in match[0]):
            return replace(person, arrived=here) if kind == "arrived" else replace(person, left=here)
    presence = know.presence(said)
    if presence:
        return replace(person, presence=Part(presence, here.spans))
    match, other = remarks["by"].match(said) or know.words.given.match(said), remarks["for"].match(said)
    if match and match.end() < len(said) and (other is None or other.end() < match.end()):
        by = part(view, segment.start + match.end(), segment.end)
        return replace(person, presence=Part("represented", here.spans), represented_by=by)
    match = remarks["for"].match(said) if segment.mark in ("(", ")", "-") else None
    if match:
        return _standing_in(person, view, segment, match.end(), know)
    return None


def _standing_in(person: Person, view: View, segment: Segment, start: int, know: Knowledge) -> Person | None:
    """``person`` in the place of whom "(delegate for Jane Doe, Acme)" names from ``start`` on."""
    rest = view.cut(segment.start + start, segment.end)
    name, *beside = know.cut(rest.text) or (None,)
    here = part(view, segment.start, segment.end)
    inverted = bool(beside) and beside[0].mark == "," and "," in person.name.text  # "for Roe, Ann"
    least = LIKELY if inverted else _STOOD_FOR
    if name is None or here is None or know.name_score(name.of(rest.text)) < least:
        return None
    end = beside[0].end if inverted else name.end
    other = person_of(rest, name.start, end, know, whole=inverted)
    beside = beside[inverted:]
    if other is None:
        return None
    other = completed(other, rest, beside, Label(), know, codes=False)
    other = replace(other, presence=Part("represented", here.spans), represented_by=person.name)
    deputy = segment.mark == "(" and " " in segment.of(view.text)[:start].strip()  # "delegate for"
    return replace(
        person,
        role=together(person.role, part(view, segment.start, segment.start + start + end)) if deputy else person.role,
        organization=person.organization or other.organization,
        stands_for=other,
    )
