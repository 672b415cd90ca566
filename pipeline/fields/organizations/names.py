"""Names of organizations in running text: lists of them, and the one that is a sentence's subject."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.lexicon import Lexicon, alternation

#: A list of organizations is no longer than this, a name no longer than so many words.
_LONGEST = 400
_MOST_WORDS = 22

_ACRONYM = re.compile(r"\s*\((?P<acronym>[A-Z][\w&/.-]{1,14})\)?[^)]{0,30}\)?\s*$")
_EDGE = " ,.;:–—-“”\"'‘’"
#: "the Geneva-based Secretariat": where it is, not what it is called
_BASED = re.compile(r"[A-ZÀ-Þ][\w’'-]*-based\s+")


@dataclass(frozen=True)
class Words:
    """Patterns of names, built from the lexicon."""

    stop: re.Pattern[str]
    split: re.Pattern[str]
    noun: re.Pattern[str]
    person: re.Pattern[str]
    thing: re.Pattern[str]
    mission: re.Pattern[str]
    small: re.Pattern[str]
    opening: re.Pattern[str]


def words(lexicon: Lexicon) -> Words:
    """The patterns of a lexicon."""

    def any_of(key: str) -> str:
        return alternation(lexicon.words("organizations", key))

    nouns = any_of("nouns")
    and_, openings = alternation(lexicon.words("dates", "and")), any_of("openings")
    articles = rf"(?:{openings}(?:\s+|(?<=['’])))"
    return Words(
        # "... ICLPD, which", "... of Slovenia in its role", "... AQUAplan in Prague"
        lexicon.pattern(
            rf",?\s(?:{any_of('list_stops')}|(?i:{any_of('with')}))\b|(?<!\b[A-Z])[.;:](?:\s|$)|,\s(?!and\b|the\b|as\s+well)(?=[a-z])|,?\s{and_}\s(?!{openings}\b)(?=[a-zà-ÿ])|\s\((?:as|in)\s"
            r"|\s(?:on|to|from|at|in|within)\s+(?:the\s+)?(?=[a-z\d])|,?\s(?P<place>in|at)\s+(?=[A-ZÀ-Þ])|,?\sas\s"
        ),
        # "ICLPD and the Ministry", "A, B and C"; "Ministry of Europe and Foreign Affairs" stays whole
        lexicon.pattern(
            rf",\s+(?:{and_}\s+)?{articles}{{0,2}}(?=[A-ZÀ-Þ])|\s+(?:{and_}|&)\s+{articles}+(?=[A-ZÀ-Þ])"
            rf"|\s+{and_}\s+(?=[A-Z]{{3,}}\b|(?i:{nouns})\s+(?:of|for)\b)",
        ),
        lexicon.pattern(rf"(?<![\w-])(?i:{nouns})(?![\w-])|\b[A-Z][A-Za-z]*[A-Z]\w*\b"),
        lexicon.pattern(rf"{any_of('persons')}(?![\w])", re.IGNORECASE),
        lexicon.pattern(any_of("things"), re.IGNORECASE),
        lexicon.pattern(rf"\b{any_of('missions')}\b", re.IGNORECASE),
        lexicon.pattern(rf"{any_of('small')}$"),
        lexicon.pattern(rf"{articles}+", re.IGNORECASE),
    )


def listed(text: str, start: int, end: int, known: Words) -> Iterator[tuple[int, int]]:
    """The names of the list that begins at ``start``; none when it begins with a person."""
    end = min(end, start + _LONGEST)
    position = start
    while stop := known.stop.search(text, position, end):
        inside = text.count("(", start, stop.start()) > text.count(")", start, stop.start())
        abroad = stop["place"] and known.mission.search(
            text, max(start, text.rfind(",", start, stop.start())), stop.start()
        )
        if not inside and not abroad:
            end = stop.start()
            break
        position = stop.end()
    if known.person.match(text, start, end):
        return
    position = start
    for cut in known.split.finditer(text, start, end):
        if text.count("(", start, cut.start()) == text.count(")", start, cut.start()):
            yield position, cut.start()
            position = cut.end()
    yield position, end


def subject(text: str, start: int, end: int, known: Words) -> tuple[int, int] | None:
    """The name that ends at ``end``, back to a comma, a word in small letters, or the beginning of the sentence."""
    low = end
    for token in reversed(list(re.finditer(r"\S+", text[start:end]))):
        word = token.group()
        bare = word.strip("()“”\"',")
        if word.endswith((",", ";", ":", ".")) and start + token.end() != end:
            break
        if not (bare[:1].isupper() or bare[:1].isdigit() or known.small.match(bare)):
            break
        low = start + token.start()
    opening = known.opening.match(text, low, end)
    if opening:
        low = opening.end()
    return (low, end) if low < end else None


def bracketed(text: str, start: int, end: int, known: Words) -> list[tuple[int, int]]:
    """The names of a list in brackets before ``end``: "several institutes (A, B and C) hosted"; of two or more."""
    head = text[start:end].rstrip()
    if not head.endswith(")"):
        return []
    depth, position = 0, start + len(head)
    while position > start:
        position -= 1
        depth += (text[position] == ")") - (text[position] == "(")
        if not depth:
            break
    inside = (position + 1, start + len(head) - 1)
    found = list(listed(text, *inside, known)) if not depth and "," in text[slice(*inside)] else []
    return found if len(found) > 1 else []


def are_names(text: str, found: Sequence[tuple[int, int]], known: Words) -> bool:
    """Whether parts of a stretch are names of their own: "Greenpeace" and "Peat Union", not "Asia" and "Pacific"."""
    if not found:
        return True
    first, *others = (known.noun.search(text, *stretch) is not None for stretch in found)
    plain = not any(word.islower() for word in text[slice(*found[0])].split())
    return all(others) and (first or plain)


@dataclass(frozen=True)
class Named:
    """A name's stretch of the text, and its acronym's where it stands behind in brackets."""

    start: int
    end: int
    acronym: tuple[int, int] | None
    sure: bool


def cleaned(text: str, start: int, end: int, known: Words) -> Named | None:
    """The name in ``text[start:end]`` without articles and brackets, or None when it is no organization's."""
    bracket = _ACRONYM.search(text, start, end)
    acronym = bracket.span("acronym") if bracket else None
    if bracket and bracket.start() > start:
        end = bracket.start()
    while start < end and text[start] in _EDGE:
        start += 1
    while start < end and text[end - 1] in _EDGE:
        end -= 1
    if text.count(")", start, end) > text.count("(", start, end):
        end = text.rfind(")", start, end)
    for opening in (known.opening, _BASED):
        match = opening.match(text, start, end)
        start = match.end() if match else start
    parts = text[start:end].split()
    if not parts or len(parts) > _MOST_WORDS or known.person.match(text, start, end):
        return None
    if not any(part[0].isupper() for part in parts) or known.thing.fullmatch(parts[-1]):
        return None
    if sum(known.thing.fullmatch(part) is not None for part in parts) > 1:
        return None  # "Meeting Date Meeting Time": cells of a table
    if not (parts[0][0].isupper() or any(letter.isupper() for letter in parts[0])):
        return None
    return Named(start, end, acronym, bool(known.noun.search(text, start, end)))
