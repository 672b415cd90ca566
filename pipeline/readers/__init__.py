"""Bytes to Document: one module a format, chosen by what the file holds before what it is called."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import PurePosixPath
from typing import Any

from pipeline.config import Settings
from pipeline.document import Document, SourceFile
from pipeline.errors import EmptyDocument, TooLarge, UnsupportedFormat
from pipeline.lexicon import Lexicon
from pipeline.ocr import Ocr
from pipeline.readers.kinds import COMPOUND, compound_kind, is_mailbox, is_message, office_kind, picture_kind
from pipeline.readers.language import detect_all

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_DOC, _RTF, _HTML, _ZIP = "application/msword", "application/rtf", "text/html", "application/zip"
_MAIL, _MAILBOX, _OUTLOOK = "message/rfc822", "application/mbox", "application/vnd.ms-outlook"


@dataclass(frozen=True)
class Reader:
    """A format: its media type, the endings of its files, and the module that reads it.

    A module is imported when the first file of its format comes. ``scans`` says that pages may be pictures.
    """

    media_type: str
    endings: tuple[str, ...]
    module: str
    scans: bool = False

    @property
    def read(self) -> Callable[..., Document]:
        """What makes a document of such a file."""
        read: Callable[..., Document] = _module(self.module).read
        return read


READERS = (
    Reader("application/pdf", (".pdf",), "pdf", scans=True),
    Reader("image/png", (".png",), "image", scans=True),
    Reader("image/jpeg", (".jpg", ".jpeg"), "image", scans=True),
    Reader("image/tiff", (".tif", ".tiff"), "image", scans=True),
    Reader(_DOCX, (".docx", ".docm"), "docx"),
    Reader(_DOC, (".doc", ".dot"), "doc"),
    Reader(_RTF, (".rtf",), "rtf"),
    Reader("application/vnd.oasis.opendocument.text", (".odt", ".ott"), "odt"),
    Reader(_HTML, (".html", ".htm", ".xhtml"), "html"),
    Reader(_ZIP, (".zip",), "archive"),
    Reader(_MAIL, (".eml",), "mail"),
    Reader(_MAILBOX, (".mbox", ".mbx"), "mailbox"),
    Reader(_OUTLOOK, (".msg",), "outlook"),
    Reader("text/markdown", (".md", ".markdown", ".mdown"), "markdown"),
    Reader("text/x-rst", (".rst", ".rest"), "rst"),
    Reader("text/plain", (".txt", ".text", ".asc"), "plain"),
)

_KNOWN = frozenset(reader.media_type for reader in READERS)
_OFFICE = {"docx": _DOCX, "archive": _ZIP}
_COMPOUND = {"doc": _DOC, "msg": _OUTLOOK, "encrypted": _DOCX}
#: A kind of file that nobody here reads.
_FOREIGN = "application/octet-stream"

#: Who finds the members of each kind of container: their addresses begin with the word.
_UNPACK = {"entry": "archive", "message": "mailbox", "attachment": "mail", "outlook": "outlook"}

#: Marks of Markdown in a file that is called text: headings, pairs of stars, links, front matter.
_MARKDOWN = re.compile(
    r"^\#{1,6}[ ]\S | ^\s*[-*+][ ]\[[ xX]\][ ] | \*\*[^\s*][^*\n]*\*\* | \[[^\]\n]+\]\(https?: | ^\|[ ]*:?-{3,}",
    re.MULTILINE | re.VERBOSE,
)
_HTML_BEGIN = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html)\b", re.IGNORECASE | re.DOTALL
)
_SAMPLE = 32_000


def _module(name: str) -> Any:
    return import_module(f"{__name__}.{name}")


def identify(path: str, data: bytes) -> str:
    """Media type of a file, by its content and then by its name's ending. Raises UnsupportedFormat."""
    media_type = _by_signature(data)
    if media_type in _KNOWN:
        return media_type
    if media_type:
        raise UnsupportedFormat(f"There is no reader for files like '{PurePosixPath(path).name}'.")
    ending = PurePosixPath(path).suffix.lower()
    for reader in READERS:
        if ending in reader.endings:
            if (
                reader.media_type == "text/plain"
                and len(_MARKDOWN.findall(data[:_SAMPLE].decode("utf-8", "ignore"))) > 2
            ):
                return "text/markdown"
            return reader.media_type
    if not ending and b"\x00" not in data[:_SAMPLE]:
        return "text/plain"
    raise UnsupportedFormat(f"There is no reader for files like '{PurePosixPath(path).name}'.")


def _by_signature(data: bytes) -> str:
    """Media type of a file whose first bytes say what it is, "" where they do not."""
    if b"%PDF-" in data[:1024]:
        return "application/pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        kind = office_kind(data)
        return _OFFICE.get(kind, kind or _FOREIGN)
    if picture := picture_kind(data):
        return picture
    if data.lstrip()[:5] == b"{\\rtf":
        return _RTF
    if data.startswith(COMPOUND):
        return _COMPOUND.get(compound_kind(data), _FOREIGN)
    head = data[:_SAMPLE].removeprefix(b"\xef\xbb\xbf")
    if _HTML_BEGIN.match(head):
        return _HTML
    head = head.replace(b"\r\n", b"\n")
    if is_mailbox(head):
        return _MAILBOX
    return _MAIL if is_message(head) else ""


def unpacked(data: bytes, address: str, settings: Settings) -> bytes:
    """The bytes of the file at ``address`` in the container ``data``. Raises an InputError where they cannot be had."""
    prefix, _, rest = address.partition(":")
    unpack: Callable[[bytes, str, Settings], bytes] = _module(_UNPACK[prefix]).unpack
    return unpack(data, rest, settings)


def read(source: SourceFile, settings: Settings, ocr: Ocr | None = None, english: Lexicon | None = None) -> Document:
    """The document in a file. Raises an InputError that says what is wrong with the file.

    ``ocr`` reads its scans; ``english`` is the lexicon by which its language is told, read anew when left out.
    """
    if not source.data:
        raise EmptyDocument("The file is empty.", remedy="Check the file.")
    if len(source.data) > settings.max_bytes:
        raise TooLarge(f"The file has {len(source.data):,} bytes; the limit is {settings.max_bytes:,}.")
    for reader in READERS:
        if reader.media_type == source.media_type:
            tools = (settings, ocr) if reader.scans else (settings,)
            document = reader.read(source, *tools)
            _check_cells(document, settings)
            language, other = (document.language, None) if document.language else detect_all(document.text, english)
            return replace(document, language=language, other_language=other)
    raise UnsupportedFormat(f"There is no reader for {source.media_type}.")


def _check_cells(document: Document, settings: Settings) -> None:
    cells = sum(len(row) for table in document.tables for row in table.rows)
    if cells > settings.max_cells:
        raise TooLarge(f"The tables have {cells:,} cells; the limit is {settings.max_cells:,}.")
