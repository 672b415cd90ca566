"""Which meeting, person or conclusion of the gold belongs to which of the run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.evaluate.comparing import likeness, same_date, written_date

Couples = list[tuple[int, int]]
_ANCHOR = 1.0  # weight from which two meetings are taken for the same on their own merits: a common day, say


def one_to_one(golds: int, founds: int, weight: Callable[[int, int], float], least: float) -> Couples:
    """Couples of indices, heaviest first, each index once, none lighter than ``least``; ties by order of the text."""
    weights = ((weight(i, j), i, j) for i in range(golds) for j in range(founds))
    ranked = sorted(
        (entry for entry in weights if entry[0] >= least), key=lambda entry: (-entry[0], entry[1], entry[2])
    )
    couples: Couples = []
    taken_golds: set[int] = set()
    taken_founds: set[int] = set()
    for _, i, j in ranked:
        if i not in taken_golds and j not in taken_founds:
            couples.append((i, j))
            taken_golds.add(i)
            taken_founds.add(j)
    return sorted(couples)


@dataclass(frozen=True)
class MeetingMatch:
    """How a document's meetings fall together: couples, what is missing, what is too much, what costs nothing."""

    couples: Couples
    missed: list[int]
    invented: list[int]
    optional: list[int]


def match_meetings(
    golds: Sequence[dict[str, Any]], founds: Sequence[dict[str, Any]], optional: Sequence[dict[str, Any]] = ()
) -> MeetingMatch:
    """Couple meetings by day, number, title and body; then what is left between two couples, in order.

    A meeting of the run that fits no gold meeting but the day of an optional one costs nothing.
    """
    couples = one_to_one(len(golds), len(founds), lambda i, j: _weight(golds[i], founds[j]), _ANCHOR)
    coupled = {j for _, j in couples}
    spared = [j for j, found in enumerate(founds) if j not in coupled and _is_optional(found, optional)]
    couples = _fill_gaps(couples, len(golds), [j for j in range(len(founds)) if j not in spared])
    golds_taken, founds_taken = {i for i, _ in couples}, {j for _, j in couples}
    return MeetingMatch(
        couples,
        [i for i in range(len(golds)) if i not in golds_taken],
        [j for j in range(len(founds)) if j not in founds_taken and j not in spared],
        spared,
    )


def start_of(meeting: dict[str, Any]) -> str | None:
    """A found meeting's first day, as precise as the document is."""
    return written_date(meeting.get("start_date"), meeting.get("date_precision"))


def _weight(gold: dict[str, Any], found: dict[str, Any]) -> float:
    weight = 0.0
    start = start_of(found)
    if gold.get("start_date") and start:
        if same_date(gold["start_date"], start, "normalised"):
            weight += 2.0
        elif same_date(gold["start_date"], start, "soft"):
            weight += 0.5
    if gold.get("number") is not None and gold["number"] == found.get("number"):
        weight += 0.7
    for name, share in (("title", 1.0), ("body", 0.3)):
        if gold.get(name) and found.get(name):
            weight += share * likeness(gold[name], found[name])
    if weight and gold.get("city") and gold["city"] == found.get("city"):
        weight += 0.3
    return weight


def _is_optional(found: dict[str, Any], optional: Sequence[dict[str, Any]]) -> bool:
    start = start_of(found)
    return start is not None and any(same_date(one["start_date"], start, "normalised") for one in optional)


def _fill_gaps(couples: Couples, golds: int, founds: list[int]) -> Couples:
    """``couples`` and, in each gap between two of them, what is left on both sides, in order."""
    filled = list(couples)
    golds_taken, founds_taken = {i for i, _ in couples}, {j for _, j in couples}
    last = (-1, -1)
    for edge in [*sorted(couples), (golds, max(founds, default=-1) + 1)]:
        left = [i for i in range(last[0] + 1, edge[0]) if i not in golds_taken]
        right = [j for j in founds if last[1] < j < edge[1] and j not in founds_taken]
        filled += list(zip(left, right, strict=False))
        last = (edge[0], max(edge[1], last[1]))
    return sorted(filled)
