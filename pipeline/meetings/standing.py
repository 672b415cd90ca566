"""Does the document report on a meeting at all? A concept note, an article, an agenda or a list of minutes does not.

What the document calls itself comes first, then what only a report has (a list of those present, "called to order",
"was held"). In a language without a lexicon nothing of this can be read: such a document is taken for a report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.layout.block import Block
from pipeline.lexicon import Lexicon, alternation
from pipeline.meetings.cues import Cues, cues
from pipeline.meetings.dating import sentence
from pipeline.meetings.lookalikes import is_list_of_meetings, is_template
from pipeline.meetings.scope import Reading
from pipeline.mentions.mention import DateValue
from pipeline.text import Span

#: Blocks of words from the top that say what kind of document this is.
_TITLE = 5
#: Blocks among which a line like "Report of the Working Party" may still be the title.
_FRONT = 12
#: Sections that only a report has. An agenda, objectives and contacts stand in announcements too.
_REPORTED = frozenset({"absence", "decisions", "actions"})
#: Sections that show, beside a list of those present, that even an "Invitation" is a record.
_PROVEN = frozenset({"absence", "conclusions", "decisions", "actions"})
#: Longer blocks are paragraphs; shorter lines near the top may be the title.
_LONG, _LINE = 200, 120
#: Titles that some bodies keep for minutes: an agenda in which what happened was filled in.
_AGENDA = "a programme"
#: So many blocks that tell what was said and done are a report, whatever it is called.
_TOLD = 3
#: A title may have so many words before what it calls itself: "Draft programme".
_BEFORE = 1
#: Speakers' turns ("Ann Lee: ...") that make a record of a discussion.
_TURNS = 3
#: A text that never speaks of a meeting tells one where most of its paragraphs, and so many, say what was done.
_MOSTLY, _PARAGRAPHS, _PARAGRAPH = 0.6, 2, 60
_TWO_SENTENCES = re.compile(r"[a-zà-ÿ]{3}[.!?]\s+[^\Wa-z]")
_WORD = re.compile(r"[^\W\d_]{2}")
_COUNTED = re.compile(r"\W*(?:\d+|[A-Za-z]|[ivxIVX]+)[.)]*$")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a document reports on no meeting, in plain words, and where it says so."""

    words: str
    span: Span | None


@dataclass(frozen=True)
class _Patterns:
    cues: Cues
    proposals: tuple[tuple[str, re.Pattern[str]], ...]
    past: re.Pattern[str]
    closed: re.Pattern[str]
    met: re.Pattern[str]
    verb: re.Pattern[str]
    item: re.Pattern[str]


def _patterns(lexicon: Lexicon) -> _Patterns:
    return _Patterns(
        lexicon.made(cues),
        proposals=tuple(
            (reason, lexicon.pattern(rf"(?<!\w){alternation(words)}(?!\w)", re.IGNORECASE))
            for reason, words in lexicon.groups("meetings", "proposals").items()
            if words
        ),
        # not "will be hosted"
        past=lexicon.pattern(
            rf"(?<!\bbe\s)(?<![\w-]){alternation(lexicon.words('meetings', 'past'))}(?![\w-])", re.IGNORECASE
        ),
        closed=lexicon.pattern(
            rf"(?<![\w-]){alternation(lexicon.words('meetings', 'closed'))}(?![\w-])", re.IGNORECASE
        ),
        met=lexicon.pattern(rf"(?<![\w-]){alternation(lexicon.words('naming', 'met'))}(?![\w-])", re.IGNORECASE),
        verb=lexicon.pattern(rf"\s+{alternation(lexicon.words('naming', 'stops'))}\b", re.IGNORECASE),
        item=lexicon.pattern(r"\s+(?:items?|points?)\b", re.IGNORECASE),
    )


def reason_against(reading: Reading) -> Reason | None:
    """Why the document reports on no meeting, None when it does (or may)."""
    patterns = reading.lexicon.made(_patterns)
    words = [block for block in reading.blocks if block.kind not in ("running", "rule", "code") and block.text.strip()]
    if not words:
        return Reason("the document holds no text", None)
    if is_template(reading, words):
        return Reason("this is a template to be filled in", words[0].span)
    attended = any(section.kind == "attendance" for section in reading.walk())
    if not (attended and _peopled(reading)) and is_list_of_meetings(reading, words):
        return Reason("this is a list of meetings or of their minutes, without a report", words[0].span)
    titled = _titled(reading, words, patterns)
    if titled is not None:
        return titled if _stands(titled, reading, words, patterns, attended=attended) else None
    if attended:
        return None
    planned = _planned(words, patterns)
    # a page about how minutes are taken has the words of minutes, but no date and nothing that was done
    whens = _dated(reading, words)
    certain = whens or _narrated(words, patterns)
    if certain and (_recorded(words, patterns) or _sections(reading) or _flattened(reading, words, patterns)):
        return None
    happened = _happened(reading, words, patterns, dated=whens)
    if planned is not None and not happened:
        return planned
    dated = any(_dated_title(reading, block, beside, patterns) for block, beside in _pairs(words[:_TITLE]))
    if happened or dated or _day_and_hour(reading, words[:_TITLE]) or _discussed(reading, words, patterns):
        return None
    if not is_readable(reading.document.language, reading.lexicon):
        return None
    return Reason("nothing in the document says that a meeting took place", None)


