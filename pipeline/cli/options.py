"""Arguments that several commands share, and those that stand for settings."""

from __future__ import annotations

import argparse
import re
import time
from datetime import datetime
from pathlib import Path

#: Where ``minutebook extract`` writes and the other commands look, unless told otherwise.
DATASET = Path("extracted")

_SIZE = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[kMGT]?)i?B?", re.IGNORECASE)
_AGO = re.compile(r"(?P<number>\d+)\s*(?P<unit>[mhdw])")
_SECONDS = {"m": 60, "h": 3_600, "d": 86_400, "w": 7 * 86_400}


def add_dataset(parser: argparse.ArgumentParser) -> None:
    """Declare ``--data``, the dataset's folder; it becomes ``folder``."""
    parser.add_argument(
        "--data", dest="folder", type=Path, default=DATASET, metavar="DIR", help=f"the dataset (default: {DATASET})"
    )


def size(text: str) -> int:
    """A number of bytes: 4G, 800M."""
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no size; write 4G or 800M")
    powers = {"": 0, "k": 3, "m": 6, "g": 9, "t": 12}
    return int(float(match["number"]) * 10 ** powers[match["unit"].lower()])


def moment(text: str) -> int:
    """A moment in nanoseconds since 1970: a date, a date and time, or so long ago."""
    ago = _AGO.fullmatch(text.strip())
    if ago:
        return int((time.time() - int(ago["number"]) * _SECONDS[ago["unit"]]) * 1e9)
    try:
        return int(datetime.fromisoformat(text.strip()).timestamp() * 1e9)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write 2024-05-31, 7d or 12h") from error


#: Option, setting, how it is read, what it is called, and what it bounds.
_LIMITS = (
    ("--timeout", "timeout", float, "S", "seconds for any document (default: 60)"),
    ("--timeout-per-page", "timeout_per_page", float, "S", "seconds that each page adds (default: 1)"),
    ("--timeout-per-scan", "timeout_per_scan", float, "S", "seconds that a scanned page adds (default: 10)"),
    ("--memory", "memory", size, "SIZE", "address space of a process, such as 4G; 0 is no limit (default: 4G)"),
    ("--memory-ocr", "memory_ocr", size, "SIZE", "what it may have besides where OCR runs (default: 2G)"),
    ("--max-bytes", "max_bytes", size, "SIZE", "size of a file, packed or not (default: 200M)"),
    ("--max-pages", "max_pages", int, "N", "pages of a document (default: 2000)"),
    ("--max-characters", "max_characters", size, "N", "characters of its text (default: 20M)"),
    ("--max-cells", "max_cells", size, "N", "cells of its tables (default: 1M)"),
    ("--max-members", "max_members", int, "N", "files in an archive or mailbox (default: 10000)"),
    ("--max-depth", "max_depth", int, "N", "archives within archives (default: 4)"),
    ("--max-ratio", "max_ratio", int, "N", "times that a packed file may grow (default: 200)"),
)


def add_limits(parser: argparse.ArgumentParser) -> None:
    """Declare the limits of what a document may cost."""
    group = parser.add_argument_group(
        "limits", "What exceeds one is recorded with it, and tried again when it changes."
    )
    for option, name, kind, metavar, words in _LIMITS:
        group.add_argument(option, dest=name, type=kind, metavar=metavar, help=words)


def limits(args: argparse.Namespace) -> dict[str, object]:
    """The settings that the limits' options give; None where an option was not given."""
    return {name: getattr(args, name) for _, name, *_ in _LIMITS}
