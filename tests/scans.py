"""Scans made of our samples, and how tests read them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from benchmarks import scanning
from pipeline import readers
from pipeline.config import Settings
from pipeline.document import Document, SourceFile
from pipeline.extract import extract
from pipeline.ocr import Ocr, rapid, tesseract
from pipeline.ocr.sheet import Engine
from pipeline.records import Extraction
from pipeline.tools import Tools
from tests import support

REPORTS = Path(__file__).parent.parent / "raw_reports"
BOARD = REPORTS / "allotment_society_board_2018_03.pdf"
COLUMNS = REPORTS / "mountain_health_conference_2011.pdf"
TABLE = REPORTS / "harbour_safety_committee_2022.pdf"


@cache
def engine(name: str) -> Engine:
    """An engine; the test is skipped, and says so, where it is not installed."""
    found = {"tesseract": tesseract.find, "rapidocr": rapid.find}[name]()
    if found is None:
        pytest.skip(f"{name} is not on this machine: scans are NOT tested with it")
    return found


def source(data: bytes, path: str = "scan.pdf") -> SourceFile:
    """A file, its kind told by its content."""
    made = support.source(data, path=path)
    return SourceFile(made.path, made.sha256, readers.identify(path, data), data)


def read(data: bytes, path: str = "scan.pdf", *, ocr: Ocr | None = None) -> Document:
    """The document in a file, scans read by tesseract unless told otherwise."""
    return readers.read(source(data, path), Settings(), ocr or Ocr(given=engine("tesseract")))


def records(data: bytes, path: str = "scan.pdf", ocr: Ocr | None = None) -> Extraction:
    """The records of a file."""
    shared = support.tools()
    tools = Tools(settings=shared.settings, places=shared.places, ocr=ocr or Ocr(given=engine("tesseract")))
    return extract(source(data, path), tools)


def saved(pictures: Sequence[Image.Image], kind: str, dpi: int = 200) -> bytes:
    """Pictures as a file of some kind."""
    file = io.BytesIO()
    more = {"save_all": True, "append_images": list(pictures[1:])} if len(pictures) > 1 else {}
    first = pictures[0].copy()  # saving leaves its settings in the picture
    first.save(file, kind, **({} if kind == "TIFF" else {"dpi": (dpi, dpi)}), **more)  # type: ignore[arg-type]
    return file.getvalue()


@cache
def office() -> Image.Image:
    """The board's minutes as an office scanner gives them."""
    return scanning.scanned(BOARD, 0, "office")
