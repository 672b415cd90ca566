"""Trains the fast model with spaCy's own trainer, from the settings of fast.cfg."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

import spacy
from spacy.cli.train import train as run_trainer
from spacy.tokens import DocBin, Span

from training.examples import Example

CONFIG = Path(__file__).with_name("fast.cfg")


def to_docs(examples: Iterable[Example]) -> DocBin:
    """The examples as spaCy documents. An entity that no tokens fit counts as missing, and so does what it touches."""
    nlp = spacy.blank("en")
    store = DocBin(attrs=["ENT_IOB", "ENT_TYPE"])
    for example in examples:
        doc = nlp.make_doc(example.text)
        taken = [False] * len(doc)
        known: list[Span] = []
        missing: list[Span] = []
        for start, end, label in example.entities:
            span = doc.char_span(start, end, label=label)
            if span is None:
                missing += _wide(doc.char_span(start, end, alignment_mode="expand"))
            elif not any(taken[span.start : span.end]):
                taken[span.start : span.end] = [True] * len(span)
                known.append(span)
        for start, end in example.missing:
            missing += _wide(doc.char_span(start, end, alignment_mode="expand"))
        free = {token for span in missing for token in range(span.start, span.end) if not taken[token]}
        doc.set_ents(known, missing=[doc[token : token + 1] for token in sorted(free)])
        store.add(doc)
    return store


def _wide(span: Span | None) -> list[Span]:
    return [span] if span is not None and len(span) else []


def train(training: list[Example], held_out: list[Example], folder: Path, *, steps: int) -> Path:
    """Trains for ``steps`` batches; returns the folder of the model that did best on ``held_out``."""
    folder.mkdir(parents=True, exist_ok=True)
    random.Random(7).shuffle(training)
    to_docs(training).to_disk(folder / "train.spacy")
    to_docs(held_out).to_disk(folder / "dev.spacy")
    run_trainer(
        CONFIG,
        folder / "model",
        overrides={
            "paths.train": str(folder / "train.spacy"),
            "paths.dev": str(folder / "dev.spacy"),
            "training.max_steps": steps,
            "training.eval_frequency": max(1, min(1500, steps // 4)),
        },
    )
    return folder / "model" / "model-best"
