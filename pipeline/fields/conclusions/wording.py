"""Wording: which lists of the lexicon a text holds words of, asked of the set of its words before any pattern runs."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.lexicon import Compile, Late, Lexicon, alternation

_WORD = re.compile(r"[\w-]+")
_PIECE = re.compile(r"[^\W_]+")
#: The lists of the topic "conclusions" that patterns need and flags are made of, and those that come in groups.
_LISTS = (
    *("procedural", "obligations", "futures", "possible", "votes", "summing", "speaking", "earlier", "singular"),
    *("intentions", "finite", "wills", "motions", "passives", "behind_nouns", "recitals", "tallied"),
    *("to", "tasks", "askings", "fors", "agents", "woulds", "shall_be", "late"),
)
_GROUPS = ("verbs", "labels", "nouns")


@dataclass(frozen=True)
class Wording:
    """The ``forms`` of a list: ``single`` are those that are one word."""

    forms: frozenset[str]
    single: frozenset[str]
    compiled: Compile = re.compile

    @cached_property
    def rest(self) -> re.Pattern[str]:
        """The pattern of the forms that are no single words."""
        return self.compiled(rf"(?<![\w-]){alternation(self.forms - self.single)}(?![\w-])", re.IGNORECASE)


@dataclass(frozen=True)
class Vocabulary:
    """The lists of a lexicon by name, and what gives them away.

    Whatever text a form matches, it has all whole pieces of the form ("is", "going" and "to" for "is going to") and its
    stem ("objection" for "no objection*"). ``single`` are the lists with a form of one piece, by that piece;
    ``several`` the other forms as pieces, stem and list, by their longest piece; ``stems`` those that are a mere stem.
    Lists with a form that has no piece at all ("#") are in ``always``.
    """

    lists: Mapping[str, Wording]
    single: Mapping[str, frozenset[str]]
    several: Mapping[str, Sequence[tuple[frozenset[str], str, str]]]
    stems: Sequence[tuple[str, str]]
    always: frozenset[str]

    def words(self, text: str) -> Words:
        """The words of ``text``, and the lists of which it may hold a form."""
        lowered = text.lower()
        order = _WORD.findall(lowered)
        words = pieces = frozenset(order)
        if "-" in lowered or "_" in lowered:
            pieces = words.union(*(_PIECE.findall(word) for word in words if "-" in word or "_" in word))
        phrases = {name for stem, name in self.stems if stem in lowered}
        for piece in self.several.keys() & pieces:
            phrases.update(name for whole, stem, name in self.several[piece] if whole <= pieces and stem in lowered)
        possible = self.always.union(phrases, *[self.single[piece] for piece in self.single.keys() & pieces])
        return Words(text, order, words, possible, self.always | phrases, self)


@dataclass(frozen=True, slots=True)
class Words:
    """A text with its words in lower case, in their ``order`` and as a set, and the ``possible`` lists.

    Of lists that are not possible it holds no form; of those that are not among ``phrases`` none but single words.
    """

    text: str
    order: Sequence[str]
    words: frozenset[str]
    possible: frozenset[str]
    phrases: frozenset[str]
    vocabulary: Vocabulary

    def holds(self, name: str) -> bool:
        """Whether the text holds a form of a list, as whole words."""
        wording = self.vocabulary.lists[name]
        if not wording.single.isdisjoint(self.words):
            return True
        return name in self.phrases and wording.rest.search(self.text) is not None

    def held(self, names: frozenset[str]) -> frozenset[str]:
        """Those of the lists ``names`` of which the text holds a form."""
        return frozenset([name for name in names & self.possible if self.holds(name)])

    def after(self, start: int) -> Words:
        """The text from ``start`` on; as ``possible`` as the whole."""
        return replace(self, text=self.text[start:]) if start else self


def words_of(text: str, lexicon: Lexicon) -> Words:
    """The words of ``text``, folded once for all that asks for them."""
    return lexicon.made(_vocabulary).words(text)


def _vocabulary(lexicon: Lexicon) -> Vocabulary:
    return vocabulary(
        {name: lexicon.words("conclusions", name) for name in _LISTS}
        | {name: _all(lexicon.groups("conclusions", name).values()) for name in _GROUPS},
        lexicon.pattern,
    )


def _all(groups: Iterable[Iterable[str]]) -> list[str]:
    return [form for group in groups for form in group]


def vocabulary(lists: Mapping[str, Iterable[str]], compiled: Compile = re.compile) -> Vocabulary:
    """Lists of words by name, ready to be asked for."""
    wordings: dict[str, Wording] = {}
    single: defaultdict[str, set[str]] = defaultdict(set)
    several: defaultdict[str, list[tuple[frozenset[str], str, str]]] = defaultdict(list)
    stems: set[tuple[str, str]] = set()
    always: set[str] = set()
    for name, forms in lists.items():
        lowered = frozenset(form.lower() for form in forms)
        wordings[name] = Wording(lowered, frozenset(form for form in lowered if _WORD.fullmatch(form)), compiled)
        for form in sorted(lowered):
            whole = _PIECE.findall(form)
            stem = whole.pop() if form.endswith("*") else ""
            if whole == [form]:
                single[form].add(name)
            elif whole:
                several[max(reversed(whole), key=len)].append((frozenset(whole), stem, name))  # "end" for "in the end"
            elif stem:
                stems.add((stem, name))
            else:
                always.add(name)
    return Vocabulary(
        wordings,
        {piece: frozenset(names) for piece, names in single.items()},
        dict(several),
        tuple(sorted(stems)),
        frozenset(always),
    )


class Gated(Late):
    """A pattern that matches only where each of the lists ``needs`` is possible: it is not tried elsewhere.

    It is compiled when it is first tried.
    """

    def __init__(self, lexicon: Lexicon, source: str, *needs: str, flags: int = re.IGNORECASE) -> None:
        super().__init__(source, flags=flags, compiled=lexicon.pattern)
        self.needs = frozenset(needs)
        if unknown := self.needs.difference(_LISTS, _GROUPS):
            raise KeyError(f"No text is asked for the lists {sorted(unknown)}.")

    def possible(self, said: Words) -> bool:
        """Whether the pattern can match in the text."""
        return self.needs <= said.possible

    def search(self, said: Words, start: int = 0) -> re.Match[str] | None:
        """The first match in the text from ``start`` on."""
        return self.pattern.search(said.text, start) if self.needs <= said.possible else None

    def match(self, said: Words, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The match at ``start``, before ``end``."""
        return self.pattern.match(said.text, start, end) if self.needs <= said.possible else None

    def finditer(self, said: Words) -> Iterator[re.Match[str]]:
        """All matches in the text."""
        return self.pattern.finditer(said.text) if self.needs <= said.possible else iter(())
