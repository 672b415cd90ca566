"""Which stretches of a document report on a meeting: none, one or many.

One is the rule: a document is cut only where the same kind of opening comes again and again and each of the stretches
reports on a date of its own. A meeting that is only mentioned is no stretch.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.meetings import openers
from pipeline.meetings.dating import FRONT, is_meeting_word
from pipeline.meetings.openers import Opener
from pipeline.meetings.scope import Reading, Scope, Split
from pipeline.meetings.standing import announces, reason_against

#: Dated paragraphs are meetings of a list only when they fill most of what follows the first of them.
_SHARE = 0.5


def split(reading: Reading) -> Split:
    """The meetings that ``reading`` reports on, in the order of the text, or the reason why there is none."""
    if not reading.blocks:
        return Split((), "the document holds no text", None)
    several = _several(reading)
    if several:
        return Split(tuple(several))
    reason = reason_against(reading)
    if reason is not None:
        return Split((), reason.words, reason.span)
    return Split((Scope(reading, 0, 0, len(reading.blocks), _lead(reading)),))


def _lead(reading: Reading) -> int:
    """The block that announces the meeting: the first near the top that has a word for one."""
    words = [block for block in reading.blocks if block.kind not in ("running", "rule", "code", "meta")]
    named = (block.number for block in words[:FRONT] if is_meeting_word(reading.lexicon, block.text))
    return next(named, words[0].number if words else 0)


def _several(reading: Reading) -> list[Scope]:
    headings = _told(reading, openers.headings(reading))
    if len(headings) >= 2 and _fills(reading, headings):
        return _scopes(reading, headings)
    titles = openers.titles(reading)
    if len(titles) >= 2:
        return _scopes(reading, titles)
    flattened = openers.flattened(reading)
    if len(flattened) >= 2:
        return _scopes(reading, flattened)
    reports = openers.reports(reading)
    if len(reports) >= 2:
        return _scopes(reading, reports)
    series = _told(reading, openers.series(reading))
    if len(series) >= 3 and _fills(reading, series):
        return _scopes(reading, series)
    paragraphs = openers.distinct(_alone(reading, openers.paragraphs(reading)))
    numbered = openers.distinct(_alone(reading, openers.numbered(reading)))
    if len(numbered) == 2 and _one_after_another(reading, numbered):
        return _scopes(reading, numbered)
    if len(paragraphs) >= 3 and _fills(reading, paragraphs) and _one_after_another(reading, paragraphs):
        return _scopes(reading, paragraphs)
    return []


def _told(reading: Reading, found: Sequence[Opener]) -> list[Opener]:
    """The openers whose stretches report; those that only announce a meeting to come are left out."""
    if not found:
        return []
    ends = [*(opener.block for opener in found[1:]), len(reading.blocks)]
    return [opener for opener, end in zip(found, ends, strict=True) if not announces(reading, opener.block, end)]


def _alone(reading: Reading, found: Sequence[Opener]) -> list[Opener]:
    """The paragraphs that report by themselves: "The 3rd meeting will be held" does not."""
    return [opener for opener in found if not announces(reading, opener.block, opener.block + 1)]


def _fills(reading: Reading, found: Sequence[Opener]) -> bool:
    """Whether the stretches from the first opener on are most of the document."""
    total = sum(len(block.text) for block in reading.blocks)
    inside = sum(len(block.text) for block in reading.blocks[found[0].block :])
    return inside >= _SHARE * total


def _one_after_another(reading: Reading, found: Sequence[Opener]) -> bool:
    """Whether hardly anything but these paragraphs follows the first of them: a list, not the history in a report."""
    steps = [later.block - sooner.block for sooner, later in pairwise(found)]
    rest = len(reading.blocks) - found[-1].block
    return not openers.dated_before(reading, found[0]) and max(steps) <= 5 and rest <= max(6, 2 * max(steps))


def _scopes(reading: Reading, found: Sequence[Opener]) -> list[Scope]:
    before = [-1, *(opener.block for opener in found)]
    starts = [openers.title_above(reading, opener, after) for opener, after in zip(found, before, strict=False)]
    if all(start == opener.block for start, opener in zip(starts[1:], found[1:], strict=True)):
        starts[0] = found[0].block  # what stands above the first alone is the page's title, and holds for all
    ends = [*starts[1:], len(reading.blocks)]
    shared = range(starts[0])
    return [
        Scope(reading, position, start, end, opener.block, shared, whole=False)
        for position, (opener, start, end) in enumerate(zip(found, starts, ends, strict=True))
    ]
