"""Pictures of pages as files: PNG, JPEG and TIFF, the last with several pages."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.config import Settings
from pipeline.document import Document, SourceFile
from pipeline.errors import EmptyDocument, OcrUnavailable, TooLarge, UnreadableFile
from pipeline.ocr import Ocr
from pipeline.readers import scans
from pipeline.readers.paged import Writer, lines_of

if TYPE_CHECKING:
    from PIL import Image

#: A camera's picture has 50 million dots at most; a bomb has more.
_MOST_DOTS = 120_000_000
#: Paper is about so wide or high (inches); screens say 72 or 96 dots an inch of anything.
_LONG_SIDE, _TOLD = 11.7, 100
_LETTER = re.compile(r"[^\W\d_]")


def read(source: SourceFile, settings: Settings, ocr: Ocr | None = None) -> Document:
    """The document on a picture. Raises OcrUnavailable, EmptyDocument, TooLarge and UnreadableFile."""
    reading = scans.Scans("auto", None if settings.ocr == "off" else ocr)
    writer = Writer()
    for index, (picture, dpi) in enumerate(_pictures(source.data, settings)):
        sheet = reading.read(picture, dpi)
        if sheet is None:
            raise OcrUnavailable(
                "The picture can only be read by OCR, which is off."
                if settings.ocr == "off"
                else "The picture can only be read by OCR, and no OCR program is on this machine.",
                remedy="Run with --ocr auto." if settings.ocr == "off" else None,
            )
        scans.write(writer, index, sheet)
    text = writer.text
    if not _LETTER.search(text):
        raise EmptyDocument("No text was read on the picture.", remedy="Check whether it shows a page of a report.")
    return Document(source=source, text=text, lines=tuple(lines_of(text, writer)), pages=tuple(writer.pages))


def _pictures(data: bytes, settings: Settings) -> Iterator[tuple[Image.Image, float]]:
    """The pages of a picture file with their dots an inch, as a reader holds them."""
    from PIL import Image

    try:
        with warnings.catch_warnings(action="ignore"):  # of its size, which is checked below
            opened = Image.open(io.BytesIO(data))
        count = getattr(opened, "n_frames", 1)
        if count > settings.max_pages:
            raise TooLarge(f"The picture has {count:,} pages; the limit is {settings.max_pages:,}.")
        for number in range(count):
            yield _page(opened, number)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UnreadableFile("The picture is damaged and cannot be opened.") from error


def _page(opened: Image.Image, number: int) -> tuple[Image.Image, float]:
    from PIL import ImageOps

    with warnings.catch_warnings(action="ignore"):  # of tags that nobody needs
        opened.seek(number)
        if opened.width * opened.height > _MOST_DOTS:
            raise TooLarge("The picture has too many dots.", remedy="Save it with 300 dots an inch.")
        page = ImageOps.exif_transpose(opened)
        page.load()
    return page, _resolution(opened)


def _resolution(picture: Image.Image) -> float:
    """Dots an inch: what the file says if that is a scanner's word, else as if it were a sheet of paper."""
    told = picture.info.get("dpi", (0, 0))
    dpi = float(told[0]) if isinstance(told, tuple) and told[0] else 0.0
    paper = max(picture.size) / _LONG_SIDE
    return dpi if dpi >= _TOLD and 0.3 < dpi / paper < 3 else max(paper, 1.0)
