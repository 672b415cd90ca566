"""The people of a line: which segments are names of their own, and which belong to the name before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.fields.attendees.beside import completed
from pipeline.fields.attendees.chunks import NAMEISH, nameish
from pipeline.fields.attendees.heads import own_label
from pipeline.fields.attendees.knowledge import Knowledge
from pipeline.fields.attendees.labels import Label
from pipeline.fields.attendees.naming import LIKELY, is_compound, is_handle, person_of, shared_title
from pipeline.fields.attendees.person import Part, Person, part
from pipeline.fields.attendees.running import OWN
from pipeline.fields.attendees.segments import Segment
from pipeline.fields.attendees.shapes import SURE, Shape, is_headed, is_pair
from pipeline.fields.attendees.unit import Unit
from pipeline.text import View

#: A single word is a known given name from here on.
_GIVEN = 0.6
#: So many segments, and such a share of them, make a list of names alone.
_MANY = 5
_MOSTLY = 0.6
_LONG = 6
#: How sure a name is whose family name stands with another's.
_SHARED = 0.85
#: How sure a name is that only its place in such a list shows.
_DOUBTFUL = 0.45


def people_of(unit: Unit, segments: list[Segment], shape: Shape, label: Label, know: Knowledge) -> list[Person]:
    """The people of one chunk: each name with the segments up to the next."""
    view = unit.view
    headed = shape.headed and is_headed(segments)
    label, segments = own_label(view, segments, label, know, headed=headed)
    unit = replace(unit, inline=unit.inline or headed)  # "Acme: Jane Doe, John Roe" goes on with names
    stood_for = label.presence is not None and label.presence.text == "represented"
    inverted = shape.inverted and not stood_for
    names = False
    if inverted and len(segments) >= 2 and segments[1].mark == ",":
        groups = [[Segment(segments[0].start, segments[1].end, ""), *_stand_ins(view.text, segments[2:], know)]]
    else:
        several = _holds_several(unit, segments, shape, label, know)
        if shape.parted and shared_title(view, segments[0].start, know) is None:
            unit = replace(unit, inline=False)
        names = several and unit.inline and _are_names(view.text, segments, know)
        groups = _grouped(unit, segments, know, several=several, names=names)
    people = []
    family = _families(view, groups, know) if unit.inline or len(groups) > 1 else {}
    for number, group in enumerate(groups):
        (name, *rest), deputy = _stood_for(view, group, know) if stood_for else (group, None)
        shared = shared_title(view, name.start, know)
        label = replace(label, role=shared) if shared else label
        whole = inverted or (shared is None and nameish(name.of(view.text), know))
        person = person_of(view, name.start, name.end, know, whole=whole)
        if person is None and names:
            said = part(view, name.start, name.end)
            person = Person(said, "roster-list", _DOUBTFUL) if said else None
        if person is not None and number in family:
            shown = family[number]
            full = Part(f"{person.name.text} {shown.text}", (*person.name.spans, *shown.spans))
            person = replace(person, name=full, score=max(person.score, _SHARED))
        if person is not None:
            person = replace(person, represented_by=deputy)
            people.append(completed(person, view, rest, label, know, codes=shape.codes))
    return people


def _stand_ins(text: str, segments: list[Segment], know: Knowledge) -> list[Segment]:
    """The segments with the two of "for Roe, Ann" joined, where names are inverted."""
    found: list[Segment] = []
    for segment in segments:
        before = found[-1] if found else None
        joined = before is not None and segment.mark == "," and know.words.remarks["for"].match(before.of(text))
        if before is not None and joined:
            found[-1] = Segment(before.start, segment.end, before.mark)
        else:
            found.append(segment)
    return found


def _families(view: View, groups: Sequence[Sequence[Segment]], know: Knowledge) -> dict[int, Part]:
    """The family name of who is named by given name alone beside the other: "Jane and John Doe"."""
    found: dict[int, Part] = {}
    for number, (one, two) in enumerate(pairwise(groups)):
        given, full = one[0].of(view.text), two[0].of(view.text)
        first, _, last = full.partition(" ")
        alone = len(one) == 1 and two[0].mark == "&" and " " not in given
        if alone and last and know.name_score(given) >= _GIVEN and know.name_score(full) >= SURE:
            shown = part(view, two[0].start + len(first) + 1, two[0].end)
            if shown is not None and know.name_score(first) >= _GIVEN:
                found[number] = shown
    singles = sum(" " not in group[0].of(view.text) for group in groups)
    return found if singles == len(found) else {}  # "Ann, Bob and Eve Roe" are three


def _grouped(
    unit: Unit, segments: list[Segment], know: Knowledge, *, several: bool, names: bool
) -> list[list[Segment]]:
    """Each name with the segments that describe it; ``names`` says that the line is a list of names alone."""
    groups: list[list[Segment]] = []
    for segment in segments:
        own = _starts(unit, segment, know, first=not groups, several=several)
        if own or (names and segment.mark == "," and _could_be_name(segment.of(unit.view.text), know)):
            groups.append([segment])
        elif groups and segment.mark == "&":  # "Ministry of Health and Youth" is one after all
            last = groups[-1][-1]
            groups[-1][-1] = Segment(last.start, segment.end, last.mark)
        elif groups:
            groups[-1].append(segment)
    return groups


def _starts(unit: Unit, segment: Segment, know: Knowledge, *, first: bool, several: bool) -> bool:
    """Whether a segment names a person of its own."""
    said = segment.of(unit.view.text)
    if know.name_score(said) < SURE and know.country(unit.view, segment.start, segment.end):
        return False
    if first:
        return segment.mark != "(" and (
            know.name_score(said) >= LIKELY or is_compound(said, know) or is_handle(said, know)
        )
    joined = segment.mark == "&" and (unit.inline or know.name_score(said) >= SURE)  # "... and Jane Doe"
    if segment.mark == OWN or joined:
        return True
    if not several or segment.mark not in (",", ")", "|", "", "&"):
        return False
    if not unit.inline:
        return know.name_score(said) >= SURE
    return nameish(said, know) or is_compound(said, know) or is_handle(said, know)


def _are_names(text: str, segments: Sequence[Segment], know: Knowledge) -> bool:
    """Whether a line is a list of many names and next to nothing else."""
    said = [segment.of(text) for segment in segments if segment.mark != "("]
    return len(said) >= _MANY and sum(nameish(one, know) for one in said) >= _MOSTLY * len(said)


def _could_be_name(said: str, know: Knowledge) -> bool:
    """Whether a segment of such a list is a name too, though a scan may have broken it: "Joh n Brig gs"."""
    words = said.split()
    known = know.is_role(said) or know.is_organization(said) or know.presence(said) is not None
    plain = all(word.replace("-", "").replace(".", "").replace("'", "").replace("’", "").isalpha() for word in words)
    return 1 < len(words) < _LONG and plain and said[:1].isupper() and not known and not know.words.clause.search(said)


def _holds_several(unit: Unit, segments: list[Segment], shape: Shape, label: Label, know: Knowledge) -> bool:
    """Whether further names of a line are people of their own, rather than organizations that look like names."""
    if label.presence is not None and label.presence.text == "represented" and len(segments) == 2:
        return False
    said = [s.of(unit.view.text) for s in segments[1:] if s.mark in (",", ")", "|", "&")]
    scores = [know.name_score(text) for text in said]
    strong = any(score >= SURE for score in scores)
    if not unit.inline:
        return shape.several and strong
    if (label.function is not None and label.presence is None) or shape.parted:
        if is_pair(unit, segments, know, doer=True) and all(score >= _GIVEN for score in scores):  # "Scribes: Ann, Bob"
            return True
        return strong or know.words.plural_title.match(unit.view.text, segments[0].start) is not None
    named = sum(
        score >= NAMEISH or is_handle(text, know) or is_compound(text, know)
        for score, text in zip(scores, said, strict=True)
    )
    return strong or (named > 0 and named >= 0.5 * len(scores))


def _stood_for(view: View, group: list[Segment], know: Knowledge) -> tuple[list[Segment], Part | None]:
    """The name alone of "Doe, A. Roe" under "Absent with representation", and of "Doe, by A. Roe" who stood in."""
    if len(group) != 2:
        return group, None
    said = group[1].of(view.text)
    agent = know.words.agent.match(said)
    if agent and nameish(said[agent.end() :], know):
        return group[:1], part(view, group[1].start + agent.end(), group[1].end)
    return (group[:1] if nameish(said, know) else group), None
