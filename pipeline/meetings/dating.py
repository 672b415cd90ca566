"""Whose day is this date: the meeting's, or that of a publication, an approval, another meeting, a law, a deadline?

A date is judged by the label before it, the words around it in its sentence, and where in the document it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.layout.block import Block
from pipeline.lexicon import Guarded, Lexicon
from pipeline.meetings.cues import Cues, cues
from pipeline.meetings.scope import Reading
from pipeline.mentions.mention import DateValue, Mention
from pipeline.sections.section import Section

#: Blocks of words from the start of a scope in which a heading, date line or first sentence is looked for.
FRONT = 14
#: How far a cue may stand from its date, in characters.
_NEAR = 90
#: What each further block of words before it takes from a title's or a sentence's score.
_LATER = 0.01
#: Blocks of words in which a short line can be a title without being set as a heading.
_TOP = 6
#: Longer than this no block is a title or a line.
_LONG = 200
#: Lines so short, alike but for their figures, are an archive's entries: "2017 (show)", "2016 (show)".
_ENTRY = 40
_FIGURES = re.compile(r"\d+")
#: Until here a sentence about "the minutes of the meeting" may speak of these minutes.
_OWN = 3
#: A reference to another meeting stands within its sentence, not at its beginning.
_MID_SENTENCE = 30


@dataclass(frozen=True, slots=True)
class Use:
    """What a date is for, by which rule, how surely: "meeting", "publication", "next", ..., "" where nothing tells."""

    role: str
    rule: str
    score: float


def is_meeting_word(lexicon: Lexicon, text: str) -> bool:
    """Whether ``text`` has a word for a meeting ("session", "workshop") or for the record of one ("minutes")."""
    patterns = lexicon.made(cues)
    return bool(patterns.kinds.search(text) or patterns.records.search(text))


def is_record_word(lexicon: Lexicon, text: str) -> bool:
    """Whether ``text`` has a word for the record of a meeting ("minutes")."""
    return lexicon.made(cues).records.search(text) is not None


def says_held(lexicon: Lexicon, text: str) -> bool:
    """Whether ``text`` says that something was held, took place or met."""
    return bool(lexicon.made(cues).held.search(text))


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence (or cell) around ``text[start:end]`` begins and ends, within a few lines of it."""
    low, high = max(0, start - 300), min(len(text), end + 200)
    begin = low
    for match in _SENTENCE_END.finditer(text, low, start):
        begin = match.end()
    finish = _SENTENCE_END.search(text, end, high)
    return begin, finish.start() + 1 if finish else high


#: ". The", "; ", " | ": ends of a sentence or a cell; not "No. 5" or "Mr. A" or "p.m. on"
_SENTENCE_END = re.compile(
    r"[.!?;](?<=[\w)”\"’'].)(?<!\b[Nn]o\.)(?<!\bM[rs]\.)(?<!\bDr\.)(?<!\bMrs\.)(?<!\b[A-Za-z]\.)\s+(?=[^\Wa-z])|\s\|\s"
)
#: "Windhoek, 24 November 2016 - Energy ministers met ...": how a news item begins, where it stands.
_DATELINE = 40
_AFTER_DATELINE = re.compile(r"\s*(?:\([^)]{2,20}\)\s*)?[–—:-]+\s")
#: "TB 16/11/001 ", "4. ": the number of an item of business
_NUMBERED = re.compile(r"\W*(?:[A-Za-z]{1,4}\s?)?\d[\w./-]*[.)]?\s+(?=\D)")
#: "CM/Bur/Del(2004)25 [19 October 2004]": a document's number and its date
_SYMBOL = re.compile(r"\W*[A-Z][\w()]*/(?=\S*\d)[\w()./-]+[\s,–-]+")
#: A line so short can be a heading that is not set as one.
_LABEL = 60
#: "... recalled the second session, which was held in Split from [9 to 12 May 2005]": another meeting.
_RELATIVE = re.compile(r",\s*(?:which|that)\s+(?:was|were|had|has|took)\b[^.;]*$")
_RECALLED = re.compile(r"\b[Rr]ecall(?:ed|ing|s)\b[^.;]*$")
_PLAIN_WORD = re.compile(r"\b[a-zà-ÿ]{3,}\b")
_TWO_SENTENCES = re.compile(r"[^\W\d_]{3}[.!?]\s+[^\Wa-z]")


