"""Readers: what a file is, what is refused, what its text and its lines are."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pipeline import readers
from pipeline.config import Settings
from pipeline.document import Document, SourceFile
from pipeline.errors import EmptyDocument, EncryptedFile, TooLarge, UnreadableFile, UnsupportedFormat
from pipeline.readers.language import detect
from tests.support import read as read_text

WIDTH, HEIGHT = A4


def read(path: str, data: bytes, settings: Settings | None = None) -> Document:
    """The document in ``data``, as the pipeline would find it."""
    source = SourceFile(path, hashlib.sha256(data).hexdigest(), readers.identify(path, data), data)
    return readers.read(source, settings or Settings())


def canvas() -> tuple[Canvas, io.BytesIO]:
    """An empty PDF to draw on, and where it goes."""
    buffer = io.BytesIO()
    return Canvas(buffer, pagesize=A4, invariant=True), buffer


def finished(sheet: Canvas, buffer: io.BytesIO) -> bytes:
    """The bytes of the PDF."""
    sheet.save()
    return buffer.getvalue()


def write(sheet: Canvas, x: float, top: float, text: str, *, size: float = 11, bold: bool = False) -> None:
    """Writes a line whose baseline stands ``top`` points below the top edge."""
    sheet.setFont("Helvetica-Bold" if bold else "Helvetica", size)
    sheet.drawString(x, HEIGHT - top, text)


def lines(document: Document) -> list[str]:
    """The words of each line."""
    return [line.span.of(document.text) for line in document.lines]


@pytest.mark.parametrize(
    ("path", "data", "kind"),
    [
        ("a.txt", b"Minutes", "text/plain"),
        ("a.md", b"# Minutes", "text/markdown"),
        ("a.txt", b"# Minutes\n\n## Present\n\n- [x] Ada\n", "text/markdown"),
        ("a.txt", b"%PDF-1.4 ...", "application/pdf"),
        ("README", b"Minutes", "text/plain"),
    ],
)
def test_content_decides_before_the_name(path: str, data: bytes, kind: str) -> None:
    """A file is what it holds, whatever it is called."""
    assert readers.identify(path, data) == kind


def test_unknown_formats_are_refused() -> None:
    """A format without a reader is named in the error."""
    with pytest.raises(UnsupportedFormat, match=r"sheet\.xlsb"):
        readers.identify("sheet.xlsb", b"\x00\x01\x02")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings_are_recognised(encoding: str) -> None:
    """Accents survive whatever the file is encoded in."""
    text = "Procès-verbal de la réunion du comité à Genève, présidée par Mme Lefèvre, déjà élue l’année dernière.\n"
    assert read("a.txt", text.encode(encoding)).text == text


def test_mojibake_is_mended_and_clean_text_left_alone() -> None:
    """Ftfy runs only where UTF-8 was read as something else."""
    broken = "The committee met at the CafÃ© GenÃ¨ve and donâ€™t forget it."
    assert "Café Genève" in read("a.txt", broken.encode()).text
    clean = "“Curly” quotes… and ﬁne ligatures – stay."
    assert read("a.txt", clean.encode()).text == clean


def test_binary_called_text_is_unreadable() -> None:
    """Junk named .txt is refused, not read as letters."""
    with pytest.raises(UnreadableFile):
        read("a.txt", bytes(range(256)) * 20)


def test_nothing_is_an_empty_document() -> None:
    """No bytes, or only blanks, make an empty document."""
    for data in (b"", b" \n\t\n"):
        with pytest.raises(EmptyDocument):
            read("a.txt", data)


def test_limits_are_kept() -> None:
    """Too many bytes or characters are refused."""
    with pytest.raises(TooLarge):
        read("a.txt", b"x" * 100, Settings(max_bytes=50))
    with pytest.raises(TooLarge):
        read("a.txt", b"x" * 100, Settings(max_characters=50))


def test_front_matter_is_metadata_and_struck_words_are_marked() -> None:
    """YAML goes into metadata, its lines are marked; ~~struck~~ words are listed."""
    document = read_text("---\ntitle: Meeting 7\ndate: 2020-05-01\n---\n- ~~gone~~ here\n", path="a.md")
    assert dict(document.metadata) == {"title": "Meeting 7", "date": "2020-05-01"}
    assert [line.markup for line in document.lines] == ["meta", "meta", "item"]
    assert [span.of(document.text) for span in document.struck] == ["gone"]


def test_pipe_table_cells_know_their_place() -> None:
    """Cells are spans of the source; an escaped bar does not part them."""
    document = read_text("| a | b \\| c |\n|---|---|\n|   | d |\n", path="a.md")
    (table,) = document.tables
    assert [[cell.span.of(document.text) for cell in row] for row in table.rows] == [["a", "b \\| c"], ["", "d"]]
    assert table.header == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "The board met and the chair opened the meeting, which was held at the town hall with all members.",
            "en",
        ),
        ("Die Sitzung wurde von der Vorsitzenden eröffnet und das Protokoll ist mit einer Änderung genehmigt.", "de"),
        (
            "Le comité est réuni dans la salle du conseil et les membres ont approuvé le procès-verbal.",
            "fr",
        ),
        (
            "De vergadering wordt geopend door de voorzitter en het verslag is niet goedgekeurd.",
            "nl",
        ),
        (
            "La reunión fue abierta por el presidente y los miembros aprobaron el acta con una enmienda.",
            "es",
        ),
        (
            "A reunião foi aberta pela presidente e os membros aprovaram a ata das sessões, não foi pouco.",
            "pt",
        ),
        (
            "La riunione è stata aperta dal presidente, e gli invitati sono stati presentati alla fine del giorno.",
            "it",
        ),
        ("12 34 56", None),
    ],
)
def test_language_shows_in_the_small_words(text: str, code: str | None) -> None:
    """One sentence of function words tells the language; figures tell none."""
    assert detect(text) == code


def test_pdf_words_have_their_boxes() -> None:
    """A line's words, its box, size and weight are what was drawn."""
    sheet, buffer = canvas()
    write(sheet, 72, 100, "Minutes of the Board", size=18, bold=True)
    write(sheet, 72, 130, "The chair opened the meeting.")
    document = read("a.pdf", finished(sheet, buffer))
    title, body = document.lines
    assert lines(document) == ["Minutes of the Board", "The chair opened the meeting."]
    assert (title.size, title.bold, body.size, body.bold) == (18, True, 11, False)
    assert title.box is not None
    assert title.box.x0 == pytest.approx(72, abs=2)
    assert title.box.top < 100 < title.box.bottom
    assert [word.span.of(document.text) for word in body.words] == ["The", "chair", "opened", "the", "meeting."]
    assert document.pages[0].width == pytest.approx(WIDTH, abs=1)


