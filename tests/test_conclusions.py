"""Conclusions: the shipped model, repeated actions, the spans of what is found, and the time that long text takes."""

from __future__ import annotations

import json

import pytest

from pipeline.errors import ConfigError
from pipeline.fields import conclusions
from pipeline.fields.candidate import Candidate, Decided
from pipeline.fields.conclusions.cues import cues
from pipeline.fields.conclusions.model import from_json, load
from pipeline.meetings.scope import Scope
from tests.support import reading, tools

ACTIONS = "## Action items\n\n- Ana Ruiz to call the plumber\n- Bo Lind to write to the mayor\n"


def found(text: str) -> tuple[Candidate, ...]:
    """The conclusions of ``text``."""
    read = reading(text, path="report.md")
    return conclusions.find(Scope(read, 0, 0, len(read.blocks), 0), Decided()).candidates


def test_shipped_model_is_whole() -> None:
    """The weights that are shipped load, and hold no feature of two words."""
    model = load()
    assert 0 < model.threshold < 1
    assert set(model.kinds) == {"decision", "recommendation", "action", "finding"}
    assert not [feature for feature in model.is_one.weights if " " in feature]


@pytest.mark.parametrize("text", ["", "{}", '{"threshold": 1}', "[]"])
def test_a_broken_model_is_refused(text: str) -> None:
    """Weights that are no model raise ConfigError with the remedy."""
    with pytest.raises(ConfigError, match="training"):
        from_json(text)


def test_model_survives_json() -> None:
    """A model reads as it was written."""
    part = {"bias": -1.0, "weights": {"w=agreed": 2.0}}
    linear = dict.fromkeys(("is_one", "continues", "begins"), part)
    data = {"threshold": 0.5, "rules_share": 0.4, **linear, "kinds": {"decision": part}}
    model = from_json(json.dumps(data))
    assert model.is_one.score(["w=agreed", "w=unknown"]) == pytest.approx(1.0)


def test_spans_hold_the_words() -> None:
    """Each conclusion, and each of its parts, quotes the document."""
    text = ACTIONS
    for candidate in found(text):
        assert " ".join(span.of(text) for span in candidate.spans) == candidate.value
        assert candidate.parts["owner"].spans[0].of(text) == candidate.parts["owner"].value


def test_an_action_that_is_listed_twice_counts_once() -> None:
    """A list of actions at the start that repeats the one at the end adds nothing."""
    assert len(found(ACTIONS + "\n## Notes\n\n" + ACTIONS)) == 2


def test_long_text_without_a_verb_is_quick() -> None:
    """A sentence of a thousand plain words matches nothing, and does not hang."""
    seen = cues("committee members of the board " * 1000, tools().lexicon("en"))
    assert seen.main == ""


def test_nothing_in_nothing() -> None:
    """A report of one name concludes nothing."""
    assert found("Ana Ruiz\n") == ()
