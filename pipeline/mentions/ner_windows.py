"""What the accurate model reads and says: word pieces with their case, windows that overlap, labels back to spans.

The encoder knows no capitals (it is "uncased"), yet capitals are half of what tells a name. So each piece carries the
case class of its word as its token type. A line break is a piece of its own: in a list it is what a full stop is in
prose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

LABELS = ("PERSON", "ORG", "PLACE", "DATE")
#: Begin, inside and outside, as the network's last layer orders them: O, B-PERSON, I-PERSON, B-ORG, ...
TAGS = ("O", *(f"{position}-{label}" for label in LABELS for position in "BI"))

LOWER, TITLE, UPPER, MIXED, DIGIT, INITIAL = range(6)
CASES = 6

#: Ids of the encoder's vocabulary: begin, end, filling, and an unused one that stands for a line break.
BEGIN, END, FILL, BREAK = 101, 102, 0, 1

#: Pieces a window holds, and how many neighbouring windows share. Training saw windows of this size.
WINDOW, OVERLAP = 160, 24


@dataclass(frozen=True)
class Pieces:
    """A text in pieces.

    ``words`` are the (start, end) offsets of its words, ``first`` the number of each word's first piece.
    """

    ids: list[int]
    cases: list[int]
    words: list[tuple[int, int]]
    first: list[int]


@dataclass(frozen=True)
class Window:
    """Pieces ``[start, end)`` of text number ``text``; of these, words ``[low, high)`` take their labels from here."""

    text: int
    start: int
    end: int
    low: int
    high: int


def case_of(word: str) -> int:
    """The case class of a word: "Novi" TITLE, "OSCE" UPPER, "McKay" MIXED, "2019" DIGIT, "J" INITIAL, others LOWER."""
    if word.islower() or not word:
        return LOWER
    if any(letter.isdigit() for letter in word):
        return DIGIT
    if word.isupper():
        return UPPER if len(word) > 1 else INITIAL
    if word[0].isupper() and word[1:].islower():
        return TITLE
    return MIXED if word.isalpha() else LOWER


def encode(texts: Sequence[str], tokenizer: Tokenizer) -> list[Pieces]:
    """Texts in pieces, line breaks included."""
    return [
        _pieces(text, encoding)
        for text, encoding in zip(texts, tokenizer.encode_batch(list(texts), add_special_tokens=False), strict=True)
    ]


def _pieces(text: str, encoding: object) -> Pieces:
    ids: list[int] = []
    cases: list[int] = []
    words: list[tuple[int, int]] = []
    first: list[int] = []
    breaks = [index for index, letter in enumerate(text) if letter == "\n"]
    upcoming, last_word, case = 0, None, LOWER
    rows = zip(encoding.ids, encoding.offsets, encoding.word_ids, strict=True)  # type: ignore[attr-defined]
    for piece, (start, end), word in rows:
        if word != last_word:
            while upcoming < len(breaks) and breaks[upcoming] < start:
                if ids and ids[-1] != BREAK:
                    ids.append(BREAK)
                    cases.append(LOWER)
                upcoming += 1
            words.append((start, end))
            first.append(len(ids))
            last_word = word
        elif end > words[-1][1]:
            words[-1] = (words[-1][0], end)
        ids.append(piece)
        cases.append(case)
    for number, (start, end) in enumerate(words):
        case = case_of(text[start:end])
        if case != LOWER:
            stop = first[number + 1] if number + 1 < len(first) else len(ids)
            for index in range(first[number], stop):
                if ids[index] != BREAK:
                    cases[index] = case
    return Pieces(ids, cases, words, first)


def windows(pieces: Pieces, text: int, *, size: int = WINDOW, overlap: int = OVERLAP) -> list[Window]:
    """Windows over a text: each word is read in the one in which it stands farthest from a cut.

    Example: 300 pieces give [0, 160), [136, 296), [272, 300); the second labels the words that begin in [148, 284).
    """
    total = len(pieces.ids)
    if total <= size:
        return [Window(text, 0, total, 0, len(pieces.first))] if pieces.first else []
    first = np.asarray(pieces.first)
    starts = list(range(0, total - overlap, size - overlap))
    found = []
    for number, start in enumerate(starts):
        end = min(start + size, total)
        lower = start + overlap // 2 if number else 0
        upper = end - overlap // 2 if number + 1 < len(starts) else total
        low, high = (int(np.searchsorted(first, edge)) for edge in (lower, upper))
        if low < high:
            found.append(Window(text, start, end, low, high))
    return found


def batch(chosen: Sequence[Window], texts: Sequence[Pieces]) -> dict[str, NDArray[np.int64]]:
    """The network's input for windows: ids, case classes and mask, filled to the longest."""
    width = max(window.end - window.start for window in chosen) + 2
    ids = np.full((len(chosen), width), FILL, dtype=np.int64)
    cases = np.zeros((len(chosen), width), dtype=np.int64)
    mask = np.zeros((len(chosen), width), dtype=np.int64)
    for row, window in enumerate(chosen):
        pieces = texts[window.text]
        size = window.end - window.start
        ids[row, 0], ids[row, size + 1] = BEGIN, END
        ids[row, 1 : size + 1] = pieces.ids[window.start : window.end]
        cases[row, 1 : size + 1] = pieces.cases[window.start : window.end]
        mask[row, : size + 2] = 1
    return {"ids": ids, "cases": cases, "mask": mask}


def best_tags(scores: NDArray[np.float32]) -> list[int]:
    """The best sequence of tags in which no entity begins with its inside. ``scores`` has a row for each word."""
    greedy: list[int] = scores.argmax(axis=1).tolist()
    # Where each word's best tag makes a sequence that is allowed, nothing else can be better.
    if all(_may_follow(left, right) for left, right in zip([0, *greedy], greedy, strict=False)):
        return greedy
    forbidden = np.array(
        [[0.0 if _may_follow(left, right) else -1e9 for right in range(len(TAGS))] for left in range(len(TAGS))]
    )
    best = scores[0] + forbidden[0]
    back: list[NDArray[np.int64]] = []
    for row in scores[1:]:
        ways = best[:, None] + forbidden
        back.append(ways.argmax(axis=0))
        best = ways.max(axis=0) + row
    tags = [int(best.argmax())]
    for step in reversed(back):
        tags.append(int(step[tags[-1]]))
    return tags[::-1]


def _may_follow(left: int, right: int) -> bool:
    """Odd tags begin, even ones (but 0) go on with what the tag before them began or went on with."""
    return right % 2 == 1 or right == 0 or left in (right, right - 1)


def spans(tags: Sequence[int], words: Sequence[tuple[int, int]], text: str) -> list[tuple[int, int, str]]:
    """(start, end, label) of the entities. None runs over an empty line."""
    found: list[tuple[int, int, str]] = []
    for tag, (start, end) in zip(tags, words, strict=True):
        if not tag:
            continue
        label = LABELS[(tag - 1) // 2]
        goes_on = tag % 2 == 0 and found and "\n\n" not in text[found[-1][1] : start]
        if goes_on:
            found[-1] = (found[-1][0], end, found[-1][2])
        else:
            found.append((start, end, label))
    return found
