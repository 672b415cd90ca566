"""How fast, and beside whom: pages per CPU second by stage, from file to published tables, peers in the same run.

``python -m benchmarks.speed [PDF or folder ...]`` takes the PDFs of ../shared/archive and ../shared/gold by default,
and generated reports where those are absent. Writes benchmarks/results/<date>-speed.json and .md. All times are CPU
seconds (user + system), because the machines that this runs on are shared; only two workers go by the clock.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import tempfile
import time
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks import fidelity, machines, peers, stages
from benchmarks.processes import Spent, largest, spent
from benchmarks.reports import pdfs, report
from benchmarks.written import write
from pipeline.config import PIPELINE_VERSION, Settings
from pipeline.extract import make_tools

RESULTS = Path(__file__).parent / "results"
_PROGRAMS = ("pypdfium2", "pdfplumber", "pdfminer.six", "pypdf", "spacy", "dateparser", "pydantic", "pyarrow")
#: Stages that end in the text with its geometry, and those that end in sections.
_READING, _OUTLINE = ("reading",), ("reading", "layout", "sections")


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="*", type=Path, help="PDFs or folders (default: those of ../shared)")
    parser.add_argument("--models", nargs="+", default=["default", "rules"], help="entity models to measure with")
    parser.add_argument("--repeats", type=int, default=2, help="passes over all; the fastest counts, of each")
    parser.add_argument("--without-peers", action="store_true", help="pdfplumber.extract_text only")
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder for the results")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = str(Path(folder) / "cache")  # nothing is kept from earlier runs
        paths = pdfs(args.inputs, Path(folder))
        result: dict[str, Any] = {
            "date": dt.datetime.now(dt.UTC).date().isoformat(),
            "machine": machines.machine(),
            "versions": {"minutebook": PIPELINE_VERSION, **machines.versions(*_PROGRAMS)},
        }
        passes, known = _in_turns(paths, args.models, args.repeats)
        result["models"] = {model: _best(model, found) for model, found in passes.items()}
        pages_of = _pages_of(passes[args.models[0]][0])
        readable = [path for path in paths if path.name in pages_of]
        if not args.without_peers:
            known += [*peers.readers(readable, pages_of), peers.naive(readable, pages_of)]
        result["peers"] = [{**asdict(peer), "rate": peer.rate} for peer in known]
        if find_spec("pdfplumber") is not None:
            result["fidelity"] = asdict(fidelity.compare(readable, Path(folder)))
        result["commands"] = _commands(Path(folder), args.models[0], readable)
    page = _page(result)
    write(args.out, "speed", result, page)
    print(page)


def _in_turns(
    paths: list[Path], models: list[str], repeats: int
) -> tuple[dict[str, list[stages.Stages]], list[peers.Peer]]:
    """Passes of each model, and pdfplumber's fastest: all take turns, so that a busy machine is busy for all."""
    passes: dict[str, list[stages.Stages]] = {model: [] for model in models}
    plumbers = []
    for _ in range(repeats):
        for model, found in passes.items():
            found.append(stages.measure(paths, Settings(model=model)))
        pages_of = _pages_of(passes[models[0]][0])
        plumbers.append(peers.plumber([path for path in paths if path.name in pages_of], pages_of))
    return passes, [min(plumbers, key=lambda one: one.seconds)]


def _pages_of(found: stages.Stages) -> dict[str, int]:
    return {name: pages for name, (pages, _) in found.by_document.items()}


def _best(model: str, passes: list[stages.Stages]) -> dict[str, Any]:
    """Each stage's fastest pass; the first has to compile all patterns, which later ones find kept."""
    began = time.process_time()
    make_tools(Settings(model=model))
    setup = time.process_time() - began
    best = min(passes, key=lambda one: one.seconds.total())
    return {
        "setup_seconds": setup,
        "pages": best.pages,
        "documents": best.documents,
        "words": best.words,
        "seconds": {stage: min(one.seconds[stage] for one in passes) for stage in best.seconds},
        "first_seconds": passes[0].seconds.total(),
        "by_document": best.by_document,
        "failed": best.failed,
    }


def _commands(folder: Path, model: str, paths: list[Path]) -> dict[str, float]:
    """CPU seconds of whole commands, all their processes included; the fastest of several."""
    five = str(report(folder / "five.pdf", 5))
    cold = ["extract", five, "--model", model, "--quiet", "--out"]
    archive = folder / "archive"
    archive.mkdir()
    for path in paths:
        (archive / path.name).symlink_to(path.resolve())
    whole = ["extract", str(archive), "--model", model, "--quiet", "--force", "--out", str(folder / "whole")]
    whole += ["--ocr", "off"]  # as in the stages: scans are another program's time
    # As after an installation: modules are compiled once, by the first command, whatever the environment says.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")

    program = [sys.executable, "-m", "pipeline.cli"]

    def run(*arguments: str) -> Spent:
        return spent([*program, *arguments], environment=environment)

    first = {**environment, "XDG_CACHE_HOME": str(folder / "first")}
    found = {
        "help_seconds": min(run("--help").cpu for _ in range(3)),
        "cold_run_seconds": min(run(*cold, str(folder / f"cold{number}")).cpu for number in range(3)),
        "first_run_seconds": spent([*program, *cold, str(folder / "first_run")], environment=first).cpu,
        "skip_run_seconds": min(run(*cold, str(folder / "cold0")).cpu for _ in range(3)),
    }
    one, two = run(*whole, "--workers", "1"), run(*whole, "--workers", "2")
    found["peak_memory_mb"] = largest([*program, *whole, "--workers", "1"], environment=environment)
    return {**found, "archive_run_seconds": one.cpu, "one_worker_clock": one.clock, "two_workers_clock": two.clock}


