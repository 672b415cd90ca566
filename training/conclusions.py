"""Train the model that tells conclusions from other sentences, and measure it against the rules.

    python -m training.conclusions GOLD ARCHIVE [--with-documents] [--write]

``GOLD`` holds ``documents/`` with ``annotations/`` and ``training/annotations/``; ``ARCHIVE`` the files of the latter.
All figures are of documents whose organization was left out of the training. ``--with-documents`` also learns from
``GOLD/documents``; ``--write`` replaces the weights that the package ships. Needs scikit-learn, which they do not.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

import pipeline.fields.conclusions as room
from pipeline.fields.conclusions import grouped
from pipeline.fields.conclusions.features import of_kind
from pipeline.fields.conclusions.joining import link
from pipeline.fields.conclusions.model import FILE, Linear, Model
from pipeline.fields.conclusions.rules import never_one
from training.conclusions_data import Annotated, annotated, tools, words

SEED = 20_19
FOLDS = 5
#: A feature must occur with so many organizations: what a few bodies say of themselves is not learned. For conclusions
#: the folds prefer 8 to 3, 6, 10 and 12; joining and kinds have fewer examples.
LEAST_GROUPS, LEAST_GROUPS_FEW = 8, 3
#: Inverse strength of regularisation, chosen by the folds among 0.03, 0.05, 0.1, 0.2 and 0.3; kinds: 0.1, 0.3, 1.
STRENGTH, STRENGTH_LINK, STRENGTH_KIND = 0.05, 0.3, 0.3
#: Weight of the rules' score beside the model's, chosen by the folds among 0, 0.2, ... 0.5.
RULES_SHARE = 0.4
#: Weights below this change no decision and only make the file longer.
LEAST_WEIGHT = 0.02
#: Where yes begins. The folds prefer 0.28 to 0.3; further bodies, from which nothing was learned, 0.2 to 0.26.
THRESHOLD = 0.3
THRESHOLDS = [round(0.16 + 0.02 * step, 2) for step in range(18)]
ALIKE = 0.65  # share of common words (Dice) from which two texts are the same conclusion, as in pipeline.evaluate
KINDS = ("decision", "recommendation", "action", "finding")

Row = tuple[Sequence[str], str]  # features, group


def fit(rows: Sequence[Row], answers: Sequence[bool], strength: float, least: int = LEAST_GROUPS_FEW) -> Linear:
    """A logistic regression over the features that enough groups share."""
    groups: dict[str, set[str]] = defaultdict(set)
    for features, group in rows:
        for feature in features:
            groups[feature].add(group)
    known = sorted(feature for feature, where in groups.items() if len(where) >= least)
    index = {feature: number for number, feature in enumerate(known)}
    cells = [(row, index[f]) for row, (features, _) in enumerate(rows) for f in features if f in index]
    numbers, columns = zip(*cells, strict=True)
    matrix = csr_matrix((np.ones(len(cells)), (numbers, columns)), shape=(len(rows), len(known)))
    model = LogisticRegression(C=strength, solver="liblinear", max_iter=500, random_state=SEED)
    model.fit(matrix, np.array(answers))
    weights = {feature: round(float(model.coef_[0][number]), 3) for feature, number in index.items()}
    kept = {feature: weight for feature, weight in weights.items() if abs(weight) >= LEAST_WEIGHT}
    return Linear(round(float(model.intercept_[0]), 3), kept)


def train(documents: Sequence[Annotated], threshold: float) -> Model:
    """The whole model from ``documents``."""
    ones = [(one.features, document.group) for document in documents for one in document.seen]
    is_one = fit(ones, [label >= 0 for document in documents for label in document.labels], STRENGTH, LEAST_GROUPS)
    onward, goes_on, backward, begins = [], [], [], []
    rows, kinds = [], []
    for document in documents:
        for number, label in enumerate(document.labels):
            if label < 0:
                continue
            rows.append((of_kind(document.seen[number]), document.group))
            kinds.append(document.golds[label].kind)
        for number, (before, label) in enumerate(pairwise(document.labels), start=1):
            if max(before, label) < 0:
                continue
            row = (link(document.seen[number - 1], document.seen[number]), document.group)
            if before >= 0:
                onward.append(row)
                goes_on.append(before == label)
            if label >= 0:
                backward.append(row)
                begins.append(before == label)
    return Model(
        is_one,
        fit(onward, goes_on, STRENGTH_LINK),
        fit(backward, begins, STRENGTH_LINK),
        {kind: fit(rows, [own == kind for own in kinds], STRENGTH_KIND) for kind in KINDS},
        threshold,
        RULES_SHARE,
    )


def pairs(golds: Sequence[str], founds: Sequence[str]) -> list[tuple[int, int]]:
    """Gold and found texts that are the same conclusion, one to one, the most alike first."""
    bags = [words(text) for text in golds], [words(text) for text in founds]
    ranked = sorted((-_dice(gold, found), i, j) for i, gold in enumerate(bags[0]) for j, found in enumerate(bags[1]))
    left, right, couples = set[int](), set[int](), []
    for weight, i, j in ranked:
        if -weight >= ALIKE and i not in left and j not in right:
            left.add(i)
            right.add(j)
            couples.append((i, j))
    return couples


def _dice(one: Sequence[str], other: Sequence[str]) -> float:
    counts: dict[str, int] = defaultdict(int)
    for word in one:
        counts[word] += 1
    common = 0
    for word in other:
        if counts[word]:
            counts[word] -= 1
            common += 1
    return 2 * common / max(len(one) + len(other), 1)


@dataclass
class Tally:
    """Hits, what was found and what is in the gold."""

    hits: int = 0
    found: int = 0
    gold: int = 0
    kinds: int = 0

    def __str__(self) -> str:
        precision, recall = self.hits / max(self.found, 1), self.hits / max(self.gold, 1)
        kinds = self.kinds / max(self.hits, 1)
        return f"P {precision:.3f}  R {recall:.3f}  F1 {self.f1:.3f}  kind right {kinds:.2f}"

    @property
    def f1(self) -> float:
        return 2 * self.hits / max(self.found + self.gold, 1)


Scores = Callable[[Annotated, Model], list[float]]


def by_model(document: Annotated, model: Model) -> list[float]:
    """The model's probability for each unit."""
    return [model.learned(one) for one in document.seen]


