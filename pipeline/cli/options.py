"""Arguments that several commands share."""

from __future__ import annotations

import argparse
from pathlib import Path

#: Where ``minutebook extract`` writes and the other commands look, unless told otherwise.
DATASET = Path("extracted")


def add_dataset(parser: argparse.ArgumentParser) -> None:
    """Declare ``--data``, the dataset's folder; it becomes ``folder``."""
    parser.add_argument(
        "--data", dest="folder", type=Path, default=DATASET, metavar="DIR", help=f"the dataset (default: {DATASET})"
    )
