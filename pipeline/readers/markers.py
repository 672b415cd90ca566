"""What stands before a list item: bullets, numbers, letters and tick boxes, as every reader meets them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

#: "1.", "(a)", "iv)", "4.2", "•", "-", "[x]"; what follows must be a blank, or the line must end there.
_MARKER = re.compile(
    r"""
    (?P<marker>
        (?P<bullet> \\?[-*+•◦▪▫‣⁃∙·●○■□➢➤►▶✓✔❖§\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf02d\uf0a8] | [–—](?=\s) | o(?=\s\s|\t) )
      | (?P<number> \((?:\d{1,2}\.)+\d{1,2}\) | \(? (?: \d{1,2} | [a-zA-Z] | [ivxIVX]{2,5} ) \) )   # a) (b) (1.2)
      | (?P<dotted> (?: \d{1,3}(?:\.\d{1,3}){0,4} | [a-zA-Z] | [ivxIVX]{2,5} ) \. )          # 1. 4.2. a. IV.
      | (?P<depth> \d{1,2}(?:\.\d{1,2}){1,4} )                                               # 4.2
    )
    (?: \s+ | $ )
    """,
    re.VERBOSE,
)

#: "[x] done", "[ ] open", "☑ done": the box may follow a bullet or stand alone.
_BOX = re.compile(r"(?:\\?\[(?P<state>[ xX])\\?\]|(?P<drawn>[☐☑☒✅]))\s+")
_WORDY = re.compile(r"\w")
_DONE = {"x", "X", "☑", "☒", "✅"}

#: "4.30 pm", "12.5 million": a time or an amount, not a number of a list.
_AMOUNT = re.compile(
    r"\d{1,2}\.\d{1,2}\.?\s*(?:[ap]\.?m\b|h\b|uhr|%|percent|per\b|million|billion|[-–—]\s*\d|to\s+\d)", re.IGNORECASE
)
#: "23.05. his ideas": a day and a month.
_DATE = re.compile(r"\d{1,2}\.(?:0\d|1[0-2])\.\s+[a-z]")
#: "28. April 2009", "30. September bis 2. Oktober": a day, or else an entry of a list that counts up to it.
_DAY = re.compile(r"\d{1,2}\.\s+[^\W\d_]{3,10}\.?\s+(?:(?:19|20)\d\d\b|[^\W\d_]{2,4}\s+\d{1,2}\.\s)")
#: "1 Attendance": a number without a dot counts only where a row of such numbers runs through the document.
_BARE = re.compile(r"(?P<number>\d{1,3})\s+(?=[^\W\d_a-zà-ÿ]|[\"“(])")
#: "iv The effect": a small Roman number without anything behind it.
_SMALL = re.compile(r"(?P<number>i|ii|iii|iv|v|vi|vii|viii|ix|x)\s+(?=[^\W\d_a-z])")
#: "The", "Mr": a letter and a small one that is no Roman figure begin no marker, as in most lines.
_PROSE = re.compile(r"[A-Za-z][a-hj-uwyz]")
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}


@dataclass(frozen=True)
class Marker:
    """A list marker at the start of a line: how it is written, where the words begin, whether its box is ticked."""

    text: str
    end: int
    bullet: bool
    checked: bool | None = None


def depth_of(marker: str) -> int:
    """How deep a number lies by itself: 2 for "6.1", 3 for "8.3.2.", 1 for all other markers."""
    parts = marker.rstrip(".").split(".")
    return len(parts) if all(part.isdecimal() for part in parts) else 1


def marker_of(line: str) -> Marker | None:
    """The list marker at the start of ``line``, which must not begin with blanks; None where there is none."""
    box = _BOX.match(line)
    if box:
        return Marker("", box.end(), bullet=True, checked=(box["state"] or box["drawn"]) in _DONE)
    match = _MARKER.match(line)
    if match is None or _AMOUNT.match(line) or _DATE.match(line):
        return None
    bullet, written = match["bullet"] is not None, match["marker"].removeprefix("\\")
    if match.end() == len(line) and (bullet or "." in match["marker"].strip("(.)")):
        return None
    if bullet and not _WORDY.search(line, match.end()):
        return None
    box = _BOX.match(line, match.end()) if bullet else None
    if box:
        return Marker(written, box.end(), bullet=True, checked=(box["state"] or box["drawn"]) in _DONE)
    return Marker(written, match.end(), bullet=bullet)


def markers_of(lines: Sequence[str]) -> list[Marker | None]:
    """The markers of all lines of a document, doubtful ones only where they count on: 1 2 3, A. B. C., i. ii. iii.

    So "J. Smith opened the meeting" and "12 March 2019" have none, while "1 Attendance", "2 Apologies" do.
    """
    markers: list[Marker | None] = [None] * len(lines)
    doubtful: dict[int, Marker] = {}
    candidates: dict[str, list[tuple[int, int]]] = {key: [] for key in ("bare", "upper", "lower", "ROMAN", "roman")}
    for number, line in enumerate(lines):
        if _PROSE.match(line):
            continue
        marker = markers[number] = marker_of(line)
        bare = (_BARE.match(line) or _SMALL.match(line)) if marker is None and not _AMOUNT.match(line) else None
        if bare:
            doubtful[number] = Marker(bare["number"], bare.end(), bullet=False)
        word = marker.text.removesuffix(".") if marker and marker.text.endswith(".") else bare["number"] if bare else ""
        if word.isdecimal():
            candidates["bare"].append((number, int(word)))
        elif word.upper() in _ROMAN:
            candidates["ROMAN" if word.isupper() else "roman"].append((number, _ROMAN[word.upper()]))
        if marker is not None and _DAY.match(line):
            doubtful[number], markers[number] = marker, None
        if len(word) == 1 and word.isascii() and word.isalpha():
            candidates["upper" if word.isupper() else "lower"].append((number, ord(word.lower()) - ord("a") + 1))
            if marker is not None:
                doubtful[number], markers[number] = marker, None
    for values in candidates.values():
        for number in counting(values):
            markers[number] = doubtful.get(number, markers[number])
    return markers


def counting(candidates: list[tuple[int, int]]) -> set[int]:
    """Those line numbers whose values count up from 1, at most one left out; inner lists may start anew in between."""
    open_chains: list[list[tuple[int, int]]] = []
    good: set[int] = set()
    for number, value in candidates:
        if value == 1:
            open_chains.append([(number, value)])
            del open_chains[:-4]
            continue
        if not any(0 < value - chain[-1][1] <= 2 for chain in open_chains):
            continue
        while not 0 < value - open_chains[-1][-1][1] <= 2:
            open_chains.pop()
        open_chains[-1].append((number, value))
        good.update(item[0] for item in open_chains[-1][-2:])
    return good
