"""What a file is by its first bytes: office documents, archives, messages and mailboxes, whatever they are called."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib

#: Begins every file of old office programs and of Outlook: a small file system in a file.
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = (("msg", "__properties_version1.0"), ("encrypted", "EncryptedPackage"), ("doc", "WordDocument"))
_HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]{1,60}):[ \t]?[^\n]*\n(?:[ \t][^\n]*\n)*")
#: Headers that only messages have, and those that most have.
_SURE = {b"message-id", b"mime-version", b"received", b"return-path", b"delivered-to", b"x-mailer"}
_USUAL = {b"from", b"to", b"cc", b"date", b"subject", b"sender", b"reply-to", b"content-type"}
#: What a picture of each kind begins with.
_PICTURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
}
#: "From ada@example.org Thu Mar  5 14:02:11 2020": begins each message of a mailbox.
ENVELOPE = re.compile(rb"^From [^\n]*\d{1,2}:\d\d(?::\d\d)?[^\n]*\r?\n(?=[A-Za-z][A-Za-z0-9-]+:|>From )", re.MULTILINE)


def office_kind(data: bytes) -> str:
    """What a ZIP file holds: "docx", "archive", the media type that it states, or "" for other office documents."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            names = set(opened.namelist())
            told = opened.read("mimetype")[:100].decode("ascii", "replace").strip() if "mimetype" in names else ""
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, RuntimeError, struct.error, zlib.error):
        return "docx" if b"word/" in data else "archive"  # its reader says what is wrong with it
    if any(name.startswith("word/document") for name in names):
        return "docx"
    if told or "[Content_Types].xml" in names:
        return told
    return "archive"


def compound_kind(data: bytes) -> str:
    """What a compound file holds: "msg", "doc", "encrypted", or "" for another program's."""
    for kind, stream in (
        ("msg", "__properties_version1.0"),
        ("encrypted", "EncryptedPackage"),
        ("doc", "WordDocument"),
    ):
        if stream.encode("utf-16-le") in data:
            return kind
    return ""


def picture_kind(data: bytes) -> str:
    """Media type of a picture, "" for anything else."""
    return next((media_type for signature, media_type in _PICTURES.items() if data.startswith(signature)), "")


def is_message(data: bytes) -> bool:
    """Whether the data begins with the headers of a message."""
    position = 0
    names: set[bytes] = set()
    while (match := _HEADER.match(data, position)) and len(names) < 20:
        names.add(match[1].lower())
        position = match.end()
    return len(names & (_SURE | _USUAL)) > 2 and bool(names & _SURE)


def is_mailbox(data: bytes) -> bool:
    """Whether the data begins with the envelope and the headers of a message in a mailbox."""
    match = ENVELOPE.match(data)
    return match is not None and is_message(data[match.end() : match.end() + 16_000].replace(b"\r\n", b"\n"))
