"""CPU seconds of each stage of ``pipeline.extract.trace``, and of what follows it, on a set of documents."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pipeline import fields, layout, meetings, mentions, readers, sections
from pipeline.assemble import assemble
from pipeline.checks import account, check
from pipeline.config import Settings
from pipeline.document import SourceFile
from pipeline.errors import InputError
from pipeline.extract import make_tools
from pipeline.meetings.scope import Reading

T = TypeVar("T")


@dataclass
class Stages:
    """What was measured: CPU seconds by stage over all documents that could be read."""

    seconds: Counter[str] = field(default_factory=Counter)
    documents: int = 0
    pages: int = 0
    words: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    by_document: dict[str, tuple[int, float]] = field(default_factory=dict)

    def timed(self, stage: str, work: Callable[[], T]) -> T:
        """What ``work`` returns; its CPU time is added to the stage's."""
        began = time.process_time()
        try:
            return work()
        finally:
            self.seconds[stage] += time.process_time() - began

    def until(self, *stages: str) -> float:
        """Seconds of the stages together; of all when none is named."""
        return sum(self.seconds[stage] for stage in stages) if stages else self.seconds.total()


def measure(paths: Sequence[Path], settings: Settings) -> Stages:
    """One pass over the documents."""
    tools = make_tools(settings)
    found = Stages()
    for path in paths:
        before = found.seconds.total()
        try:
            pages = _one(found, path, tools)
        except InputError as error:
            found.failed[path.name] = error.code
            continue
        found.documents += 1
        found.pages += pages
        found.by_document[path.name] = (pages, found.seconds.total() - before)
    return found


def _one(found: Stages, path: Path, tools: object) -> int:
    from pipeline.tools import Tools

    assert isinstance(tools, Tools)
    data = path.read_bytes()
    source = SourceFile(path.name, hashlib.sha256(data).hexdigest(), readers.identify(path.name, data), data)
    document = found.timed("reading", lambda: readers.read(source, tools.settings))
    blocks = found.timed("layout", lambda: layout.arrange(document))
    lexicon = tools.lexicon(document.language)
    outline = found.timed("sections", lambda: sections.outline(document, blocks, lexicon))
    named = found.timed("mentions", lambda: mentions.find(document, blocks, outline, tools))
    reading = Reading(document, blocks, outline, named, lexicon)
    split = found.timed("meetings", lambda: meetings.split(reading))
    for scope in split.scopes:
        values = found.timed("fields", lambda scope=scope: fields.find(scope))  # type: ignore[misc]
        meeting, _, _ = found.timed("assemble", lambda scope=scope, values=values: assemble(scope, values))  # type: ignore[misc]
        found.timed("checks", lambda m=meeting, s=scope, v=values: (list(check(m, s)), account(s, v)))  # type: ignore[misc]
    found.words += document.text.count(" ")
    return max(len(document.pages), 1)
