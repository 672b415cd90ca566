"""The process that workers are forked from: it imports once what all of them need."""

from __future__ import annotations

import multiprocessing
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext


def context() -> ForkServerContext:
    """How worker processes are started. A worker that replaces another starts in no time."""
    made = multiprocessing.get_context("forkserver")
    made.set_forkserver_preload(["pipeline.engine.preload"])
    return made


def wake() -> None:
    """Start it, unless it runs, and do not wait: it imports while the caller does something else."""
    context()
    forkserver.ensure_running()
