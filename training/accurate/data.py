"""Texts as the network reads them: pieces, case classes, and a tag for each word's first piece."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import torch
from tokenizers import Tokenizer

from pipeline.mentions.ner_windows import BEGIN, BREAK, END, LABELS, LOWER, WINDOW, Pieces, encode
from training.examples import Example

#: What the loss passes over.
IGNORED = -100


@dataclass(frozen=True)
class Row:
    """A text, or a window of one, ready for the network but for its begin and end."""

    ids: list[int]
    cases: list[int]
    tags: list[int]


def tagged(example: Example, pieces: Pieces) -> Row:
    """The example with its tags. Pieces within a word, line breaks and missing spans carry none."""
    tags = [IGNORED] * len(pieces.ids)
    entities = list(example.entities)
    missing = list(example.missing)
    for (start, end), index in zip(pieces.words, pieces.first, strict=True):
        while entities and entities[0][1] <= start:
            entities.pop(0)
        while missing and missing[0][1] <= start:
            missing.pop(0)
        if entities and entities[0][0] < end:
            label = LABELS.index(entities[0][2])
            tags[index] = 1 + 2 * label + (start > entities[0][0])
        elif not (missing and missing[0][0] < end):
            tags[index] = 0
    return Row(pieces.ids, pieces.cases, tags)


def rows(examples: Sequence[Example], tokenizer: Tokenizer) -> list[Row]:
    """All examples in pieces; long ones are cut into windows that share nothing, at the begin of a word."""
    found = []
    for example, pieces in zip(examples, encode([example.text for example in examples], tokenizer), strict=True):
        row = tagged(example, pieces)
        cuts = [0]
        for before, after in pairwise([*pieces.first, len(row.ids)]):
            if after - cuts[-1] > WINDOW:
                cuts.append(before)
        for start, end in pairwise([*cuts, len(row.ids)]):
            if start < end:
                found.append(Row(row.ids[start:end], row.cases[start:end], row.tags[start:end]))
    return found


def packed(texts: Sequence[Row], rng: random.Random, share: float = 0.5) -> list[Row]:
    """A ``share`` of the texts joined by line breaks, as the pipeline joins blocks; the rest as they are."""
    order = list(texts)
    rng.shuffle(order)
    cut = int(len(order) * share)
    found = order[cut:]
    current: Row | None = None
    limit = rng.randint(40, WINDOW)
    for row in order[:cut]:
        if current and len(current.ids) + len(row.ids) < limit:
            current = Row(
                [*current.ids, BREAK, *row.ids],
                [*current.cases, LOWER, *row.cases],
                [*current.tags, IGNORED, *row.tags],
            )
            continue
        if current:
            found.append(current)
        current, limit = row, rng.randint(40, WINDOW)
    return [*found, current] if current else found


def batches(texts: Sequence[Row], rng: random.Random, pieces: int) -> Iterator[dict[str, torch.Tensor]]:
    """Batches of about as many pieces, each of texts of like length, in random order."""
    order = sorted(texts, key=lambda row: len(row.ids) + rng.random() * 8)
    groups: list[list[Row]] = [[]]
    for row in order:
        if groups[-1] and (len(groups[-1]) + 1) * (len(row.ids) + 2) > pieces:
            groups.append([])
        groups[-1].append(row)
    rng.shuffle(groups)
    for group in groups:
        width = max(len(row.ids) for row in group) + 2
        yield {
            "ids": torch.tensor([_filled([BEGIN, *row.ids, END], width, 0) for row in group]),
            "cases": torch.tensor([_filled([0, *row.cases, 0], width, 0) for row in group]),
            "mask": torch.tensor([_filled([1] * (len(row.ids) + 2), width, 0) for row in group]),
            "tags": torch.tensor([_filled([IGNORED, *row.tags, IGNORED], width, IGNORED) for row in group]),
        }


def _filled(values: list[int], width: int, filling: int) -> list[int]:
    return values + [filling] * (width - len(values))
