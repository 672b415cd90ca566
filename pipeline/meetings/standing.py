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
#: Where the phrase stands in its line: "Concept note", "Draft programme", but not "Item 1 of the provisional agenda".
_EARLY = 12
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
        past=cue("past"),
        planned=cue("planned"),
        kinds=re.compile(rf"(?<!\w){kinds}(?!\w)", re.IGNORECASE),
    )


def reason_against(reading: Reading) -> Reason | None:
    """Why the document reports on no meeting, None when it does (or may)."""
    patterns = reading.lexicon.made(_patterns)
    words = [block for block in reading.blocks if block.kind not in ("running", "rule", "code") and block.text.strip()]
    if not words:
        return Reason("the document holds no text", None)
    if _reports(reading, words, patterns):
        return None
    attended = any(section.kind == "attendance" for section in reading.walk())
    for block in words[:_TITLE]:
        if len(block.text) > 200:
            continue
        for reason, pattern in patterns.proposals:
            match = pattern.search(block.text)
            # An agenda with the names of those who came is what some bodies keep for minutes.
            if match and match.start() <= _EARLY and not (attended and reason.startswith(_AGENDA)):
                return Reason(f"this is {reason}", block.view.span(match.start(), match.end()))
    if attended:
        return None
    for block in words:
        match = patterns.planned.search(block.text)
        if match and patterns.kinds.search(block.text):
            return Reason("the meeting is announced, not reported on", block.view.span(match.start(), match.end()))
    return None


def _reports(reading: Reading, words: list[Block], patterns: _Patterns) -> bool:
    """Whether anything in the document shows that a meeting took place."""
    if any(section.kind in _REPORTED for section in reading.walk()):
        return True
    top = [block for block in words[:_TITLE] if len(block.text) < 250]
    lines = (block for block in words[:_FRONT] if block.kind == "paragraph" and len(block.text) < 120)
    titles = [*(block for block in words if block.kind == "heading"), *lines]
    if any(patterns.records.search(block.text) for block in (*top, *titles)):
        return True
    return any(patterns.past.search(block.text) for block in words)
