"""``minutebook extract``: reports in, a dataset out."""

from __future__ import annotations

import argparse
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.cli.console import console, count, print_json, table
from pipeline.cli.options import DATASET

if TYPE_CHECKING:
    from pipeline.batch.run import Progress, Report
    from pipeline.config import Settings

DESCRIPTION = """\
Extracts reports into a dataset of Parquet tables.

INPUT is a file, a folder (with all below it), a pattern such as
'reports/**/*.pdf', or - for standard input. In folders, hidden files, read-mes
and folders whose names begin with . or _ are left alone.

Files that were extracted before, by the same rules and model, are skipped. One
broken file never stops the others: it is recorded with what is wrong with it."""

#: Failures that are listed at the end; all of them stand in `minutebook status --failed`.
SHOWN = 10
_SIZE = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[kMGT]?)i?B?", re.IGNORECASE)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("inputs", nargs="+", metavar="INPUT", help="files, folders, patterns, or -")
    parser.add_argument(
        "--out", type=Path, default=DATASET, metavar="DIR", help=f"where the dataset goes (default: {DATASET})"
    )
    parser.add_argument("--workers", type=int, metavar="N", help="processes at work (default: one for each processor)")
    parser.add_argument(
        "--model", metavar="NAME", help="entity model: rules, a model's name, or a path to a spaCy pipeline"
    )
    parser.add_argument(
        "--timeout", type=float, metavar="S", help="seconds for any document, beside those for its pages (default: 60)"
    )
    parser.add_argument(
        "--memory",
        type=_size,
        metavar="SIZE",
        help="address space of a process, such as 4G; 0 is no limit (default: 4G)",
    )
    parser.add_argument("--settings", type=Path, metavar="FILE", help="further settings, as TOML")
    parser.add_argument("--force", action="store_true", help="extract again what is done already")
    parser.add_argument(
        "--strict", action="store_true", default=None, help="stop at the first fault of minutebook itself"
    )
    parser.add_argument("--quiet", action="store_true", help="neither progress nor table: errors only")
    parser.add_argument("--json", action="store_true", help="print what was found as JSON")


def _size(text: str) -> int:
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no size; write 4G or 800M")
    powers = {"": 0, "k": 3, "m": 6, "g": 9, "t": 12}
    return int(float(match["number"]) * 10 ** powers[match["unit"].lower()])


def run(args: argparse.Namespace) -> int:
    """Extract and publish; 4 when documents failed, 1 when one of them by a fault of ours."""
    from pipeline.batch.run import run as run_batch
    from pipeline.config import load_settings

    settings: Settings = load_settings(
        args.settings,
        workers=args.workers, model=args.model, timeout=args.timeout, memory=args.memory, strict=args.strict,
    )  # fmt: skip
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a batch system's kill is an interruption like any other
    began = time.monotonic()
    with _progress(quiet=args.quiet) as tell:
        report = run_batch(args.inputs, args.out, settings, force=args.force, tell=tell)
    seconds = time.monotonic() - began
    if args.json:
        print_json(_as_data(report, args.out, seconds))
    elif not args.quiet:
        _print(report, args.out, seconds)
    _print_failures(report)
    return 1 if report.bugs else 4 if report.failures else 0


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[Progress], None]]:
    """A bar on standard error while documents are extracted; nothing where no terminal shows it."""
    errors = console(stderr=True)
    if quiet or not errors.is_terminal:
        yield lambda _: None
        return
    from rich import progress

    columns = (
        progress.SpinnerColumn(),
        progress.BarColumn(16),
        progress.MofNCompleteColumn(),
        progress.TextColumn("{task.fields[words]}"),
        progress.TimeRemainingColumn(compact=True),
    )
    with progress.Progress(*columns, console=errors, transient=True) as bar:
        task = bar.add_task("", total=None, words="looking for files")
        began = time.monotonic()

        def tell(state: Progress) -> None:
            rate = state.done / max(time.monotonic() - began, 0.001)
            states = [f"{state.states[key]} {words}" for key, words in _STATES if state.states[key]]
            words = " · ".join([f"{rate:.1f}/s", *states]) if state.done else "starting"
            bar.update(task, completed=state.done, total=state.total, words=words)

        yield tell


_STATES = (("extracted", "with meetings"), ("no_meeting", "without"), ("failed", "failed"))


def _as_data(report: Report, out: Path, seconds: float) -> dict[str, Any]:
    return {
        "files": report.files,
        "extracted_now": report.extracted,
        "status": report.states,
        "seconds": round(seconds, 2),
        "pages": report.pages,
        "version": report.version.folder.name,
        "out": str(out),
        "rows": report.version.rows,
        "failures": [{key: failure[key] for key in ("path", "problem", "detail")} for failure in report.failures],
    }


def _print(report: Report, out: Path, seconds: float) -> None:
    from pipeline.query import found

    states = [f"{report.states[key]:,} {words}" for key, words in _STATES if report.states.get(key)]
    skipped = report.files - report.extracted
    work = f"{count(report.extracted, 'document')} read in {seconds:.1f} s"
    if report.pages:
        work += f" ({count(report.pages, 'page')})"
    if not report.extracted:
        work = "nothing to do, all were extracted before"
    elif skipped:
        work += f", {skipped:,} known before"
    words = console()
    words.print(f"[bold]{count(report.files, 'file')}[/]: {', '.join(states)}; {work}.", soft_wrap=True)
    words.print()
    shown = table("table", "rows", "of which", right=("rows",), fold=("of which",))
    for name, rows, parts in found(report.version.folder):
        shown.add_row(name, f"{rows:,}", parts)
    words.print(shown)
    words.print()
    name, news = report.version.folder.name, "new" if report.version.new else "unchanged"
    words.print(
        f"They lie in [bold]{out}/[/], as {out}/meetings.parquet and so on (version {name}, {news}).",
        soft_wrap=True,
    )


def _print_failures(report: Report) -> None:
    words = console(stderr=True)
    if report.failures:
        words.print(f"\n[bold]{count(len(report.failures), 'file')} failed:[/]")
    for failure in report.failures[:SHOWN]:
        words.print(f"  {failure['path']}: {failure['detail']}", markup=False, soft_wrap=True)
    if len(report.failures) > SHOWN:
        words.print(f"  and {len(report.failures) - SHOWN:,} more: see `minutebook status --failed`")
    for failure in report.bugs[:1]:
        words.print(f"\n{failure['path']}:\n{failure['traceback']}", markup=False, soft_wrap=True)
