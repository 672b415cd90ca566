"""When an action is due."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.fields.candidate import Decided
from pipeline.layout.block import Block
from pipeline.lexicon import Lexicon, alternation
from pipeline.meetings.scope import Scope
from pipeline.mentions.mention import DateValue, PartialDate

#: Characters between "by" and the day: "by close of business on Friday, 3 May".
_NEAR = 45
_OPENERS = ("(", "[", "-", "–", "—")


@dataclass(frozen=True)
class Due:
    """``[start, end)`` of the block's view says when; ``date`` is None where that names no day ("at once")."""

    start: int
    end: int
    date: PartialDate | None


@dataclass(frozen=True)
class _Patterns:
    before: re.Pattern[str]
    ongoing: re.Pattern[str]


def _patterns(lexicon: Lexicon) -> _Patterns:
    due = alternation(lexicon.words("conclusions", "due"))
    return _Patterns(
        before=lexicon.pattern(rf"(?<!\w){due}\b[^.;]{{0,{_NEAR}}}$", re.IGNORECASE),
        ongoing=lexicon.pattern(
            rf"(?:(?<!\w){due}\s+(?:the\s+)?)?\b{alternation(lexicon.words('conclusions', 'ongoing'))}\b", re.IGNORECASE
        ),
    )


def due(scope: Scope, decided: Decided, block: Block, within: tuple[int, int], *, certain: bool) -> Due | None:
    """When the action ``within`` a block's view is due. ``certain`` says that the stretch is a cell for just that."""
    start, end = within
    patterns = scope.lexicon.made(_patterns)
    text = block.text
    best: Due | None = None
    for mention in scope.reading.mentions.in_block(block.number, "date"):
        if not (start <= mention.start and mention.end <= end) or not isinstance(mention.value, DateValue):
            continue
        said = patterns.before.search(text, max(start, mention.start - _NEAR - 20), mention.start)
        closing = text[max(mention.start - 2, 0) : mention.start].strip() in _OPENERS
        alone = closing and not text[mention.end : end].strip(" .;)]")  # "circulate the draft (3 May)"
        if said or alone or certain:
            low = said.start() if said else mention.start
            best = Due(low, mention.end, _in_year(mention.value.end, decided))
    if best is not None:
        return best
    match = patterns.ongoing.search(text, start, end)
    return Due(match.start(), match.end(), None) if match and match.end() <= end else None


def _in_year(date: PartialDate, decided: Decided) -> PartialDate:
    """``date`` with the year of the meeting, or the next one where the month lies well before the meeting's."""
    if date.year is not None:
        return date
    meeting = decided.best("start_date")
    began = meeting.value if meeting is not None else None
    if not isinstance(began, PartialDate) or began.year is None:
        return date
    earlier = date.month is not None and began.month is not None and date.month < began.month - 1
    return replace(date, year=began.year + 1 if earlier else began.year)
