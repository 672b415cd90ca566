"""Reports that are the same report once more are found by their text, and linked."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from pipeline.likeness import NEAR, likeness, repeats, sketch
from tests.test_archive import documents, extract

WORDS = [f"word{number}" for number in range(3000)]


def prose(seed: int, count: int = 600) -> list[str]:
    """Words in an order that ``seed`` decides."""
    return random.Random(seed).choices(WORDS, k=count)


def test_layout_has_no_say_and_words_do() -> None:
    """Marks, line ends and capitals leave the sketch as it is; other figures do not."""
    plain = "The harbour board met on 3 May 2021 in Oslo " + " ".join(prose(1))
    marked = "# The Harbour Board\n\nmet on **3 May 2021** in Oslo\n" + "\n".join(prose(1))
    assert sketch(plain) == sketch(marked)
    assert sketch(plain) != sketch(plain.replace("3 May", "4 May").replace("word", "wort"))
    assert sketch("See https://example.org/a for more. " + plain) == sketch("See for more. " + plain)


@pytest.mark.parametrize("share", [0.02, 0.1, 0.5])
def test_the_estimate_is_near_the_truth(share: float) -> None:
    """Sketches tell how many sequences two texts share, give or take a little."""
    words = prose(2, 4000)
    other = [f"new{number}" if number < share * len(words) else word for number, word in enumerate(words)]
    truth = (1 - share) / (1 + share)
    assert likeness(sketch(" ".join(words)), sketch(" ".join(other))) == pytest.approx(truth, abs=0.15)


def test_texts_of_a_few_words_are_never_alike() -> None:
    """Nobody knows whether two notes of a line are the same note."""
    assert sketch("Minutes of the board, 3 May 2021") == b""
    assert len(sketch(" ".join(prose(3, 30)))) == 128


def test_each_text_points_to_the_first_that_is_like_it() -> None:
    """Of many texts those are named that repeat an earlier one, whatever stands between."""
    texts = [" ".join(prose(number)) for number in range(40)]
    texts[17] = texts[4] + " and a word more"
    texts[30] = texts[4].upper()
    found = list(repeats(b"".join(sketch(text) for text in texts)))
    assert [(number, first) for number, first, _ in found] == [(17, 4), (30, 4)]
    assert all(share >= NEAR for *_, share in found)
    assert list(repeats(b"")) == []


def test_the_same_report_in_another_format_is_linked_and_kept(tmp_path: Path) -> None:
    """Both files have records; the later path names the earlier one, with how alike they are."""
    (tmp_path / "in").mkdir()
    words = [f"Item {number} on {' '.join(prose(number, 12))} was discussed." for number in range(9)]
    head = "Minutes of the Harbour Board\n\nThe board met on 3 May 2021 in Oslo.\n\n"
    (tmp_path / "in" / "a.txt").write_text(head + "\n\n".join(words), encoding="utf-8")
    page = "".join(f"<p>{part}</p>" for part in [*head.split("\n\n"), *words])
    (tmp_path / "in" / "b.html").write_text(f"<html><body>{page}</body></html>", encoding="utf-8")
    (tmp_path / "in" / "c.txt").write_text(head + " ".join(prose(99)), encoding="utf-8")
    assert extract(tmp_path).extracted == 3
    found = documents(tmp_path / "out")
    assert found["b.html"]["duplicate_of"].endswith("in/a.txt")
    assert found["b.html"]["likeness"] == pytest.approx(1, abs=0.1)
    assert (found["a.txt"]["duplicate_of"], found["c.txt"]["duplicate_of"]) == (None, None)
    assert [row["meetings"] for row in found.values()] == [1, 1, 1]
