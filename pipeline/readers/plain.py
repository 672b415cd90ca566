"""Plain text: the decoded file itself, with the headings, rules and lists that people type."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.config import Settings
from pipeline.document import Document, Line, SourceFile
from pipeline.readers.decode import decode
from pipeline.readers.flattened import unfolded
from pipeline.readers.typed import lines_of, split
from pipeline.text import Span

#: reStructuredText's orders to its processor: ".. sidebar:: participants", ":depth: 2"; what follows "::" is a title.
_DIRECTIVE = re.compile(r"\.\. [\w-]+::\s*(?P<title>\S.*)?")
_OPTION = re.compile(r":[\w-]+:(?:\s.*)?")
#: Below all headings that are underlined.
_LOWEST = 6


def read(source: SourceFile, settings: Settings) -> Document:
    """The document that a plain text file holds. Raises InputError kinds as decode does."""
    text = decode(source.data, settings)
    raws = split(text)
    cut = unfolded(text, raws)
    lines = lines_of(text, cut or raws)
    if cut:
        lines = [replace(line, markup=line.markup or "paragraph") for line in lines]
    if source.path.lower().endswith(".rst"):
        lines = [_directed(text, line) for line in lines]
    return Document(source=source, text=text, lines=tuple(lines))


def _directed(text: str, line: Line) -> Line:
    """A line of reStructuredText, whose directives are no text but may have a title."""
    words = line.content.of(text)
    directive = _DIRECTIVE.fullmatch(words)
    if directive and directive["title"]:
        title = Span(line.content.start + directive.start("title"), line.content.end)
        return replace(line, markup="heading", level=_LOWEST, content=title)
    if directive or _OPTION.fullmatch(words):
        return replace(line, markup="rule")
    return line