def _page(result: dict[str, Any]) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in result["versions"].items())
    plumber = result["peers"][0]["rate"]
    first, one = next(iter(result["models"].items()))
    lines = [
        f"# Speed, {result['date']}",
        "",
        f"{machines.told(result['machine'])}.",
        f"{versions}.",
        f"{one['documents']} PDFs, {one['pages']} pages, {one['words']:,} words; CPU seconds; `make speed`.",
        "",
        "| what | pages per CPU second | times pdfplumber.extract_text |",
        "|---|--:|--:|",
    ]
    rows = [("text and geometry of all pages", one, _READING), ("layout and sections included", one, _OUTLINE)]
    rows += [(f"file to records, model {name}", found, ()) for name, found in result["models"].items()]
    for name, found, until in rows:
        seconds = sum(found["seconds"][stage] for stage in until or found["seconds"])
        rate = found["pages"] / seconds
        lines.append(f"| {name} | {rate:.1f} | {rate / plumber:.1f} |")
    rate = one["pages"] / one["first_seconds"]
    lines.append(f"| file to records, model {first}, the very first run | {rate:.1f} | {rate / plumber:.1f} |")
    commands = result["commands"]
    gain = commands["one_worker_clock"] / commands["two_workers_clock"]
    rate = one["pages"] / commands["archive_run_seconds"]
    lines.append(
        f"| files to published tables, model {first}, all processes, OCR off | {rate:.1f} | {rate / plumber:.1f} |"
    )
    for peer in (peer for peer in result["peers"] if peer["installed"]):
        told = f"{peer['rate']:.1f}" if peer["pages"] else "-"
        lines.append(f"| {peer['name']}{_aside(peer, one)} | {told} | {peer['rate'] / plumber:.2f} |")
    absent = [peer["name"] for peer in result["peers"] if not peer["installed"]]
    lines += ["", f"Not installed here: {', '.join(absent)}."] if absent else []
    lines += _fidelity(result["fidelity"]) if "fidelity" in result else []
    lines += ["", f"| stage, model {first} | CPU seconds | share |", "|---|--:|--:|"]
    total = sum(one["seconds"].values())
    for stage, seconds in sorted(one["seconds"].items(), key=lambda item: -item[1]):
        lines.append(f"| {stage} | {seconds:.1f} | {seconds / total:.0%} |")
    lines += [
        "",
        "| what | value |",
        "|---|--:|",
        f"| words per CPU second, model {first} | {one['words'] / total:,.0f} |",
        f"| making the tools, once a worker | {one['setup_seconds']:.2f} s |",
        f"| peak memory of a worker | {commands['peak_memory_mb']:.0f} MB |",
        f"| `minutebook --help` | {commands['help_seconds']:.3f} s |",
        f"| `minutebook extract` of one 5-page PDF, cold, all processes | {commands['cold_run_seconds']:.2f} s |",
        f"| the same, the very first run: no patterns are kept yet | {commands['first_run_seconds']:.2f} s |",
        f"| the same again: nothing to do | {commands['skip_run_seconds']:.2f} s |",
        f"| two workers beside one, by the clock | {gain:.2f} |",
        "",
        "| slowest documents | pages | pages per CPU second |",
        "|---|--:|--:|",
    ]
    slow = sorted(one["by_document"].items(), key=lambda item: item[1][0] / item[1][1])
    lines += [f"| {name} | {pages} | {pages / seconds:.1f} |" for name, (pages, seconds) in slow[:8]]
    lines += [f"| {name} | not read: {problem} | |" for name, problem in one["failed"].items()]
    return "\n".join(lines) + "\n"


def _fidelity(found: dict[str, Any]) -> list[str]:
    """A table of how true the text is, beside pdfplumber's."""
    rows = (
        ("words of the first pages that the other has as two or three, of 1,000", [
            f"{1000 * glued / words:.1f}" for glued, words in zip(found["glued"], found["words"], strict=True)
        ]),
        ("two columns drawn line by line: words in their order", [f"{share:.0%}" for share in found["columns"]]),
        ("words that both have; in the same order", [f"{share:.1%}" for share in found["alike"]]),
    )  # fmt: skip
    return [
        "",
        f"| fidelity, {found['pages']} pages | minutebook | pdfplumber |",
        "|---|--:|--:|",
        *(f"| {name} | {' | '.join(values)} |" for name, values in rows[:2]),
        f"| {rows[2][0]} | {'; '.join(rows[2][1])} | |",
    ]


def _aside(peer: dict[str, Any], one: dict[str, Any]) -> str:
    parts = [f"{peer['pages']} pages"] if peer["pages"] != one["pages"] else []
    parts += [peer["problem"].strip()] if peer["problem"] else []
    return f" ({'; '.join(parts)})" if parts else ""


if __name__ == "__main__":
    main()
