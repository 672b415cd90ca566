"""What a phrase about a place says: venue, city, country, or "online". For where.py.

A phrase is a stretch of a passage ("Hotel Galeb in Budva, Montenegro"). It is cut at commas, brackets and "in"; each
piece is a country, a city, a venue, an address, words for "online", or a name that could be anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.lexicon import Guarded, Lexicon, alternation
from pipeline.meetings.passage import Passage
from pipeline.mentions.mention import Mention, PlaceValue

#: The name of a town, as it stands behind a comma: "Market Bexcombe", "Saint-Aubin-sur-Orvanne", not "NATO", "Room 4".
TOWN = re.compile(r"[A-ZÀ-Þ][a-zß-ÿ]{2,}(?:[ ’'-](?:[a-z]{1,5}[ ’'-])?[A-ZÀ-Þ][\wß-ÿ.]+){0,3}")
_TOWN_WORDS = 4
_EDGE = " \t.,:;–—-*_=#'\"“”•"
#: Behind a time: "17:05 EDT", "9 am (UTC+2)", "08:05 GMT-8".
_ZONE = re.compile(r"\s*\(?(?:[A-Z]{1,4}T|UTC|GMT)(?:\s?[+-]\d{1,2}(?::?\d\d)?)?(?![\w-])\)?")
_IN_BRACKETS = re.compile(r"[.\s]*\([^)]{2,30}\)")


@dataclass(frozen=True)
class Words:
    """Patterns built from the lexicon, which phrases are read with."""

    venue: Guarded
    site: Guarded
    room: re.Pattern[str]
    no_venue: re.Pattern[str]
    street: re.Pattern[str]
    online: re.Pattern[str]
    cut: re.Pattern[str]
    trim: re.Pattern[str]
    towns: re.Pattern[str]
    before_unknown: re.Pattern[str]
    before_town: re.Pattern[str]
    behind_town: re.Pattern[str]


def words(lexicon: Lexicon) -> Words:
    """The patterns of a lexicon."""
    sites, bodies = lexicon.words("places", "venue_nouns"), lexicon.words("places", "venue_bodies")
    codes = alternation(lexicon.words("places", "venue_codes"))
    streets = alternation(lexicon.words("places", "streets"))
    online = alternation([*lexicon.words("places", "online"), *lexicon.words("places", "online_tools")])
    prepositions = alternation(lexicon.words("places", "in"))
    small, and_ = alternation(lexicon.words("places", "small")), alternation(lexicon.words("dates", "and"))
    town_venues, towns = (alternation(lexicon.words("places", key)) for key in ("town_venues", "towns"))
    via = alternation(lexicon.words("places", "via"))
    return Words(
        _venue_pattern(lexicon, [*sites, *bodies], codes),
        _venue_pattern(lexicon, sites, codes),
        lexicon.pattern(
            rf"\b{alternation(lexicon.words('places', 'rooms'))}\.?(?:\s+[A-Z\d]\S{{0,4}})?$", re.IGNORECASE
        ),
        lexicon.pattern(rf"\b{alternation(lexicon.words('places', 'not_venues'))}$", re.IGNORECASE),
        # "118 Sixth Avenue", "Rue de la Loi 200", "36 Battery Place"
        lexicon.pattern(
            rf"(?:^|\s)\d{{1,5}}[a-z]?,?\s.*\b{streets}\b|^{streets}\b.*\d|^\S[^\d]*(?:{streets})\.?\s\d+\w?$|^\S.*\b{streets}\.?$",
            re.IGNORECASE,
        ),
        lexicon.pattern(rf"(?<![\w-]){online}(?![\w-])", re.IGNORECASE),
        # commas, brackets (but not around an acronym), dashes, "in"; "Town Hall and via Zoom"
        lexicon.pattern(
            rf"\s+(?i:{and_}|[&+/])\s+(?=(?i:(?:{via}\s+)?{online})(?![\w-]))"
            rf"|\s*[,;|\[\]•·❖▪◦●■★♦]\s*|\s*\((?![A-Z]{{2,8}}\))|(?<![A-Z]{{2}})\)\s*|\s+[-–—/]\s+|\s*@\s*"
            rf"|\s+{prepositions}\s+(?=[A-ZÀ-Þ\d]|the\b)|:\s+"
        ),
        lexicon.pattern(rf"^(?:{prepositions}\s+|the\s+|{and_}\s+)+", re.IGNORECASE),
        # "city of Bogotá", "1049 Brussels"
        lexicon.pattern(rf"(?:the\s+|{towns}\s+|[A-Z]{{0,2}}-?\d{{4,6}}\s+)*", re.IGNORECASE),
        # "in", before a town that no gazetteer knows
        lexicon.pattern(alternation(lexicon.words("places", "town_before")), re.IGNORECASE),
        # "Rathaus Bonn", "Salle des fêtes de Montreuil", "Hotel Galeb di Rimini", "UN Vienna"
        lexicon.pattern(
            rf"(?:.*\s)?(?i:{town_venues})\s+(?:(?:[^\W\d_]+\s+){{0,3}}(?i:{small})['’\s]\s*)?"
            rf"|.*\s[A-ZÀ-Þ][^\W\d_]+\s+(?i:{small})\s+|[A-ZÀ-Þ]{{2,5}}\s+"
        ),
        # "Ghent Town Hall"
        lexicon.pattern(rf"\s+{town_venues}", re.IGNORECASE),
    )


def _venue_pattern(lexicon: Lexicon, nouns: Sequence[str], codes: str) -> Guarded:
    # "Tobago Palm Hotel", "Alpine Hotel Galeb", "Museum of River Heritage", "Hotel Galeb", "Room A606",
    # "Bar & Board", "KORT 4/C"
    noun = alternation(nouns)
    leads = alternation([*lexicon.words("places", "venue_leads"), *lexicon.words("places", "town_venues")])
    return lexicon.guarded(
        rf"\b(?i:{noun})(?:\.?$|\s+(?i:of|de|du|des|der|del|della|for|&|\d|no\b))"
        rf"|^(?P<before>[A-ZÀ-Þ][\w’'-]+\s)?(?i:{leads})\s(?(before)[A-ZÀ-Þ][\w’'-]+$)"
        rf"|\b(?i:{codes})\.?\s+(?:\S*\d|[A-Z]$)|\b[A-Z&]{{2,6}}\s\d+[-/]\w+",
        flags=re.NOFLAG,
    )


@dataclass(frozen=True)
class Piece:
    """A part of a phrase: ``kind`` is "country", "region", "city", "venue", "address", "online" or "name"."""

    kind: str
    start: int
    end: int
    place: Mention | None = None

    @property
    def value(self) -> PlaceValue | None:
        """The place of the gazetteer that the piece names."""
        return self.place.value if self.place and isinstance(self.place.value, PlaceValue) else None


@dataclass(frozen=True)
class Phrase:
    """What a phrase says. ``venue`` and ``online`` are stretches of the passage."""

    passage: Passage
    venue: tuple[int, int] | None = None
    venue_sure: bool = False
    city: Piece | None = None
    country: Piece | None = None
    online: tuple[int, int] | None = None

    @property
    def empty(self) -> bool:
        return not (self.venue or self.city or self.country or self.online)

    @property
    def ends(self) -> tuple[int, int]:
        """From the first part of the place to the last."""
        parts = [self.venue] if self.venue else []
        parts += [(piece.start, piece.end) for piece in (self.city, self.country) if piece]
        return min(start for start, _ in parts), max(end for _, end in parts)


def pieces(passage: Passage, start: int, end: int, known: Words) -> list[Piece]:
    """The parts of a passage between ``start`` and ``end``, dates and times left out."""
    found = []
    for low, high in _stretches(passage, start, end):
        text = passage.text[low:high]
        edges = [(0, 0), *((cut.start(), cut.end()) for cut in known.cut.finditer(text)), (len(text), len(text))]
        for (_, left), (right, _) in pairwise(edges):
            piece = _piece(passage, low + left, low + right, known)
            if piece:
                found.append(piece)
    return found


def _stretches(passage: Passage, start: int, end: int) -> Iterator[tuple[int, int]]:
    """What lies between dates and times."""
    position = start
    for mention in passage.within(start, end, "date", "time"):
        if position <= mention.start:
            yield position, mention.start
            zone = _ZONE.match(passage.text, mention.end) if mention.kind == "time" else None
            position = zone.end() if zone else mention.end
    if position < end:
        yield position, end


def _piece(passage: Passage, start: int, end: int, known: Words) -> Piece | None:
    text = passage.text[start:end]
    lead = len(text) - len(text.lstrip(_EDGE))
    start, text = start + lead, text[lead:]
    trimmed = known.trim.match(text)
    if trimmed and trimmed.end() < len(text):
        start, text = start + trimmed.end(), text[trimmed.end() :]
    text = text.rstrip(_EDGE)
    end = start + len(text)
    if not re.search(r"\w", text):
        return None
    inside = [m for m in passage.within(start, end, "place") if m.rule != "country-code"]
    for kind in ("country", "region", "city"):
        for mention in inside:
            if (
                isinstance(mention.value, PlaceValue)
                and mention.value.kind == kind
                and _covers(mention, text, start, known)
            ):
                city = next((m for m in inside if m.start == mention.start and _kind(m) == "city"), None)
                # "Luxembourg" or "New York": the smaller place, unless something else names it
                return Piece("city" if city else kind, mention.start, mention.end, city or mention)
    online = known.online.search(text)
    if online:
        return Piece("online", start, end)
    if text[0].islower() and not re.search(r"\d|\s[A-Z]$", text):
        return None
    no_venue = known.no_venue.search(text) is not None  # "Google Drive"
    if not no_venue and known.street.search(text):
        return Piece("address", start, end)
    if not no_venue and known.venue.search(text):
        return Piece("venue", start, end, next((m for m in inside if _kind(m) == "city"), None))
    return Piece("name", start, end) if re.search(r"[^\W\d_]{2}", text) and not text[0].islower() else None


def _kind(mention: Mention) -> str:
    return mention.value.kind if isinstance(mention.value, PlaceValue) else ""


def _covers(mention: Mention, text: str, start: int, known: Words) -> bool:
    """Whether a piece is nothing but the place: "Brussels", "1049 Brussels", "New York 10455", "city of Bogotá"."""
    before, after = text[: mention.start - start], text[mention.end - start :]
    return bool(known.towns.fullmatch(before)) and bool(
        re.fullmatch(r"(?:\s+city|\s+[A-Z]{2})?(?:\s*\d{4,6}(?:-\d{4})?)?", after, re.IGNORECASE)
    )


def ends_in_town(passage: Passage, found: Sequence[Piece], *, named: bool = False) -> bool:
    """Whether a venue's last part is a town that no gazetteer knows: "Committee Room, Old Hall, Market Bexcombe".

    A venue or street must come first; where the place is ``named`` as such, any name may.
    """
    if len(found) < 2 or found[-1].kind != "name" or any(piece.kind == "online" for piece in found):
        return False
    before, last = found[-2], found[-1]
    if any(_kind(mention) == "city" for mention in passage.within(found[0].start, before.end, "place")):
        return False  # "VAC Gent, Jan Janssens"
    first = found[0].kind in ("venue", "address") or (named and found[0].kind == "name")
    apart = passage.text[before.end : last.start].strip() == ","
    return first and apart and TOWN.fullmatch(passage.text, last.start, last.end) is not None


def read(
    passage: Passage, found: Sequence[Piece], known: Words, *, preposition: str = "", named: bool = False
) -> Phrase:
    """What the pieces of a phrase say together. Behind a ``preposition`` like "in" stands a town.

    A place that is ``named`` as one, by a label or on a line of its own, ends in its town.
    """
    country = next((piece for piece in found if piece.kind in ("country", "region")), None)
    online = next((piece for piece in found if piece.kind == "online"), None)
    cities = [piece for piece in found if piece.kind == "city"]
    city = _city(cities, country)
    names = [piece for piece in found if piece.kind == "name"]
    if city is None and country is not None and names and names[-1].end <= country.start:
        before = [piece for piece in found if piece.end <= country.start]
        if before[-1] is names[-1] and _is_short(passage, names[-1]):  # "Gull Rock, St. Kitts and Nevis"
            city, names = names[-1], names[:-1]
    if city is None and names and known.before_unknown.fullmatch(preposition) and found[0] is names[0]:
        city, names = names[0], names[1:]
    if (
        city is None
        and len(found) > 1
        and found[-1].kind == "name"
        and found[0].kind in ("venue", "address")
        and preposition
    ) or (city is None and country is None and named and ends_in_town(passage, found, named=True)):
        city, names = found[-1], [piece for piece in names if piece is not found[-1]]
    venue, sure = _venue(passage, found, names, city)
    if city is None and (country is None or country.kind == "region"):
        city = _town_of_venue(passage, found, known, named=named)
    if city is None:
        held_in = next((piece for piece in found if piece.kind == "venue" and piece.place is not None), None)
        if held_in and held_in.value and country and country.value and held_in.value.country == country.value.country:
            place = held_in.place  # "Harbour Montreal Hotel, Canada"
            assert place is not None
            city = Piece("city", place.start, place.end, place)
    return Phrase(passage, venue, sure, city, country, (online.start, online.end) if online else None)


def _is_short(passage: Passage, piece: Piece) -> bool:
    """Whether a name is short enough for a town's: no "Joint Statement of the Leaders of Arland"."""
    return len(passage.text[piece.start : piece.end].split()) <= _TOWN_WORDS


