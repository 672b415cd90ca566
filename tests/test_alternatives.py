"""Many words in one pattern."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.lexicon.alternatives import alternation

WORDS = st.lists(st.text("ab.c (", min_size=1, max_size=6).filter(str.strip), min_size=1, max_size=8)


def test_the_tree_shares_beginnings() -> None:
    """What words share is written once, and the longer word comes first."""
    pattern = alternation(["the chair", "the", "recommend*", "recommended to"])
    assert pattern == r"(?:(?:recommend(?:ed\s+to|\w*)|the(?:\s+chair)?))"
    assert re.match(pattern, "the  chair spoke")[0] == "the  chair"  # type: ignore[index]
    assert re.match(pattern, "recommends")[0] == "recommends"  # type: ignore[index]


def test_no_words_match_nothing() -> None:
    """A lexicon without such words never finds one."""
    assert not re.search(alternation([]), "anything")


@given(WORDS, st.text("ab.c (", max_size=12))
@example(["(a", "( "], "(a")
def test_the_tree_finds_what_flat_alternatives_find(words: list[str], text: str) -> None:
    """The same stretch as the longest of the words that stands at a place."""
    spaced = {" ".join(word.split()) for word in words}
    flat = "|".join(
        re.escape(word).replace(r"\ ", r"\s+") for word in sorted(spaced, key=lambda item: (-len(item), item))
    )
    mine, theirs = re.search(alternation(words), text), re.search(flat, text)
    assert (mine and mine.span()) == (theirs and theirs.span())
