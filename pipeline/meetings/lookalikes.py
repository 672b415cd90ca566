"""Documents that look like minutes and report on nothing: templates to be filled in, lists of meetings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.layout.block import Block
from pipeline.meetings.scope import Reading
from pipeline.mentions.mention import DateValue

#: "[Name, Role]", "{{date}}", "<Full Name>", "______": what somebody is to write there. Each form begins with a sign
#: or letter that the engine seeks fast; what stands before it is looked at after.
_BLANK = re.compile(
    r"\[[A-ZÀ-Þ][^\]\d]{1,60}\]|\{\{[^}]{1,60}\}\}|<[A-ZÀ-Þ][\w /-]{1,40}>|__{4,}|YYYY(?<!\wYYYY)[-/.]MM[-/.]DD\b"
    r"|DD(?<!\wDD)[-/.]MM[-/.](?:YY|AA){1,2}\b|TT(?<!\wTT)\.MM\.JJJJ\b"
)
#: So many of them, and no day of a meeting near the top, make a template.
_BLANKS = 3
_TOP = 12
#: A list has so many dated lines, and lines longer than this tell something.
_LINES, _LINE = 3, 160
#: Without bullets or a table it needs so many.
_MANY = 5
#: The share of a list's lines that are dated or hardly more than a link.
_SHARE = 0.6
_LINK = 40


def is_template(reading: Reading, words: Sequence[Block]) -> bool:
    """Whether the document is a form whose names and dates are still to be written in."""
    blanks = 0
    for block in words[: 4 * _TOP]:
        blanks += len(_BLANK.findall(block.text))
        if blanks >= _BLANKS:
            return not any(_days(reading, near) for near in words[:_TOP])
    return False


def is_list_of_meetings(reading: Reading, words: Sequence[Block]) -> bool:
    """Whether the document only lists days on which a body met, perhaps with links to its minutes."""
    items = [block for block in words if block.kind in ("item", "row") and _is_line(block)]
    if _lists(reading, words, items, least=_LINES):
        return True
    return _lists(reading, words, [block for block in words if _is_line(block) and _days(reading, block)], least=_MANY)


def _lists(reading: Reading, words: Sequence[Block], lines: Sequence[Block], *, least: int) -> bool:
    """Whether ``lines`` hold that many days, stand below a title without one, and leave nothing else to be told."""
    days = {str(value.start) for block in lines for value in _days(reading, block)}
    if len(days) < least:
        return False
    first = lines[0].number
    dated = any(_days(reading, block) for block in words if block.number < first)
    told = any(block.number > first and not _is_line(block) for block in words)
    bare = sum(1 for block in words if block.number >= first and (_days(reading, block) or len(block.text) <= _LINK))
    filled = sum(1 for block in words if block.number >= first and block.kind != "heading")
    return not dated and not told and bare >= _SHARE * filled


def _is_line(block: Block) -> bool:
    """Whether a block is no sentence and no paragraph."""
    return len(block.text) <= _LINE and not block.text.rstrip().endswith(".")


def _days(reading: Reading, block: Block) -> list[DateValue]:
    dates = (mention.value for mention in reading.mentions.in_block(block.number, "date"))
    return [value for value in dates if isinstance(value, DateValue) and value.start.day is not None]
