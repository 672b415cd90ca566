"""Archives of many small reports, 10 to 100,000: CPU seconds and the driver's memory, exponents fitted.

    python -m benchmarks.archive [--documents 10 100 1000 10000 100000] [--workers 2]

Generates reports of a few lines, extracts them (rules only: what is measured is the machinery around the rules), runs
again with nothing changed, and again with one document in a hundred changed; each run is a process of its own. Writes
benchmarks/results/<date>-archive.json and .md and the plot docs/images/archive.svg, anew after each size.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks import machines
from benchmarks.growth import Panel, exponent, plot
from benchmarks.processes import spent
from benchmarks.written import write
from pipeline.batch.run import run
from pipeline.config import Settings
from pipeline.store import ledger as ledgers

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "results"
SIZES = (10, 100, 1_000, 10_000, 100_000)
#: Below so many documents the start of the workers is most of what a run takes; the fit leaves those out.
FITTED = 1_000
FIRST, UNCHANGED, CHANGED = "first", "nothing changed", "1 % changed"
TOWNS = ("Vienna, Austria", "Ghent, Belgium", "Lyon, France", "Porto, Portugal", "Turin, Italy")
GIVEN = ("Ana", "Jan", "Eva", "Ivo", "Maja", "Luis", "Nora", "Paul", "Rita", "Tomas")
FAMILY = ("Kovac", "Weiss", "Peeters", "Moreau", "Silva", "Rossi", "Horvat", "Jansen", "Lefevre", "Costa")

_RUN = """
import json, sys
from pathlib import Path
from benchmarks.archive import timed
from pipeline.config import Settings
settings = Settings(workers=int(sys.argv[3]), model="rules")
print(json.dumps(timed(Path(sys.argv[1]), Path(sys.argv[2]), settings)))
"""


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
        path = _place(folder, number)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(report(number), encoding="utf-8")


def _place(folder: Path, number: int) -> Path:
    return folder / f"{number // 1_000:04d}" / f"{number:07d}.md"


def timed(inputs: Path, out: Path, settings: Settings) -> dict[str, Any]:
    """One run: what it did, how fast, and this process's memory before publishing and in all."""
    began, busy = time.monotonic(), time.process_time()
    with _sampled(0.2) as samples:
        done = run([str(inputs)], out, settings)
    seconds = time.monotonic() - began
    manifest = done.version.manifest
    stages = manifest["run"]["seconds"] if done.version.new else {}
    published = sum(stages.values()) - stages.get("publishing", 0)
    return {
        "files": done.files,
        "extracted": done.extracted,
        "seconds": round(seconds, 2),
        "files_per_second": round(done.files / seconds, 1),
        "stages": stages,
        "driver_cpu_seconds": round(time.process_time() - busy, 2),
        "driver_mb_before_publishing": round(max(megabytes for when, megabytes in samples if when <= published)),
        "driver_mb_peak": round(max(megabytes for _, megabytes in samples)),
        "parts": len(manifest["parts"]),
        "parts_linked": manifest["parts_linked"],
        "ledger_mb": round((out / ledgers.NAME).stat().st_size / 1e6, 1),
        "rows": sum(table["rows"] for table in manifest["tables"].values()),
        "version_mb": round(sum(table["bytes"] for table in manifest["tables"].values()) / 1e6, 1),
    }


@contextmanager
def _sampled(every: float) -> Iterator[list[tuple[float, float]]]:
    """Seconds and megabytes of this process while something runs, at the beginning and at the end."""
    began, stop = time.monotonic(), threading.Event()
    samples = [(0.0, _memory())]

    def watch() -> None:
        while not stop.wait(every):
            samples.append((time.monotonic() - began, _memory()))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield samples
    finally:
        stop.set()
        thread.join()
        samples.append((time.monotonic() - began, _memory()))


def _memory() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def archive(documents: int, workers: int, folder: Path) -> dict[str, Any]:
    """The runs over one archive; CPU seconds are those of all processes."""
    inputs, out = folder / "in", folder / "out"
    generate(inputs, documents)
    runs = {}
    for name in (FIRST, UNCHANGED, CHANGED):
        if name == CHANGED:
            for number in range(0, documents, 100):
                _place(inputs, number).write_text(report(number, edition=1), encoding="utf-8")
        done = spent([sys.executable, "-c", _RUN, str(inputs), str(out), str(workers)], check=True)
        runs[name] = {"cpu_seconds": round(done.cpu, 2), **json.loads(done.output)}
        print(f"{documents:,} documents, {name}: {done.cpu:.1f} CPU seconds, {done.clock:.1f} s", file=sys.stderr)
    return {"documents": documents, "runs": runs}


