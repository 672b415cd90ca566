"""One person, one row: the same person under a full name, a surname, a given name or initials."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rapidfuzz.distance import JaroWinkler

from pipeline.fields.attendees.person import Part, Person, together
from pipeline.mentions.names import NameWords, fold

_SPLIT = re.compile(r"[\s,]+")
_NO_LETTER = re.compile(r"[^\w]")
#: Two spellings of one word: "Seong" and "Seung" are, "Ana" and "Ivana" are not.
_ALIKE = 0.9
#: Which presence wins where two places disagree, the strongest first.
_STRENGTH = ("represented", "absent", "online", "present")


def tokens_of(name: str, words: NameWords) -> tuple[str, ...]:
    """The words of a name, folded, generations left out, in natural order ("Doe, Jane" is jane doe)."""
    family, comma, given = name.partition(",")
    ordered = f"{given} {family}" if comma and fold(given).strip(" .") not in words.generations else name
    found = [_NO_LETTER.sub("", fold(token)) for token in _SPLIT.split(ordered.replace("-", " ").replace("–", " "))]
    return tuple(token for token in found if token and token not in words.generations)


def same_word(first: str, second: str) -> bool:
    """Whether two words of names are the same: equal, an initial and its name, a short form, or two spellings."""
    if first == second:
        return True
    short, long = sorted((first, second), key=len)
    if len(short) == 1:
        return long.startswith(short)
    if len(short) >= 3 and long.startswith(short):
        return True
    return len(short) >= 4 and JaroWinkler.similarity(first, second) >= _ALIKE


def same_person(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether two full names are one person's: the same family name, and given names that do not contradict."""
    if not first or not second:
        return False
    if sorted(first) == sorted(second):
        return True
    if len(first) == 1 or len(second) == 1:
        return False
    short, long = (first, second) if len(first) <= len(second) else (second, first)
    if not _close(short[-1], long[-1]) and not _close(short[-1], long[0]):
        return False
    rest = list(long[:-1]) if _close(short[-1], long[-1]) else list(long[1:])
    for word in short[:-1]:
        match = next((other for other in rest if same_word(word, other)), None)
        if match is None:
            return False
        rest.remove(match)
    return True


def _close(first: str, second: str) -> bool:
    return first == second or (min(len(first), len(second)) >= 4 and JaroWinkler.similarity(first, second) >= 0.93)


class Register:
    """The people found so far, looked up by their names' words."""

    def __init__(self, words: NameWords) -> None:
        self._words = words
        self._people: list[Person] = []
        self._tokens: list[tuple[str, ...]] = []
        self._by_token: dict[str, list[int]] = {}
        self._by_alias: dict[str, list[int]] = {}

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody, in the order in which they were first met."""
        return tuple(self._people)

    def add(self, person: Person) -> None:
        """Merge ``person`` into the row of the same person, or give them a row."""
        number = self.find(person.name.text, full=True)
        if number is None:
            self._insert(person)
        else:
            self._replace(number, merged(self._people[number], person))

    def add_to(self, number: int, person: Person) -> None:
        """Merge what ``person`` says into row ``number``."""
        self._replace(number, merged(self._people[number], person))

    def find(self, name: str, *, full: bool = False) -> int | None:
        """The row of ``name``; with ``full`` a single word only finds the same single word. None when unsure."""
        tokens = tokens_of(name, self._words)
        if not tokens:
            return None
        near = {n for token in tokens for n in self._by_token.get(token[:3], ())}
        for number in sorted(near):
            if same_person(tokens, self._tokens[number]):
                return number
        if full and len(tokens) == 1:
            return None
        if len(tokens) == 1:
            aliases = self._by_alias.get(name.strip(), [])
            if len(aliases) == 1:
                return aliases[0]
            exact = [n for n in near if tokens[0] in self._tokens[n]]
            last = [n for n in exact if self._tokens[n][-1] == tokens[0]]
            for found in (exact, last):
                if len(found) == 1:
                    return found[0]
        singles = [n for n in near if len(self._tokens[n]) == 1 and self._tokens[n][0] in (tokens[0], tokens[-1])]
        return singles[0] if len(singles) == 1 and len(tokens) > 1 else None

    def _insert(self, person: Person) -> None:
        self._people.append(person)
        self._tokens.append(())
        self._index(len(self._people) - 1, person)

    def _replace(self, number: int, person: Person) -> None:
        self._people[number] = person
        self._index(number, person)

    def _index(self, number: int, person: Person) -> None:
        self._tokens[number] = tokens_of(person.name.text, self._words)
        for token in self._tokens[number]:
            rows = self._by_token.setdefault(token[:3], [])
            if number not in rows:
                rows.append(number)
        for alias in person.aliases:
            rows = self._by_alias.setdefault(alias, [])
            if number not in rows:
                rows.append(number)


def merged(first: Person, second: Person) -> Person:
    """Both mentions as one person: the first one's words, completed from the second."""
    name = second.name if _fuller(second.name.text, first.name.text) else first.name
    role = first.role or second.role
    if first.listed and second.listed and first.role and second.role:
        role = together(first.role, second.role)
    return replace(
        first,
        name=name,
        score=max(first.score, second.score),
        prefix=first.prefix or second.prefix,
        role=role,
        organization=first.organization or second.organization,
        country=first.country or second.country,
        delegation=first.delegation or second.delegation,
        presence=_presence(first.presence, second.presence),
        represented_by=first.represented_by or second.represented_by,
        arrived=first.arrived or second.arrived,
        left=first.left or second.left,
        email=first.email or second.email,
        phone=first.phone or second.phone,
        aliases=tuple(dict.fromkeys((*first.aliases, *second.aliases))),
        listed=first.listed or second.listed,
    ).doing(*second.functions)


def _fuller(first: str, second: str) -> bool:
    """Whether ``first`` says all words of ``second`` and more: "Jesper David Jansen" and "Jesper Jansen"."""
    own, other = _SPLIT.split(fold(first)), _SPLIT.split(fold(second))
    if len(own) == len(other):
        return first.count(".") < second.count(".") and len(first) > len(second) and own[-1] == other[-1]
    return len(own) > len(other) and set(other) <= set(own)


def _presence(first: Part | None, second: Part | None) -> Part | None:
    if first is None or second is None:
        return first or second
    return min((first, second), key=lambda said: _STRENGTH.index(said.text))


def register(people: Iterable[Person], words: NameWords) -> Register:
    """A register of ``people``."""
    found = Register(words)
    for person in people:
        found.add(person)
    return found
