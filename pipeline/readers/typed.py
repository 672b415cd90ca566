"""Conventions of typed text, with or without Markdown: underlined headings, rules, list items and their depth."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.document import Line
from pipeline.readers.markers import depth_of, markers_of
from pipeline.text import Span

#: "-----", "=====", "* * *", "____": nothing but one drawing character.
_RULE = re.compile(r"(?P<char>[-=_*#~^+\u2500\u2550—–.])(?:\s?(?P=char)){2,}")
_TITLE_LENGTH = 160


@dataclass(frozen=True)
class Raw:
    """A typed line: ``span`` without its line break, ``content`` without its indentation, ``indent`` in columns."""

    span: Span
    content: Span
    indent: int
    blank_before: bool


def split(text: str, *, start: int = 0) -> list[Raw]:
    """The lines of ``text`` from ``start`` that are not blank."""
    raws, position, blank = [], start, True
    for whole in text[start:].split("\n"):
        span = Span(position, position + len(whole))
        position += len(whole) + 1
        content = span.trimmed(text)
        if not len(content):
            blank = True
            continue
        indent = len(text[span.start : content.start].expandtabs(4))
        raws.append(Raw(Span(span.start, content.end), content, indent, blank))
        blank = False
    return raws


def rule_character(line: str) -> str | None:
    """The character of a line that is nothing but a drawn rule, else None."""
    match = _RULE.fullmatch(line)
    return match["char"] if match else None


def underlined(text: str, raws: Sequence[Raw]) -> dict[int, str]:
    """Numbers of the lines that stand directly above a rule of about their own length, with the rule's character."""
    found: dict[int, str] = {}
    for number in range(1, len(raws)):
        raw, above = raws[number], raws[number - 1]
        char = rule_character(raw.content.of(text))
        if char is None or raw.blank_before or char in "*_." or rule_character(above.content.of(text)):
            continue
        free = above.blank_before or number == 1 or rule_character(raws[number - 2].content.of(text)) is not None
        if len(above.content) <= _TITLE_LENGTH and (free or len(raw.content) >= len(above.content) - 2):
            found[number - 1] = char
    return found


def lines_of(text: str, raws: Sequence[Raw], *, plain_heading: bool = True) -> list[Line]:
    """Lines with what typing conventions say of them."""
    markers = markers_of([raw.content.of(text) for raw in raws])
    titles = underlined(text, raws) if plain_heading else {}
    ranks = {char: rank for rank, char in enumerate(dict.fromkeys(titles.values()), 1)}
    lines: list[Line] = []
    depths: list[int] = []
    for number, (raw, marker) in enumerate(zip(raws, markers, strict=True)):
        line = Line(span=raw.span, content=raw.content)
        if number in titles:
            line = line._replace(markup="heading", level=ranks[titles[number]])
        elif rule_character(raw.content.of(text)):
            line = line._replace(markup="rule")
        elif marker is not None:
            depths = [depth for depth in depths if depth < raw.indent] + [raw.indent]
            line = line._replace(
                markup="item",
                level=max(len(depths), depth_of(marker.text)),
                marker=marker.text,
                checked=marker.checked,
                content=Span(raw.content.start + marker.end, raw.content.end),
            )
        elif raw.blank_before and raw.indent == 0:
            depths = []
        if number in titles and marker is not None:
            line = line._replace(marker=marker.text, content=Span(raw.content.start + marker.end, raw.content.end))
        lines.append(line)
    return lines
