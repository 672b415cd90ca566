"""Which mention is this meeting's X? One module for each group of fields; each may build on what those before it found.

A field module has ``find(scope, decided) -> Found``. The order of FIELDS is the order in which they run.
"""

from __future__ import annotations

from collections.abc import Callable

from pipeline.fields import (
    agenda,
    attendees,
    conclusions,
    hours,
    naming,
    next_meetings,
    organizations,
    published,
    when,
    where,
)
from pipeline.fields.candidate import Candidate, Decided, Finding, Found
from pipeline.meetings.scope import Scope
from pipeline.text import Span

Field = Callable[[Scope, Decided], Found]

# In this order: when, hours, published, where, naming, organizations, next_meetings, attendees, agenda, conclusions.
FIELDS: tuple[Field, ...] = (
    when.find,
    hours.find,
    published.find,
    where.find,
    naming.find,
    organizations.find,
    next_meetings.find,
    attendees.find,
    agenda.find,
    conclusions.find,
)


def find(scope: Scope) -> Found:
    """All that the fields find in ``scope``, each field knowing what those before it found."""
    candidates: tuple[Candidate, ...] = ()
    findings: tuple[Finding, ...] = ()
    covered: tuple[Span, ...] = ()
    for field in FIELDS:
        found = field(scope, Decided(candidates))
        candidates += found.candidates
        findings += found.findings
        covered += found.covered
    return Found(candidates, findings, covered)
