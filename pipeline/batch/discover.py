"""Which files a command line means: files, folders, globs and ``-``, and what each is called in the dataset."""

from __future__ import annotations

import glob
import hashlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.store.ledger import File

#: Left alone in folders (not when named themselves): what systems and office programs leave behind, and read-mes.
SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini", "icon\r"})
_CHUNK = 1 << 20


@dataclass
class Discovery:
    """Files as they are found, in a fixed order.

    ``known`` gives what the ledger last knew of a location: equal size and time of change spare the reading.
    ``data`` holds what came from standard input, by document id.
    """

    known: Callable[[bytes], File | None] = lambda _: None
    data: dict[str, bytes] = field(default_factory=dict)

    def files(self, inputs: Sequence[str], *, leave: Path | None = None, limit: int = 0) -> Iterator[File]:
        """Every file that ``inputs`` mean, once; never what lies in the folder ``leave``.

        Raises UsageError for an input that does not exist and for a folder or pattern without a file.
        ``limit`` is the number of bytes that standard input may have.
        """
        seen: set[bytes] = set()
        for name in inputs:
            if name == "-":
                yield self._standard_input(limit)
                continue
            found = False
            for path, root in _expand(name, leave):
                found = True
                location = os.fsencode(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links
                if location not in seen:
                    seen.add(location)
                    yield self._file(path, root, location)
            if not found:
                raise UsageError(f"There is no file in {name}.", remedy="Name a folder that holds reports.")

    def _file(self, path: Path, root: Path, location: bytes) -> File:
        name = published_path(path, root)
        try:
            state = path.stat()
            known = self.known(location)
            if known and (known.bytes, known.mtime_ns) == (state.st_size, state.st_mtime_ns):
                digest = known.document_id
            else:
                digest = _hash(path)
        except OSError:
            # Recorded under an id of its own; the worker that tries to read it will say what is wrong.
            return File(name, location, hashlib.sha256(b"unreadable:" + location).hexdigest(), 0, 0)
        return File(name, location, digest, state.st_size, state.st_mtime_ns)

    def _standard_input(self, limit: int) -> File:
        data = sys.stdin.buffer.read(limit + 1 if limit else -1)
        digest = hashlib.sha256(data).hexdigest()
        self.data[digest] = data
        name = f"stdin-{digest[:12]}"
        return File(name, name.encode(), digest, len(data), 0)


def published_path(path: Path, root: Path) -> str:
    r"""What a file is called in the dataset: its path from the current folder, or else from above the folder named.

    ``/srv/archive/2019/a.pdf``, found in ``/srv/archive``, is ``archive/2019/a.pdf``. Bytes that are no UTF-8 are shown
    as ``\xff``.
    """
    absolute = Path(os.path.abspath(path))  # noqa: PTH100
    for base in (Path.cwd(), Path(os.path.abspath(root)).parent):  # noqa: PTH100
        if absolute.is_relative_to(base):
            name = absolute.relative_to(base).as_posix()
            return os.fsencode(name).decode("utf-8", "backslashreplace")
    raise AssertionError(f"{path} does not lie in {root}")


def _expand(name: str, leave: Path | None) -> Iterator[tuple[Path, Path]]:
    """Files that one input means, each with the folder that it was found in."""
    path = Path(name)
    if path.is_dir():
        yield from ((file, path) for file in _walk(path, leave))
    elif path.exists():
        yield path, path.parent
    elif glob.has_magic(name):
        for match in sorted(glob.iglob(name, recursive=True)):  # noqa: PTH207 - patterns may be absolute
            hit = Path(match)
            if hit.is_file() and not left_alone(hit.name):
                yield hit, hit.parent
            elif hit.is_dir() and not name.endswith("**"):
                yield from ((file, hit) for file in _walk(hit, leave))
    else:
        raise UsageError(f"There is no file or folder {name}.", remedy="Check the path.")


def _walk(folder: Path, leave: Path | None) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        here = Path(root)
        folders[:] = sorted(
            name for name in folders if name[0] not in "._" and not (leave and _same(here / name, leave))
        )
        for name in sorted(names):
            path = here / name
            if not left_alone(name) and (path.is_file() or not path.exists()):
                yield path


def left_alone(name: str) -> bool:
    """Whether a file of that name is left alone in folders and containers."""
    lower = name.lower()
    return lower.startswith((".", "~$", "readme")) or lower in SYSTEM_FILES


def _same(first: Path, second: Path) -> bool:
    return second.exists() and first.samefile(second)


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
