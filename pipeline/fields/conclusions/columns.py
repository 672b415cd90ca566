"""Tables of actions: which cell of a row holds the task, who owns it and when it is due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.layout.block import Block
from pipeline.lexicon import Lexicon

_BAR = " | "
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
