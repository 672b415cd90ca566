"""Places behind labels: "Venue: Hotel Galeb, Budva", "Meeting Location | B&T 4-15", "Ort Stadtbibliothek"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.fields.where.phrases import Piece, pieces, read
from pipeline.fields.where.sources import Patterns, Source, in_section
from pipeline.layout.block import Block
from pipeline.meetings.passage import Passage
from pipeline.meetings.scope import Scope

#: Labels stand at the beginning; far down they belong to something else.
_FRONT = 60
#: A label's value is no longer than this, nor are the lines that carry it on.
_LONGEST = 200
_LINE = 120
#: More words than this in brackets are a remark.
_REMARK = 4
#: A room's number alone: "Room: 2.14, Linden Building".
_NUMBER = re.compile(r"\s*(?P<number>[A-Z]{0,3}\d[\w./-]{0,6}),\s*")
#: "Participants on [site:]" is no label of a place.
_IN_PHRASE = re.compile(r"(?<!\w)[a-zà-ÿ]{1,3}\s$")
#: A line that ends in a full stop and has so many longer words in small letters tells something.
_TOLD, _LONG_WORD = 4, 3


def _is_told(text: str) -> bool:
    """Whether a line is a sentence rather than a place: "Ann told of the progress with the new rooms."."""
    long = [word for word in text.split() if word.islower() and len(word) > _LONG_WORD]
    return text.rstrip().endswith((".", "!", "?")) and len(long) >= _TOLD


def labelled(scope: Scope, blocks: Sequence[Block], known: Patterns) -> Iterator[Source]:
    """What stands behind labels."""
    for order, block in enumerate(blocks[:_FRONT]):
        if in_section(scope, block, "next_meeting", "contacts"):
            continue
        following = blocks[order + 1 : order + 4]
        starts = _line_starts(scope, block)
        yield from _with_sign(scope, block, following, starts, 0.93 if order < _FRONT / 2 else 0.7, known)
        if order < _FRONT / 2 and block.kind != "row":
            yield from _without_sign(scope, block, following, starts, known)


def _line_starts(scope: Scope, block: Block) -> list[int]:
    """Where in the block's view its lines begin."""
    indexes = (block.view.index(scope.document.lines[line].content.start) for line in block.lines)
    return sorted({0, *(index for index in indexes if index is not None)})


def _with_sign(  # noqa: PLR0917 - one place of call
    scope: Scope, block: Block, following: Sequence[Block], starts: Sequence[int], score: float, known: Patterns
) -> Iterator[Source]:
    """Labels with a colon, a table's edge or brackets."""
    text = block.text
    for match in known.label.finditer(text):
        at_line = match.start() in starts or not text[: match.start()].strip(" |*-•\t")
        in_line = ":" in match.group() and text[: match.start()].endswith(" ")
        in_row = "|" in match.group() and text[: match.start()].endswith("| ")
        if not (at_line or in_line or in_row) or (in_line and _IN_PHRASE.search(text, 0, match.start())):
            continue
        if known.other_meeting.search(text, max(0, match.start() - 60), match.start()):
            continue
        if text[match.end() :].strip():
            stop = known.next_label.search(text, match.end(), match.end() + _LONGEST + 40)
            end = min(stop.start() if stop else len(text), match.end() + _LONGEST)
            yield _value(scope, [block, *following], match.end(), end, score, known)
        elif following and len(following[0].text) < _LINE and not _is_told(following[0].text):
            yield _value(scope, following, 0, len(following[0].text), score * 0.97, known)


def _without_sign(
    scope: Scope, block: Block, following: Sequence[Block], starts: Sequence[int], known: Patterns
) -> Iterator[Source]:
    """Labels that stand at the beginning of a line, or fill it."""
    text = block.text
    for start in starts:
        match = known.open_label.match(text, start)
        if match is None:
            continue
        if match.end() < len(text):
            end = next((other for other in starts if other > match.end()), len(text))
            if end - match.end() < _LINE:
                yield _value(scope, [block, *following], match.end(), end, 0.6, known)
        elif following and len(following[0].text) < _LINE and len(text) < _LINE and not _is_told(following[0].text):
            yield _value(scope, following, 0, len(following[0].text), 0.75, known)


def _value(scope: Scope, blocks: Sequence[Block], start: int, end: int, score: float, known: Patterns) -> Source:  # noqa: PLR0917
    """The place from ``start`` to ``end`` of the first block, and lines after it that carry it on."""
    mentions = scope.reading.mentions
    first = blocks[0]
    passage = Passage.of([first], mentions)
    if end >= len(first.text.rstrip()):
        carried = [first]
        for block in blocks[1:]:
            line = Passage.of([block], mentions)
            found = pieces(line, 0, len(line.text), known.phrases)
            places = [piece for piece in found if piece.kind in ("venue", "address", "city", "country", "region")]
            if not found or len(places) < len(found) or len(line.text) > _LINE:
                break
            if line.text.startswith("(") or ":" in line.text:
                break
            if any(known.business.search(line.text, piece.start, piece.end) for piece in found):
                break
            carried.append(block)
        passage = Passage.of(carried, mentions)
        end = len(passage.text) if len(carried) > 1 else end
    found = pieces(passage, start, end, known.phrases)
    found = [piece for piece in found if not _aside(passage.text, piece, known)]
    number = _NUMBER.match(passage.text, start)
    if number and found and found[0].kind == "venue" and found[0].start == number.end():
        found[0] = replace(found[0], start=number.start("number"))
    return Source(read(passage, found, known.phrases, named=True), "place-label", score)


def _aside(text: str, piece: Piece, known: Patterns) -> bool:
    """Whether a piece is a telephone number or a remark in brackets: "(photo ID is required to enter the building)"."""
    words = text[piece.start : piece.end]
    bracketed = text[: piece.start].rstrip().endswith("(") and len(words.split()) > _REMARK
    return bool(known.contact.search(words)) or (bracketed and piece.kind in ("venue", "name", "address"))
