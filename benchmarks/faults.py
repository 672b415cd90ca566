"""Kill a run at random moments, sixty times, and look whether anything was lost, doubled or half published.

``python -m benchmarks.faults [--rounds 60] [--seed 1]``. Each round adds reports to an archive, starts the real command
and kills, with SIGKILL, its driver, one of its workers, or the driver while it publishes. After each kill the last
published version must be whole; at the end a last run must have every report once, and its tables must be, byte for
byte, those of a run that nobody disturbed. Writes benchmarks/results/<date>-faults.md.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks.archive import report
from pipeline.store import ledger as ledgers
from pipeline.store.versions import files, latest, read_manifest

RESULTS = Path(__file__).parent / "results"
ROOT = Path(__file__).parent.parent
VICTIMS = ("driver", "worker", "publishing")
ADDED = 12


def main() -> None:
    """Kill, look, and write down what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=RESULTS)
    args = parser.parse_args()
    chance = random.Random(args.seed)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "in").mkdir()
        killed: Counter[str] = Counter()
        broken: list[str] = []
        for number in range(args.rounds):
            for extra in range(ADDED):
                (folder / "in" / f"{number:03}-{extra:02}.txt").write_text(report(number * ADDED + extra))
            victim = VICTIMS[number % len(VICTIMS)]
            happened = _round(folder, victim, chance)
            killed[happened] += 1
            broken += [f"round {number} ({happened}): {fault}" for fault in _faults(folder / "out")]
            print(number, victim, "->", happened, broken[-1:], file=sys.stderr)
        _run(folder, "out").wait()
        _run(folder, "calm").wait()
        lost, doubled, different = _compare(folder)
    lines = [
        f"# Faults, {dt.datetime.now(dt.UTC).date().isoformat()}",
        "",
        f"{args.rounds} rounds, {args.rounds * ADDED} reports, two workers; `python -m benchmarks.faults`.",
        "",
        "| what | number |",
        "|---|--:|",
        *(f"| {what} | {count} |" for what, count in sorted(killed.items())),
        f"| documents lost | {lost} |",
        f"| documents doubled | {doubled} |",
        f"| versions found inconsistent, or a damaged ledger | {len(broken)} |",
        f"| tables that differ from those of an undisturbed run | {len(different)} |",
        *(f"| {fault} | |" for fault in (*broken, *different)),
    ]
    args.out.mkdir(parents=True, exist_ok=True)
    page = "\n".join(lines) + "\n"
    (args.out / f"{dt.datetime.now(dt.UTC).date().isoformat()}-faults.md").write_text(page, encoding="utf-8")
    print(page)
    sys.exit(1 if lost or doubled or broken or different else 0)


def _run(folder: Path, out: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pipeline.cli", "extract", str(folder / "in"), "--out", str(folder / out)]
    return subprocess.Popen(
        [*command, "--model", "rules", "--workers", "2", "--quiet"],
        cwd=ROOT, env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000"},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


def _round(folder: Path, victim: str, chance: random.Random) -> str:
    """One run and one kill; what happened."""
    run = _run(folder, "out")
    before = latest(folder / "out")
    if victim == "publishing":
        # From the first sign of a new version on, a random little while.
        while run.poll() is None and not _publishing(folder / "out", before):
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.15))
    else:
        time.sleep(chance.uniform(0.2, 4.0))
    if run.poll() is not None:
        return "over before the kill"
    target = run.pid
    if victim == "worker":
        workers = [pid for pid in _group(run.pid) if pid != run.pid]
        if not workers:
            victim = "driver (no worker yet)"
        else:
            target = chance.choice(workers)
    try:
        os.kill(target, signal.SIGKILL)
    except ProcessLookupError:
        return "over before the kill"
    run.wait()
    deadline = time.monotonic() + 20
    while _group(run.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return f"{victim} killed" if not _group(run.pid) else f"{victim} killed, orphans left"


def _publishing(out: Path, before: Path | None) -> bool:
    versions = out / "versions"
    return versions.is_dir() and any(
        p != before and (before is None or p.name > before.name) for p in versions.iterdir()
    )


def _group(group: int) -> list[int]:
    """Processes of a session that still run."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            state = (path / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(state[2]) == group and state[0] != "Z":
            found.append(int(path.name))
    return found


def _faults(out: Path) -> list[str]:
    """What is wrong with the latest version or the ledger."""
    wrong = []
    if (out / ledgers.NAME).is_file():
        with sqlite3.connect(out / ledgers.NAME) as ledger:
            told = ledger.execute("PRAGMA integrity_check").fetchone()[0]
        wrong += [f"ledger: {told}"] if told != "ok" else []
    version = latest(out)
    if version is None:
        return wrong
    manifest = read_manifest(version)
    ids = set()
    for name, about in manifest["tables"].items():
        tables = [pq.read_table(path) for path in files(version, name)]
        rows = sum(table.num_rows for table in tables)
        wrong += [f"{name} has {rows} rows, not {about['rows']}"] if rows != about["rows"] else []
        if name == "documents":
            listed = [value for table in tables for value in table.column("document_id").to_pylist()]
            ids = set(listed)
    for path in files(version, "meetings"):
        strangers = set(pq.read_table(path).column("document_id").to_pylist()) - ids
        wrong += [f"{len(strangers)} documents of meetings are not in documents"] if strangers else []
    return wrong


def _compare(folder: Path) -> tuple[int, int, list[str]]:
    """Documents lost and doubled, and tables that differ from the calm run's."""
    version, calm = latest(folder / "out"), latest(folder / "calm")
    assert version is not None
    assert calm is not None
    paths = [row for file in files(version, "documents") for row in pq.read_table(file).column("path").to_pylist()]
    there = len(list((folder / "in").iterdir()))
    tables = read_manifest(calm)["tables"]
    different = [
        name for name in tables
        if [path.read_bytes() for path in files(version, name)] != [path.read_bytes() for path in files(calm, name)]
    ]  # fmt: skip
    return there - len(set(paths)), len(paths) - len(set(paths)), different


if __name__ == "__main__":
    main()
