"""Span scores: strict (same ends, same label) and soft (same label, some overlap), without "the" and honorifics."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from training.examples import LABELS, Example

Entity = tuple[int, int, str]

# "The ", "H.E. Mr ", "Prof. Dr. "
_LEADING = re.compile(
    r"(?:(?:the|mr|mrs|ms|miss|messrs|dr|prof|professor|h\.?e|hon|honourable|rt|sir|dame|ambassador|ass|assoc|amb|eng|ing)\b\.?\s+)+",
    re.IGNORECASE,
)
_EDGES = " \t\n.,;:()[]\"'“”‘’*|-–—"


@dataclass
class Counts:
    """Per label: right answers, answers, and what was to be found."""

    right: Counter[str] = field(default_factory=Counter)
    given: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)
    #: Of those wanted, the ones that were found: in the soft score an answer may cover several.
    found: Counter[str] = field(default_factory=Counter)

    def figures(self, labels: Sequence[str] = LABELS) -> tuple[float, float, float]:
        """Precision, recall and F1 over ``labels``, in percent."""
        precision = _share(sum(self.right[label] for label in labels), sum(self.given[label] for label in labels))
        recall = _share(sum(self.found[label] for label in labels), sum(self.wanted[label] for label in labels))
        total = precision + recall
        return precision, recall, 2 * precision * recall / total if total else 0.0


def _share(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


def trimmed(entity: Entity, text: str) -> Entity:
    """The entity without leading "the" or honorifics and without punctuation at its ends."""
    start, end, label = entity
    match = _LEADING.match(text, start, end)
    if match and match.end() < end:
        start = match.end()
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return start, end, label


def count(example: Example, answers: Iterable[Entity], strict: Counts, soft: Counts) -> None:
    """Adds an example's counts. An answer that touches a missing span and no wanted entity does not count."""
    wanted = {trimmed(entity, example.text) for entity in example.entities}
    given = {trimmed(entity, example.text) for entity in answers}
    free = {
        entity
        for entity in given - wanted
        if any(entity[0] < end and start < entity[1] for start, end in example.missing)
        and not any(_meet(entity, other) for other in wanted)
    }
    given -= free
    for entity in wanted:
        for counts in (strict, soft):
            counts.wanted[entity[2]] += 1
        strict.found[entity[2]] += entity in given
        soft.found[entity[2]] += any(_meet(entity, other) for other in given)
    for entity in given:
        for counts in (strict, soft):
            counts.given[entity[2]] += 1
        strict.right[entity[2]] += entity in wanted
        soft.right[entity[2]] += any(_meet(entity, other) for other in wanted)


def _meet(one: Entity, other: Entity) -> bool:
    return one[2] == other[2] and one[0] < other[1] and other[0] < one[1]
