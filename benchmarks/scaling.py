"""Whether cost grows linearly with a document's length: CPU seconds and memory over 1 to 1,000 pages, exponent fitted.

``python -m benchmarks.scaling`` writes benchmarks/results/<date>-scaling.json and .md and the plot
docs/images/scaling.svg. Each length runs in a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.growth import Panel, exponent, plot
from benchmarks.reports import report
from benchmarks.written import write

ROOT = Path(__file__).parent.parent
LENGTHS = (1, 3, 10, 30, 100, 300, 1000)

_CHILD = """
import json, resource, sys, time
from pathlib import Path
from benchmarks import stages
from pipeline.config import Settings
settings = Settings(model=sys.argv[2], max_pages=5000)
stages.measure([Path(sys.argv[3])], settings)  # patterns are compiled and the model is loaded here
base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
found = stages.measure([Path(sys.argv[1])], settings)
print(json.dumps({"seconds": dict(found.seconds), "failed": found.failed,
    "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "base_mb": base}))
"""


def main() -> None:
    """Measure, fit, plot and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="default")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results")
    parser.add_argument("--plot", type=Path, default=ROOT / "docs" / "images" / "scaling.svg")
    args = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        small = report(Path(folder) / "small.pdf", 1)
        for pages in LENGTHS:
            path = report(Path(folder) / f"{pages}.pdf", pages)
            command = [sys.executable, "-c", _CHILD, str(path), args.model, str(small)]
            answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
            rows.append({"pages": pages, **json.loads(answer.stdout)})
            print(pages, sum(rows[-1]["seconds"].values()), rows[-1]["memory_mb"], file=sys.stderr)
    result = {"date": dt.datetime.now(dt.UTC).date().isoformat(), "model": args.model, "lengths": rows}
    result["exponents"] = _exponents(rows)
    write(args.out, "scaling", result, _page(result))
    seconds = [sum(row["seconds"].values()) for row in rows]
    memory = [max(row["memory_mb"] - row["base_mb"], 0.1) for row in rows]
    panels = [
        Panel("CPU seconds", {"measured": seconds}),
        Panel("MB above a 1-page document", {"measured": memory}),
    ]
    plot(args.plot, LENGTHS, "pages", panels)
    print(_page(result))


def _exponents(rows: list[dict[str, Any]]) -> dict[str, float]:
    """The slope of log(seconds) over log(pages) from 10 pages on: 1 is linear, 2 is quadratic."""
    long = [row for row in rows if row["pages"] >= 10]
    stages = {stage for row in long for stage in row["seconds"] if all(r["seconds"].get(stage, 0) > 0 for r in long)}
    found = {stage: exponent([(r["pages"], r["seconds"][stage]) for r in long]) for stage in sorted(stages)}
    found["all"] = exponent([(row["pages"], sum(row["seconds"].values())) for row in long])
    return found


def _page(result: dict[str, Any]) -> str:
    lines = [
        f"# Length of documents, {result['date']}",
        "",
        f"Generated reports, model {result['model']}; CPU seconds; `python -m benchmarks.scaling`.",
        "",
        "| pages | CPU seconds | pages per CPU second | memory above a 1-page document, MB |",
        "|--:|--:|--:|--:|",
    ]
    for row in result["lengths"]:
        seconds = sum(row["seconds"].values())
        more = row["memory_mb"] - row["base_mb"]
        lines.append(f"| {row['pages']} | {seconds:.2f} | {row['pages'] / seconds:.0f} | {more:.0f} |")
    lines += ["", "| stage | exponent from 10 to 1,000 pages |", "|---|--:|"]
    lines += [f"| {stage} | {value:.2f} |" for stage, value in result["exponents"].items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
