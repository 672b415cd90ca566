"""Places in titles and in the lines around the date: "Zagreb, June 2024", "(Strasbourg, 7-10 December 2004)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.fields.where.phrases import TOWN, Phrase, Piece, ends_in_town, pieces, read
from pipeline.fields.where.sources import Patterns, Source, dated, in_section, same_day
from pipeline.layout.block import Block
from pipeline.meetings.passage import Passage
from pipeline.meetings.scope import Scope
from pipeline.mentions.mention import DateValue, PartialDate, PlaceValue

#: A report's head: so many blocks at most, and none after the first real paragraph.
_FRONT = 18
_SHORT = 260
#: How far around a date inside a longer text its place may reach.
_BESIDE = 130
#: How sure the recogniser must be of a town that nothing but the heading vouches for.
_SURE = 0.5
#: The same for one right before the meeting's date: "Bègles, le 11 novembre".
_LIKELY = 0.4

#: A name of so few words that ends in a word like "Room" is a room, even one called after a body: "Committee Room 4".
_ROOM = 5

_TWO_SENTENCES = re.compile(r"\w{2,}\.\s+[A-ZÀ-Þ]\w+\s\w")
#: Two words in small letters, as no venue's name in a heading has: "Chat transcript from room".
#: So many lines from the date a line that is nothing but a place still says where the meeting was.
_NEAR = 3
_PLAIN_WORDS = re.compile(r"^[a-z]|\b[a-z]\w{2,}\s+[a-z]\w{2,}")
#: "Old Quay * Mill Lane * Southside", "CITY OF WELLS": a letterhead tells what a board is for, not where it met.
_LETTERHEAD = re.compile(r"\S\s[*•·❖▪◦●■★♦]\s\S.*\s[*•·❖▪◦●■★♦]\s\S")
_END = re.compile(r"\W*$")


def headed(scope: Scope, blocks: Sequence[Block], day: PartialDate | None, known: Patterns) -> Iterator[Source]:
    """What titles, lines with the meeting's date and lines beside them say."""
    front = _front(scope, blocks)
    with_date = [order for order, block in enumerate(front) if dated(scope, block, day)]
    taken = -1
    for order, block in enumerate(front):
        if order <= taken or in_section(scope, block, "next_meeting", "contacts", "attendance", "absence"):
            continue
        passage = Passage.of([block], scope.reading.mentions)
        if (
            known.contact.search(passage.text)
            or passage.text.rstrip().endswith(":")
            or _LETTERHEAD.search(passage.text)
            or known.municipality.fullmatch(passage.text)
        ):
            continue
        found = pieces(passage, 0, len(passage.text), known.phrases)
        placed = [piece for piece in found if _in_heading(passage, piece, known, strict=order not in with_date)]
        if order == 0 and len(front) > 1 and order not in with_date and _seat(passage, found, known):
            continue  # "University of Ohrid, Ohrid": whose report it is
        if order not in with_date and _place_line(passage, found, known):
            placed = found
        timed = not passage.text.rstrip().endswith(".") and any(m.kind == "time" for m in passage.mentions)
        if order in with_date or (timed and with_date and min(abs(order - other) for other in with_date) == 1):
            if _is_sentence(passage.text, known):  # however short: sentences.py reads it
                placed = [piece for piece in placed if piece.kind in ("city", "country", "region")]
                placed = placed if sum(piece.kind == "city" for piece in placed) == 1 else []
                found = placed
            placed = _with_names(passage, found, placed, known)
            unknown = None if placed else _unknown_town(passage, found, known)
            if unknown is not None:
                yield Source(Phrase(passage, city=unknown), "heading-with-date", 0.88)
            yield Source(read(passage, placed, known.phrases), "heading-with-date", 0.88)
        elif day is not None and _other_day(passage, day):
            continue  # a letter's date and place
        elif placed and len(placed) == len(found) and any(abs(order - other) <= _NEAR for other in with_date or [0]):
            taken = _last_placed(scope, front, order, known)
            passage = Passage.of(front[order : taken + 1], scope.reading.mentions)
            found = pieces(passage, 0, len(passage.text), known.phrases)
            yield Source(read(passage, found, known.phrases, named=True), "heading-place", 0.72 if with_date else 0.5)
        elif order == 0 or block.kind == "heading":
            towns = [piece for piece in placed if piece.kind in ("city", "country", "region")]
            if towns and _ends_heading(passage, towns[-1]) and known.set_apart.search(passage.text, 0, towns[0].start):
                # "... held in Budva", "Board Meeting - Wellington", "IGTF 88 Prague"
                yield Source(read(passage, towns, known.phrases), "heading-place", 0.6)
            elif not towns and (town := _behind_event(passage, known)) is not None:
                yield Source(Phrase(passage, city=town), "heading-event-place", 0.5)


