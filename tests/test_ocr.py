"""Scans: both engines on pages of our samples that were rendered, degraded, turned, stamped and signed."""

from __future__ import annotations

import io
import re
from array import array
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from benchmarks import scanning
from pipeline import readers
from pipeline.assemble import weigher
from pipeline.config import Settings
from pipeline.document import Box, Document, Line, Page, WordColumns, Words
from pipeline.engine.worker import Task, time_limit
from pipeline.errors import EmptyDocument, OcrUnavailable
from pipeline.fields.candidate import Candidate, Found
from pipeline.ocr import Ocr, mend, picture, tesseract
from pipeline.ocr.sheet import Word as Read
from pipeline.readers.scans import is_worthless
from pipeline.store.pages import KeptPages
from pipeline.text import Span
from tests import support
from tests.scans import BOARD, COLUMNS, TABLE, engine, office, read, records, saved, source

PEOPLE = {"Harriet Oyelaran", "Mabel Tsosie-Grant", "Ignatius Pohl", "Leopold Marchetti-Dunn", "Ada Quisenberry"}


@pytest.mark.parametrize(
    ("name", "kind", "least"),
    [("tesseract", "office", 0.97), ("tesseract", "fax", 0.93), ("tesseract", "bad", 0.9), ("rapidocr", "bad", 0.93)],
)
def test_engines_read_bad_scans(name: str, kind: str, least: float) -> None:
    """Askew, grey and speckled pages are read about as they were written."""
    page = scanning.scanned(BOARD, 0, kind, seed=1)
    sheet = Ocr(given=engine(name)).read(page, scanning.KINDS[kind])
    assert scanning.word_score(scanning.text_of(BOARD, 0), sheet.text) >= least


def test_a_scan_gives_the_records_of_its_original() -> None:
    """Date, body, people and conclusions of a scanned PDF are those of the PDF that was scanned."""
    scan, original = records(scanning.as_pdf([office()], 200)), records(BOARD.read_bytes(), "original.pdf")
    assert (scan.document.ocr_pages, original.document.ocr_pages) == (1, 0)
    (found,), (wanted,) = scan.meetings, original.meetings
    assert (found.start_date, found.start_time, found.venue) == (wanted.start_date, wanted.start_time, wanted.venue)
    assert {person.name for person in found.attendees} == {person.name for person in wanted.attendees}
    assert abs(len(found.conclusions) - len(wanted.conclusions)) <= 1
    quotes = {row.quote for row in scan.evidence if row.field == "name" and row.page == 1 and row.x0}
    assert quotes >= {"Harriet Oyelaran"}


def test_a_scan_keeps_sizes_weights_and_columns() -> None:
    """Headings are larger or bolder than text, and columns are read one after the other."""
    document = read(scanning.as_pdf([office()], 200))
    lines = {line.span.of(document.text): line for line in document.lines}
    heading = next(line for text, line in lines.items() if "Call to order" in text)
    prose = next(line for text, line in lines.items() if text.startswith("President Oyelaran"))
    assert (heading.bold, prose.bold) == (True, False)
    assert heading.size > prose.size
    assert abs(prose.size - 11) < 1
    columns = read(scanning.as_pdf([scanning.scanned(COLUMNS, 0, "office", seed=2)], 200))
    assert "It was organised by the Institute for Mountain" in " ".join(columns.text.split())


def test_ruled_tables_are_found_on_pictures() -> None:
    """The strokes of a table are seen, and its cells are known."""
    document = read(scanning.as_pdf([scanning.scanned(TABLE, 0, "office")], 200))
    rows = [[cell.span.of(document.text) for cell in row] for table in document.tables for row in table.rows]
    assert ["Kirsten Hvidbjerg", "Harbour Master (Chair)", "Present"] in [[row[0], *row[2:]] for row in rows]


@pytest.mark.parametrize("turn", [90, 180])
def test_turned_pages_are_read_upright(turn: int) -> None:
    """A page on its side or on its head has the words and the size of the upright one."""
    page = office().rotate(turn, expand=True)
    document = read(saved([page], "PNG"), "scan.png")
    assert scanning.word_score(scanning.text_of(BOARD, 0), document.text) > 0.95
    assert document.pages[0].width < document.pages[0].height


def test_two_pages_side_by_side_are_read_one_after_the_other() -> None:
    """The left page's last line stands before the right page's first."""
    pages = [scanning.rendered(BOARD, 0, 150), scanning.rendered(COLUMNS, 1, 150)]
    text = read(saved([scanning.side_by_side(pages)], "PNG", 150), "book.png").text
    assert 0 < text.index("Allotment Society") < text.index("adjourned at 8:37") < text.index("CALLISAY")


