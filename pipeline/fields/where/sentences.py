"""Places told in sentences: "The meeting was held at Hotel Galeb in Budva, Montenegro"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.fields.where.phrases import TOWN, Phrase, Piece, pieces, read
from pipeline.fields.where.sources import Patterns, Source, in_section, same_day
from pipeline.layout.block import Block
from pipeline.meetings.passage import Passage
from pipeline.meetings.scope import Scope
from pipeline.mentions.mention import DateValue, PartialDate
from pipeline.sections.sentences import sentences

_LAST_NAME = re.compile(r"[A-ZÀ-Þ][\w-]+(?:\s[A-ZÀ-Þ][\w-]+)?\s*\.?\s*")
_ACRONYM = re.compile(r"\s\([A-Z]{2,8}\)")
#: "CA de la Maison": whose meeting it was
_OF_ACRONYM = re.compile(r"[A-Z]{2,5}\s+[a-z]{2,3}\s")
_WORD = re.compile(r"[^\s,;()]+")
_GAP = re.compile(r"[.]?\s+|,\s+|\s*\(|\)\s*,?\s*")
#: So near must a name nobody knows stand to "held" to be a place.
_CLOSE = 60
#: A place in a sentence is no longer than this.
_LONGEST = 250
_SEVERAL = 2
_FARTHER = 0.8


def told(scope: Scope, blocks: Sequence[Block], day: PartialDate | None, known: Patterns) -> Iterator[Source]:
    """What sentences say that tell of a meeting being held."""
    for order, block in enumerate(blocks):
        if block.kind == "row" or in_section(scope, block, "next_meeting", "contacts", "attendance", "absence"):
            continue
        if not known.telling.opens(block.text):
            continue
        passage = Passage.of([block], scope.reading.mentions)
        near = order < 3 or block.number == scope.lead
        days = [
            m.start for m in passage.mentions if isinstance(m.value, DateValue) and day and same_day(m.value.start, day)
        ]
        for start, end in sentences(passage.text, scope.lexicon):
            held = [match.end() for match in known.held.finditer(passage.text, start, end)]
            told_of = bool(held) or known.occasion.search(passage.text, start, end) is not None
            with_date = any(start <= position < end for position in days)
            if not told_of or not (with_date or near or _about_the_meeting(passage.text[start:end], known)):
                continue
            score = 0.92 if with_date else 0.84 if near else 0.6 if order < 8 else 0.4
            found = list(_phrases(passage, start, end, held, score, known))
            found.extend(_seats(passage, start, end, held, score, known))
            yield from _nearest(found, [position for position in days if start <= position < end])


def _nearest(found: list[Source], days: Sequence[int]) -> Iterator[Source]:
    """Of several towns in a sentence the one beside the meeting's date counts."""
    towns = [source for source in found if source.phrase.city is not None]
    if not days or len(towns) < _SEVERAL:
        yield from found
        return
    best = min(towns, key=lambda source: min(abs(source.phrase.ends[0] - day) for day in days))
    top = max(source.score for source in towns)
    for source in found:
        if source is best:
            yield replace(source, score=top)
        else:
            yield replace(source, score=round(source.score * _FARTHER, 3)) if source in towns else source


def _about_the_meeting(sentence: str, known: Patterns) -> bool:
    """Far from the beginning only "The meeting was held in ..." and "called to order at ..." count."""
    if known.opened.search(sentence):
        return True
    if known.it.match(sentence):
        return True
    return known.this_meeting.match(sentence) is not None and known.business.search(sentence[:60]) is not None


def _phrases(  # noqa: PLR0917 - one place of call
    passage: Passage, start: int, end: int, held: Sequence[int], score: float, known: Patterns
) -> Iterator[Source]:
    text, position, first = passage.text, start, True
    while match := known.preposition.search(text, position, end):
        position = match.end()
        if known.not_there.match(text, match.end() - 1) or known.seat.search(text, start, match.start()):
            continue
        if known.other_meeting.search(text, start, match.start()):
            return
        stop = _stop(passage, match.end(), end, known)
        found = pieces(passage, match.end(), stop, known.phrases)
        found = [piece for piece in found if piece.kind != "venue" or not _body(text[piece.start : piece.end], known)]
        if not found:
            continue
        close = any(0 <= match.start() - verb < _CLOSE for verb in held)
        word = match["word"].lower().split()[0]
        if not close and all(piece.kind in ("country", "region", "name") for piece in found):
            continue
        with_country = any(piece.kind in ("country", "region") for piece in found) and close
        if found[0].kind == "name" and not ((first or with_country) and _new_name(text, match, found[0], known)):
            continue
        behind = any(verb <= match.start() for verb in held)
        weight = (1.0 if close else 0.95 if behind else 0.9) * (1.0 if first else 0.9)
        verb = max((verb for verb in held if verb <= match.start()), default=start)
        if known.participle.search(text, start, verb) and not known.object.match(text, verb):
            weight *= _FARTHER  # "the resolution of the Ninth Conference held in Dakar"
        yield Source(read(passage, found, known.phrases, preposition=word), "told", round(score * weight, 3))
        position, first = max(position, stop - 1), False