def use(reading: Reading, mention: Mention, position: int, neighbours: Sequence[Block]) -> Use:
    """What the date ``mention`` is for.

    ``position`` counts the blocks of words before it in its scope; ``neighbours`` are its block and those beside it.
    """
    patterns = reading.lexicon.made(cues)
    block = reading.blocks[mention.block]
    section = reading.section_of(mention.block)
    kind = section.kind if section else "body"
    label = _by_label(patterns, block, mention, position, neighbours) if block.kind != "meta" else None
    if label is not None:
        return label
    above = _by_heading(patterns, section, block, neighbours, position) if position > 1 else None
    if above is not None:
        return above
    begin, finish = sentence(block.text, mention.start, mention.end)
    before, after = block.text[begin : mention.start], block.text[mention.end : finish]
    if position > _OWN and patterns.other_minutes.match(block.text, begin):
        return Use("previous", "the-minutes-of", 0.6)
    own = position <= _OWN and begin == 0 and block.kind != "item"
    title = patterns.records.match(before) if own else None
    other = _other(patterns, before, after, title.end() if title else 0)
    if block.kind == "meta":
        return _by_meta(patterns, block.text, other)
    if kind == "agenda" and block.kind == "item" and patterns.records.search(block.text):
        return Use("previous", "agenda-item", 0.6)
    if kind == "next_meeting" and position > 2:
        return Use("next", "next-meeting-section", 0.8)
    if position <= _TOP and _SYMBOL.fullmatch(block.text, 0, mention.start) and not block.text[mention.end :].strip():
        return Use("publication", "symbol-date", 0.6)
    held = patterns.held.search(before) or patterns.held.search(after)
    if other is not None and not (held and _outweighed(patterns, before, other)):
        return other
    planned = _last(patterns.planned, before)
    if planned is not None and not _sooner(_last(patterns.past, before), planned):
        return Use("next", "planned", 0.7)
    if patterns.planned.search(after) and not held:
        return Use("next", "planned", 0.7)
    return _by_place(patterns, block, mention, position, neighbours)


def _by_label(patterns: Cues, block: Block, mention: Mention, position: int, neighbours: Sequence[Block]) -> Use | None:
    prefix = block.text[max(0, mention.start - 70) : mention.start]
    match = patterns.label.search(prefix)
    if match is not None:
        # "2. Minutes of 23 January" is an item of business, "Minutes of 23 January" a title.
        business = position > 1 and (block.marker[:1].isdigit() or _NUMBERED.match(block.text))
        if business and patterns.records.match(match["label"]):
            return Use("previous", "numbered-item", 0.6)
        return _labelled(match["label"], position)
    previous = next((b for b in neighbours if b.number == mention.block - 1), None)
    if mention.start <= 3 and previous is not None and len(previous.text) < 40:
        alone = patterns.label_alone.fullmatch(previous.text)
        if alone and (":" in previous.text or not patterns.kinds.fullmatch(alone["label"])):
            if patterns.records.fullmatch(alone["label"]):
                return None
            return _labelled(alone["label"], position)
    return None


def _labelled(label: str, position: int) -> Use:
    # "Date:" may be a letter's; "Date of meeting:" is not. Far from the front it is an appendix's or an action's.
    score = 0.9 if len(label.split()) == 1 else 0.95
    return Use("meeting", "date-label", score if position <= 3 * FRONT else 0.3)


