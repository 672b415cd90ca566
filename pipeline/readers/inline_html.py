"""HTML that stands inside Markdown: headings, items, paragraphs and tables written as tags."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.document import Cell, Table
from pipeline.readers.markers import Marker, marker_of
from pipeline.text import Span

_TAG = r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>"
_ONLY_TAGS = re.compile(rf"(?:{_TAG}|\s|&nbsp;|<!--(?:(?!<!--|-->).)*-->)+")
_FIRST = re.compile(
    r"(?:<(?!h[1-6]|li|p\b)[a-z]+(?:\s[^<>]*)?>\s*)*<(?P<tag>h(?P<level>[1-6])|li|p)\b[^<>]*>", re.IGNORECASE
)
_TABLE = re.compile(r"<table\b[^>]*>(?P<body>(?:(?!<table\b|</table).)*)</table\s*>", re.IGNORECASE | re.DOTALL)
_ROW = re.compile(r"<tr\b[^>]*>(?P<body>.*?)(?=</tr|<tr\b|$)", re.IGNORECASE | re.DOTALL)
_CELL = re.compile(
    r"<t(?P<kind>[dh])\b(?P<attributes>[^>]*)>(?P<body>.*?)(?=</t[dh]|<t[dh]\b|$)", re.IGNORECASE | re.DOTALL
)
_SPANS = re.compile(r"(?P<way>row|col)span\s*=\s*[\"']?(?P<count>\d{1,3})", re.IGNORECASE)
_EDGE_TAGS = re.compile(rf"(?:{_TAG}|\s|&nbsp;)*")


@dataclass(frozen=True)
class Meaning:
    """What a line's first tag says of it."""

    markup: str
    level: int


def bare(line: str) -> bool:
    """Whether the line holds tags and no words."""
    return line.startswith("<") and _ONLY_TAGS.fullmatch(line) is not None


def markers(title: str) -> Marker | None:
    """The number before a heading's words, which no bullet can be."""
    marker = marker_of(title)
    return marker if marker and not marker.bullet else None


def meaning(line: str) -> Meaning | None:
    """What the tags at the start of ``line`` make of it, None when they say nothing."""
    match = _FIRST.match(line) if line.startswith("<") else None
    if match is None:
        return None
    if match["level"]:
        return Meaning("heading", int(match["level"]))
    return Meaning("item", 1) if match["tag"].lower() == "li" else None


def tables(text: str, *, start: int = 0) -> list[Table]:
    """The tables written as tags; a cell's span is its words without the tags around them."""
    found = []
    for table in _TABLE.finditer(text, start):
        rows: list[tuple[Cell, ...]] = []
        header = 0
        for row in _ROW.finditer(text, table.start("body"), table.end("body")):
            cells: list[Cell] = []
            column = 0
            kinds = set()
            for cell in _CELL.finditer(text, row.start("body"), row.end("body")):
                counts = {match["way"].lower(): int(match["count"]) for match in _SPANS.finditer(cell["attributes"])}
                width, height = max(counts.get("col", 1), 1), max(counts.get("row", 1), 1)
                cells.append(Cell(_inner(text, *cell.span("body")), len(rows), column, height, width))
                kinds.add(cell["kind"].lower())
                column += width
            if cells:
                header += kinds == {"h"} and header == len(rows)
                rows.append(tuple(cells))
        if rows:
            found.append(Table(Span(*table.span()), tuple(rows), header=header))
    return found


def _inner(text: str, start: int, end: int) -> Span:
    """``[start, end)`` without tags and blanks at its ends."""
    match = _EDGE_TAGS.match(text, start, end)
    start = match.end() if match else start
    while True:
        tail = re.compile(rf"(?:{_TAG}|\s+|&nbsp;)\Z").search(text[max(start, end - 200) : end])
        if tail is None or start >= end:
            return Span(start, max(start, end)).trimmed(text)
        end -= len(tail.group())
