"""An archive of many small reports: documents per second, the driver's memory, and what skipping and publishing cost.

    python benchmarks/archive.py [--documents 100000] [--workers 2] [--write]

Generates reports of a few lines, extracts them (rules only: what is measured is the machinery around the rules), runs
again with nothing changed, and again with one document in a hundred changed. ``--write`` keeps the figures in
benchmarks/results/. ``--overhead`` measures what the engine adds to a bare loop over the same documents instead, and
``--over FOLDER`` one run over files of your own (broken and hostile ones, say).
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import random
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.batch.discover import Discovery
from pipeline.batch.run import run
from pipeline.config import Settings
from pipeline.engine import worker
from pipeline.engine.pool import run_shard
from pipeline.engine.worker import Task
from pipeline.store import ledger as ledgers
from pipeline.store import overview

RESULTS = Path(__file__).parent / "results"
TOWNS = ("Vienna, Austria", "Ghent, Belgium", "Lyon, France", "Porto, Portugal", "Turin, Italy")
GIVEN = ("Ana", "Jan", "Eva", "Ivo", "Maja", "Luis", "Nora", "Paul", "Rita", "Tomas")
FAMILY = ("Kovac", "Weiss", "Peeters", "Moreau", "Silva", "Rossi", "Horvat", "Jansen", "Lefevre", "Costa")


def report(number: int, edition: int = 0) -> str:
    """A short report of the kind that fills archives; all of it follows from its number."""
    chance = random.Random(number)
    body = f"Harbour Board {number // 50 + 1}"
    day = dt.date(2000, 1, 3) + dt.timedelta(days=14 * (number % 50) + edition)
    people = [f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}{chance.choice(('', 'ova', 'son'))}" for _ in range(5)]
    lines = [
        f"# Minutes of the {number % 50 + 1}th meeting of the {body}",
        f"Date: {day.day} {day:%B %Y}",
        f"Place: {chance.choice(TOWNS)}",
        f"Present: {', '.join(people)}",
        "## Decisions",
        f"1. The Board approved the budget of pier {number}.",
        f"2. The Board agreed to repair crane {number % 97} by the end of the year.",
    ]
    return "\n\n".join(lines) + "\n"


def generate(folder: Path, documents: int) -> None:
    """Reports in folders of a thousand."""
    for number in range(documents):
        if number % 1_000 == 0:
            (folder / f"{number // 1_000:04d}").mkdir(parents=True, exist_ok=True)
        (folder / f"{number // 1_000:04d}" / f"{number:07d}.md").write_text(report(number), encoding="utf-8")


def memory() -> float:
    """Megabytes that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def sampled(every: float) -> Iterator[list[tuple[float, float]]]:
    """Seconds and megabytes of this process while something runs."""
    samples = [(0.0, memory())]
    began, stop = time.monotonic(), threading.Event()

    def watch() -> None:
        while not stop.wait(every):
            samples.append((time.monotonic() - began, memory()))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield samples
    finally:
        stop.set()
        thread.join()
        samples.append((time.monotonic() - began, memory()))


def timed(inputs: Path, out: Path, settings: Settings) -> dict[str, Any]:
    """One run: what it did, how fast, and the driver's memory at each tenth of it."""
    began = time.monotonic()
    with sampled(0.2) as samples:
        done = run([str(inputs)], out, settings)
    seconds = time.monotonic() - began
    tenths = [round(samples[min(len(samples) - 1, len(samples) * step // 10)][1]) for step in range(11)]
    stages = done.version.manifest["run"]["seconds"] if done.version.new else {}
    return {
        "files": done.files,
        "extracted": done.extracted,
        "seconds": round(seconds, 2),
        "files_per_second": round(done.files / seconds, 1),
        "publishing_seconds": round(seconds - sum(stages.values()), 2) if stages else None,
        "stages": stages,
        "driver_mb_by_tenths": tenths,
        "driver_mb_peak": round(max(megabytes for _, megabytes in samples)),
        "parts": len(done.version.manifest["parts"]),
        "parts_linked": done.version.manifest["parts_linked"],
    }


def archive(documents: int, workers: int, folder: Path) -> dict[str, Any]:
    """The whole series of runs."""
    inputs, out = folder / "in", folder / "out"
    settings = Settings(workers=workers, model="rules")
    generate(inputs, documents)
    runs = {"first": timed(inputs, out, settings), "nothing changed": timed(inputs, out, settings)}
    for number in range(0, documents, 100):
        path = inputs / f"{number // 1_000:04d}" / f"{number:07d}.md"
        path.write_text(report(number, edition=1), encoding="utf-8")
    runs["1 % changed"] = timed(inputs, out, settings)
    sizes = {
        "ledger_mb": round((out / ledgers.NAME).stat().st_size / 1e6),
        "version_mb": round(sum(table["bytes"] for table in _manifest(out)["tables"].values()) / 1e6),
    }
    return {"documents": documents, "workers": workers, **sizes, "runs": runs}


def _manifest(out: Path) -> dict[str, Any]:
    version = (out / "LATEST").read_text().strip()
    found: dict[str, Any] = json.loads((out / "versions" / version / "manifest.json").read_text())
    return found


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
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--overhead", action="store_true")
    parser.add_argument("--over", type=Path, metavar="FOLDER")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--folder", type=Path, help="where to work (default: a temporary folder)")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=args.folder) as made:
        folder = Path(made)
        if args.over:
            figures = over(args.over, args.workers, folder)
        elif args.overhead:
            figures = overhead(args.documents, folder)
        else:
            figures = archive(args.documents, args.workers, folder)
    today = dt.datetime.now(dt.UTC).date().isoformat()
    figures = {"date": today, "machine": f"{platform.machine()}, {os.cpu_count()} processors", **figures}
    print(json.dumps(figures, indent=1))
    if args.write:
        name = f"over-{args.over.name}" if args.over else "overhead" if args.overhead else "archive"
        (RESULTS / f"{today}-{name}.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