def test_stamps_and_signatures_become_no_names() -> None:
    """What is scribbled and stamped over a page adds no person, and takes no well-read one away."""
    page = scanning.signed(scanning.signed(office(), (0.55, 0.86), seed=4), (0.2, 0.92))
    marked = scanning.stamped(page, "RECEIVED 4 MAY 1999", (0.74, 0.13))
    (meeting,) = records(scanning.as_pdf([marked], 200)).meetings
    names = {person.name for person in meeting.attendees}
    known = scanning.text_of(BOARD, 0).replace("\r\n", " ")
    assert names >= PEOPLE
    assert [name for name in names if name not in known] == []
    assert str(meeting.start_date) == "2018-03-13"


def test_unsure_words_lower_the_confidence_and_illegible_ones_are_no_value() -> None:
    """A value is as sure as its words; below the floor it is an issue."""
    text = "Ada Marsh\nXv Qqz\n"
    marks = ((0, 3, 0.9), (4, 9, 0.8), (10, 12, 0.4), (13, 16, 0.3))
    starts, ends, shares = zip(*marks, strict=True)
    zeros, ones = array("d", [0] * 4), array("d", [1] * 4)
    columns = WordColumns(array("q", starts), array("q", ends), zeros, ones, array("d", shares))
    lines = tuple(
        Line(Span(starts[n], ends[n + 1]), Span(0, 1), 1, Box(0, 0, 1, 1), words=Words(columns, n, n + 2))
        for n in (0, 2)
    )
    page = Page(1, Span(0, len(text)), 600, 800, "ocr")
    document = Document(support.source(text), text, lines, (page,))
    names = [Candidate("attendees", name, (Span(text.index(name), text.index(name) + len(name)),), "r", 0.9)
             for name in ("Ada Marsh", "Xv Qqz")]  # fmt: skip
    found = weigher(document)(Found(tuple(names)))
    assert [round(candidate.score, 2) for candidate in found.candidates] == [0.65, 0.11]
    assert [(finding.code, finding.span) for finding in found.findings] == [("illegible", Span(10, 16))]


def mixed() -> bytes:
    """A PDF whose first page has text and whose second is a picture."""
    from pypdf import PdfReader, PdfWriter

    writer, file = PdfWriter(), io.BytesIO()
    for data in (TABLE.read_bytes(), scanning.as_pdf([office()], 200)):
        writer.add_page(PdfReader(io.BytesIO(data)).pages[0])
    writer.write(file)
    return file.getvalue()


def test_only_the_scans_of_a_mixed_document_are_read_by_ocr() -> None:
    """Pages with text keep it."""
    document = read(mixed())
    assert [page.reading for page in document.pages] == ["text", "ocr"]
    assert "Kirsten Hvidbjerg" in document.text
    assert "Quarry Lane Allotment Society" in document.text


def test_every_page_is_read_by_force_and_none_when_off() -> None:
    """--ocr force distrusts text layers; --ocr off leaves scans alone."""
    reader, settings = Ocr(given=engine("tesseract")), Settings(ocr="force")
    forced = readers.read(source(BOARD.read_bytes()), settings, reader)
    assert [page.reading for page in forced.pages] == ["ocr"]
    with pytest.raises(EmptyDocument, match="--ocr auto"):
        readers.read(source(scanning.as_pdf([office()], 200)), Settings(ocr="off"), reader)


def test_without_an_engine_a_scan_is_a_problem_and_a_mixed_document_goes_on() -> None:
    """The problem names its remedy; pages with text are read all the same."""
    nobody = _Nobody()
    with pytest.raises(OcrUnavailable, match="tesseract"):
        read(scanning.as_pdf([office()], 200), ocr=nobody)
    made = records(mixed(), ocr=nobody)
    assert made.document.problem == "ocr_unavailable"
    assert "1 of 2 pages" in (made.document.problem_detail or "")
    assert made.meetings
    assert "page-unread" in {issue.code for issue in made.issues}


class _Nobody(Ocr):
    """A machine without an engine."""

    engine = None  # type: ignore[assignment]


def test_pages_that_were_read_are_kept(tmp_path: Path) -> None:
    """A page is read once: a second run takes its words from the ledger, though the program is gone."""
    pages, data = KeptPages(tmp_path / "ledger.sqlite"), scanning.as_pdf([office()], 200)
    here = engine("tesseract")
    assert isinstance(here, tesseract.Tesseract)
    first = read(data, ocr=Ocr(pages, here))
    gone = tesseract.Tesseract("/nowhere/tesseract", here.version, here.languages)
    assert read(data, ocr=Ocr(KeptPages(tmp_path / "ledger.sqlite"), gone)) == first


def test_a_cache_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    """Pages that cannot be kept are read again."""
    pages = KeptPages(tmp_path / "no_folder" / "ledger.sqlite")
    pages.put("key", b"page")
    assert pages.get("key") is None