def main() -> None:
    """Measure, fit, plot and write, one size after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, nargs="+", default=SIZES, metavar="N")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder for the results")
    parser.add_argument("--plot", type=Path, default=ROOT / "docs" / "images" / "archive.svg")
    parser.add_argument("--folder", type=Path, help="where to work (default: a temporary folder)")
    args = parser.parse_args()
    result: dict[str, Any] = {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "machine": machines.told(machines.machine()),
        "workers": args.workers,
        "archives": [],
    }
    for documents in sorted(args.documents):
        with tempfile.TemporaryDirectory(dir=args.folder) as made:
            result["archives"].append(archive(documents, args.workers, Path(made)))
        result["exponents"] = _exponents(result["archives"])
        write(args.out, "archive", result, _page(result))
        _plot(result["archives"], args.plot)
    print(_page(result))


def _exponents(archives: list[dict[str, Any]]) -> dict[str, float]:
    """How each figure grows with the documents, from ``FITTED`` on."""
    large = [one for one in archives if one["documents"] >= FITTED]
    if len(large) < 2:
        return {}

    def fitted(run: str, figure: str) -> float:
        return exponent([(one["documents"], one["runs"][run][figure]) for one in large])

    return {
        "CPU seconds of the first run": fitted(FIRST, "cpu_seconds"),
        "CPU seconds of its driver": fitted(FIRST, "driver_cpu_seconds"),
        "CPU seconds with nothing changed": fitted(UNCHANGED, "cpu_seconds"),
        "CPU seconds with 1 % changed": fitted(CHANGED, "cpu_seconds"),
        "driver's memory": fitted(FIRST, "driver_mb_peak"),
        "ledger": fitted(FIRST, "ledger_mb"),
    }


def _page(result: dict[str, Any]) -> str:
    lines = [
        f"# Size of archives, {result['date']}",
        "",
        f"{result['machine']}, {result['workers']} workers; generated reports of seven lines, rules only;",
        "CPU seconds of all processes; `python -m benchmarks.archive`.",
        "",
    ]
    lines += _table("documents", "CPU s", "CPU ms a document", "the driver's ms", "s by the clock", "of it publishing")
    for one in result["archives"]:
        first, documents = one["runs"][FIRST], one["documents"]
        each, drivers = (1000 * first[name] / documents for name in ("cpu_seconds", "driver_cpu_seconds"))
        publishing = first["stages"]["publishing"]
        lines.append(
            f"| {documents:,} | {first['cpu_seconds']:.1f} | {each:.1f} | {drivers:.1f} | {first['seconds']:.0f} "
            f"| {publishing:.1f} |"
        )
    lines += [
        "",
        *_table("documents", "driver before publishing, MB", "at most", "ledger, MB", "rows", "tables, MB", "parts"),
    ]
    for one in result["archives"]:
        first = one["runs"][FIRST]
        figures = ("driver_mb_before_publishing", "driver_mb_peak", "ledger_mb", "rows", "version_mb", "parts")
        lines.append(f"| {one['documents']:,} | {' | '.join(f'{first[name]:,}' for name in figures)} |")
    for name in (UNCHANGED, CHANGED):
        lines += ["", *_table(f"documents, {name}", "CPU s", "s by the clock", "driver, MB at most")]
        for one in result["archives"]:
            again = one["runs"][name]
            figures = ("cpu_seconds", "seconds", "driver_mb_peak")
            lines.append(f"| {one['documents']:,} | {' | '.join(str(again[name]) for name in figures)} |")
    if result["exponents"]:
        lines += ["", *_table("what", f"exponent from {FITTED:,} documents on")]
        lines += [f"| {name} | {value:.2f} |" for name, value in result["exponents"].items()]
    return "\n".join(lines) + "\n"


def _table(*heads: str) -> list[str]:
    return [f"| {' | '.join(heads)} |", "|--:" * len(heads) + "|"]


def _plot(archives: list[dict[str, Any]], path: Path) -> None:
    def curve(run: str, figure: str) -> list[float]:
        return [one["runs"][run][figure] for one in archives]

    seconds = {name: curve(name, "cpu_seconds") for name in (FIRST, CHANGED, UNCHANGED)}
    memory = {
        "at most": curve(FIRST, "driver_mb_peak"),
        "before publishing": curve(FIRST, "driver_mb_before_publishing"),
    }
    panels = [Panel("CPU seconds", seconds), Panel("driver's memory, MB", memory, limits=(10, 1000))]
    plot(path, [one["documents"] for one in archives], "documents", panels)


if __name__ == "__main__":
    main()
