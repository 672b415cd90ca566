"""The things that a sentence enumerates: "A; and B", "to do A, to do B and to do C", "1) A, 2) B"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.fields.candidate import Candidate
from pipeline.layout.block import Block
from pipeline.lexicon import Lexicon, alternation

#: Fewer characters are no aim and no topic.
_SHORT = 4
_EDGES = " .;:,-–—"


@dataclass(frozen=True)
class Said:
    """What makes a candidate: the field, the rule's name and its score."""

    field: str
    rule: str
    score: float


def between_aims(lexicon: Lexicon) -> re.Pattern[str]:
    """What stands between two aims: "; and", ", and to", "2)"; "and to" alone joins two deeds of one aim."""
    ands, tos = alternation(lexicon.words("agenda", "ands")), alternation(lexicon.words("agenda", "tos"))
    return lexicon.pattern(
        rf"\s*;\s+(?:{ands}\s+)?|\s*,\s+(?:{ands}\s+)?(?={tos}\s)|{_counted(ands)}",
        re.IGNORECASE,
    )


def between_topics(lexicon: Lexicon) -> re.Pattern[str]:
    """What stands between two topics: "; and", "and explored", "as well as on", "2)"."""
    ands = alternation(lexicon.words("agenda", "ands"))
    telling = alternation(lexicon.words("agenda", "telling"))
    return lexicon.pattern(
        rf"\s*;\s+(?:{ands}\s+)?|\s*,?\s+{ands}\s+{telling}\s+|\s*,\s+(?:{ands}\s+)?{telling}\s+|{_counted(ands)}",
        re.IGNORECASE,
    )


def _counted(ands: str) -> str:
    return rf"[\s,;]*(?:\b{ands}\s+)?\(?\b(?:[1-9]|[ivx]{{1,4}}|[a-h])\)\s+"


def parts(block: Block, low: int, high: int, split: re.Pattern[str], said: Said) -> list[Candidate]:
    """One candidate for each of the things that ``block.text[low:high]`` enumerates."""
    text = block.text
    edges = [low, *(edge for match in split.finditer(text, low, high) for edge in match.span()), high]
    found = []
    ranges = [_trimmed(text, start, end) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    for start, end in ranges:
        if end - start >= _SHORT:
            found.append(Candidate(said.field, text[start:end], block.view.spans(start, end), said.rule, said.score))
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """``[start, end)`` without blanks and punctuation at its ends."""
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    while start < end and text[start] in _EDGES:
        start += 1
    return start, end


def longest(found: Sequence[Candidate], most: int) -> list[Candidate]:
    """The first ``most`` of ``found``, without those whose words came before."""
    seen: set[str] = set()
    kept = []
    for one in found:
        words = str(one.value).casefold()
        if words not in seen:
            seen.add(words)
            kept.append(one)
    return kept[:most]