@pytest.mark.parametrize(
    ("text", "worthless"),
    [
        ("The meeting was opened by the chair and the minutes of the last one were approved " * 3, False),
        (
            "MPS WHO BGR ETS GDP SMS CSR HR NGO TVs of the United Nations were there and said so in a report " * 2,
            False,
        ),
        ("WKH PHHWLQJ ZDV RSHQHG EB WKH FKDLU DQG WKH PLQXWHV RI WKH ODVW RQH ZHUH DSSURYHG " * 3, True),
        ("Th\ufffd m\ufffd\ufffdt\ufffdng w\ufffds \ufffdp\ufffdn\ufffdd " * 5, True),
        ("\ue001\ue002\ue003 \ue004\ue005 \ue001\ue007 " * 9, True),
        ("会議録 出席委員 委員長 " * 9, False),
        ("12 14 18 20,5 100 % " * 9, False),
    ],
)
def test_worthless_text_layers_are_told(text: str, worthless: bool) -> None:  # noqa: FBT001
    """Shifted letters and characters that stand for none are no text; lists of acronyms and numbers are."""
    assert is_worthless(text.split()) is worthless


@pytest.mark.parametrize("angle", [-4.0, -0.7, 0.0, 1.3, 6.0])
def test_skew_is_measured(angle: float) -> None:
    """The skew of a page is found to a fifth of a degree, and a page on its side is told."""
    page = scanning.rendered(BOARD, 0, 100)
    askew = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    assert picture.skew_of(picture.ink_of(askew)) == (pytest.approx(angle, abs=0.2), False)
    assert picture.skew_of(picture.ink_of(askew.rotate(90, expand=True)))[1]


def test_clean_pages_are_left_as_they_are() -> None:
    """Cleaning takes specks and shadows, and touches no page without."""
    page = scanning.rendered(BOARD, 0, 150)
    assert np.array_equal(np.asarray(picture.cleaned(page)), np.asarray(page))
    noisy = scanning.scanned(BOARD, 0, "bad")
    assert np.asarray(picture.cleaned(noisy)).std(axis=0).mean() < np.asarray(noisy).std(axis=0).mean()


def test_only_two_pages_side_by_side_have_a_fold() -> None:
    """A page, a page with columns and a broad table are not cut."""
    one, two = scanning.rendered(BOARD, 0, 100), scanning.rendered(COLUMNS, 0, 100)
    both = picture.fold_of(picture.ink_of(scanning.side_by_side([one, two])))
    assert both == pytest.approx(one.width, abs=0.06 * one.width)
    broad = Image.new("L", (1169, 827), 255)
    pen, font = ImageDraw.Draw(broad), ImageFont.load_default(16)
    for row in range(20):
        for column in range(6):
            pen.text((60 + 180 * column, 100 + 30 * row), f"cell number {row}", fill=0, font=font)
    assert [picture.fold_of(picture.ink_of(page)) for page in (one, two, broad)] == [None, None, None]


def test_time_grows_with_scans() -> None:
    """A large PDF may take the time that its scans need, a large text may not."""
    pdf, text = (Task(f"a.{kind}", b"", "", 2_000_000) for kind in ("pdf", "txt"))
    settings = Settings()
    assert time_limit(pdf, settings) - time_limit(text, settings) == 100 * settings.timeout_per_scan
    assert time_limit(pdf, Settings(ocr="off")) == time_limit(text, settings)


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        ('Meeting of 2"* June', "Meeting of 2 June"),
        ("on November 21“ from nine", "on November 21 from nine"),
        ("May 5°, noon", "May 5, noon"),
        ('a pipe of 5" and more', 'a pipe of 5" and more'),
        ("e   Updates", "• Updates"),
        ("© Holidays", "• Holidays"),
        ("e altre cose", "e altre cose"),
        ("12 = 12", "12 = 12"),
    ],
)
def test_bullets_and_raised_endings_are_mended(line: str, mended: str) -> None:
    """Days lose what became of a raised "nd", bullets become bullets; inches and words stay."""
    words = [Read(match[0], match.start() * 8, 0, match.end() * 8, 12, 0.4, 0) for match in re.finditer(r"\S+", line)]
    assert " ".join(word.text for word in mend.mended(words)) == mended


def test_only_rules_of_tables_are_painted_over() -> None:
    """An underline stays: it touches the letters above it."""
    page = Image.new("L", (900, 600), 255)
    pen = ImageDraw.Draw(page)
    for top in (100, 160, 220):
        pen.line((100, top, 700, top), fill=0, width=3)
    for left in (100, 400, 700):
        pen.line((left, 100, left, 220), fill=0, width=3)
    pen.line((100, 400, 600, 400), fill=0, width=3)
    strokes = picture.strokes_of(picture.ink_of(page), 200)
    plain = np.asarray(picture.without(page, picture.grid(strokes)))
    assert len(strokes) == 7
    assert (plain[90:230] == 255).all()
    assert (plain[395:405] < 255).any()
