"""How a run shows where it stands: a bar in a terminal, a line now and then in a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline.cli.console import console

if TYPE_CHECKING:
    from pipeline.batch.report import Progress

    Tell = Callable[[Progress], None]

STATES = (("extracted", "with meetings"), ("no_meeting", "without"), ("failed", "failed"))
#: Seconds between two lines where no terminal shows a bar.
EVERY = 30.0


@contextmanager
def shown(*, quiet: bool) -> Iterator[Tell]:
    """Whom to tell where a run stands."""
    if quiet:
        yield lambda _: None
    elif not console(stderr=True).is_terminal:
        yield _lines()
    else:
        with _bar() as tell:
            yield tell


def _words(state: Progress, began: float) -> str:
    rate = state.done / max(time.monotonic() - began, 0.001)
    states = [f"{state.states[key]:,} {words}" for key, words in STATES if state.states[key]]
    return " · ".join([f"{rate:,.1f}/s", *states]) if state.done else "starting"


def _lines() -> Tell:
    began = last = time.monotonic()

    def tell(state: Progress) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= EVERY and state.done:
            last = now
            left = (state.total - state.done) * (now - began) / state.done
            print(
                f"{state.done:,} of {state.total:,} documents · {_words(state, began)} · {_span(left)} left",
                file=sys.stderr,
                flush=True,
            )

    return tell


def _span(seconds: float) -> str:
    """``2 h 05 min``, ``4 min``, ``20 s``."""
    minutes = round(seconds / 60)
    if minutes >= 60:
        return f"{minutes // 60} h {minutes % 60:02d} min"
    return f"{minutes} min" if minutes else f"{seconds:.0f} s"


@contextmanager
def _bar() -> Iterator[Tell]:
    from rich import progress

    columns = (
        progress.SpinnerColumn(),
        progress.BarColumn(16),
        progress.MofNCompleteColumn(),
        progress.TextColumn("{task.fields[words]}"),
        progress.TimeRemainingColumn(compact=True),
    )
    with progress.Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, words="looking for files")
        began = time.monotonic()

        def tell(state: Progress) -> None:
            bar.update(task, completed=state.done, total=state.total, words=_words(state, began))

        yield tell