def _by_heading(
    patterns: Cues, section: Section | None, block: Block, neighbours: Sequence[Block], position: int
) -> Use | None:
    """Under "Minutes of previous meetings", and in an item "4. Minutes of 3 May", all dates are other meetings'."""
    titles = [b.text for b in neighbours if b.number == block.number - 1 and len(b.text) < _LABEL]
    if section is not None and section.heading is not None and section.heading != block.number:
        titles.append(section.title[:_NEAR])
    for role in ("previous", "approval"):
        found = [(title, match) for title in titles if (match := patterns.others[role].search(title))]
        if position <= _OWN:  # "Compte rendu de la réunion" is the title of this report
            found = [(title, match) for title, match in found if match.start() or not patterns.records.match(title)]
        if found and not patterns.held.search(block.text):
            return Use(role, f"under-{role}", 0.6)
    numbered = _NUMBERED.match(block.text)
    start = numbered.end() if numbered else 0
    if (numbered or block.marker[:1].isdigit()) and patterns.records.match(block.text, start):
        return Use("previous", "numbered-item", 0.6)
    return None


def _by_meta(patterns: Cues, text: str, other: Use | None) -> Use:
    key = text.split(":", 1)[0].split("=", 1)[0].strip().casefold()
    if other is not None and other.role == "publication" and key != "date":
        return Use("publication", "front-matter", 0.7)
    if key in ("title", "name", "event") or patterns.kinds.search(text):
        return Use("meeting", "front-matter-title", 0.85)
    return Use("meeting", "front-matter-date", 0.7) if "date" in key else Use("", "front-matter", 0.3)


def _last(pattern: Guarded, text: str, start: int = 0) -> int | None:
    """Characters from the end of the last match of ``pattern`` from ``start`` on to the end of ``text``."""
    ends = [match.end() for match in pattern.finditer(text, start)]
    return len(text) - ends[-1] if ends else None


def _other(patterns: Cues, before: str, after: str, title: int = 0) -> Use | None:
    """The other purpose whose cue stands closest before the date, or after it ("... of 3 May were approved").

    Up to ``title`` reaches the word for this report itself: "Protokoll der Sitzung vom" is no other meeting's here.
    """
    found: list[tuple[int, str]] = []
    for role, pattern in patterns.others.items() if patterns.any_other.opens(before) else ():
        distance = _last(pattern, before, title)
        if distance is None or distance > _REACH.get(role, _NEAR):
            continue
        # "the Act of 3 May", but not "Parties to the Convention, 3 May"
        if role != "legal" or patterns.of.match(before, len(before) - distance):
            found.append((distance, role))
    if patterns.others["approval"].search(after[:70]) and patterns.records.search(before[-80:] + after[:70]):
        found.append((0, "approval"))
    if not found:
        return None
    distance, role = min(found)
    if role == "deadline" and any(other == "publication" for _, other in found):
        role = "publication"  # "not to be released until 2 November"
    return Use(role, f"{role}-cue", 0.7 if distance < 30 else 0.5)


#: Cues that count only right before the date: "by 3 May", "since 3 May", "Act of 3 May"
_REACH = {"deadline": 6, "history": 12, "legal": 25, "publication": 30, "previous": 60, "next": 60, "called": 30}


def _sooner(distance: int | None, other: int) -> bool:
    """Whether a cue stands between another one and the date."""
    return distance is not None and distance < other


def _outweighed(patterns: Cues, before: str, other: Use) -> bool:
    """Whether the words that say "held" count for more than the cue of another purpose."""
    if other.role == "next":  # "was planned for 9 May and took place on 17 September"
        return _sooner(_last(patterns.past, before), _last(patterns.others["next"], before) or 0)
    distance = _last(patterns.held, before)
    return other.role in ("history", "legal", "deadline") and (distance is None or distance < 60 or other.score < 0.6)


