"""Cuts a line of a list at its commas, dashes, brackets and colons: "Jane Doe (JD), Director - Ministry of X"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.fields.attendees.person import Part, part
from pipeline.fields.attendees.words import RosterWords
from pipeline.text import View

#: What of a line is no name, office or organization: addresses, numbers, links, handles.
_REACHED = r"""
    \b(?:e-?mail|tel(?:ephone)?|ph(?:one)?|mobile|fax|cell)\s*(?:/\s*fax\s*)?[.:]+\s*(?=[\w+(]|$)   # "Tel.:"
    | <?[\w.+'-]+@[\w-]+(?:\.[\w-]+)+>?                                                            # an address
    | (?<![\w(])(?!(?:19|20)\d\d\b)\+?\(?\d[\d\s()./-]{6,}\d                                      # a number
"""
_CONTACT = re.compile(
    _REACHED
    + r"""
    | (?:https?://|www\.)[^\s,;)>\]]+   # a link
    | (?<=[\w.)\]\s(])(?<![,;:]\s)(?<![\w.])@[\w-]+   # a handle behind a name
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ADDRESS = re.compile(r"<?(?P<said>[\w.+'-]+@[\w-]+(?:\.[\w-]+)+)>?")
# no fax, no year, no date
_TELEPHONE = re.compile(
    r"(?<!fax:)(?<!fax: )(?<!fax\. )(?<!fax )(?<![\w(/.-])(?!(?:19|20)\d\d\b)"
    r"(?P<said>\+?\(?\d(?:[\d\s()./-]{5,}\d|[\d-]{5,}\d))(?![\w/])",
    re.IGNORECASE,
)
_REACH = re.compile(_REACHED, re.VERBOSE | re.IGNORECASE)
#: Without one of these, or an "@", no text holds anything of ``_REACHED``: many digits, or "tel." and "mail:", which
#: are looked for by their last letter. Each is found without trying the words at every character.
_DIGITS = re.compile(r"\d[\d\s()./-]{6,}\d")
_LED = re.compile(
    r"[lexhLEXH](?=[\s/.:])(?i:(?<=mail)|(?<=tel)|(?<=phone)|(?<=ph)|(?<=mobile)|(?<=fax)|(?<=cell))\s*(?i:/\s*fax\s*)?[.:]"
)
_LINK = re.compile(r"://|www\.", re.IGNORECASE)
#: Without one of these no text holds an address or a telephone number of its own.
_SIGN = re.compile(r"[\d@]")
_MARKS = re.compile(
    r"""
    (?P<open>[(\[])
    | (?P<semicolon>;)
    | (?P<comma>[,¸])
    | (?P<dash>\s[-–—‐−]\s? | \s?[–—]\s | —)
    | (?P<colon>:(?=\s|$))
    | (?P<bar>\s?\|\s?|\t|\s{3,}|\s[•·]\s)
    """,
    re.VERBOSE,
)
#: What all of these hold, but for the blanks: found quickly, where ``_MARKS`` would be tried at every letter.
_SIGNS = re.compile(r"[(\[;,¸:|•·\t–—‐−-]")
_SIGNS_OR_GAPS = re.compile(rf"{_SIGNS.pattern}|\s{{3}}")
_CLOSED = {"(": ")", "[": "]"}
_EDGE = ' \t\n.*†‡_~"“”#^'
#: A full stop behind a segment may be an initial's.
_EDGE_BEHIND = _EDGE.replace(".", "")


class Segment(NamedTuple):
    """A stretch of a line. ``mark`` is what stands before it: "", ",", ";", "-", ":", "|", "(", ")" or "&".

    "(" means that it stands in brackets, ")" that it follows closing brackets without another mark, "&" that "and"
    stands between it and the name before. A tuple, as each piece of each line is one.
    """

    start: int
    end: int
    mark: str

    def of(self, text: str) -> str:
        return text[self.start : self.end]


_NAMES = {"semicolon": ";", "comma": ",", "dash": "-", "colon": ":", "bar": "|"}


def contacts_of(view: View) -> tuple[Part | None, Part | None]:
    """The first e-mail address and the first telephone number of a line."""
    if _SIGN.search(view.text) is None:
        return None, None
    address, number = _ADDRESS.search(view.text), _TELEPHONE.search(view.text)
    return (
        part(view, address.start("said"), address.end("said")) if address else None,
        part(view, number.start("said"), number.end("said")) if number else None,
    )


def is_contact(text: str) -> bool:
    """Whether a line holds an e-mail address or a telephone number."""
    return _may_reach(text) and _REACH.search(text) is not None


def _may_reach(text: str) -> bool:
    return "@" in text or _DIGITS.search(text) is not None or _LED.search(text) is not None


def contact_start(text: str) -> int:
    """Where the first e-mail address or telephone number of a text begins, its length when there is none."""
    match = _REACH.search(text) if _may_reach(text) else None
    return match.start() if match else len(text)


def count_contacts(text: str) -> int:
    """How many e-mail addresses and telephone numbers a text holds."""
    return sum(1 for _ in _REACH.finditer(text)) if _may_reach(text) else 0


def without_contacts(view: View) -> View:
    """The view without addresses, telephone numbers and links: they spoil no name and are not published."""
    if not _may_reach(view.text) and _LINK.search(view.text) is None:
        return view
    return view.replace(_CONTACT, " ")


def cut(text: str, words: RosterWords) -> Iterator[Segment]:
    """The segments of ``text`` in order, empty ones left out; brackets are one segment each."""
    start, mark, position = 0, "", 0
    for match in _marks(text):
        low = match.start()
        if low < position:
            continue
        kind = match.lastgroup or ""
        if kind == "comma" and _holds(text, match.end(), words):
            continue
        yield from _trimmed(text, start, low, mark)
        start = position = match.end()
        if kind != "open":
            mark = _NAMES[kind]
            continue
        mark = "("
        closing = _closing(text, low)
        if closing is not None:  # not so in "Jane Doe (Co-chair" at a line's end
            yield from _trimmed(text, start, closing, mark)
            start, mark, position = closing + 1, ")", closing + 1
    yield from _trimmed(text, start, len(text), mark)


def _marks(text: str) -> Iterator[re.Match[str]]:
    """Where segments end, with the blanks around the marks."""
    reached = 0
    for sign in (_SIGNS_OR_GAPS if "   " in text else _SIGNS).finditer(text):
        at = sign.start()
        if at < reached:
            continue
        match = _MARKS.match(text, at - 1) if at > reached and text[at - 1].isspace() else None
        match = match or _MARKS.match(text, at)
        if match is not None:
            reached = match.end()
            yield match


def _trimmed(text: str, low: int, high: int, mark: str) -> tuple[Segment, ...]:
    """The stretch ``[low, high)`` without marks and blanks at its ends, nothing when that leaves nothing."""
    said = text[low:high].lstrip(_EDGE)
    low = high - len(said)
    high = low + len(said.rstrip(_EDGE_BEHIND))
    return (Segment(low, high, mark),) if low < high else ()


def _closing(text: str, opening: int) -> int | None:
    """Where the bracket that opens at ``opening`` closes; one level of nesting is allowed for."""
    sign, depth = text[opening], 0
    for position in range(opening, min(len(text), opening + 200)):
        if text[position] == sign:
            depth += 1
        elif text[position] == _CLOSED[sign]:
            depth -= 1
            if not depth:
                return position
    return None


_GENERATION = re.compile(r"\s*(\w+)\b")


def _holds(text: str, after: int, words: RosterWords) -> bool:
    """Whether the comma before ``after`` belongs to a name: "Perez, Jr.", "Blue Sky, Inc."."""
    match = _GENERATION.match(text, after)
    if match is None:
        return False
    if match[1].casefold() in words.names.generations and match[1][0].isupper():
        return True
    return match[1].casefold() in words.company_starts and bool(words.company_ending.match(text, after))
