"""Runs a case of tests/cases/naming.yml: what is found of title, body, number and classification."""

from __future__ import annotations

from typing import Any

from pipeline.fields import naming, when
from pipeline.fields.candidate import Candidate, Decided
from tests.scopes import first_scope

_FIELDS = ("title", "body", "number", "classification")


def run(case: dict[str, Any]) -> dict[str, Any]:
    """The winners for the first meeting of the case's text; without the classification unless asked for."""
    scope = first_scope(case)
    dates = when.find(scope, Decided()).candidates
    decided = Decided(naming.find(scope, Decided(dates)).candidates)
    fields = case.get("args", {}).get("fields", _FIELDS[:3])
    winners: dict[str, Candidate | None] = {name: decided.best(name) for name in fields}
    return {name: winner.value for name, winner in winners.items() if winner and winner.score >= 0.3}