def test_words_of_a_line_are_a_sequence() -> None:
    """Words are made when they are asked for, one by one or as a slice, and are then equal."""
    sheet, buffer = canvas()
    write(sheet, 72, 100, "Minutes of the Board")
    (line,) = read("a.pdf", finished(sheet, buffer)).lines
    words = tuple(line.words)
    assert (len(line.words), line.words[-1], line.words[1:3]) == (4, words[3], words[1:3])
    assert line.words == words
    assert hash(line.words) == hash(words)
    with pytest.raises(IndexError):
        line.words[4]


LEFT = [f"left column line {number} with words enough to be prose" for number in range(1, 9)]
RIGHT = [f"right column line {number} with words enough as well" for number in range(1, 9)]


def test_columns_are_read_one_after_the_other() -> None:
    """Two columns of prose, drawn line by line across, are read column by column, below the title."""
    sheet, buffer = canvas()
    write(sheet, 72, 60, "A title that stands over both of the columns of this page, from edge to edge", size=12)
    for number, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        write(sheet, 50, 100 + 14 * number, left, size=9)
        write(sheet, 310, 100 + 14 * number, right, size=9)
    document = read("a.pdf", finished(sheet, buffer))
    assert lines(document)[1:] == LEFT + RIGHT
    assert {line.column for line in document.lines} == {0, 1, 2}


