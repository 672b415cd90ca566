"""Layout: blocks of pages, running heads, and views whose characters know their offsets."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import layout
from pipeline.document import Document
from pipeline.layout.inclusive import plain_labels
from pipeline.layout.tidy import as_they_stand, tidied, view_of
from pipeline.text import Span, View
from tests.adapters.layout import shown
from tests.support import read as read_text
from tests.test_readers import canvas, finished, read, ruled, write

PROSE = (
    "The committee heard the report of the engineer on the state",
    "of the harbour and agreed that the works could go on until",
    "the end of the year, when it would look at the matter again",
    "and decide whether more money was needed for the breakwater",
)


def blocks_of(sheet, buffer: io.BytesIO) -> list[str]:
    """The blocks of a PDF in one line each."""
    return [shown(block) for block in layout.arrange(read("a.pdf", finished(sheet, buffer)))]


def test_running_heads_feet_and_numbers_are_told() -> None:
    """What repeats at the edges of pages is running; a title that is the first head stays, and so do annexes."""
    sheet, buffer = canvas()
    for number in range(1, 4):
        write(sheet, 72, 40, "Harbour committee, minutes of May", size=9)
        write(sheet, 72, 60, f"Annex {number * 2}", size=11)
        for row, line in enumerate(PROSE):
            write(sheet, 72, 300 + 14 * row, line + "." * (row == 3))
        write(sheet, 290, 800, f"Page {number} of 3", size=9)
        sheet.showPage()
    kinds = [(block.kind, block.text) for block in layout.arrange(read("a.pdf", finished(sheet, buffer)))]
    running = [text for kind, text in kinds if kind == "running"]
    assert running == [text for n in (1, 2, 3) for text in ("Harbour committee, minutes of May", f"Page {n} of 3")]
    assert "Annex 4" in [text for kind, text in kinds if kind != "running"]


def test_a_paragraph_goes_on_over_the_page() -> None:
    """The foot of a page does not end a sentence."""
    sheet, buffer = canvas()
    for row, line in enumerate(PROSE[:2]):
        write(sheet, 72, 700 + 14 * row, line)
    write(sheet, 300, 800, "1", size=9)
    sheet.showPage()
    for row, line in enumerate(PROSE[2:]):
        write(sheet, 72, 100 + 14 * row, line)
    write(sheet, 300, 800, "2", size=9)
    assert blocks_of(sheet, buffer) == ["paragraph " + " ".join(PROSE), "running 1", "running 2"]


def test_headings_show_by_size_and_weight() -> None:
    """The larger is the higher; a numbered heading keeps its number."""
    sheet, buffer = canvas()
    write(sheet, 72, 60, "Minutes of the harbour committee", size=18, bold=True)
    write(sheet, 72, 100, "1. Opening", bold=True)
    for row, line in enumerate(PROSE):
        write(sheet, 72, 120 + 14 * row, line)
    write(sheet, 72, 200, "2. Works", bold=True)
    write(sheet, 72, 220, "None.")
    assert blocks_of(sheet, buffer) == [
        "heading1 Minutes of the harbour committee",
        "heading2 1. Opening",
        "paragraph " + " ".join(PROSE),
        "heading2 2. Works",
        "paragraph None.",
    ]


def test_short_lines_of_a_page_stay_apart() -> None:
    """A list of names is no paragraph, even where one of them fills its line."""
    sheet, buffer = canvas()
    names = [
        "Ada Moe, Chair",
        "Bo Lie, Clerk",
        "Cy Dahl, Director of the Office for Harbours, Lights and Fog",
        "Di Vik",
    ]
    for row, name in enumerate(names):
        write(sheet, 72, 100 + 14 * row, name)
    for row, line in enumerate(PROSE):
        write(sheet, 72, 300 + 14 * row, line)
    assert blocks_of(sheet, buffer)[:4] == [f"paragraph {name}" for name in names]


def test_rows_of_a_ruled_table() -> None:
    """A row is a block; its cells have bars between them, a label in front of its value a blank."""
    sheet, buffer = canvas()
    ruled(sheet, [90, 110, 130, 150], [60, 200, 400])
    for row, (left, right) in enumerate([("Chair:", "Ada Moe"), ("Bo Lie", "Clerk"), ("", "Guest")]):
        write(sheet, 65, 104 + 20 * row, left)
        write(sheet, 205, 104 + 20 * row, right)
    blocks = layout.arrange(read("a.pdf", finished(sheet, buffer)))
    assert [shown(block) for block in blocks] == ["row Chair: Ada Moe", "row Bo Lie | Clerk", "row  | Guest"]
    assert [block.row for block in blocks] == [0, 1, 2]
    assert all(block.table is blocks[0].table for block in blocks)


def test_an_item_goes_on_below_its_words() -> None:
    """The further lines of an item belong to it; deeper markers have a higher level."""
    sheet, buffer = canvas()
    for row, (x, text) in enumerate(
        [
            (72, "\u2022 The engineer will write to the ministry about the"),
            (80, "breakwater"),
            (90, "- and send a copy to the members of the committee"),
        ]
    ):
        write(sheet, x, 100 + 14 * row, text)
    assert blocks_of(sheet, buffer) == [
        "item1 \u2022 The engineer will write to the ministry about the breakwater",
        "item2 - and send a copy to the members of the committee",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Viktor Hunˇcak and Fr´ed´eric", "Viktor Hunčak and Frédéric"),
        ("the oﬃce of the ﬁnance minister", "the office of the finance minister"),
        ("soft\u00adhyphen and\u00a0blank", "softhyphen and blank"),
        ("Opening........... 3", "Opening … 3"),
        ("it´s", "it´s"),
    ],
)
def test_characters_are_tidied(text: str, words: str) -> None:
    """Ligatures are opened, accents set by TeX joined, odd blanks and dot leaders made plain."""
    assert view_of(text, [Span(0, len(text))]).text == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "cooperation was good; the two co-\noperation agreements",
            "cooperation was good; the two cooperation agreements",
        ),
        ("anti-trafficking work; the anti-\ntrafficking unit", "anti-trafficking work; the anti-trafficking unit"),
        ("the short-\nand long-term plans", "the short- and long-term plans"),
        ("a user and a friendly word; a user-\nfriendly text", "a user and a friendly word; a user-friendly text"),
    ],
)
def test_hyphens_at_line_ends(text: str, words: str) -> None:
    """The document itself says which hyphens belong to a word."""
    assert layout.arrange(read_text(text))[0].text == words


def test_every_line_is_in_one_block() -> None:
    """No line is lost or doubled, and blocks count up."""
    document = read_text("# A\n\n| a | b |\n|---|---|\n| c | d |\n\ntext\n- item\n", path="a.md")
    blocks = layout.arrange(document)
    assert sorted(number for block in blocks for number in block.lines) == list(range(len(document.lines)))
    assert [block.number for block in blocks] == list(range(len(blocks)))


def faithful(document: Document, view: View) -> None:
    """Every character of a view stands for offsets of the text; those it did not rewrite are the text's own."""
    assert view.text == "".join(piece.text for piece in view.pieces)
    for index in range(len(view.text)):
        span = view.span(index, index + 1)
        assert 0 <= span.start <= span.end <= len(document.text)
    assert all(
        piece.source.of(document.text) == piece.text for piece in view.pieces if piece.text.isalnum() and piece.exact
    )
    ends = [piece.source.start for piece in view.pieces]
    assert ends == sorted(ends)


