"""A writer of compound files, as small as they come, for messages of Outlook that tests make up."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from itertools import pairwise

_SECTOR, _FREE, _END, _FAT = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
#: Streams shorter than this live elsewhere in real files; padding spares us that.
_SMALLEST = 4096


@dataclass
class Entry:
    """A stream, or a storage with children."""

    name: str
    data: bytes = b""
    children: list[Entry] = field(default_factory=list)
    number: int = 0
    right: int = _FREE


def compound(children: list[Entry]) -> bytes:
    """The file that holds ``children``. Streams are padded with zeros to 4,096 bytes."""
    root = Entry("Root Entry", children=children)
    entries = [root]
    for entry in entries:
        for child in entry.children:
            child.number = len(entries)
            entries.append(child)
        # A tree that leans to one side: names sorted as the format asks, shorter ones first.
        ordered = sorted(entry.children, key=lambda child: (len(child.name), child.name.upper()))
        for child, after in pairwise(ordered):
            child.right = after.number
        entry.children = ordered
    fat: list[int] = []
    body = b""
    starts = {}
    for entry in entries[1:]:
        if entry.data:
            data = entry.data.ljust(_SMALLEST, b"\0")
            sectors = -(-len(data) // _SECTOR)
            starts[entry.number] = (len(fat), len(data))
            fat += [*range(len(fat) + 1, len(fat) + sectors), _END]
            body += data.ljust(sectors * _SECTOR, b"\0")
    directory = b"".join(_entry(entry, starts, root=entry is root) for entry in entries)
    directory = directory.ljust(-(-len(directory) // _SECTOR) * _SECTOR, b"\0")
    first = len(fat)
    fat += [*range(first + 1, first + len(directory) // _SECTOR), _END]
    body += directory
    sectors = -(-(len(fat) + 8) // 128)
    places = list(range(len(fat), len(fat) + sectors))
    fat += [_FAT] * sectors
    body += struct.pack(f"<{len(fat)}I", *fat).ljust(sectors * _SECTOR, b"\xff")
    header = struct.pack(
        "<8s16sHHHHHHIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, sectors,
        first, 0, _SMALLEST, _END, 0, _END, 0,
    )  # fmt: skip
    header += struct.pack("<109I", *places, *[_FREE] * (109 - len(places)))
    return header + body


def _entry(entry: Entry, starts: dict[int, tuple[int, int]], *, root: bool) -> bytes:
    name = (entry.name + "\0").encode("utf-16-le")
    start, size = starts.get(entry.number, (_END if root else 0, 0))
    kind = 5 if root else 2 if entry.data else 1
    child = entry.children[0].number if entry.children else _FREE
    return struct.pack(
        "<64sHBBIII16sIQQIQ", name, len(name), kind, 1, _FREE, entry.right, child, b"", 0, 0, 0, start, size
    )