def test_names_in_columns_are_read_row_by_row() -> None:
    """A list of participants set in columns is not torn apart."""
    sheet, buffer = canvas()
    for number in range(8):
        write(sheet, 72, 100 + 14 * number, f"Ada Moe {number}")
        write(sheet, 300, 100 + 14 * number, f"Agency {number}")
    assert lines(read("a.pdf", finished(sheet, buffer)))[0] == "Ada Moe 0\tAgency 0"


def ruled(sheet: Canvas, tops: list[float], lefts: list[float]) -> None:
    """Draws a grid."""
    sheet.grid(lefts, [HEIGHT - top for top in tops])


def test_ruled_tables_are_read_cell_by_cell() -> None:
    """Cells of a ruled table have contiguous spans, wrapped lines included, and the heading row is told."""
    sheet, buffer = canvas()
    ruled(sheet, [90, 110, 150], [60, 200, 400])
    write(sheet, 65, 104, "Name", bold=True)
    write(sheet, 205, 104, "Office", bold=True)
    write(sheet, 65, 124, "Ada Moe")
    write(sheet, 205, 124, "Chair of the committee on")
    write(sheet, 205, 138, "roads and bridges")
    write(sheet, 60, 200, "After the table.")
    document = read("a.pdf", finished(sheet, buffer))
    (table,) = document.tables
    cells = [[cell.span.of(document.text) for cell in row] for row in table.rows]
    assert cells == [["Name", "Office"], ["Ada Moe", "Chair of the committee on\nroads and bridges"]]
    assert table.header == 1
    assert lines(document)[-1] == "After the table."


def test_a_frame_around_text_is_no_table() -> None:
    """A box with a paragraph in it stays text."""
    sheet, buffer = canvas()
    sheet.rect(60, HEIGHT - 150, 400, 60)
    write(sheet, 65, 104, "A paragraph in a box,")
    write(sheet, 65, 118, "drawn for emphasis.")
    assert read("a.pdf", finished(sheet, buffer)).tables == ()


def test_a_cell_that_holds_a_list_is_read_as_text() -> None:
    """A table that only arranges the page does not swallow the lists in it."""
    sheet, buffer = canvas()
    ruled(sheet, [90, 110, 190], [60, 200, 500])
    write(sheet, 65, 104, "Item")
    write(sheet, 205, 104, "Discussion")
    write(sheet, 65, 124, "Roads")
    for number in range(3):
        write(sheet, 205, 124 + 14 * number, f"{number + 1}. Point {number + 1} was agreed")
    document = read("a.pdf", finished(sheet, buffer))
    assert [line.marker for line in document.lines if line.markup == "item"] == ["1.", "2.", "3."]


def test_a_turned_page_is_read_as_seen() -> None:
    """A page with a rotation gives boxes as the reader sees it."""
    sheet, buffer = canvas()
    sheet.setPageRotation(90)
    sheet.setFont("Helvetica", 11)
    sheet.saveState()
    sheet.translate(100, 72)
    sheet.rotate(90)
    sheet.drawString(0, 0, "Seen upright")
    sheet.restoreState()
    document = read("a.pdf", finished(sheet, buffer))
    (line,) = document.lines
    assert line.box is not None
    assert document.pages[0].width == pytest.approx(WIDTH, abs=1)
    assert line.box.x1 - line.box.x0 > line.box.bottom - line.box.top
    assert line.box.x0 == pytest.approx(72, abs=2)


def test_a_scan_asks_for_ocr() -> None:
    """A PDF without letters is an empty document, and the error says what helps."""
    sheet, buffer = canvas()
    sheet.rect(100, 100, 200, 200, fill=1)
    with pytest.raises(EmptyDocument, match="OCR"):
        read("a.pdf", finished(sheet, buffer))


