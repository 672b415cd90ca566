"""What stands before the people of one line and holds for them: "WHO - A, B", "Director, Board of X: A"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.fields.attendees.chunks import nameish
from pipeline.fields.attendees.knowledge import Knowledge
from pipeline.fields.attendees.labels import Label
from pipeline.fields.attendees.offices import office
from pipeline.fields.attendees.person import part
from pipeline.fields.attendees.segments import Segment
from pipeline.text import View

#: What stands before a dash or colon is a name itself from here on; "ProAid" is not.
_HEAD = 0.5
#: Behind an office and a comma a name must be so sure.
_SURE = 0.75


def own_label(
    view: View, segments: list[Segment], label: Label, know: Knowledge, *, headed: bool = False
) -> tuple[Label, list[Segment]]:
    """What stands before the people of one line holds for them: "WHO - A, B", "Director, Board of X: A".

    ``headed`` says that a body stands before the colon of every line of the list, whatever it looks like.
    """
    people = 1 if headed else leading_head(view, segments, know)
    if not people:
        return label, segments
    head, first = segments[:people], segments[people]
    said = part(view, head[0].start, head[-1].end)
    country = know.country(view, head[0].start, head[-1].end)
    if country:
        label = replace(label, country=country, delegation=said)
    elif know.is_role(head[0].of(view.text)) and not (headed and know.function(head[0].of(view.text)) is None):
        found = office(view, head[0].start, head[0].end, know)
        rest = part(view, head[1].start, head[-1].end) if people > 1 else None
        label = replace(label, role=found.role, organization=found.organization or rest)
    else:
        label = replace(label, organization=said, delegation=said)
    return label, [Segment(first.start, first.end, ""), *segments[people + 1 :]]


def leading_head(view: View, segments: Sequence[Segment], know: Knowledge) -> int:
    """How many segments stand before the first name of a line as its own heading; 0 when there is none."""
    for number, segment in enumerate(segments[:4]):
        if _office_first(view.text, segments, number, know):
            return number
        if number and segment.mark in (":", "-") and nameish(segment.of(view.text), know):
            heads = [s.of(view.text) for s in segments[:number]]
            named = any(know.name_score(head) >= _HEAD for head in heads)
            return number if not named and all(_is_head(head, know) for head in heads) else 0
    return 0


def _office_first(text: str, segments: Sequence[Segment], number: int, know: Knowledge) -> bool:
    """Whether "Chair, Jane Doe" stands alone or between semicolons."""
    alone = number == 1 and segments[1].mark == "," and (len(segments) == number + 1 or segments[2].mark == ";")
    if not alone or not know.is_role(segments[0].of(text)):
        return False
    named = know.name_of(segments[1].of(text))  # one with an honorific is found without the office
    return named is not None and named.prefix is None and know.name_score(segments[1].of(text)) >= _SURE


def _is_head(text: str, know: Knowledge) -> bool:
    """Few words, and either known as an office or organization or capitals throughout."""
    words = text.split()
    if len(words) > 8:
        return False
    return know.is_role(text) or know.is_organization(text) or all(w[:1].isupper() or len(w) < 4 for w in words)
