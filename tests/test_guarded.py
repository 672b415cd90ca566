"""Guarded patterns: they find what the plain pattern finds, and are compiled late."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline import lexicon
from pipeline.fields.agenda.objectives import _patterns as objectives
from pipeline.fields.agenda.told import _patterns as topics
from pipeline.fields.next_meetings.announced import patterns as announced
from pipeline.fields.where.mode import _patterns as mode
from pipeline.fields.where.sources import patterns as places
from pipeline.lexicon import Gate, Guarded, Lexicon, alternation

WORDS = ["met", "was held", "réuni*", "É"]


@pytest.mark.parametrize(
    ("text", "expect"),
    [
        ("The board MET in June", True),
        ("It was\nheld in May", True),
        ("s'est réunie", True),
        ("a metre", True),  # within a longer word: the pattern itself decides
        ("été", True),
        ("Nothing of the kind", False),
        ("", False),
    ],
)
def test_gate_opens_where_a_word_stands(text: str, *, expect: bool) -> None:
    """A gate looks past capitals and line breaks, and knows stems."""
    assert Gate(WORDS).opens(text) == expect


@pytest.mark.parametrize("text", ["They met. They MET again.", "a metre", "held", "We met", ""])
@pytest.mark.parametrize("bounds", [(0, 99), (2, 99), (0, 6), (7, 20)])
def test_guarded_finds_what_the_pattern_finds(text: str, bounds: tuple[int, int]) -> None:
    """search, match, fullmatch and finditer agree with the plain pattern within any bounds."""
    source = rf"\b{alternation(WORDS)}\b"
    plain, guarded = re.compile(source, re.IGNORECASE), Guarded(source, WORDS)
    for name in ("search", "match", "fullmatch"):
        one, other = getattr(plain, name)(text, *bounds), getattr(guarded, name)(text, *bounds)
        assert (one and one.span()) == (other and other.span())
    assert [m.span() for m in plain.finditer(text, *bounds)] == [m.span() for m in guarded.finditer(text, *bounds)]


def test_a_pattern_that_never_comes_up_is_not_compiled() -> None:
    """Where no word stands, not even a broken pattern is looked at."""
    broken = Guarded("(", ["met"])
    assert broken.search("Nothing") is None
    with pytest.raises(re.error):
        broken.search("They met")


FACTORIES: list[Callable[[Lexicon], Any]] = [objectives, topics, announced, mode, places]


@cache
def lines() -> list[str]:
    """All lines of the cases of the fields that use guarded patterns."""
    files = [Path(f"tests/cases/{name}.yml") for name in ("agenda", "conclusions", "next_meetings", "where")]
    texts = [case["text"] for file in files for case in yaml.safe_load(file.read_text(encoding="utf-8"))]
    return [line for text in texts for line in str(text).splitlines()]


@pytest.mark.parametrize("factory", FACTORIES, ids=lambda factory: factory.__module__)
@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_a_guard_keeps_no_match_out(factory: Callable[[Lexicon], Any], language: str) -> None:
    """Where a pattern matches, one of its words stands: in any line of the cases."""
    made = factory(lexicon.load(language))
    for field in dataclasses.fields(made):
        one = getattr(made, field.name)
        if isinstance(one, Guarded):
            kept_out = [line for line in lines() if one.pattern.search(line) and not one.possible(line)]
            assert not kept_out, field.name
