"""Tables: which cell of a row holds the task, who owns it and when it is due; which rows end in a vote's result."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.layout.block import Block
from pipeline.lexicon import Lexicon, alternation

_BAR = " | "
#: Modalities of how a vote went, the words of a cell that tells it at most, and the rows that make a table of votes.
_WENT, _FEW, _ROWS = ("adopted", "approved", "accepted", "rejected", "deferred"), 4, 2
Cell = tuple[int, int]


@dataclass(frozen=True)
class Columns:
    """The cells of one row, as ranges of the block's view; None where the table has no such column or it is empty.

    A table's heading row has none at all.
    """

    task: Cell | None = None
    owner: Cell | None = None
    due: Cell | None = None
    number: Cell | None = None


def _roles(lexicon: Lexicon) -> dict[str, str]:
    return {word: role for role, words in lexicon.groups("conclusions", "columns").items() for word in words}


def _cells(text: str) -> list[Cell]:
    cells = []
    start = 0
    for part in text.split(_BAR):
        end = start + len(part)
        left = len(part) - len(part.lstrip())
        cells.append((start + left, max(start + len(part.rstrip()), start + left)))
        start = end + len(_BAR)
    return cells


def _role(words: str, roles: Mapping[str, str]) -> str | None:
    """What a heading's cell announces: by all its words, or by one of a few ("Name description", "Due date (2019)")."""
    few = words.split()[:4]
    return roles.get(words) or next((roles[word] for word in reversed(few) if word in roles), None)


def _heads(block: Block, roles: Mapping[str, str]) -> dict[int, str]:
    """Column numbers to roles, when ``block`` is the heading row of a table of tasks."""
    heads: dict[int, str] = {}
    for number, (start, end) in enumerate(_cells(block.text)):
        role = _role(block.text[start:end].casefold().strip(" :*"), roles)
        if role and role not in heads.values():
            heads[number] = role
    return heads if "task" in heads.values() and {"owner", "due"} & set(heads.values()) else {}


def columns(blocks: Sequence[Block], lexicon: Lexicon) -> dict[int, Columns]:
    """Block number to cells, for the rows of all tables that hold tasks."""
    roles = lexicon.made(_roles)
    found: dict[int, Columns] = {}
    heads: dict[int, str] = {}
    for block in blocks:
        if block.kind == "running":
            continue
        if block.kind != "row":
            heads = {}
            continue
        own = _heads(block, roles)
        if own:
            heads = own
            found[block.number] = Columns()
        elif heads:
            cells = _cells(block.text)
            taken = {
                role: cells[number]
                for number, role in heads.items()
                if number < len(cells) and cells[number][1] > cells[number][0]
            }
            found[block.number] = Columns(**taken)
    return found


def _went(lexicon: Lexicon) -> re.Pattern[str]:
    verbs = lexicon.groups("conclusions", "verbs")
    words = alternation(word for name in _WENT for word in verbs.get(name, ()))
    return lexicon.pattern(rf"\W*(?:\w+\s+)?{words}\b", re.IGNORECASE)


def labels(lexicon: Lexicon) -> frozenset[str]:
    """Words that label a conclusion of any kind: "action", "result"."""
    return frozenset(word for words in lexicon.groups("conclusions", "labels").values() for word in words)


def voted(blocks: Sequence[Block], lexicon: Lexicon) -> tuple[frozenset[int], frozenset[int]]:
    """Numbers of the rows that end in how the vote on them went, and of the rows that head them.

    "Letter to the mayor | 40 - 1 | Approved" below "Motion | Votes | Result".
    """
    rows, heads = [], []
    for block in blocks:
        if block.kind != "row" or _BAR not in block.text:
            continue
        last = block.text.rpartition(_BAR)[2].strip(" :*")
        if len(last.split()) <= _FEW and lexicon.made(_went).match(last):
            rows.append(block.number)
        elif last.casefold() in lexicon.made(labels):
            heads.append(block.number)
    return (frozenset(rows), frozenset(heads)) if len(rows) >= _ROWS else (frozenset(), frozenset())
