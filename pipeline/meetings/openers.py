"""Blocks that open the report on one of several meetings: headings of place and time, dated paragraphs, titles."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from pipeline.layout.block import Block
from pipeline.lexicon import Lexicon, alternation
from pipeline.meetings.dating import is_day, is_meeting_word, is_record_word, says_held, use, words_before
from pipeline.meetings.scope import Reading
from pipeline.mentions.mention import DateValue, Mention, PartialDate

#: Words beside the date in a heading like "Skopje, May 2023" or "Third meeting, Vienna, 4 May 2012".
_SHORT = 70
#: A heading of a series, and the least that stands under it.
_TITLE, _TEXT = 110, 25
#: The share of a series that follows the calendar (or runs against it).
_ORDERED = 0.8
#: Where in its paragraph the date stands that opens a report: "The 2nd meeting, held on 14 May 2009, reviewed ...".
_EARLY = 160
#: Days that lie closer together than this belong to one meeting.
_ONE_MEETING = 4
#: A paragraph that reports is no shorter.
_REPORT = 80
#: A heading of several lines has so many at most above its date.
_ABOVE = 3
#: An entry of an index or a full sentence: "4/20/16 (Doc. A-25) ... 649", "Postponed to 6 June."
_LISTED = re.compile(r"…|\.\.\.|[^\W\d]{3}\.\)?$|\b(?:19|20)\d\d\.\)?$")
#: A report has so many blocks with its title.
_BLOCKS = 3
#: No title in which each word begins with a capital has one of three small letters.
_SMALL = re.compile(r"(?<!\w)[a-zà-ÿ]{3}")
_DIGITS = re.compile(r"\d+|[^\w\s]")
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Opener:
    """A block where the report on a meeting begins, and that meeting's date as far as the block says."""

    block: int
    value: DateValue


def _words(blocks: Sequence[Block]) -> list[Block]:
    return [block for block in blocks if block.kind not in ("running", "rule", "code", "meta") and block.text.strip()]


def _dates(reading: Reading, block: Block) -> list[tuple[Mention, DateValue]]:
    return [(m, m.value) for m in reading.mentions.in_block(block.number, "date") if isinstance(m.value, DateValue)]


def _same_time(value: DateValue, other: DateValue) -> bool:
    """Whether a precise date can be the one that a heading gives as month or year."""
    start, heading = other.start, value.start
    if heading.month is None or start.month is None:
        return False
    return start.month == heading.month and (start.year is None or start.year == heading.year)


def headings(reading: Reading) -> list[Opener]:
    """Headings of place and time, followed by paragraphs that say what happened then.

    Where three are followed so, the others that look like them and open a paragraph count too.
    """
    sure: list[Opener] = []
    likely: list[Opener] = []
    blocks = _words(reading.blocks)
    for number, block in enumerate(blocks):
        dates = _dates(reading, block)
        if len(block.text) > _SHORT or len(dates) != 1 or block.kind == "row" or _LISTED.search(block.text):
            continue
        mention, value = dates[0]
        if value.start.year is None or value.start.month is None:
            continue
        rest = block.text[: mention.start] + " " + block.text[mention.end :]
        if len(_WORD.findall(rest)) > 5 or says_held(reading.lexicon, rest):
            continue
        followers = blocks[number + 1 : number + 3]
        if any(_tells(reading, follower, value) for follower in followers):
            sure.append(Opener(block.number, value))
        # in a gazette any day stands above some paragraph, on a page of meetings only theirs do
        spoken = followers and (not is_day(value) or _speaks(reading, followers[0]))
        if spoken and len(followers[0].text) >= _SHORT:
            likely.append(Opener(block.number, value))
    kinds = {(reading.blocks[opener.block].kind, opener.value.start.precision) for opener in sure}
    alike = [o for o in likely if (reading.blocks[o.block].kind, o.value.start.precision) in kinds]
    found = sorted({*sure, *alike}, key=lambda opener: opener.block) if len(sure) >= 3 else sure
    return _days_apart(found)


def _days_apart(found: Sequence[Opener]) -> list[Opener]:
    """Without headings that repeat a day: what a gazette prints of one meeting in several places."""
    seen: set[PartialDate] = set()
    kept = []
    for opener in found:
        if is_day(opener.value) and opener.value.start in seen:
            continue
        seen.add(opener.value.start)
        kept.append(opener)
    return kept


def title_above(reading: Reading, opener: Opener, after: int) -> int:
    """The first of the headings right above a heading that is nothing but a date: they are its title."""
    block = reading.blocks[opener.block]
    dates = _dates(reading, block)
    if not dates or _WORD.search(block.text[: dates[0][0].start] + block.text[dates[0][0].end :]):
        return opener.block
    first = opener.block
    while first - 1 > after and opener.block - first < _ABOVE:
        above = reading.blocks[first - 1]
        if above.kind not in ("heading", "rule") or len(above.text) > _TITLE or _dates(reading, above):
            break
        first -= 1
    return first


