"""The gazetteer: which places a name could mean. Offline, read once a worker, decoded only where it is asked.

The tables are built by training/gazetteer.py; their sources are named in data/README.md.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import resources
from typing import Any

from anyascii import anyascii

from pipeline.mentions.mention import PlaceValue
from pipeline.mentions.places.lines import Lines

_NO_NAME = re.compile(r"[^a-z0-9]+")
_CLOSED = re.compile(r"[.'’`ʼ]")  # "St. John's" is looked up as "st johns"


def fold(name: str) -> str:
    """``name`` as the tables spell it: "Bečići" is "becici", "Port-of-Spain" is "port of spain"."""
    plain = name if name.isascii() else anyascii(name)
    if plain.isalpha():  # most are a single word
        return plain.lower()
    return _NO_NAME.sub(" ", _CLOSED.sub("", plain.lower())).strip()


def beginnings(key: str) -> Iterator[str]:
    """What a folded name begins with, word by word: "trinidad", "trinidad and" of "trinidad and tobago"."""
    words = key.split()
    return (" ".join(words[:number]) for number in range(1, len(words)))


@dataclass(frozen=True, slots=True)
class City:
    """A row of the table of cities. ``other`` says that it is known here by another than its main name."""

    name: str
    country: str
    region: str
    latitude: float
    longitude: float
    population: int
    other: bool

    @property
    def value(self) -> PlaceValue:
        return PlaceValue("city", self.name, self.country, self.latitude, self.longitude, self.population)


@dataclass(frozen=True, slots=True)
class Region:
    """A state, province or constituent country. ``code`` is what addresses use ("NY")."""

    name: str
    country: str
    code: str


@dataclass(frozen=True)
class Gazetteer:
    """Cities in sorted lines; countries by folded name and language; regions by folded name and by code.

    ``names`` keeps what counts as a name in documents of certain languages (see places.vocabulary).
    """

    lines: Lines
    countries: Mapping[str, Mapping[str, str]] = field(repr=False)
    regions: Mapping[str, tuple[Region, ...]] = field(repr=False)
    region_codes: Mapping[str, tuple[Region, ...]] = field(repr=False)
    names: dict[tuple[str, ...], Any] = field(default_factory=dict, repr=False, compare=False)
    _cities: dict[str, tuple[City, ...]] = field(default_factory=dict, repr=False)

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """Folded words that longer names of countries and regions begin with."""
        return frozenset(start for key in (*self.countries, *self.regions) for start in beginnings(key))

    def cities(self, name: str) -> tuple[City, ...]:
        """The cities that ``name`` could mean, the most populous first."""
        key = fold(name)
        if key not in self._cities:
            self._cities[key] = self._decode(key)
        return self._cities[key]

    def _decode(self, key: str) -> tuple[City, ...]:
        found = []
        for line in self.lines.starting(f"{key}\t") if key else ():
            _, shown, country, region, latitude, longitude, population = line.split("\t")
            name = shown or key.title()
            other = bool(shown) and fold(shown) != key
            found.append(City(name, country, region, float(latitude), float(longitude), int(population), other))
        return tuple(sorted(found, key=lambda city: (city.other and city.population < 500_000, -city.population)))

    def begins(self, words: str) -> bool:
        """Whether some longer name of a city begins with the folded ``words``."""
        return bool(words) and next(self.lines.starting(f"{words} "), None) is not None

    def country(self, name: str, languages: Sequence[str] = ("en",)) -> str | None:
        """ISO 3166-1 code of the country called ``name`` in one of ``languages``, or None."""
        codes = self.countries.get(fold(name).removeprefix("the "))
        if not codes:
            return None
        return next((codes[language] for language in ("*", *languages) if language in codes), None)

    def region(self, name: str) -> tuple[Region, ...]:
        """Regions called ``name``."""
        return self.regions.get(fold(name), ())

    def like(self, name: str, *, country: str | None = None) -> tuple[City, ...]:
        """Cities whose name is one slip of the pen away from ``name`` ("Herzeg Nowi"); none for short names."""
        key = fold(name)
        if len(key) < 7:
            return ()
        found: list[City] = []
        for line in self.lines.starting(key[:3]):
            other = line.partition("\t")[0]
            # A slip leaves the last two letters as they are, or else all but the last three.
            if (other.endswith(key[-2:]) or other.startswith(key[:-3])) and _one_slip(key, other):
                found.extend(city for city in self.cities(other) if country in (None, city.country))
        return tuple(sorted(set(found), key=lambda city: -city.population))


def _one_slip(left: str, right: str) -> bool:
    """Whether one letter is changed, left out or added, or two neighbours stand the wrong way round."""
    if abs(len(left) - len(right)) > 1 or left == right:
        return False
    start = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    a, b = left[start:], right[start:]
    swapped = len(a) > 1 and len(b) > 1 and a[0] == b[1] and a[1] == b[0] and a[2:] == b[2:]
    return swapped or a[1:] == b[1:] or a[1:] == b or a == b[1:]


def country_codes() -> frozenset[str]:
    """The ISO 3166-1 codes of all countries."""
    return frozenset(code for _, code, _ in _rows("countries.tsv"))


def _table(name: str) -> bytes:
    return resources.files("pipeline.mentions").joinpath("data", name).read_bytes()


def _rows(name: str) -> Iterator[list[str]]:
    return (line.split("\t") for line in _table(name).decode("utf-8").splitlines())


def load() -> Gazetteer:
    """Read the tables that come with the package."""
    countries: dict[str, dict[str, str]] = {}
    for key, code, language in _rows("countries.tsv"):
        countries.setdefault(key, {}).setdefault(language, code)
    regions: dict[str, list[Region]] = {}
    codes: dict[str, list[Region]] = {}
    for key, name, country, code in _rows("regions.tsv"):
        region = Region(name, country, code)
        regions.setdefault(key, []).append(region)
        if code:
            codes.setdefault(code, []).append(region)
    return Gazetteer(
        Lines(gzip.decompress(_table("cities.tsv.gz"))),
        countries,
        {key: tuple(items) for key, items in regions.items()},
        {key: tuple(items) for key, items in codes.items()},
    )