def _peopled(reading: Reading) -> bool:
    """Whether a person is named in one of the lists of those present."""
    blocks = {
        n for section in reading.walk() if section.kind == "attendance" for n in range(section.start, section.end)
    }
    return any(mention.block in blocks for mention in reading.mentions.of("person"))


def announces(reading: Reading, start: int, end: int) -> bool:
    """Whether blocks ``[start, end)`` speak of a meeting to come and of nothing that happened."""
    patterns = reading.lexicon.made(_patterns)
    texts = [block.text for block in reading.blocks[start:end]]
    planned = any(patterns.cues.planned.search(text) for text in texts)
    return planned and not any(patterns.past.search(text) for text in texts)


def _stands(titled: Reason, reading: Reading, words: list[Block], patterns: _Patterns, *, attended: bool) -> bool:
    """Whether a document is what its title says, and not a report under the name of an agenda or an invitation."""
    if _AGENDA in titled.words:  # an agenda with the names of those who came is what some bodies keep for minutes
        return not (attended or _sections(reading) or _recorded(words, patterns) or _narrated(words, patterns))
    proven = attended and any(section.kind in _PROVEN for section in reading.walk())
    return not (proven or _named_record(words[:_TITLE], patterns))


def _titled(reading: Reading, words: list[Block], patterns: _Patterns) -> Reason | None:
    """What the title says that the document is, when that is no report: "Concept note", "Draft programme"."""
    for block in words[:_TITLE]:
        if block.kind == "item" and block is not words[0]:
            continue
        long = len(block.text) > _LONG
        if long and block is not words[0]:
            continue
        for reason, pattern in patterns.proposals:
            match = pattern.search(block.text, 0, _LONG)
            if match is None or (long and not match.group().isupper()):
                continue  # in text whose line breaks are lost a title stands in capitals
            # "Draft programme", but not "At the invitation of", "Item 1 of the provisional agenda" or "Agenda item"
            if patterns.item.match(block.text, match.end()):
                continue
            opens = len(block.text[: match.start()].split()) <= _BEFORE
            if opens or long or _closes(reading, block, match.end()):
                return Reason(f"this is {reason}", block.view.span(match.start(), match.end()))
    return None


def _closes(reading: Reading, block: Block, end: int) -> bool:
    """Whether only a date follows in a heading or first line: "Harbour Board Meeting Agenda, 3 May 2018"."""
    if block.kind != "heading" and block.number > 0:
        return False
    rest = block.text
    for mention in sorted(reading.mentions.in_block(block.number), key=lambda mention: -mention.start):
        if mention.kind in ("date", "time") and mention.start >= end:
            rest = rest[: mention.start] + rest[mention.end :]
    return not _WORD.search(rest[end:])


def _named_record(blocks: list[Block], patterns: _Patterns) -> bool:
    """Whether one of ``blocks`` names itself a record: "Minutes", "Report of the ..."."""
    for block in blocks:
        if len(block.text) >= _LONG or (block.kind == "item" and _COUNTED.match(block.marker)):
            continue  # "2. Minutes of the last meeting"
        match = patterns.cues.records.search(block.text)
        # not "The committee meets once a month. Minutes are published within two weeks."
        if match and not (_TWO_SENTENCES.search(block.text) and patterns.verb.match(block.text, match.end())):
            return True
    return False


def _recorded(words: list[Block], patterns: _Patterns) -> bool:
    """Whether the title, a heading or a line near the top names the document a record."""
    headings = [block for block in words if block.kind == "heading"]
    lines = [block for block in words[:_FRONT] if block.kind == "paragraph" and len(block.text) < _LINE]
    return _named_record([*words[:_TITLE], *headings, *lines], patterns)


def _flattened(reading: Reading, words: list[Block], patterns: _Patterns) -> bool:
    """Whether a text without line breaks begins as minutes do: "Minutes of the meeting of the Board on 4 May ..."."""
    return any(
        len(block.text) >= _LONG
        and patterns.cues.records.match(block.text) is not None
        and patterns.cues.kinds.search(block.text, 0, _LINE) is not None
        and _has_day(reading, block, 0, _LINE)
        for block in words[:_TITLE]
    )