ALPHABET = "abcXYZ019 .,:;-*_~`|[]()<>#&\n\t\\/!+=´ˇﬁ\u00ad•x"


@settings(max_examples=150, deadline=None)
@given(st.text(ALPHABET, max_size=400), st.sampled_from(["a.txt", "a.md"]))
def test_views_keep_offsets(text: str, path: str) -> None:
    """Whatever is typed, each view maps back, and each line stands in exactly one block."""
    if not text.strip():
        return
    document = read_text(text, path=path)
    blocks = layout.arrange(document)
    for block in blocks:
        faithful(document, block.view)
    assert sorted(number for block in blocks for number in block.lines) == list(range(len(document.lines)))


def test_a_report_in_one_line_is_cut_where_its_lines_ended() -> None:
    """Capitals, numbers that count on and dashes after full stops show the structure of a flattened text."""
    talk = "The board heard the report and had a long debate about the harbour, the roof and the price of fish. " * 4
    text = (
        f"CALL TO ORDER The chair opened at 3:20 P.M. APPROVAL OF MINUTES They were approved. {talk}"
        f"1. The budget was approved. {talk}2. The roof is to be mended. {talk}FURTHER STEPS Three of them. "
        "- Ada writes. - Di sings. "
        "- Bo mends the roof. - Cy pays for it."
    )
    assert [shown(block)[:31].strip() for block in layout.arrange(read_text(text))] == [
        "heading1 CALL TO ORDER",
        "paragraph The chair opened at 3",
        "heading1 APPROVAL OF MINUTES",
        "paragraph They were approved. T",
        "item1 1. The budget was approve",
        "item1 2. The roof is to be mend",
        "heading1 FURTHER STEPS",
        "paragraph Three of them.",
        "item1 - Ada writes.",
        "item1 - Di sings.",
        "item1 - Bo mends the roof.",
        "item1 - Cy pays for it.",
    ]


