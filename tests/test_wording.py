"""Wording: gates of the conclusions' patterns never keep out a text in which the pattern matches."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from pipeline import lexicon
from pipeline.fields.conclusions import assignments, cues
from pipeline.fields.conclusions.wording import Gated, vocabulary, words_of
from pipeline.lexicon import Lexicon

TEXTS = [case["text"] for case in yaml.safe_load(Path("tests/cases/conclusions.yml").read_text(encoding="utf-8"))]


def gates(words: Lexicon) -> Iterator[tuple[str, Gated]]:
    """All gated patterns of a language, by name."""
    for made in (cues._patterns(words), assignments._patterns(words)):
        for field in dataclasses.fields(made):
            value = getattr(made, field.name)
            for name, one in value.items() if field.name == "forms" else [(field.name, value)]:
                if isinstance(one, Gated):
                    yield name, one


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_closed_gate_keeps_no_match_out(language: str) -> None:
    """Where a gate is closed, its pattern does not match: in any line of the cases of conclusions."""
    words = lexicon.load(language)
    lines = [words_of(line, words) for text in TEXTS for line in text.splitlines()]
    for name, gate in gates(words):
        kept_out = [line.text for line in lines if not gate.possible(line) and gate.pattern.search(line.text)]
        assert not kept_out, name


@pytest.mark.parametrize(
    ("text", "form", "possible", "held"),
    [
        ("They agreed.", "agreed", True, True),
        ("They dis-agreed.", "agreed", True, False),
        ("It is to be done", "to be", True, True),
        ("It is to-be", "to be", True, False),
        ("Neither is", "to be", False, False),
        ("Let it be", "to be", False, False),
        ("They have no objections", "no objection*", True, True),
        ("They have no object", "no objection*", False, False),
        ("Three abstentions", "abstention*", True, True),
        ("Nem. con.", "nem. con", True, True),
        ("Item # 3", "#", True, True),
        ("Jo'll go", "'ll", True, False),
    ],
)
def test_lists_are_held_by_whole_words(text: str, form: str, *, possible: bool, held: bool) -> None:
    """A text holds a form only as whole words; what it holds is possible in it."""
    said = vocabulary({"it": [form], "other": ["nowhere"]}).words(text)
    assert ("it" in said.possible) == possible
    assert said.holds("it") == held
    assert not said.holds("other")


@pytest.mark.parametrize(
    ("text", "modalities"),
    [
        ("They Noted, then agreed and noted", ("noted", "agreed")),
        ("It was set up, then re-agreed and approved", ("established", "approved")),
    ],
)
def test_modalities_stand_in_the_order_of_the_text(text: str, modalities: tuple[str, ...]) -> None:
    """Verbs are found as whole words, each modality once, whether or not a verb of several words stands there too."""
    assert cues.cues(text, lexicon.load("en")).modalities == modalities


def test_a_gate_of_an_unknown_list_is_refused() -> None:
    """A pattern that needs a list that no text is asked for would never match: KeyError says so."""
    with pytest.raises(KeyError, match="nowhere"):
        Gated(lexicon.load("en"), "x", "nowhere")
