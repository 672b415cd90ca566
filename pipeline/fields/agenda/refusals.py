"""What stands where an item's title could stand and is none: a ballot's line, a placeholder, a price, a speaker."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.fields.agenda.leads import Lead
from pipeline.lexicon import Lexicon, alternation

#: So many blocks that begin with the same word and a colon are turns of a speaker, or remarks of one kind.
_AGAIN = 3
#: Most words of a speaker.
_SPEAKER = 3
#: Share of the words of a title from which it is nothing but names.
_KNOWN = 0.7
#: A series of which more ends in amounts is a list of prices.
_PRICED = 0.5

_WORD = re.compile(r"\w+")
_BRACKETS = re.compile(r"\([^()]*\)")
# "(Lump Sum at 37,914.83)", "@ 2.50", "$ 1,200"
_PRICE = re.compile(r"(?:[$€£]\s?\d[\d.,' ]*|\d[\d.,']*[.,]\d{2}(?!\d))(?:\s?(?:[$€£]|EUR|USD|GBP|CHF))?[\s).;*]*$")


@dataclass(frozen=True)
class _Patterns:
    placeholder: re.Pattern[str]
    announcement: re.Pattern[str]
    ballot: re.Pattern[str]
    pause: re.Pattern[str]


def _patterns(lexicon: Lexicon) -> _Patterns:
    def words(key: str) -> str:
        return alternation(lexicon.words("agenda", key))

    return _Patterns(
        placeholder=lexicon.pattern(rf"(?<!\w){words('placeholders')}(?!\w)", re.IGNORECASE),
        announcement=lexicon.pattern(rf"^{words('announcers')}\b|\b{words('announcers')}\W*$", re.IGNORECASE),
        pause=lexicon.pattern(
            rf"(?:{words('pauses')}|{alternation(lexicon.words('dates', 'weekdays'))})\W*(?:\([^()]*\)\W*)?$",
            re.IGNORECASE,
        ),
        ballot=lexicon.pattern(rf"^{words('ballots')}\s*(?:[:,;.)]|\d|$)", re.IGNORECASE),
    )


def gatherers(lexicon: Lexicon) -> re.Pattern[str]:
    """Titles of headings that only gather what stands below them: "Old business"."""
    return lexicon.pattern(rf"{alternation(lexicon.words('agenda', 'gatherers'))}\W*$", re.IGNORECASE)


def no_title(lead: Lead, lexicon: Lexicon) -> bool:
    """Whether a lead asks for entries, heads what follows, names a pause or a day, or counts votes ("6 votes: no")."""
    patterns = lexicon.made(_patterns)
    title = lead.title
    return bool(
        patterns.placeholder.search(title)
        or patterns.announcement.search(title)
        or patterns.pause.match(title)
        or (lead.number.isdecimal() and patterns.ballot.match(title))
    )


def is_people(title: str, names: frozenset[str]) -> bool:
    """Whether a title is nothing but ``names`` and their parts: "Jo Doe", "Bo Day & Jo Doe", "Jo (Club of Bern)"."""
    words = _WORD.findall(_BRACKETS.sub("", title).casefold())
    known = sum(word in names for word in words)
    return known > _KNOWN * len(words)


def priced(groups: Sequence[Sequence[Lead]]) -> bool:
    """Whether most of the blocks end in an amount: the lots of a contract, the lines of an account."""
    return sum(_PRICE.search(group[0].block.text) is not None for group in groups) > _PRICED * len(groups)


def speakers(groups: Sequence[Sequence[Lead]]) -> frozenset[str]:
    """What stands before the colon at the start of several blocks: "Jo: I will ask" in a log, "Decision: none"."""
    counts = Counter(who for group in groups if (who := spoken_by(group)))
    return frozenset(who for who, count in counts.items() if count >= _AGAIN)


def spoken_by(group: Sequence[Lead]) -> str:
    """The words before the colon with which a block without a number begins, where they could be a speaker's name."""
    colon = next((lead for lead in group if lead.form == "colon" and not lead.number), None)
    short = colon is not None and colon.rest > 1 and len(colon.title.split()) <= _SPEAKER
    return colon.title.casefold() if colon is not None and short else ""
