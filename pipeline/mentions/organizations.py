"""Organizations by rule: "International Labour Organization (ILO)", later "ILO"; names like "Ministry of Health"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.document import Document
from pipeline.layout.block import Block
from pipeline.lexicon import Lexicon, alternation
from pipeline.mentions.letters import CAPITALS
from pipeline.mentions.mention import Mention, OrganizationValue
from pipeline.sections.section import Section
from pipeline.tools import Tools

_SKIPPED = ("code", "rule", "running")
#: Longer runs of capitals are headings or lists.
_MOST_WORDS = 24


@dataclass(frozen=True)
class _Patterns:
    name: re.Pattern[str]
    noun: re.Pattern[str]
    not_first: re.Pattern[str]
    acronym: re.Pattern[str]


def _patterns(lexicon: Lexicon) -> _Patterns:
    rest, ordinal = r"[\w&.'’/\-]*\w|(?!\w)", r"\d*(?:st|nd|rd|th)\b"
    word = rf"[{CAPITALS}](?:{rest})|\d{ordinal}"
    small = alternation(lexicon.words("organizations", "small"))
    nouns = alternation(lexicon.words("organizations", "nouns"))
    first = alternation(lexicon.words("organizations", "not_first"))
    return _Patterns(
        # "Office for Water Rights and Rights of Island Communities of the Republic of Malta"; its first letter comes
        # first, what stands before it second: letters are what the engine searches for.
        lexicon.pattern(
            rf"[{CAPITALS}\d](?<![\w@./-].)(?:(?<=\d){ordinal}|(?<!\d)(?:{rest}))(?:\s(?:{small}\s){{0,3}}(?:{word}))+"
        ),
        lexicon.pattern(rf"(?<![\w-]){nouns}(?![\w-])", re.IGNORECASE),
        lexicon.pattern(rf"(?:{first}\s+)+(?=\S)", re.IGNORECASE),
        lexicon.pattern(
            rf"\s?\((?P<acronym>[{CAPITALS}][\w&/.-]{{1,14}}[{CAPITALS}\d]|[{CAPITALS}]{{2,12}})(?:\)|,|;|\s[-–])"
        ),
    )


def find(document: Document, blocks: Sequence[Block], sections: Sequence[Section], tools: Tools) -> list[Mention]:
    """Names in capitals with a word for an organization, names given with an acronym, and those acronyms later on."""
    del sections
    lexicon = tools.lexicon_of(document)
    known = lexicon.made(_patterns)
    readable = [block for block in blocks if block.kind not in _SKIPPED]
    found = [mention for block in readable for mention in _named(block, known)]
    long_forms = {m.value.acronym: m.value for m in found if isinstance(m.value, OrganizationValue) and m.value.acronym}
    if long_forms:
        short = re.compile(rf"(?<![\w-]){alternation(long_forms)}(?![\w-])")
        taken = {(mention.block, mention.start) for mention in found}
        for block in readable:
            for match in short.finditer(block.text):
                if (block.number, match.start()) not in taken and block.text[match.start() - 1 : match.start()] != "(":
                    value = OrganizationValue(match.group(), match.group())
                    found.append(_mention(block, match.start(), match.end(), value, "defined-acronym", 0.8))
    return found


def _named(block: Block, known: _Patterns) -> Iterator[Mention]:
    text = block.text
    if text.isupper():
        return
    for match in known.name.finditer(text):
        start, end = match.span()
        opening = known.not_first.match(text, start, end)
        if opening:
            start = opening.end()
        words = text[start:end].split()
        if not 1 < len(words) <= _MOST_WORDS or not words[0][0].isupper():
            continue
        acronym = known.acronym.match(text, end)
        if acronym and _stands_for(acronym["acronym"], words):
            value = OrganizationValue(text[start:end], acronym["acronym"])
            yield _mention(block, start, end, value, "name-with-acronym", 0.9)
        elif known.noun.search(text, start, end):
            yield _mention(block, start, end, OrganizationValue(text[start:end]), "organization-noun", 0.6)


def _stands_for(acronym: str, words: Sequence[str]) -> bool:
    """Whether most capitals of an acronym begin words of the name: "ICLPD", but not "(Belgium)" or "(Chair)"."""
    capitals = [letter for letter in acronym if letter.isupper()]
    if len(capitals) < 2:
        return False
    initials = "".join(part[0] for word in words for part in re.split(r"[-/’']", word) if part).upper()
    position, hits = 0, 0
    for letter in capitals:
        at = initials.find(letter, position)
        if at >= 0:
            hits, position = hits + 1, at + 1
    return hits * 2 >= len(capitals)


def _mention(  # noqa: PLR0917 - a row of plain facts
    block: Block, start: int, end: int, value: OrganizationValue, rule: str, score: float
) -> Mention:
    return Mention("organization", block.view.span(start, end), value, rule, score, block.number, start, end)
