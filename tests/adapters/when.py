"""Runs a case of tests/cases/when.yml: the first and last day of the only meeting, its hours, publication, findings."""

from __future__ import annotations

from typing import Any

from pipeline import meetings
from pipeline.assemble.choose import best
from pipeline.fields import hours, published, when
from pipeline.fields.candidate import Candidate, Decided, Finding
from tests.support import reading

_FIELDS = ("start_date", "end_date", "start_time", "end_time", "published_on")


def run(case: dict[str, Any]) -> dict[str, Any]:
    """What was decided, by field; fields without a value are left out."""
    args = case.get("args", {})
    scope = meetings.split(reading(case["text"], path=args.get("path", "report.md"), lang=case.get("lang"))).scopes[0]
    candidates: tuple[Candidate, ...] = ()
    findings: tuple[Finding, ...] = ()
    for field in (when, hours, published):
        found = field.find(scope, Decided(candidates))
        candidates += found.candidates
        findings += found.findings
    told = {name: best(c for c in candidates if c.field == name) for name in _FIELDS}
    for winner in told.values():
        assert winner is None or all(span.of(scope.document.text).strip() for span in winner.spans)
    actual: dict[str, Any] = {name: str(winner.value) for name, winner in told.items() if winner is not None}
    if actual.get("end_date") == actual.get("start_date"):
        actual.pop("end_date", None)
    if findings:
        actual["findings"] = [finding.code for finding in findings]
    return actual
