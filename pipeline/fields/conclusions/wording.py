"""Wording: whether a text holds one of many words, asked of the set of its words before any pattern runs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.lexicon import alternation

_WORD = re.compile(r"[\w-]+")


def words_of(text: str) -> frozenset[str]:
    """The words of ``text`` in lower case, each once."""
    return frozenset(_WORD.findall(text.lower()))


@dataclass(frozen=True)
class Wording:
    """Words of a lexicon: ``single`` ones, ``first`` words of the phrases among them, and ``rest``: the phrases.

    ``always`` says that a phrase has no first word of its own ("'ll") or only a stem ("vote*"): ``rest`` decides.
    """

    single: frozenset[str]
    first: frozenset[str]
    always: bool
    rest: re.Pattern[str]

    def within(self, text: str, words: frozenset[str]) -> bool:
        """Whether ``text``, whose words are ``words``, holds one of these words."""
        if not self.single.isdisjoint(words):
            return True
        return (self.always or not self.first.isdisjoint(words)) and self.rest.search(text) is not None


def wording(forms: Iterable[str]) -> Wording:
    """The words of a lexicon, ready to be looked for."""
    lowered = {form.lower() for form in forms}
    single = frozenset(form for form in lowered if _WORD.fullmatch(form))
    others = lowered - single
    firsts = {form: _WORD.match(form) for form in others}
    return Wording(
        single,
        frozenset(match[0] for match in firsts.values() if match),
        any(match is None or form == f"{match[0]}*" for form, match in firsts.items()),
        re.compile(rf"(?<![\w-]){alternation(others)}(?![\w-])", re.IGNORECASE),
    )
