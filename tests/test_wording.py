"""Wording: gates of the conclusions' patterns never keep out a text in which the pattern matches."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from pipeline import lexicon
from pipeline.fields.conclusions import assignments, cues
from pipeline.fields.conclusions.wording import Gated, wording, wordings, words_of

TEXTS = [case["text"] for case in yaml.safe_load(Path("tests/cases/conclusions.yml").read_text(encoding="utf-8"))]


def gates(language: str) -> Iterator[tuple[str, Gated]]:
    """All gated patterns of a language, by name."""
    words = lexicon.load(language)
    for made in (cues._patterns(words), assignments._patterns(words)):
        for field in dataclasses.fields(made):
            value = getattr(made, field.name)
            for name, one in value.items() if field.name == "forms" else [(field.name, value)]:
                if isinstance(one, Gated):
                    yield name, one


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_closed_gate_keeps_no_match_out(language: str) -> None:
    """Where a gate is closed, its pattern does not match: in any line of the cases of conclusions."""
    lines = [words_of(line) for text in TEXTS for line in text.splitlines()]
    for name, gate in gates(language):
        kept_out = [line.text for line in lines if not gate.possible(line) and gate.pattern.search(line.text)]
        assert not kept_out, name


@pytest.mark.parametrize(
    ("text", "forms", "found"),
    [
        ("They agreed.", ["agreed"], {"it"}),
        ("They dis-agreed.", ["agreed"], set()),
        ("It is to be done", ["to be"], {"it"}),
        ("To-be", ["to be"], set()),
        ("Three abstentions", ["abstention*"], {"it"}),
        ("Nem. con.", ["nem. con"], {"it"}),
        ("Item # 3", ["#"], {"it"}),
    ],
)
def test_wordings_ask_for_whole_forms(text: str, forms: list[str], found: set[str]) -> None:
    """A text holds a form only as whole words; what it holds is possible in it."""
    said = words_of(text)
    assert wordings({"it": forms, "other": ["nowhere"]}).within(said) == found
    assert wording(forms).possible(said) or not found
