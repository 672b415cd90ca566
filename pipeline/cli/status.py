"""``minutebook status``: what became of each file, and what the archive holds."""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.cli.console import console, count, print_json, table
from pipeline.cli.options import DATASET

if TYPE_CHECKING:
    from pipeline.store.ledger import Ledger

DESCRIPTION = """\
Shows what became of each file: by state and problem, format, body, and share of
the lines that were read (coverage).

States: extracted, no_meeting (read, and it reports on none), failed, pending
(not tried yet), deleted (gone since; --prune of extract forgets it)."""

#: Bodies that are shown; --json has all.
_BODIES = 12
#: Failures that fit a screen or two; --all and --json have the rest.
_FAILURES = 200


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "folder", nargs="?", type=Path, default=DATASET, metavar="DIR", help=f"the dataset (default: {DATASET})"
    )
    parser.add_argument("--failed", action="store_true", help="list the files that failed, each with its remedy")
    parser.add_argument("--all", action="store_true", help="list all of them, however many")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")


def run(args: argparse.Namespace) -> int:
    """Print counts, or the list of failures; always 0."""
    from pipeline.store import ledger as ledgers
    from pipeline.store import overview

    with ledgers.reading(args.folder) as ledger:
        if args.failed:
            print_failed(overview.failures(ledger.connection), as_json=args.json, everything=args.all)
        else:
            data = _data(ledger, args.folder)
            if args.json:
                print_json(data)
            else:
                _print(data)
    return 0


def print_failed(
    failures: Iterable[dict[str, Any]], *, as_json: bool, everything: bool, none: str = "No file failed."
) -> None:
    """Files that failed, each with what to do."""
    keys = ("path", "problem", "detail", "attempts")
    rows = ({key: failure[key] for key in keys} for failure in failures)
    if as_json:
        print_json(list(rows))
        return
    shown = table("file", "problem", "what to do", fold=("file", "what to do"))
    listed = list(itertools.islice(rows, None if everything else _FAILURES))
    for row in listed:
        shown.add_row(row["path"], row["problem"], row["detail"])
    if not listed:
        console(stderr=True).print(none)
        return
    console().print(shown)
    more = sum(1 for _ in rows)
    if more:
        console(stderr=True).print(f"and {more:,} more: --all lists them.")


def _data(ledger: Ledger, folder: Path) -> dict[str, Any]:
    from pipeline.store import overview
    from pipeline.store.versions import latest

    version = latest(folder)
    connection = ledger.connection
    return {
        "version": version.name if version else None,
        "interrupted": overview.interrupted(connection),
        "states": overview.states(connection),
        "counts": overview.by_problem(connection),
        "formats": overview.by_format(connection),
        "coverage": overview.by_coverage(connection),
        "bodies": overview.by_body(connection),
    }


def _print(data: dict[str, Any]) -> None:
    words = console()
    counts = table("state", "problem", "files", right=("files",))
    for row in data["counts"]:
        counts.add_row(row["status"], row["problem"] or "", f"{row['files']:,}")
    words.print(counts)
    words.print()
    formats = table(
        "format",
        "files",
        "failed",
        "pages",
        "meetings",
        right=("files", "failed", "pages", "meetings"),
        fold=("format",),
    )
    for row in data["formats"]:
        formats.add_row(row["format"], *(f"{row[key]:,}" for key in ("files", "failed", "pages", "meetings")))
    words.print(formats)
    words.print()
    coverage = table("lines read", "documents", right=("documents",))
    for row in data["coverage"]:
        coverage.add_row(_share(row["at_least"]), f"{row['documents']:,}")
    words.print(coverage)
    words.print()
    bodies = table("body", "meetings", "from", "to", right=("meetings",), fold=("body",))
    for row in data["bodies"][:_BODIES]:
        bodies.add_row(row["body"], f"{row['meetings']:,}", row["first_date"] or "", row["last_date"] or "")
    words.print(bodies)
    if len(data["bodies"]) > _BODIES:
        words.print(f"and {len(data['bodies']) - _BODIES:,} more bodies: --json has all", style="dim")
    total = sum(row["files"] for row in data["counts"])
    said = f"version {data['version']}" if data["version"] else "nothing published yet"
    failed = data["states"].get("failed", 0)
    hint = f" {count(failed, 'file')} failed: --failed says why and what to do." if failed else ""
    if data["interrupted"]:
        hint += "\nThe last run is going on or was interrupted: the same command goes on from there."
    console(stderr=True).print(f"\n{count(total, 'file')}; {said}.{hint}")


def _share(at_least: int | None) -> str:
    if at_least is None:
        return "no list to read"
    return {100: "all", 1: "some", 0: "none"}.get(at_least, f"{at_least} % or more")
