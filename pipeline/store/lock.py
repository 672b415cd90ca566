"""One writer at a time: a lock on the output folder that says who holds it and vanishes with its process."""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import OutputError


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold ``folder`` for writing. Raises OutputError that names the holder when another run has it.

    The kernel drops the lock when its process ends, however it ends; the file stays and means nothing by itself.
    """
    path = folder / "ledger.lock"
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(handle, 500, 0).decode(errors="replace").strip() or "Another run"
            raise OutputError(
                f"{holder} is writing to {folder}.", remedy="Wait until it ends, or choose another folder with --out."
            ) from error
        now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"Process {os.getpid()} on {socket.gethostname()} (since {now})".encode(), 0)
        yield
    finally:
        os.close(handle)
