"""What counts as a place's name in a document of certain languages; each name is looked up once a worker."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache, partial

from pipeline.lexicon import Lexicon
from pipeline.mentions.letters import CAPITALS
from pipeline.mentions.places.gazetteer import City, Gazetteer, Region, beginnings, fold

_LETTER, _JOINT = r"[^\W\d_]", r"['’ʼ\-‑]"
#: "Bečići" (without its "'s"), "Port-of-Spain", "St.", "U.K.", "Côte d'Ivoire" (two words), and single letters to see
#: them as neighbours.
WORD = rf"(?:[A-Z]\.){{2,}}[A-Z]?|(?:St|Ste|Mt|Ft)\.|(?!(?<=['’ʼ])s\b){_LETTER}+(?:{_JOINT}(?!s\b){_LETTER}+)*"

#: Names whose meaning is remembered: some hundred reports' worth.
_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name could mean. ``goes_on`` says that a longer name may begin so, ``begins`` that a country's does."""

    country: str | None = None
    regions: tuple[Region, ...] = ()
    cities: tuple[City, ...] = ()
    goes_on: bool = False
    begins: bool = False
    known: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "known", bool(self.country or self.cities or self.regions))


#: What most words mean.
NOTHING = Meaning()


@dataclass(frozen=True)
class Names:
    """The names of the gazetteer and of a lexicon. ``meaning`` looks one up as it stands in the text."""

    gazetteer: Gazetteer
    languages: tuple[str, ...]
    aliases: dict[str, str]  # by folded name
    exact: dict[str, str]  # short ones, which must be written just so: "US" is no "us"
    prefixes: frozenset[str]  # folded beginnings of longer names of countries and regions
    common: frozenset[str]
    beside: frozenset[str]
    first: re.Pattern[str]  # a word that a name may begin with
    codes: dict[str, str]
    home: frozenset[str]  # countries where the document's language is spoken
    meaning: Callable[[str], Meaning] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "meaning", lru_cache(_REMEMBERED)(partial(_looked_up, names=self)))

    def country(self, text: str) -> str | None:
        """ISO 3166-1 code of the country called ``text`` in one of the languages, or None."""
        if text in self.exact:
            return self.exact[text]
        key = fold(text)
        return self.aliases.get(key) or self.gazetteer.country(key, self.languages)


def names_of(gazetteer: Gazetteer, lexicon: Lexicon) -> Names:
    """The names that count with a lexicon; made once for each and kept with the gazetteer."""
    if lexicon.languages not in gazetteer.names:
        gazetteer.names[lexicon.languages] = _names(gazetteer, lexicon)
    found: Names = gazetteer.names[lexicon.languages]
    return found


def _names(gazetteer: Gazetteer, lexicon: Lexicon) -> Names:
    aliases = lexicon.names("places", "country_aliases")
    short = {alias: code for alias, code in aliases.items() if len(fold(alias)) <= 4 and not alias.istitle()}
    long = {fold(alias).removeprefix("the "): code for alias, code in aliases.items() if alias not in short}
    known = {code for by_language in gazetteer.countries.values() for code in by_language.values()}
    return Names(
        gazetteer,
        lexicon.languages,
        long,
        short,
        gazetteer.beginnings.union(start for key in long for start in beginnings(key)),
        frozenset([*lexicon.words("places", "common"), *_calendar(lexicon)]),
        frozenset(lexicon.words("places", "beside")),
        _first(lexicon),
        {**{code: code for code in known}, **lexicon.names("places", "country_codes")},
        frozenset(lexicon.words("places", "spoken_in")),
    )


def _first(lexicon: Lexicon) -> re.Pattern[str]:
    """A word (see WORD) with a capital, or one of the lower-case words that names begin with: no other can begin one.

    Its first letter comes first, what stands before it second: letters are what the engine searches for.
    """
    lower_starts = lexicon.words("places", "lower_starts")
    small = "|".join(rf"(?<={word[0]}){word[1:]}" for word in lower_starts) or "(?!)"
    letters = rf"{_LETTER}*(?:{_JOINT}(?!s\b){_LETTER}+)*"
    return lexicon.pattern(
        rf"""[{CAPITALS}{"".join(word[0] for word in lower_starts)}](?<!{_LETTER}.)(?<!{_LETTER}{_JOINT}.)(?:
            (?:{small})(?!\w|{_JOINT})
          | (?<=[{CAPITALS}])(?:(?<=[A-Z])\.(?:[A-Z]\.)+[A-Z]? | (?:(?<=S)te?|(?<=[MF])t)\. | {letters})
        )""",
        re.VERBOSE,
    )


def _calendar(lexicon: Lexicon) -> Iterator[str]:
    """Months, weekdays and nouns of meetings, which are towns somewhere too: "Juli", "Treffen"."""
    yield from (fold(word) for key in ("months", "weekdays") for word in lexicon.numbers("dates", key))
    yield from (fold(word) for words in lexicon.groups("meetings", "kinds").values() for word in words)


def _looked_up(name: str, names: Names) -> Meaning:
    key = fold(name)
    bare = key.removeprefix("the ")
    begins = key in names.prefixes
    goes_on = bare in names.prefixes or bare == "the" or names.gazetteer.begins(bare)
    if name.islower() or name.rpartition(" ")[2].islower():  # "La réunion" is no island
        return Meaning(goes_on=goes_on, begins=begins)
    country = names.country(name)
    short = len(name) < 3 or (name.isupper() and len(name) < 4)
    if name in names.exact or (short and not country):
        return Meaning(country, goes_on=goes_on, begins=begins)
    cities = () if name[0].islower() else names.gazetteer.cities(name)
    meaning = Meaning(country, names.gazetteer.region(name), cities, goes_on, begins)
    return meaning if meaning.known or goes_on or begins else NOTHING
