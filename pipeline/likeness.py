"""How alike two texts are, from sketches of 128 bytes: which reports are the same report once more.

The likeness of two texts is the share of their sequences of three words that both have (the Jaccard index). A sketch
keeps, for each of 64 classes of such sequences, the one with the least hash (one-permutation MinHash): two sketches
agree in a class with a probability that is the likeness. Layout, punctuation and capitals have no say, figures do.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from mmap import mmap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

#: Texts at least so alike are the same report in another format, or with small changes. Between formats of one report
#: it is 0.87 and more, between reports of one series under 0.25; an estimate is off by 0.05 at most times.
NEAR = 0.8
_CLASSES = 64
_WORD = re.compile(r"[^\W_]+")
#: Addresses stand in some formats and not in others.
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+|\(\S*/\S*\)")
#: Shorter texts are alike by chance, and longer ones are known by their first part.
_FEWEST, _MOST = 30, 200_000
#: Spreads the bits of a checksum.
_SPREAD = 0x9E3779B1
#: Sketches that agree in a group of so many classes are compared: at a likeness of 0.8 that misses a pair in 4,000.
_GROUP = 4


def sketch(text: str) -> bytes:
    """The sketch of a text, nothing for one of a few words."""
    words = _WORD.findall(_without_addresses(text.casefold()))[:_MOST]
    if len(words) < _FEWEST:
        return b""
    import numpy as np  # only where there is something to read

    threes = map(str.encode, map(" ".join, zip(words, words[1:], words[2:], strict=False)))
    mixed = np.fromiter(map(zlib.crc32, threes), np.uint32, len(words) - 2) * np.uint32(_SPREAD)
    mixed.sort()
    # The highest bits are the class, so that the least of a class stands where its numbers begin. A class that a short
    # text leaves empty takes the value of the next one that is not.
    least = mixed[np.searchsorted(mixed, np.arange(_CLASSES, dtype=np.uint32) << 26) % len(mixed)]
    return (least & 0xFFFF).astype("<u2").tobytes()


def _without_addresses(text: str) -> str:
    """An address lies in one line, and few lines have one."""
    lines = text.split("\n")
    return "\n".join(
        _ADDRESS.sub(" ", line) if "@" in line or "/" in line or "www." in line else line for line in lines
    )


def likeness(first: bytes, second: bytes) -> float:
    """How alike two texts are, by their sketches."""
    pairs = zip(range(0, len(first), 2), range(0, len(second), 2), strict=True)
    return sum(first[a : a + 2] == second[b : b + 2] for a, b in pairs) / _CLASSES


def repeats(sketches: bytes | mmap) -> Iterator[tuple[int, int, float]]:
    """Number of a text, of the first text before it that is like it, and how alike: in order, once for each such text.

    ``sketches`` are the texts' sketches, one behind the other; they may lie in a file, so that memory stays flat.
    Only sketches that agree somewhere are compared, each with the first that does: the cost grows with their number.
    """
    import numpy as np  # only where there is a dataset to publish

    table = np.frombuffer(sketches, dtype="<u2").reshape(-1, _CLASSES)
    first = np.arange(len(table))
    share = np.zeros(len(table))
    groups = np.ascontiguousarray(table).view("<u8")
    for column in range(_CLASSES // _GROUP):
        leaders = _leaders(groups[:, column])
        members = np.flatnonzero(leaders < np.arange(len(table)))
        alike = (table[members] == table[leaders[members]]).mean(axis=1)
        better = (alike >= NEAR) & (leaders[members] < first[members])
        chosen = members[better]
        first[chosen], share[chosen] = leaders[chosen], alike[better]
    for number in np.flatnonzero(first < np.arange(len(table))):
        yield int(number), int(first[number]), float(share[number])


def _leaders(keys: np.ndarray) -> np.ndarray:
    """For each key the place where it stands first."""
    import numpy as np

    _, firsts, inverse = np.unique(keys, return_index=True, return_inverse=True)
    return firsts[inverse]