def test_long_paragraphs_are_not_cut() -> None:
    """A document with lines of its own is no flattened one."""
    long = "The BOARD OF TRUSTEES MEETING was long. 1. It began. 2. It ended. " * 12
    assert len(layout.arrange(read_text(f"{long}\n\n{long}\n\n{long}"))) == 3


def test_footnotes_do_not_end_a_paragraph() -> None:
    """Small print at the foot of a page stands between the halves of a sentence and parts them not."""
    sheet, buffer = canvas()
    for row, line in enumerate(PROSE[:2]):
        write(sheet, 72, 640 + 14 * row, line)
    write(sheet, 72, 740, "1 The works began in May.", size=8)
    sheet.showPage()
    for row, line in enumerate(PROSE[2:]):
        write(sheet, 72, 100 + 14 * row, line)
    found = blocks_of(sheet, buffer)
    assert found[0] == "paragraph " + " ".join(PROSE)
    assert found[1].endswith("The works began in May.")


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.text("ab. -`´…é\ufb01\u00ad\u00a0\t", min_size=1, max_size=9), min_size=1, max_size=4),
    st.sampled_from(["\n", "\n\n\n\n"]),
    st.sampled_from([None, 0, 1]),
)
def test_the_quick_way_to_a_view_ends_where_the_long_way_does(
    lines: list[str], between: str, dropped: int | None
) -> None:
    """Where the quick looks find nothing to tidy, the tidying changes no character and moves none."""
    text, parts = "", []
    for line in lines:
        parts.append(Span(len(text), len(text) + len(line)))
        text += line + between
    closed = {} if dropped is None else {parts[0].end: dropped}
    quick, tidy = View(tuple(as_they_stand(text, parts, closed))), tidied(text, parts, marked=False, closed=closed)
    assert not quick or quick.text == tidy.text
    assert all(quick.span(place, place + 1) == tidy.span(place, place + 1) for place in range(len(quick)))


@pytest.mark.parametrize(
    ("label", "plain"),
    [
        ("Présent·e·s : Anne Roy", "Présent : Anne Roy"),
        ("Excusés-es : Paul Roy", "Excusés : Paul Roy"),
        ("Teilnehmer*innen: Anna Rot", "Teilnehmer: Anna Rot"),
        ("TeilnehmerInnen", "Teilnehmer"),
        ("Les salarié.es de la ville ont écrit : rien", "Les salarié.es de la ville ont écrit : rien"),
        ("Re-elected: Anne Roy", "Re-elected: Anne Roy"),
    ],
)
def test_labels_for_all_genders_are_read_as_the_plain_word(label: str, plain: str) -> None:
    """A label loses its endings, a sentence keeps them, and offsets stay true."""
    made = plain_labels(View.plain(label, Span(0, len(label))))
    assert made.text == plain
    assert made.span(0, len(made.text)) == Span(0, len(label))
