"""The grammar of names of meetings: "9th meeting of the Programme Committee", "OSTF TAC Meeting", "Meeting #18".

A name is built around a noun ("meeting"). Before it may stand an ordinal, adjectives ("annual") and the body
("Programme Committee"); behind it a number ("#18") and "of" with the body. Body and number follow from the name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.lexicon import Lexicon, alternation
from pipeline.meetings.passage import Passage


@dataclass(frozen=True)
class Words:
    """Patterns of names, built from the lexicon."""

    noun: re.Pattern[str]
    plain: re.Pattern[str]
    body: re.Pattern[str]
    generic: re.Pattern[str]
    kind: re.Pattern[str]
    leading_kind: re.Pattern[str]
    ordinal: re.Pattern[str]
    number: re.Pattern[str]
    document: re.Pattern[str]
    document_behind: re.Pattern[str]
    no_name: re.Pattern[str]
    acronym: re.Pattern[str]
    ordinals: dict[str, int]
    classes: dict[str, str]


def words(lexicon: Lexicon) -> Words:
    """The patterns of a lexicon."""

    def any_of(key: str) -> str:
        return alternation(lexicon.words("naming", key))

    ordinals = dict(lexicon.numbers("naming", "ordinals"))
    for ten, value in lexicon.numbers("naming", "tens").items():
        units = {word: unit for word, unit in lexicon.numbers("naming", "ordinals").items() if unit < 10}
        ordinals |= {f"{ten}{sign}{word}": value + unit for word, unit in units.items() for sign in ("-", " ")}
    endings, signs, documents = any_of("ordinal_endings"), any_of("number_signs"), any_of("documents")
    links = any_of("document_links")
    groups = lexicon.groups("naming", "classifications")
    return Words(
        # but not "Conference Room" and "Call to order"
        re.compile(
            rf"(?<![\w-]){any_of('meeting_nouns')}(?![\w-]|\s+{alternation(lexicon.words('places', 'venue_codes'))}\b"
            r"|\s+to\s+order\b)",
            re.IGNORECASE,
        ),
        re.compile(rf"(?<![\w-]){any_of('plain_nouns')}(?![\w-])", re.IGNORECASE),
        re.compile(rf"(?<![\w-]){any_of('bodies')}(?![\w-])", re.IGNORECASE),
        re.compile(rf"(?:(?:the|full|joint)\s+)*{any_of('generic_bodies')}", re.IGNORECASE),
        re.compile(rf"(?<![\w-]){any_of('kinds')}(?![\w-])", re.IGNORECASE),
        re.compile(rf"(?<![\w-]){any_of('leading_kinds')}(?![\w-])", re.IGNORECASE),
        re.compile(
            rf"(?<![\w-])(?:(?P<figure>\d{{1,4}})\s?{endings}|(?P<word>{alternation(ordinals)}))(?![\w-])",
            re.IGNORECASE,
        ),
        # "Meeting #18", "Meeting No. 276", "Meeting 103", "Minutes #44"
        re.compile(
            rf"\s*[:,]?\s*\(?(?:(?P<sign>{signs})\s*(?P<signed>\d{{1,4}})|(?P<bare>\d{{1,4}}))(?![\w./:-]|,\s*\d)",
            re.IGNORECASE,
        ),
        # "Draft minutes of the ...", "Report: ..."
        re.compile(
            rf"(?:(?:the|a|an)\s+)?(?:{documents})(?:\s+(?:and|&|/)\s+{documents})?\d?\s*(?:by\s[^,;]{{3,80}}?\son(?:\s+the)?(?=\s)|{links}(?:\s+the)?(?=[\s'’])|[:–—-])?\s*",
            re.IGNORECASE,
        ),
        re.compile(
            # but not "Focal Points"
            rf"(?:[\s:–—-]|\s(?:and|&|/)\s)*\(?(?<![\w])(?<!\bfocal\s){any_of('documents_behind')}\)?[\s.:–—-]*$",
            re.IGNORECASE,
        ),
        re.compile(rf"(?:\W*\b(?:{any_of('no_names')}|{any_of('meeting_nouns')})\b)*\W*", re.IGNORECASE),
        re.compile(r"\b(?:\w*[A-Z]\w*[A-Z]\w*|\w+-\w+|\w*\d\w*)\b"),
        ordinals,
        {noun.casefold(): name for name, nouns in groups.items() for noun in nouns},
    )


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


def parse(passage: Passage, start: int, end: int, known: Words) -> Name | None:
    """The name between ``start`` and ``end``, or None when no noun of a meeting stands there."""
    text = passage.text
    nouns = list(known.noun.finditer(text, start, end))
    if not nouns:
        return None
    # "Meeting of the Conference of the Parties" is built around its first noun, "Joint Meeting Minutes" around its only
    noun = next((m for m in nouns if known.plain.fullmatch(m.group())), nouns[0])
    number, number_at = _number(text, start, end, noun, known)
    return Name(start, end, noun.group(), noun.start(), _body(text, start, end, noun, known), number, number_at)


def _number(
    text: str, start: int, end: int, noun: re.Match[str], known: Words
) -> tuple[int | None, tuple[int, int] | None]:
    before = next(known.ordinal.finditer(text, start, noun.start()), None)
    if before is not None:
        return ordinal_value(before, known), before.span()
    behind = known.number.match(text, noun.end(), end)
    if behind:
        group = "signed" if behind["signed"] else "bare"
        if behind["sign"] or not 1900 <= int(behind[group]) <= 2100:
            return int(behind[group]), behind.span(group)
    return None, None


def ordinal_value(match: re.Match[str], known: Words) -> int:
    """The number that an ordinal says."""
    if match["figure"]:
        return int(match["figure"])
    return known.ordinals[" ".join(match["word"].casefold().split())]


_OF = re.compile(
    r"\s*(?:of|for|between|by)\s+(?:(?:19|20)\d\d\s+of\s+)?(?:the\s+)?|\s*(?:der|des|du|de\s+la|del|della|van\s+(?:de|het))\s+",
    re.IGNORECASE,
)
#: "third meeting of 2022": no body.
_YEAR = re.compile(r"\W*(?:19|20)\d\d\W*")
_DASH = re.compile(r"\s[–—-]\s")
_EDGE = " \t,;:–—-|/·•#*_“”\"'‘’"


def _body(text: str, start: int, end: int, noun: re.Match[str], known: Words) -> tuple[tuple[int, int], ...]:
    """The body: what stands before the noun without ordinals and adjectives, what stands behind "of", or both."""
    before = _before(text, start, noun.start(), known)
    link = _OF.match(text, noun.end(), end)
    behind = _trim(text, link.end(), end) if link and not _YEAR.fullmatch(text, link.end(), end) else None
    if behind is None:
        if before is None and not known.plain.fullmatch(noun.group()):
            return ()
        return (before,) if before and not known.generic.fullmatch(text, *before) else ()
    if not known.plain.fullmatch(noun.group()):  # "Tenth Conference of the Baltic Community" met as such
        return ((noun.start(), behind[1]),)
    if before is None or known.generic.fullmatch(text, *before) or not known.body.search(text, *before):
        return (behind,)
    dash = _DASH.search(text, *behind)
    if known.body.search(text, behind[0], dash.start() if dash else behind[1]):
        return (behind,)
    return (
        (
            before,
            (noun.end() + len(text[noun.end() : link.end()]) - len(text[noun.end() : link.end()].lstrip()), behind[1]),
        )
        if link
        else (before,)
    )


def _before(text: str, start: int, end: int, known: Words) -> tuple[int, int] | None:
    """The words before the noun, without ordinals in front and adjectives at either end."""
    changed = True
    low, high = start, end
    while changed:
        changed = False
        found = _trim(text, low, high)
        if found is None:
            return None
        low, high = found
        for pattern in (known.ordinal, known.leading_kind):
            match = pattern.match(text, low, high)
            if match and match.end() < high + 1:
                low, changed = match.end(), True
        for match in known.kind.finditer(text, low, high):
            if match.end() == high and not known.body.fullmatch(text, match.start(), high):
                high, changed = match.start(), True
    last = None
    for match in known.body.finditer(text, low, high):
        last = match
    if last is not None and last.end() < high and not re.search(r"[(\d#]", text[last.end() : high]):
        rest = text[last.end() : high].split()
        if (
            len(rest) <= 3
            and all(word.islower() or word[0].isupper() for word in rest)
            and not _joined(text, last.end())
        ):
            high = last.end()  # "Price Stability Council Decision Making Meeting"
    return low, high


def _joined(text: str, position: int) -> bool:
    """Whether the word at ``position`` goes on as part of a name: "Committee of the Parties"."""
    return bool(re.match(r"\s+(?:of|on|for|and|&|to)\s", text[position:]))


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip(_EDGE + ")"))
    piece = piece.strip(_EDGE + ")") if piece.count("(") == 0 else piece.strip(_EDGE)
    article = re.match(r"(?:the|a|an)\s+", piece, re.IGNORECASE)
    if article:
        left, piece = left + article.end(), piece[article.end() :]
    return (start + left, start + left + len(piece)) if piece else None
