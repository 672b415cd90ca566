"""Part and Person: what was read of somebody, each piece with the spans that say it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from pipeline.text import Span, View

#: A full stop behind a longer last word ends a sentence: "Board member.", but "Acme Inc.".
_ABBREVIATED = 4
#: The number of a footnote, glued to a word.
_NOTE = re.compile(r"\d(?<=[a-zß-ÿ]{2}\d)\d?$")


@dataclass(frozen=True, slots=True)
class Part:
    """A value and where it stands. ``text`` may differ from the quote ("Voting Member" from "Voting Members")."""

    text: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Person:
    """Somebody as one place of the document shows them.

    ``country`` is a code; ``functions`` and ``presence`` use the words of records.Attendee. ``aliases`` are initials or
    short forms that the document itself gives. ``stands_for`` is whom the person represents. ``listed`` tells people of
    an attendance list from those of a sentence.
    """

    name: Part
    rule: str
    score: float
    prefix: Part | None = None
    role: Part | None = None
    organization: Part | None = None
    country: Part | None = None
    delegation: Part | None = None
    presence: Part | None = None
    represented_by: Part | None = None
    stands_for: Person | None = None
    arrived: Part | None = None
    left: Part | None = None
    email: Part | None = None
    phone: Part | None = None
    functions: tuple[Part, ...] = field(default=())
    aliases: tuple[str, ...] = ()
    listed: bool = True

    @property
    def start(self) -> int:
        """Where the name begins in the document."""
        return min(span.start for span in self.name.spans)

    def doing(self, *functions: Part) -> Person:
        """This person with further functions."""
        known = {function.text for function in self.functions}
        new = tuple(function for function in functions if function.text not in known)
        return replace(self, functions=self.functions + new) if new else self


def part(view: View, start: int, end: int) -> Part | None:
    """The trimmed stretch ``[start, end)`` of a view, None when it is blank."""
    text = view.text[start:end]
    start += len(text) - len(text.lstrip(" \t\n,;:.–—-/|"))
    text = view.text[start:end]
    end = start + len(text.rstrip(" \t\n,;:–—-/|*"))
    if start >= end:
        return None
    text = view.text[start:end]
    note = _NOTE.search(text) if text[-1].isdigit() else None
    if note:
        text = text[: note.start()]
    if text[-1] == ")" and "(" not in text:
        text = text[:-1]
    words = text.split()
    if words and text[-1] == "." and "." not in words[-1][:-1] and len(words[-1]) > _ABBREVIATED + 1:
        words[-1] = words[-1][:-1]
        text = text[:-1]
    return Part(" ".join(words), view.spans(start, start + len(text)))


def together(first: Part | None, second: Part | None, separator: str = "; ") -> Part | None:
    """Two parts as one, the second left out where the first already says it."""
    if first is None or second is None:
        return first or second
    if second.text.casefold() in first.text.casefold():
        return first
    return Part(f"{first.text}{separator}{second.text}", first.spans + second.spans)
