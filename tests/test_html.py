"""Web pages: what is read of them, and what is left out."""

from __future__ import annotations

import pytest

from pipeline import layout
from pipeline.errors import EmptyDocument, TooLarge
from tests.adapters.layout import shown
from tests.test_readers import read

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>Minutes 7</title><meta name="date" content="2020-05-01"></head>
<body>
<nav><ul><li><a href="/">Home</a></li></ul></nav>
<div class="cookie-consent">We use cookies.</div>
<header><h1>Minutes of the board</h1></header>
<h2>Present</h2>
<ul><li>Ada <b>Moe</b></li><li>Bo Lie<ol start="3"><li>inner</li></ol></li></ul>
<p>First line<br>second
line</p>
<p><b>Decisions</b></p>
<p>The board <del>rejected</del> approved&nbsp;it.</p>
<table><tr><th>Name</th><th>Role</th></tr><tr><td>Ada</td><td></td></tr></table>
<script>alert("no")</script>
<footer>Imprint</footer>
</body></html>"""


def blocks(page: str) -> list[str]:
    """The blocks of a page in one line each."""
    return [shown(block) for block in layout.arrange(read("a.html", page.encode()))]


def test_a_page_is_read_without_its_frame() -> None:
    """Headings, lists, line breaks and tables stay; menu, cookie note, script and footer go."""
    assert blocks(PAGE) == [
        "heading1 Minutes of the board",
        "heading2 Present",
        "item1 \u2022 Ada Moe",
        "item1 \u2022 Bo Lie",
        "item2 3. inner",
        "paragraph First line",
        "paragraph second line",
        "heading3 Decisions",
        "paragraph The board rejected approved it.",
        "row Name | Role",
        "row Ada | ",
        "meta published: 2020-05-01",
    ]


def test_metadata_and_struck_words() -> None:
    """Title and meta tags are metadata; deleted words are listed as struck."""
    document = read("a.html", PAGE.encode())
    assert document.metadata == {"language": "en", "title": "Minutes 7", "date": "2020-05-01"}
    assert [span.of(document.text).strip() for span in document.struck] == ["rejected"]
    assert document.tables[0].header == 1


def test_lists_typed_without_tags_stay_lists() -> None:
    """Short lines of the source are lines; prose that is wrapped in the source is joined."""
    names = "<p>Ada Moe (Fjord)\nBo Lie (Fell)\nCy Dahl</p>"
    assert blocks(f"<html><body>{names}</body></html>") == [
        "paragraph Ada Moe (Fjord)",
        "paragraph Bo Lie (Fell)",
        "paragraph Cy Dahl",
    ]
    assert blocks("<html><body><p>The board met\nand agreed\nto go on.</p></body></html>") == [
        "paragraph The board met and agreed to go on."
    ]


def test_the_page_names_its_encoding() -> None:
    """A charset in the head counts where the bytes agree with it."""
    page = '<html><head><meta charset="iso-8859-15"></head><body><p>Réunion à 5 €</p></body></html>'
    assert read("a.html", page.encode("iso-8859-15")).text == "Réunion à 5 €\n"


def test_layout_tables_are_text() -> None:
    """A table of one column, or one with a table in it, only lays out the page."""
    assert blocks("<html><body><table><tr><td><p>One</p><p>Two</p></td></tr></table></body></html>") == [
        "paragraph One",
        "paragraph Two",
    ]


def test_an_empty_page_is_refused() -> None:
    """A page without words is an empty document."""
    with pytest.raises(EmptyDocument):
        read("a.html", b"<html><body><nav>Home</nav></body></html>")


def test_pages_that_never_close_their_tags_are_read_flat() -> None:
    """Headings, items and paragraphs are kept however deep they lie; beyond all measure the page is refused."""
    page = "<script>no</script>" + "<div><font>" * 200 + "<h1>Minutes</h1><p>The board met.</p><ul><li>Ada</li></ul>"
    assert blocks(page) == ["heading1 Minutes", "paragraph The board met.", "item1 • Ada"]
    with pytest.raises(TooLarge):
        read("a.html", b"<html><body>" + b"<div>" * 5000 + b"words")


def test_long_tables_cost_what_they_hold() -> None:
    """Each row is looked at once."""
    rows = "".join(f"<tr><td>{number}</td><td>Name</td><td></td></tr>" for number in range(3000))
    (table,) = read("a.html", f"<table>{rows}</table>".encode()).tables
    assert (len(table.rows), len(table.rows[0])) == (3000, 2)


def test_merged_cells_keep_the_columns() -> None:
    """A cell over two rows leaves its place in the second row empty."""
    page = (
        "<table><tr><td rowspan=2>Port</td><td>Ada</td></tr><tr><td>Bo</td></tr><tr><td colspan=2>All</td></tr></table>"
    )
    document = read("a.html", page.encode())
    (table,) = document.tables
    assert [[cell.span.of(document.text) for cell in row] for row in table.rows] == [
        ["Port", "Ada"],
        ["", "Bo"],
        ["All"],
    ]


def test_typed_lines_keep_their_ends() -> None:
    """Within <pre>, and where lines without a tag begin like a log or a list, each line of the source is one."""
    page = "<pre>present were\nada moe and\n<b>bo lie</b></pre>[10:15] Ada: hello\n[10:16] Bo: the roof is\n* agreed\n"
    document = read("a.html", page.encode())
    assert [line.span.of(document.text) for line in document.lines] == [
        "present were",
        "ada moe and",
        "bo lie",
        "[10:15] Ada: hello",
        "[10:16] Bo: the roof is",
        "* agreed",
    ]
