"""Internet messages (.eml): headers, body as text or page, attachments."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage, MIMEPart
from email.message import Message as AnyMessage
from email.parser import BytesParser

from pipeline.config import Settings
from pipeline.document import Document, SourceFile
from pipeline.errors import EncryptedFile, TooLarge, UnreadableFile
from pipeline.readers.decode import decoded
from pipeline.readers.message import Attachment, Message, document_of

PREFIX = "attachment"
#: Signatures of a program and invitations to a calendar are no reports.
_LEFT_ALONE = {
    "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature", "application/pgp-keys",
    "text/calendar", "text/vcard", "text/x-vcard", "application/ics", "message/delivery-status",
}  # fmt: skip
#: A message with more parts in parts is an attack.
_DEEPEST = 30


def read(source: SourceFile, settings: Settings) -> Document:
    """The document that a message makes; attachments are its members. Raises InputError kinds."""
    return document_of(source, message_of(source.data, settings), settings, prefix=PREFIX)


def unpack(data: bytes, address: str, settings: Settings) -> bytes:
    """The bytes of the attachment at ``address``."""
    return message_of(data, settings).attached(address)


def message_of(data: bytes, settings: Settings) -> Message:
    """What a message says. Raises EncryptedFile, TooLarge and UnreadableFile."""
    if len(data) > settings.max_bytes:
        raise TooLarge(f"The message has {len(data):,} bytes; the limit is {settings.max_bytes:,}.")
    try:
        return _message(BytesParser(policy=email.policy.default).parsebytes(data))
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError, IndexError) as error:
        # The library raises all of these on headers that break the rules.
        raise UnreadableFile("The message is damaged and cannot be read.") from error


def _message(parsed: EmailMessage) -> Message:
    bodies: dict[str, list[str]] = {"plain": [], "html": []}
    attachments: list[Attachment] = []
    for number, part in enumerate(_leaves(parsed, 0)):
        kind = part.get_content_type()
        if kind in ("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"):
            if "signed" not in str(part.get_param("smime-type", "")):
                raise EncryptedFile("The message is encrypted.")
            continue
        if kind in _LEFT_ALONE or (part.get_content_maintype() == "image" and part.get("Content-ID")):
            continue
        if _is_body(part):
            bodies[part.get_content_subtype()].append(_words(part))
        else:
            attachments.append(Attachment(_name(part, kind), _data(part), str(number)))
    return Message(
        subject=_header(parsed, "subject"),
        sender=_header(parsed, "from"),
        sent=_header(parsed, "date"),
        text="\n\n".join(bodies["plain"]),
        page="\n".join(bodies["html"]),
        attachments=tuple(attachments),
    )


def _leaves(part: MIMEPart, depth: int) -> Iterator[MIMEPart]:
    """The parts that hold something; a message within the message is one of them."""
    if part.is_multipart() and part.get_content_maintype() == "multipart" and depth < _DEEPEST:
        for inner in part.iter_parts():
            yield from _leaves(inner, depth + 1)
    else:
        yield part


def _is_body(part: MIMEPart) -> bool:
    return (
        part.get_content_type() in ("text/plain", "text/html")
        and part.get_content_disposition() != "attachment"
        and not part.get_filename()
    )


def _words(part: MIMEPart) -> str:
    """A body's text; what the part says of its encoding counts where the bytes agree."""
    data = part.get_payload(decode=True) or b""
    assert isinstance(data, bytes)
    try:
        return data.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return decoded(data) if data else ""


def _data(part: MIMEPart) -> bytes:
    if part.get_content_maintype() == "message":
        inner = part.get_payload()
        pieces = inner if isinstance(inner, list) else []
        return b"".join(piece.as_bytes() for piece in pieces if isinstance(piece, AnyMessage))
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _name(part: MIMEPart, kind: str) -> str:
    """What the attachment is called; a message is called after its subject."""
    if kind == "message/rfc822":
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        subject = _header(first, "subject") if isinstance(first, MIMEPart) else ""
        return f"{subject.replace('/', '-') or 'message'}.eml"
    return part.get_filename() or f"unnamed.{part.get_content_subtype()}"


def _header(part: MIMEPart, name: str) -> str:
    """A header as written, its encoded words opened."""
    try:
        return " ".join(str(part.get(name, "")).split())
    except (ValueError, IndexError, AttributeError, TypeError):  # the library's parser stumbles over some
        return ""
