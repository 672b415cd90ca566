"""What the meeting was for: sentences that state its aim, and the entries under a heading that does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.fields.agenda.parts import Said, between_aims, longest, parts
from pipeline.fields.candidate import Candidate
from pipeline.layout.block import Block
from pipeline.lexicon import Gate, Guarded, Lexicon, alternation
from pipeline.meetings.scope import Scope
from pipeline.sections.sentences import sentences

#: The most objectives that are taken from one meeting.
_MOST = 8
#: Only so many paragraphs from the top may say "The aim is to" without saying whose.
_OPENING = 8
#: A paragraph of more words below "Purpose" tells more than the purpose.
_LONG = 60
_LISTED = Said("objectives", "objectives-list", 0.75)
_TOLD = Said("objectives", "objectives-sentence", 0.65)
_MET = Said("objectives", "met-in-order-to", 0.5)
_LABELLED = Said("objectives", "objectives-label", 0.7)


@dataclass(frozen=True)
class _Patterns:
    aim: Guarded
    aim_at_top: Guarded
    met: Guarded
    first: Guarded
    announces: Guarded
    of: re.Pattern[str]
    coming: Guarded
    counts: re.Pattern[str]
    to: re.Pattern[str]
    split: re.Pattern[str]
    gate: Gate


def _patterns(lexicon: Lexicon) -> _Patterns:
    def words(key: str) -> str:
        return alternation(lexicon.words("agenda", key))

    def sought(*keys: str) -> list[str]:
        return [word for key in keys for word in lexicon.words("agenda", key)]

    aims, meetings, tos = words("aims"), words("meetings"), words("tos")
    held = rf"[^.;:,]{{0,60}}\s(?:{words('holding')})\b[^.;:]{{0,60}}\b{meetings}\b"
    copula = rf"{words('copulas')}(?:\s+{words('adverbs')})?"
    return _Patterns(
        # "The aim of the meeting was to X", "The workshop aimed to X", "for the purpose of X", but not "was reached"
        aim=lexicon.guarded(
            rf"\b(?:{aims}\s+{words('ofs')}\s+(?:[\w'’\-]+\s+){{0,8}}?{meetings}\b(?:\s+[\w'’\-]+){{0,3}}?\s+{copula}\s*:?\s*"
            rf"|{meetings}['’]s\s+(?:[\w\-]+\s+)?{aims}\s+{copula}\s*:?\s*"
            rf"|(?P<meeting>{meetings})\b[^.;:]{{0,80}}?\b{words('aiming')}\s+"
            rf"|{meetings}\b[^.;:]{{0,120}}?{words('with_aim')}\s+)(?=\w)(?!\w+ed\s)",
            sought("aims", "aiming", "with_aim"),
        ),
        aim_at_top=lexicon.guarded(rf"(?:\w+\s+){{0,2}}{aims}\s+{copula}\s*:?\s*(?={tos}\s)", sought("aims")),
        # "Fifteen countries met in Graz to explore X", "gathered in order to X", "hosted a workshop to advance X"
        met=lexicon.guarded(
            rf"\b(?:{words('met')}\b[^.;:]{{0,140}}?|{words('holding')}\s[^.;:]{{0,60}}?\b{meetings}\b[^.;:]{{0,60}}?)"
            rf"\s(?:{words('in_order')}\s+|{tos}\s+(?={words('deeds')}\s))",
            sought("met", "holding"),
        ),
        # "In order to X, the agency organised a meeting"
        first=lexicon.guarded(
            rf"{words('in_order')}\s+(?:(?P<aim>[^.;:]{{8,300}}?),(?={held})|(?P<run>[^.;:]{{8,300}})(?=\s+[\w'’\-]+{held}))",
            sought("in_order"),
        ),
        # "to attain the objectives of the first day, which are:"
        announces=lexicon.guarded(rf"\b{aims}\b[^.;:]{{0,60}}:\s*$", sought("aims")),
        # "the outcome of the autumn [meeting was to]"
        of=lexicon.pattern(rf"\b{words('ofs')}\s+(?:[\w'’\-]+\s+){{0,4}}$", re.IGNORECASE),
        # "The next meeting is in May. Its aim will be"
        coming=lexicon.guarded(
            rf"\b{alternation(lexicon.words('meetings', 'next'))}\b", lexicon.words("meetings", "next")
        ),
        counts=lexicon.pattern(r"\(?(?:\d|[a-h]|[ivx]{1,4})[).]\s", re.IGNORECASE),
        to=lexicon.pattern(rf"{tos}\s", re.IGNORECASE),
        split=between_aims(lexicon),
        gate=lexicon.gate(sought("aims", "aiming", "with_aim", "met", "in_order", "holding")),
    )


def objectives(scope: Scope) -> list[Candidate]:
    """Aims that a sentence states, and the entries of a section of objectives."""
    patterns = scope.lexicon.made(_patterns)
    found: list[Candidate] = []
    discussed = [section for section in scope.sections("discussion") if section.children and not section.label_end]
    inside = {
        number
        for section in scope.sections("objectives")
        if not any(one.start < section.start < one.end for one in discussed)  # what was talked about, not its purpose
        for number in range(section.start, min(section.end, scope.end))
        if number != section.heading or section.label_end
    }
    leads: Block | None = None
    paragraphs = 0
    for block in scope.blocks:
        if block.kind not in ("paragraph", "item"):
            if block.kind != "running":
                leads = None
            continue
        end = len(block.text.rstrip())
        if block.kind == "item" and (leads is not None or block.number in inside):
            found += parts(block, _own(scope, block), end, patterns.split, _LISTED)
            continue
        leads = None
        told, announces = _told(scope, block, patterns, top=paragraphs < _OPENING)
        found += told
        paragraphs += block.kind == "paragraph" and len(block.text) > 40
        if announces or (block.text.rstrip().endswith(":") and block.number in inside):
            leads = block
        elif block.number in inside and not told:
            start = _own(scope, block)
            if start < end and (start or _opens(scope, block)):
                found += parts(block, start, end, patterns.split, _LABELLED)
    return longest(found, _MOST)


def _own(scope: Scope, block: Block) -> int:
    """Where the block's own words begin: behind the label "Objective:"."""
    section = scope.reading.opened_by(block.number)
    return section.label_end if section is not None else 0


