"""From verdicts to figures: precision, recall and F1 by field, group, document and organization."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from pipeline.evaluate.comparing import Level
from pipeline.evaluate.judging import judge
from pipeline.evaluate.verdict import FIELDS, GROUP_OF, GROUPS, OUTCOMES, Outcome, Pair, Verdict

_SAMPLES = 1000
_SEED = 20190530


@dataclass(frozen=True, slots=True)
class Tally:
    """How many values were right, wrong, missed and invented. A wrong one counts against precision and recall."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    invented: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.right + other.right,
            self.wrong + other.wrong,
            self.missed + other.missed,
            self.invented + other.invented,
        )

    @property
    def expected(self) -> int:
        return self.right + self.wrong + self.missed

    @property
    def given(self) -> int:
        return self.right + self.wrong + self.invented

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both; 1 where nothing was expected and nothing given."""
        total = self.expected + self.given
        return 2 * self.right / total if total else 1.0


@dataclass(frozen=True)
class Score:
    """What a run is worth against a gold standard, at one level."""

    level: Level
    documents: tuple[str, ...]
    missing: tuple[str, ...]  # documents of the gold that the run does not have
    verdicts: tuple[Verdict, ...] = field(repr=False)
    organizations: dict[str, str] = field(repr=False)  # of each document

    @property
    def headline(groups: dict[str, Tally]) -> float:
    """Mean F1 of the groups in which anything was expected or given: of a whole gold standard, all four."""
    return fmean([groups[group].f1 for group in GROUPS if groups[group].expected + groups[group].given] or [1.0])


def tally(verdicts: Iterable[Verdict], key: Callable[[Verdict], str | None]) -> dict[str, Tally]:
    """Verdicts counted by ``key``; those whose key is None are left out."""
    counts: dict[str, dict[Outcome, int]] = defaultdict(lambda: dict.fromkeys(OUTCOMES, 0))
    for verdict in verdicts:
        name = key(verdict)
        if name is not None:
            counts[name][verdict.outcome] += 1
    return {name: Tally(**count) for name, count in counts.items()}


def _total(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Tally())


def _middle(values: Sequence[float]) -> tuple[float, float]:
    ranked = sorted(values)
    return ranked[int(0.025 * len(ranked))], ranked[min(len(ranked) - 1, int(0.975 * len(ranked)))]
