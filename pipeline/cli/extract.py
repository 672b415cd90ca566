"""``minutebook extract``: reports in, a dataset out."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.options import DATASET, add_limits, limits, moment
from pipeline.errors import OutputError, UsageError

if TYPE_CHECKING:
    from pipeline.batch.report import Log
    from pipeline.config import Settings
    from pipeline.engine.local import Engine

DESCRIPTION = """\
Extracts reports into a dataset of Parquet tables.

INPUT is a file, a folder (with all below it), a pattern such as
'reports/**/*.pdf', or - for standard input. In folders, hidden files, read-mes
and folders whose names begin with . or _ are left alone.

Files that were extracted before, by the same rules and model, are skipped. One
broken file never stops the others: it is recorded with what is wrong with it.
Interrupted or killed, the same command goes on where it was."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("inputs", nargs="+", metavar="INPUT", help="files, folders, patterns, or -")
    parser.add_argument(
        "--out", type=Path, default=DATASET, metavar="DIR", help=f"where the dataset goes (default: {DATASET})"
    )
    parser.add_argument("--workers", type=int, metavar="N", help="processes at work (default: one for each processor)")
    parser.add_argument(
        "--engine", choices=("local", "ray"), default="local", help="where: this machine (default), or a Ray cluster"
    )
    parser.add_argument(
        "--address", metavar="HOST:PORT", help="the Ray cluster's address (default: one of this machine)"
    )
    parser.add_argument(
        "--model", metavar="NAME", help="entity model: rules, a model's name, or a path to a spaCy pipeline"
    )
    parser.add_argument(
        "--ocr",
        choices=("auto", "off", "force"),
        help="pages to read by OCR: scans (auto, the default), none (off), or all (force)",
    )
    parser.add_argument(
        "--contacts", action="store_true", default=None,
        help="publish e-mail addresses and telephone numbers of attendees too (default: never)",
    )  # fmt: skip
    parser.add_argument("--settings", type=Path, metavar="FILE", help="further settings, as TOML (see docs/runs.md)")
    parser.add_argument(
        "--strict", action="store_true", default=None, help="stop at the first fault of minutebook itself"
    )
    told = parser.add_argument_group("what is told")
    told.add_argument("--quiet", action="store_true", help="neither progress nor table: errors only")
    told.add_argument("--json", action="store_true", help="print what was found as JSON")
    told.add_argument(
        "--log", metavar="FILE", help="write events as lines of JSON, one for each document; - is standard error"
    )
    choice = parser.add_argument_group("which documents")
    choice.add_argument("--force", action="store_true", help="extract again what is done already")
    choice.add_argument("--retry-failed", action="store_true", help="try again what failed, besides what is new")
    choice.add_argument("--only-failed", action="store_true", help="try again what failed, and nothing else")
    choice.add_argument("--limit", type=int, default=0, metavar="N", help="extract N documents at most; the rest waits")
    choice.add_argument(
        "--since", type=moment, default=0, metavar="WHEN", help="only files changed since: 2024-05-31, 7d or 12h"
    )
    choice.add_argument("--prune", action="store_true", help="forget files that are gone, with their records")
    add_limits(parser)


def run(args: argparse.Namespace) -> int:
    """Extract and publish; 4 when documents failed, 1 when one of them by a fault of ours."""
    from pipeline.batch.run import run as run_batch
    from pipeline.cli.console import print_json
    from pipeline.cli.outcome import as_data, print_failures, print_report
    from pipeline.cli.progress import shown
    from pipeline.store.work import Choice

    settings, engine = _settings(args), _engine(args)
    choice = Choice(
        force=args.force, retry_failed=args.retry_failed, only_failed=args.only_failed,
        since=args.since, limit=args.limit,
    )  # fmt: skip
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a batch system's kill is an interruption like any other
    began = time.monotonic()
    with _log(args.log) as log, shown(quiet=args.quiet) as tell:
        report = run_batch(
            args.inputs, args.out, settings, choice=choice, prune=args.prune, engine=engine, tell=tell, log=log
        )
    seconds = time.monotonic() - began
    if args.json:
        print_json(as_data(report, args.out, seconds))
    elif not args.quiet:
        print_report(report, args.out, seconds)
    print_failures(report, args.out)
    return 1 if report.bugs else 4 if report.failed else 0


def _engine(args: argparse.Namespace) -> Engine:
    """Raises UsageError for an address that nothing would use."""
    if args.engine == "ray":
        from pipeline.engine.on_ray import RayEngine

        return RayEngine(args.address)
    if args.address:
        raise UsageError("--address is for a Ray cluster.", remedy="Add --engine ray.")
    if args.force or not args.out.exists():
        # There will be something to do: what workers need is imported while the inputs are looked at.
        from pipeline.engine import fork_server

        fork_server.wake()
    from pipeline.engine.local import LocalEngine

    return LocalEngine()


def _settings(args: argparse.Namespace) -> Settings:
    from pipeline.config import load_settings

    names = ("workers", "model", "strict", "ocr", "contacts")
    told = {name: getattr(args, name) for name in names}
    return load_settings(args.settings, **told, **limits(args))


@contextmanager
def _log(name: str | None) -> Iterator[Log]:
    """Where events go. Raises OutputError when the file cannot be written."""
    from pipeline.batch.report import Log

    if name is None or name == "-":
        yield Log(None if name is None else sys.stderr)
        return
    try:
        file = Path(name).open("a", encoding="utf-8")  # noqa: SIM115 - closed below
    except OSError as error:
        raise OutputError(f"Cannot write {name}: {error.strerror}.", remedy="Choose another file for --log.") from error
    with file:
        yield Log(file)
