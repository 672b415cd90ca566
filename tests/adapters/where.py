"""Runs a case of tests/cases/where.yml: what is found of venue, city, country and mode, without what is not."""

from __future__ import annotations

from typing import Any

from pipeline.fields import when, where
from pipeline.fields.candidate import Candidate, Decided
from tests.scopes import first_scope

_FIELDS = ("venue", "city", "country", "mode")


def run(case: dict[str, Any]) -> dict[str, Any]:
    """The winners for the first meeting of the case's text."""
    scope = first_scope(case)
    dates = when.find(scope, Decided()).candidates
    decided = Decided(where.find(scope, Decided(dates)).candidates)
    winners: dict[str, Candidate | None] = {name: decided.best(name) for name in _FIELDS}
    return {name: winner.value for name, winner in winners.items() if winner and winner.score >= 0.3}
