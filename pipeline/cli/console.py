"""How results look: tables that fit a terminal of 80 columns, and JSON where it is asked for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


def console(*, stderr: bool = False) -> Console:
    """Where tables go (standard output) or words (standard error)."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=False)


def table(*columns: str, right: Sequence[str] = (), fold: Sequence[str] = (), title: str | None = None) -> Table:
    """A table without a frame; columns named in ``fold`` give way when the terminal is narrow."""
    from rich import box
    from rich.table import Table

    made = Table(
        title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold", pad_edge=False, show_edge=False
    )
    for column in columns:
        made.add_column(
            column,
            justify="right" if column in right else "left",
            overflow="fold",
            no_wrap=column not in fold,
            ratio=1 if column in fold else None,
        )
    return made


def print_json(data: Any) -> None:
    """JSON on standard output."""
    print(json.dumps(data, ensure_ascii=False, indent=1, default=str))


def count(number: int, noun: str, plural: str | None = None) -> str:
    """``1 file``, ``2 files``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
