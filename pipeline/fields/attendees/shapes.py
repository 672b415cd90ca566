"""How the lines of one list are built, seen from all of them: "Family, Given", several people a line, codes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.fields.attendees.chunks import nameish
from pipeline.fields.attendees.knowledge import Knowledge
from pipeline.fields.attendees.offices import initials_of
from pipeline.fields.attendees.segments import Segment
from pipeline.fields.attendees.unit import Unit
from pipeline.mentions.names import is_given, is_initial

#: From here on a segment is taken for a name wherever it stands.
SURE = 0.8
#: More sure names than these between two semicolons are people of their own.
_FEW = 2
#: Share of lines in which two capitals are a country.
_COMMON = 0.3
#: So many lines, and such a share of all, show that each begins with a body.
_FEWEST = 3
_MOSTLY = 0.7
_CODE = re.compile(r"^[A-Z]{2}$")
#: What stands in brackets beside it, where "SP" is a party: "CDA", "VVD", "D66".
_PARTY = re.compile(r"^(?=.*[A-Z].*[A-Z0-9])[A-Z][A-Za-z0-9]{2,5}$")

Chunk = tuple[Unit, list[Segment]]


@dataclass(frozen=True)
class Shape:
    """How the lines of one list are built, seen from all of them.

    ``inverted``: "Colman, Marc"; ``several``: more than one person in most lines; ``codes``: two capitals in
    brackets are countries rather than initials; ``parted``: semicolons stand between people, so that commas do not;
    ``headed``: each line begins with what its people stand for, "Acme: Jane Doe, John Roe".
    """

    inverted: bool
    several: bool
    codes: bool
    parted: bool
    headed: bool


def shape_of(chunks: list[Chunk], know: Knowledge, *, doer: bool) -> Shape:
    """The shape of a list, from the chunks of all its lines; for ``doer`` see ``is_pair``."""
    lines = several = codes = initials = parties = 0
    votes: list[float] = []
    headed = _are_headed(chunks, know)
    for unit, parts in chunks:
        text = unit.view.text
        segments = parts[1:] if headed and is_headed(parts) else parts
        commas = [s for number, s in enumerate(segments) if s.mark in ("", ",", ";", "&") or (headed and not number)]
        if len(commas) >= 2 and commas[1].mark == ",":
            votes.append(_inverted(commas[0].of(text), commas[1].of(text), know))
        lines += len(commas) >= 2
        several += any(know.name_score(s.of(text)) >= SURE for s in commas[1:])
        for before, segment in pairwise(segments):
            if segment.mark in ("(", ",") and _CODE.match(segment.of(text)):
                own = initials_of(before.of(text), segment.of(text))
                initials += own
                codes += not own and know.country(unit.view, segment.start, segment.end) is not None
            elif segment.mark == "(" and _PARTY.match(segment.of(text)):
                parties += not initials_of(before.of(text), segment.of(text))
    one_list = len(chunks) == 1 and (  # "Scribes: Ann, Bob" too
        sum(segment.mark in (",", "&") for segment in chunks[0][1]) > 2 or is_pair(*chunks[0], know, doer=doer)
    )
    return Shape(
        inverted=not one_list and _agreed(votes),
        several=lines > 0 and several >= 0.5 * lines,
        parted=len({id(unit) for unit, _ in chunks}) < len(chunks) and not any(_is_crowded(*c, know) for c in chunks),
        headed=headed,
        codes=codes > initials + parties and codes >= _COMMON * len(chunks),
    )


def _are_headed(chunks: list[Chunk], know: Knowledge) -> bool:
    """Whether most lines of a list are a body, a colon and names."""
    lines = {id(unit): segments for unit, segments in reversed(chunks)}
    texts = {id(unit): unit.view.text for unit, _ in chunks}
    found = sum(
        is_headed(segments) and nameish(segments[1].of(texts[number]), know) for number, segments in lines.items()
    )
    return found >= _FEWEST and found >= _MOSTLY * len(lines)


def is_headed(segments: Sequence[Segment]) -> bool:
    """Whether a colon stands behind the first stretch of a line."""
    return len(segments) > 1 and segments[1].mark == ":"


def _is_crowded(unit: Unit, segments: list[Segment], know: Knowledge) -> bool:
    """Whether a stretch between semicolons holds several people all the same: "A, B, C; Dr. D"."""
    return sum(know.name_score(segment.of(unit.view.text)) >= SURE for segment in segments) > _FEW


def is_pair(unit: Unit, segments: list[Segment], know: Knowledge, *, doer: bool) -> bool:
    """Whether a line behind a label is two single words: people who go by one name each.

    ``doer`` says that the label names who did something, who may be one: "Minutes: Doe, Jane".
    """
    text = unit.view.text
    single = unit.inline and len(segments) == 2 and not any(" " in s.of(text) for s in segments)
    given = [is_given(segment.of(text), know.words.names) for segment in segments] if single else []
    return single and not (doer and given[0] == 0 and given[1] == 1)


def _agreed(votes: list[float]) -> bool:
    """Whether most lines that say anything stand for "family name, given name", and enough of them surely."""
    return bool(votes) and sum(vote > 0 for vote in votes) >= 0.6 * len(votes) and votes.count(1.0) >= 0.3 * len(votes)


def _inverted(first: str, second: str, know: Knowledge) -> float:
    """Whether "Colman, Marc" stands here: 1 surely, 0.5 perhaps, 0 surely not ("Jane Doe, Acme")."""
    title = know.words.names.title.match(first)  # "Mayor Doe, Jane"
    first = first[title.end() :] if title else first
    family, given = first.split(), second.split()
    if len(family) > 3 or len(given) > 3 or not know.name_score(first) or not nameish(second, know):
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
