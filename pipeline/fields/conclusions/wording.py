"""Wording: whether a text holds one of many words, asked of the set of its words before any pattern runs."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pipeline.lexicon import alternation

_WORD = re.compile(r"[\w-]+")
_PIECE = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Words:
    """A text, its ``words`` in lower case, and these with their ``pieces`` ("to-do": "to", "do"): folded once."""

    text: str
    lowered: str
    words: frozenset[str]
    pieces: frozenset[str]


def words_of(text: str) -> Words:
    """The words of ``text``."""
    lowered = text.lower()
    words = frozenset(_WORD.findall(lowered))
    joined = [word for word in words if "-" in word or "_" in word]
    return Words(text, lowered, words, words.union(*map(_PIECE.findall, joined)) if joined else words)


@dataclass(frozen=True)
class Wording:
    """The ``forms`` of a lexicon, ready to be looked for.

    ``single`` are those that are one word. Whatever text a form matches, it has the form's longest piece: one of
    ``telling`` (``telling_rest`` for those that are no single words), or holds one of ``stems`` ("vote*"). ``always``
    says that a form has no piece ("#").
    """

    forms: frozenset[str]
    single: frozenset[str]
    telling: frozenset[str]
    telling_rest: frozenset[str]
    stems: tuple[str, ...]
    always: bool

    @cached_property
    def rest(self) -> re.Pattern[str]:
        """The pattern of the forms that are no single words."""
        return re.compile(rf"(?<![\w-]){alternation(self.forms - self.single)}(?![\w-])", re.IGNORECASE)

    def possible(self, said: Words) -> bool:
        """Whether a pattern that needs one of the forms can match in the text; none is tried."""
        if self.always or not self.telling.isdisjoint(said.pieces):
            return True
        return bool(self.stems) and any(stem in said.lowered for stem in self.stems)


def wording(forms: Iterable[str]) -> Wording:
    """The words of a lexicon, ready to be looked for."""
    lowered = frozenset(form.lower() for form in forms)
    single = frozenset(form for form in lowered if _WORD.fullmatch(form))
    pieces = {form: _PIECE.findall(form) for form in lowered}
    stems = frozenset(form for form in lowered if form.endswith("*") and len(pieces[form]) == 1)
    whole = {form: found[: len(found) - form.endswith("*")] for form, found in pieces.items()}
    telling = {form: max(found, key=len) for form, found in whole.items() if found}
    return Wording(
        forms=lowered,
        single=single,
        telling=frozenset(telling.values()),
        telling_rest=frozenset(piece for form, piece in telling.items() if form not in single),
        stems=tuple(sorted(pieces[form][0] for form in stems)),
        always=not all(pieces.values()),
    )


@dataclass(frozen=True)
class Wordings:
    """Several wordings by name, asked all at once: ``single`` words and ``telling`` pieces of the others to names."""

    named: Mapping[str, Wording]
    single: Mapping[str, tuple[str, ...]]
    telling: Mapping[str, tuple[str, ...]]
    stems: tuple[tuple[str, str], ...]
    always: frozenset[str]

    def within(self, said: Words) -> frozenset[str]:
        """Names of the wordings of which the text holds a form."""
        found = {name for word in self.single.keys() & said.words for name in self.single[word]}
        maybe = {name for piece in self.telling.keys() & said.pieces for name in self.telling[piece]}
        maybe.update(self.always)
        maybe.update([name for stem, name in self.stems if stem in said.lowered])
        found.update([name for name in maybe - found if self.named[name].rest.search(said.text)])
        return frozenset(found)


def wordings(named: Mapping[str, Iterable[str]]) -> Wordings:
    """Words of a lexicon by name, ready to be looked for."""
    made = {name: wording(forms) for name, forms in named.items()}
    return Wordings(
        made,
        _names({name: one.single for name, one in made.items()}),
        _names({name: one.telling_rest for name, one in made.items()}),
        tuple((stem, name) for name, one in made.items() for stem in one.stems),
        frozenset(name for name, one in made.items() if one.always),
    )


def _names(words: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Each word to the names that have it."""
    found: dict[str, tuple[str, ...]] = {}
    for name, own in words.items():
        for word in own:
            found[word] = (*found.get(word, ()), name)
    return found


class Gated:
    """A pattern that can only match where each of ``needs`` is possible: elsewhere it is not tried, nor compiled."""

    def __init__(self, source: str, *needs: Wording, flags: re.RegexFlag = re.IGNORECASE) -> None:
        self.source, self.needs, self.flags = source, needs, flags

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern itself."""
        return re.compile(self.source, self.flags)

    def possible(self, said: Words) -> bool:
        """Whether the pattern can match in the text."""
        for need in self.needs:  # noqa: SIM110 - no all(): each unit is asked a dozen times
            if not need.possible(said):
                return False
        return True

    def search(self, said: Words, start: int = 0) -> re.Match[str] | None:
        """The first match in the text from ``start`` on."""
        return self.pattern.search(said.text, start) if self.possible(said) else None

    def match(self, said: Words, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The match at ``start``, before ``end``."""
        return self.pattern.match(said.text, start, end) if self.possible(said) else None

    def finditer(self, said: Words) -> Iterator[re.Match[str]]:
        """All matches in the text."""
        return self.pattern.finditer(said.text) if self.possible(said) else iter(())
