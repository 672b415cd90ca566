"""Compiled patterns, kept between runs in the user's folder for caches.

To compile the patterns of one language takes half a second, in each worker and in each run. What ``re`` makes of a
pattern is a list of numbers; kept in a file, it is a pattern again in a twentieth of the time. Nothing is lost without
it: where the file cannot be read or written, or another Python made it, patterns are compiled as ever.
"""

from __future__ import annotations

import marshal
import os
import re
import sys
import tempfile
from array import array
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

#: A pattern's source and flags, and what ``_sre.compile`` wants beside its source: flags, code, groups and their names.
_Key = tuple[str, int]
_Code = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]

#: The file is written when so many patterns are new: each time after the first document of a language.
_WORTH = 20
#: A file of more bytes holds patterns of many versions of the lexicon, and is begun anew.
_MOST = 20_000_000


class Patterns:
    """Compiles patterns, or takes them from ``file``; without a file it compiles them all."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file if sys.implementation.name == "cpython" else None
        self._kept: dict[_Key, _Code] | None = None
        self._new: dict[_Key, _Code] = {}

    def compiled(self, source: str, flags: int = 0) -> re.Pattern[str]:
        """What ``re.compile(source, flags)`` returns. Raises re.error."""
        if self._file is None:
            return re.compile(source, flags)
        if self._kept is None:
            self._kept = _read(self._file)
        key = (source, int(flags))
        code = self._kept.get(key) or self._new.get(key)
        if code is not None:
            # Code that this Python does not take is refused with RuntimeError.
            with suppress(RuntimeError, TypeError, ValueError, OverflowError):
                return _pattern(source, code)
        code = self._new[key] = _compiled(source, int(flags))
        return _pattern(source, code)

    def keep(self) -> None:
        """Write what is new, when it is worth it; a file that cannot be written is no error."""
        if self._file is None or len(self._new) < _WORTH:
            return
        with suppress(OSError, MemoryError):  # a worker that is short of memory has a document to report
            _write(self._file, _read(self._file) | self._new)
            self._new.clear()


def place(name: str) -> Path | None:
    """The file for the patterns of a lexicon: ``~/.cache/minutebook/en.cpython-311.patterns`` on Linux.

    None for a user without a home, as containers have them.
    """
    from platformdirs import user_cache_path

    folder = user_cache_path("minutebook", appauthor=False)
    return folder / f"{name}.{sys.implementation.cache_tag}.patterns" if folder.is_absolute() else None


def _compiled(source: str, flags: int) -> _Code:
    """What ``re`` makes of a pattern before it hands it to ``_sre``: as ``re._compiler.compile`` does it."""
    parser, compiler = import_module("re._parser"), import_module("re._compiler")
    parsed = parser.parse(source, flags)
    state = parsed.state
    names: list[str | None] = [None] * state.groups
    for name, number in state.groupdict.items():
        names[number] = name
    code = array("I", compiler._code(parsed, flags))  # noqa: SLF001 - see docs/decisions/0012
    return flags | state.flags, code.tobytes(), state.groups - 1, dict(state.groupdict), tuple(names)


def _pattern(source: str, code: _Code) -> re.Pattern[str]:
    flags, numbers, groups, by_name, names = code
    pattern: re.Pattern[str] = _sre().compile(source, flags, array("I", numbers).tolist(), groups, by_name, names)
    return pattern


def _sre() -> Any:
    return import_module("_sre")


def _version() -> tuple[str, int]:
    """Whose code a file holds: another Python's is of no use."""
    return sys.version, _sre().MAGIC


def _read(file: Path) -> dict[_Key, _Code]:
    """What a file holds; nothing when there is none, or it is damaged, of another Python or too large."""
    try:
        data = file.read_bytes() if file.stat().st_size <= _MOST else b""
        version, codes = marshal.loads(data)  # noqa: S302 - the user's own file, as compiled modules are
    except (OSError, EOFError, ValueError, TypeError):
        return {}
    return codes if version == _version() and isinstance(codes, dict) else {}


def _write(file: Path, codes: dict[_Key, _Code]) -> None:
    """Writes a whole file and gives it its name, so that nobody reads half of one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.stem)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(marshal.dumps((_version(), codes)))
        Path(name).chmod(0o644)
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
