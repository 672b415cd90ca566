"""Outlook messages (.msg): the few properties that matter of the hundreds that the format knows (MS-OXMSG)."""

from __future__ import annotations

import datetime as dt
import email.policy
import io
import re
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

from pipeline.config import Settings
from pipeline.document import Document, SourceFile
from pipeline.errors import TooLarge, UnreadableFile
from pipeline.readers.decode import decoded
from pipeline.readers.message import Attachment, Message, document_of

PREFIX = "outlook"
#: Property identifiers, as they stand in the names of streams.
_SUBJECT, _BODY, _PAGE, _HEADERS = "0037", "1000", "1013", "007D"
_NAME, _ADDRESSES = "0C1A", ("5D01", "0C1F")
_FILE_NAMES, _DATA, _CONTENT_ID, _KIND = ("3707", "3704", "3001"), "3701", "3712", "370E"
#: Moments in the stream of fixed properties: sent by the sender, delivered.
_SENT, _DELIVERED = 0x00390040, 0x0E060040
_CODE_PAGES = (0x3FFD0003, 0x3FDE0003)
#: The stream of fixed properties begins with a header whose length tells a message from a message within one.
_TOP, _WITHIN = 32, 24
#: Moments count tenths of microseconds from here.
_EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)
_DATE_HEADER = re.compile(r"^Date:[ \t]*(?P<date>[^\r\n]+)", re.MULTILINE | re.IGNORECASE)
_DEEPEST = 5


def read(source: SourceFile, settings: Settings) -> Document:
    """The document that a message makes; attachments are its members. Raises InputError kinds."""
    return document_of(source, _message_of(source.data, settings), settings, prefix=PREFIX)


def unpack(data: bytes, address: str, settings: Settings) -> bytes:
    """The bytes of the attachment at ``address``."""
    return _message_of(data, settings).attached(address)


def _message_of(data: bytes, settings: Settings) -> Message:
    import olefile  # few archives hold messages of Outlook

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as opened:
            paths = ["/".join(path) for path in opened.listdir()]
            return _Folder(opened, paths, "", settings).message()
    except (OSError, ValueError, IndexError, KeyError, TypeError) as error:  # what olefile raises on damage
        raise UnreadableFile("The Outlook message is damaged and cannot be read.") from error


class _Folder:
    """A storage of the compound file that holds a message or an attachment; ``prefix`` ends in a stroke or is empty."""

    def __init__(self, opened: Any, paths: list[str], prefix: str, settings: Settings, depth: int = 0) -> None:
        self._opened, self._paths, self._prefix, self._settings, self._depth = opened, paths, prefix, settings, depth
        self._known = {path.removeprefix(prefix) for path in paths if path.startswith(prefix)}
        self._fixed = self._fixed_properties()

    def message(self) -> Message:
        """What the message in this storage says."""
        headers = self.text(_HEADERS)
        name, address = self.text(_NAME), next(filter(None, map(self.text, _ADDRESSES)), "")
        sender = f"{name} <{address}>" if name and "@" in address and name != address else name or address
        page = self.raw(f"__substg1.0_{_PAGE}0102")
        return Message(
            subject=self.text(_SUBJECT),
            sender=sender,
            sent=self._sent(headers),
            text=self.text(_BODY),
            page=self._decoded(page) if page else self.text(_PAGE),
            attachments=tuple(self._attachments()),
        )

    def raw(self, name: str) -> bytes:
        """A stream's bytes, none where there is no such stream."""
        if name not in self._known:
            return b""
        path = f"{self._prefix}{name}"
        if self._opened.get_size(path) > self._settings.max_bytes:
            raise TooLarge("The message holds a part beyond the limit of bytes.")
        data: bytes = self._opened.openstream(path).read()
        return data

    def text(self, identifier: str) -> str:
        """A property's text, in Unicode or in the message's code page."""
        wide = self.raw(f"__substg1.0_{identifier}001F")
        if wide:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        return self._decoded(self.raw(f"__substg1.0_{identifier}001E")).rstrip("\0")

    def _decoded(self, data: bytes) -> str:
        data = data.rstrip(b"\0")
        page = next((self._fixed[key] & 0xFFFFFFFF for key in _CODE_PAGES if key in self._fixed), 0)
        try:
            return data.decode("utf-8" if page in (0, 65001) else f"cp{page}")
        except (LookupError, UnicodeDecodeError):
            return decoded(data) if data else ""

    def _fixed_properties(self) -> dict[int, int]:
        """Tag to value of the properties that are no longer than eight bytes."""
        data = self.raw("__properties_version1.0")
        start = _WITHIN if self._depth else _TOP
        entries = (data[at : at + 16] for at in range(start, len(data) - 15, 16))
        return {int.from_bytes(entry[:4], "little"): int.from_bytes(entry[8:], "little") for entry in entries}

    def _sent(self, headers: str) -> str:
        match = _DATE_HEADER.search(headers)
        if match is not None:
            return match["date"].strip()
        ticks = self._fixed.get(_SENT) or self._fixed.get(_DELIVERED)
        if not ticks or ticks > 1 << 60:
            return ""
        return (_EPOCH + dt.timedelta(microseconds=ticks // 10)).strftime("%a, %d %b %Y %H:%M:%S +0000")

    def _attachments(self) -> Iterator[Attachment]:
        folders = sorted({path.split("/")[0] for path in self._known if path.startswith("__attach_version1.0_#")})
        for number, folder in enumerate(folders):
            inside = self._inner(f"{folder}/")
            within = f"__substg1.0_{_DATA}000D/"
            if inside.holds(within) and self._depth < _DEEPEST:
                message = self._inner(f"{folder}/{within}").message()
                name = message.subject.replace("/", "-") or "message"
                yield Attachment(f"{name}.eml", _as_eml(message), str(number))
                continue
            data = inside.raw(f"__substg1.0_{_DATA}0102")
            picture = inside.text(_KIND).startswith("image/") and inside.text(_CONTENT_ID)  # one within the page
            if data and not picture:
                name = next(filter(None, map(inside.text, _FILE_NAMES)), "unnamed")
                yield Attachment(name, data, str(number))

    def _inner(self, prefix: str) -> _Folder:
        return _Folder(self._opened, self._paths, f"{self._prefix}{prefix}", self._settings, self._depth + 1)

    def holds(self, prefix: str) -> bool:
        """Whether there is a storage of that name."""
        return any(path.startswith(prefix) for path in self._known)


def _as_eml(message: Message) -> bytes:
    """A message within a message, in the form that messages have on their own; the same bytes each time."""
    made = EmailMessage(policy=email.policy.SMTP)
    for name, value in (("Subject", message.subject), ("From", message.sender), ("Date", message.sent)):
        if value:
            made[name] = " ".join(value.split())
    made["MIME-Version"] = "1.0"
    made.set_content(message.text)
    if message.page:
        made.add_alternative(message.page, subtype="html")
    for part in message.attachments:
        made.add_attachment(part.data, "application", "octet-stream", filename=part.name)
    if made.is_multipart():
        for number, inner in enumerate(inner for inner in made.walk() if inner.is_multipart()):
            inner.set_boundary(f"=_part_{number}_=")
    return made.as_bytes()
