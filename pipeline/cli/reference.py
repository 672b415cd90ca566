"""Pages of docs/ that are made from the code, so that they cannot disagree with it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.cli import COMMANDS, parser
from pipeline.store.schemas import words_of
from pipeline.store.tables import tables

_ON_FIELDS = """\
Whole numbers are `int32` (`documents.bytes`: `int64`), numbers `double`, dates `date32`, moments UTC timestamps, times
of day texts of the form `HH:MM`. A missing value means that the document does not say. Ids depend on the files' bytes
alone.

Two runs over the same files with the same program give the same bytes in every table, whatever the order and the
number of workers, but for `documents.extracted_at` and `documents.seconds`; with `SOURCE_DATE_EPOCH` set, in those too.

Files with the same bytes have a row each in `documents` and share a `document_id`; their records stand once, and all
files but the first have `duplicate_of`. Join with `where duplicate_of is null`.
Files with nearly the same text (the same report in another format, or with small changes) have `duplicate_of`, too,
with a `likeness` below 1, and records of their own: `where likeness is null or likeness < 1` keeps these as well."""
_MADE = "<!-- Made by `make docs`; do not edit. -->"


def cli_page() -> str:
    """docs/cli.md: the help of each command."""
    with _eighty_columns():
        whole = parser()
        commands = next(a for a in whole._actions if isinstance(a, argparse._SubParsersAction))  # noqa: SLF001
        parts = ["# The command line", _MADE, _block("minutebook --help", whole.format_help())]
        for name, _, _ in COMMANDS:
            parts += [
                f"## minutebook {name}",
                _block(f"minutebook {name} --help", commands.choices[name].format_help()),
            ]
    return "\n\n".join(parts) + "\n"


def _block(command: str, text: str) -> str:
    return f"```\n$ {command}\n{text.rstrip()}\n```"


@contextmanager
def _eighty_columns() -> Iterator[None]:
    """Help of the same width whatever the terminal."""
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = "80"
    try:
        yield
    finally:
        if before is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = before


def fields_page() -> str:
    """docs/fields.md: each table with its columns."""
    parts = [
        "# Tables and their columns",
        _MADE,
        _ON_FIELDS,
    ]
    for table in tables():
        lines = [
            f"## {table.name}",
            "",
            f"One row per {table.row}.",
            "",
            "| column | type | meaning |",
            "|---|---|---|",
        ]
        for column in table.columns:
            words = words_of(table.name, column.name)
            meaning = column.description + (f" One of: {', '.join(f'`{word}`' for word in words)}." if words else "")
            lines.append(f"| {column.name} | {column.kind} | {meaning.replace('|', '/')} |")
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"
