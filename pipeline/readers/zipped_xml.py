"""The XML parts of an office document, which is a ZIP file: read within limits, without entities from elsewhere."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Any

from lxml import etree

from pipeline.config import Settings
from pipeline.errors import EncryptedFile, TooLarge, UnreadableFile


def parts(data: bytes, wanted: re.Pattern[str], settings: Settings, *, kind: str) -> dict[str, Any]:
    """The parts whose names ``wanted`` matches whole, parsed. ``kind`` is what the document is called in errors.

    Raises UnreadableFile, EncryptedFile and TooLarge.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if wanted.fullmatch(info.filename)]
            if sum(info.file_size for info in infos) > settings.max_bytes:
                raise TooLarge(f"The document unpacks to more than {settings.max_bytes:,} bytes.")
            if any(info.flag_bits & 1 for info in infos):
                raise EncryptedFile("The archive is encrypted.")
            found = {}
            for info in infos:
                with archive.open(info) as opened:  # the directory's word about sizes is not believed
                    content = opened.read(settings.max_bytes + 1)
                if len(content) > settings.max_bytes:
                    raise TooLarge(f"The document unpacks to more than {settings.max_bytes:,} bytes.")
                if content.strip():
                    found[info.filename] = etree.fromstring(content, parser)
            return found
    except (
        zipfile.BadZipFile, etree.XMLSyntaxError, NotImplementedError, OSError, ValueError, EOFError, zlib.error,
    ) as error:  # fmt: skip
        raise UnreadableFile(f"The {kind} is damaged and cannot be opened.") from error
