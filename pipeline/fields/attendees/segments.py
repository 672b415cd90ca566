"""Cuts a line of a list at its commas, dashes, brackets and colons: "Jane Doe (JD), Director - Ministry of X"."""

from __future__ import annotations

import re
from dataclasses import dataclass

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
#: Without one of these no text holds an address, a number or a link.
_SIGN = re.compile(r"[\d@:.]")
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
_CLOSED = {"(": ")", "[": "]"}
_EDGE = ' \t\n.*†‡_~"“”#^'


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a line. ``mark`` is what stands before it: "", ",", ";", "-", ":", "|", "(", ")" or "&".

    "(" means that it stands in brackets, ")" that it follows closing brackets without another mark, "&" that "and"
    stands between it and the name before.
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
    return _SIGN.search(text) is not None and _REACH.search(text) is not None


def contact_start(text: str) -> int:
    """Where the first e-mail address or telephone number of a text begins, its length when there is none."""
    match = _REACH.search(text)
    return match.start() if match else len(text)


def count_contacts(text: str) -> int:
    """How many e-mail addresses and telephone numbers a text holds."""
    return 0 if _SIGN.search(text) is None else sum(1 for _ in _REACH.finditer(text))


def without_contacts(view: View) -> View:
    """The view without addresses, telephone numbers and links: they spoil no name and are not published."""
    if _SIGN.search(view.text) is None:
        return view
    return view.replace(_CONTACT, " ")


def cut(text: str, words: RosterWords) -> tuple[Segment, ...]:
    """The segments of ``text`` in order, empty ones left out; brackets are one segment each."""
    found: list[Segment] = []
    start, mark, position = 0, "", 0

    def close(end: int) -> None:
        low, high = start, end
        while low < high and text[low] in _EDGE:
            low += 1
        while high > low and (text[high - 1] in ' \t\n*†‡_~"“”#^'):
            high -= 1
        if low < high:
            found.append(Segment(low, high, mark))

    for match in _MARKS.finditer(text):
        if match.start() < position:
            continue
        if match["open"]:
            closing = _closing(text, match.start())
            close(match.start())
            if closing is None:  # "Jane Doe (Co-chair" at a line's end
                start, mark, position = match.end(), "(", match.end()
                continue
            start, mark = match.end(), "("
            close(closing)
            start, mark, position = closing + 1, ")", closing + 1
            continue
        if match["comma"] and _holds(text, match.end(), words):
            continue
        close(match.start())
        start, position = match.end(), match.end()
        mark = _NAMES[match.lastgroup or ""]
    close(len(text))
    return tuple(found)


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
