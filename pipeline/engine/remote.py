"""Files that lie elsewhere: ``s3://bucket/folder`` and whatever else fsspec speaks, listed and read as streams.

The only place that may touch a network, and only for an input that names one.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pipeline.errors import ConfigError, UsageError
from pipeline.store.files import is_elsewhere

_CHUNK = 1 << 20
_MARK = "://"
#: What file systems call the time of a file's last change.
_CHANGED = ("LastModified", "mtime", "last_modified", "updated", "created")


def is_remote(name: str) -> bool:
    """Whether an input or a location is a URL."""
    return is_elsewhere(os.fsencode(name))


def find(url: str) -> Iterator[tuple[str, int, int]]:
    """(URL, bytes, time of change in ns) of the file at ``url``, or of all below it, sorted.

    Raises UsageError when there is none, ConfigError without the library that speaks the protocol.
    """
    system, root = _system(url)
    try:
        found = system.find(root, detail=True)
    except (OSError, ValueError) as error:
        raise UsageError(f"Cannot list {url}: {error}", remedy="Check the address and the credentials.") from error
    for path in sorted(found):
        about = found[path]
        yield system.unstrip_protocol(path), int(about.get("size") or 0), _changed(about)


def digest(url: str) -> str:
    """SHA-256 of a file, read as a stream. Raises OSError."""
    made = hashlib.sha256()
    system, path = _system(url)
    with system.open(path, "rb") as file:
        while chunk := file.read(_CHUNK):
            made.update(chunk)
    return made.hexdigest()


def read(url: str) -> bytes:
    """A file's bytes. Raises OSError."""
    system, path = _system(url)
    data: bytes = system.cat_file(path)
    return data


def _system(url: str) -> tuple[Any, str]:
    protocol = url.partition(_MARK)[0]
    remedy = f"pip install 'minutebook[s3]', or the fsspec package that speaks {protocol}."
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise ConfigError("fsspec is not installed.", remedy=remedy) from error
    try:
        system, path = url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise ConfigError(f"Nothing here can read {protocol}{_MARK}: {error}.", remedy=remedy) from error
    return system, path


def _changed(about: dict[str, Any]) -> int:
    for key in _CHANGED:
        value = about.get(key)
        if isinstance(value, datetime):
            return int(value.timestamp() * 1e9)
        if isinstance(value, int | float):
            return int(value * 1e9)
    return 0
