"""Lists whose lines ran together: "Jane Doe, Mayor of X Dr. John Roe, Clerk Ann Poe, Treasurer"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from pipeline.fields.attendees.knowledge import Knowledge
from pipeline.fields.attendees.segments import Segment

#: The mark of a segment that is surely a person of its own.
OWN = "+"
_NAMED = 0.75
_SURE = 0.9
#: So many segments end in a further name where lines ran together.
_LEAST = 2
_START = re.compile(r"(?<=\s)(?=[^\W\d_a-z])")


def parted_runs(text: str, chunk: Sequence[Segment], know: Knowledge) -> list[Segment]:
    """The segments with the office of one person parted from the next one's name, where that is the list's form."""
    if len(chunk) <= _LEAST or know.name_score(chunk[0].of(text)) < _NAMED:
        return list(chunk)
    found = [
        (segment, _next_name(text, segment, know) or _before_office(text, segment, after, know))
        for segment, after in zip_longest(chunk, chunk[1:])
    ]
    if sum(start is not None for _, start in found) < _LEAST:
        return list(chunk)
    return [piece for segment, start in found for piece in _pieces(segment, start)]


def _pieces(segment: Segment, start: int | None) -> Iterator[Segment]:
    if start is None:
        yield segment
        return
    yield Segment(segment.start, start - 1, segment.mark)
    yield Segment(start, segment.end, OWN)


def _next_name(text: str, segment: Segment, know: Knowledge) -> int | None:
    """Where the next person's name begins in an office that goes on with it; the one with an honorific first."""
    if segment.mark not in (",", "-", ")"):
        return None
    starts = [match.start() for match in _START.finditer(text, segment.start + 1, segment.end)]
    for start in starts:
        if know.words.names.prefix.match(text, start) and know.name_score(text[start : segment.end]) >= _NAMED:
            return start if know.is_role(text[segment.start : start].strip()) else None
    for start in starts[-3:]:
        before = text[segment.start : start].strip()
        office = know.is_role(before) or know.is_role(before.partition("/")[0])  # "Director/Support Services Jane Doe"
        if office and know.name_score(text[start : segment.end]) >= _SURE:
            return start
    return None


def _before_office(text: str, segment: Segment, after: Segment | None, know: Knowledge) -> int | None:
    """Where the next name begins behind words of any kind, as an office follows it: "Facilities Jane Doe, Clerk"."""
    if segment.mark != "," or after is None or after.mark != "," or not know.is_role(after.of(text)):
        return None
    words = [match.start() for match in _START.finditer(text, segment.start, segment.end)]
    for start in words[-2:-1] if len(words) > 2 else ():
        linked = know.words.open_end.search(text[segment.start : start].rstrip()) is not None
        if not linked and know.name_score(text[start : segment.end]) >= _SURE:
            return start
    return None
