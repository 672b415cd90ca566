"""The entity model: which one is loaded and what is refused, windows and tags, and what the recogniser makes of it."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import numpy as np
import pytest
import spacy

from pipeline import layout
from pipeline.errors import ConfigError
from pipeline.mentions import ner, ner_models, ner_windows
from pipeline.mentions.mention import OrganizationValue, PersonValue
from pipeline.mentions.ner_windows import Pieces
from pipeline.tools import Tools
from tests.support import read

ROSTER = """Participants

Ms Ivana Kovač, Ministry of Justice, Croatia
Mr Pedro Almeida Santos, International Centre for Water Policy (ICWP)
Dr. Thandiwe Nkosi, University of Cape Town

The ICWP presented its work. Ms Kovač thanked the University of Cape Town.
"""


@pytest.fixture(scope="module")
def fast() -> spacy.Language:
    """The fast model."""
    nlp = ner.load("fast")
    assert nlp is not None
    return nlp


def _find(text: str, nlp: spacy.Language | None) -> list[ner.Mention]:
    document = read(text)
    return ner.find(document, layout.arrange(document), Tools(nlp=nlp))


def test_rules_mean_no_model() -> None:
    """The name "rules" loads nothing, finds nothing, and says so in the documents' model version."""
    assert ner.load("rules") is None
    assert _find(ROSTER, None) == []
    assert ner.version(None) == "rules"


def test_default_is_one_of_ours() -> None:
    """The name "default" loads a shipped model and names it with its version."""
    name, number = ner.version(ner.load("default")).split()
    assert name in {"fast", "accurate"}
    assert number[0].isdigit()


def test_missing_model_is_a_clear_error() -> None:
    """A model that is nowhere ends with an error that says how to get it."""
    with pytest.raises(ConfigError, match="no entity model 'en_core_web_none'") as caught:
        ner.load("en_core_web_none")
    assert "spacy download en_core_web_none" in caught.value.advice


@pytest.mark.parametrize("fault", ["changed", "missing", "added"])
def test_model_with_other_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    """A shipped model whose files are not the ones of the manifest is not loaded."""
    shutil.copytree(ner_models._folder(), tmp_path / "models")
    monkeypatch.setattr(ner_models, "_folder", lambda: tmp_path / "models")
    meta = tmp_path / "models" / "fast" / "meta.json"
    if fault == "changed":
        meta.write_text(meta.read_text() + " ")
    elif fault == "missing":
        meta.unlink()
    else:
        (meta.parent / "code.py").write_text("")
    with pytest.raises(ConfigError, match="damaged"):
        ner.load("fast")


@pytest.mark.parametrize("model", ["fast", "accurate"])
def test_roster_and_narrative(model: str) -> None:
    """Names come without their titles, organizations with their acronyms, and spans quote the document."""
    document = read(ROSTER)
    found = ner.find(document, layout.arrange(document), Tools(nlp=ner.load(model)))
    people = [item.value for item in found if isinstance(item.value, PersonValue)]
    assert [person.name for person in people] == ["Ivana Kovač", "Pedro Almeida Santos", "Thandiwe Nkosi", "Kovač"]
    assert [person.prefix for person in people] == ["Ms", "Mr", "Dr.", "Ms"]
    bodies = {item.value.name: item.value.acronym for item in found if isinstance(item.value, OrganizationValue)}
    assert bodies["International Centre for Water Policy"] == "ICWP"
    assert bodies["ICWP"] == "ICWP"
    assert {"Ministry of Justice", "University of Cape Town"} <= set(bodies)
    for item in found:
        assert isinstance(item.value, PersonValue | OrganizationValue)
        assert item.span.of(document.text) == item.value.name


def test_long_lists_are_not_cut() -> None:
    """The accurate model reads a list that is many windows long, and finds its last name as its first."""
    names = [
        f"Ms {given} {family}" for given in ("Ivana", "Thandiwe", "Ana") for family in ("Kovač", "Nkosi", "Moreno")
    ]
    nlp = ner.load("accurate")
    assert nlp is not None
    doc = nlp("\n".join(names * 12))
    found = [entity.text for entity in doc.ents if entity.label_ == "PERSON"]
    assert len(found) >= 0.95 * len(names) * 12
    assert found[-1].endswith("Ana Moreno")
    assert len(doc.user_data["ent_scores"]) == len(doc.ents)


def test_accurate_model_survives_the_disk(tmp_path: Path) -> None:
    """What is written with spaCy's own means is read back and answers the same."""
    nlp = ner.load("accurate")
    assert nlp is not None
    nlp.to_disk(tmp_path / "copy")
    again = ner.load(str(tmp_path / "copy"))
    assert again is not None
    assert [str(entity) for entity in again(ROSTER).ents] == [str(entity) for entity in nlp(ROSTER).ents]


