"""Sections: the tree covers the document, sentences keep their words, long documents take linear time."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.sections import KINDS, outline
from pipeline.sections.headings import exactly, kind_of
from pipeline.sections.sentences import sentences
from tests.support import reading, tools


def test_roots_cover_all_blocks_in_order() -> None:
    """The outermost sections follow each other without gap or overlap."""
    read = reading(
        "Some words.\n\n# Minutes\n\nPresent: Ana Ruiz\n\n## Decisions\n\n- Buy a shed.\n\n# Annex\n\nA map.\n",
        path="a.md",
    )
    edges = [(root.start, root.end) for root in read.sections]
    assert edges[0][0] == 0
    assert edges[-1][1] == len(read.blocks)
    assert all(left[1] == right[0] for left, right in pairwise(edges))


def test_children_lie_inside_their_parent_and_kinds_are_known() -> None:
    """A section's children do not reach beyond it, and each kind is one of KINDS."""
    read = reading(
        "# A\n\n## Participants\n\n### Guests\n\n- Ana Ruiz\n\n## Conclusions\n\n- Buy a shed.\n", path="a.md"
    )
    for root in read.sections:
        for section in root.walk():
            assert section.kind in KINDS
            assert all(section.start <= child.start < child.end <= section.end for child in section.children)


def test_no_blocks_no_sections() -> None:
    """A document without blocks has no sections."""
    read = reading("Word.")
    assert outline(read.document, (), read.lexicon) == ()


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("LIST OF PARTICIPANTS", "attendance"),
        ("4. Apologies for absence", "absence"),
        ("Members absent (3):", "absence"),
        ("Summary of conclusions", "conclusions"),
        ("Conclusions and recommendations", "conclusions"),
        ("Way forward", "actions"),
        ("Date of the next meeting", "next_meeting"),
        ("Approval of the agenda", "discussion"),
        ("Provisional agenda", "agenda"),
        ("Purpose of the meeting", "objectives"),
        ("For further information", "contacts"),
        ("Bee hives", None),
    ],
)
def test_kind_of_headings(title: str, kind: str | None) -> None:
    """The words of a heading decide its kind."""
    assert kind_of(title, tools().lexicon("en")) == kind


def test_exactly_takes_nothing_but_heading_words() -> None:
    """A heading with words of its own is not the bare word."""
    lexicon = tools().lexicon("en")
    assert exactly("The participants:", lexicon) == "attendance"
    assert exactly("Participants discussed the wall", lexicon) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dr. Ruiz spoke. She left at 5 p.m. on Monday.", ["Dr. Ruiz spoke.", "She left at 5 p.m. on Monday."]),
        ("See No. 4 and art. 7. It rained!", ["See No. 4 and art. 7.", "It rained!"]),
        ("J. R. Lind opened. (He was late.) Then lunch.", ["J. R. Lind opened.", "(He was late.)", "Then lunch."]),
        ("3. Budget of the year", ["3. Budget of the year"]),
        ("No end here", ["No end here"]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    """Abbreviations, initials and numbers end no sentence."""
    assert [text[low:high] for low, high in sentences(text, tools().lexicon("en"))] == expected


@given(st.text(alphabet="ab. AZ!?(\n9é", max_size=80))
def test_sentences_lose_no_word(text: str) -> None:
    """What the sentences leave out is white space."""
    found = sentences(text, tools().lexicon("en"))
    kept = "".join(text[low:high] for low, high in found)
    assert "".join(kept.split()) == "".join(text.split())
