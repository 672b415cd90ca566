"""The grammar of names of meetings: "9th meeting of the Programme Committee", "OSTF TAC Meeting", "Meeting #18".

A name is built around a noun ("meeting"). Before it may stand an ordinal, adjectives ("annual") and the body
("Programme Committee"); behind it a number ("#18") and "of" with the body. Body and number follow from the name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.fields.naming.words import Words
from pipeline.meetings.passage import Passage


@dataclass(frozen=True)
class Name:
    """A meeting's name in a passage. ``body`` holds stretches that are read one after the other."""

    start: int
    end: int
    noun: str
    noun_at: int
    body: tuple[tuple[int, int], ...] = ()
    number: int | None = None
    number_at: tuple[int, int] | None = None


#: Kinds of meeting that are named for their topic, not for the body that meets.
_TOPICAL = ("workshop", "seminar", "hearing", "roundtable", "consultation", "conference")
_YEARS = (1900, 2100)
#: "third meeting of 2022": no body.
_YEAR = re.compile(r"\W*(?:19|20)\d\d\W*")
_ASIDE = re.compile(r"\s[–—-]\s(?=[a-z])")
_DASH = re.compile(r"\s[–—-]\s")
_EDGE = " \t,;:–—-|/·•#*_“”\"'‘’"
#: "Jahrestagung Verein Heide", "Plenary RAG": the body right behind the noun, with capitals.
_APPOSITION = re.compile(r"\s+(?=[A-ZÀ-Þ])")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN_FORM = re.compile(r"C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
#: Without an ending only these are numerals: "MC" and "CC" are somebody's initials.
_SURE_ROMAN = re.compile(r"[IVX]+|L[IVX]+|XL[IVX]*")


def parse(passage: Passage, start: int, end: int, known: Words) -> Name | None:
    """The name between ``start`` and ``end``, or None when no noun of a meeting stands there."""
    text = passage.text
    nouns = list(known.noun.finditer(text, start, end))
    if not nouns:
        return None
    # "Meeting of the Conference of the Parties" is built around its first noun, "Joint Meeting Minutes" around its only
    noun = next((m for m in nouns if known.plain.fullmatch(m.group())), nouns[0])
    number, number_at = _number(text, start, end, noun, known)
    its = known.of_its.search(text, start, noun.start())
    body = _trim(text, start, its.start(), known) if its else None
    if its and body and known.body.search(text, *body):
        return Name(its.end(), end, noun.group(), noun.start(), (body,), number, number_at)
    parts = tuple(_without_project(text, *part, known) for part in _body(passage, start, end, noun, known))
    return Name(start, end, noun.group(), noun.start(), parts, number, number_at)


def _without_project(text: str, start: int, end: int, known: Words) -> tuple[int, int]:
    """A body without the word for what it is: "EFFECT" of "the EFFECT project"."""
    project = known.project.search(text, start, end)
    return (start, project.start()) if project and project.start() > start else (start, end)


def _number(
    text: str, start: int, end: int, noun: re.Match[str], known: Words
) -> tuple[int | None, tuple[int, int] | None]:
    for before in known.ordinal.finditer(text, start, noun.start()):
        value = ordinal_value(before, known)
        if value is not None:
            return value, before.span()
    of_year = known.number_of_year.search(text, noun.end(), end)
    if of_year:
        return int(of_year["number"]), of_year.span("number")
    behind = known.number.match(text, noun.end(), end)
    if behind:
        group = "signed" if behind["signed"] else "bare"
        if behind["sign"] or not _YEARS[0] <= int(behind[group]) <= _YEARS[1]:
            return int(behind[group]), behind.span(group)
    return None, None


def ordinal_value(match: re.Match[str], known: Words) -> int | None:
    """The number that an ordinal says; None for letters that only look like a Roman numeral."""
    if match["figure"]:
        return int(match["figure"])
    if match["roman"]:
        numeral, ended = match["roman"], len(match.group()) > len(match["roman"])
        if not _ROMAN_FORM.fullmatch(numeral) or not (ended or _SURE_ROMAN.fullmatch(numeral)):
            return None
        values = [_ROMAN[letter] for letter in numeral]
        return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
    return known.ordinals[" ".join(match["word"].casefold().split())]


def _body(passage: Passage, start: int, end: int, noun: re.Match[str], known: Words) -> tuple[tuple[int, int], ...]:
    """The body: what stands before the noun without ordinals and adjectives, what stands behind "of", or both."""
    text = passage.text
    before = _before(text, start, noun.start(), known)
    link = known.of_body.match(text, noun.end(), end)
    of_year = known.number_of_year.search(text, noun.end(), end)
    end = of_year.start() if of_year else end
    aside = _ASIDE.search(text, noun.end(), end)  # "Meeting of the Moor Group – kick-off for the atlas"
    end = aside.start() if aside else end
    behind = (
        _trim(text, link.end(), end, known)
        if link and link.end() < end and not _YEAR.fullmatch(text, link.end(), end)
        else None
    )
    if behind is None:
        beside = _apposition(passage, noun, end, known) if before is None else None
        if beside is not None:
            return (beside,)
        if before is None and not known.plain.fullmatch(noun.group()):
            return _compound(noun, known)
        if before and _is_topical(noun, known) and not known.body.search(text, *before):
            return ()
        return (before,) if before and not known.generic.fullmatch(text, *before) else _compound(noun, known)
    if not known.plain.fullmatch(noun.group()):  # "Tenth Conference of the Baltic Community" met as such
        return (behind,) if _is_assembly(noun, known) else ((noun.start(), behind[1]),)
    inside = _compound(noun, known)
    if inside and link:  # "raadsvergadering van de gemeente Linden"
        gap = text[noun.end() : behind[0]]
        return (*inside, (noun.end() + len(gap) - len(gap.lstrip()), behind[1]))
    if before is None or known.generic.fullmatch(text, *before) or not known.body.search(text, *before):
        return _nominative(text, behind, known)
    dash = _DASH.search(text, *behind)
    if known.body.search(text, behind[0], dash.start() if dash else behind[1]):
        return (behind,)
    gap = text[noun.end() : behind[0]]
    return (before, (noun.end() + len(gap) - len(gap.lstrip()), behind[1]))


def _nominative(text: str, behind: tuple[int, int], known: Words) -> tuple[tuple[int, int], ...]:
    """The body behind "des" without its ending: "Schulausschuss" and "der Stadt Linden"."""
    body = known.genitive.match(text, *behind) if known.in_genitive.search(text, 0, behind[0]) else None
    if body is None:
        return (behind,)
    rest = text[body.end() : behind[1]]
    first = (behind[0], body.end("stem"))
    return (first, (body.end() + len(rest) - len(rest.lstrip()), behind[1])) if rest.strip() else (first,)


def _is_assembly(noun: re.Match[str], known: Words) -> bool:
    """Whether the noun is a members' assembly: what meets is the society, not its assembly."""
    return known.classes.get(" ".join(noun.group().casefold().split())) == "assembly"


def _is_topical(noun: re.Match[str], known: Words) -> bool:
    """Whether a noun's words before it say what it is about: "Peat Mapping Workshop"."""
    return known.classes.get(" ".join(noun.group().casefold().split())) in _TOPICAL


def _compound(noun: re.Match[str], known: Words) -> tuple[tuple[int, int], ...]:
    """The body inside a noun: "Vorstandssitzung"."""
    match = known.compound.fullmatch(noun.group())
    return ((noun.start(), noun.start() + match.end("body")),) if match else ()


def _apposition(passage: Passage, noun: re.Match[str], end: int, known: Words) -> tuple[int, int] | None:
    """The body that stands right behind the noun: "Mitgliederversammlung Verein Heide"."""
    text, start = passage.text, noun.end()
    gap = _APPOSITION.match(text, start, end)
    found = _trim(text, gap.end(), end, known) if gap else None
    if found is None or known.no_name.fullmatch(text, *found) or known.number.match(text, start, end):
        return None
    piece = text[slice(*found)]
    if any(place.start == found[0] for place in passage.within(*found, "place")):
        return None
    if _is_assembly(noun, known) or known.compound.fullmatch(noun.group()):
        return found  # "bestuursvergadering Molenwiek"
    named = known.body.search(text, *found) or (not text[start:end].isupper() and known.acronym.search(piece))
    return found if named else None


def _before(text: str, start: int, end: int, known: Words) -> tuple[int, int] | None:
    """The words before the noun, without ordinals in front and adjectives at either end."""
    changed = True
    low, high = start, end
    while changed:
        changed = False
        found = _trim(text, low, high, known)
        if found is None:
            return None
        low, high = found
        match = known.ordinal.match(text, low, high)
        if match and ordinal_value(match, known) is not None:
            low, changed = match.end(), True
        match = known.leading_kind.match(text, low, high)
        if match:
            low, changed = match.end(), True
        for match in known.kind.finditer(text, low, high):
            if match.end() == high and not known.body.fullmatch(text, match.start(), high):
                high, changed = match.start(), True
    last = None
    for match in known.body.finditer(text, low, high):
        last = match
    if last is not None and last.end() < high and not re.search(r"[(\d#]", text[last.end() : high]):
        rest = text[last.end() : high].split()
        loud = any(len(word) > 1 and word.isupper() for word in rest) and not text[low:high].isupper()
        if (
            len(rest) <= 3
            and not loud  # "SIG WASM", but "Price Stability Council Decision Making Meeting"
            and all(word.islower() or word[0].isupper() for word in rest)
            and not _joined(text, last.end())
            and last.start() > low  # "SIG Storage", "Club Weisser Hirsch": the word for the body stands first
        ):
            high = last.end()
    return low, high


def _joined(text: str, position: int) -> bool:
    """Whether the word at ``position`` goes on as part of a name: "Committee of the Parties"."""
    return bool(re.match(r"\s+(?:of|on|for|and|&|to)\s", text[position:]))


def _trim(text: str, start: int, end: int, known: Words) -> tuple[int, int] | None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip(_EDGE + ")"))
    piece = piece.strip(_EDGE + ")") if piece.count("(") == 0 else piece.strip(_EDGE)
    if left and start + left > 0 and text[start + left - 1] == "“" and "”" in piece:
        left, piece = left - 1, "“" + piece  # "“I2U2” Group"
    article = known.article.match(piece)
    if article:
        left, piece = left + article.end(), piece[article.end() :]
    return (start + left, start + left + len(piece)) if piece else None
