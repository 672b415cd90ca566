"""Messages: what their headers, bodies, quotes and attachments become, for mail programs of all kinds."""

from __future__ import annotations

import email.policy
import hashlib
from email.message import EmailMessage

import pytest

from pipeline import readers
from pipeline.config import Settings
from pipeline.document import Document
from pipeline.errors import EmptyDocument, EncryptedFile
from tests.test_archive import read

BODY = """Dear all,

The Harbour Board met on 3 May 2021 in Oslo.

Present: Ada Moe, Bo Lie

1. The board approved the budget.
"""


def message(body: str = BODY, *, subject: str = "Re: [board] Minutes of 3 May 2021", page: str = "") -> EmailMessage:
    """A message as a program would write it."""
    made = EmailMessage()
    made["From"] = "Ada Moe <ada@example.org>"
    made["Date"] = "Thu, 06 May 2021 14:02:11 +0200"
    made["Subject"] = subject
    made["Message-ID"] = "<1@example.org>"
    if body:
        made.set_content(body)
    if page:
        made.add_alternative(page, subtype="html") if body else made.set_content(page, subtype="html")
    return made


def document(made: EmailMessage) -> Document:
    """The document that a message makes."""
    return read("a.eml", made.as_bytes(policy=email.policy.SMTP))


def marked(document: Document) -> list[str]:
    """Each line with what the reader says of it."""
    return [f"{line.markup}|{line.content.of(document.text)}" for line in document.lines]


def quoted(document: Document) -> list[str]:
    """The lines that are another message's, or a signature's."""
    return [line.content.of(document.text) for line in document.lines if line.markup == "quoted"]


def test_headers_are_data_and_the_body_is_typed_text() -> None:
    """Subject, sender and day are lines of their own kind; "Re:" and a list's name are no part of the subject."""
    assert marked(document(message())) == [
        "meta|Subject: Minutes of 3 May 2021",
        "meta|From: Ada Moe <ada@example.org>",
        "meta|Sent: Thu, 06 May 2021 14:02:11 +0200",
        "|Dear all,",
        "|The Harbour Board met on 3 May 2021 in Oslo.",
        "|Present: Ada Moe, Bo Lie",
        "item|The board approved the budget.",
    ]


def test_the_page_is_read_where_it_says_more() -> None:
    """Of a message in both forms the page is read when it has lists, tables or headings, and else the text."""
    page = "<h1>Minutes</h1><ul><li>Ada Moe</li></ul>"
    assert marked(document(message(page=page)))[3:] == ["heading|Minutes", "item|Ada Moe"]
    assert marked(document(message(page="<p>Dear all</p>")))[3] == "|Dear all,"
    assert marked(document(message("", page="<p>Dear all</p>")))[3:] == ["paragraph|Dear all"]


@pytest.mark.parametrize(
    ("reply", "first"),
    [
        ("On Tue, 4 May 2021 at 10:00, Bo Lie <bo@example.org> wrote:\n> The old meeting was on 9 April.\n", "On Tue"),
        ("Am 04.05.2021 um 10:00 schrieb Bo Lie:\n> Am 9. April.\n", "Am 04"),
        ("-----Original Message-----\nFrom: Bo Lie\nSent: 4 May 2021\nTo: Ada Moe\n\nOn 9 April.\n", "-----Orig"),
        ("________________________________\nVon: Bo Lie\nGesendet: 4. Mai 2021\nAn: Ada\n\nAm 9. April.\n", "_____"),
        ("From: Bo Lie <bo@example.org>\nDate: 4 May 2021\nTo: Ada Moe\n\nOn 9 April.\n", "From"),
        ("-- \nAda Moe\nSecretary\n", "--"),
    ],
)
def test_replies_and_signatures_are_set_apart(reply: str, first: str) -> None:
    """What another message said, the line that says so, and a signature are told from the message's own words."""
    found = quoted(document(message(f"{BODY}\n{reply}")))
    assert found[0].startswith(first)
    assert len(found) == len([line for line in reply.splitlines() if line.strip()])


def test_a_report_with_labels_is_no_reply() -> None:
    """Lines such as "Date: ..." at the head of a report are not the headers of an older message."""
    assert quoted(document(message("Date: 3 May 2021\nTime: 10:00\nChair: Ada Moe\n\nThe board met.\n"))) == []


def test_what_is_forwarded_is_read() -> None:
    """The quoted part of a message that forwards it, or says little else, is the report."""
    below = "".join(f"> {line}\n" for line in BODY.splitlines())
    assert quoted(document(message(f"See below.\n\n{below}", subject="Fwd: Minutes"))) == []
    assert quoted(document(message(f"See below.\n\n{below * 3}"))) == []
    assert "|Dear all," in marked(document(message(f"See below.\n\n{below}", subject="Fwd: Minutes")))


@pytest.mark.parametrize(
    "reply",
    [
        '<div class="gmail_quote"><div>On 4 May Bo wrote:</div><blockquote>On 9 April</blockquote></div>',
        '<blockquote type="cite">On 9 April</blockquote>',
        '<div id="divRplyFwdMsg">From: Bo</div><div>On 9 April</div>',
    ],
)
def test_replies_in_pages_are_set_apart(reply: str) -> None:
    """Programs mark quoted replies in pages, each in its own way."""
    page = f"<body><h1>Minutes</h1><p>{BODY * 4}</p>{reply}</body>"
    assert quoted(document(message("", page=page)))[-1] == "On 9 April"


def test_attachments_are_members_and_their_bytes_are_found() -> None:
    """Files are members, messages within are called after their subject; pictures in the page are left alone."""
    made = message()
    made.add_attachment(b"%PDF-1.4", "application", "pdf", filename="../minutes.pdf")
    made.add_attachment(b"BEGIN:VCALENDAR", "text", "calendar", filename="invite.ics")
    made.add_attachment(b"\x89PNG", "image", "png", filename="logo.png", cid="<logo>")
    made.add_attachment(message(subject="Older minutes"))
    data = made.as_bytes(policy=email.policy.SMTP)
    members = read("a.eml", data).members
    assert [member.path for member in members] == ["minutes.pdf", "Older minutes.eml"]
    found = [readers.unpacked(data, member.address, Settings()) for member in members]
    assert found[0] == b"%PDF-1.4"
    assert [hashlib.sha256(part).hexdigest() for part in found] == [member.sha256 for member in members]
    assert readers.identify("", found[1]) == "message/rfc822"


@pytest.mark.parametrize("path", ["a.eml", "a.txt", "a"])
def test_a_message_is_told_by_its_headers(path: str) -> None:
    """Headers make a message whatever the file is called; a report with labels is none."""
    assert readers.identify(path, message().as_bytes()) == "message/rfc822"
    assert readers.identify("a.txt", b"Date: 3 May\nSubject: Roads\nFrom: 10:00\nPlace: Oslo\n\nText") == "text/plain"


def test_encrypted_broken_and_empty_messages_are_told() -> None:
    """A message that needs a key is encrypted; one without words and files is empty."""
    made = message()
    made.set_type("application/pkcs7-mime")
    with pytest.raises(EncryptedFile):
        document(made)
    with pytest.raises(EmptyDocument):
        document(message("\n"))
