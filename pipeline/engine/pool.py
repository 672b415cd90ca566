"""Documents through a pool of processes that can be killed: each has its time, its memory, and its own failure."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, datetime
from itertools import islice

from pebble import ProcessExpired, ProcessPool

from pipeline.config import PIPELINE_VERSION, Settings
from pipeline.engine import fork_server, worker
from pipeline.engine.worker import Task, Work
from pipeline.errors import ConfigError, Crashed, InputError, OutOfMemory, TimedOut
from pipeline.store.outcome import Outcome

#: Documents handed out ahead of the results, for each worker: enough that none waits, few enough to hold in memory.
AHEAD = 4
#: Pools that may break one after the other without a single result; more is no accident.
BREAKS = 5
#: Seconds between two looks whether the pool still lives.
_LOOK = 1.0


def run_shard(
    tasks: Iterable[Task], settings: Settings, *, work: Work = worker.extract_document
) -> Generator[Outcome, None, None]:
    """Outcomes of documents as they come, in any order; never raises for a document.

    Every engine runs this and nothing else: it starts a pool of its own (``settings.workers`` processes), needs nothing
    but its arguments, and may be repeated. Raises ConfigError when the tools cannot be made, and with
    ``settings.strict`` whatever bug a document showed.
    """
    workers = settings.workers or os.cpu_count() or 1
    queue = iter(tasks)
    crew = _Crew(settings, workers, work)
    again: set[str] = set()
    try:
        # All workers make their tools at the same time; what they find counts once the model is known to be right.
        crew.take(queue)
        model = crew.model_version()
        while crew.waiting:
            for task, future in crew.done():
                if _killed(future) and task.document_id not in again:
                    # By the system or by somebody, and perhaps for another's sake: it gets one more chance.
                    again.add(task.document_id)
                    crew.give(task)
                else:
                    yield _outcome(future, task, settings, model)
            crew.take(queue)
    finally:
        # All is done, or nothing of it is wanted any more.
        crew.pool.stop()  # type: ignore[no-untyped-call]
        crew.pool.join()


class _Crew:
    """A pool and the documents that it was given. When it breaks another takes over: documents are not to blame."""

    def __init__(self, settings: Settings, workers: int, work: Work) -> None:
        self._settings, self._workers, self._work = settings, workers, work
        self._breaks = 0
        self.pool = _pool(settings, workers)
        # Asked first, so that a wrong model or too low a limit stops the run before any document is blamed for it.
        self._model: Future[str] = self.pool.schedule(worker.model_version, (settings,))
        self.waiting: dict[Future[Outcome], Task] = {}

    def take(self, queue: Iterator[Task]) -> None:
        """Hand documents to the pool until enough wait."""
        for task in islice(queue, self._workers * AHEAD - len(self.waiting)):
            self.give(task)

    def give(self, task: Task) -> None:
        """Hand a document to the pool."""
        # The worker keeps to the limit by itself; the pool's own patience is the net below.
        patience = worker.time_limit(task, self._settings) + worker.GRACE
        arguments = (task, self._settings, self._work)
        try:
            future: Future[Outcome] = self.pool.schedule(worker.run, arguments, timeout=patience)
        except RuntimeError:  # it broke since the last look
            self._renew()
            future = self.pool.schedule(worker.run, arguments, timeout=patience)
        self.waiting[future] = task

    def done(self) -> list[tuple[Task, Future[Outcome]]]:
        """Documents that are done, with their results; waits for them."""
        finished = wait(self.waiting, timeout=_LOOK, return_when=FIRST_COMPLETED).done
        whole = [future for future in finished if not isinstance(future.exception(), BrokenProcessPool)]
        if whole:
            self._breaks = 0
        elif finished or not self.pool.active:
            self._renew()
        return [(self.waiting.pop(future), future) for future in whole]

    def _renew(self) -> None:
        """Another pool for what is not done: workers died while idle, somebody killed them."""
        self._breaks += 1
        if self._breaks > BREAKS:
            raise ConfigError(f"The worker processes died {BREAKS} times in a row.", remedy="Raise --memory.")
        lost = [(future, task) for future, task in self.waiting.items() if not _has_result(future)]
        self.pool.stop()  # type: ignore[no-untyped-call]
        self.pool.join()
        self.pool = _pool(self._settings, self._workers)
        for future, task in lost:
            del self.waiting[future]
            self.give(task)

    def model_version(self) -> str:
        """Version of the workers' model; waits for it. Raises ConfigError when no worker could start."""
        try:
            return self._model.result()
        except (MemoryError, ProcessExpired, BrokenProcessPool) as error:
            raise ConfigError(
                f"No worker could start; each may have {self._settings.memory:,} bytes of memory.",
                remedy="Raise --memory, unless another error stands above.",
            ) from error


def _has_result(future: Future[Outcome]) -> bool:
    return future.done() and not isinstance(future.exception(), BrokenProcessPool)


def _pool(settings: Settings, workers: int) -> ProcessPool:
    return ProcessPool(
        max_workers=workers,
        max_tasks=settings.recycle,
        initializer=worker.start,
        initargs=(settings, os.getpid()),
        context=fork_server.context(),
    )


def _killed(future: Future[Outcome]) -> bool:
    error = future.exception()
    return isinstance(error, ProcessExpired) and error.exitcode == -signal.SIGKILL


def _outcome(future: Future[Outcome], task: Task, settings: Settings, model: str) -> Outcome:
    late = f"Reading took longer than {worker.time_limit(task, settings):.0f} seconds."
    try:
        return future.result()
    except TimeoutError:
        error: InputError = TimedOut(late)
    except ProcessExpired as expired:
        error = TimedOut(late) if expired.exitcode == -signal.SIGALRM else _death(expired.exitcode)
    except MemoryError:
        error = OutOfMemory(f"Reading needs more than {settings.memory:,} bytes of memory.")
    return failed(task, error, model)


def failed(task: Task, error: InputError, model: str) -> Outcome:
    """The outcome of a document whose worker could not tell itself what was wrong."""
    from pipeline.records import DocumentRecord, Extraction  # rare

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
