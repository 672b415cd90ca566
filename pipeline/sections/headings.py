"""What kind of section a heading opens, by its words alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.lexicon import Lexicon, alternation

#: A heading of more words than these is a sentence; only its first words may still decide.
_LONG = 14

# "3.", "4.2.1", "IV.", "(b)", "A." before the words
_NUMBER = re.compile(
    r"^\s*(?:\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[ivxIVX]{1,5}|[A-Za-z])[.):]\s*|\d{1,2}(?:\.\d{1,2})*\s+)+"
)
# "P R E S E N T"
_SPACED = re.compile(r"^(?:\w ){3,}\w$")
_BRACKETS = re.compile(r"\s*[(\[][^)\]]{0,80}[)\]]")
_EDGES = re.compile(r"^[\s:;.,\-–—*_#~=|/\d]+|[\s:;.,\-–—*_#~=|]+$")


@dataclass(frozen=True)
class _Words:
    whole: Mapping[str, str]
    lead: re.Pattern[str]
    lead_kinds: Mapping[str, str]
    within: re.Pattern[str]
    within_kinds: Mapping[str, str]
    annex: re.Pattern[str]
    item: re.Pattern[str]
    article: re.Pattern[str]


def _by_word(groups: Mapping[str, list[str]]) -> dict[str, str]:
    kinds: dict[str, str] = {}
    for kind, words in groups.items():
        for word in words:
            kinds.setdefault(word, kind)
    return kinds


def _words(lexicon: Lexicon) -> _Words:
    lead = _by_word(lexicon.groups("headings", "lead"))
    within = _by_word(lexicon.groups("headings", "within"))
    ordinals = alternation(lexicon.words("headings", "ordinals"))
    number = rf"(?:\d{{1,3}}(?:\.\d+)*|[ivx]{{1,5}}|[a-z]|{ordinals})\b"
    annexes = alternation(lexicon.words("headings", "annexes"))
    items = alternation(lexicon.words("headings", "items"))
    return _Words(
        whole=_by_word(lexicon.groups("headings", "whole")),
        lead=lexicon.pattern(rf"{alternation(lead)}\b"),
        lead_kinds=lead,
        within=lexicon.pattern(rf"\b{alternation(within)}\b"),
        within_kinds=within,
        # "annex ii: list of participants"
        annex=lexicon.pattern(rf"{annexes}\b(?:\s+(?:no\.?\s*)?{number})?[\s.:\-–—]*"),
        # "agenda item 4: budget", "session one"
        item=lexicon.pattern(rf"{items}\s+(?:no\.?\s*)?#?{number}[\s.:\-–—]*"),
        article=lexicon.pattern(rf"{alternation(lexicon.words('headings', 'articles'))}\s+"),
    )


def bare(text: str) -> str:
    """``text`` without number, brackets and punctuation at its ends, in lower case."""
    words = _NUMBER.sub("", text, count=1)
    if "(" in words or "[" in words:
        words = _BRACKETS.sub("", words) or words
    words = " ".join(_EDGES.sub("", words).split())
    if _SPACED.match(words):
        words = words.replace(" ", "")
    return words.replace("’", "'").casefold()


def _decided(words: str, known: _Words) -> str | None:
    if words in known.whole:
        return known.whole[words]
    stripped = known.article.sub("", words, count=1) if known.article.match(words) else words
    if stripped in known.whole:
        return known.whole[stripped]
    match = known.lead.match(stripped)
    if match:
        return known.lead_kinds[" ".join(match[0].split())]
    if len(stripped.split()) > _LONG:
        return None
    match = known.within.search(stripped)
    return known.within_kinds[" ".join(match[0].split())] if match else None


def kind_of(text: str, lexicon: Lexicon) -> str | None:
    """The kind of section that a heading of these words opens, or None when the words say nothing."""
    known = lexicon.made(_words)
    words = bare(text)
    if not words:
        return None
    for pattern, otherwise in ((known.annex, "annex"), (known.item, "discussion")):
        match = pattern.match(words)
        if match:
            rest = words[match.end() :].strip()
            return (_decided(rest, known) if rest else None) or otherwise
    return _decided(words, known)


def exactly(text: str, lexicon: Lexicon) -> str | None:
    """The kind, where the text is nothing but a heading's words: "Apologies:", "THE PARTICIPANTS (12)"."""
    known = lexicon.made(_words)
    words = bare(text)
    if words in known.whole:
        return known.whole[words]
    match = known.article.match(words)
    return known.whole.get(words[match.end() :]) if match else None
