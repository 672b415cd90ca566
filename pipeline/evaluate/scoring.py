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
    def headline(self) -> float:
        """Mean F1 of the four groups."""
        return headline(self.groups)

    @property
    def groups(self) -> dict[str, Tally]:
        """The four groups of the headline, each pooled over its fields."""
        tallies = tally(self.verdicts, lambda verdict: GROUP_OF[verdict.field])
        return {group: tallies.get(group, Tally()) for group in GROUPS}

    @property
    def fields(self) -> dict[str, Tally]:
        """Each field alone, in the order of FIELDS."""
        tallies = tally(self.verdicts, lambda verdict: verdict.field)
        return {entry.name: tallies.get(entry.name, Tally()) for entry in FIELDS}

    def part(self, key: Callable[[str], str]) -> dict[str, Score]:
        """This score taken apart by ``key`` of a document's name: by document, by organization."""
        documents: dict[str, list[str]] = defaultdict(list)
        for document in self.documents:
            documents[key(document)].append(document)
        verdicts: dict[str, list[Verdict]] = defaultdict(list)
        for verdict in self.verdicts:
            verdicts[key(verdict.document)].append(verdict)
        return {
            name: Score(
                self.level,
                tuple(names),
                tuple(one for one in self.missing if key(one) == name),
                tuple(verdicts[name]),
                self.organizations,
            )
            for name, names in sorted(documents.items())
        }

    def by_document(self) -> dict[str, Score]:
        """One score for each document."""
        return self.part(lambda document: document)

    def by_organization(self) -> dict[str, Score]:
        """One score for each organization."""
        return self.part(lambda document: self.organizations.get(document, "(unknown)"))

    def whole_meetings(self, *, headline_only: bool = True) -> tuple[int, int]:
        """How many of the gold's meetings are right in everything (in the fields of the headline, or in all)."""
        fine: dict[tuple[str, int], bool] = {}
        expected: set[tuple[str, int]] = set()
        for verdict in self.verdicts:
            key = (verdict.document, verdict.meeting)
            if verdict.field == "meetings" and verdict.gold:
                expected.add(key)
            if not headline_only or GROUP_OF[verdict.field] or verdict.field == "meetings":
                fine[key] = fine.get(key, True) and verdict.outcome == "right"
        return sum(fine[key] for key in expected), len(expected)

    def intervals(self, *, samples: int = _SAMPLES, seed: int = _SEED) -> dict[str, tuple[float, float]]:
        """95 % intervals of the headline and its groups: documents drawn with replacement, the same draw each time."""
        per_document = [score.groups for score in self.by_document().values()]
        if not per_document:
            return {}
        draw = random.Random(seed)  # noqa: S311  (no secret, a repeatable draw)
        drawn: dict[str, list[float]] = defaultdict(list)
        for _ in range(samples):
            chosen = draw.choices(per_document, k=len(per_document))
            pooled = {group: _total(one[group] for one in chosen) for group in GROUPS}
            for group in GROUPS:
                drawn[group].append(pooled[group].f1)
            drawn["headline"].append(headline(pooled))
        return {name: _middle(values) for name, values in drawn.items()}


def score(pairs: Iterable[Pair], *, level: Level = "normalised") -> Score:
    """Score extracted documents against their gold."""
    known = list(pairs)
    return Score(
        level,
        tuple(pair.document for pair in known),
        tuple(pair.document for pair in known if pair.found is None),
        tuple(verdict for pair in known for verdict in judge(pair, level)),
        {pair.document: pair.organization for pair in known if pair.organization},
    )


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
