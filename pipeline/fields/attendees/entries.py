"""Reads the lines of one list into people: which stretch is a name, and which belong to the name before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.fields.attendees.beside import completed
from pipeline.fields.attendees.knowledge import Knowledge
from pipeline.fields.attendees.labels import Label
from pipeline.fields.attendees.marks import marks_of
from pipeline.fields.attendees.naming import LIKELY, is_compound, is_handle, office_behind, person_of, shared_title
from pipeline.fields.attendees.offices import initials_of, office
from pipeline.fields.attendees.person import Part, Person, part
from pipeline.fields.attendees.running import OWN, parted_runs
from pipeline.fields.attendees.segments import Segment, contacts_of, without_contacts
from pipeline.fields.attendees.slashes import without_slashes
from pipeline.mentions.names import is_given, is_initial
from pipeline.text import View

#: From here on a segment is taken for a name wherever it stands.
_SURE = 0.8
#: From here on it is one in a comma list of names.
_NAMEISH = 0.4
#: What stands before a dash or colon is a name itself from here on; "ProAid" is not.
_HEAD = 0.5
#: A single word is a known given name from here on.
_GIVEN = 0.6
#: More sure names than these between two semicolons are people of their own.
_FEW = 2
#: So many segments, and such a share of them, make a list of names alone.
_MANY = 5
_MOSTLY = 0.6
_LONG = 6
#: How sure a name is that only its place in such a list shows.
_DOUBTFUL = 0.45
#: Share of lines in which two capitals are a country.
_COMMON = 0.3
_CODE = re.compile(r"^[A-Z]{2}$")


@dataclass(frozen=True)
class Unit:
    """A line of a list.

    ``inline`` says that it may hold the whole list; ``checked`` is its tick box, ``mark`` what a mark beside it says,
    ``email`` and ``phone`` what stood on lines of its own.
    """

    view: View
    block: int
    inline: bool = False
    checked: bool | None = None
    mark: str | None = None
    email: Part | None = None
    phone: Part | None = None


@dataclass(frozen=True)
class _Shape:
    """How the lines of one list are built, seen from all of them.

    ``inverted``: "Colman, Marc"; ``several``: more than one person in most lines; ``codes``: two capitals in
    brackets are countries rather than initials; ``parted``: semicolons stand between people, so that commas do not.
    """

    inverted: bool
    several: bool
    codes: bool
    parted: bool


_Chunk = tuple[Unit, list[Segment]]


def read(units: Sequence[Unit], label: Label, know: Knowledge) -> tuple[list[Person], list[Unit]]:
    """The people of a list under ``label``, and the lines in which none was found."""
    marked = marks_of(without_slashes([without_contacts(unit.view) for unit in units], know), know)
    lines = [replace(unit, view=view, mark=mark) for unit, (view, mark) in zip(units, marked, strict=True)]
    chunks = [(unit, chunk) for unit in lines for chunk in _chunks(unit, know)]
    shape = _shape(chunks, know)
    ticked = any(unit.checked for unit in units)
    people: list[Person] = []
    named: set[int] = set()
    alone = Counter(id(unit) for unit, _ in chunks)
    given = {id(line): unit for line, unit in zip(lines, units, strict=True)}
    for unit, segments in chunks:
        found = [_ticked(person, unit, know, ticked=ticked) for person in _people(unit, segments, shape, label, know)]
        if len(found) == 1 and alone[id(unit)] == 1:
            found = [reachable(found[0], given[id(unit)])]
        people.extend(found)
        people.extend(person.stands_for for person in found if person.stands_for is not None)
        if found:
            named.add(id(unit))
    return people, [unit for line, unit in zip(lines, units, strict=True) if id(line) not in named]


def reachable(person: Person, unit: Unit) -> Person:
    """``person`` with the e-mail address and telephone number of the line."""
    email, phone = contacts_of(unit.view)
    return replace(person, email=unit.email or email, phone=unit.phone or phone)


def _ticked(person: Person, unit: Unit, know: Knowledge, *, ticked: bool) -> Person:
    """Nobody was there whose box stays empty in a list with ticked boxes, or whose name is struck through."""
    if unit.mark is not None:
        return replace(person, presence=Part(unit.mark, person.name.spans))
    struck = any(span.overlaps(other) for span in person.name.spans for other in know.document.struck)
    if struck or (ticked and unit.checked is False):
        return replace(person, presence=Part("absent", person.name.spans))
    return person


def _chunks(unit: Unit, know: Knowledge) -> list[list[Segment]]:
    """The segments of a line, parted at its semicolons."""
    chunks: list[list[Segment]] = [[]]
    text = unit.view.text
    for segment in know.cut(text):
        if segment.mark == ";" and chunks[-1]:
            chunks.append([])
        behind = 0 if chunks[-1] else office_behind(segment.of(text), know)
        if behind:
            low = segment.start + behind
            chunks[-1] += [Segment(segment.start, low - 1, segment.mark), Segment(low, segment.end, ",")]
        else:
            chunks[-1].append(segment)
    return [_parted(text, parted_runs(text, chunk, know), know) for chunk in chunks if chunk]


def _parted(text: str, chunk: list[Segment], know: Knowledge) -> list[Segment]:
    """The segments with "and" between two names parted there."""
    found: list[Segment] = []
    for segment in _with_office_first(text, chunk, know):
        start, mark = segment.start, segment.mark
        if mark != "(":
            lead = know.words.joiner.match(text, start - 1, segment.end) if found or mark == ";" else None
            start = lead.end() if lead else start
            edges = [*know.words.joiner.finditer(text, start, segment.end)]
            for number, match in enumerate(edges):
                after = edges[number + 1].start() if number + 1 < len(edges) else segment.end
                person = know.name_of(text[match.end() : after])
                named = _nameish(text[start : match.start()], know) and _nameish(text[match.end() : after], know)
                if named or (person is not None and person.prefix is not None):  # "... of Y and Hon. Jane Doe"
                    found.append(Segment(start, match.start(), mark))
                    start, mark = match.end(), "&"
            deputy = know.words.stand_in.search(text, start, segment.end)
            if (
                deputy
                and _nameish(text[start : deputy.start()], know)
                and _nameish(text[deputy.end() : segment.end], know)
            ):
                found.append(Segment(start, deputy.start(), mark))  # "Jane Doe for Ann Roe"
                start, mark = deputy.start() + 1, "("
        found.append(Segment(start, segment.end, mark))
    return found


def _with_office_first(text: str, chunk: list[Segment], know: Knowledge) -> list[Segment]:
    """The segments of "Miss Doe and the Clerk, Mr Roe" with the office joined to the name that it announces."""
    found: list[Segment] = []
    for segment in chunk:
        start = segment.start
        before = found[-1] if found else None
        joint = know.words.joiner.search(text, before.start, before.end) if before and segment.mark == "," else None
        if before and joint:
            article = know.words.article.match(text[joint.end() : before.end])
            office = joint.end() + (article.end() if article else 0)
            named = know.name_of(segment.of(text))
            announced = article and know.is_role(text[office : before.end]) and named and named.prefix
            if announced and _nameish(text[before.start : joint.start()], know):
                found[-1] = Segment(before.start, joint.start(), before.mark)
                start = office
        found.append(Segment(start, segment.end, segment.mark))
    return found


def _nameish(text: str, know: Knowledge) -> bool:
    return know.name_score(text) >= _NAMEISH


def _shape(chunks: list[_Chunk], know: Knowledge) -> _Shape:
    lines = several = codes = initials = 0
    votes: list[float] = []
    for unit, segments in chunks:
        text = unit.view.text
        commas = [s for s in segments if s.mark in ("", ",", ";", "&")]
        if len(commas) >= 2 and commas[1].mark == ",":
            votes.append(_inverted(commas[0].of(text), commas[1].of(text), know))
        lines += len(commas) >= 2
        several += any(know.name_score(s.of(text)) >= _SURE for s in commas[1:])
        for before, segment in pairwise(segments):
            if segment.mark in ("(", ",") and _CODE.match(segment.of(text)):
                own = initials_of(before.of(text), segment.of(text))
                initials += own
                codes += not own and know.country(unit.view, segment.start, segment.end) is not None
    one_list = len(chunks) == 1 and (
        sum(segment.mark in (",", "&") for segment in chunks[0][1]) > 2 or _is_pair(*chunks[0])  # "Scribes: Ann, Bob"
    )
    return _Shape(
        inverted=not one_list and _agreed(votes),
        several=lines > 0 and several >= 0.5 * lines,
        parted=len({id(unit) for unit, _ in chunks}) < len(chunks) and not any(_is_crowded(*c, know) for c in chunks),
        codes=codes > initials and codes >= _COMMON * len(chunks),
    )


def _is_crowded(unit: Unit, segments: list[Segment], know: Knowledge) -> bool:
    """Whether a stretch between semicolons holds several people all the same: "A, B, C; Dr. D"."""
    return sum(know.name_score(segment.of(unit.view.text)) >= _SURE for segment in segments) > _FEW


def _is_pair(unit: Unit, segments: list[Segment]) -> bool:
    """Whether a line behind a label is two single words: people who go by one name each."""
    return unit.inline and len(segments) == 2 and not any(" " in s.of(unit.view.text) for s in segments)


def _stood_for(view: View, group: list[Segment], know: Knowledge) -> tuple[list[Segment], Part | None]:
    """The name alone of "Doe, A. Roe" under "Absent with representation", and of "Doe, by A. Roe" who stood in."""
    if len(group) != 2:
        return group, None
    said = group[1].of(view.text)
    agent = know.words.agent.match(said)
    if agent and _nameish(said[agent.end() :], know):
        return group[:1], part(view, group[1].start + agent.end(), group[1].end)
    return (group[:1] if _nameish(said, know) else group), None


def _agreed(votes: list[float]) -> bool:
    """Whether most lines that say anything stand for "family name, given name", and enough of them surely."""
    return bool(votes) and sum(vote > 0 for vote in votes) >= 0.6 * len(votes) and votes.count(1.0) >= 0.3 * len(votes)


def _inverted(first: str, second: str, know: Knowledge) -> float:
    """Whether "Colman, Marc" stands here: 1 surely, 0.5 perhaps, 0 surely not ("Jane Doe, Acme")."""
    family, given = first.split(), second.split()
    if len(family) > 3 or len(given) > 3 or not know.name_score(first) or not _nameish(second, know):
        return 0.0
    titled = know.name_of(first)
    if len(family) > 1 and ((titled and titled.prefix) or is_initial(family[0])):  # "Prof J Doe, Anna Roe"
        return 0.0
    surname = is_given(family[-1], know.words.names) < 1 if len(family) > 1 else True
    if len(family) == 1 and (len(given) > 1 or "-" in given[0]):
        return 1.0
    if len(family) == 1 and is_given(family[0], know.words.names) == 1:
        return 0.5
    if is_given(given[0], know.words.names) == 1 and surname and (len(family) == 1 or family[0][:1].islower()):
        return 1.0
    if len(family) == 1:
        return 0.5
    return 1.0 if is_given(given[0], know.words.names) == 1 and not is_given(family[0], know.words.names) else 0.0


def _people(unit: Unit, segments: list[Segment], shape: _Shape, label: Label, know: Knowledge) -> list[Person]:
    """The people of one chunk: each name with the segments up to the next."""
    view = unit.view
    label, segments = _own_label(view, segments, label, know)
    stood_for = label.presence is not None and label.presence.text == "represented"
    inverted = shape.inverted and not stood_for
    names = False
    if inverted and len(segments) >= 2 and segments[1].mark == ",":
        groups = [[Segment(segments[0].start, segments[1].end, ""), *segments[2:]]]
    else:
        several = _holds_several(unit, segments, shape, label, know)
        if shape.parted and shared_title(view, segments[0].start, know) is None:
            unit = replace(unit, inline=False)
        names = several and unit.inline and _are_names(view.text, segments, know)
        groups = _grouped(unit, segments, know, several=several, names=names)
    people = []
    for group in groups:
        (name, *rest), deputy = _stood_for(view, group, know) if stood_for else (group, None)
        shared = shared_title(view, name.start, know)
        label = replace(label, role=shared) if shared else label
        whole = inverted or (shared is None and _nameish(name.of(view.text), know))
        person = person_of(view, name.start, name.end, know, whole=whole)
        if person is None and names:
            said = part(view, name.start, name.end)
            person = Person(said, "roster-list", _DOUBTFUL) if said else None
        if person is not None:
            person = replace(person, represented_by=deputy)
            people.append(completed(person, view, rest, label, know, codes=shape.codes))
    return people


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
    if know.name_score(said) < _SURE and know.country(unit.view, segment.start, segment.end):
        return False
    if first:
        return segment.mark != "(" and (
            know.name_score(said) >= LIKELY or is_compound(said, know) or is_handle(said, know)
        )
    if segment.mark == OWN or (segment.mark == "&" and unit.inline):  # "... and Jane Doe"
        return True
    if not several or segment.mark not in (",", ")", "|", "", "&"):
        return False
    if not unit.inline:
        return know.name_score(said) >= _SURE
    return _nameish(said, know) or is_compound(said, know) or is_handle(said, know)


def _are_names(text: str, segments: Sequence[Segment], know: Knowledge) -> bool:
    """Whether a line is a list of many names and next to nothing else."""
    said = [segment.of(text) for segment in segments if segment.mark != "("]
    return len(said) >= _MANY and sum(_nameish(one, know) for one in said) >= _MOSTLY * len(said)


def _could_be_name(said: str, know: Knowledge) -> bool:
    """Whether a segment of such a list is a name too, though a scan may have broken it: "Joh n Brig gs"."""
    words = said.split()
    known = know.is_role(said) or know.is_organization(said) or know.presence(said) is not None
    plain = all(word.replace("-", "").replace(".", "").replace("'", "").replace("’", "").isalpha() for word in words)
    return 1 < len(words) < _LONG and plain and said[:1].isupper() and not known and not know.words.clause.search(said)


def _own_label(view: View, segments: list[Segment], label: Label, know: Knowledge) -> tuple[Label, list[Segment]]:
    """What stands before the people of one line holds for them: "WHO - A, B", "Director, Board of X: A"."""
    people = leading_head(view, segments, know)
    if not people:
        return label, segments
    head, first = segments[:people], segments[people]
    said = part(view, head[0].start, head[-1].end)
    country = know.country(view, head[0].start, head[-1].end)
    if country:
        label = replace(label, country=country, delegation=said)
    elif know.is_role(head[0].of(view.text)):
        found = office(view, head[0].start, head[0].end, know)
        rest = part(view, head[1].start, head[-1].end) if people > 1 else None
        label = replace(label, role=found.role, organization=found.organization or rest)
    else:
        label = replace(label, organization=said, delegation=said)
    return label, [Segment(first.start, first.end, ""), *segments[people + 1 :]]


def leading_head(view: View, segments: Sequence[Segment], know: Knowledge) -> int:
    """How many segments stand before the first name of a line as its own heading; 0 when there is none."""
    for number, segment in enumerate(segments[:4]):
        if number and segment.mark in (":", "-") and _nameish(segment.of(view.text), know):
            heads = [s.of(view.text) for s in segments[:number]]
            named = any(know.name_score(head) >= _HEAD for head in heads)
            return number if not named and all(_is_head(head, know) for head in heads) else 0
    return 0


def _is_head(text: str, know: Knowledge) -> bool:
    """Few words, and either known as an office or organization or capitals throughout."""
    words = text.split()
    if len(words) > 8:
        return False
    return know.is_role(text) or know.is_organization(text) or all(w[:1].isupper() or len(w) < 4 for w in words)


def _holds_several(unit: Unit, segments: list[Segment], shape: _Shape, label: Label, know: Knowledge) -> bool:
    """Whether further names of a line are people of their own, rather than organizations that look like names."""
    if label.presence is not None and label.presence.text == "represented" and len(segments) == 2:
        return False
    said = [s.of(unit.view.text) for s in segments[1:] if s.mark in (",", ")", "|", "&")]
    scores = [know.name_score(text) for text in said]
    strong = any(score >= _SURE for score in scores)
    if not unit.inline:
        return shape.several and strong
    if (label.function is not None and label.presence is None) or shape.parted:
        if _is_pair(unit, segments) and all(score >= _GIVEN for score in scores):  # "Scribes: Ann, Bob"
            return True
        return strong or know.words.plural_title.match(unit.view.text, segments[0].start) is not None
    named = sum(
        score >= _NAMEISH or is_handle(text, know) or is_compound(text, know)
        for score, text in zip(scores, said, strict=True)
    )
    return strong or (named > 0 and named >= 0.5 * len(scores))
