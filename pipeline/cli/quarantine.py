"""``minutebook quarantine``: documents that harmed the process that read them."""

from __future__ import annotations

import argparse
from pathlib import Path

from pipeline.cli.options import DATASET

DESCRIPTION = """\
Lists the documents that crashed the process that read them, took too long or
too much memory. They are not tried again by themselves: raise the limit that
they met, or run `minutebook extract INPUT --only-failed`."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "folder", nargs="?", type=Path, default=DATASET, metavar="DIR", help=f"the dataset (default: {DATASET})"
    )
    parser.add_argument("--all", action="store_true", help="list all of them, however many")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")


def run(args: argparse.Namespace) -> int:
    """Print the list; always 0."""
    from pipeline.cli.status import print_failed
    from pipeline.store import ledger as ledgers
    from pipeline.store import overview

    with ledgers.reading(args.folder) as ledger:
        failures = overview.failures(ledger.connection, quarantined=True)
        print_failed(failures, as_json=args.json, everything=args.all, none="No document is in quarantine.")
    return 0
