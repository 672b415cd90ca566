"""``minutebook schema``: the JSON schemas of all tables, and the reference pages that are made from the code."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from pipeline.errors import OutputError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "--out", type=Path, default=Path("schemas"), metavar="DIR", help="where the schemas go (default: schemas)"
    )
    parser.add_argument("--docs", type=Path, metavar="DIR", help="also write cli.md and fields.md there")


def run(args: argparse.Namespace) -> int:
    """Write the files; always 0."""
    import sys

    files = {args.out / name: text for name, text in schema_files().items()}
    if args.docs is not None:
        from pipeline.cli.reference import cli_page, fields_page

        files |= {args.docs / "cli.md": cli_page(), args.docs / "fields.md": fields_page()}
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError(
            f"Cannot write {error.filename}: {error.strerror}.", remedy="Choose another folder with --out."
        ) from error
    print(f"Written: {', '.join(str(path) for path in files)}", file=sys.stderr)
    return 0


def schema_files() -> dict[str, str]:
    """File name to text of each schema."""
    from pipeline.store.schemas import schemas

    return {
        f"{name}.json": json.dumps(schema, indent=1, ensure_ascii=False) + "\n" for name, schema in schemas().items()
    }
