"""Word documents: headings, numbered lists, tables, and what nobody sees in them."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipeline import layout
from pipeline.document import Document
from pipeline.errors import EmptyDocument, UnreadableFile
from tests.adapters.layout import shown
from tests.test_readers import read

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = f"""<w:styles {W}>
<w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="H2"><w:name w:val="Sub"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
</w:styles>"""
NUMBERING = f"""<w:numbering {W}>
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
</w:numbering>"""
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Minutes 7</dc:title></cp:coreProperties>'
)


def paragraph(text: str, *, style: str = "", number: int | None = None, run: str = "") -> str:
    """A paragraph of Word's."""
    kind = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number is not None:
        kind += f'<w:numPr><w:ilvl w:val="{number}"/><w:numId w:val="1"/></w:numPr>'
    return f"<w:p><w:pPr>{kind}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def docx(body: str) -> bytes:
    """A Word file with ``body``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/styles.xml", STYLES)
        archive.writestr("word/numbering.xml", NUMBERING)
        archive.writestr("docProps/core.xml", CORE)
    return buffer.getvalue()


def blocks(document: Document) -> list[str]:
    """The blocks in one line each."""
    return [shown(block) for block in layout.arrange(document)]


def test_headings_lists_and_metadata() -> None:
    """Styles make headings, numbering makes markers, the core properties are metadata."""
    document = read(
        "a.docx",
        docx(
            paragraph("Minutes", style="H1")
            + paragraph("Present", style="H2")
            + paragraph("first", number=0)
            + paragraph("inner", number=1)
            + paragraph("inner again", number=1)
            + paragraph("second", number=0)
            + paragraph("- typed by hand")
        ),
    )
    assert blocks(document) == [
        "heading1 Minutes",
        "heading2 Present",
        "item1 1. first",
        "item2 1.a) inner",
        "item2 1.b) inner again",
        "item1 2. second",
        "item1 - typed by hand",
    ]
    assert document.metadata["title"] == "Minutes 7"


def test_deleted_text_is_left_out_and_struck_text_is_marked() -> None:
    """A tracked deletion is gone, an insertion stays, a struck run is in the text and listed as struck."""
    body = (
        "<w:p><w:r><w:t>The board </w:t></w:r><w:del><w:r><w:delText>rejected</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>approved</w:t></w:r></w:ins><w:r><w:rPr><w:strike/></w:rPr><w:t> nothing</w:t></w:r></w:p>"
    )
    document = read("a.docx", docx(body))
    assert document.text == "The board approved nothing\n"
    assert [span.of(document.text) for span in document.struck] == [" nothing"]


def test_tables_keep_their_cells() -> None:
    """Cells are spans of the text; a bold first row is the heading."""

    def cell(text: str, *, bold: bool = False) -> str:
        return f"<w:tc>{paragraph(text, run='<w:b/>' if bold else '')}</w:tc>"

    rows = [(("Name", "Role"), True), (("Ada Moe", ""), False), (("Bo Lie", "Clerk"), False)]
    body = "".join("<w:tr>" + "".join(cell(text, bold=bold) for text in texts) + "</w:tr>" for texts, bold in rows)
    document = read("a.docx", docx(f"<w:tbl>{body}</w:tbl>"))
    assert blocks(document) == ["row Name | Role", "row Ada Moe | ", "row Bo Lie | Clerk"]
    assert document.tables[0].header == 1


def test_paragraphs_are_never_joined() -> None:
    """Word's paragraphs stay apart, even where one begins with a small letter."""
    long = "The committee agreed after a long debate in which every member of the board took part that it would"
    assert blocks(read("a.docx", docx(paragraph(long) + paragraph("meet again")))) == [
        f"paragraph {long}",
        "paragraph meet again",
    ]


def test_broken_and_empty_files_are_refused() -> None:
    """A torn archive is unreadable, a document without words is empty."""
    with pytest.raises(UnreadableFile):
        read("a.docx", docx(paragraph("x"))[:200])
    with pytest.raises(EmptyDocument):
        read("a.docx", docx(paragraph(" ")))


def test_numbers_in_the_first_column_of_a_table_are_no_page_numbers() -> None:
    """Rows that count 1, 2, 3 stay whole."""
    rows = "".join(
        f"<w:tr><w:tc>{paragraph(str(number))}</w:tc><w:tc>{paragraph('Mend the roof')}</w:tc></w:tr>"
        for number in range(1, 5)
    )
    assert blocks(read("a.docx", docx(f"<w:tbl>{rows}</w:tbl>"))) == [
        f"row {number} | Mend the roof" for number in range(1, 5)
    ]


def test_large_print_makes_headings() -> None:
    """A short line in larger print than the rest is a heading, whether it is bold or not."""
    small, large = '<w:sz w:val="22"/>', '<w:sz w:val="32"/>'
    prose = paragraph("The board met in Oslo and spoke of the roof for most of the day. " * 4, run=small)
    body = paragraph("Harbour Board", run=large) + prose + paragraph("The roof", run=large) + prose
    assert [line.split()[0] for line in blocks(read("a.docx", docx(body)))] == [
        "heading1",
        "paragraph",
        "heading1",
        "paragraph",
    ]
