"""In a room, online, or both: what labels, headings, the first sentences and stray remarks say. For where.py."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.fields.candidate import Candidate
from pipeline.fields.where.sources import Source, dated
from pipeline.layout.block import Block
from pipeline.lexicon import Gate, Guarded, Lexicon, alternation
from pipeline.meetings.scope import Scope
from pipeline.mentions.mention import DateValue, PartialDate
from pipeline.text import Span

_FRONT = 14
#: A line, not a paragraph: its nouns name the meeting.
_LINE = 160
#: What is said of another meeting stands so near.
_AROUND = 80
#: The label of a list of people is no longer than this, and stands among so many blocks.
_LABEL, _LISTS = 40, 40
#: So far into a block stray words count, and what says how the meeting was held.
_HEAD, _PARAGRAPH = 400, 1200
#: "a hybrid [renewable] project": a longer word in small letters behind says what else is hybrid.
_THING = re.compile(r"\s(?P<word>[a-zß-ÿ]{5,})")
_SKIPPED = ("running", "code", "rule")
_ROSTER = ("attendance", "absence")


#: The lists of words of which one stands in any block that tells a mode.
_TELLING = ("hybrid", "in_person", "online", "online_tools", "calls", "on_call", "remotely")


@dataclass(frozen=True)
class _Patterns:
    hybrid: Guarded
    in_person: Guarded
    apart: Guarded
    online_meeting: Guarded
    call: Guarded
    on_call: Guarded
    other_meeting: Guarded
    remotely: Guarded
    opened: Guarded
    host: re.Pattern[str]
    meeting: re.Pattern[str]
    connected: Guarded
    telling: Gate


def _patterns(lexicon: Lexicon) -> _Patterns:
    def words_of(*keys: str) -> list[str]:
        return [word for key in keys for word in lexicon.words("places", key)]

    def any_of(*keys: str) -> str:
        return alternation(words_of(*keys))

    online, tools, calls, meetings = any_of("online"), any_of("online_tools"), any_of("calls"), any_of("meetings")
    held = any_of("held", "occasions")
    return _Patterns(
        # "hybrid meeting", "in person + Zoom"
        hybrid=lexicon.guarded(
            rf"(?<![\w-])(?:{any_of('hybrid')}|{any_of('in_person')}\s*(?:\+|&|/|\w{{2,3}}\s)\s*(?:\w+\s+){{0,2}}?(?:{online}|{tools}))"
            r"(?![\w-])",
            words_of("hybrid", "in_person"),
        ),
        in_person=lexicon.guarded(rf"(?<![\w-]){any_of('in_person')}(?![\w-])", words_of("in_person")),
        # "unable to meet in person", "instead of meeting in person"
        apart=lexicon.guarded(
            rf"(?<!\w){any_of('cannot_meet')}\s+(?:\w+\s+){{0,2}}?{any_of('in_person')}(?![\w-])",
            words_of("in_person"),
        ),
        # "a joint virtual meeting", "met online", "via Zoom", "(Google Hangout)"; in short lines also "Weekly Telco"
        online_meeting=lexicon.guarded(
            rf"(?<![\w-])(?:{online}\s+(?:\w+\s+){{0,3}}?{meetings}|{held}\s+(?:\w+\s+){{0,3}}?{online}"
            rf"|{any_of('via')}\s+(?:\w+\s+){{0,2}}?(?:{online}|{tools})|\((?:{tools}|{online})\b[^)]*\)"
            r")(?![\w-])",
            words_of("online", "online_tools"),
        ),
        call=lexicon.guarded(rf"(?<![\w-]){calls}(?![\w-])", words_of("calls")),
        # "joined the call", "left the call", "others on the call"
        on_call=lexicon.guarded(rf"\b{any_of('on_call')}\b", words_of("on_call")),
        other_meeting=lexicon.guarded(rf"\b{any_of('other_meetings')}\b", words_of("other_meetings")),
        # "with some members joining remotely", "B. Maier (via video)"
        remotely=lexicon.guarded(rf"(?<![\w-]){any_of('remotely')}(?![\w-])", words_of("remotely")),
        # "was called to order on Zoom", below any list of those present
        opened=lexicon.guarded(rf"\b{any_of('opened')}\b", words_of("opened")),
        host=lexicon.pattern(rf"https?://[\w.-]*{any_of('online_hosts')}[^\s)\]>\"]*"),
        meeting=lexicon.pattern(meetings, re.IGNORECASE),
        # "Participants via Zoom", "Online"
        connected=lexicon.guarded(rf"(?<![\w-])(?:{online}|{tools})(?![\w-])", words_of("online", "online_tools")),
        telling=lexicon.gate(words_of(*_TELLING)),
    )


def modes(
    scope: Scope, found: Sequence[Source], places: Sequence[Candidate], day: PartialDate | None
) -> Iterator[Candidate]:
    """Candidates for the mode, from the places found and from words of the report."""
    known = scope.lexicon.made(_patterns)
    venue = max((c for c in places if c.field == "venue"), key=lambda c: c.score, default=None)
    city = max((c for c in places if c.field == "city"), key=lambda c: c.score, default=None)
    there = venue if venue is not None and venue.score >= 0.4 else None
    if there is not None:
        yield Candidate("mode", "in_person", there.spans, "mode-venue", round(min(there.score, 0.75), 3))
    somewhere = there or (city if city is not None and city.score >= 0.5 else None)
    for source in found:
        online = source.phrase.online
        if online and source.rule != "told":
            mode = "hybrid" if source.phrase.venue or source.phrase.city else "online"
            spans = source.phrase.passage.spans(*online)
            yield Candidate("mode", mode, spans, "mode-label", source.score)
    blocks = [block for block in scope.blocks if block.kind not in _SKIPPED and block.text.strip()]
    for order, block in enumerate(blocks):
        if known.telling.opens(block.text):
            yield from _said(scope, block, order, somewhere, day, known)
    yield from _lists(blocks, known)
    link = known.host.search(scope.document.text, scope.span.start, scope.span.end)
    if link and somewhere is None:
        yield Candidate("mode", "online", (Span(*link.span()),), "mode-link", 0.45)


def _lists(blocks: Sequence[Block], known: _Patterns) -> Iterator[Candidate]:
    """Hybrid, where one list is of those in the room and another of those online: "On site: ...", "Via Zoom: ..."."""
    found: dict[str, tuple[Span, ...]] = {}
    for block in blocks[:_LISTS]:
        label, colon, _ = block.text[: _LABEL + 1].partition(":")
        if not colon:
            continue
        for name, pattern in (("room", known.in_person), ("online", known.connected)):
            match = pattern.search(label)
            if match is not None:
                found.setdefault(name, block.view.spans(*match.span()))
    if len(found) > 1:
        yield Candidate("mode", "hybrid", found["room"], "mode-lists", 0.88)


def _said(  # noqa: PLR0917 - one place of call
    scope: Scope, block: Block, order: int, somewhere: Candidate | None, day: PartialDate | None, known: _Patterns
) -> Iterator[Candidate]:
    """What a block's own words say; far from the beginning only remarks like "joined the call" count, and little."""
    section = scope.reading.section_of(block.number)
    if section is not None and section.kind == "next_meeting":
        return
    text = block.text
    here = somewhere is not None and any(block.span.contains(span) for span in somewhere.spans)
    label = section is not None and section.heading == block.number
    names = len(text) if label and block.kind == "heading" else section.label_end if section and label else 0
    listed = section is not None and section.kind in _ROSTER
    if somewhere is not None and (here or listed):
        remote = known.remotely.search(text, names)
        if remote and (here or _marks(text, remote)):
            # where they met is known, and some took part from elsewhere
            yield Candidate("mode", "hybrid", block.view.spans(*remote.span()), "mode-remotely", 0.78)
    opened = known.opened.search(text, 0, _LINE)
    if listed and not opened:
        text = text[:names]  # "Participants (via Zoom): ..." is everybody, "..., B. Maier (Zoom)" one person
    front = order < _FRONT or block.number == scope.lead or dated(scope, block, day)
    if front or opened:
        score = 0.85 if order < 4 or block.number == scope.lead or dated(scope, block, day) else 0.62
        text, long = text[:_HEAD], text[:_PARAGRAPH]
        for pattern, mode in (
            (known.apart, "online"),
            (known.hybrid, "hybrid"),
            (known.in_person, "in_person"),
            (known.online_meeting, "online"),
            *(((known.call, "online"),) if len(block.text) < _LINE else ()),
        ):
            for match in pattern.finditer(text if mode != "online" else long):
                if pattern is known.hybrid and _of_a_thing(text, match, known):
                    continue
                around = max(0, match.start() - _AROUND), min(len(text), match.end() + _AROUND // 2)
                if known.other_meeting.search(text, *around) or _on_other_day(scope, block, around, day):
                    continue
                both = mode == "online" and here
                spans = block.view.spans(match.start(), match.end())
                yield Candidate(
                    "mode", "hybrid" if both else mode, spans, "mode-words", score + 0.02 * (mode == "hybrid")
                )
                return
    call = known.on_call.search(text)
    if call:
        yield Candidate("mode", "online", block.view.spans(call.start(), call.end()), "mode-call", 0.5)


def _of_a_thing(text: str, match: re.Match[str], known: _Patterns) -> bool:
    """Whether something else than the meeting is hybrid: "a hybrid renewable energy project"."""
    behind = _THING.match(text, match.end())
    return behind is not None and " " not in match.group() and known.meeting.match(behind["word"]) is None


def _on_other_day(scope: Scope, block: Block, around: tuple[int, int], day: PartialDate | None) -> bool:
    """Whether the words tell of a later day: "The committee would sit on 14 April at 10 am on site"."""
    if day is None or dated(scope, block, day):
        return False
    dates = [m for m in scope.reading.mentions.in_block(block.number, "date") if around[0] <= m.start < around[1]]
    return any(isinstance(m.value, DateValue) and m.value.start.day is not None for m in dates)


def _marks(text: str, remote: re.Match[str]) -> bool:
    """Whether words about taking part remotely stand in brackets or behind a label, as marks of people do."""
    return (
        re.search(r"[(\[][^)\]]*$", text[: remote.start()]) is not None or ":" in text[remote.end() : remote.end() + 2]
    )
