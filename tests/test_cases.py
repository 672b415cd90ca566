"""One runner for all tables of cases: tests/cases/<module>.yml, run by tests/adapters/<module>.py."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest
import yaml

CASES = Path(__file__).parent / "cases"
ORIGINS = {"wild", "synthetic", "negative", "failing"}
KEYS = {"id", "text", "expect", "lang", "origin", "note", "args"}


def _load() -> list[Any]:
    parameters = []
    for path in sorted(CASES.glob("*.yml")):
        cases = yaml.safe_load(path.read_text(encoding="utf-8")) or []
        for case in cases:
            name = f"{path.stem}:{case['id']}"
            marks = [pytest.mark.xfail(strict=True, reason="known failure")] if case.get("origin") == "failing" else []
            parameters.append(pytest.param(path.stem, case, id=name, marks=marks))
    return parameters


@pytest.mark.parametrize(("module", "case"), _load())
def test_case(module: str, case: dict[str, Any]) -> None:
    """The module gives for the case's text what the case expects."""
    adapter = importlib.import_module(f"tests.adapters.{module}")
    assert adapter.run(case) == case["expect"]


def test_tables_are_well_formed() -> None:
    """Each case has an id of its own, a known origin and no unknown key."""
    for path in sorted(CASES.glob("*.yml")):
        cases = yaml.safe_load(path.read_text(encoding="utf-8")) or []
        ids = [case["id"] for case in cases]
        assert len(ids) == len(set(ids)), f"{path.name}: an id stands twice"
        for case in cases:
            assert set(case) <= KEYS, f"{path.name}: {case['id']}: unknown key"
            assert case.get("origin") in ORIGINS, f"{path.name}: {case['id']}: unknown origin"
