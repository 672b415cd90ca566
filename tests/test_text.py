"""Spans and views: what keeps every value tied to its place."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import Piece, Span, View, cover, gaps, join

TEXTS = st.text(alphabet="ab \n-ﬁéž", min_size=1, max_size=60)


def test_a_span_must_not_run_backwards() -> None:
    """A span whose end lies before its start is refused."""
    with pytest.raises(ValueError, match="not a span"):
        Span(3, 2)


def test_trimmed_drops_white_space_only() -> None:
    """White space at the ends goes, inside it stays."""
    assert Span(0, 9).trimmed("  a b \n  ") == Span(2, 5)
    assert len(Span(0, 2).trimmed("  ")) == 0


def test_cover_and_gaps_complement_each_other() -> None:
    """What spans do not cover of their whole are its gaps."""
    spans = [Span(2, 4), Span(6, 7)]
    assert cover(spans) == Span(2, 7)
    assert gaps(spans, Span(0, 9)) == [Span(0, 2), Span(4, 6), Span(7, 9)]


def test_a_closed_hyphen_keeps_its_offsets() -> None:
    """A word broken at a line end reads as one, and its span covers both halves."""
    text = "in Monte-\nnegro"
    view = View.plain(text, Span(0, len(text))).replace(re.compile(r"-\n"), "")
    assert view.text == "in Montenegro"
    assert view.span(3, 13).of(text) == "Monte-\nnegro"


def test_an_opened_ligature_maps_to_the_one_glyph() -> None:
    """Both letters of an opened ligature point at the ligature."""
    text = "the ﬁnal"
    view = View.plain(text, Span(0, len(text))).replace(re.compile("ﬁ"), "fi")
    assert view.text == "the final"
    assert view.span(5, 6) == Span(4, 5)


def test_spans_leave_out_what_the_view_leaves_out() -> None:
    """A running head between two halves of a paragraph is in neither of the spans behind it."""
    text = "first half\nPAGE 3 OF 9\nsecond half"
    view = join([View.plain(text, Span(0, 10)), View.plain(text, Span(23, 34))])
    assert view.text == "first half second half"
    assert [span.of(text) for span in view.spans(0, len(view))] == ["first half", "second half"]


def test_parts_turned_round_keep_their_places() -> None:
    """A view that reads a family name behind the given name knows where each of them stands."""
    text = "van der Roe | Jane"
    view = join([View.plain(text, Span(14, 18)), View.plain(text, Span(0, 11))])
    assert view.text == "Jane van der Roe"
    assert [span.of(text) for span in view.spans(0, len(view))] == ["Jane", "van der Roe"]
    assert view.span(0, len(view)).of(text) == text


@given(TEXTS)
def test_a_rewritten_view_still_maps_back(text: str) -> None:
    """However often a view is rewritten, each character has a place, and places do not run backwards."""
    view = View.plain(text, Span(0, len(text)))
    for pattern, new in ((r"-\n", ""), (r"\s+", " "), ("ﬁ", "fi"), (r"(a)(b)", r"\2\1")):
        view = view.replace(re.compile(pattern), new)
    places = [view.span(index, index + 1) for index in range(len(view))]
    assert all(place.end <= len(text) for place in places)
    assert [place.start for place in places] == sorted(place.start for place in places)


@given(TEXTS, st.integers(0, 60), st.integers(0, 60))
def test_a_cut_view_is_the_cut_text(text: str, start: int, end: int) -> None:
    """Cutting a view cuts its text and keeps the spans."""
    view = View.plain(text, Span(0, len(text))).replace(re.compile(r"\s+"), " ")
    start, end = sorted((min(start, len(view)), min(end, len(view))))
    piece = view.cut(start, end)
    assert piece.text == view.text[start:end]
    if start < end:
        assert piece.span(0, end - start) == view.span(start, end)


def test_index_finds_an_offset_and_says_when_there_is_none() -> None:
    """A view knows where a document's offset stands in it."""
    view = View((Piece("ab", Span(5, 7)), Piece("c", Span(9, 10))))
    assert view.index(6) == 1
    assert view.index(9) == 2
    assert view.index(8) is None


def test_an_empty_range_has_no_span() -> None:
    """Asking for the span of nothing is an error, not a guess."""
    with pytest.raises(IndexError):
        View.plain("abc", Span(0, 3)).span(1, 1)
