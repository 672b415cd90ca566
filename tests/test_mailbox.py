"""Mailboxes: where each message begins and ends, and what it is called."""

from __future__ import annotations

import pytest

from pipeline import readers
from pipeline.config import Settings
from pipeline.errors import TooLarge, UnreadableFile
from tests.test_archive import read
from tests.test_mail import BODY, message


def test_a_mailbox_gives_its_messages() -> None:
    """Each message of a mailbox is a member; marked lines lose their mark, "From " in prose begins no message."""
    body = f"{BODY}\n>From the chair: thanks.\n\nFrom here on the board was alone.\n"
    envelope = b"From ada@example.org Thu May  6 14:02:11 2021\n"
    data = b"".join(envelope + message(body, subject=f"Minutes {number}").as_bytes() + b"\n" for number in range(3))
    found = read("b.mbox", data)
    assert [member.path for member in found.members] == ["00001.eml", "00002.eml", "00003.eml"]
    inner = readers.unpacked(data, found.members[1].address, Settings())
    assert b"Subject: Minutes 1" in inner
    assert b"\nFrom the chair" in inner
    assert readers.identify("unnamed", data) == "application/mbox"
    with pytest.raises(TooLarge):
        read("b.mbox", data, Settings(max_members=2))


def test_a_file_without_an_envelope_is_no_mailbox() -> None:
    """The name alone makes no mailbox."""
    with pytest.raises(UnreadableFile):
        read("b.mbox", b"Minutes of the board")
