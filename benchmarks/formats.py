"""Each format: what its reader costs at the start, in memory and by size, and how right the records are.

``python -m benchmarks.formats`` reads one report in every format (see tests/formats.py), each in a fresh process, and
scores the annotated reports of ../shared by format where they are there. Writes
benchmarks/results/<date>-formats.json and .md. Times are CPU seconds, because such machines are often shared.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import platform
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from benchmarks.written import write
from pipeline import readers
from pipeline.config import PIPELINE_VERSION, Settings
from pipeline.document import SourceFile
from pipeline.errors import InputError
from pipeline.evaluate import Pair, score
from pipeline.extract import extract, make_tools
from tests import formats

RESULTS = Path(__file__).parent / "results"
SHARED = Path(__file__).parent.parent.parent / "shared"
#: Annotations, and the documents that they are about.
GOLD = (
    (SHARED / "gold" / "annotations", SHARED / "gold" / "documents"),
    (SHARED / "gold" / "training" / "annotations", SHARED / "archive"),
)
#: Times that the report stands in the long document.
LONG = 200
#: What a fresh process does: the report once, once more, and the long one.
_FRESH = """
import json, resource, sys, time
def busy(): return time.process_time()
def memory(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
start = busy()
from pipeline import readers
from pipeline.config import Settings
from pipeline.document import SourceFile
from tests import formats
name = sys.argv[1]
data, long = formats.FORMATS[name](), formats.long(name, int(sys.argv[2]))
def read(content):
    began = busy()
    kind = readers.identify(name, content)
    document = readers.read(SourceFile(name, "0" * 64, kind, content), Settings(ocr="off"))
    return busy() - began, len(document.text)
imported, before = busy() - start, memory()
first, _ = read(data)
again, characters = read(data)
small = memory()
whole, much = read(long)
print(json.dumps({"imported": imported, "first": first, "again": again, "memory": small, "long": whole,
                  "characters": much, "bytes": len(long), "memory_long": memory(), "memory_before": before}))
"""


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="rules", help="entity model to score with")
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder for the results")
    args = parser.parse_args()
    result: dict[str, Any] = {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "version": PIPELINE_VERSION,
        "model": args.model,
        "readers": {name.removeprefix("report."): _cost(name) for name in formats.FORMATS},
        "scores": _scores(args.model),
    }
    text = _page(result)
    print(text)
    write(args.out, "formats", result, text)


def _cost(name: str) -> dict[str, float]:
    """The best of three fresh processes."""
    runs = []
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", _FRESH, name, str(LONG)], capture_output=True, text=True, check=True
        )
        runs.append(json.loads(done.stdout))
    return {key: min(run[key] for run in runs) for key in runs[0]}


def _scores(model: str) -> dict[str, dict[str, float | int]]:
    """Headline by format, over all annotated reports that are there."""
    tools = make_tools(Settings(model=model))
    pairs: dict[str, list[Pair]] = defaultdict(list)
    for annotated, documents in GOLD:
        for path in sorted(annotated.glob("*.json")) if annotated.is_dir() else []:
            gold = json.loads(path.read_text(encoding="utf-8"))
            kind, found = _extracted(documents / gold["document"], tools)
            pairs[kind].append(Pair(gold["document"], gold, found))
    made = {}
    for kind, of in sorted(pairs.items()):
        told = score(of)
        groups = {name: round(group.f1, 3) for name, group in told.groups.items()}
        made[kind] = {"documents": len(of), "headline": round(told.headline, 3), **groups}
    return made


def _extracted(path: Path, tools: Any) -> tuple[str, dict[str, Any] | None]:
    """A document's format, and what was found in it; pages that OCR read make it a scan."""
    data = path.read_bytes()
    kind = path.suffix.removeprefix(".")
    try:
        found = extract(
            SourceFile(path.name, hashlib.sha256(data).hexdigest(), readers.identify(path.name, data), data), tools
        )
    except InputError:
        return kind, None
    return "scan" if found.document.ocr_pages else kind, {
        "meetings": [meeting.model_dump() for meeting in found.meetings],
        "published_on": found.document.published_on,
        "evidence": [row.model_dump() for row in found.evidence],
        "coverage": found.document.coverage,
    }


def _page(result: dict[str, Any]) -> str:
    imported = min(row["imported"] for row in result["readers"].values()) * 1000
    lines = [
        f"# Formats, {result['date']}",
        "",
        f"minutebook {result['version']}, {result['machine']}; CPU milliseconds, memory in MB (peak of the process).",
        "",
        f"Importing `pipeline.readers` takes {imported:.0f} ms; each format loads the rest with its first document.",
        "",
        "| format | first report | the next | memory | 200 reports in one file | characters a second | memory |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for name, row in result["readers"].items():
        lines.append(
            f"| {name} | {row['first'] * 1000:.1f} | {row['again'] * 1000:.1f} | {row['memory']:.0f} | "
            f"{row['long'] * 1000:.0f} | {row['characters'] / max(row['long'], 1e-6):,.0f} | {row['memory_long']:.0f} |"
        )
    if result["scores"]:
        groups = [name for name in next(iter(result["scores"].values())) if name not in ("documents", "headline")]
        lines += [
            "",
            f"Annotated reports by format, model `{result['model']}`:",
            "",
            f"| format | documents | headline | {' | '.join(groups)} |",
            f"|---|--:|--:|{'--:|' * len(groups)}",
        ]
        for kind, row in result["scores"].items():
            cells = " | ".join(f"{row[name]:.2f}" for name in groups)
            lines.append(f"| {kind} | {row['documents']} | {row['headline']:.3f} | {cells} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
