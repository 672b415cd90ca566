"""The recipe: synthetic text, converters, scores, and a small training run from end to end."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import spacy

from training import fast, negatives, train
from training.corpora import convert, formats
from training.examples import LABELS, Example, load, save
from training.score import Counts, count
from training.synthetic import names
from training.synthetic.generate import generate, make_grammar
from training.synthetic.marks import example, upper


def test_same_seed_same_text() -> None:
    """Synthetic texts depend on nothing but their seed."""
    assert list(generate(40, seed=1)) == list(generate(40, seed=1))
    assert list(generate(40, seed=1)) != list(generate(40, seed=2))


def test_synthetic_entities_lie_in_their_text() -> None:
    """Entities are within the text, apart from each other and trimmed; no slot or mark is left over."""
    seen = set()
    for item in generate(600, seed=3):
        assert not re.search(r"\[[a-z_]{2,}\]|\{[A-Z]+\|", item.text), item.text
        reached = 0
        for start, end, label in item.entities:
            assert reached <= start < end <= len(item.text)
            assert item.text[start:end] == item.text[start:end].strip()
            seen.add(label)
            reached = end
    assert seen == set(LABELS)


def test_names_of_many_cultures() -> None:
    """Forty cultures have lists of our own, each with given and family names."""
    own = names._own()
    assert len(own) >= 40
    assert all(len(culture.given) >= 8 and len(culture.family) >= 8 for culture in own.values())


def test_marks_become_offsets() -> None:
    """A marked text gives up its marks; capitals do not touch the labels."""
    found = example(upper("Ms {PERSON|Iva Novak}, {ORG|OSCE}"), "test")
    assert found.text == "MS IVA NOVAK, OSCE"
    assert found.entities == ((3, 12, "PERSON"), (14, 18, "ORG"))


def test_negatives_use_ordinary_words_only() -> None:
    """Lines that look like names are made of words outside entities."""
    known = Example("we met the people of north harbour town today", ((21, 43, "PLACE"),))
    assert negatives.runs([known]) == []
    stock = [Example("they talked about many things before the long lunch", ())]
    found = list(negatives.lines(stock, make_grammar(1), 60))
    assert any(not item.entities for item in found)
    assert all(item.text for item in found)


def test_examples_survive_the_disk(tmp_path: Path) -> None:
    """What is written is read back, and the same examples give the same bytes."""
    items = [*generate(20, seed=4), Example("Monday", (), ((0, 6),), "x")]
    assert save(items, tmp_path / "a.jsonl.gz") == 21
    save(items, tmp_path / "b.jsonl.gz")
    assert load(tmp_path / "a.jsonl.gz") == items
    assert (tmp_path / "a.jsonl.gz").read_bytes() == (tmp_path / "b.jsonl.gz").read_bytes()


CONLL = "The O\nWorld B-ORG\nBank I-ORG\nmet O\nIn O\nMay O\n2019 O\n. O\n\nOn O\nMonday O\n"


def test_conll_is_converted() -> None:
    """Tokens become text; dates come from a pattern, and what may be one claims nothing."""
    about = {"labels": {"ORG": "ORG"}}
    first, second = (convert.to_example(sentence, about, "x") for sentence in formats.conll(CONLL.splitlines()))
    assert first.text == "The World Bank met In May 2019."
    assert [(first.text[start:end], label) for start, end, label in first.entities] == [
        ("World Bank", "ORG"),
        ("May 2019", "DATE"),
    ]
    assert second.entities == ()
    assert [second.text[start:end] for start, end in second.missing] == ["Monday"]


def test_docred_is_converted() -> None:
    """Clusters of mentions become entities of their sentences; labels that are not ours go."""
    text = (
        '[{"sents": [["Iva", "lives", "in", "Split", "."]],'
        ' "vertexSet": [[{"sent_id": 0, "pos": [0, 1], "type": "PER"}],'
        ' [{"sent_id": 0, "pos": [3, 4], "type": "LOC"}], [{"sent_id": 0, "pos": [1, 2], "type": "MISC"}]]}]'
    )
    about = {"labels": {"PER": "PERSON", "LOC": "PLACE"}, "dated": True}
    (found,) = (convert.to_example(sentence, about, "x") for sentence in formats.docred(text))
    assert found.text == "Iva lives in Split."
    assert found.entities == ((0, 3, "PERSON"), (13, 18, "PLACE"))


def test_gum_keeps_names() -> None:
    """Of GUM's entities the innermost ones with a proper noun stay."""
    rows = [
        "1\tMayor\tMayor\tNOUN\tNN\t_\t0\t_\t_\tEntity=(1-person-new-cf1-1-coref(2-person-x-1-sgl",
        "2\tNovak\tNovak\tPROPN\tNNP\t_\t0\t_\t_\tEntity=2)1)|SpaceAfter=No",
        "3\t.\t.\tPUNCT\t.\t_\t0\t_\t_\t_",
    ]
    (sentence,) = formats.gum(rows)
    assert sentence.stretches == ((0, 2, "person"),)
    assert sentence.spaces == (True, False, True)


def test_scores_pass_over_the_article() -> None:
    """Articles and titles do not count; a near miss counts softly."""
    item = Example("Ms Iva Novak of the World Bank", ((3, 12, "PERSON"), (20, 30, "ORG")))
    strict, soft = Counts(), Counts()
    count(item, [(0, 12, "PERSON"), (16, 25, "ORG")], strict, soft)
    assert strict.figures(("PERSON",)) == (100, 100, 100)
    assert strict.figures(("ORG",)) == (0, 0, 0)
    assert soft.figures(("ORG",)) == (100, 100, 100)


def test_scores_leave_missing_spans_out() -> None:
    """An answer where nothing is claimed is neither right nor wrong."""
    strict, soft = Counts(), Counts()
    count(Example("Working Group met", (), ((0, 13),)), [(0, 13, "ORG")], strict, soft)
    assert not strict.given


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")
def test_small_training_run(tmp_path: Path) -> None:
    """The recipe of the fast model, in small, gives a spaCy pipeline that sets our labels."""
    training, held_out = train.mix(None, 60)
    folder = fast.train(training, held_out, tmp_path, steps=4)
    nlp = spacy.load(folder)
    assert set(nlp.get_pipe("ner").labels) <= set(LABELS)
    assert nlp("Ms Iva Novak, Ministry of Justice").text
