"""Mailboxes (.mbox): a document without text whose messages are documents of their own."""

from __future__ import annotations

import hashlib
import re
from itertools import pairwise

from pipeline.config import Settings
from pipeline.document import Document, Member, SourceFile
from pipeline.errors import TooLarge, UnreadableFile
from pipeline.readers.kinds import ENVELOPE

PREFIX = "message"
#: A line of a body that looked like an envelope was marked: ">From the chair".
_MARKED = re.compile(rb"^>(>*From )", re.MULTILINE)


def read(source: SourceFile, settings: Settings) -> Document:
    """The mailbox with its messages, called by their number. Raises TooLarge and UnreadableFile."""
    data = source.data
    starts = []
    for match in ENVELOPE.finditer(data):
        # An envelope has a blank line before it; "From " in the middle of a paragraph begins a sentence.
        if match.start() == 0 or data[: match.start()].endswith((b"\n\n", b"\r\n\r\n"), max(0, match.start() - 4)):
            starts.append(match.start())
            if len(starts) > settings.max_members:
                raise TooLarge(f"The mailbox holds more than {settings.max_members:,} messages.")
    if not starts:
        raise UnreadableFile("The file is called a mailbox but holds no message.")
    members = []
    for number, (start, end) in enumerate(pairwise([*starts, len(data)]), 1):
        address = f"{start}:{end}"
        message = unpack(data, address, settings)
        members.append(
            Member(f"{number:05d}.eml", f"{PREFIX}:{address}", hashlib.sha256(message).hexdigest(), len(message))
        )
    return Document(source=source, text="", lines=(), members=tuple(members))


def unpack(data: bytes, address: str, _: Settings) -> bytes:
    """The message at ``address``, without its envelope and the marks that keep lines from looking like one."""
    start, end = (int(part) for part in address.split(":"))
    envelope = data.find(b"\n", start, end) + 1
    return _MARKED.sub(rb"\1", data[envelope:end])
