"""Series of numbers that count through a report: "1. Welcome ... 2. Minutes: ..."."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.fields.agenda.leads import Lead

#: A number may be left out in a series, and the first of it too.
_LEAP = 2
#: Between headings set alike more may be missing.
_LEAP_HEADED = 5
#: Marks that set one series of numbers apart from another: "(3)", "3)"; a dot may be missing.
_BRACKETS = ("()", ")", "[]", "]")
_ROMAN = {"i": 1, "v": 5, "x": 10}
_UNICODE_ROMAN = re.compile(r"[Ⅰ-Ⅻ]")


@dataclass
class Chain:
    """Groups of leads whose numbers follow each other."""

    groups: list[Sequence[Lead]] = field(default_factory=list)
    last: int = 0


def counted(number: str) -> int | None:
    """The value of a number of the first level: 4 for "4", "4a", "IV", "Ⅳ" and "d"; None for "4.2"."""
    if not number or "." in number or "/" in number:
        return None
    digits = re.match(r"\d+", number)
    if digits:
        return int(digits[0])
    if _UNICODE_ROMAN.match(number):
        return ord(number[0]) - ord("Ⅰ") + 1
    letters = number.casefold()
    if letters and all(letter in _ROMAN for letter in letters):
        values = [_ROMAN[letter] for letter in letters]
        after = [*values[1:], 0]
        return sum(-one if one < two else one for one, two in zip(values, after, strict=True))
    return ord(letters) - 96 if len(letters) == 1 and letters.isascii() else None


def _style(lead: Lead) -> tuple[str, str, bool]:
    """How an item is numbered: the kind of number, what stands around it, and whether a word for an item does."""
    number = lead.number
    form = "1" if number[:1].isdigit() else "I" if number[:1].isupper() else "i"
    before, _, after = (lead.block.marker or lead.block.text[: lead.start]).partition(number)
    marks = before.strip()[-1:] + after.strip()[:1]
    return form, marks if marks in _BRACKETS else "", lead.opening.labelled


def chains(groups: Sequence[Sequence[Lead]]) -> list[Chain]:
    """Series of groups that count upwards by one; a list within an item has a series of its own."""
    open_ones: dict[tuple[str, str, bool], list[Chain]] = {}
    found: list[Chain] = []
    for group in groups:
        first = group[0]
        value = counted(first.number)
        if value is None:
            continue
        stack = open_ones.setdefault(_style(first), [])
        position = _continued(stack, first, value)
        if position is not None:
            del stack[position + 1 :]
            stack[position].groups.append(group)
            stack[position].last = value
        elif value <= _LEAP:
            chain = Chain([group], value)
            stack.append(chain)
            found.append(chain)
    return found


def _continued(stack: Sequence[Chain], first: Lead, value: int) -> int | None:
    """Which of the open chains, the innermost first, goes on with ``value``: the next number before one left out."""
    near = range(len(stack) - 1, max(len(stack) - 4, -1), -1)
    for position in near:
        if value == stack[position].last + 1:
            return position
    for position in near:
        last = stack[position].last
        leap = _LEAP_HEADED if _alike_headed(stack[position].groups[-1][0], first) else _LEAP
        if last < value <= last + leap or (value == last and not first.number.isdigit()):
            return position
    return None


def _alike_headed(one: Lead, other: Lead) -> bool:
    return one.block.kind == other.block.kind == "heading" and one.block.level == other.block.level
