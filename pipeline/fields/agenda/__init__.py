"""What the meeting was to be about: agenda items, topics, and objectives.

Agenda items are the entries of the agenda's own list; where there is none, the headings under which the report
tells of the business. Topics are the same, or the subjects that a sentence names ("discussed A, B and C").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.fields.candidate import Candidate, Decided, Found
from pipeline.layout.block import Block
from pipeline.lexicon import Lexicon, alternation
from pipeline.meetings.scope import Scope
from pipeline.sections.rosters import is_prose
from pipeline.sections.section import Section
from pipeline.sections.sentences import sentences
from pipeline.text import Span

#: An entry of more words than these is text, not an entry.
_LONG = 45
#: So many times more entries below the first level than on it are notes, not entries.
_NOTES = 3
#: More headings than these are the chapters of a book.
_MOST = 80

_NUMBER = re.compile(
    r"^\s*(?:(?i:agenda\s+item|item|session|point)\s+)?"
    r"(?P<number>\d{1,3}(?:\.\d{1,3}){0,3}|[ivxIVX]{1,5}(?=[.):])|[A-Za-z](?=[.):]\s))[.):\-–]*\s+(?=\S)"
)
# "10:30 - 11:00 Coffee", "(15 min)", "09h30:", "[9:00am]" are the timetable's, not the title's
_CLOCK = r"\d{1,2}(?:[:.h]\d{2}|\s*(?=[ap]\.?m))\s*(?:[ap]\.?m\.?)?"
_TIME_AT_START = re.compile(rf"^[\s(\[]*{_CLOCK}(?:\s*[-–—to]+\s*{_CLOCK})?[\s)\]|:\-–—]+", re.IGNORECASE)
_MINUTES_AT_END = re.compile(r"\s*[(\[]\s*\d{1,3}\s*(?:min\w*|'|mins?\.?|hours?|h)\s*[)\]]\s*$", re.IGNORECASE)
_LINK_AT_END = re.compile(r"\s*:?\s*[(<\[]?https?://\S+$")
# "(Jane Doe)", "– Jane Doe, Ministry of X"
_TAIL = re.compile(r"\s*(?:[(\[]|\s[-–—]\s+)(?P<who>[^()\[\]–—]{2,120})[)\]]?\s*$")
#: Characters that titles take before a name: "Ms ", "Prof. Dr ".
_TITLES = 10
_LETTER = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True)
class _Entry:
    """An agenda item: the words ``[start, end)`` of a block's view."""

    block: Block
    start: int
    end: int
    number: str
    level: int
    rule: str
    score: float

    @property
    def title(self) -> str:
        return self.block.text[self.start : self.end]

    @property
    def spans(self) -> tuple[Span, ...]:
        return self.block.view.spans(self.start, self.end)


@dataclass(frozen=True)
class _How:
    """What makes a candidate: the field, the rule's name and its score."""

    field: str
    rule: str
    score: float


_LISTED = _How("agenda_items", "agenda-list", 0.85)
_HEADED = _How("agenda_items", "section-heading", 0.6)
_TOLD = _How("topics", "topics-sentence", 0.4)
_AIM_LISTED = _How("objectives", "objectives-list", 0.75)
_AIM_TOLD = _How("objectives", "objectives-sentence", 0.65)
_AIM_LABELLED = _How("objectives", "objectives-label", 0.7)


@dataclass(frozen=True)
class _Patterns:
    aim: re.Pattern[str]
    topics: re.Pattern[str]
    not_topic: re.Pattern[str]
    split: re.Pattern[str]


def _patterns(lexicon: Lexicon) -> _Patterns:
    def words(key: str) -> str:
        return alternation(lexicon.words("agenda", key))

    copula = r"(?:was|were|is|are|has\s+been|will\s+be|had\s+been)"
    return _Patterns(
        # "The aim of the meeting was to X", "The workshop aimed to X"
        aim=re.compile(
            rf"\b(?:{words('aims')}\s+(?:of|for)\s+(?:the|this|our)\s+(?:[\w'’\-]+\s+){{0,8}}?{copula}\s*:?\s*(?:(?:also|therefore|mainly)\s+)?"
            rf"|(?:{words('meetings')})\b[^.;:]{{0,80}}?\b{words('aiming')}\s+"
            rf"|with\s+(?:the|an)\s+{words('aims')}\s+(?:of|to)\s+)(?=\w)",
            re.IGNORECASE,
        ),
        # "The participants discussed X", "The main topics were X"
        topics=re.compile(
            rf"\b(?:{words('topics')}\s+(?:of\s+(?:the|this)\s+[\w'’\-]+(?:\s+[\w'’\-]+){{0,4}}?\s+|discussed\s+|covered\s+|addressed\s+)?"
            rf"{copula}\s*:?\s*|(?:meeting|session|workshop|participants|conference|seminar|agenda)\s+(?:also\s+|mainly\s+|further\s+)?{words('discussing')}\s+)",
            re.IGNORECASE,
        ),
        not_topic=re.compile(rf"^{words('not_topics')}$", re.IGNORECASE),
        # "A; and B", "A, and to B", "1) A, 2) B"
        split=re.compile(r"\s*;\s+(?:and\s+)?|\s*,\s+and\s+(?:also\s+)?to\s+|[\s,;]*(?:and\s+)?\(?\b[1-9]\)\s+"),
    )


