"""Plain text: the decoded file itself, with the headings, rules and lists that people type."""

from __future__ import annotations

from pipeline.config import Settings
from pipeline.document import Document, SourceFile
from pipeline.readers.decode import decode
from pipeline.readers.flattened import unfolded
from pipeline.readers.typed import lines_of, split


def read(source: SourceFile, settings: Settings) -> Document:
    """The document that a plain text file holds. Raises InputError kinds as decode does."""
    text = decode(source.data, settings)
    raws = split(text)
    cut = unfolded(text, raws)
    lines = lines_of(text, cut or raws)
    if cut:
        lines = [line._replace(markup=line.markup or "paragraph") for line in lines]
    return Document(source=source, text=text, lines=tuple(lines))
