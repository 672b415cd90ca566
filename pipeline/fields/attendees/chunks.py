"""Parts a line of a list where one person ends and the next begins without a comma: at semicolons and at "and"."""

from __future__ import annotations

from pipeline.fields.attendees.knowledge import Knowledge
from pipeline.fields.attendees.naming import is_compound
from pipeline.fields.attendees.running import parted_runs
from pipeline.fields.attendees.segments import Segment
from pipeline.fields.attendees.unit import Unit

#: From here on a segment is a name in a comma list of names.
NAMEISH = 0.4

#: People without names are named in so few words.
_FEW_WORDS = 6
#: From here on it surely is one.
_SURELY = 0.75


def nameish(text: str, know: Knowledge) -> bool:
    """Whether a stretch may be a name where names are expected."""
    return know.name_score(text) >= NAMEISH


def chunks_of(unit: Unit, know: Knowledge) -> list[list[Segment]]:
    """The segments of a line, parted at its semicolons."""
    chunks: list[list[Segment]] = [[]]
    text = unit.view.text
    for segment in know.cut(text):
        if segment.mark == ";" and chunks[-1]:
            chunks.append([])
        behind = 0 if chunks[-1] else know.office_behind(segment.of(text))
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
            if lead and found and _are_unnamed(text[start : segment.end], know):
                continue
            edges = [*know.words.joiner.finditer(text, start, segment.end)]
            titled = know.words.names.prefix.match(text, start)  # "MM. et Mmes Doe"
            edges = [edge for edge in edges if titled is None or edge.start() >= titled.end()]
            for number, match in enumerate(edges):
                after = edges[number + 1].start() if number + 1 < len(edges) else segment.end
                person = know.name_of(text[match.end() : after])
                named = _is_person(text[start : match.start()], know) and _is_person(text[match.end() : after], know)
                if named or (person is not None and person.prefix is not None):  # "... of Y and Hon. Jane Doe"
                    found.append(Segment(start, match.start(), mark))
                    start, mark = match.end(), "&"
                elif _are_others(text[start : match.start()], text[match.end() : after], know):
                    found.append(Segment(start, match.start(), mark))
                    start = after
                    break
            sender = know.words.sent.search(text, start, segment.end)
            if sender and nameish(text[start : sender.start()], know):  # "Jane Doe represented by John Roe"
                found.append(Segment(start, sender.start(), mark))
                start, mark = sender.start() + 1, "("
            deputy = know.words.stand_in.search(text, start, segment.end)
            if (
                deputy
                and not know.words.remarks["for"].match(text, start, segment.end)
                and nameish(text[start : deputy.start()], know)
                and nameish(text[deputy.end() : segment.end], know)
            ):
                found.append(Segment(start, deputy.start(), mark))  # "Jane Doe for Ann Roe"
                start, mark = deputy.start() + 1, "("
        if start < segment.end:
            found += _with_body(text, Segment(start, segment.end, mark), know)
    return found


def _are_others(name: str, others: str, know: Knowledge) -> bool:
    """Whether behind a name and "and" stand people without names: "Jane Doe and about twelve residents"."""
    return not others.lstrip()[:1].isupper() and know.name_score(name) >= _SURELY


def _are_unnamed(said: str, know: Knowledge) -> bool:
    """Whether only a number of people is meant: "several students", "three members of the public"."""
    words = [word.casefold() for word in said.strip(" .;").split()]
    known = know.words.singular
    plural = any(word in known for word in words[1:]) or any(word in know.words.generic for word in words[-1:])
    return plural and not said.lstrip()[:1].isupper() and len(words) <= _FEW_WORDS


def _with_body(text: str, segment: Segment, know: Knowledge) -> list[Segment]:
    """The name and the organization of "Jane Doe of the Ministry of Energy"."""
    link = know.words.link.search(text, segment.start, segment.end) if segment.mark in ("&", ";") else None
    if link is None or not know.is_organization(text[link.end() : segment.end]):
        return [segment]
    if know.name_score(text[segment.start : link.start()]) < _SURELY:
        return [segment]
    return [Segment(segment.start, link.start(), segment.mark), Segment(link.end(), segment.end, ",")]


def _is_person(text: str, know: Knowledge) -> bool:
    """Whether a stretch may be a name, or an office with a name: "City Clerk Jane Doe"."""
    if nameish(text, know) or is_compound(text, know):
        return True
    link = know.words.link.search(text)  # "Jane Doe of the Ministry of Energy"
    return (
        link is not None
        and know.name_score(text[: link.start()]) >= _SURELY
        and (know.is_organization(text[link.end() :]) or know.is_organization(text))
    )


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
            if announced and nameish(text[before.start : joint.start()], know):
                found[-1] = Segment(before.start, joint.start(), before.mark)
                start = office
        found.append(Segment(start, segment.end, segment.mark))
    return found
