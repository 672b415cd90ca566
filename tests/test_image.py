"""Pictures as files: PNG, JPEG, and TIFF with several pages."""

from __future__ import annotations

import pytest
from PIL import Image

from pipeline import readers
from pipeline.errors import UnreadableFile
from pipeline.ocr import Ocr, tesseract
from tests.scans import office, read, saved


@pytest.mark.parametrize(("kind", "path"), [("PNG", "a.png"), ("JPEG", "a.jpg"), ("TIFF", "a.tiff")])
def test_pictures_are_identified(kind: str, path: str) -> None:
    """PNG, JPEG and TIFF are known by content."""
    data = saved([Image.new("L", (60, 80), 255)], kind)
    assert readers.identify("no_name", data) == readers.identify(path, data) == f"image/{kind.lower()}"
    with pytest.raises(UnreadableFile):
        read(data[:40], path, ocr=Ocr(given=tesseract.Tesseract("/nowhere", "0", frozenset({"eng"}))))


def test_a_tiff_has_pages() -> None:
    """Each picture of a TIFF is a page; an empty one is read too, and holds nothing."""
    document = read(saved([Image.new("L", office().size, 255), office()], "TIFF"), "scan.tiff")
    assert [(page.number, page.reading, len(page.span) > 0) for page in document.pages] == [
        (1, "ocr", False),
        (2, "ocr", True),
    ]
