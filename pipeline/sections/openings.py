"""Which blocks open a section: headings as the layout saw them, and lines that only their words give away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.layout.block import Block
from pipeline.lexicon import Lexicon
from pipeline.sections.headings import exactly, kind_of
from pipeline.sections.labels import LABELLED, is_outcome, label_of
from pipeline.sections.rosters import is_name_line, is_prose

#: Levels leave room for headings that the layout did not see, and for labels below all headings.
_STEP, _LABEL = 10, 90
#: A line of more words is no heading unless the layout says so, or its place alone.
_SHORT, _BRIEF = 12, 8

#: Kinds that an item of a list may open for the items below it: "- Action items" with its actions.
_OVER_ITEMS = frozenset({"attendance", "absence", "actions", "decisions", "recommendations", "conclusions"})

_DEPTH = re.compile(r"\d+(?:\.\d+)*")
_NUMBERED = re.compile(r"^\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[IVX]{1,5})[.):]?$")
_INLINE_NUMBER = re.compile(r"^(?P<number>\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[IVX]{1,5}[.)])\s+(?=\S)")
# "Finance report: the treasurer presented ...", after its number
_RUN_IN = re.compile(
    rf"^(?:{_INLINE_NUMBER.pattern[1:]})?(?P<title>[^\W\d_a-z][^.:;!?|]{{2,70}}?)(?::|\s[-–—])\s+(?=\S)"
)
# "** Budget" (Org), "== Budget ==" (wikis), "— Budget": marks of headings in plain text
_MARKED = re.compile(r"^(?P<mark>\*{1,6}\s|={2,6}\s?|[—–]\s?)(?=[^\W\d_a-z])[^.!?]{2,80}$")
_SENTENCES = re.compile(r"[a-z]{2}[.!?]\s+[A-Z].*[.!?]$", re.DOTALL)
_SENTENCE_END = re.compile(r"[.!?;,]$")


@dataclass(frozen=True)
class Opening:
    """A block that opens a section. ``label`` says that it is a label rather than a heading; see labels.py."""

    block: int
    kind: str
    title: str
    level: int
    label: bool = False
    label_end: int = 0
    numbered: bool = False


def _number(block: Block) -> str:
    if block.marker:
        return block.marker if _NUMBERED.match(block.marker) else ""
    match = _INLINE_NUMBER.match(block.text)
    return match["number"] if match else ""


def _depth(number: str) -> int:
    match = _DEPTH.search(number)
    return match[0].count(".") + 1 if match else 1


def _is_item(block: Block | None) -> bool:
    return block is not None and block.kind == "item"


def _in_list(block: Block, before: Block | None, after: Block | None) -> bool:
    """Whether a numbered line stands among others of its sort: an agenda's item, not the heading of a text."""
    return any(
        other is not None
        and other.kind in ("item", "paragraph")
        and bool(_number(other))
        and _depth(_number(other)) == _depth(_number(block))
        for other in (before, after)
    )


def _line_title(block: Block, before: Block | None, after: Block | None, lexicon: Lexicon) -> str | None:
    """The kind of a short line that is a heading though the layout took it for text, or None."""
    text = block.text.strip()
    if len(text.split()) > _SHORT or _SENTENCE_END.search(text) or len(block.lines) > 2:
        return None
    known = exactly(text, lexicon)
    nested = known in _OVER_ITEMS and after is not None and after.kind == "item" and after.level > block.level
    if known and (nested or not (_is_item(block) and (_is_item(before) or _is_item(after)))):
        return known
    if _number(block) and after is not None and after.kind in ("heading", "item") and text[:1].isupper():
        kind = kind_of(text, lexicon)
        if kind in _OVER_ITEMS and not _in_list(block, before, after):
            return kind
    if _number(block) and after is not None and after.kind == "paragraph" and not _in_list(block, before, after):
        heading = _INLINE_NUMBER.sub("", text)
        prose = len(after.text.split()) >= 12
        if prose and heading[:1].isupper() and not text.endswith(":"):
            return kind_of(text, lexicon) or "discussion"
    if block.kind == "paragraph" and _in_capitals(text) and after is not None and len(text.split()) > 1:
        alone = not any(other is not None and other.text.isupper() for other in (before, after))
        kind = kind_of(text, lexicon)
        if kind or (alone and not is_name_line(block)):
            return kind or "body"
    if _marked(block) or _stands_over_prose(block, before, after):
        return kind_of(text, lexicon) or "body"
    return None


