"""The trained model: a weight for each feature, kept as plain JSON; see docs/conclusions-model.md."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from pipeline.errors import ConfigError
from pipeline.fields.conclusions.features import Seen, of_kind
from pipeline.fields.conclusions.joining import link, settles
from pipeline.lexicon import Lexicon

FILE = "weights.json"
#: From this score on, a rule knows the kind better than the model does.
_SURE = 0.6
#: In reports of more units than ``_SHORT`` each doubling asks so much more of units without a strong rule.
_SHORT, _HURDLE, _STRONG = 125, 0.06, 0.4
#: Sections that hold no conclusions but by a slip of the outline, and how much more they ask for: of 1,160 units of the
#: annotated reports in them 15 are conclusions.
_SILENT, _ELSEWHERE = frozenset({"attendance", "absence", "agenda", "contacts", "background", "annex"}), 0.2
#: Kinds of section that hold what was concluded.
_OUTCOMES = frozenset({"actions", "decisions", "recommendations", "conclusions"})


@dataclass(frozen=True)
class Linear:
    """A weight for each feature that counts, and where the scale begins."""

    bias: float
    weights: Mapping[str, float]

    def score(self, features: Iterable[str]) -> float:
        """The weighted sum, on the scale of log odds."""
        return self.bias + sum(filter(None, map(self.weights.get, features)))


@dataclass(frozen=True)
class Model:
    """``is_one`` tells conclusions from the rest; ``threshold`` is where yes begins.

    ``rules_share`` is the weight of the rules' own score beside the model's: together they are better than either.

    ``continues`` tells whether a conclusion goes on in the unit behind it, ``begins`` whether it began in the unit
    before it; ``kinds`` tells one kind from the others.
    """

    is_one: Linear
    continues: Linear
    begins: Linear
    kinds: Mapping[str, Linear]
    threshold: float
    rules_share: float

    def learned(self, one: Seen) -> float:
        """How likely a unit is a conclusion, by its features alone."""
        return _share(self.is_one.score(one.features))

    def probability(self, one: Seen) -> float:
        """How likely a unit is a conclusion, by its features and the rules."""
        return (1 - self.rules_share) * self.learned(one) + self.rules_share * one.ruling.score

    def needed(self, one: Seen, size: int) -> float:
        """The probability from which ``one`` of ``size`` units is published: a long report mostly narrates."""
        if one.ruling.score >= _STRONG or _OUTCOMES.intersection(one.unit.kinds[:3]):
            return self.threshold
        if one.unit.kinds and one.unit.kinds[0] in _SILENT:
            return self.threshold + _ELSEWHERE
        return self.threshold + _HURDLE * max(math.log2(max(size, 1) / _SHORT), 0.0)

    def goes_on(self, before: Seen, one: Seen) -> float:
        """How likely ``one`` goes on with the conclusion ``before`` it."""
        return _share(self.continues.score(link(before, one)))

    def leans_back(self, before: Seen, one: Seen) -> float:
        """How likely the conclusion ``one`` begins in the unit ``before`` it."""
        return _share(self.begins.score(link(before, one)))

    def kind(self, one: Seen) -> str:
        """The kind of conclusion that a unit most likely is; form that leaves no doubt or a sure rule has the word."""
        if one.ruling.settled:
            return one.ruling.settled
        if one.ruling.kind and one.ruling.score >= _SURE:
            return one.ruling.kind
        features = of_kind(one)
        return max(sorted(self.kinds), key=lambda kind: self.kinds[kind].score(features))

    def kind_of(self, group: Sequence[Seen]) -> str:
        """The kind of a conclusion of several units: what was put forward and then carried is decided."""
        lead = max(group, key=lambda one: one.ruling.score)
        kind = self.kind(lead)
        carried = kind == "recommendation" and any(settles(one) for one in group if one is not lead)
        return "decision" if carried else kind


def _share(odds: float) -> float:
    return 1 / (1 + math.exp(-max(min(odds, 40.0), -40.0)))


def _linear(part: Mapping[str, Any]) -> Linear:
    return Linear(part["bias"], part["weights"])


def from_json(text: str) -> Model:
    """The model that ``text`` holds. Raises ConfigError when it holds none."""
    try:
        data = json.loads(text)
        kinds = {kind: _linear(part) for kind, part in data["kinds"].items()}
        return Model(
            _linear(data["is_one"]),
            _linear(data["continues"]),
            _linear(data["begins"]),
            kinds,
            data["threshold"],
            data["rules_share"],
        )
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise ConfigError(
            f"{FILE} is no model of conclusions: {error!r}.", remedy="Run training/conclusions.py again."
        ) from error


def load(_lexicon: Lexicon | None = None) -> Model:
    """The model that is shipped; fetched by ``lexicon.made(load)`` so that a worker reads it once."""
    return from_json(resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8"))
