"""Files that are on the disk when we say so, and links that save writing them twice."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path


def write_text(path: Path, text: str) -> None:
    """Write a small file, and do not return before it is on the disk."""
    path.write_text(text, encoding="utf-8")
    sync(path)


def sync(path: Path) -> None:
    """Make a file or a folder durable."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def link(source: Path, target: Path) -> None:
    """Another name for a file, or a copy where there are no hard links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
        sync(target)


def account(path: Path, rows: int) -> dict[str, int | str]:
    """What a manifest says of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"rows": rows, "bytes": path.stat().st_size, "sha256": digest}
