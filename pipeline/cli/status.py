"""``minutebook status``: what became of each file."""

from __future__ import annotations

import argparse
from pathlib import Path

from pipeline.cli.console import console, count, print_json, table
from pipeline.cli.options import DATASET


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=DATASET,
        metavar="DIR",
        help=f"the dataset (default: {DATASET})",
    )
    parser.add_argument("--failed", action="store_true", help="list the files that failed, each with its remedy")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")


def run(args: argparse.Namespace) -> int:
    """Print counts, or the list of failures; always 0."""
    from pipeline.store import ledger as ledgers

    with ledgers.reading(args.folder) as ledger:
        if args.failed:
            failures = [{key: row[key] for key in ("path", "problem", "detail")} for row in ledger.failures()]
            _print_failures(failures, as_json=args.json)
        else:
            _print_summary(args.folder, ledger.counts(), as_json=args.json)
    return 0


def _print_failures(failures: list[dict[str, str]], *, as_json: bool) -> None:
    if as_json:
        print_json(failures)
        return
    if not failures:
        console(stderr=True).print("No file failed.")
        return
    shown = table("file", "problem", "what to do", fold=("file", "what to do"))
    for failure in failures:
        shown.add_row(failure["path"], failure["problem"], failure["detail"])
    console().print(shown)


def _print_summary(folder: Path, counts: list[dict[str, object]], *, as_json: bool) -> None:
    from pipeline.store.versions import latest

    version = latest(folder)
    if as_json:
        print_json({"version": version.name if version else None, "counts": counts})
        return
    shown = table("status", "problem", "format", "files", "meetings", right=("files", "meetings"), fold=("format",))
    for row in counts:
        shown.add_row(
            *(str("" if row[key] is None else row[key]) for key in ("status", "problem", "format", "files", "meetings"))
        )
    console().print(shown)
    total = sum(int(str(row["files"])) for row in counts)
    said = f"version {version.name}" if version else "nothing published yet"
    console(stderr=True).print(f"\n{count(total, 'file')}; {said}.")
