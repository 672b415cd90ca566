"""Rich Text Format: words in any code page, paragraphs, headings, list marks, tables, and what nobody sees."""

from __future__ import annotations

import pytest

from pipeline.document import Document
from pipeline.errors import EmptyDocument, UnreadableFile
from tests.test_readers import read

HEAD = r"""{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0 Arial;}}{\stylesheet{\s0 Normal;}{\s1\b\fs32 heading 1;}}
{\info{\title Minutes 7}}{\*\generator Pen}{\header\pard Harbour Board\par}{\footer\pard Page {\field{\*\fldinst PAGE}
{\fldrslt 1}}\par}"""


def rtf(body: str) -> Document:
    """The document with ``body``."""
    return read("a.rtf", (HEAD + body + "}").encode("cp1252"))


def marked(document: Document) -> list[str]:
    """Each line with what the reader says of it."""
    return [f"{line.markup}|{line.marker}|{line.span.of(document.text)}" for line in document.lines]


def test_paragraphs_headings_and_marks_of_lists() -> None:
    """Styles make headings, marks are as written, page heads and feet stand apart."""
    body = r"""\pard\s1 Minutes\par\pard Held in Oslo.\line Later that day\par
\pard{\listtext 1.\tab}\ilvl0 first\par\pard{\listtext\f3\'b7\tab}\ilvl1 inner\par}"""
    assert marked(rtf(body)) == [
        "aside||Harbour Board",
        "heading||Minutes",
        "paragraph||Held in Oslo.",
        "paragraph||Later that day",
        "item|1.|first",
        "item|•|inner",
        "aside||Page 1",
    ]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        (r"Proc\'e8s-verbal", "Procès-verbal"),
        (r"Be\u269?i\u263?i", "Bečići"),
        (r"\u-10179?\u-8704?", "\U0001f600"),
        (r"a\{b\}\\c", r"a{b}\c"),
        (r"10\endash 12\~h \ldblquote so\rdblquote", "10–12\xa0h “so”"),
        (r"{\ansicpg1250\'e8}", "č"),
        (r"kept {\deleted gone}{\v hidden}here", "kept here"),
        (r"see {\*\unknown nothing}{\pict 0123}this", "see this"),
    ],
)
def test_words_are_those_that_a_reader_sees(written: str, read_as: str) -> None:
    """Code pages, Unicode with its stand-ins, signs, deleted and hidden text."""
    body = rtf(r"\pard " + written + r"\par")
    assert body.lines[1].span.of(body.text) == read_as


def test_rows_become_a_table_and_weights_are_kept() -> None:
    """Cells end where the file says so; bold and struck stretches are told."""
    body = r"""\trowd\intbl\b Name\cell Role\b0\cell\row\trowd\intbl Ada Moe\cell Chair\cell\row
\pard kept {\strike gone}\par{\b Decisions\par}"""
    document = rtf(body)
    (table,) = document.tables
    cells = [[cell.span.of(document.text) for cell in row] for row in table.rows]
    assert cells == [["Name", "Role"], ["Ada Moe", "Chair"]]
    assert table.header == 1
    assert [span.of(document.text) for span in document.struck] == ["gone"]
    assert [line.span.of(document.text) for line in document.lines if line.bold][-1] == "Decisions"


def test_junk_and_nothing_are_told_apart() -> None:
    """A file that only bears the name is unreadable, one without words is empty, deep nesting is refused."""
    with pytest.raises(UnreadableFile):
        read("a.rtf", b"Minutes")
    with pytest.raises(EmptyDocument):
        rtf(r"\pard\par")
    with pytest.raises(UnreadableFile, match="deeper"):
        rtf("{" * 2000 + "x" + "}" * 2000)