def _seat(passage: Passage, found: Sequence[Piece], known: Patterns) -> bool:
    """Whether a first line is nothing but a body's name, perhaps with its town: the head of its letters."""
    first = next(iter(found), None)
    if first is None or first.kind != "venue" or any(piece.kind in ("name", "address") for piece in found):
        return False
    text = passage.text[first.start : first.end]
    return known.body.search(text) is not None and not known.phrases.site.search(text)


def _is_sentence(text: str, known: Patterns) -> bool:
    ends = text.rstrip().endswith(".")
    return _TWO_SENTENCES.search(text) is not None or (ends and known.verb.search(text) is not None)


def _other_day(passage: Passage, day: PartialDate) -> bool:
    """Whether a line gives a date that is not the meeting's: not "Spring Meeting 2016 - Oslo" of a day in 2016."""
    values = [mention.value for mention in passage.mentions]
    dates = [value.start for value in values if isinstance(value, DateValue)]
    return any(not same_day(value, day) and value != PartialDate(day.year) for value in dates)


def _ends_heading(passage: Passage, last: Piece) -> bool:
    """Whether nothing but dates follows the last piece."""
    rest = [m for m in passage.mentions if m.kind in ("date", "time") and m.start >= last.end]
    text = passage.text[last.end :]
    for mention in rest:
        text = text.replace(passage.text[mention.start : mention.end], "", 1)
    return _END.fullmatch(text) is not None


def _behind_event(passage: Passage, known: Patterns) -> Piece | None:
    """A town right behind the word for a meeting, at the end of a heading: "F2F Wellington 2013"."""
    for mention in passage.within(0, len(passage.text), "place"):
        value = mention.value
        if (
            isinstance(value, PlaceValue)
            and value.kind == "city"
            and known.event.search(passage.text, 0, mention.start)
        ):
            piece = Piece("city", mention.start, mention.end, mention)
            if _ends_heading(passage, piece):
                return piece
    return None


def _place_line(passage: Passage, found: Sequence[Piece], known: Patterns) -> bool:
    """Whether a line ends in a country or town and has nothing before it but names: "DTU Aqua, Lyngby, Denmark"."""
    if (
        len(found) < 2
        or not (_certain(found[-1]) or ends_in_town(passage, found))
        or any(mention.kind == "date" for mention in passage.mentions)
    ):
        return False
    if not all("," in passage.text[left.end : right.start] for left, right in pairwise(found)):
        return False
    return not any(known.business.search(passage.text, piece.start, piece.end) for piece in found)


def _unknown_town(passage: Passage, found: Sequence[Piece], known: Patterns) -> Piece | None:
    """A town that nobody knows, between the meeting's name and its date: "13th meeting, Arvik, 20-21 May 2010"."""
    dates = [mention.start for mention in passage.mentions if mention.kind == "date"]
    for before, piece in pairwise(found):
        date = min((start for start in dates if start >= piece.end), default=-1)
        apart = passage.text[before.end : piece.start].strip() == "," and date >= 0
        if not (apart and passage.text[piece.end : date].strip() in (",", "(")):
            continue
        if piece.kind != "name" or not known.business.search(passage.text, before.start, before.end):
            continue
        if TOWN.fullmatch(passage.text, piece.start, piece.end) and not known.business.search(
            passage.text, piece.start, piece.end
        ):
            return piece
    return None


