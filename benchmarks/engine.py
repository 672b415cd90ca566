"""What the engine adds to a bare loop over documents, and one run over any folder.

    python -m benchmarks.engine [--documents 300] [--over FOLDER] [--write]

Compares the milliseconds a document of a bare loop, of the pool of worker processes and of a whole run. ``--over``
takes files of your own instead (broken and hostile ones, say) and tells what became of each. ``--write`` keeps the
figures in benchmarks/results/.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import machines
from benchmarks.archive import RESULTS, generate, timed
from pipeline.batch.discover import Discovery
from pipeline.batch.run import run
from pipeline.config import Settings
from pipeline.engine import worker
from pipeline.engine.pool import run_shard
from pipeline.engine.worker import Task
from pipeline.store import ledger as ledgers
from pipeline.store import overview


def overhead(documents: int, folder: Path) -> dict[str, Any]:
    """Milliseconds a document of a bare loop, of one worker process, and of a whole run; and of the driver's CPU."""
    generate(folder / "in", documents)
    settings = Settings(workers=1, model="rules")
    tasks = [
        Task(file.path, file.location, file.document_id, file.bytes) for file in Discovery().files([str(folder / "in")])
    ]
    worker.tools(settings)
    for task in tasks[:20]:  # patterns are made when they are first needed
        worker.extract_document(task, settings)
    ways: dict[str, Callable[[Path], object]] = {
        "bare loop": lambda _: [worker.extract_document(task, settings) for task in tasks],
        "pool of one process": lambda _: list(run_shard(tasks, settings)),
        "run with ledger and tables": lambda out: run([str(folder / "in")], out, settings),
        "start alone": lambda _: list(run_shard(tasks[:1], settings)),
    }
    best: dict[str, tuple[float, float]] = {}
    for turn in range(3):  # in turn, so that what else the machine does is shared fairly
        for name, work in ways.items():
            taken = _seconds(lambda: work(folder / f"out{turn}"))  # noqa: B023 - called at once
            best[name] = min(best.get(name, taken), taken)
    start = best.pop("start alone")
    each = {name: round(1_000 * wall / documents, 2) for name, (wall, _) in best.items()}
    driver = {name: round(1_000 * cpu / documents, 2) for name, (_, cpu) in best.items() if name != "bare loop"}
    return {
        "documents": documents,
        "start_seconds": round(start[0], 2),
        "milliseconds_per_document_with_start": each,
        "driver_cpu_milliseconds_per_document": driver,
    }


def over(inputs: Path, workers: int, folder: Path) -> dict[str, Any]:
    """One run over a folder: what became of each file, and the driver's memory."""
    settings = Settings(workers=workers, model="rules", ocr="off", timeout=20)
    figures = timed(inputs, folder / "out", settings)
    with ledgers.reading(folder / "out") as ledger:
        return {**figures, "became": overview.by_problem(ledger.connection)}


def _seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds, and those of this process's CPU."""
    began, busy = time.monotonic(), time.process_time()
    work()
    return time.monotonic() - began, time.process_time() - busy


def main() -> None:
    """Measure, print, and perhaps keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--over", type=Path, metavar="FOLDER")
    parser.add_argument("--workers", type=int, default=2, help="for --over")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        if args.over:
            figures = over(args.over, args.workers, Path(made))
        else:
            figures = overhead(args.documents, Path(made))
    today = dt.datetime.now(dt.UTC).date().isoformat()
    figures = {"date": today, "machine": machines.told(machines.machine()), **figures}
    print(json.dumps(figures, indent=1))
    if args.write:
        name = f"over-{args.over.name}" if args.over else "overhead"
        (RESULTS / f"{today}-{name}.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