def _opens(scope: Scope, block: Block) -> bool:
    """Whether a paragraph is the first below its heading, and short enough to be an aim."""
    section = scope.reading.section_of(block.number)
    return section is not None and section.start == block.number - 1 and len(block.text.split()) <= _LONG


def _told(scope: Scope, block: Block, patterns: _Patterns, *, top: bool) -> tuple[list[Candidate], bool]:
    """The aims that the sentences of a block state, and whether its last one only announces a list of them."""
    text = block.text
    if not patterns.gate.opens(text):
        return [], False
    found: list[Candidate] = []
    spans = sentences(text, scope.lexicon)
    for number, (low, high) in enumerate(spans):
        match = patterns.aim.search(text, low, high)
        if match is None and top and block.kind == "paragraph":
            match = patterns.aim_at_top.match(text, low, high)
        elif match is not None and match["meeting"] and patterns.of.search(text, low, match.start()):
            continue  # its outcome, not its aim
        if match and patterns.coming.search(text, 0, match.start()):
            continue
        if match:
            if text[low:high].rstrip().endswith(":"):
                return found, True
            counts = patterns.counts.match(text, match.end())
            end = _counted(text, spans[number:], patterns) if counts else high
            found += _stated(block, match.end(), end, patterns)
            continue
        first = patterns.first.match(text, low, high) if top else None
        if first:
            begin, end = first.span("aim") if first["aim"] else first.span("run")
            found += parts(block, begin, end, patterns.split, _MET)
            continue
        met = patterns.met.search(text, low, high) if top else None
        if met:
            found += parts(block, met.end(), high, patterns.split, _MET)
    return found, bool(patterns.announces.search(text))


def _counted(text: str, spans: Sequence[tuple[int, int]], patterns: _Patterns) -> int:
    """Where a list within a paragraph ends whose entries are sentences: "1) Present A. 2) Address B."."""
    end = spans[0][1]
    for low, high in spans[1:]:
        if not patterns.counts.match(text, low):
            break
        end = high
    return end


def _stated(block: Block, low: int, high: int, patterns: _Patterns) -> list[Candidate]:
    """The aims that a stretch enumerates; behind "to agree on a plan;" only what begins with "to" is one too."""
    found = parts(block, low, high, patterns.split, _TOLD)
    if len(found) < 2 or not patterns.to.match(str(found[0].value)):
        return found
    return [one for one in found if patterns.to.match(str(one.value))]
