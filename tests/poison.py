"""What hostile documents do to a worker, without needing a document that does it: the text says what happens."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import time
from pathlib import Path

from pipeline.config import Settings
from pipeline.engine import worker
from pipeline.engine.worker import Task
from pipeline.store.outcome import Outcome


def work(task: Task, settings: Settings) -> Outcome:
    """Do what the file says, then extract it as any other."""
    text = Path(os.fsdecode(task.location)).read_text(encoding="utf-8")
    if "SEGFAULT" in text:
        ctypes.string_at(0)
    if "ABORT" in text:
        os.abort()
    if "EXIT" in text:
        os._exit(3)
    if "KILL" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "SLEEP" in text:
        time.sleep(600)
    if "STUCK" in text:  # holds the interpreter: no thread of the worker can act
        re.match(r"(a+)+$", "a" * 60 + "b")
    if "MEMORY" in text:
        bytearray(10**12)
    return worker.extract_document(task, settings)
