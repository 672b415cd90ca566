"""Files inside files: what they are called in the dataset, and the marks of those that cannot be read."""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath

#: Nobody can see these, and some of them turn the reading direction of a name around.
_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_LONGEST = 200


class Names:
    """Names that were given to the members of one container: relative, without steps upwards, each only once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._counts: dict[str, int] = {}

    def free(self, name: str) -> str:
        r"""A name like ``name`` that is free: "../a.txt" is "a.txt", a second "a.txt" is "a (2).txt"."""
        name = _HIDDEN.sub("", name.encode("utf-8", "replace").decode()).replace("\\", "/")
        parts = [part.strip() for part in re.sub(r"^[A-Za-z]:", "", name).split("/")]
        parts = [_short(part) for part in parts if part not in ("", ".", "..")] or ["unnamed"]
        wanted = "/".join(parts)
        given = wanted
        while given.casefold() in self._taken:
            count = self._counts[wanted] = self._counts.get(wanted, 1) + 1
            path = PurePosixPath(wanted)
            given = path.with_name(f"{path.stem} ({count}){path.suffix}").as_posix()
        self._taken.add(given.casefold())
        return given


def _short(part: str) -> str:
    """A part of a path that is not too long for a file system; its ending stays."""
    if len(part) <= _LONGEST:
        return part
    ending = PurePosixPath(part).suffix[:10]
    return part[: _LONGEST - len(ending)] + ending


def unreadable(container: str, address: str) -> str:
    """The id of a member whose bytes cannot be had."""
    return hashlib.sha256(f"unreadable:{container}:{address}".encode()).hexdigest()
