"""ZIP archives: a document without text whose files are documents of their own."""

from __future__ import annotations

import bz2
import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from pipeline.config import Settings
from pipeline.document import Document, Member, SourceFile
from pipeline.errors import EncryptedFile, InputError, TooLarge, UnreadableFile
from pipeline.readers.inside import Names, unreadable

PREFIX = "entry"
_LOCAL = b"PK\x03\x04"
_HEADER = 30
#: Small files pack well: a ratio says nothing below so many bytes.
_SMALL = 1_000_000
_CHUNK = 1 << 16
_ENCRYPTED = 1
#: Folders that a system adds for itself.
_SYSTEM = ("__MACOSX/",)


def read(source: SourceFile, settings: Settings) -> Document:
    """The archive with its members. Raises UnreadableFile and TooLarge."""
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir() and not _is_system(info.filename)]
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as error:
        raise UnreadableFile("The archive is damaged and cannot be opened.") from error
    if len(infos) > settings.max_members:
        raise TooLarge(f"The archive holds {len(infos):,} files; the limit is {settings.max_members:,}.")
    names = Names()
    members = []
    room = settings.max_ratio * len(source.data) + _SMALL
    for info in infos:
        address = f"{info.header_offset}:{info.compress_size}:{info.file_size}:{info.compress_type}:{info.flag_bits}"
        digest, size = hashlib.sha256(), 0
        try:
            for chunk in _chunks(source.data, address, settings):
                digest.update(chunk)
                size += len(chunk)
                if size > room:
                    break
            found = digest.hexdigest()
        except InputError:
            # The member is noted all the same: reading it says again what is wrong, as that document's own failure.
            found = unreadable(source.sha256, address)
        room -= size
        if room < 0:  # many members that lie over one another
            raise _bomb(settings)
        members.append(Member(names.free(info.filename), f"{PREFIX}:{address}", found, size))
    return Document(source=source, text="", lines=(), members=tuple(members))


def unpack(data: bytes, address: str, settings: Settings) -> bytes:
    """The bytes of the member at ``address``. Raises EncryptedFile, TooLarge and UnreadableFile."""
    return b"".join(_chunks(data, address, settings))


def _chunks(data: bytes, address: str, settings: Settings) -> Iterator[bytes]:
    """A member's bytes, as far as the limits go; its sizes are the directory's word and not believed."""
    offset, packed, size, method, flags = (int(part) for part in address.split(":"))
    if flags & _ENCRYPTED:
        raise EncryptedFile("The file in the archive is encrypted.")
    if size > settings.max_bytes:
        raise TooLarge(f"The file in the archive has {size:,} bytes; the limit is {settings.max_bytes:,}.")
    header = data[offset : offset + _HEADER]
    if len(header) < _HEADER or not header.startswith(_LOCAL):
        raise UnreadableFile("The archive is damaged: its directory points to nothing.")
    name, extra = struct.unpack("<HH", header[26:30])
    start = offset + _HEADER + name + extra
    body = memoryview(data)[start : start + packed]
    limit = min(settings.max_bytes, settings.max_ratio * len(body) + _SMALL)
    written = 0
    for chunk in _inflated(body, method):
        written += len(chunk)
        if written > limit:
            raise _bomb(settings)
        yield chunk


def _inflated(body: memoryview, method: int) -> Iterator[bytes]:
    if method == zipfile.ZIP_STORED:
        yield bytes(body)
        return
    unpacker: zlib._Decompress | bz2.BZ2Decompressor
    if method == zipfile.ZIP_DEFLATED:
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    elif method == zipfile.ZIP_BZIP2:
        unpacker = bz2.BZ2Decompressor()
    else:
        raise UnreadableFile("The file in the archive is packed by a method that only its own program knows.")
    rest = bytes(body)
    try:
        while True:
            chunk = unpacker.decompress(rest, _CHUNK)
            if chunk:
                yield chunk
            if isinstance(unpacker, bz2.BZ2Decompressor):
                rest = b""
                if unpacker.eof or (unpacker.needs_input and not chunk):
                    return
            else:
                rest = unpacker.unconsumed_tail
                if unpacker.eof or (not rest and not chunk):
                    return
    except (zlib.error, OSError, EOFError) as error:
        raise UnreadableFile("The file in the archive is damaged.") from error


def _bomb(settings: Settings) -> TooLarge:
    return TooLarge(
        f"The file unpacks to more than {settings.max_ratio} times its size.",
        remedy="Unpack the archive yourself if you trust it, or raise max_ratio.",
    )


def _is_system(name: str) -> bool:
    return name.startswith(_SYSTEM)
