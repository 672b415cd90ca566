"""What a run gained and lost against an earlier one, item by item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pipeline.evaluate.scoring import Score
from pipeline.evaluate.verdict import FIELDS, Verdict

_Key = tuple[str, str, str, str]  # document, field, item, value
_ORDER = {entry.name: number for number, entry in enumerate(FIELDS)}


@dataclass(frozen=True, slots=True)
class Change:
    """A value that came to be right or wrong since the earlier run."""

    kind: Literal["gain", "loss"]
    what: Literal["found", "lost", "no longer claimed", "falsely claimed"]
    document: str
    field: str
    item: str
    value: str


def compare(now: Score, before: Score) -> list[Change]:
    """Each gold value found or lost, and each false value dropped or added, in the order of documents and fields."""
    right_now, right_before = _right(now.verdicts), _right(before.verdicts)
    false_now, false_before = _false(now.verdicts), _false(before.verdicts)
    found = [
        *(Change("gain", "found", *key) for key in (right_now - right_before).elements()),
        *(Change("loss", "lost", *key) for key in (right_before - right_now).elements()),
        *(Change("gain", "no longer claimed", *key) for key in (false_before - false_now).elements()),
        *(Change("loss", "falsely claimed", *key) for key in (false_now - false_before).elements()),
    ]
    return sorted(found, key=lambda one: (one.document, _ORDER[one.field], one.item, one.kind, one.value))


def _right(verdicts: Iterable[Verdict]) -> Counter[_Key]:
    return Counter(_key(verdict, str(verdict.gold)) for verdict in verdicts if verdict.outcome == "right")


def _false(verdicts: Iterable[Verdict]) -> Counter[_Key]:
    return Counter(
        _key(verdict, str(verdict.found)) for verdict in verdicts if verdict.outcome in ("wrong", "invented")
    )


def _key(verdict: Verdict, value: str) -> _Key:
    return verdict.document, verdict.field, verdict.item, value