def find(scope: Scope, _decided: Decided) -> Found:
    """Agenda items, topics and objectives of a scope."""
    listed = _unique(list(_listed(scope)))
    headed = _unique(list(_headed(scope)))
    entries = listed if len(listed) >= 2 else headed if len(headed) > len(listed) else listed
    candidates = [_candidate("agenda_items", entry) for entry in entries]
    candidates += [_plain("topics", entry) for entry in entries]
    if not entries:
        candidates += _told(scope)
    candidates += _objectives(scope)
    return Found(tuple(candidates), (), tuple(entry.block.span for entry in entries))


def _candidate(field: str, entry: _Entry) -> Candidate:
    parts = {"level": Candidate("level", entry.level, (), entry.rule, entry.score)}
    if entry.number:
        parts["number"] = Candidate("number", entry.number, entry.spans, entry.rule, entry.score)
    parts["title"] = Candidate("title", entry.title, entry.spans, entry.rule, entry.score)
    return Candidate(field, entry.title, entry.spans, entry.rule, entry.score, parts)


def _plain(field: str, entry: _Entry) -> Candidate:
    return Candidate(field, entry.title, entry.spans, entry.rule, entry.score)


def _unique(entries: Sequence[_Entry]) -> list[_Entry]:
    """``entries`` without those whose title came before, and none at all when they are too many to be items."""
    seen: set[str] = set()
    kept = []
    for entry in entries:
        key = " ".join(re.findall(r"\w+", entry.title.casefold()))
        if key and key not in seen:
            seen.add(key)
            kept.append(entry)
    return kept if len(kept) <= _MOST else []


def _entry(scope: Scope, block: Block, start: int, stop: int | None, how: _How, *, level: int = 1) -> _Entry | None:
    """The entry that a block's words give, without number, times and presenter, or None when they are none."""
    text = block.text
    end = len(text[:stop].rstrip())
    number = block.marker.strip(" .():-") if any(c.isalnum() for c in block.marker) else ""
    moved = True
    while moved:
        moved = False
        clock = _TIME_AT_START.match(text[start:end])
        if clock:
            start, moved = start + clock.end(), True
        match = None if number else _NUMBER.match(text[start:end])
        if match:
            number, start, moved = match["number"], start + match.end(), True
    for pattern in (_LINK_AT_END, _MINUTES_AT_END):
        match = pattern.search(text, start, end)
        if match:
            end = match.start()
    end = _without_presenter(scope, block, start, end)
    while end > start and text[end - 1] in " :;,.–-|":
        end -= 1
    words = text[start:end]
    if not _LETTER.search(words) or len(words.split()) > _LONG or _is_date(scope, block, start, end):
        return None
    depth = number.count(".") + 1 if number and number[0].isdigit() else 0
    return _Entry(block, start, end, number, max(depth, level), how.rule, how.score)


def _without_presenter(scope: Scope, block: Block, start: int, end: int) -> int:
    """Where the title ends, when "(Jane Doe)" or "– Jane Doe, Ministry of X" says at its end who presents."""
    match = _TAIL.search(block.text, start, end)
    if match is None or match.start() == start:
        return end
    first = match.start("who")
    people = scope.reading.mentions.in_block(block.number, "person")
    return match.start() if any(first <= person.start <= first + _TITLES for person in people) else end


def _is_date(scope: Scope, block: Block, start: int, end: int) -> bool:
    """Whether the words are hardly more than a day: "Lisbon, 3 May 2019"."""
    dates = scope.reading.mentions.in_block(block.number, "date")
    inside = sum(date.end - date.start for date in dates if start <= date.start and date.end <= end)
    return inside > 0.5 * (end - start)


def _listed(scope: Scope) -> Iterator[_Entry]:
    """The entries of the agenda's own list."""
    for section in scope.sections("agenda"):
        blocks = scope.reading.blocks[section.start : min(section.end, scope.end)]
        listed = [block for block in blocks if block.kind == "item"]
        entries = [entry for block in listed or blocks if (entry := _listed_entry(scope, section, block))]
        highest = min((entry.block.level for entry in entries), default=0)
        # Many more entries below than above are notes taken under the agenda's points.
        above = [entry for entry in entries if entry.block.level == highest]
        yield from above if len(above) > 1 and len(entries) > _NOTES * len(above) else entries


