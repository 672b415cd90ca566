"""Which files a command line means: files, folders, globs and ``-``, and what each is called in the dataset."""

from __future__ import annotations

import glob
import hashlib
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.engine import remote
from pipeline.errors import UsageError
from pipeline.store.outcome import File

#: Left alone in folders (not when named themselves): what systems and office programs leave behind, and read-mes.
SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini", "icon\r"})
_CHUNK = 1 << 20
#: What would make two names look the same, or do things to a terminal: shown as ``\xNN`` or ``\uNNNN``.
_UNSHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\\\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass
class Discovery:
    """Files as they are found, in a fixed order.

    ``known`` gives what the ledger last knew of a location: equal size and time of change spare the reading.
    ``data`` holds what came from standard input, by document id; ``roots`` the folders that were searched, and
    ``unread`` those that could not be.
    """

    known: Callable[[bytes], File | None] = lambda _: None
    data: dict[str, bytes] = field(default_factory=dict)
    roots: list[bytes] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def files(self, inputs: Sequence[str], *, leave: Path | None = None, limit: int = 0) -> Iterator[File]:
        """Every file that ``inputs`` mean, never what lies in the folder ``leave``; one that two inputs mean, twice.

        Raises UsageError for an input that does not exist and for a folder or pattern without a file.
        ``limit`` is the number of bytes that standard input may have.
        """
        for name in inputs:
            if name == "-":
                yield self._standard_input(limit)
                continue
            found = False
            for file in self._elsewhere(name) if remote.is_remote(name) else ():
                found = True
                yield file
            for path, base in self._expand(name, leave) if not remote.is_remote(name) else ():
                found = True
                yield self._file(path, base)
            if not found:
                raise UsageError(f"There is no file in {name}.", remedy="Name a folder that holds reports.")

    def _file(self, path: str, base: str) -> File:
        location = os.fsencode(path)
        called = _called(path, base)
        try:
            state = os.stat(path)  # noqa: PTH116 - ten times as fast, and there may be a million
            known = self.known(location)
            if known and (known.bytes, known.mtime_ns) == (state.st_size, state.st_mtime_ns):
                if known.path == called:
                    return known
                digest = known.document_id
            else:
                digest = _hash(path)
        except OSError:
            # Recorded under an id of its own; the worker that tries to read it will say what is wrong.
            return File(called, location, hashlib.sha256(b"unreadable:" + location).hexdigest(), 0, 0)
        return File(called, location, digest, state.st_size, state.st_mtime_ns)

    def _elsewhere(self, url: str) -> Iterator[File]:
        """Files that lie on another machine, under their address there."""
        self.roots.append(url.encode())
        for address, size, changed in remote.find(url):
            if left_alone(address.rpartition("/")[2]):
                continue
            location, called = address.encode(), _shown(address.partition("://")[2].lstrip("/"))
            known = self.known(location)
            if known and changed and (known.path, known.bytes, known.mtime_ns) == (called, size, changed):
                yield known
                continue
            try:
                digest = remote.digest(address)
            except OSError:
                digest = hashlib.sha256(b"unreadable:" + location).hexdigest()
            yield File(called, location, digest, size, changed)

    def _standard_input(self, limit: int) -> File:
        data = sys.stdin.buffer.read(limit + 1 if limit else -1)
        digest = hashlib.sha256(data).hexdigest()
        self.data[digest] = data
        name = f"stdin-{digest[:12]}"
        return File(name, name.encode(), digest, len(data), 0)

    def _expand(self, name: str, leave: Path | None) -> Iterator[tuple[str, str]]:
        """Files that one input means, absolute, each with the folder that its name in the dataset begins behind."""
        path = os.path.abspath(name)  # noqa: PTH100 - resolve() would follow links
        if os.path.isdir(path):  # noqa: PTH112
            yield from self._below(path, leave)
        elif os.path.lexists(path):
            yield path, _base(os.path.dirname(path))  # noqa: PTH120
        elif glob.has_magic(name):
            for match in sorted(glob.iglob(name, recursive=True)):  # noqa: PTH207 - patterns may be absolute
                hit = os.path.abspath(match)  # noqa: PTH100
                folder, last = os.path.split(hit)
                if os.path.isfile(hit) and not left_alone(last):  # noqa: PTH113
                    yield hit, _base(folder)
                elif os.path.isdir(hit) and not name.endswith("**"):  # noqa: PTH112
                    yield from self._below(hit, leave)
        else:
            raise UsageError(f"There is no file or folder {name}.", remedy="Check the path.")

    def _below(self, folder: str, leave: Path | None) -> Iterator[tuple[str, str]]:
        self.roots.append(os.fsencode(folder))
        base = _base(folder)
        left = leave.stat() if leave is not None and leave.exists() else None
        folders = [folder]
        while folders:
            here = folders.pop()
            inner = []
            names = []
            try:
                with os.scandir(here) as entries:
                    for entry in entries:
                        if entry.is_dir(follow_symlinks=False):
                            if entry.name[0] not in "._" and not (left and os.path.samestat(entry.stat(), left)):
                                inner.append(entry.name)
                        elif not left_alone(entry.name) and (entry.is_file() or not os.path.exists(entry.path)):  # noqa: PTH110
                            names.append(entry.name)
            except OSError as error:
                self.unread.append(f"{_shown(here)}: {error.strerror}")
            yield from ((f"{here}/{name}", base) for name in sorted(names))
            folders.extend(f"{here}/{name}" for name in sorted(inner, reverse=True))


def left_alone(name: str) -> bool:
    """Whether a file of that name is left alone in folders and containers."""
    lower = name.lower()
    return lower.startswith((".", "~$", "readme")) or lower in SYSTEM_FILES


def _base(root: str) -> str:
    """What is cut from a path to make its name in the dataset: the current folder, or else what ``root`` lies in."""
    here = os.getcwd()  # noqa: PTH109
    return here if (root + "/").startswith(here.rstrip("/") + "/") else os.path.dirname(root)  # noqa: PTH120


def _called(path: str, base: str) -> str:
    r"""A file's name in the dataset: ``/srv/archive/2019/a.pdf``, found in ``/srv/archive``: ``archive/2019/a.pdf``.

    What is no UTF-8, a backslash and what no terminal should be sent are written as ``\xff``: no two names are alike.
    """
    return _shown(path[len(base.rstrip("/")) + 1 :])


def _shown(path: str) -> str:
    if path.isascii() and path.isprintable() and "\\" not in path:
        return path
    return _UNSHOWN.sub(_escaped, path)


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xDC80 <= code <= 0xDCFF:  # how Python writes a byte that is no UTF-8
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _hash(path: str) -> str:
    digest = hashlib.sha256()
    with open(path, "rb") as file:  # noqa: PTH123
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
