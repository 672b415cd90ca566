"""reStructuredText: what its marks mean, and that nothing in it is included or run."""

from __future__ import annotations

from pipeline import layout
from pipeline.document import Document
from tests.adapters.layout import shown
from tests.test_readers import read


def rst(text: str) -> Document:
    """The document that ``text`` makes."""
    return read("a.rst", text.encode())


def blocks(text: str) -> list[str]:
    """The blocks that hold words, in one line each."""
    return [shown(block) for block in layout.arrange(rst(text)) if block.kind != "rule"]


def test_fields_at_the_head_are_data() -> None:
    """Title, fields and sections; a field further down is text."""
    text = "Minutes\n=======\n\n:Date: 3 May 2021\n:Chair: Ada Moe\n\nPresent\n-------\n\n* Ada Moe\n\n:time: 10:00\n"
    assert blocks(text) == [
        "heading1 Minutes",
        "meta Date: 3 May 2021",
        "meta Chair: Ada Moe",
        "heading2 Present",
        "item1 * Ada Moe",
        "paragraph time: 10:00",
    ]
    assert rst(text).metadata == {"date": "3 May 2021", "chair": "Ada Moe"}


def test_directives_give_titles_and_words_and_are_never_run() -> None:
    """A sidebar's title is a heading, a note's words are words; code, raw pages, inclusions and remarks are not."""
    text = """.. sidebar:: participants

   * Ada Moe

.. note:: The board met in Oslo.
   It was short.

.. include:: /etc/passwd
.. raw:: html

   <p>hidden</p>

.. a remark
   over two lines

.. _target: https://example.org
.. image:: plan.png
   :alt: The plan

Done::

   literal
"""
    assert blocks(text) == [
        "heading6 participants",
        "item1 * Ada Moe",
        "paragraph The board met in Oslo.",
        "paragraph It was short.",
        "paragraph Done:",
        "code literal",
    ]


def test_tables_of_both_kinds() -> None:
    """Cells stand where the rules are drawn; the head is told from the rows."""
    text = """+---------+-------+
| Name    | Role  |
+=========+=======+
| Ada Moe | Chair |
+---------+-------+
| Bo Lie  |       |
+---------+-------+

=======  =======
Name     Town
=======  =======
Cy Dahl  Oslo
Di Eng   Bergen and Voss
=======  =======
"""
    document = rst(text)
    cells = [[[cell.span.of(document.text) for cell in row] for row in table.rows] for table in document.tables]
    assert cells == [
        [["Name", "Role"], ["Ada Moe", "Chair"], ["Bo Lie", ""]],
        [["Name", "Town"], ["Cy Dahl", "Oslo"], ["Di Eng", "Bergen and Voss"]],
    ]
    assert [table.header for table in document.tables] == [1, 1]


def test_marks_within_lines_are_left_out_of_views() -> None:
    """Links, roles, references and weights are read as their words; a bar that keeps a line's end is no word."""
    text = "See `the plan <https://example.org>`_, :doc:`minutes`, `Ada Moe`_ and **Bo** ``x``.\n"
    text += "\n| Harbour Road 1\n| Oslo\n"
    assert blocks(text)[0] == "paragraph See the plan, minutes, Ada Moe and Bo x."
    assert "|" not in "".join(blocks(text)[1:])