def test_foreign_labels_are_mapped(tmp_path: Path) -> None:
    """A pipeline of a user's own is taken by its folder, and its labels are read as ours."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PER", "pattern": "Ivana Kovač"}, {"label": "MONEY", "pattern": "Water"}])
    nlp.to_disk(tmp_path / "own")
    loaded = ner.load(str(tmp_path / "own"))
    assert loaded is not None
    assert ner_models.labels(loaded)["PER"] == "PERSON"
    found = [item.value.name for item in _find(ROSTER, loaded) if isinstance(item.value, PersonValue)]
    assert "Ivana Kovač" in found


def test_pipeline_without_entities_is_refused(tmp_path: Path) -> None:
    """A spaCy pipeline that never sets entities is no entity model."""
    spacy.blank("en").to_disk(tmp_path / "empty")
    with pytest.raises(ConfigError, match="finds no entities"):
        ner.load(str(tmp_path / "empty"))


def test_vocabulary_does_not_grow(fast: spacy.Language) -> None:
    """New words of one document are forgotten before the next."""
    _find(ROSTER, fast)
    before = sum(1 for _ in fast.vocab), len(fast.vocab.strings)
    for number in range(3):
        _find(f"Attendees\n\nMs Zorana Quexlandia{number}, Ministry of Vornify{number}\n", fast)
    assert (sum(1 for _ in fast.vocab), len(fast.vocab.strings)) == before


def _pieces(count: int) -> Pieces:
    """A text of ``count`` words, every third of two pieces."""
    first, total = [], 0
    for word in range(count):
        first.append(total)
        total += 2 if word % 3 == 0 else 1
    return Pieces([5] * total, [0] * total, [(3 * word, 3 * word + 2) for word in range(count)], first)


@pytest.mark.parametrize("count", [1, 50, 118, 119, 120, 121, 239, 500, 1003])
def test_windows_read_each_word_once(count: int) -> None:
    """Windows overlap, and yet each word has its label from exactly one of them."""
    pieces = _pieces(count)
    windows = ner_windows.windows(pieces, 0)
    assert [word for window in windows for word in range(window.low, window.high)] == list(range(count))
    for window in windows:
        assert window.end - window.start <= ner_windows.WINDOW
        assert all(window.start <= pieces.first[word] < window.end for word in range(window.low, window.high))


def test_tags_are_the_best_allowed_ones() -> None:
    """No sequence of tags that is allowed has a higher sum than the one that is chosen."""
    random = np.random.default_rng(3)
    for _ in range(20):
        scores = random.normal(size=(4, len(ner_windows.TAGS))).astype(np.float32)
        allowed = [
            tags
            for tags in itertools.product(range(len(ner_windows.TAGS)), repeat=4)
            if all(
                right % 2 or not right or left in (right, right - 1) for left, right in itertools.pairwise((0, *tags))
            )
        ]
        best = max(allowed, key=lambda tags: sum(scores[row, tag] for row, tag in enumerate(tags)))
        assert ner_windows.best_tags(scores) == list(best)


@pytest.mark.parametrize(
    ("word", "case"),
    [
        ("of", ner_windows.LOWER),
        ("Bečići", ner_windows.TITLE),
        ("OSCE", ner_windows.UPPER),
        ("McKay", ner_windows.MIXED),
        ("2019", ner_windows.DIGIT),
        ("J", ner_windows.INITIAL),
        ("-", ner_windows.LOWER),
    ],
)
def test_case_classes(word: str, case: int) -> None:
    """Each way of writing a word has its class."""
    assert ner_windows.case_of(word) == case


def test_spans_of_tags() -> None:
    """Words with inside tags join the one before; a begin tag starts anew."""
    text = "Iva Novak Ana Horvat OSCE"
    words = [(0, 3), (4, 9), (10, 13), (14, 20), (21, 25)]
    found = ner_windows.spans([1, 2, 1, 2, 3], words, text)
    assert [(text[start:end], label) for start, end, label in found] == [
        ("Iva Novak", "PERSON"),
        ("Ana Horvat", "PERSON"),
        ("OSCE", "ORG"),
    ]


def test_shipped_tokenizer_is_the_one_that_was_stored() -> None:
    """To load it without the language's own rules leaves nothing of it out."""
    folder = Path(ner_models.__file__).parent.parent / "models" / "fast"
    loaded = ner_models.load("fast")
    assert loaded is not None
    assert loaded.tokenizer.to_bytes() == spacy.load(folder).tokenizer.to_bytes()
