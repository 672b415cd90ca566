"""Documents through a pool of processes that can be killed: each has its time, its memory, and its own failure."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from collections.abc import Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, datetime
from itertools import islice

from pebble import ProcessExpired, ProcessPool

from pipeline.config import PIPELINE_VERSION, Settings
from pipeline.engine import worker
from pipeline.engine.worker import Task, Work
from pipeline.errors import ConfigError, Crashed, InputError, OutOfMemory, TimedOut
from pipeline.records import DocumentRecord, Extraction
from pipeline.store.outcome import Outcome

#: Documents handed out ahead of the results, for each worker: enough that none waits, few enough to hold in memory.
AHEAD = 4


def run_shard(
    tasks: Iterable[Task], settings: Settings, *, work: Work = worker.extract_document
) -> Generator[Outcome, None, None]:
    """Outcomes of documents as they come, in any order; never raises for a document.

    Every engine runs this and nothing else: it starts a pool of its own (``settings.workers`` processes), needs nothing
    but its arguments, and may be repeated. Raises ConfigError when the tools cannot be made, and with
    ``settings.strict`` whatever bug a document showed.
    """
    workers = settings.workers or os.cpu_count() or 1
    again: set[str] = set()
    queue = iter(tasks)
    waiting: dict[Future[Outcome], Task] = {}
    pool = _pool(settings, workers)
    try:
        model = _model_version(pool, settings)
        while True:
            for task in islice(queue, workers * AHEAD - len(waiting)):
                waiting[_schedule(pool, work, task, settings)] = task
            if not waiting:
                break
            for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                task = waiting.pop(future)
                try:
                    if _killed(future) and task.document_id not in again:
                        # By the system or by somebody, and perhaps for another's sake: it gets one more chance.
                        again.add(task.document_id)
                        waiting[_schedule(pool, work, task, settings)] = task
                    else:
                        yield _outcome(future, task, settings, model)
                except BrokenProcessPool:
                    # All workers died while idle: somebody else killed them. The documents are not to blame.
                    waiting[future] = task
                    pool = _pool(settings, workers)
                    waiting = {_schedule(pool, work, other, settings): other for other in waiting.values()}
                    break
        pool.close()  # type: ignore[no-untyped-call]
    except BaseException:
        pool.stop()  # type: ignore[no-untyped-call]
        raise
    finally:
        pool.join()


def _schedule(pool: ProcessPool, work: Work, task: Task, settings: Settings) -> Future[Outcome]:
    future: Future[Outcome] = pool.schedule(
        worker.run, (task, settings, work), timeout=worker.time_limit(task, settings)
    )
    return future


def _model_version(pool: ProcessPool, settings: Settings) -> str:
    """Asked first, so that a wrong model or too low a limit stops the run before any document is blamed for it."""
    try:
        version: str = pool.schedule(worker.model_version, (settings,)).result()
    except (MemoryError, ProcessExpired, BrokenProcessPool) as error:
        raise ConfigError(
            f"No worker could start; each may have {settings.memory:,} bytes of memory.",
            remedy="Raise --memory, unless another error stands above.",
        ) from error
    return version


def _pool(settings: Settings, workers: int) -> ProcessPool:
    context = multiprocessing.get_context("forkserver")
    # Imported once in the fork server: a worker that replaces another starts in no time.
    context.set_forkserver_preload(["pipeline.engine.worker", "pipeline.extract"])
    return ProcessPool(
        max_workers=workers,
        max_tasks=settings.recycle,
        initializer=worker.start,
        initargs=(settings, os.getpid()),
        context=context,
    )


def _killed(future: Future[Outcome]) -> bool:
    error = future.exception()
    return isinstance(error, ProcessExpired) and error.exitcode == -signal.SIGKILL


def _outcome(future: Future[Outcome], task: Task, settings: Settings, model: str) -> Outcome:
    try:
        return future.result()
    except BrokenProcessPool:
        raise
    except TimeoutError:
        seconds = worker.time_limit(task, settings)
        error: InputError = TimedOut(f"Reading took longer than {seconds:.0f} seconds.")
    except ProcessExpired as expired:
        error = _death(expired.exitcode)
    except MemoryError:
        error = OutOfMemory(f"Reading needs more than {settings.memory:,} bytes of memory.")
    record = DocumentRecord(
        document_id=task.document_id,
        path=task.path,
        media_type=worker.by_name(task.path),
        bytes=task.size,
        status="failed",
        problem=error.code,
        problem_detail=str(error),
        pipeline_version=PIPELINE_VERSION,
        model_version=model,
        extracted_at=datetime.now(UTC).replace(microsecond=0),
    )
    return worker.outcome(task, Extraction(document=record))


def _death(exitcode: int | None) -> InputError:
    """Why a worker died, in words."""
    code = exitcode or 0
    if code == -signal.SIGALRM:
        return TimedOut("Reading took longer than allowed and did not react.")
    if code == -signal.SIGKILL:
        return Crashed(
            "The system killed the process that read the file; perhaps memory ran out.",
            remedy="Run with fewer --workers.",
        )
    name = f"exit code {code}"
    if code < 0:
        with contextlib.suppress(ValueError):
            name = signal.Signals(-code).name
    return Crashed(f"The process that read the file died ({name}).")
