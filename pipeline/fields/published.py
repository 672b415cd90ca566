"""When the report was published: by a label or verb, or by a second date at the document's head or foot."""

from __future__ import annotations

import re
from datetime import date

from pipeline.fields.candidate import Candidate, Decided, Found
from pipeline.meetings.dating import is_day, use, words_before
from pipeline.meetings.scope import Scope
from pipeline.mentions.mention import DateValue, PartialDate

#: Blocks of words at the head, and at the foot, where a document dates itself.
_HEAD, _FOOT = 10, 4
#: Days after which a date at the head is no longer that of the report's publication.
_LATEST = 500
#: Words beside the date in a line by which a document dates itself: "Strasbourg, 7 February 2011 CP(2010)5".
_LINE = 80
#: More words in lower case than this make it a sentence.
_PLAIN = 2
_PLAIN_WORD = re.compile(r"\b[a-zà-ÿ]{2,}\b")


def find(scope: Scope, decided: Decided) -> Found:
    """Candidates for the day of publication: a fact of the document, told where the scope is all of it."""
    if not scope.whole:
        return Found()
    meeting = _day(decided.best("start_date"))
    ended = _day(decided.best("end_date")) or meeting
    positions = words_before(scope.blocks)
    last = max(positions.values(), default=0)
    found: list[Candidate] = []
    for mention in scope.mentions("date"):
        value = mention.value
        if (
            not isinstance(value, DateValue)
            or not is_day(value)
            or value.start != value.end
            or value.start.year is None
        ):
            continue
        day = date(value.start.year, value.start.month or 1, value.start.day or 1)
        if meeting is not None and ended is not None and (day < meeting or (day - ended).days > _LATEST):
            continue
        position = positions[mention.block]
        told = use(scope.reading, mention, position, ())
        block = scope.reading.blocks[mention.block]
        rest = block.text[: mention.start] + block.text[mention.end :]
        line = len(rest) < _LINE and len(_PLAIN_WORD.findall(rest)) <= _PLAIN
        head = mention.start < _LINE and len(_PLAIN_WORD.findall(block.text[: mention.start])) <= _PLAIN
        if told.role == "publication" and block.kind != "item" and (position <= 2 * _HEAD or position >= last - _FOOT):
            found.append(Candidate("published_on", value.start, (mention.span,), told.rule, told.score))
        elif (
            block.kind != "item"
            and not value.ambiguous
            and ended is not None
            and day > ended
            and told.role in ("meeting", "")
            and told.rule != "called-to-order"
        ):
            early = position <= _HEAD and (line or head)
            if early or (line and position >= last - _FOOT):
                score = 0.75 if early else 0.6
                found.append(Candidate("published_on", value.start, (mention.span,), "document-date", score))
    return Found(tuple(found))


def _day(best: Candidate | None) -> date | None:
    value = best.value if best is not None else None
    if not isinstance(value, PartialDate) or value.year is None:
        return None
    return date(value.year, value.month or 1, value.day or 1)
