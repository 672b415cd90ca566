"""What tests share: a reading of a piece of text, through the real stages."""

from __future__ import annotations

import hashlib
from functools import cache

from pipeline import layout, mentions, readers, sections
from pipeline.config import Settings
from pipeline.document import Document, SourceFile
from pipeline.meetings.scope import Reading
from pipeline.tools import Tools


@cache
def tools() -> Tools:
    """The tools of a worker with rules only: fast, and the same everywhere."""
    from pipeline.extract import make_tools

    return make_tools(Settings(model="rules"))


def source(text: str | bytes, *, path: str = "report.txt", media_type: str = "text/plain") -> SourceFile:
    """A file that holds ``text``."""
    data = text.encode() if isinstance(text, str) else text
    return SourceFile(path, hashlib.sha256(data).hexdigest(), media_type, data)


def read(text: str, *, path: str = "report.txt", lang: str | None = None) -> Document:
    """The document that a reader makes of ``text``; ``lang`` overrides the language that it detects."""
    from dataclasses import replace

    kind = "text/markdown" if path.endswith(".md") else "text/plain"
    document = readers.read(source(text, path=path, media_type=kind), Settings())
    return replace(document, language=lang) if lang else document


def reading(text: str, *, path: str = "report.txt", lang: str | None = None) -> Reading:
    """``text`` with its blocks, sections and mentions."""
    document = read(text, path=path, lang=lang)
    blocks = layout.arrange(document)
    lexicon = tools().lexicon_of(document)
    outline = sections.outline(document, blocks, lexicon)
    found = mentions.find(document, blocks, outline, tools())
    return Reading(document, blocks, outline, found, lexicon)
