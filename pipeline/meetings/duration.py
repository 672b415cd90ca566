"""How many days the report says that the meeting lasted: "the three-day workshop". A check on the dates found."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.lexicon import Lexicon, alternation
from pipeline.meetings.cues import Cues, cues
from pipeline.meetings.dating import FRONT, sentence
from pipeline.meetings.scope import Scope
from pipeline.text import Span


@dataclass(frozen=True)
class _Patterns:
    cues: Cues
    stated: re.Pattern[str]
    numbers: dict[str, int]


def _patterns(lexicon: Lexicon) -> _Patterns:
    numbers = lexicon.numbers("dates", "cardinals")
    days = alternation(word for word, length in lexicon.numbers("dates", "units").items() if length == 1)
    kinds = alternation(word for words in lexicon.groups("meetings", "kinds").values() for word in words)
    return _Patterns(
        lexicon.made(cues),
        # "the three-day meeting", "a 2 day regional workshop"
        lexicon.pattern(
            rf"(?<![\w.,-])(?P<number>\d{{1,2}}|{alternation(numbers)})[\s-]{days}\s+(?:[\w-]+\s+)?{kinds}(?!\w)",
            re.IGNORECASE,
        ),
        numbers,
    )


def stated_days(scope: Scope) -> tuple[int, Span] | None:
    """The number of days that the first blocks give for this meeting, and where it says so."""
    known = scope.lexicon.made(_patterns)
    words = [block for block in scope.blocks if block.kind not in ("running", "rule", "code", "meta")]
    for block in words[:FRONT]:
        match = known.stated.search(block.text)
        if match is None:
            continue
        low, high = sentence(block.text, match.start(), match.end())
        others = (known.cues.planned, known.cues.others["next"], known.cues.others["previous"])
        if any(pattern.search(block.text, low, high) for pattern in others):
            continue
        number = match["number"].casefold()
        days = int(number) if number.isdigit() else known.numbers.get(number, 0)
        if days > 0:
            return days, block.view.span(match.start(), match.end())
    return None
