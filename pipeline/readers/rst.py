"""reStructuredText: the source itself is the text; lines say what its markup means. Nothing is included or run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.config import Settings
from pipeline.document import Cell, Document, Line, SourceFile, Table
from pipeline.readers.decode import decode
from pipeline.readers.typed import Raw, lines_of, split
from pipeline.text import Span

#: ".. sidebar:: participants": an order to the processor; what follows the colons is a title or an argument.
_DIRECTIVE = re.compile(r"\.\.[ ](?:\|[^|\n]+\|[ ])?(?P<name>[\w:+.-]+)::(?:\s+(?P<title>\S.*))?")
#: Directives whose title is a heading above their words.
_TITLED = {"sidebar", "topic", "admonition", "rubric", "table", "list-table", "csv-table"}
#: Directives whose words are no words of the report.
_SILENT = {
    "code", "code-block", "sourcecode", "highlight", "math", "raw", "include", "literalinclude", "image", "figure",
    "contents", "toctree", "meta", "graphviz", "plantuml", "role", "default-role", "index", "parsed-literal",
}  # fmt: skip
_COMMENT = re.compile(r"\.\.(?:[ ](?!\[).*)?")
_TARGET = re.compile(r"\.\.[ ]_.*|__[ ].*")
_OPTION = re.compile(r":[\w -]+:(?:\s.*)?")
#: ":Date: 3 May 2021"
_FIELD = re.compile(r":(?P<field>[^:\s`][^:\n`]{0,40}:(?:[ ].*)?)")
_GRID = re.compile(r"\+(?:[-=]+\+)+")
_SIMPLE = re.compile(r"=+(?:[ ]+=+)+")
_BLOCK_LINE = re.compile(r"\|[ ]+(?=\S)")
#: Below all headings that are underlined.
_LOWEST = 6
_MOST_COLUMNS = 50


def read(source: SourceFile, settings: Settings) -> Document:
    """The document that a reStructuredText file holds. Raises InputError kinds as decode does."""
    text = decode(source.data, settings)
    raws = split(text)
    tables, taken = _tables(text, raws)
    lines = lines_of(text, [_bare(text, raw) for raw in raws])
    marked = _marked(text, raws, lines, taken)
    metadata = {
        key.strip().lower(): value.strip()
        for line in marked
        if line.markup == "meta"
        for key, _, value in [line.content.of(text).partition(":")]
    }
    return Document(source=source, text=text, lines=tuple(marked), tables=tuple(tables), metadata=metadata)


def _bare(text: str, raw: Raw) -> Raw:
    """A line without the bar that keeps its end: "| Harbour Road 1"."""
    mark = _BLOCK_LINE.match(raw.content.of(text))
    if mark is None or raw.content.of(text).count("|") > 1:
        return raw
    return replace(raw, content=Span(raw.content.start + mark.end(), raw.content.end))


def _marked(text: str, raws: Sequence[Raw], lines: Sequence[Line], taken: set[int]) -> list[Line]:
    marked: list[Line] = []
    inside = ""  # what the lines that are set in belong to: a "directive", "silent" words, "code"
    edge = -1  # the indent of the line that opened it
    begun = False  # whether the document's own words have begun: fields before them are data about it
    for number, (raw, line) in enumerate(zip(raws, lines, strict=True)):
        words = raw.content.of(text)
        if inside and raw.indent <= edge:
            inside, edge = "", -1
        directive = _DIRECTIVE.fullmatch(words)
        if inside == "silent":
            line = _ruled(line)  # noqa: PLW2901
        elif inside == "code":
            line = line._replace(markup="code", marker="", level=0, content=raw.content)  # noqa: PLW2901
        elif number in taken:
            line = line._replace(markup="table", marker="", level=0)  # noqa: PLW2901
            if _GRID.fullmatch(words) or _SIMPLE.fullmatch(words) or not re.search(r"\w", words):
                line = _ruled(line)  # noqa: PLW2901
        elif directive is not None:
            inside, edge = ("silent" if directive["name"] in _SILENT else "directive"), raw.indent
            line = _directed(line, raw, directive)  # noqa: PLW2901
        elif _TARGET.fullmatch(words) or _COMMENT.fullmatch(words):
            inside, edge = "silent", raw.indent
            line = _ruled(line)  # noqa: PLW2901
        elif inside == "directive" and _OPTION.fullmatch(words) and marked and marked[-1].markup in ("rule", "heading"):
            line = _ruled(line)  # noqa: PLW2901
        elif field := _FIELD.fullmatch(words):
            content = Span(raw.content.start + field.start("field"), raw.content.end)
            kind = "" if begun else "meta"
            line = line._replace(markup=kind, level=1 if kind else 0, marker="", content=content)  # noqa: PLW2901
        elif words.endswith("::") and len(words) > 2:
            inside, edge = "code", raw.indent
            line = line._replace(content=Span(line.content.start, line.content.end - 1))  # noqa: PLW2901
        begun = begun or line.markup not in ("heading", "rule", "meta")
        marked.append(line)
    return marked


def _ruled(line: Line) -> Line:
    return line._replace(markup="rule", marker="", level=0)


def _directed(line: Line, raw: Raw, directive: re.Match[str]) -> Line:
    """The line of a directive, whose title may be a heading and whose first words may stand behind it."""
    if not directive["title"] or directive["name"] in _SILENT:
        return _ruled(line)
    content = Span(raw.content.start + directive.start("title"), raw.content.end)
    if directive["name"] in _TITLED:
        return line._replace(markup="heading", level=_LOWEST, marker="", content=content)
    return line._replace(markup="", level=0, marker="", content=content)


def _tables(text: str, raws: Sequence[Raw]) -> tuple[list[Table], set[int]]:
    """Tables drawn with lines or with rows of "=", and the numbers of the lines that they take."""
    tables: list[Table] = []
    taken: set[int] = set()
    number = 0
    while number < len(raws):
        words = raws[number].content.of(text)
        grid, simple = _GRID.fullmatch(words), _SIMPLE.fullmatch(words)
        end = number + 1
        if grid:
            while end < len(raws) and not raws[end].blank_before and raws[end].content.of(text)[:1] in ("+", "|"):
                end += 1
        elif simple:
            rules = 1
            while end < len(raws) and rules < 3 and raws[end].indent >= raws[number].indent:
                rules += _SIMPLE.fullmatch(raws[end].content.of(text)) is not None
                end += 1
                if rules == 2 and (end == len(raws) or raws[end].blank_before):
                    break
        if (grid or simple) and end - number > 2:
            table = _grid(text, raws[number:end]) if grid else _simple(text, raws[number:end])
            if table is not None:
                tables.append(table)
                taken.update(range(number, end))
            number = end
            continue
        number += 1
    return tables, taken


def _edges(words: str, drawn: str) -> list[tuple[int, int]]:
    """Where the columns of a table begin and end, by its first rule."""
    pattern = r"[-=]+" if drawn == "grid" else r"=+"
    return [match.span() for match in re.finditer(pattern, words)][:_MOST_COLUMNS]


def _grid(text: str, raws: Sequence[Raw]) -> Table | None:
    columns = _edges(raws[0].content.of(text), "grid")
    rows: list[Raw] = []
    header = 0
    for raw in raws:
        words = raw.content.of(text)
        if not words.startswith("+"):
            rows.append(raw)
        elif "=" in words and not header:
            header = len(rows)
    return _table(text, raws, rows, columns, header)


def _simple(text: str, raws: Sequence[Raw]) -> Table | None:
    columns = _edges(raws[0].content.of(text), "simple")
    columns[-1] = (columns[-1][0], 10_000)  # the last column may be wider than its rule
    rules = [number for number, raw in enumerate(raws) if _SIMPLE.fullmatch(raw.content.of(text))]
    rows = [raw for number, raw in enumerate(raws) if number not in rules]
    return _table(text, raws, rows, columns, rules[1] - 1 if len(rules) > 2 else 0)


def _table(
    text: str, raws: Sequence[Raw], rows: Sequence[Raw], columns: Sequence[tuple[int, int]], header: int
) -> Table | None:
    """A table of which each line is a row: a cell is one stretch of the text, so one that wraps is parted."""
    left = raws[0].content.start - raws[0].span.start
    made = []
    for number, raw in enumerate(rows):
        ends = [(min(raw.span.start + left + place, raw.span.end) for place in column) for column in columns]
        cells = (Span(*pair).trimmed(text) for pair in ends)
        made.append(tuple(Cell(span, number, column) for column, span in enumerate(cells)))
    if len(columns) < 2 or not made:
        return None
    return Table(Span(raws[0].content.start, raws[-1].content.end), tuple(made), header=header)
