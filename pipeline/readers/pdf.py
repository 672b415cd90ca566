"""PDF: words, boxes and strokes by pdfium, scans by OCR, ruled tables by pdfplumber's finder, text in reading order."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pypdfium2

from pipeline.config import Settings
from pipeline.document import Document, SourceFile
from pipeline.errors import EmptyDocument, EncryptedFile, OcrUnavailable, TooLarge, UnreadableFile
from pipeline.ocr import Ocr
from pipeline.readers.page_words import PageWords
from pipeline.readers.paged import Writer, in_order, lines_of
from pipeline.readers.pdf_edges import rules_of
from pipeline.readers.pdf_flow import Row, rows_of, without_page_numbers
from pipeline.readers.pdf_tables import tables_of
from pipeline.readers.pdf_words import Known, frame_of, words_of
from pipeline.readers.scans import Scans, write

_LIBRARY: Any = pypdfium2
_LETTER = re.compile(r"[^\W\d_]")


def read(source: SourceFile, settings: Settings, ocr: Ocr | None = None) -> Document:
    """The document that a PDF holds.

    Raises EncryptedFile, UnreadableFile, TooLarge, EmptyDocument, and OcrUnavailable for a scan.
    """
    pdf = _opened(source.data)
    try:
        if len(pdf) > settings.max_pages:
            raise TooLarge(f"The PDF has {len(pdf):,} pages; the limit is {settings.max_pages:,}.")
        writer, reading = Writer(), Scans(settings.ocr, ocr)
        known = Known()
        broken = 0
        for index in range(len(pdf)):
            broken += not _write_page(writer, pdf, index, known, reading)
            if writer.length > settings.max_characters:
                raise TooLarge(f"The PDF has more than {settings.max_characters:,} characters of text.")
        if broken == len(pdf):
            raise UnreadableFile("None of the PDF's pages can be read.")
        text = writer.text
        if not _LETTER.search(text):
            if reading.unread:
                raise OcrUnavailable("The PDF is a scan, and no OCR program is on this machine.")
            raise EmptyDocument(
                "The PDF has no text; it is a scan or a drawing.",
                remedy="Run with --ocr auto." if settings.ocr == "off" else None,
            )
        return Document(
            source=source,
            text=text,
            lines=tuple(lines_of(text, writer)),
            pages=tuple(writer.pages),
            tables=tuple(writer.tables),
            metadata=_metadata(pdf),
        )
    finally:
        pdf.close()


def _opened(data: bytes) -> Any:
    try:
        pdf: Any = _LIBRARY.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        reason = str(error).lower()
        if "password" in reason or "security" in reason:
            raise EncryptedFile("The PDF is encrypted.") from error
        raise UnreadableFile("The PDF is damaged and cannot be opened.") from error
    if len(pdf) == 0:
        pdf.close()
        raise UnreadableFile("The PDF has no pages.")
    return pdf


def _write_page(writer: Writer, pdf: Any, index: int, known: Known, reading: Scans) -> bool:
    """Writes a page; False when pdfium cannot load it."""
    try:
        page = pdf[index]
    except pypdfium2.PdfiumError:
        writer.page(index, PageWords.of(()), (), (0.0, 0.0))
        return False
    try:
        frame = frame_of(page)
        words = words_of(page, frame, known)
        scanned = reading.wanted(page, frame, words.texts)
        sheet = reading.read_page(page, frame, writer) if scanned else None
        if sheet is not None:
            write(writer, index, sheet)
            return True
        chosen, numbers = without_page_numbers(words, np.arange(len(words)), frame.height)
        tables, rest = tables_of(rules_of(page, frame), frame.width, words, chosen) if len(chosen) else ([], chosen)
    finally:
        page.close()
    parts = (*in_order(words, rows_of(words, rest, frame.width), tables), *map(Row, numbers[:, None]))
    writer.page(index, words, parts, (frame.width, frame.height), "unread" if scanned else "text")
    return True


def _metadata(pdf: Any) -> dict[str, str]:
    """What the file says of itself; dates of a PDF look like D:20190530120000+02'00'."""
    try:
        raw = pdf.get_metadata_dict(skip_empty=True)
    except (UnicodeError, ValueError):
        return {}
    return {key.lower(): value.strip() for key, value in raw.items() if value.strip()}
