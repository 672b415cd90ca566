"""``minutebook export``: the tables as CSV or Excel."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pipeline.cli.console import count
from pipeline.cli.options import add_dataset

DESCRIPTION = """\
Writes the tables as CSV files or as one Excel workbook, for programs that read
no Parquet. Lists become texts with "; " between their parts.

Cells that a spreadsheet would take for a formula are made harmless."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("tables", nargs="*", metavar="TABLE", help="tables such as meetings (default: all)")
    parser.add_argument("--format", choices=("csv", "xlsx"), default="csv", help="what to write (default: csv)")
    parser.add_argument(
        "--out", type=Path, metavar="PATH", help="folder for CSV (default: csv), file for Excel (default: minutes.xlsx)"
    )
    add_dataset(parser)


def run(args: argparse.Namespace) -> int:
    """Write the files; always 0."""
    from pipeline.export import export
    from pipeline.query import open_dataset

    target = args.out or Path("csv" if args.format == "csv" else "minutes.xlsx")
    written = export(open_dataset(args.folder).folder, args.tables, args.format, target)
    what = str(target) if args.format == "xlsx" else f"{count(len(written), 'file')} in {target}/"
    print(f"Written: {what}", file=sys.stderr)
    return 0