def test_locked_and_broken_pdfs_are_told_apart() -> None:
    """A password gives EncryptedFile, junk UnreadableFile."""
    from pypdf import PdfReader, PdfWriter

    sheet, buffer = canvas()
    write(sheet, 72, 100, "secret")
    writer = PdfWriter(PdfReader(io.BytesIO(finished(sheet, buffer))))
    writer.encrypt("password", algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    with pytest.raises(EncryptedFile):
        read("a.pdf", locked.getvalue())
    with pytest.raises(UnreadableFile):
        read("a.pdf", b"%PDF-1.4\nnothing that is a PDF")


def test_too_many_pages_are_refused() -> None:
    """The page limit stops a bundle before it is read."""
    sheet, buffer = canvas()
    for _ in range(3):
        write(sheet, 72, 100, "page")
        sheet.showPage()
    data = finished(sheet, buffer)
    with pytest.raises(TooLarge, match="3 pages"):
        read("a.pdf", data, Settings(max_pages=2))


def test_page_numbers_stand_apart_from_the_last_line() -> None:
    """A page number beside the last line of a list does not become a part of it."""
    sheet, buffer = canvas()
    write(sheet, 72, HEIGHT - 50, "- the last item of the list")
    write(sheet, 520, HEIGHT - 50, "4", size=8)
    assert lines(read("a.pdf", finished(sheet, buffer))) == ["- the last item of the list", "4"]


def test_every_line_is_a_part_of_its_page() -> None:
    """Pages follow one another in the text, and lines lie inside their page."""
    sheet, buffer = canvas()
    for number in range(3):
        write(sheet, 72, 100, f"page {number + 1}")
        sheet.showPage()
    document = read("a.pdf", finished(sheet, buffer))
    assert [page.number for page in document.pages] == [1, 2, 3]
    for line in document.lines:
        assert document.pages[line.page - 1].span.contains(line.span)


def test_language_given_by_the_reader_stays() -> None:
    """Detect fills only what is unknown."""
    document = read_text("The chair opened the meeting and the members were welcomed by the host.")
    assert document.language == "en"
    assert replace(document, language="de").language == "de"


def test_a_table_within_a_border_is_found() -> None:
    """A frame around the whole page hides no table in it, and is none itself."""
    sheet, buffer = canvas()
    sheet.rect(50, HEIGHT - 400, 450, 330)
    ruled(sheet, [90, 110, 130, 150], [60, 120, 400])
    for row, (left, right) in enumerate([("No", "Action"), ("1", "Mend the roof"), ("2", "Write to Ada")]):
        write(sheet, 65, 104 + 20 * row, left)
        write(sheet, 125, 104 + 20 * row, right)
    write(sheet, 60, 300, "Text within the border.")
    document = read("a.pdf", finished(sheet, buffer))
    (table,) = document.tables
    assert [[cell.span.of(document.text) for cell in row] for row in table.rows][1] == ["1", "Mend the roof"]


def test_rows_without_uprights_are_a_table() -> None:
    """Rules between rows are enough where a white strip runs through all of them."""
    sheet, buffer = canvas()
    for row in range(6):
        sheet.line(60, HEIGHT - 90 - 20 * row, 460, HEIGHT - 90 - 20 * row)
    for row in range(5):
        write(sheet, 65, 104 + 20 * row, f"Ada Moe {row}")
        write(sheet, 265, 104 + 20 * row, f"Agency {row}")
    (table,) = read("a.pdf", finished(sheet, buffer)).tables
    assert [len(row) for row in table.rows] == [2] * 5


def test_words_broken_by_a_narrow_cell_are_marked() -> None:
    """A word that reaches the border of its cell and goes on in the next line is one word."""
    sheet, buffer = canvas()
    ruled(sheet, [90, 110, 150], [60, 114, 300])
    write(sheet, 65, 104, "First")
    write(sheet, 119, 104, "Role")
    write(sheet, 65, 124, "Montserra", size=9.5)
    write(sheet, 65, 138, "t", size=9.5)
    write(sheet, 119, 124, "Clerk")
    document = read("a.pdf", finished(sheet, buffer))
    assert [line.span.of(document.text) for line in document.lines if line.hyphen] == ["Montserra"]
