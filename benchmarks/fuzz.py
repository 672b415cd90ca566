"""Damaged reports by the thousand: flipped bits, lost ends, doubled stretches, strange characters.

``python -m benchmarks.fuzz [--inputs 2000] [--seed 1] [FOLDER ...]`` makes them of the samples in raw_reports/ (or of
what lies in the folders), extracts them all in one run, and demands that each has a status and that none shows a fault
of ours. Everything follows from the seed. Writes benchmarks/results/<date>-fuzz.md.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from pipeline.batch.run import run
from pipeline.config import Settings
from pipeline.query import open_dataset

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "results"
#: Characters that programs stumble over: nothing, wrong ways, joined and lone marks, beyond the first plane.
STRANGE = "\x00\x0b\x1b\x85\u00ad\u0301\u200b\u200d\u202e\u2028\ufeff\ufffd\U0001f9d1\U000e0041"

Mutation = Callable[[bytes, random.Random], bytes]


def flip(data: bytes, chance: random.Random) -> bytes:
    """Some bits turned."""
    damaged = bytearray(data)
    for _ in range(chance.randint(1, 40)):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def cut(data: bytes, chance: random.Random) -> bytes:
    """The end lost, as by a broken download."""
    return data[: chance.randrange(len(data))]


def hole(data: bytes, chance: random.Random) -> bytes:
    """A stretch in the middle lost, or filled with zeros."""
    start = chance.randrange(len(data))
    end = min(len(data), start + chance.randint(1, 2_000))
    return data[:start] + (b"\x00" * (end - start) if chance.random() < 0.5 else b"") + data[end:]


def again(data: bytes, chance: random.Random) -> bytes:
    """A stretch repeated, up to a thousand times."""
    start = chance.randrange(len(data))
    stretch = data[start : start + chance.randint(1, 200)]
    return data[:start] + stretch * chance.choice((2, 10, 1_000)) + data[start:]


def strange(data: bytes, chance: random.Random) -> bytes:
    """Strange characters strewn in."""
    damaged = bytearray(data)
    for _ in range(chance.randint(1, 60)):
        at = chance.randrange(len(damaged) + 1)
        damaged[at:at] = chance.choice(STRANGE).encode()
    return bytes(damaged)


def mixed(data: bytes, chance: random.Random) -> bytes:
    """Lines, or what stands between two line ends, in another order."""
    lines = data.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines)


MUTATIONS: tuple[Mutation, ...] = (flip, cut, hole, again, strange, mixed)


def main() -> None:
    """Make them, read them, count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, default=[ROOT / "raw_reports"])
    parser.add_argument("--inputs", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=RESULTS)
    args = parser.parse_args()
    sources = [path for folder in args.folders for path in sorted(folder.rglob("*")) if path.is_file()]
    chance = random.Random(args.seed)
    with tempfile.TemporaryDirectory() as place:
        damaged = Path(place) / "in"
        damaged.mkdir()
        for number in range(args.inputs):
            source, mutation = chance.choice(sources), chance.choice(MUTATIONS)
            data = mutation(source.read_bytes(), chance) or b"\x00"
            (damaged / f"{number:05}-{mutation.__name__}{source.suffix}").write_bytes(data)
        settings = Settings(model="rules", timeout=20, timeout_per_page=0.5)
        report = run([str(damaged)], Path(place) / "out", settings, tell=_tell)
        documents = open_dataset(Path(place) / "out").documents
        bugs = documents[documents.problem == "bug"]
        for row in bugs.itertuples():
            print(row.path, row.problem_detail, file=sys.stderr)
            keep = args.out / "fuzz-bugs"
            keep.mkdir(parents=True, exist_ok=True)
            (keep / Path(row.path).name).write_bytes((damaged / Path(row.path).name).read_bytes())
    counts = Counter(zip(documents.status, documents.problem.fillna(""), strict=True))
    lines = [
        f"# Damaged inputs, {dt.datetime.now(dt.UTC).date().isoformat()}",
        "",
        f"{args.inputs} files made of {len(sources)} reports, seed {args.seed}; `python -m benchmarks.fuzz`.",
        "",
        "| status | problem | files |",
        "|---|---|--:|",
        *(f"| {status} | {problem} | {count} |" for (status, problem), count in sorted(counts.items())),
        "",
        f"Files with a status: {report.files}. Faults of ours (`bug`): {len(bugs)}. The driver ended as usual.",
    ]
    args.out.mkdir(parents=True, exist_ok=True)
    page = "\n".join(lines) + "\n"
    (args.out / f"{dt.datetime.now(dt.UTC).date().isoformat()}-fuzz.md").write_text(page, encoding="utf-8")
    print(page)
    sys.exit(1 if len(bugs) or report.files != args.inputs else 0)


def _tell(progress: object) -> None:
    done, total = getattr(progress, "done", 0), getattr(progress, "total", 0)
    if done and done % 200 == 0:
        print(f"{done} of {total}", file=sys.stderr)


if __name__ == "__main__":
    main()
