"""Places: cities, regions and countries of the gazetteer, as they stand in the text.

One pass over the words of a block finds the longest names; a second weighs each reading: the country beside it, the
word before it, the names around it, what else the document names, and how many people live there.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.document import Document
from pipeline.layout.block import Block
from pipeline.mentions.mention import Mention, PlaceValue
from pipeline.mentions.places.gazetteer import City, Gazetteer, Region, fold, load
from pipeline.mentions.places.vocabulary import NOTHING, WORD, Meaning, Names, names_of
from pipeline.sections.section import Section
from pipeline.tools import Tools

__all__ = ["find", "load"]

_WORD = re.compile(WORD)
#: A further word of one name, with what stands before it.
_FURTHER = re.compile(rf"(?:(?:['’]s)?\s{{1,2}}|\s?&\s?)(?:{WORD})")
_BEHIND = re.compile(rf"\s+(?P<word>{WORD})")
_PAIRED = re.compile(r"\s*(?:,\s*(?:\d{4,6}\s*)?|\(|\s[-–—]\s)\s*")  # between a city and its country
_CODE = re.compile(
    r",?\s+(?P<code>[A-Z]{2,3}\b|(?:[A-Z]\.){2,3})(?=\s*(?:\d{5}\b|[,.;)|]|$|USA?\b))"
)  # "Chicago IL 60625", "Boston, MA"
# In brackets, or alone in a cell. What stands before is looked at last, so that the engine can search for capitals.
_COUNTRY_CODE = re.compile(r"[A-Z]{2}(?:(?=\))(?<=\(..)|(?=\s\||$)(?:(?<=\|\s..)|(?<=^..)))")
# The boundary is looked for behind "in", so that the engine can search for these two letters.
_AFTER_IN = re.compile(
    r"in(?<=\bin)\s+(?P<name>[A-ZÀ-Þ][^\W\d_]{2,}(?:[\s-][A-ZÀ-Þ][^\W\d_]+){0,2})(?=[.,;)]|\s+(?:on|from|and|the)\b|$)"
)
#: Countries whose addresses give the province's code: "Surrey, B.C.", "Parramatta NSW".
_WITH_CODES = frozenset(("CA", "AU"))
_LOWER = re.compile(r"(?<![\w.@/-])[a-z]{3,}(?![\w@/])")
_MOST_WORDS = 9
#: So many letters on either side tell whether a name is part of a longer one.
_NEAR = 40
#: A text without bracket or cell that holds a country's code is no longer than this.
_CODE_ALONE = 3
_OWN = ("'s", "’s")
_MIN_SCORE = 0.3


@dataclass(frozen=True, slots=True)
class _Match:
    """A name as found, with everything that it could mean."""

    block: Block
    start: int
    end: int
    meaning: Meaning
    paired: str | None = None  # the country that the text itself gives
    region: str | None = None
    behind_city: bool = False  # a state that says where the city before it lies

    @property
    def country(self) -> str | None:
        return self.meaning.country

    @property
    def regions(self) -> tuple[Region, ...]:
        return self.meaning.regions

    @property
    def cities(self) -> tuple[City, ...]:
        return self.meaning.cities

    @property
    def text(self) -> str:
        return self.block.text[self.start : self.end]


def find(document: Document, blocks: Sequence[Block], sections: Sequence[Section], tools: Tools) -> list[Mention]:
    """Every city, region and country of the gazetteer that the blocks name."""
    del sections
    names = names_of(tools.places, tools.lexicon_of(document))
    readable = [block for block in blocks if block.kind not in ("code", "rule")]
    matches = [match for block in readable for match in _paired(_matches(block, names), names.gazetteer)]
    named = Counter(match.country or match.paired for match in matches if match.country or match.paired)
    lower = _lower_case_words(readable)
    known = {(match.block.number, match.start) for match in matches}
    found = [mention for block in readable for mention in _misspelt(block, known, names)]
    found += [mention for match in matches for mention in _readings(match, names, named, lower)]
    return [*found, *(mention for block in readable for mention in _codes(block, names))]


def _lower_case_words(blocks: Iterable[Block]) -> frozenset[str]:
    """Words that this document also writes in lower case: a town called "Chair" is the chair of the meeting here."""
    distinct: set[str] = set()
    for block in blocks:
        distinct.update(block.text.split())
    return frozenset(_LOWER.findall(" ".join(distinct)))


def _matches(block: Block, names: Names) -> Iterator[_Match]:
    text = block.text
    reached = 0
    for first in names.first.finditer(text):
        start, end = first.span()
        if start < reached or (names.meaning(first[0]) is NOTHING and not text.startswith(_OWN, end)):
            continue
        best: _Match | None = None
        for _ in range(_MOST_WORDS):
            name = text[start:end].replace("&", " and ")
            alone = names.meaning(name)
            owner = names.meaning(name + text[end : end + 2]) if text.startswith(_OWN, end) else NOTHING
            own = owner.known and not alone.country  # "St. John's", but "Kuwait's proposal"
            meaning = owner if own else alone
            if meaning.known:
                best = _Match(block, start, end + 2 * own, meaning)
                reached = end
            if not alone.goes_on and not owner.begins:
                break  # "People" may go on: "People's Republic of China"
            further = _FURTHER.match(text, end)
            if further is None:
                break
            end = further.end()
        if best:
            yield best


def _paired(matches: Iterable[_Match], gazetteer: Gazetteer) -> Iterator[_Match]:
    """Matches with the country and region that the text gives right behind them."""
    row = list(matches)
    states: set[int] = set()
    for number, match in enumerate(row):
        country, region = None, None
        place = match
        for order, follower in enumerate(row[number + 1 : number + 3], start=number + 1):
            if not _PAIRED.fullmatch(match.block.text, place.end, follower.start):
                break
            wanted = {city.country for city in match.cities}
            if follower.country in wanted:
                country = follower.country
                break
            fitting = [item for item in follower.regions if item.country in wanted]
            if fitting and number not in states:
                states.add(order)
                country, region = fitting[0].country, region or fitting[0].code
            place = follower
        code = _CODE.match(match.block.text, match.end)
        if code and not country:
            regions = _regions_of(code["code"].replace(".", ""), match, gazetteer)
            if regions:
                country, region = regions[0].country, regions[0].code
        behind = number in states
        yield replace(match, paired=country, region=region, behind_city=behind) if country or behind else match


def _regions_of(code: str, match: _Match, gazetteer: Gazetteer) -> list[Region]:
    """States and provinces whose code stands behind a city, as far as a city of that name lies in one."""
    if any(city.region == code for city in match.cities):
        return [Region(code, "US", code)]
    countries = {city.country for city in match.cities} - {"US"}
    return [region for region in gazetteer.region_codes.get(code, ()) if region.country in countries & _WITH_CODES]


def _readings(match: _Match, names: Names, named: Counter[str | None], lower: frozenset[str]) -> Iterator[Mention]:
    if match.country:
        value = PlaceValue("country", match.text, match.country)
        yield _mention(match, value, "country", 0.9)
    if match.regions and not match.country:
        best = max(match.regions, key=lambda region: named[region.country])
        if match.behind_city or not any(city.population > 100_000 for city in match.cities):
            yield _mention(match, PlaceValue("region", best.name, best.country), "region", 0.7)
        if match.behind_city:
            return
    city = _likeliest(match, named, names.home)
    if city is None or (match.country and city.other):  # "Kosovo" is not Kosovo Polje
        return
    rule, score = _weigh(match, city, names, lower)
    if score >= _MIN_SCORE or (rule == "city-in-name" and score and city.population >= 50_000):
        yield _mention(match, city.value, rule, min(score, 0.97))


def _likeliest(match: _Match, named: Counter[str | None], home: frozenset[str]) -> City | None:
    """The city that is meant: in the country that the text gives; else large, or of a country that is often named.

    Where the document's language is spoken, a town counts as ten times as large: "Toledo" in Spanish minutes.
    """
    cities = match.cities
    if match.paired:
        cities = tuple(city for city in cities if city.country == match.paired)
        if match.region:
            cities = tuple(city for city in cities if city.region == match.region) or cities
    if match.country:  # "Luxembourg" the city only where it is its country's own
        cities = tuple(city for city in cities if city.country == match.country)
    total = named.total() or 1
    return max(
        cities,
        key=lambda city: (
            math.log10(city.population + 1) + named[city.country] / total + (city.country in home) - city.other
        ),
        default=None,
    )


def _weigh(match: _Match, city: City, names: Names, lower: frozenset[str]) -> tuple[str, float]:
    """The rule and the probability that the city is meant at all."""
    before = match.block.text[max(0, match.start - 20) : match.start].rstrip().lower()
    large = 0.35 * min(max((math.log10(city.population + 1) - 3) / 3, 0.0), 1.0)
    key = fold(match.text)
    common = key in names.common or key in lower
    doubt = 0.15 * city.other + 0.35 * common
    if match.paired:
        return "city-with-country", 0.95 - 0.1 * (doubt > 0.3)
    if _in_name(match, names):
        return "city-in-name", 0.0 if doubt > 0.3 else 0.2
    if before.endswith((" in", " at")):
        return "city-after-preposition", 0.5 + large - doubt
    if common:  # "Reading of the minutes", "Mobile phones"
        return "city", 0.0
    if match.start < 4:
        return "city-at-start", 0.45 + large - doubt
    return "city", 0.3 + large - doubt


def _in_name(match: _Match, names: Names) -> bool:
    """Whether the name is part of a longer one: "Vienna Convention", "Morton Bradley", "University of Sarajevo"."""
    text, start, end = match.block.text, match.start, match.end
    near = max(0, start - _NEAR)
    if text[near : end + _NEAR].isupper():
        return False
    ahead = text[near:start].rstrip()
    before = _WORD.findall(ahead)[-1:] if text[start - 1 : start].isspace() else []
    if before and ahead.endswith(before[0]):
        if before[0][0].isupper() and before[0].lower() not in names.beside:
            return True
        if before[0] == "of":
            return not ahead.lower().endswith("city of")
    behind = _BEHIND.match(text, end, end + _NEAR)
    return behind is not None and behind["word"][0].isupper() and behind["word"].lower() not in names.beside


def _misspelt(block: Block, known: set[tuple[int, int]], names: Names) -> Iterator[Mention]:
    """Names after "in" that are a town's but for one slip: "held in Herzeg Nowi"."""
    for match in _AFTER_IN.finditer(block.text):
        start, end = match.span("name")
        cities = () if (block.number, start) in known else names.gazetteer.like(match["name"])
        if cities and not names.country(match["name"]):
            found = _Match(block, start, end, NOTHING)
            yield _mention(found, cities[0].value, "city-misspelt", 0.5)


def _codes(block: Block, names: Names) -> Iterator[Mention]:
    """Two-letter codes that stand alone in brackets or in a table's cell: "Benedikt Ohlsen (UK)"."""
    text = block.text
    if "(" not in text and "|" not in text and len(text) > _CODE_ALONE:
        return
    for match in _COUNTRY_CODE.finditer(text):
        if match[0] in names.codes and match[0] not in names.exact:
            found = _Match(block, *match.span(), NOTHING)
            yield _mention(found, PlaceValue("country", match[0], names.codes[match[0]]), "country-code", 0.5)


def _mention(match: _Match, value: PlaceValue, rule: str, score: float) -> Mention:
    span = match.block.view.span(match.start, match.end)
    return Mention("place", span, value, rule, round(score, 3), match.block.number, match.start, match.end)
