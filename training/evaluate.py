"""Scores of a model: ``python -m training.evaluate MODEL FILE...`` prints span F1, bare names, words a second.

MODEL is "fast", "accurate" or the folder of any spaCy pipeline; FILE a .jsonl or .jsonl.gz of texts with entities.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.mentions import ner_models
from training.examples import LABELS, Example, load
from training.score import Counts, Entity, count
from training.synthetic import names, places
from training.synthetic.grammar import Grammar
from training.synthetic.marks import example, mark
from training.synthetic.rosters import bare_names

#: Texts longer than this are read in pieces that end with a line, as the pipeline reads blocks.
LONGEST = 1_200
#: A seed that no training text has.
SEED = 4_711


def pieces(text: str, longest: int = LONGEST) -> Iterator[tuple[int, str]]:
    """(offset, text) of whole lines together, at most ``longest`` characters unless one line is longer."""
    start = position = 0
    for line in text.splitlines(keepends=True):
        if position + len(line) - start > longest and position > start:
            yield start, text[start:position]
            start = position
        position += len(line)
    if position > start:
        yield start, text[start:]


def answers(nlp: Any, examples: Sequence[Example]) -> list[list[Entity]]:
    """What the model finds in each text, offsets into the whole text."""
    labels = ner_models.labels(nlp)
    found: list[list[Entity]] = [[] for _ in examples]
    stream = ((part, (number, offset)) for number, item in enumerate(examples) for offset, part in pieces(item.text))
    for doc, (number, offset) in nlp.pipe(stream, as_tuples=True, batch_size=64):
        for entity in doc.ents:
            if label := labels.get(entity.label_):
                found[number].append((offset + entity.start_char, offset + entity.end_char, label))
    return found


def bare_list(count_of: int = 500) -> list[Example]:
    """Lines that hold a name and nothing else, from names drawn anew."""
    grammar = Grammar(random.Random(SEED), names.cultures(SEED), places.load())
    texts = [bare_names(grammar) for _ in range(count_of)]
    return [example(text, "bare") for text in texts][:count_of]


def real_list(path: Path) -> list[Example]:
    """The names of a file, a line each, six together as in a list."""
    known = [name.strip() for name in path.read_text(encoding="utf-8").splitlines() if name.strip()]
    groups = [known[at : at + 6] for at in range(0, len(known), 6)]
    return [example("\n".join(mark("PERSON", name) for name in group), "names") for group in groups]


def bare_share(nlp: Any, examples: Sequence[Example]) -> str:
    """How many of the names are found, as a line to print."""
    strict, soft = Counts(), Counts()
    for item, found in zip(examples, answers(nlp, examples), strict=True):
        count(item, found, strict, soft)
    whole, part = (counts.figures(("PERSON",))[1] for counts in (strict, soft))
    return f"bare names ({examples[0].source}): {whole:.1f} % found whole, {part:.1f} % in part"


def speed(nlp: Any, examples: Sequence[Example]) -> float:
    """Words a second, on as many cores as the process uses, after a first pass over a few texts."""
    texts = [part for item in examples for _, part in pieces(item.text)]
    words = sum(len(text.split()) for text in texts)
    list(nlp.pipe(texts[:4]))
    began = time.process_time()
    for doc in nlp.pipe(texts, batch_size=64):
        doc.ents  # noqa: B018
    return words / (time.process_time() - began)


def table(nlp: Any, path: Path) -> str:
    """Strict and soft scores over a file, by label and all together."""
    examples = load(path)
    strict, soft = Counts(), Counts()
    for item, found in zip(examples, answers(nlp, examples), strict=True):
        count(item, found, strict, soft)
    lines = [
        f"{path.name}: {len(examples)} texts, {sum(strict.wanted.values())} entities",
        "| label | strict P | R | F1 | soft P | R | F1 |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, labels in [*((label, (label,)) for label in LABELS), ("all", LABELS), ("all but DATE", LABELS[:3])]:
        figures = " | ".join(f"{figure:.1f}" for counts in (strict, soft) for figure in counts.figures(labels))
        lines.append(f"| {name} | {figures} |")
    return "\n".join(lines)


def main() -> None:
    """Prints what the model's card says of it."""
    parser = argparse.ArgumentParser(prog="python -m training.evaluate", description=__doc__)
    parser.add_argument("model")
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--names", type=Path, help="real names, one a line, to be found as bare names too")
    options = parser.parse_args()
    nlp = ner_models.load(options.model)
    for path in options.files:
        print(table(nlp, path), end="\n\n")
    for bare in [bare_list(), *([real_list(options.names)] if options.names else [])]:
        print(bare_share(nlp, bare))
    if options.files:
        print(f"words a second: {speed(nlp, load(options.files[0])):.0f}")


if __name__ == "__main__":
    main()