def by_both(document: Annotated, model: Model) -> list[float]:
    """What the package ships: the model's probability and the rules' score together."""
    size = len(document.seen)
    return [
        0.0 if never_one(one.unit, one.ruling) else model.probability(one) - model.needed(one, size) + model.threshold
        for one in document.seen
    ]


def by_rules(document: Annotated, _model: Model) -> list[float]:
    """The rules' own score for each unit."""
    return [one.ruling.score for one in document.seen]


def tally(documents: Sequence[Annotated], models: dict[str, Model], scores: Scores, threshold: float) -> Tally:
    """How the conclusions found in ``documents`` compare with the gold; ``models`` by group, each blind to it."""
    total = Tally()
    for document in documents:
        model = models[document.group]
        values = scores(document, model)
        chosen = {number: value for number, value in enumerate(values) if value >= threshold}
        groups = [group for group, _ in grouped(document.seen, chosen, model)]
        texts = [" ".join(one.unit.text for one in group) for group in groups]
        couples = pairs([gold.text for gold in document.golds], texts)
        total.hits += len(couples)
        total.found += len(texts)
        total.gold += len(document.golds)
        total.kinds += sum(document.golds[i].kind == model.kind_of(groups[j]) for i, j in couples)
    return total


def left_out(learn: Sequence[Annotated], judge: Sequence[Annotated]) -> dict[str, Model]:
    """For each group of ``judge`` a model that saw none of its documents."""
    groups = sorted({document.group for document in [*learn, *judge]})
    random.Random(SEED).shuffle(groups)
    models: dict[str, Model] = {}
    for fold in range(FOLDS):
        out = set(groups[fold::FOLDS])
        model = train([document for document in learn if document.group not in out], 0.0)
        models.update(dict.fromkeys(out, model))
    return models


def report(name: str, documents: Sequence[Annotated], models: dict[str, Model]) -> None:
    """Print the figures on ``documents``: rules and model each at its own best threshold, then what is shipped."""
    for label, scores in (("rules", by_rules), ("model", by_model), ("both", by_both)):
        best = max((tally(documents, models, scores, value).f1, value) for value in THRESHOLDS)[1]
        print(f"{name:20} {label:7} from {best:.2f}: {tally(documents, models, scores, best)}")
    print(f"{name:20} shipped from {THRESHOLD:.2f}: {tally(documents, models, by_both, THRESHOLD)}")


def main() -> None:
    """Train, measure, and write the weights when asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--with-documents", action="store_true")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    instruments = tools()
    learned = list(annotated(options.gold / "training/annotations", options.archive, instruments))
    judged = list(annotated(options.gold / "annotations", options.gold / "documents", instruments))
    print(f"{len(learned)} documents to learn from, {len(judged)} to judge by, each without its organization")
    models = left_out(learned, [*learned, *judged])
    report("training", learned, models)
    report("documents", judged, models)
    if options.with_documents:
        learned = [*learned, *judged]
        models = left_out(learned, learned)
        report("both", learned, models)
        report("documents, by both", judged, models)
    if options.write:
        model = train(learned, THRESHOLD)
        target = Path(room.__file__).parent / FILE
        target.write_text(to_json(model), encoding="utf-8")
        print(f"wrote {target.name}: {len(model.is_one.weights)} weights, threshold {THRESHOLD}")


def to_json(model: Model) -> str:
    """The model as text, one weight a line, so that a change of it can be read."""

    def part(linear: Linear) -> dict[str, object]:
        return {"bias": linear.bias, "weights": dict(sorted(linear.weights.items()))}

    data = {
        "threshold": model.threshold,
        "rules_share": model.rules_share,
        "is_one": part(model.is_one),
        "continues": part(model.continues),
        "begins": part(model.begins),
        "kinds": {kind: part(linear) for kind, linear in model.kinds.items()},
    }
    return json.dumps(data, indent=0, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    main()