def series(reading: Reading) -> list[Opener]:
    """Headings of a series: "17th meeting, Nida, 24-25 May 2012", or "## 2021-03-04" in a file of notes.

    Three at least, in the order of their dates one way or the other, so that no agenda or calendar counts.
    """
    shapes: dict[tuple[str, int, bool], list[Opener]] = {}
    blocks = _words(reading.blocks)
    attended = {section.start for section in reading.walk() if section.kind in ("attendance", "absence")}
    titled = any(is_meeting_word(reading.lexicon, block.text) for block in blocks[:3] if len(block.text) < _TITLE)
    for number, block in enumerate(blocks):
        dates = [(m, value) for m, value in _dates(reading, block) if is_day(value) and value.start.year is not None]
        if len(block.text) > _TITLE or len(dates) != 1 or block.kind == "row" or block.text.rstrip().endswith("."):
            continue
        mention, value = dates[0]
        rest = block.text[: mention.start] + " " + block.text[mention.end :]
        alone = not _WORD.search(rest)
        if not (alone and block.kind == "heading" and titled) and not is_meeting_word(reading.lexicon, rest):
            continue
        if use(reading, mention, 0, [block]).role not in ("meeting", ""):
            continue
        follower = blocks[number + 1] if number + 1 < len(blocks) else None
        if follower is None or _is_line(reading, follower):
            continue
        if len(follower.text) >= _TEXT or follower.number in attended:
            shapes.setdefault((block.kind, block.level, alone), []).append(Opener(block.number, value))
    best = max(shapes.values(), key=len, default=[])
    found = distinct(best)
    return found if len(found) >= 3 and _in_order(found) else []


def _is_line(reading: Reading, block: Block) -> bool:
    """Whether a block is itself a dated line of a list."""
    return len(block.text) <= _TITLE and len(_dates(reading, block)) == 1 and not block.text.rstrip().endswith(".")


def _in_order(found: Sequence[Opener]) -> bool:
    steps = [day(later.value.start) > day(sooner.value.start) for sooner, later in pairwise(found)]
    return max(sum(steps), len(steps) - sum(steps)) >= _ORDERED * len(steps)


def dated_before(reading: Reading, first: Opener) -> bool:
    """Whether a title or label before the first opener dates the document: then it is one meeting's report."""
    positions = words_before(reading.blocks)
    return any(
        told.role == "meeting" and told.score >= 0.8
        for block in reading.blocks[: first.block]
        for mention, value in _dates(reading, block)
        if is_day(value)
        for told in [use(reading, mention, positions[block.number], [block])]
    )


def _speaks(reading: Reading, block: Block) -> bool:
    """Whether a paragraph speaks of a meeting at its beginning."""
    begin = block.text[:600]
    return is_meeting_word(reading.lexicon, begin) or says_held(reading.lexicon, begin)


def _tells(reading: Reading, block: Block, value: DateValue) -> bool:
    if len(block.text) < _REPORT or not _speaks(reading, block):
        return False
    return any(_same_time(value, other) and other.start.day is not None for _, other in _dates(reading, block))


def paragraphs(reading: Reading) -> list[Opener]:
    """Paragraphs that each begin with the meeting they report on and its day."""
    found: list[Opener] = []
    for block in _words(reading.blocks):
        if block.kind not in ("paragraph", "item") or len(block.text) < 80:
            continue
        dates = [(m, value) for m, value in _dates(reading, block) if is_day(value) and value.start.year is not None]
        if not dates or dates[0][0].start > _EARLY:
            continue
        mention, value = dates[0]
        first = block.text[: mention.end + 60]
        if is_meeting_word(reading.lexicon, first) and says_held(reading.lexicon, first):
            found.append(Opener(block.number, value))
    return found


def numbered(reading: Reading) -> list[Opener]:
    """Those paragraphs that begin with their meeting's ordinal: "The 2nd Moor Group meeting, held on 4 May 2010"."""
    ordinal = reading.lexicon.made(_ordinal)
    return [opener for opener in paragraphs(reading) if ordinal.match(reading.blocks[opener.block].text)]


def _ordinal(lexicon: Lexicon) -> re.Pattern[str]:
    words = alternation(lexicon.numbers("naming", "ordinals"))
    endings = alternation(lexicon.words("naming", "ordinal_endings"))
    definite = alternation(lexicon.words("meetings", "definite"))
    return lexicon.pattern(rf"\W*(?:{definite}\s+)?(?:\d{{1,3}}\s?{endings}|{words})\b", re.IGNORECASE)