def _by_place(patterns: Cues, block: Block, mention: Mention, position: int, neighbours: Sequence[Block]) -> Use:
    """By where it stands: called to order, title, first sentence that says "was held", a line of its own."""
    begin, finish = sentence(block.text, mention.start, mention.end)
    if position <= 3 and len(block.text) < _LONG and not _TWO_SENTENCES.search(block.text):
        begin, finish = 0, len(block.text)
    whole = block.text[begin : mention.start] + block.text[mention.end : finish]
    if mention.start < _DATELINE and _AFTER_DATELINE.match(block.text, mention.end) and patterns.held.search(whole):
        return Use("meeting", "dateline", 0.55)
    if patterns.opened.search(whole):
        return Use("meeting", "called-to-order", 0.9 if position <= 3 * FRONT else 0.5)
    front = position <= FRONT
    named = patterns.kinds.search(whole) or patterns.records.search(whole)
    late = _LATER * max(0, position - 3)
    if patterns.held.search(whole):
        if _aside(patterns, block, begin, mention.start):
            return Use("meeting", "held-aside", 0.45)
        if not front:
            return Use("meeting", "held-sentence", 0.55 if named else 0.35)
        if patterns.this_meeting.match(block.text, begin):
            return Use("meeting", "this-meeting-held", 0.92 - late / 2)
        return Use("meeting", "held-sentence", (0.88 if named else 0.6) - late)
    own = position <= _OWN and _is_title(block) and patterns.records.match(block.text)
    if (
        not own
        and patterns.reference.search(block.text, begin, mention.start)
        and mention.start - begin > _MID_SENTENCE
    ):
        return Use("", "reference", 0.3)
    if front and named and (block.kind == "heading" or (_is_title(block) and position <= _TOP)):
        return Use("meeting", "title-date", 0.9 - late)
    if not front and block.kind == "heading":
        return Use("meeting", "late-heading", 0.4) if named else Use("", "day-heading", 0.2)
    rest = block.text[: mention.start] + block.text[mention.end :] if len(block.text) < _LONG else block.text
    if front and len(rest) < 90 and _is_title(block) and (block.kind not in ("item", "row") or position <= 2):
        beside = any(patterns.kinds.search(b.text) or patterns.records.search(b.text) for b in neighbours)
        alone = patterns.only.fullmatch(rest) is not None
        lost = 0.01 if beside or alone else 0.03
        return Use("meeting", "date-line", 0.74 + 0.08 * beside + 0.04 * alone - lost * position)
    if block.kind == "running":
        return Use("meeting", "running-head", 0.5 if named else 0.35)
    if named and front:
        return Use("meeting", "first-sentences", 0.65 if patterns.records.search(whole) else 0.6)
    return Use("", "elsewhere", 0.35 if front else 0.12)


def _aside(patterns: Cues, block: Block, begin: int, end: int) -> bool:
    """Whether what was held is another meeting, that the sentence speaks of in passing."""
    text = block.text
    if _RECALLED.search(text, begin, end):
        return True
    if _RELATIVE.search(text, begin, end) and not patterns.this_meeting.match(text, begin):
        return True
    if block.kind == "heading" or len(text) < _LONG // 2 or patterns.records.search(text, begin, end):
        return False
    # "... followed up on the second session held in Split from [9 to 12 May 2005]"
    named = patterns.kinds.finditer(text, min(begin + _MID_SENTENCE, end), end)
    return any(text.startswith(" held ", match.end()) for match in named)


def _is_title(block: Block) -> bool:
    """Whether a block can be a title: a heading, or a short line that is no sentence."""
    if block.kind == "heading":
        return True
    if len(block.text) >= _LONG:
        return False
    return not (block.text.rstrip().endswith(".") and len(_PLAIN_WORD.findall(block.text)) > 4)


def words_before(blocks: Iterable[Block]) -> dict[int, int]:
    """For each block its position among the blocks of words, where a list's lines count a quarter each.

    Rules, page furniture and code do not count, nor entries of an archive that differ in their figures alone.
    """
    positions, quarters, before = {}, 0, ""
    for block in blocks:
        positions[block.number] = quarters // 4
        entry = _FIGURES.sub("0", block.text) if len(block.text) < _ENTRY else ""
        again, before = entry != "" and entry == before and "0" in entry, entry
        if block.kind not in ("rule", "running", "code", "meta") and len(block.text) > 2 and not again:
            quarters += 1 if block.kind in ("item", "row") else 4
    return positions


def is_day(value: DateValue) -> bool:
    """Whether the date is precise to a day."""
    return value.start.day is not None and value.start.month is not None