def _listed_entry(scope: Scope, section: Section, block: Block) -> _Entry | None:
    inner = scope.reading.section_of(block.number)
    own = block.number == section.heading
    if inner is not section and not (inner and inner.kind == "agenda"):
        return None
    if block.kind not in ("item", "paragraph", "row") or (own and section.label_end >= len(block.text)):
        return None
    if block.kind == "paragraph" and (len(block.text.split()) > 25 or block.text.rstrip().endswith(".")):
        return None
    level = max(block.level, 1) if block.kind == "item" else 1
    return _entry(scope, block, section.label_end if own else 0, None, _LISTED, level=level)


def _headed(scope: Scope) -> Iterator[_Entry]:
    """The headings of the report's business."""
    patterns = scope.lexicon.made(_patterns)
    kinds = {"body", "discussion", "background", "summary", "recommendations", "conclusions", "decisions", "actions"}
    found: list[tuple[Section, _Entry]] = []
    front = _front(scope)
    for section in scope.sections():
        if section.heading is None or section.kind not in kinds:
            continue
        block = scope.reading.blocks[section.heading]
        entry = _entry(scope, block, 0, section.label_end or None, _HEADED)
        if entry is None or section.heading < scope.start or (_runs_in(section, block) and not entry.number):
            continue
        if not entry.number and patterns.not_topic.match(entry.title):
            continue
        if block.number == scope.lead or block.number < front or len(entry.title.split()) > 25:
            continue
        found.append((section, entry))
    numbered = [entry for _, entry in found if entry.number]
    if len(numbered) >= 3 and len(numbered) >= 0.5 * len(found):
        yield from numbered
        return
    highest = min((section.level for section, _ in found), default=1)
    for section, entry in found:
        if section.level <= highest + 1:
            yield entry


def _runs_in(section: Section, block: Block) -> bool:
    """Whether the heading is the start of a paragraph rather than a line of its own."""
    return 0 < section.label_end < len(block.text.rstrip())


def _front(scope: Scope) -> int:
    """The number of the heading from which the text begins: those before it are the cover's lines."""
    rosters = ("attendance", "absence", "agenda")
    for block in scope.blocks:
        section = scope.reading.section_of(block.number)
        if is_prose(block) or (section is not None and section.kind in rosters):
            return block.number - 1
    return scope.start


def _told(scope: Scope) -> list[Candidate]:
    """The subjects that sentences name, where there is neither agenda nor headings."""
    patterns = scope.lexicon.made(_patterns)
    found = []
    for block in scope.blocks:
        if block.kind != "paragraph":
            continue
        for low, high in sentences(block.text, scope.lexicon):
            match = patterns.topics.search(block.text, low, high)
            if match and high - match.end() > 3:
                found += _parts(block, match.end(), high, patterns.split, _TOLD)
    return found


def _objectives(scope: Scope) -> list[Candidate]:
    """Aims that a sentence states, and the entries of a section of objectives."""
    patterns = scope.lexicon.made(_patterns)
    found: list[Candidate] = []
    leads: Block | None = None
    inside = {
        number
        for section in scope.sections("objectives")
        for number in range(section.start, min(section.end, scope.end))
        if number != section.heading or section.label_end
    }
    for block in scope.blocks:
        if block.kind not in ("paragraph", "item"):
            leads = None
            continue
        if block.kind == "item" and (leads is not None or block.number in inside):
            found += _parts(block, 0, len(block.text.rstrip()), patterns.split, _AIM_LISTED)
            continue
        leads = None
        told = False
        for low, high in sentences(block.text, scope.lexicon):
            match = patterns.aim.search(block.text, low, high)
            if not match:
                continue
            told = True
            if block.text[low:high].rstrip().endswith(":"):
                leads = block
            else:
                found += _parts(block, match.end(), high, patterns.split, _AIM_TOLD)
        if block.text.rstrip().endswith(":") and block.number in inside:
            leads = block
        elif block.number in inside and not told:
            section = scope.reading.section_of(block.number)
            start = section.label_end if section and section.heading == block.number else 0
            if start and start < len(block.text.rstrip()):
                found += _parts(block, start, len(block.text.rstrip()), patterns.split, _AIM_LABELLED)
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """``[start, end)`` without blanks and punctuation at its ends."""
    while end > start and text[end - 1] in " .;:,":
        end -= 1
    while start < end and text[start] in " .;:,":
        start += 1
    return start, end


def _parts(block: Block, low: int, high: int, split: re.Pattern[str], how: _How) -> list[Candidate]:
    """One candidate for each of the things that ``block.text[low:high]`` enumerates."""
    text = block.text
    edges = [low, *(edge for match in split.finditer(text, low, high) for edge in match.span()), high]
    ranges = [_trimmed(text, start, end) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    return [
        Candidate(how.field, text[start:end], block.view.spans(start, end), how.rule, how.score)
        for start, end in ranges
        if end - start > 3
    ]
