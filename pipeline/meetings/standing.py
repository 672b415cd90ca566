"""Does the document report on a meeting at all? A concept note, a call for papers or an invitation announces one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.layout.block import Block
from pipeline.lexicon import Lexicon, alternation
from pipeline.meetings.scope import Reading
from pipeline.text import Span

#: Blocks of words from the top that say what kind of document this is.
_TITLE = 5
#: Blocks among which a line like "Report of the Working Party" may still be the title.
_FRONT = 12
#: Sections that only a report has. An agenda, objectives and contacts stand in announcements too.
_REPORTED = frozenset({"absence", "conclusions", "recommendations", "decisions", "actions"})
#: Sections that show, beside a list of those present, that even an "Invitation" is a record.
_PROVEN = frozenset({"absence", "conclusions", "decisions", "actions"})
#: Longer blocks are paragraphs; shorter lines near the top may be the title.
_LONG, _LINE = 200, 120
_AGENDA = "a programme"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a document reports on no meeting, in plain words, and where it says so."""

    words: str
    span: Span | None


@dataclass(frozen=True)
class _Patterns:
    proposals: tuple[tuple[str, re.Pattern[str]], ...]
    records: re.Pattern[str]
    past: re.Pattern[str]
    planned: re.Pattern[str]
    kinds: re.Pattern[str]
    item: re.Pattern[str]


def _patterns(lexicon: Lexicon) -> _Patterns:
    def cue(*keys: str) -> re.Pattern[str]:
        words = [word for key in keys for word in lexicon.words("meetings", key)]
        return re.compile(rf"(?<![\w-]){alternation(words)}(?![\w-])", re.IGNORECASE)

    kinds = alternation(word for words in lexicon.groups("meetings", "kinds").values() for word in words)
    return _Patterns(
        proposals=tuple(
            (reason, re.compile(rf"(?<!\w){alternation(words)}(?!\w)", re.IGNORECASE))
            for reason, words in lexicon.groups("meetings", "proposals").items()
            if words
        ),
        records=cue("records"),
        # not "will be hosted"
        past=re.compile(
            rf"(?<!\bbe\s)(?<![\w-]){alternation(lexicon.words('meetings', 'past'))}(?![\w-])", re.IGNORECASE
        ),
        planned=cue("planned"),
        item=re.compile(r"\s+(?:items?|points?)\b", re.IGNORECASE),
        kinds=re.compile(rf"(?<!\w){kinds}(?!\w)", re.IGNORECASE),
    )


def reason_against(reading: Reading) -> Reason | None:
    """Why the document reports on no meeting, None when it does (or may)."""
    patterns = reading.lexicon.made(_patterns)
    words = [block for block in reading.blocks if block.kind not in ("running", "rule", "code") and block.text.strip()]
    if not words:
        return Reason("the document holds no text", None)
    attended = any(section.kind == "attendance" for section in reading.walk())
    titled = _titled(words, patterns)
    if titled is not None:
        weak = _AGENDA in titled.words
        proven = any(section.kind in _PROVEN for section in reading.walk()) and attended
        reported = _reports(reading, words, patterns) if weak else proven or _recorded(words[:_TITLE], patterns)
        # An agenda with the names of those who came is what some bodies keep for minutes.
        return None if reported or (weak and attended) else titled
    if attended or _reports(reading, words, patterns):
        return None
    for block in words:
        match = patterns.planned.search(block.text)
        if match and patterns.kinds.search(block.text):
            return Reason("the meeting is announced, not reported on", block.view.span(match.start(), match.end()))
    return None


def announces(reading: Reading, start: int, end: int) -> bool:
    """Whether blocks ``[start, end)`` speak of a meeting to come and of nothing that happened."""
    patterns = reading.lexicon.made(_patterns)
    texts = [block.text for block in reading.blocks[start:end]]
    planned = any(patterns.planned.search(text) for text in texts)
    return planned and not any(patterns.past.search(text) for text in texts)


def _titled(words: list[Block], patterns: _Patterns) -> Reason | None:
    """What the title says that the document is, when that is no report: "Concept note", "Draft programme"."""
    for block in words[:_TITLE]:
        if len(block.text) > _LONG:
            continue
        for reason, pattern in patterns.proposals:
            match = pattern.search(block.text)
            # "Draft programme", but not "At the invitation of", "Item 1 of the provisional agenda" or "Agenda item"
            item = patterns.item.match(block.text, match.end()) if match else None
            if match and item is None and len(block.text[: match.start()].split()) <= 1:
                return Reason(f"this is {reason}", block.view.span(match.start(), match.end()))
    return None


def _recorded(blocks: list[Block], patterns: _Patterns) -> bool:
    """Whether one of ``blocks`` names itself a record: "Minutes", "Report of the ..."."""
    return any(patterns.records.search(block.text) for block in blocks if len(block.text) < _LONG)


def _reports(reading: Reading, words: list[Block], patterns: _Patterns) -> bool:
    """Whether anything in the document shows that a meeting took place."""
    if any(section.kind in _REPORTED for section in reading.walk()):
        return True
    headings = [block for block in words if block.kind == "heading"]
    lines = [block for block in words[:_FRONT] if block.kind == "paragraph" and len(block.text) < _LINE]
    if _recorded([*words[:_TITLE], *headings, *lines], patterns):
        return True
    return any(patterns.past.search(block.text) for block in words)
