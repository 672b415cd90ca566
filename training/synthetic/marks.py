"""Marks: entities inside generated text, as ``{PERSON|Iva Novak}``, so that templates stay plain strings.

A text is put together with its marks, and only at the end :func:`example` takes them out and notes the offsets.
"""

from __future__ import annotations

import re

from training.examples import Example

_MARK = re.compile(r"\{([A-Z]+)\|([^{}]*)\}")


def mark(label: str, text: str) -> str:
    """``text`` marked as an entity. Braces inside it would break the syntax and are dropped."""
    return "{" + label + "|" + text.replace("{", "").replace("}", "").strip() + "}"


def plain(text: str) -> str:
    """The text without its marks."""
    return _MARK.sub(lambda match: match[2], text)


def upper(text: str) -> str:
    """The text in capitals, its marks kept."""
    pieces, position = [], 0
    for match in _MARK.finditer(text):
        pieces += [text[position : match.start()].upper(), mark(match[1], match[2].upper())]
        position = match.end()
    return "".join([*pieces, text[position:].upper()])


def example(text: str, source: str) -> Example:
    """The example behind a marked text. The label IGN becomes a missing span."""
    pieces: list[str] = []
    entities: list[tuple[int, int, str]] = []
    missing: list[tuple[int, int]] = []
    length = position = 0
    for match in _MARK.finditer(text):
        before = text[position : match.start()]
        start = length + len(before)
        end = start + len(match[2])
        if match[1] == "IGN":
            missing.append((start, end))
        else:
            entities.append((start, end, match[1]))
        pieces += [before, match[2]]
        length, position = end, match.end()
    pieces.append(text[position:])
    return Example("".join(pieces), tuple(entities), tuple(missing), source)
