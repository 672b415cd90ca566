"""Candidate: a value that a field could have, with the spans that say so."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pipeline.mentions.mention import PartialDate
from pipeline.text import Span

Scalar = str | int | float | PartialDate | tuple[str, ...] | None


@dataclass(frozen=True)
class Candidate:
    """``field`` names an attribute of records.Meeting ("start_date", "city") or one of its lists ("attendees").

    For a list, each candidate is one entry: ``value`` is what people call it (the attendee's name, the conclusion's
    text) and ``parts`` holds its attributes by name, each a candidate with spans of its own. ``spans`` is empty only
    for values that are counted or derived, which need no evidence. ``score`` runs from 0 to 1 and becomes the
    confidence; ``rule`` is a short stable name in kebab case ("header-label-date"). ``origin`` is "rule" or "model".
    """

    field: str
    value: Scalar
    spans: tuple[Span, ...]
    rule: str
    score: float
    parts: Mapping[str, Candidate] = dataclasses.field(default_factory=dict)
    origin: str = "rule"


@dataclass(frozen=True)
class Finding:
    """Something not understood, contradictory or doubtful: becomes a row of ``issues``.

    ``code`` is documented in docs/issues.md; ``severity`` is "info", "warning" or "error".
    """

    code: str
    severity: str
    message: str
    span: Span | None = None


@dataclass(frozen=True)
class Found:
    """What a field module hands back: candidates, findings, and the spans of lines that it accounted for."""

    candidates: tuple[Candidate, ...] = ()
    findings: tuple[Finding, ...] = ()
    covered: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Decided:
    """What the fields before this one found, for those that build on it (a due date's year, an owner's initials)."""

    candidates: tuple[Candidate, ...] = ()

    def all(self, name: str) -> tuple[Candidate, ...]:
        """All candidates for a field, in order."""
        return self._by_field.get(name, ())

    @cached_property
    def _by_field(self) -> Mapping[str, tuple[Candidate, ...]]:
        found: dict[str, list[Candidate]] = {}
        for candidate in self.candidates:
            found.setdefault(candidate.field, []).append(candidate)
        return {name: tuple(own) for name, own in found.items()}

    def best(self, name: str) -> Candidate | None:
        """The candidate with the highest score, the earliest among equals."""
        return max(self.all(name), key=lambda candidate: candidate.score, default=None)
