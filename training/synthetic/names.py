"""Names of people of some hundred cultures, and the ways in which reports write them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import yaml
from anyascii import anyascii

#: Faker's locales whose lists are in Latin letters, or read well in letters that anyascii turns into them.
LOCALES = [
    "az_AZ",
    "bg_BG",
    "cs_CZ",
    "da_DK",
    "de_AT",
    "de_CH",
    "de_DE",
    "el_GR",
    "en_AU",
    "en_CA",
    "en_GB",
    "en_IE",
    "en_IN",
    "en_KE",
    "en_NG",
    "en_NZ",
    "en_PK",
    "en_TH",
    "en_US",
    "es_AR",
    "es_CA",
    "es_CL",
    "es_CO",
    "es_ES",
    "es_MX",
    "et_EE",
    "fi_FI",
    "fr_BE",
    "fr_CA",
    "fr_CH",
    "fr_DZ",
    "fr_FR",
    "ga_IE",
    "ha_NG",
    "hr_HR",
    "hu_HU",
    "hy_AM",
    "id_ID",
    "ig_NG",
    "is_IS",
    "it_IT",
    "ka_GE",
    "lt_LT",
    "lv_LV",
    "mk_MK",
    "nl_BE",
    "nl_NL",
    "no_NO",
    "pl_PL",
    "pt_BR",
    "pt_PT",
    "ro_RO",
    "ru_RU",
    "sk_SK",
    "sl_SI",
    "sv_SE",
    "sw",
    "tr_TR",
    "tw_GH",
    "uk_UA",
    "uz_UZ",
    "yo_NG",
    "zu_ZA",
]
SAMPLES = 150


@dataclass(frozen=True)
class Name:
    """A person's name in its parts. ``family_first`` says in which order its bearer writes it."""

    given: str
    family: str
    family_first: bool = False

    @property
    def full(self) -> str:
        return f"{self.family} {self.given}" if self.family_first else f"{self.given} {self.family}"


@dataclass(frozen=True)
class Culture:
    """Given and family names that go together."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    family_first: bool = False


def _own() -> dict[str, Culture]:
    data = yaml.safe_load(Path(__file__).with_name("names.yml").read_text(encoding="utf-8"))
    return {
        key: Culture(tuple(value["given"]), tuple(value["family"]), value.get("order") == "family_first")
        for key, value in data.items()
    }


def _faked(seed: int) -> dict[str, Culture]:
    from faker import Faker  # only the generator needs it

    cultures = {}
    for locale in LOCALES:
        fake = Faker(locale)
        fake.seed_instance(seed)
        given = dict.fromkeys(fake.first_name() for _ in range(SAMPLES))
        family = dict.fromkeys(fake.last_name() for _ in range(SAMPLES))
        cultures[locale] = Culture(tuple(map(_latin, given)), tuple(map(_latin, family)))
    return cultures


def _latin(name: str) -> str:
    """The name in Latin letters; names that are in them keep their accents."""
    if all(ord(letter) < 0x370 for letter in name):
        return name
    return anyascii(name).replace("'", "").replace("`", "").title()


def cultures(seed: int) -> list[Culture]:
    """All cultures; the same seed gives the same names. Without Faker, our own lists alone."""
    own = _own()
    try:
        faked = _faked(seed)
    except ImportError:
        faked = {}
    # Each of our own stands twice: Faker's locales are three fifths western.
    return [*own.values(), *own.values(), *faked.values()]


def draw(pool: list[Culture], rng: random.Random) -> Name:
    """A name: now and then with a second given name, a double family name, or without its accents."""
    culture = rng.choice(pool)
    given, family = rng.choice(culture.given), rng.choice(culture.family)
    chance = rng.random()
    if chance < 0.06:
        given = f"{given} {rng.choice(culture.given)}"
    elif chance < 0.10 and "-" not in family:
        family = f"{family}-{rng.choice(culture.family)}"
    elif chance < 0.14:
        family = f"{family} {rng.choice(culture.family)}"
    elif chance < 0.16:
        family = rng.choice(["van ", "de ", "von ", "di ", "Mc", "al-", "El ", "O'", "St. "]) + family
    elif chance < 0.18:
        other = rng.choice(rng.choice(pool).family)
        family = f"{family} {other}"
    if rng.random() < 0.18:
        given, family = anyascii(given), anyascii(family)
    return Name(given, family, culture.family_first and rng.random() < 0.7)


def _initials(given: str, rng: random.Random) -> str:
    letters = [part[0].upper() for part in given.replace("-", " ").split() if part[0].isalpha()] or ["J"]
    if len(letters) == 1 and rng.random() < 0.3:
        letters.append(rng.choice("ABCDEFGHJKLMNPRSTVW"))
    return (
        rng.choice([". ".join(letters) + ".", ".".join(letters) + ".", "".join(letters)])
        if len(letters) > 1
        else letters[0] + rng.choice([".", ".", "."])
    )


def middle(name: Name, rng: random.Random) -> str:
    """With a letter between: "John Q. Public"."""
    return f"{name.given} {rng.choice('ABCDEFGHJKLMNPRSTVW')}. {name.family}"


def nickname(name: Name, rng: random.Random) -> str:
    """With a nickname: "Robert “Bob” Smith"."""
    quote = rng.choice(['"{}"', "“{}”", "({})"])
    return f"{name.given} {quote.format(name.given.split()[0][:3].title())} {name.family}"


#: How lists write names, with weights.
STYLES = {
    "full": 50,
    "family_caps": 12,
    "caps_first": 7,
    "all_caps": 4,
    "comma": 7,
    "comma_caps": 3,
    "initial": 9,
    "initial_after": 3,
    "middle": 5,
    "nickname": 1,
    "first_only": 3,
}


def style(rng: random.Random) -> str:
    """A way of writing names, for a whole list."""
    return rng.choices(list(STYLES), list(STYLES.values()))[0]


def written(name: Name, how: str, rng: random.Random) -> str:
    """``name`` in the style ``how``."""
    forms = {
        "full": lambda: name.full,
        "family_caps": lambda: f"{name.given} {name.family.upper()}",
        "caps_first": lambda: f"{name.family.upper()} {name.given}",
        "all_caps": name.full.upper,
        "comma": lambda: f"{name.family}, {name.given}",
        "comma_caps": lambda: f"{name.family.upper()}, {name.given}",
        "initial": lambda: f"{_initials(name.given, rng)} {name.family}",
        "initial_after": lambda: f"{name.family} {_initials(name.given, rng)}",
        "middle": lambda: middle(name, rng),
        "nickname": lambda: nickname(name, rng),
        "first_only": lambda: name.given.split()[0],
        "family": lambda: name.family,
    }
    return forms[how]()
