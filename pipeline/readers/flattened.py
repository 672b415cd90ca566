"""Texts that lost their line ends: headings in capitals, numbered paragraphs and dashes show where they were."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.readers.markers import counting
from pipeline.readers.typed import Raw
from pipeline.text import Span

#: A line is taken for a flattened report when it is so long and holds so much of the text.
_LONG = 1_000
_MOST = 0.6
#: "3:20 P.M. APPROVAL OF THE MINUTES Motion to ...": two or more words in capitals, ten letters at least.
_CAPITALS = re.compile(
    r"""
    (?: (?<=^) | (?<=[.!?:;)\]][ ]) | (?<=\d[ ]) )
    (?P<words> [A-Z][A-Z’'&/-]+ (?: ,?[ ] (?: [A-Z][A-Z’'&/-]+ | [A-Z0-9]\b\.? | & | \d+ ) )+ )
    (?= \s+ (?: [A-Z][a-z] | [A-Z]\s[a-z] | \d | \( | [A-Z]{2,}\s[a-z] ) )
    """,
    re.VERBOSE,
)
_LETTERS = re.compile(r"[A-Z]")
#: " 2. Participants", " 2.0 Adoption": counts only when it counts on.
_NUMBER = re.compile(r"(?<=\s)(?P<number>\d{1,3})\.(?:0(?=\s))?\s+(?=[A-Z(“\"])")
#: "... the meeting. - Agencies were urged"
_DASH = re.compile(r"(?<=[.;:!?] )[-–•]\s(?=[A-Z])")
_FEWEST_DASHES = 3


def unfolded(text: str, raws: list[Raw]) -> list[Raw] | None:
    """The lines with a flattened report cut where its lines ended; None when the text is not flattened."""
    total = sum(len(raw.content) for raw in raws)
    if not any(len(raw.content) > _LONG and len(raw.content) > _MOST * total for raw in raws):
        return None
    cut: list[Raw] = []
    for raw in raws:
        edges = _edges(text, raw.content) if len(raw.content) > _LONG else []
        bounds = [raw.content.start, *edges, raw.content.end]
        for start, end in pairwise(bounds):
            content = Span(start, end).trimmed(text)
            if len(content):
                cut.append(Raw(content, content, 0, blank_before=True))
    return cut


def _edges(text: str, line: Span) -> list[int]:
    edges: set[int] = set()
    for match in _CAPITALS.finditer(text, line.start, line.end):
        if len(_LETTERS.findall(match["words"])) >= 10:
            edges.update(match.span("words"))
    numbers = list(_NUMBER.finditer(text, line.start, line.end))
    good = counting([(index, int(match["number"])) for index, match in enumerate(numbers)])
    edges.update(numbers[index].start() for index in good)
    dashes = [match.start() for match in _DASH.finditer(text, line.start, line.end)]
    if len(dashes) >= _FEWEST_DASHES:
        edges.update(dashes)
    return sorted(edge for edge in edges if line.start < edge < line.end)