def titles(reading: Reading) -> list[Opener]:
    """Titles of minutes, one for each meeting: alike but for number and date, which may stand in a line below."""
    shapes: dict[str, list[Opener]] = {}
    blocks = _words(reading.blocks)
    for number, block in enumerate(blocks):
        if len(block.text) > 2 * _SHORT or block.kind in ("row", "item"):
            continue
        if not is_meeting_word(reading.lexicon, block.text):
            continue
        dated = _title_date(reading, blocks[number : number + 4])
        if dated is None:
            continue
        mention, value = dated
        own = mention.block == block.number
        rest = block.text[: mention.start] + block.text[mention.end :] if own else block.text
        if not is_meeting_word(reading.lexicon, rest):
            continue
        shape = f"{block.kind}{block.level} " + " ".join(_DIGITS.sub(" ", rest).casefold().split())
        shapes.setdefault(shape, []).append(Opener(block.number, value))
    best: list[Opener] = []
    for openers in shapes.values():
        whole = distinct(_reporting(reading, openers))
        if len(whole) > len(best):
            best = whole
    return best


def flattened(reading: Reading) -> list[Opener]:
    """Pages without line breaks that each begin with their number and a title: "2 MOOR BOARD MEETING May 4, 1984 ...".

    The word for a meeting stands in capitals, and the page says that this meeting was held or called to order.
    """
    found: list[Opener] = []
    for block in _words(reading.blocks):
        # the layout takes a page's number for an item's; "2." with its dot is one
        if not block.marker.isdigit() or len(block.text) <= 2 * _SHORT:
            continue
        dates = [(m, value) for m, value in _dates(reading, block) if is_day(value) and value.start.year is not None]
        if not dates or dates[0][0].start > _EARLY or not _speaks(reading, block):
            continue
        head = block.text[: dates[0][0].start]
        capitals = " ".join(word for word in head.split() if word.isupper())
        if _SMALL.search(head) is None and is_meeting_word(reading.lexicon, capitals):
            found.append(Opener(block.number, dates[0][1]))
    return distinct(found)


def reports(reading: Reading) -> list[Opener]:
    """Titles of reports of several bodies in one file: each dated, and each with a list of those present.

    A gazette prints the minutes of the council and of its commissions; a report has another body's annexed. One of
    the highest level that is called notes or minutes, with a date alone below it, needs no list.
    """
    blocks = _words(reading.blocks)
    found: list[Opener] = []
    sure: set[int] = set()
    highest = min((block.level for block in blocks if block.kind == "heading"), default=1)
    for number, block in enumerate(blocks):
        if block.kind != "heading" or len(block.text) > 2 * _SHORT or not is_meeting_word(reading.lexicon, block.text):
            continue
        dated = _title_date(reading, blocks[number : number + 4])
        if dated is None:
            continue
        found.append(Opener(block.number, dated[1]))
        below = dated[0].block != block.number and not _WORD.search(_without(reading.blocks[dated[0].block], dated[0]))
        if below and block.level == highest and not block.marker and is_record_word(reading.lexicon, block.text):
            sure.add(block.number)
    listed = {opener.block for opener in _reporting(reading, found)}
    return distinct([opener for opener in found if opener.block in listed | sure])


def _without(block: Block, mention: Mention) -> str:
    """The block's words without a mention."""
    return block.text[: mention.start] + " " + block.text[mention.end :]


def _title_date(reading: Reading, blocks: Sequence[Block]) -> tuple[Mention, DateValue] | None:
    """The one day of a title, or of the short lines below it, that could be its meeting's."""
    for block in blocks:
        dates = [(m, value) for m, value in _dates(reading, block) if is_day(value) and value.start.year is not None]
        if dates:
            alone = len(dates) == 1 and len(block.text) <= 2 * _SHORT
            return dates[0] if alone and use(reading, dates[0][0], 0, [block]).role in ("meeting", "") else None
    return None


def _reporting(reading: Reading, found: Sequence[Opener]) -> list[Opener]:
    """Those openers behind which, up to the next, stands an attendance list of its own."""
    if not found:
        return []
    lists = sorted(section.start for section in reading.walk() if section.kind in ("attendance", "absence"))
    ends = [*(opener.block for opener in found[1:]), len(reading.blocks)]
    kept = []
    for opener, end in zip(found, ends, strict=True):
        first = bisect_right(lists, opener.block)
        if first < len(lists) and lists[first] < end and end - opener.block >= _BLOCKS:
            kept.append(opener)
    return kept


def day(value: PartialDate) -> date:
    """The first day that a date covers."""
    return date(value.year or 1, value.month or 1, value.day or 1)


def distinct(openers: Sequence[Opener]) -> list[Opener]:
    """Openers with dates of their own: one that repeats the meeting before it, or gives its next day, is left out."""
    kept: list[Opener] = []
    seen: set[PartialDate] = set()
    for opener in openers:
        start = day(opener.value.start)
        if kept and is_day(opener.value) and abs((start - day(kept[-1].value.end)).days) < _ONE_MEETING:
            continue
        if is_day(opener.value) and opener.value.start in seen:
            continue
        seen.add(opener.value.start)
        kept.append(opener)
    return kept