def _with_names(passage: Passage, found: Sequence[Piece], placed: Sequence[Piece], known: Patterns) -> list[Piece]:
    """Names between the date and a place count too: "27 November 2009, UNICEF, Country Office, Islamabad"."""
    last_date = max((m.end for m in passage.mentions if m.kind in ("date", "time")), default=0)
    kept = list(placed)
    for piece in reversed(found):
        following = min((other.start for other in kept if other.start >= piece.end), default=piece.end)
        if piece.kind == "name" and re.search(r"[()]", passage.text[piece.end : following]):
            break  # "present J Smith (Board), P Jones (Bank)"
        before_place = piece.start >= last_date and any(other.start > piece.end for other in kept)
        if piece.kind == "name" and before_place and not known.business.search(passage.text, piece.start, piece.end):
            kept.append(piece)
    return sorted(kept, key=lambda piece: piece.start)


def _front(scope: Scope, blocks: Sequence[Block]) -> list[Block]:
    """The short blocks at the beginning, and those about the lead of the meeting."""
    front = []
    for block in blocks[:_FRONT]:
        if len(block.text) > _SHORT:
            if block.number >= scope.lead:
                break
            continue
        front.append(block)
    return front


def _last_placed(scope: Scope, front: Sequence[Block], order: int, known: Patterns) -> int:
    """The last of the lines from ``order`` on that hold nothing but a place."""
    last = order
    for number in range(order + 1, min(order + 3, len(front))):
        passage = Passage.of([front[number]], scope.reading.mentions)
        found = pieces(passage, 0, len(passage.text), known.phrases)
        if known.contact.search(passage.text) or not found:
            break
        if not all(_in_heading(passage, piece, known, strict=True) for piece in found):
            break
        last = number
    return last


def _in_heading(passage: Passage, piece: Piece, known: Patterns, *, strict: bool) -> bool:
    """Whether a piece of a heading is a place and not part of a title or a body's name."""
    text = passage.text[piece.start : piece.end]
    at = known.at.search(passage.text, 0, piece.start) is not None
    if piece.kind == "name":
        return at and not known.business.search(text)
    if piece.kind == "venue":
        if _PLAIN_WORDS.search(text):
            return False
        site = bool(known.phrases.site.search(text))
        room = known.phrases.room.search(text) is not None and len(text.split()) <= _ROOM
        if site and (at or room):
            return True
        return (site or not strict) and not known.business.search(text)
    if piece.kind == "city" and piece.place is not None:
        return piece.place.score >= _SURE
    return True


def beside_date(scope: Scope, block: Block, day: PartialDate | None, known: Patterns) -> Iterator[Source]:
    """A place right before or behind the meeting's date, inside a longer text: "Bangkok, Thailand, 26-28 February"."""
    passage = Passage.of([block], scope.reading.mentions)
    for mention in passage.mentions:
        value = mention.value
        if not isinstance(value, DateValue) or day is None or not same_day(value.start, day):
            continue
        gap = known.gap_behind.match(passage.text, mention.end)
        behind = pieces(passage, mention.end, min(len(passage.text), mention.end + _BESIDE), known.phrases)
        if gap and behind and behind[0].start == gap.end() and _certain(behind[0]):
            run = _run(passage, behind)
            yield Source(read(passage, run, known.phrases), "beside-date", 0.8)
        low = max(0, mention.start - _BESIDE)
        before = pieces(passage, low, mention.start, known.phrases)
        if before and known.gap_before.fullmatch(passage.text, before[-1].end, mention.start):
            run = _run(passage, before[::-1])[::-1]
            sites = [piece for piece in run if piece.kind == "venue"]
            if run and any(_certain(piece, _LIKELY) for piece in run):
                junk = [piece for piece in sites if known.business.search(passage.text, piece.start, piece.end)]
                run = [piece for piece in run if piece not in junk]
                yield Source(read(passage, run, known.phrases), "beside-date", 0.8)


def _certain(piece: Piece, least: float = _SURE) -> bool:
    return piece.kind == "country" or (piece.kind == "city" and piece.place is not None and piece.place.score >= least)


def _run(passage: Passage, found: Sequence[Piece]) -> list[Piece]:
    """Pieces from the first on, as long as each is a place and only commas or brackets lie between."""
    run: list[Piece] = []
    for piece in found:
        between = ""
        if run:
            low, high = sorted((run[-1].start, run[-1].end, piece.start, piece.end))[1:3]
            between = passage.text[low:high]
        if piece.kind == "name" or not re.fullmatch(r"[\s,()]*", between):
            break
        run.append(piece)
    return run
