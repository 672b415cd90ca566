"""CPU seconds of each stage of ``pipeline.extract.extract`` on a set of documents."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from pipeline import extract, readers
from pipeline.config import Settings
from pipeline.document import SourceFile
from pipeline.engine.worker import spare_tools
from pipeline.errors import InputError

#: Each stage and the function that ``pipeline.extract`` calls for it, in the order of the calls.
STAGES = {
    "reading": "readers.read",
    "layout": "layout.arrange",
    "sections": "sections.outline",
    "mentions": "mentions.find",
    "meetings": "meetings.split",
    "fields": "fields.find",
    "assemble": "assemble",
}


@dataclass
class Stages:
    """What was measured: CPU seconds by stage over all documents that could be read; "rest" is what is no stage."""

    seconds: Counter[str] = field(default_factory=Counter)
    documents: int = 0
    pages: int = 0
    words: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    by_document: dict[str, tuple[int, float]] = field(default_factory=dict)


def measure(paths: Sequence[Path], settings: Settings) -> Stages:
    """One pass over the documents; no scan is read, for that is another program's time."""
    tools = extract.make_tools(replace(settings, ocr="off"))
    spare_tools()  # as a worker does
    found = Stages()
    with _timed(found):
        for path in paths:
            data = path.read_bytes()
            source = SourceFile(path.name, hashlib.sha256(data).hexdigest(), readers.identify(path.name, data), data)
            before, began = Counter(found.seconds), time.process_time()
            try:
                record = extract.extract(source, tools).document
            except InputError as error:
                found.failed[path.name] = error.code
                found.seconds = before
                continue
            spent = time.process_time() - began
            found.seconds["rest"] += spent - (found.seconds.total() - before.total())
            found.documents += 1
            found.pages += record.pages or 1
            found.by_document[path.name] = (record.pages or 1, spent)
    tools.keep()  # as a worker does: the next pass need not compile its patterns
    return found


@contextmanager
def _timed(found: Stages) -> Iterator[None]:
    """Each stage's function, as ``pipeline.extract`` calls it, adds its time to the stage's."""
    patches = [patch(f"pipeline.extract.{name}", _timing(found, stage, name)) for stage, name in STAGES.items()]
    for one in patches:
        one.start()
    try:
        yield
    finally:
        for one in patches:
            one.stop()


def _timing(found: Stages, stage: str, name: str) -> Callable[..., Any]:
    work: Any = extract
    for part in name.split("."):
        work = getattr(work, part)

    def timed(*args: Any, **kwargs: Any) -> Any:
        began = time.process_time()
        try:
            made = work(*args, **kwargs)
        finally:
            found.seconds[stage] += time.process_time() - began
        if stage == "reading":
            found.words += len(made.text.split())
        return made

    return timed
