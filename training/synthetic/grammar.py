"""The grammar's engine: ``[rule]`` becomes one of that rule's lines, terminals become names, places and dates."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import yaml

from training.synthetic import dates, names
from training.synthetic.marks import mark, plain
from training.synthetic.places import Places

_SLOT = re.compile(r"\[([a-z_]+)\]")
_SMALL_WORDS = {"of", "for", "the", "and", "on", "in", "to", "against", "a"}


class Grammar:
    """Rules of the YAML files and the terminals. All chance comes from the one ``rng``."""

    def __init__(self, rng: random.Random, pool: list[names.Culture], places: Places) -> None:
        self.rng = rng
        self.pool = pool
        self.places = places
        folder = Path(__file__).parent
        self.rules: dict[str, list[str]] = {}
        for name in ("grammar.yml", "prose.yml"):
            for rule, lines in yaml.safe_load((folder / name).read_text(encoding="utf-8")).items():
                self.rules[rule] = [str(line) for line in lines]
        self._acronym, self._region = "UNO", "SEE"
        self._terminals: dict[str, Callable[[], str]] = {
            "person": lambda: self.person(rng.choices(["full", "middle", "initial", "family_caps"], [85, 5, 7, 3])[0]),
            "surname": lambda: self.person("family"),
            "first": lambda: self.person("first_only"),
            "initials": lambda: mark(
                "IGN", "".join(rng.choice("ABCDEFGHJKLMNPRST") for _ in range(rng.choice([2, 2, 3])))
            ),
            "mr": self.titled,
            "surname_plain": lambda: names.draw(pool, rng).family.split()[-1],
            "surname_street": lambda: names.draw(pool, rng).family.split()[-1],
            "org": self.organization,
            "acronym": lambda: mark("ORG", self.acronym()),
            "org_and_acronym": self.organization_with_acronym,
            "same_acronym": lambda: mark("ORG", self._acronym),
            "country": lambda: mark("PLACE", self.places.country(rng)),
            "country_plain": lambda: self.places.country(rng),
            "city": lambda: mark("PLACE", self.places.city(rng)),
            "city_plain": lambda: self.places.city(rng),
            "region": lambda: mark("PLACE", self.one("region_plain")),
            "region_acronym": lambda: mark("PLACE", self.one("region_short")),
            "region_and_acronym": self.region_with_acronym,
            "same_region": lambda: mark("PLACE", self._region),
            "org_mission": self.mission,
            "address": self.address,
            "venue": lambda: mark("PLACE", plain(self.expand(self.one("venue")))),
            "date": lambda: mark("DATE", dates.date(rng)),
            "month": lambda: mark("DATE", rng.choice(dates.MONTHS)),
            "month_year": lambda: mark("DATE", dates.month_year(rng)),
            "year": lambda: mark("DATE", str(rng.randint(1970, 2027))),
            "small": lambda: str(rng.randint(1, 30)),
            "number": lambda: str(rng.randint(2, 400)),
            "ordinal": lambda: rng.choice(["2nd", "3rd", "5th", "12th", "Ground"]),
            "letter": lambda: rng.choice("ABCDEFGHJKLM"),
            "coined": self.coined,
            "handle": lambda: self.coined().lower(),
        }

    def one(self, rule: str) -> str:
        """A line of ``rule``, not yet expanded."""
        return self.rng.choice(self.rules[rule])

    def expand(self, text: str) -> str:
        """``text`` with all its slots filled."""
        return _SLOT.sub(lambda match: self.fill(match[1]), text)

    def fill(self, slot: str) -> str:
        """What stands for ``[slot]``."""
        terminal = self._terminals.get(slot)
        return terminal() if terminal else self.expand(self.one(slot))

    def person(self, how: str) -> str:
        """A marked name, written in the style ``how``."""
        return mark("PERSON", names.written(names.draw(self.pool, self.rng), how, self.rng))

    def titled(self) -> str:
        """A name with a title before it, by its family name alone or in full, now and then with a degree behind."""
        how = self.rng.choices(["full", "family", "family_caps", "initial"], [60, 25, 8, 7])[0]
        tail = self.one("degree") if self.rng.random() < 0.05 else ""
        return f"{self.one('honorific')} {self.person(how)}{tail}"

    def organization_name(self) -> str:
        """An organization's name, unmarked."""
        kind = self.rng.choices(
            ["org_ministry", "org_body", "org_academic", "org_company", "known", "acronym"], [22, 36, 13, 12, 7, 10]
        )[0]
        return self.acronym() if kind == "acronym" else plain(self.expand(self.one(kind)))

    def organization(self) -> str:
        """A marked organization."""
        return mark("ORG", self.organization_name())

    def acronym(self) -> str:
        """A known acronym, or letters that could be one."""
        rng = self.rng
        if rng.random() < 0.25:
            known = [name for name in self.rules["known"] if name.isupper()]
            return rng.choice(known)
        vowels, letters = "AEIOU", "BCDFGHJKLMNPRSTVWZ"
        size = rng.choices([2, 3, 4, 5, 6, 7], [8, 32, 30, 17, 9, 4])[0]
        word = "".join(rng.choice(vowels if rng.random() < 0.36 else letters) for _ in range(size))
        chance = rng.random()
        if chance < 0.06:
            return f"{word}-{rng.choice(['SEE', 'EU', 'Net', 'CN', 'RO', self.places.country(rng)])}"
        if chance < 0.10:
            return word[:1] + word[1:].lower() + rng.choice(["Net", "Pol", "Stat", "Watch", "EU", "AC"])
        if chance < 0.12:
            return f"{word} {rng.choice(['SEE', 'Secretariat', 'Europe', 'Africa', self.places.country(rng)])}"
        return word

    def initials_of(self, name: str) -> str:
        """The acronym that the name's capitalised words make."""
        return "".join(
            word[0] for word in re.findall(r"[^\W\d_]+", name) if word not in _SMALL_WORDS and word[0].isupper()
        )

    def organization_with_acronym(self) -> str:
        """A name with its acronym, "Long Name (ABC)", both marked; [same_acronym] repeats the acronym later on."""
        name = plain(self.expand(self.one(self.rng.choice(["org_body", "org_body", "org_ministry"]))))
        made = self.initials_of(name)
        self._acronym = made if 2 <= len(made) <= 8 and self.rng.random() < 0.8 else self.acronym()
        quote = self.rng.choice(["({})", "({})", "({})", "(the “{}”)", '("{}")', "– {}", "[{}]"])
        return f"{mark('ORG', name)} {quote.format(mark('ORG', self._acronym))}"

    def region_with_acronym(self) -> str:
        """A region with its acronym, "South-East Europe (SEE)"; [same_region] repeats the acronym later on."""
        name = self.one("region_plain")
        made = self.initials_of(name)
        self._region = made if len(made) > 2 else self.one("region_short")
        return f"{mark('PLACE', name)} ({mark('PLACE', self._region)})"

    def mission(self) -> str:
        """An organization's office in a country, one entity together."""
        kind = self.rng.choice(
            ["Mission to", "mission in", "Office in", "Country Office", "Regional Office for", "Presence in"]
        )
        place = self.places.country(self.rng)
        head = plain(self.acronym())
        return mark("ORG", f"{head} {place} {kind}" if kind == "Country Office" else f"{head} {kind} {place}")

    def address(self) -> str:
        """A street with a number, before or behind it."""
        rng = self.rng
        name = names.draw(self.pool, rng)
        honoured = rng.choice([name.full, name.family, self.coined()])
        street = f"{honoured} {rng.choice(['Street', 'Avenue', 'Road', 'Square', 'St.', 'Boulevard'])}"
        number = str(rng.randint(1, 300))
        return mark(
            "PLACE",
            rng.choice([f"{street} {number}", f"{number} {street}", f"{street} {number}", f"Rue {name.full} {number}"]),
        )

    def coined(self) -> str:
        """A word that nobody has used as a name: "Telvora"."""
        rng = self.rng
        onset = [
            "b",
            "c",
            "d",
            "f",
            "g",
            "h",
            "j",
            "k",
            "l",
            "m",
            "n",
            "p",
            "r",
            "s",
            "t",
            "v",
            "w",
            "z",
            "br",
            "cl",
            "dr",
            "fl",
            "gr",
            "kr",
            "pl",
            "qu",
            "st",
            "tr",
            "th",
            "ch",
            "sh",
        ]
        nucleus = ["a", "e", "i", "o", "u", "a", "e", "i", "o", "ia", "eo"]
        coda = ["", "", "", "n", "r", "x", "l", "s", "nd", "rt", "th"]
        word = "".join(rng.choice(onset) + rng.choice(nucleus) + rng.choice(coda) for _ in range(rng.choice([2, 2, 3])))
        return word.capitalize() if rng.random() < 0.9 else word[:3].capitalize() + word[3:].capitalize()