def _sections(reading: Reading) -> bool:
    """Whether the document has sections that only reports have."""
    return any(section.kind in _REPORTED for section in reading.walk())


def _planned(words: list[Block], patterns: _Patterns) -> Reason | None:
    for block in words:
        match = patterns.cues.planned.search(block.text)
        if match and patterns.cues.kinds.search(block.text):
            span = block.view.span(match.start(), match.end())
            return Reason("the meeting is announced, not reported on", span)
    return None


def _dated(reading: Reading, words: Sequence[Block]) -> bool:
    """Whether a date stands near the top or at the end, where minutes have theirs."""
    near = [*words[: _FRONT + 2], *words[-2:]]
    dates = (mention.value for block in near for mention in reading.mentions.in_block(block.number, "date"))
    return any(isinstance(value, DateValue) and value.start.month is not None for value in dates)


def _narrated(words: Sequence[Block], patterns: _Patterns) -> bool:
    """Whether several blocks tell what was said and decided."""
    return sum(1 for block in words if patterns.past.search(block.text)) >= _TOLD


def _has_day(reading: Reading, block: Block, start: int, end: int) -> bool:
    """Whether ``block.text[start:end]`` holds a day."""
    return any(
        isinstance(mention.value, DateValue) and mention.value.start.day is not None
        for mention in reading.mentions.in_block(block.number, "date")
        if start <= mention.start < end
    )


def _happened(reading: Reading, words: list[Block], patterns: _Patterns, *, dated: bool) -> bool:
    """Whether the text says that a meeting was opened, closed or held, or tells much about one."""
    front = words[: _FRONT + 2]
    lines = any(len(block.text) <= _LINE and _has_day(reading, block, 0, _LINE) for block in words[:_TITLE])
    named = any(patterns.cues.kinds.search(block.text) for block in words[:_TITLE])
    for block in words:
        text = block.text
        begun = patterns.closed.search(text) or patterns.cues.opened.search(text)
        if begun and patterns.cues.kinds.search(text):
            return True
        if block not in front or not dated:
            continue
        to_come = [match.span() for match in patterns.cues.planned.finditer(text)]
        for match in patterns.cues.held.finditer(text):
            if any(start <= match.start() < end for start, end in to_come):
                continue  # "will be held in"
            begin, end = sentence(text, match.start(), match.end())
            if named or patterns.cues.kinds.search(text, begin, end):
                return True
            if patterns.met.search(text, begin, end) and (lines or _has_day(reading, block, begin, end)):
                return True
    return named and _narrated(words, patterns)


def _pairs(blocks: Sequence[Block]) -> list[tuple[Block, list[Block]]]:
    return [(block, list(blocks[max(0, number - 1) : number + 3])) for number, block in enumerate(blocks)]


def _dated_title(reading: Reading, block: Block, beside: list[Block], patterns: _Patterns) -> bool:
    """Whether a short line names a meeting that has its date in it or right below: "Board meeting, 3 May 2018"."""
    if len(block.text) > _LINE or not patterns.cues.kinds.search(block.text):
        return False
    return any(
        isinstance(mention.value, DateValue) and mention.value.start.month is not None
        for near in beside
        if len(near.text) <= _LINE
        for mention in reading.mentions.in_block(near.number, "date")
    )


def _day_and_hour(reading: Reading, blocks: Sequence[Block]) -> bool:
    """Whether short lines near the top give a day and an hour: "Date: 25.02.2021", "Time: 18:00"."""
    lines = [block for block in blocks if len(block.text) <= _LINE]
    hour = any(reading.mentions.in_block(block.number, "time") for block in lines)
    return hour and any(_has_day(reading, block, 0, _LINE) for block in lines)


def _discussed(reading: Reading, words: list[Block], patterns: _Patterns) -> bool:
    """Whether several people have turns to speak, or several blocks tell what was done about a meeting."""
    turns = 0
    for block in words:
        first = next(iter(reading.mentions.in_block(block.number, "person")), None)
        if first is not None and first.start == 0 and block.text[first.end :].lstrip().startswith(":"):
            turns += 1
    if turns >= _TURNS:
        return True
    if any(patterns.cues.kinds.search(block.text) for block in words):
        return _narrated(words, patterns)
    paragraphs = [block for block in words if len(block.text) >= _PARAGRAPH]
    told = sum(1 for block in paragraphs if patterns.past.search(block.text))
    return told >= max(_PARAGRAPHS, _MOSTLY * len(paragraphs))


def is_readable(language: str | None, lexicon: Lexicon) -> bool:
    """Whether the lexicon knows the document's language, so that words that are missing mean something."""
    return language is None or language in lexicon.languages
