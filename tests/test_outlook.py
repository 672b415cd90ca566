"""Messages of Outlook: the properties that are read, in a compound file made up here."""

from __future__ import annotations

import hashlib

import pytest

from pipeline import readers
from pipeline.config import Settings
from pipeline.errors import UnreadableFile
from tests.compound import Entry, compound
from tests.test_archive import read
from tests.test_mail import BODY, marked


def text(tag: str, value: str) -> Entry:
    """A property of Outlook that holds text."""
    return Entry(f"__substg1.0_{tag}001F", value.encode("utf-16-le"))


def test_a_message_of_outlook() -> None:
    """Subject, sender, day, body and attachments stand in properties; a message within becomes one of its own."""
    ticks = (132647833310000000).to_bytes(8, "little")
    fixed = bytes(32) + (0x00390040).to_bytes(4, "little") + bytes(4) + ticks
    inner = Entry("__substg1.0_3701000D", children=[text("0037", "Older minutes"), text("1000", BODY)])
    children = [
        Entry("__properties_version1.0", fixed),
        text("0037", "RE: Minutes of 3 May 2021"),
        text("0C1A", "Ada Moe"),
        text("5D01", "ada@example.org"),
        text("1000", BODY),
        Entry(
            "__attach_version1.0_#00000000",
            children=[text("3707", "minutes.pdf"), Entry("__substg1.0_37010102", b"%PDF-1.4" * 600)],
        ),
        Entry("__attach_version1.0_#00000001", children=[inner]),
    ]
    data = compound(children)
    found = read("a.msg", data)
    assert found.source.media_type == "application/vnd.ms-outlook"
    assert marked(found)[:4] == [
        "meta|Subject: Minutes of 3 May 2021",
        "meta|From: Ada Moe <ada@example.org>",
        "meta|Sent: Thu, 06 May 2021 14:02:11 +0000",
        "|Dear all,",
    ]
    assert [member.path for member in found.members] == ["minutes.pdf", "Older minutes.eml"]
    parts = [readers.unpacked(data, member.address, Settings()) for member in found.members]
    assert parts[0] == b"%PDF-1.4" * 600
    assert "The Harbour Board met" in read("x.eml", parts[1]).text
    assert hashlib.sha256(parts[1]).hexdigest() == found.members[1].sha256


def test_a_damaged_message_is_told() -> None:
    """A compound file that is cut off is unreadable."""
    with pytest.raises(UnreadableFile):
        read("a.msg", compound([Entry("__properties_version1.0", b"x")])[:-512])
