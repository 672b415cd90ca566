"""What a command costs with all the processes that it starts, those that outlive it included."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

_SUBREAPER = 36  # prctl(2): orphans of our children become ours, so that their time is counted


class Spent(NamedTuple):
    """CPU seconds (user + system) of all processes, seconds by the clock of the command, and what it printed."""

    cpu: float
    clock: float
    output: str


def largest(command: Sequence[str], *, environment: Mapping[str, str] | None = None) -> float:
    """MB that the largest process of a command takes at most.

    A process of its own looks: what is started from here would count our memory as its own until its program begins.
    """
    look = "import resource, sys; from benchmarks.processes import spent; spent(sys.argv[1:]);"
    look += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    done = subprocess.run(
        [sys.executable, "-c", look, *command], stdout=subprocess.PIPE, text=True, check=True, env=environment
    )
    return int(done.stdout) / 1024  # kB, on Linux


def spent(command: Sequence[str], *, environment: Mapping[str, str] | None = None, check: bool = False) -> Spent:
    """Runs a command and waits for all that it started."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SUBREAPER, 1)
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=check, env=environment)
    clock = time.perf_counter() - began
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Spent(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, clock, done.stdout)
