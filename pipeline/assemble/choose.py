"""Which candidate wins, and which values need a span."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.fields.candidate import Candidate

#: Below this a value is more likely wrong than right in our measurements, and empty beats guessed.
FLOOR = 0.3

#: Values that need no span: they say how a value was read, or are computed from one that has evidence of its own.
DERIVED = frozenset({"level", "date_precision", "agenda_number", "latitude", "longitude"})


def best(candidates: Iterable[Candidate]) -> Candidate | None:
    """The highest score; the earliest span among equals; None when all lie below the floor."""
    fit = [candidate for candidate in candidates if candidate.score >= FLOOR and candidate.value is not None]
    return min(fit, key=lambda c: (-c.score, c.spans[0].start if c.spans else 0), default=None)


def supported(candidate: Candidate, name: str) -> bool:
    """Whether a value may be published: a span says so, or the contract lets it be derived."""
    return bool(candidate.spans) or name in DERIVED