def _in_capitals(text: str) -> bool:
    letters = [character for character in text if character.isalpha()] if text.isupper() else []
    return len(letters) >= 4 and all(map(str.isupper, letters))


def _marked(block: Block) -> int:
    """How deep a line lies that plain text marks as a heading; 0 where it is none."""
    if block.kind != "paragraph" or len(block.lines) > 1 or len(block.text.split()) > _SHORT:
        return 0
    match = _MARKED.match(block.text.strip())
    return len(match["mark"].strip()) if match else 0


def _stands_over_prose(block: Block, before: Block | None, after: Block | None) -> bool:
    """Whether a short line between paragraphs of sentences is their heading, marked by nothing else."""
    if block.kind != "paragraph" or len(block.lines) > 1 or len(block.text.split()) > _BRIEF:
        return False
    sentences_after = after is not None and after.kind == "paragraph" and is_prose(after)
    open_before = before is None or before.kind == "heading" or bool(_SENTENCE_END.search(before.text.rstrip()))
    return sentences_after and open_before and block.text[:1].isupper() and not block.text.rstrip().endswith(":")


def _opening(block: Block, before: Block | None, after: Block | None, ground: int, lexicon: Lexicon) -> Opening | None:
    """What ``block`` opens; ``ground`` is the level of the last heading that the layout saw."""
    number = _number(block)
    if block.kind == "heading":
        labelled = label_of(block, lexicon)
        if labelled and labelled[2] < len(block.text) and labelled[0] in ("attendance", "absence", "next_meeting"):
            kind, title, end = labelled
            return Opening(block.number, kind, title, _LABEL, label=True, label_end=end)
        level = max(block.level, 1) * _STEP
        kind = kind_of(block.text, lexicon) or "body"
        if kind in LABELLED - {"attendance", "absence"} and block.text.rstrip().endswith(":") and _is_item(after):
            # "The objectives of the meeting were:" holds for its list, not for the text behind it
            return Opening(block.number, kind, block.text, level, label=True, label_end=len(block.text))
        return Opening(block.number, kind, block.text, level, numbered=bool(number))
    if block.kind not in ("paragraph", "item", "row"):
        return None
    labelled = label_of(block, lexicon)
    if labelled:
        kind, title, end = labelled
        alone = end >= len(block.text)
        listed = _is_item(block) and bool(number) and (_is_item(before) or _is_item(after))
        if not (alone and listed):
            return Opening(block.number, kind, title, _LABEL + block.level, label=True, label_end=end)
        return None
    if block.kind == "row":
        return None
    run_in = _RUN_IN.match(block.text) if number else None
    if run_in and is_outcome(run_in["title"], lexicon):
        return None
    if run_in and (is_prose(block) or _SENTENCES.search(block.text)):
        kind = kind_of(run_in["title"], lexicon) or "body"
        level = ground + _depth(number)
        return Opening(block.number, kind, run_in["title"], level, label_end=run_in.end(), numbered=True)
    kind_or_none = _line_title(block, before, after, lexicon)
    if kind_or_none is None:
        return None
    label = kind_or_none in LABELLED and not number
    level = _LABEL + block.level if label else ground + (_marked(block) or _depth(number))
    end = len(block.text) if label else 0
    return Opening(block.number, kind_or_none, block.text, level, label=label, label_end=end, numbered=bool(number))


def openings(blocks: Sequence[Block], lexicon: Lexicon) -> list[Opening]:
    """All openings in the order of the text."""
    shown = [block for block in blocks if block.kind not in ("running", "rule", "meta")]
    found: list[Opening] = []
    ground = 0
    for position, block in enumerate(shown):
        before = shown[position - 1] if position else None
        after = shown[position + 1] if position + 1 < len(shown) else None
        opening = _opening(block, before, after, ground, lexicon)
        if opening is None:
            continue
        if block.kind == "heading" and not opening.label:
            ground = opening.level
        found.append(opening)
    return _with_title(found, shown)


def _with_title(found: list[Opening], shown: Sequence[Block]) -> list[Opening]:
    """The first heading, where it stands at the top and its words say nothing else, is the title."""
    top = {block.number for block in shown[:6]}
    for position, opening in enumerate(found):
        if opening.block not in top:
            break
        if opening.label:
            continue
        if opening.kind == "body" and not opening.numbered:
            found[position] = replace(opening, kind="title")
        break
    return found
