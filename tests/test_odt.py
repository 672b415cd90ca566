"""OpenDocument texts: headings, numbered lists, tables, and what nobody sees in them."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipeline import layout
from pipeline.document import Document
from pipeline.errors import EmptyDocument, EncryptedFile, UnreadableFile
from tests.adapters.layout import shown
from tests.test_readers import lines, read

SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in [
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
    ]
)  # fmt: skip
AUTOMATIC = """
<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="S" style:family="text">
<style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Strong"/>
<text:list-style style:name="L">
<text:list-level-style-number text:level="1" style:num-suffix="." style:num-format="1"/>
<text:list-level-style-number text:level="2" style:num-suffix=")" style:num-format="a"/>
<text:list-level-style-bullet text:level="3" text:bullet-char="-"/>
</text:list-style>
"""
STYLES = """
<style:style style:name="Strong" style:family="paragraph"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Title" style:family="paragraph"/>
"""
HEAD = "<style:header><text:p>Harbour Board</text:p></style:header>"
FOOT = "<style:footer><text:p>Page <text:page-number>1</text:page-number></text:p></style:footer>"


def odt(body: str, *, manifest: str = "", automatic: str = "") -> bytes:
    """An OpenDocument text with ``body``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        content = f"<office:automatic-styles>{AUTOMATIC}{automatic}</office:automatic-styles>"
        content += f"<office:body><office:text>{body}</office:text></office:body>"
        archive.writestr("content.xml", f"<office:document-content {SPACES}>{content}</office:document-content>")
        masters = f"<office:master-styles><style:master-page>{HEAD}{FOOT}</style:master-page></office:master-styles>"
        styles = f"<office:styles>{STYLES}</office:styles>{masters}"
        archive.writestr("styles.xml", f"<office:document-styles {SPACES}>{styles}</office:document-styles>")
        archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="x">{manifest}</m:manifest>')
    return buffer.getvalue()


def blocks(document: Document) -> list[str]:
    """The blocks in one line each."""
    return [shown(block) for block in layout.arrange(document)]


def item(words: str, inner: str = "") -> str:
    """An item of a list."""
    return f"<text:list-item><text:p>{words}</text:p>{inner}</text:list-item>"


def listed(*items: str, more: str = "") -> str:
    """A list."""
    return f'<text:list text:style-name="L" {more}>{"".join(items)}</text:list>'


def test_headings_and_lists_with_their_numbers() -> None:
    """Headings have levels; lists count, inner ones anew, and go on where they say so."""
    body = (
        '<text:h text:outline-level="1">Minutes</text:h><text:p>The board met.</text:p>'
        + listed(item("first", listed(item("inner"), item("inner again", listed(item("deep"))))), item("second"))
        + "<text:p>between</text:p>"
        + listed(item("third"), more='text:continue-numbering="true"')
        + listed(item("anew"))
    )
    assert blocks(read("a.odt", odt(body))) == [
        "running Harbour Board",
        "heading1 Minutes",
        "paragraph The board met.",
        "item1 1. first",
        "item2 a) inner",
        "item2 b) inner again",
        "item3 • deep",
        "item1 2. second",
        "paragraph between",
        "item1 3. third",
        "item1 1. anew",
        "running Page 1",
    ]


def test_a_letterhead_holds_the_title_of_a_report_without_one() -> None:
    """Where the body begins with a long paragraph, the page's head is read as text."""
    document = read("a.odt", odt(f"<text:p>{'The board met in Oslo. ' * 9}</text:p>"))
    assert document.lines[0].markup != "aside"
    assert document.lines[-1].markup == "aside"


def test_blanks_weight_and_struck_words() -> None:
    """Counted blanks, tabs and breaks are kept; bold comes from the stretch or from inherited styles."""
    body = (
        '<text:p>A<text:s text:c="3"/>B<text:tab/>C<text:line-break/>D</text:p>'
        '<text:p><text:span text:style-name="B">All bold</text:span></text:p>'
        '<text:p text:style-name="P1">Inherited</text:p>'
        '<text:p>kept <text:span text:style-name="S">gone</text:span></text:p>'
    )
    document = read("a.odt", odt(body))
    assert lines(document)[1:6] == ["A   B\tC", "D", "All bold", "Inherited", "kept gone"]
    assert [line.bold for line in document.lines][1:6] == [False, False, True, True, False]
    assert [span.of(document.text) for span in document.struck] == ["gone"]


def test_what_nobody_sees_is_left_out() -> None:
    """Deleted text and remarks are no text; notes follow their paragraph; lists of contents stand apart."""
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>deleted</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:table-of-content><text:index-body><text:p>Present 1</text:p></text:index-body></text:table-of-content>"
        "<text:p>Present<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>By phone.</text:p>"
        "</text:note-body></text:note><office:annotation><text:p>remark</text:p></office:annotation>: Ada</text:p>"
        "<text:p><draw:frame><draw:text-box><text:p>Boxed</text:p></draw:text-box></draw:frame></text:p>"
    )
    document = read("a.odt", odt(body))
    assert [f"{line.markup} {line.span.of(document.text)}" for line in document.lines][1:-1] == [
        "aside Present 1",
        "paragraph Present: Ada",
        "paragraph By phone.",
        "paragraph Boxed",
    ]


def test_merged_cells_keep_the_columns() -> None:
    """A cell over two columns counts as two; one over two rows leaves its place in the second row empty."""
    cell = "<table:table-cell{}><text:p>{}</text:p></table:table-cell>"
    body = (
        "<table:table><table:table-row>"
        + cell.format(' table:number-columns-spanned="2"', "wide")
        + "<table:covered-table-cell/>"
        + cell.format("", "c")
        + "</table:table-row><table:table-row>"
        + cell.format(' table:number-rows-spanned="2"', "tall")
        + cell.format("", "b")
        + cell.format("", "d")
        + "</table:table-row><table:table-row><table:covered-table-cell/>"
        + cell.format("", "e")
        + cell.format("", "f")
        + "</table:table-row></table:table>"
    )
    document = read("a.odt", odt(body))
    (table,) = document.tables
    cells = [[(cell.span.of(document.text), cell.column) for cell in row] for row in table.rows]
    assert cells == [
        [("wide", 0), ("c", 2)],
        [("tall", 0), ("b", 1), ("d", 2)],
        [("", 0), ("e", 1), ("f", 2)],
    ]


def test_encrypted_broken_and_empty_files_are_told() -> None:
    """A password, a cut file and a file without text have problems of their own."""
    with pytest.raises(EncryptedFile):
        read("a.odt", odt("<text:p>x</text:p>", manifest="<m:file-entry><m:encryption-data/></m:file-entry>"))
    with pytest.raises(UnreadableFile):
        read("a.odt", odt("<text:p>x"))
    with pytest.raises(EmptyDocument):
        read("a.odt", odt("<text:p> </text:p>"))


def test_large_print_makes_headings() -> None:
    """A short line in larger print than the rest is a heading, though no style says so."""
    style = (
        '<style:style style:name="Big" style:family="text"><style:text-properties fo:font-size="16pt"/></style:style>'
    )
    small = style.replace("Big", "Small").replace("16pt", "10pt")
    prose = f'<text:p><text:span text:style-name="Small">{"The board met in Oslo. " * 9}</text:span></text:p>'
    title = '<text:p><text:span text:style-name="Big">Harbour Board</text:span></text:p>'
    data = odt(title + prose, automatic=style + small)
    assert [line.split()[0] for line in blocks(read("a.odt", data))][1:3] == ["heading1", "paragraph"]
