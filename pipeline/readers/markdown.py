"""Markdown: the source itself is the text; lines say what its markup means."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from itertools import pairwise

from pipeline.config import Settings
from pipeline.document import Cell, Document, Line, SourceFile, Table
from pipeline.readers import front_matter, inline_html
from pipeline.readers.decode import decode
from pipeline.readers.typed import Raw, lines_of, split
from pipeline.text import Span

#: "## Title ##", and "##Title" as some write it.
_HEADING = re.compile(r"(?P<marks>#{1,6})(?:[ \t]+|(?=[^\W\d_]))(?P<title>.*?)[ \t]*#*$")
_FENCE = re.compile(r"```|~~~")
_QUOTE = re.compile(r"(?:>[ \t]?)+")
#: "~~gone~~", "~gone~" (no "~/path", no "H~2~O") and what HTML has for it.
_STRUCK = re.compile(
    r"~~(?=\S)(?P<text>[^~\n]+?)~~"
    r"|(?<![~\w/\\:.=])~(?=[^\s~/])(?P<once>[^~\n]{1,200})(?<=[^\s~])~(?![~\w/])"
    r"|<(?P<tag>del|s|strike)>(?P<html>[^<]{0,2000})</(?P=tag)>",
    re.IGNORECASE | re.DOTALL,
)
#: A line that is bold from end to end, as people write headings: "**Attendance**", "**1. Budget:**"
_BOLD = re.compile(r"(?P<mark>\*\*|__)(?P<text>(?:(?!(?P=mark)).)+)(?P=mark)\s*:?\s*\\?")
_SEPARATOR = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
#: A row of a table with nothing in it.
_EMPTY_ROW = re.compile(r"[\s|]*\|[\s|]*")
#: "{% include x %}", "{: .class}", "<!-- TOC -->": orders to a site generator, not words.
_ORDER = re.compile(r"\{[%:].*[%}]\}?|<!--.*-->|\[\[?_?TOC_?\]?\]|!\[[^\]]*\]\([^)]*\)", re.IGNORECASE)
#: "[label]: https://...": the target of a link that stands elsewhere.
_REFERENCE = re.compile(r"\[[^\]]+\]:\s+\S+(?:\s+[\"'(].*)?")


def read(source: SourceFile, settings: Settings) -> Document:
    """The document that a Markdown file holds. Raises InputError kinds as decode does."""
    text = decode(source.data, settings)
    front = front_matter.found(text)
    body = front.end() if front else 0
    raws = split(text, start=body)
    kept, marked = _marked(text, raws)
    tables = [*_tables(text, kept, marked), *inline_html.tables(text, start=body)]
    lines = _in_tables(text, marked, sorted(table.span for table in tables))
    struck = [Span(*match.span(match.lastgroup or 0)) for match in _STRUCK.finditer(text)]
    return Document(
        source=source,
        text=text,
        lines=(*(front_matter.lines_of(text, front) if front else ()), *lines),
        tables=tuple(sorted(tables, key=lambda table: table.span)),
        struck=tuple(struck),
        metadata=front_matter.metadata_of(front) if front else {},
    )


def _in_tables(text: str, lines: list[Line], spans: list[Span]) -> list[Line]:
    """``lines`` with those that lie in one of the tables marked as such, and empty rows as rules."""
    starts = [span.start for span in spans]
    marked = []
    for line in lines:
        number = bisect_right(starts, max(line.span.end - 1, line.span.start)) - 1
        if number < 0 or not spans[number].overlaps(line.span) or line.markup == "rule":
            marked.append(line)
        elif _EMPTY_ROW.fullmatch(line.span.of(text)):
            marked.append(line._replace(markup="rule", level=0, marker=""))
        else:
            marked.append(line._replace(markup="table", level=0, marker="", content=line.span.trimmed(text)))
    return marked


def _marked(text: str, raws: list[Raw]) -> tuple[list[Raw], list[Line]]:
    """Lines with their markup, and the raw lines that they come from; lines of mere orders and tags are left out."""
    kept: list[Raw] = []
    codes: set[int] = set()
    quotes: set[int] = set()
    inside = False
    for raw in raws:
        line = raw.content.of(text)
        if _FENCE.match(line):
            inside = not inside and line.count("```") != 2
            continue
        if inside:
            codes.add(len(kept))
        elif _ORDER.fullmatch(line) or _REFERENCE.fullmatch(line) or inline_html.bare(line):
            continue
        elif (quote := _QUOTE.match(line)) and quote.end() < len(line):
            quotes.add(len(kept))
            raw = replace(raw, content=Span(raw.content.start + quote.end(), raw.content.end).trimmed(text))  # noqa: PLW2901
        kept.append(raw)
    lines = []
    for number, typed in enumerate(lines_of(text, kept)):
        if number in codes:
            lines.append(typed._replace(markup="code", marker="", level=0, content=typed.span.trimmed(text)))
        else:
            markup = typed.markup or ("quote" if number in quotes else "")
            lines.append(_with_markup(text, typed._replace(markup=markup)))
    return kept, lines


def _with_markup(text: str, line: Line) -> Line:
    words = line.content.of(text)
    heading = _HEADING.match(words) if not line.marker else None
    if heading:
        content = Span(line.content.start + heading.start("title"), line.content.start + heading.end("title"))
        marks = inline_html.markers(content.of(text))
        return line._replace(
            markup="heading",
            level=len(heading["marks"]),
            content=Span(content.start + (marks.end if marks else 0), content.end),
            marker=marks.text if marks else "",
        )
    tag = inline_html.meaning(words)
    if tag is not None and not line.markup:
        return line._replace(markup=tag.markup, level=tag.level)
    if _BOLD.fullmatch(words):
        return line._replace(bold=True)
    return line


def _tables(text: str, raws: list[Raw], lines: list[Line]) -> list[Table]:
    """Pipe tables: adjacent lines with bars, one of which is the separator under the heading row."""
    tables: list[Table] = []
    for number, raw in enumerate(raws):
        line = raw.content.of(text)
        if number == 0 or "|" not in line or not _SEPARATOR.fullmatch(line) or lines[number].markup == "code":
            continue
        if raw.blank_before or "|" not in raws[number - 1].content.of(text):
            continue
        spans = [raws[number - 1].content]
        for below in raws[number + 1 :]:
            if below.blank_before or "|" not in below.content.of(text):
                break
            if not _SEPARATOR.fullmatch(below.content.of(text)):
                spans.append(below.content)
        rows = tuple(_cells(text, span, row) for row, span in enumerate(spans))
        lines[number] = lines[number]._replace(markup="rule", marker="", level=0)
        header = 1 if any(len(cell.span) for cell in rows[0]) else 0
        tables.append(Table(Span(spans[0].start, spans[-1].end), rows, header=header))
    return tables


def _cells(text: str, span: Span, row: int) -> tuple[Cell, ...]:
    """The cells of one row; a bar after a backslash or inside code ticks is part of its cell."""
    line = span.of(text)
    bars = [match.start() for match in re.finditer(r"(?<!\\)\|", line)]
    edges = [-1, *bars, len(line)]
    if bars and bars[0] == 0:
        edges = edges[1:]
    if bars and bars[-1] == len(line.rstrip()) - 1:
        edges = edges[:-1]
    return tuple(
        Cell(Span(span.start + left + 1, span.start + right).trimmed(text), row, column)
        for column, (left, right) in enumerate(pairwise(edges))
    )
