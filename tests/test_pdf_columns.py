"""Newspaper columns: narrow, justified, three on a page, with heads over all of them."""

from __future__ import annotations

import io

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from pipeline import layout
from tests.test_readers import canvas, finished, lines, read, write

FACE, SIZE = "Helvetica", 7
WIDE = 145
LEFTS = (70, 226, 382)
#: Lines of a column as a narrow measure breaks them; the short ones get wide blanks.
SET = (
    "the committee heard the report of",
    "engineers and considered",
    "whether resources necessary",
    "for the breakwater had been found",
    "notwithstanding reservations",
    "of members about the price of the",
    "stone, which had risen again in",
    "consequence of circumstances",
)


def justified(sheet: Canvas, left: float, top: float, text: str) -> None:
    """Writes a line word by word, its blanks stretched to the column's width."""
    words = text.split()
    blank = (WIDE - sum(stringWidth(word, FACE, SIZE) for word in words)) / (len(words) - 1)
    for word in words:
        write(sheet, left, top, word, size=SIZE)
        left += stringWidth(word, FACE, SIZE) + blank


def newspaper() -> tuple[Canvas, list[list[str]], io.BytesIO]:
    """A page of three columns, drawn line by line across, under a head, and the lines of each column."""
    sheet, buffer = canvas()
    write(sheet, 70, 60, "The Harbour Record, official paper of the town and of its port", size=16)
    columns = [[f"{name} {line}" for line in SET * 3] for name in ("One", "Two", "Six")]
    for number, texts in enumerate(zip(*columns, strict=True)):
        for left, text in zip(LEFTS, texts, strict=True):
            justified(sheet, left, 100 + 9 * number, text)
    return sheet, columns, buffer


def test_three_justified_columns_are_read_one_after_the_other() -> None:
    """Stretched blanks neither hide the gutters nor become tabs."""
    sheet, columns, buffer = newspaper()
    document = read("a.pdf", finished(sheet, buffer))
    assert lines(document)[1:] == [line for column in columns for line in column]
    assert len({line.column for line in document.lines}) == 4


def test_justified_lines_are_no_rows() -> None:
    """Words that stand below one another in a newspaper's column are no table."""
    sheet, _, buffer = newspaper()
    blocks = layout.arrange(read("a.pdf", finished(sheet, buffer)))
    assert "row" not in {block.kind for block in blocks}


def test_contacts_in_two_wide_columns_stay_rows() -> None:
    """Four columns of short cells with one wider gap in the middle are a table, not two columns of prose."""
    sheet, buffer = canvas()
    for number in range(10):
        write(sheet, 60, 100 + 14 * number, f"Ada Moe {number}", size=9)
        write(sheet, 140, 100 + 14 * number, "Agency for Roads", size=9)
        write(sheet, 320, 100 + 14 * number, f"Bo Li {number}", size=9)
        write(sheet, 400, 100 + 14 * number, "Ministry of Works", size=9)
    assert lines(read("a.pdf", finished(sheet, buffer)))[0] == "Ada Moe 0\tAgency for Roads\tBo Li 0\tMinistry of Works"


def test_the_head_of_a_newspaper_comes_before_its_columns() -> None:
    """A line of three parts and a centred one below the title belong to the head, wherever the gutters stand."""
    sheet, _, buffer = newspaper()
    write(sheet, 70, 72, "Vol. 8", size=9)
    write(sheet, 255, 72, "Friday, 7 May 2021", size=9)
    write(sheet, 500, 72, "No. 12", size=9)
    write(sheet, 263, 86, "Town Meeting", size=11)
    texts = lines(read("a.pdf", finished(sheet, buffer)))
    assert texts[1:3] == ["Vol. 8\tFriday, 7 May 2021\tNo. 12", "Town Meeting"]
