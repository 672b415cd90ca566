"""How fast: pages per CPU second from file to records, beside bare ``pdfplumber.extract_text`` on the same pages.

``python benchmarks/speed.py [PDF or folder ...]`` takes ../shared/archive by default, and generated reports where that
is absent. Writes benchmarks/results/<date>-speed.json and .md. All times are CPU seconds (user + system), because the
machines that this runs on are shared.
"""

from __future__ import annotations

import argparse
import ctypes
import datetime as dt
import hashlib
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pdfplumber

from pipeline.config import PIPELINE_VERSION, Settings
from pipeline.document import SourceFile
from pipeline.errors import InputError
from pipeline.extract import extract, make_tools

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "results"
_SUBREAPER = 36  # prctl(2): orphans of our children become ours, so that their time is counted


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="*", type=Path, help="PDFs or folders (default: ../shared/archive)")
    parser.add_argument("--model", default="default", help="entity model (as in minutebook extract)")
    parser.add_argument("--repeats", type=int, default=2, help="passes over all documents; the fastest of each counts")
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder for the results")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        paths = _pdfs(args.inputs, Path(folder))
        result = {
            "date": dt.datetime.now(dt.UTC).date().isoformat(),
            "machine": _machine(),
            "versions": _versions(),
            "model": args.model,
            **_commands(Path(folder), args.model),
            **_throughput(paths, args.model, args.repeats),
        }
    args.out.mkdir(parents=True, exist_ok=True)
    stem = args.out / f"{result['date']}-speed"
    stem.with_suffix(".json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    page = _page(result)
    stem.with_suffix(".md").write_text(page, encoding="utf-8")
    print(page)


def _pdfs(inputs: list[Path], folder: Path) -> list[Path]:
    """The PDFs to measure with."""
    archive = ROOT.parent / "shared" / "archive"
    chosen = inputs or ([archive] if archive.is_dir() else [])
    paths = [path for item in chosen for path in (sorted(item.glob("*.pdf")) if item.is_dir() else [item])]
    return paths or [_report(folder / f"generated-{pages}.pdf", pages) for pages in (2, 5, 20, 60)]


def _report(path: Path, pages: int) -> Path:
    """A report with as many pages, made anew."""
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

    styles = getSampleStyleSheet()
    flow: list[Any] = [
        Paragraph("Minutes of the Harbour Board", styles["Title"]),
        Paragraph("Held in Rotterdam, Netherlands, on 4 and 5 May 2019", styles["Normal"]),
        Paragraph("Present", styles["Heading2"]),
        *(Paragraph(f"Mr Jan de Vries {n}, Harbour Master, Port of Delft", styles["Normal"]) for n in range(20)),
    ]
    for page in range(pages):
        flow += [PageBreak()] if page else []
        flow.append(Paragraph(f"{page + 1}. Dredging of basin {page + 1}", styles["Heading2"]))
        for number in range(8):
            words = "The Board discussed the works and noted that the tender closes in June. " * 4
            flow.append(Paragraph(f"{words}The Board agreed to publish notice {number}.", styles["Normal"]))
    SimpleDocTemplate(str(path)).build(flow)
    return path


def _throughput(paths: list[Path], model: str, repeats: int) -> dict[str, Any]:
    """Both programs on each document in turn, in this process."""
    began = time.process_time()
    tools = make_tools(Settings(model=model))
    setup = time.process_time() - began
    rows = []
    for path in paths:
        data = path.read_bytes()
        ours, theirs, pages, problem = [], [], 0, None
        for _ in range(repeats):
            began = time.process_time()
            source = SourceFile(path.name, hashlib.sha256(data).hexdigest(), "application/pdf", data)
            try:
                pages = extract(source, tools).document.pages or 0
            except InputError as error:
                problem = error.code
                break
            ours.append(time.process_time() - began)
            began = time.process_time()
            _plumb(path)
            theirs.append(time.process_time() - began)
        if problem:
            rows.append({"document": path.name, "problem": problem})
        else:
            rows.append({"document": path.name, "pages": pages, "ours": min(ours), "pdfplumber": min(theirs)})
        print(rows[-1], file=sys.stderr)
    read = [row for row in rows if "pages" in row]
    pages = sum(row["pages"] for row in read)
    ours, theirs = sum(row["ours"] for row in read), sum(row["pdfplumber"] for row in read)
    return {
        "setup_seconds": setup,
        "documents": rows,
        "pages": pages,
        "pages_per_cpu_second": pages / ours,
        "pdfplumber_pages_per_cpu_second": pages / theirs,
        "times_pdfplumber": theirs / ours,
        "median_times_pdfplumber": statistics.median(row["pdfplumber"] / row["ours"] for row in read),
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _plumb(path: Path) -> None:
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.close()


def _commands(folder: Path, model: str) -> dict[str, float]:
    """CPU seconds of whole commands, all their processes included; the fastest of three."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SUBREAPER, 1)
    report = str(_report(folder / "five.pdf", 5))
    cold = ["extract", report, "--model", model, "--quiet", "--out"]
    return {
        "help_seconds": min(_cpu(["--help"]) for _ in range(3)),
        "cold_run_seconds": min(_cpu([*cold, str(folder / f"cold{number}")]) for number in range(3)),
        "skip_run_seconds": min(_cpu([*cold, str(folder / "cold0")]) for _ in range(3)),
    }


def _cpu(arguments: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "pipeline.cli", *arguments], stdout=subprocess.DEVNULL, check=True)
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _machine() -> dict[str, Any]:
    processor = platform.processor()
    for line in Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").is_file() else ():
        if line.startswith("model name"):
            processor = line.partition(":")[2].strip()
            break
    return {"processor": processor, "cores": os.cpu_count(), "system": platform.platform(), "load": os.getloadavg()[0]}


def _versions() -> dict[str, str]:
    names = ("pypdfium2", "pdfplumber", "spacy", "pydantic", "pyarrow")
    return {"minutebook": PIPELINE_VERSION, "python": platform.python_version(), **{n: version(n) for n in names}}


def _page(result: dict[str, Any]) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in result["versions"].items())
    machine = result["machine"]
    slow = sorted((row for row in result["documents"] if "pages" in row), key=lambda row: row["pages"] / row["ours"])
    lines = [
        f"# Speed, {result['date']}",
        "",
        f"{machine['processor']}, {machine['cores']} cores, load {machine['load']:.1f}; {machine['system']}.",
        f"{versions}.",
        f"Entity model: {result['model']}. CPU seconds; `python benchmarks/speed.py`.",
        "",
        "| what | value |",
        "|---|--:|",
        f"| pages, of {len(slow)} PDFs | {result['pages']} |",
        f"| pages per CPU second, file to records | {result['pages_per_cpu_second']:.1f} |",
        f"| bare pdfplumber.extract_text, same pages, same run | {result['pdfplumber_pages_per_cpu_second']:.1f} |",
        f"| times as fast: all pages | {result['times_pdfplumber']:.1f} |",
        f"| times as fast: median document | {result['median_times_pdfplumber']:.1f} |",
        f"| making the tools, once a worker | {result['setup_seconds']:.2f} s |",
        f"| peak memory of the process that ran both | {result['peak_memory_mb']:.0f} MB |",
        f"| `minutebook --help` | {result['help_seconds']:.3f} s |",
        f"| `minutebook extract` of one 5-page PDF, cold, all processes | {result['cold_run_seconds']:.2f} s |",
        f"| the same again: nothing to do | {result['skip_run_seconds']:.2f} s |",
        "",
        "| slowest documents | pages | pages per CPU second | pdfplumber |",
        "|---|--:|--:|--:|",
    ]
    for row in slow[:8]:
        rates = (row["pages"] / row["ours"], row["pages"] / row["pdfplumber"])
        lines.append(f"| {row['document']} | {row['pages']} | {rates[0]:.1f} | {rates[1]:.1f} |")
    failed = [row for row in result["documents"] if "problem" in row]
    lines += [f"| {row['document']} | not read: {row['problem']} | | |" for row in failed]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