def _town_of_venue(passage: Passage, found: Sequence[Piece], known: Words, *, named: bool) -> Piece | None:
    """The town that a venue is called by: "Rathaus Bonn", "Ghent Town Hall", "Salle des fêtes de Montreuil".

    Behind an acronym ("UN Vienna") it is told only where the place is ``named`` as such.
    """
    for piece in found:
        if piece.kind != "venue" and not (named and piece.kind == "name"):
            continue
        for mention in passage.within(piece.start, piece.end, "place"):
            if _kind(mention) != "city":
                continue
            before = known.before_town.fullmatch(passage.text, piece.start, mention.start)
            if mention.end == piece.end and before and (named or not before.group().isupper()):
                return Piece("city", mention.start, mention.end, mention)
            if mention.start == piece.start and known.behind_town.fullmatch(passage.text, mention.end, piece.end):
                return Piece("city", mention.start, mention.end, mention)
    return None


def _city(cities: Sequence[Piece], country: Piece | None) -> Piece | None:
    if country and country.value:
        at_home = [piece for piece in cities if piece.value and piece.value.country == country.value.country]
        if at_home:
            return at_home[-1] if at_home[-1].end <= country.start else at_home[0]
    return cities[0] if cities else None


def _venue(
    passage: Passage, found: Sequence[Piece], names: Sequence[Piece], city: Piece | None
) -> tuple[tuple[int, int] | None, bool]:
    """From the first to the last piece of the venue, as far as they follow each other; whether its words say so."""
    parts = [piece for piece in found if piece.kind in ("venue", "address") or piece in names]
    if city:
        before = [piece for piece in parts if piece.end <= city.start]
        behind = [piece for piece in parts if piece.start >= city.end and piece.kind == "venue"]
        if not before and not behind:  # "Munich, Lindenstrasse 5"
            behind = [piece for piece in parts if piece.kind == "address" and piece.start >= city.end][:1]
        only_address = bool(before) and all(piece.kind == "address" for piece in before)
        parts = behind if behind and (only_address or not before) else before
    if not parts:
        return None, False
    sure = any(piece.kind in ("venue", "address") for piece in parts)
    end = parts[-1].end
    bracket = _IN_BRACKETS.match(passage.text, end)
    if bracket and any(
        piece.kind in ("country", "region") and piece.start < bracket.end() for piece in found if piece.start >= end
    ):
        end = bracket.end()  # "Central Bank of the Isles (Sark)"
    return (parts[0].start, end), sure
