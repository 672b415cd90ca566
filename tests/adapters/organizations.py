"""Runs a case of tests/cases/organizations.yml: roles with names, countries of delegations, stated attendance."""

from __future__ import annotations

from typing import Any

from pipeline.fields import naming, organizations, when
from pipeline.fields.candidate import Decided
from tests.scopes import first_scope


def run(case: dict[str, Any]) -> dict[str, Any]:
    """What is found, without what is not."""
    scope = first_scope(case)
    decided = Decided(when.find(scope, Decided()).candidates)
    decided = Decided(decided.candidates + naming.find(scope, decided).candidates)
    found = Decided(tuple(c for c in organizations.find(scope, decided).candidates if c.score >= 0.3))
    attendance = found.best("stated_attendance")
    shown = {
        "organizations": [f"{c.parts['role'].value}: {c.value}" for c in found.all("organizations")],
        "countries": [c.value for c in found.all("countries")],
        "attendance": attendance.value if attendance else None,
    }
    return {name: value for name, value in shown.items() if value}
