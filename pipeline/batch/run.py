"""A run over an archive, from the command line's inputs to a published version."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path

from pipeline.batch.discover import Discovery, left_alone
from pipeline.batch.fingerprint import work as fingerprint
from pipeline.batch.report import Log, Progress, Report, Stopwatch, Tell, about
from pipeline.config import Settings
from pipeline.engine.local import Engine, LocalEngine, Shard
from pipeline.engine.worker import Task
from pipeline.store import ledger as ledgers
from pipeline.store import overview
from pipeline.store.ledger import Ledger
from pipeline.store.outcome import File
from pipeline.store.work import Choice, Todo, Work

#: Files that are written down in one transaction, and documents that travel together to an engine.
NOTED, SHARD = 1_000, 100
#: Failures that a report lists; the ledger has all of them.
LISTED = 20


def run(
    inputs: Sequence[str],
    out: Path,
    settings: Settings,
    *,
    choice: Choice | None = None,
    prune: bool = False,
    engine: Engine | None = None,
    tell: Tell = lambda _: None,
    log: Log | None = None,
) -> Report:
    """Extract what ``inputs`` mean into ``out`` and publish it.

    Documents whose result still stands are skipped; ``choice`` says what else to do or to leave, ``prune`` to forget
    files that are gone. What is finished when the run is interrupted stays; the next run goes on from there. Raises
    UsageError, ConfigError and OutputError.
    """
    choice, log = choice or Choice(), log or Log()
    work = fingerprint(settings)
    # Inputs are looked at before the output folder is touched: a mistyped path leaves nothing behind.
    if "-" not in inputs:
        next(Discovery().files(inputs, leave=out), None)
    with ledgers.writing(out) as ledger:
        asked = about(inputs, settings, choice, work)
        number = ledger.begin(json.dumps(asked, default=str))
        log.say("start", run=number, **asked)
        watch, discovery, progress = Stopwatch(), Discovery(ledger.known), Progress()
        moved = 0
        for batch in _batches(discovery.files(inputs, leave=out, limit=settings.max_bytes), NOTED):
            moved += ledger.note(batch, number)
        deleted = ledger.mark_deleted(number, discovery.roots)
        pruned = ledger.prune() if prune else 0
        watch.stage("finding")
        log.say("found", files=ledger.count_files(number), moved=moved, deleted=deleted, pruned=pruned)
        for todo in _rounds(ledger, work, number, settings, choice):
            wanted = min(todo.count(), choice.limit - progress.done if choice.limit else sys.maxsize)
            progress.total += wanted
            tell(progress)
            if not wanted:
                continue
            from pipeline.engine.pool import run_shard  # only where there is something to do

            workers = min(settings.workers or _processors(), wanted)
            hands = replace(settings, workers=workers, ocr_cache=str(out / ledgers.NAME))
            tasks = (_task(file, discovery) for file in islice(todo.files(), wanted))
            with closing((engine or LocalEngine()).map_shards(run_shard, _shards(tasks), hands)) as outcomes:
                # What publishing needs is loaded now, while the workers start, and not at the end.
                import pyarrow.parquet  # noqa: F401

                import pipeline.store.publish  # noqa: F401

                for outcome in outcomes:
                    ledger.commit(outcome, work)
                    progress.count(outcome)
                    log.document(outcome)
                    tell(progress)
        ledger.tidy()
        ledger.end(number)
        watch.stage("extracting")
        told = {"run": number, **asked, "extracted": progress.done, "moved": moved, "deleted": deleted}
        from pipeline.store.publish import publish

        version = publish(
            ledger, out, part=settings.part, expected=settings.floors, run={**told, "seconds": watch.seconds}
        )
        watch.stage("publishing")
        report = Report(
            files=ledger.count_files(number),
            extracted=progress.done,
            moved=moved,
            deleted=deleted,
            pruned=pruned,
            states=overview.states(ledger.connection, number),
            problems=overview.problems(ledger.connection, number),
            failures=tuple(overview.failures(ledger.connection, run=number, limit=LISTED)),
            unread=tuple(discovery.unread),
            pages=progress.pages,
            version=version,
        )
        log.say(
            "end", version=version.folder.name, new=version.new, extracted=report.extracted, states=report.states,
            seconds=watch.seconds,
        )  # fmt: skip
        return report


def _rounds(ledger: Ledger, work: Work, run: int, settings: Settings, choice: Choice) -> Iterator[Todo]:
    """What is left to do: files first, then what they hold, and so on, each known once the round before is done."""
    for depth in range(settings.max_depth + 1):
        if not depth or ledger.expand(run, depth - 1, wanted=lambda name: not left_alone(name)):
            yield ledger.todo(work, run, depth=depth, choice=choice)


def _task(file: File, discovery: Discovery) -> Task:
    return Task(file.path, file.location, file.document_id, file.bytes, discovery.data.get(file.document_id))


def _shards(tasks: Iterator[Task]) -> Iterator[Shard]:
    """The largest documents of a shard come first, so that no worker is left alone with one at the end."""
    while shard := list(islice(tasks, SHARD)):
        yield tuple(sorted(shard, key=lambda task: -task.size))


def _batches(files: Iterable[File], size: int) -> Iterator[list[File]]:
    iterator = iter(files)
    while batch := list(islice(iterator, size)):
        yield batch


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