def _seats(  # noqa: PLR0917 - one place of call
    passage: Passage, start: int, end: int, held: Sequence[int], score: float, known: Patterns
) -> Iterator[Source]:
    """Venues in small letters: "held at the headquarters of the Bank"."""
    for match in known.seat_of.finditer(passage.text, start, end):
        close = any(0 <= match.start() - verb < _CLOSE for verb in held)
        if close and not known.other_meeting.search(passage.text, start, match.start()):
            yield Source(Phrase(passage, match.span("venue"), venue_sure=True), "told", round(score * 0.9, 3))
    for match in known.small_venue.finditer(passage.text, start, end):
        beside = any(-_CLOSE <= match.start() - verb < _CLOSE for verb in held)
        if beside and not known.other_meeting.search(passage.text, start, match.start()):
            yield Source(Phrase(passage, match.span("venue"), venue_sure=True), "told", round(score * 0.8, 3))


def _new_name(text: str, preposition: re.Match[str], piece: Piece, known: Patterns) -> bool:
    """Whether a name that nobody knows can be a place: "held in Brdo", not "Trafficking in Human Beings"."""
    before = text[: preposition.start()].rsplit(maxsplit=1)[-1:]
    name = text[piece.start : piece.end]
    town = known.phrases.before_unknown.fullmatch(preposition["word"]) is not None
    if not (town or known.at.search(preposition["word"])) or known.business.search(name) or len(name.split()) > 4:
        return False
    inside = bool(before) and before[0][:1].isupper() and not before[0].endswith((",", ")"))
    named = not town or (
        not re.search(r"\bthe\s+$", text[preposition.start() : piece.start]) and not re.search(r"[A-Z]{2}", name)
    )
    return named and not inside


def _body(text: str, known: Patterns) -> bool:
    """Whether a name with a word like "University" is a body's: "University Senate", "CA de la Maison des arts"."""
    if _OF_ACRONYM.match(text):
        return True
    return bool(known.business.search(text)) and not known.phrases.site.search(text.rsplit(maxsplit=1)[-1])


def _stop(passage: Passage, start: int, end: int, known: Patterns) -> int:
    """Where the name that begins at ``start`` ends: capitals, figures and the small words between them."""
    text = passage.text
    end = min(end, start + _LONGEST)
    places = {m.start: m.end for m in passage.within(start, end, "place")}
    dates = {m.start for m in passage.within(start, end, "date", "time")}
    last = position = start
    small = True
    while position < end and position not in dates:
        if position in places:
            last = position = places[position]
            small = False
        else:
            word = _WORD.match(text, position, end)
            if word is None or known.capital_stop.match(text, position, end):
                break
            bare = re.sub(r"^[dl]['’](?=[A-ZÀ-Þ])", "", word.group().strip("“”\"'’.:"))
            if bare[:1].isupper() or bare[:1].isdigit():
                last = position = word.end()
                small = False
                if word.group().endswith((":", ";")):
                    break
            elif bare in ("in", "at") or (known.small.match(bare) and (bare != "the" or small)):
                position = word.end()
                small = True
            else:
                break
        acronym = _ACRONYM.match(text, position, end)
        if acronym:
            last = position = acronym.end()
        gap = _GAP.match(text, position, end)
        if gap is None or (gap.group().strip() and not _goes_on(passage, gap.end(), end, places, known)):
            break
        position = gap.end()
    return last


def _goes_on(passage: Passage, start: int, end: int, places: dict[int, int], known: Patterns) -> bool:
    """Whether what stands behind a comma or bracket still says where."""
    if start in places:
        return True
    rest = known.stop.split(passage.text[start : min(end, start + 80)], maxsplit=1)[0]
    if not rest[:1].isalnum() or rest[:1].islower():
        return False
    if (
        _LAST_NAME.fullmatch(text_rest := passage.text[start:end])
        and text_rest.split()[0].strip(".") in passage.text[:start]
    ):
        return True  # "at The Village Hall, Halford", of Halford Parish Council
    before = passage.text[max(0, start - _CLOSE) : start].rstrip(" ,(")
    if known.phrases.site.search(before) and TOWN.fullmatch(rest.strip()) and not known.business.search(rest):
        return not any(mention.start == start for mention in passage.within(start, start + 1, "person"))
    return bool(known.phrases.site.search(rest) or known.phrases.street.search(rest))
