"""A run over an archive, from the command line's inputs to a published version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.batch.discover import Discovery, left_alone
from pipeline.batch.fingerprint import work as fingerprint
from pipeline.config import Settings
from pipeline.engine.local import Engine, LocalEngine, Shard
from pipeline.engine.pool import run_shard
from pipeline.engine.worker import Task
from pipeline.store import ledger as ledgers
from pipeline.store.ledger import File
from pipeline.store.publish import Version, publish

#: Files that are written down in one transaction, and documents that travel together to an engine.
NOTED, SHARD = 500, 100


@dataclass
class Progress:
    """Where a run stands: told after each document."""

    total: int = 0
    done: int = 0
    pages: int = 0
    states: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Report:
    """What a run did. ``states`` counts its files by status, those that were done before included."""

    files: int
    extracted: int
    states: dict[str, int]
    failures: tuple[dict[str, Any], ...]
    pages: int
    version: Version

    @property
    def bugs(self) -> tuple[dict[str, Any], ...]:
        """Failures that are ours."""
        return tuple(failure for failure in self.failures if failure["problem"] == "bug")


def run(
    inputs: Sequence[str],
    out: Path,
    settings: Settings,
    *,
    force: bool = False,
    engine: Engine | None = None,
    tell: Callable[[Progress], None] = lambda _: None,
) -> Report:
    """Extract what ``inputs`` mean into ``out`` and publish it.

    Documents that were extracted before by the same code are skipped, unless ``force``. What is finished when the run
    is interrupted stays; the next run goes on from there. Raises UsageError, ConfigError and OutputError.
    """
    work = fingerprint(settings, force=force)
    # Inputs are looked at before the output folder is touched: a mistyped path leaves nothing behind.
    first = next(Discovery().files(inputs, leave=out), None) if "-" not in inputs else None
    del first
    with ledgers.writing(out) as ledger:
        number = ledger.begin()
        discovery = Discovery(ledger.known)
        files = 0
        for batch in _batches(discovery.files(inputs, leave=out, limit=settings.max_bytes), NOTED):
            ledger.note(batch, number)
            files += len(batch)
        progress = Progress()
        # Containers come first: what they hold is known once they are read, and is the next round's work.
        for depth in range(settings.max_depth + 1):
            if depth:
                files += ledger.expand(number, depth - 1, wanted=lambda name: not left_alone(name))
            todo = ledger.count_todo(work, number, depth)
            progress.total += todo
            tell(progress)
            if not todo:
                continue
            settings = replace(settings, workers=min(settings.workers or _processors(), todo))
            tasks = (_task(file, discovery) for file in ledger.todo(work, number, depth))
            with closing((engine or LocalEngine()).map_shards(run_shard, _shards(tasks), settings)) as outcomes:
                for outcome in outcomes:
                    ledger.commit(outcome, work)
                    progress.done += 1
                    progress.pages += outcome.pages
                    progress.states[outcome.status] += 1
                    tell(progress)
        ledger.tidy()
        version = publish(ledger, out)
        states: Counter[str] = Counter()
        for (status, _), count in ledger.summary(number).items():
            states[status] += count
        return Report(files, progress.done, dict(states), tuple(ledger.failures(number)), progress.pages, version)


def _task(file: File, discovery: Discovery) -> Task:
    return Task(file.path, file.location, file.document_id, file.bytes, discovery.data.get(file.document_id))


def _shards(tasks: Iterator[Task]) -> Iterator[Shard]:
    while shard := tuple(islice(tasks, SHARD)):
        yield shard


def _batches(files: Iterable[File], size: int) -> Iterator[list[File]]:
    iterator = iter(files)
    while batch := list(islice(iterator, size)):
        yield batch


def _processors() -> int:
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
