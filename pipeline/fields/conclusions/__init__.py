"""What the meeting concluded: decisions, recommendations, actions, findings, one candidate for each.

Units (sentences, items, cells) are looked at one by one; rules and the model say which are conclusions; neighbours
that belong together ("Motion made ... Carried.") are joined; then kind, owner and due date are read from the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.fields.candidate import Candidate, Decided, Finding, Found
from pipeline.fields.conclusions.details import details, written_small
from pipeline.fields.conclusions.features import Seen, look
from pipeline.fields.conclusions.joining import grouped
from pipeline.fields.conclusions.model import Model, load
from pipeline.fields.conclusions.rules import OWNERS, never_one
from pipeline.fields.conclusions.units import units
from pipeline.meetings.scope import Scope
from pipeline.text import Span

__all__ = ["chosen", "find", "grouped"]

#: More numbers left out are another list.
_GAP = 4
#: An action of so many blanks between its words is not repeated by chance.
_TELLING = 4
_WORD = re.compile(r"[^\W\d_]+")


def find(scope: Scope, decided: Decided) -> Found:
    """The conclusions of a scope."""
    model = scope.lexicon.made(load)
    small = written_small(scope, decided)
    seen = look(units(scope), scope.lexicon, small)
    groups = grouped(seen, chosen(seen, model), model)
    owners = {id(before): one for before, one in pairwise(seen) if one.ruling.rule == OWNERS}
    candidates = []
    for group, score in groups:
        below = owners.get(id(group[-1]))
        kind = "action" if below is not None else model.kind_of(group)
        whole = _whole(group, score)
        parts = details(scope, decided, group, whole, kind=kind, small=small, owners=below)
        candidates.append(replace(whole, parts=parts))
    covered = tuple(span for candidate in candidates for span in candidate.spans)
    return Found(tuple(_once(candidates)), tuple(_gaps(candidates)), covered)


def _gaps(candidates: Sequence[Candidate]) -> Iterator[Finding]:
    """Numbers left out in a list of conclusions: 3 and 5 below one heading, and no 4."""
    before: tuple[str, int] | None = None
    for candidate in candidates:
        number, heading = candidate.parts.get("number"), candidate.parts.get("heading")
        words = str(number.value) if number is not None else ""
        if not words.isdecimal():
            continue
        where = (str(heading.value) if heading is not None else "", int(words))
        if before is not None and before[0] == where[0] and 1 < where[1] - before[1] <= _GAP:
            message = f"Conclusion {where[1]} follows {before[1]}; what lies between was not taken for one."
            yield Finding("numbering-gap", "info", message, candidate.spans[0])
        before = where


def _once(candidates: Sequence[Candidate]) -> list[Candidate]:
    """``candidates`` without actions that a list at the start or end repeats word for word; the fuller one stays."""
    kept: list[Candidate] = []
    places: dict[str, int] = {}
    for candidate in candidates:
        words = " ".join(_WORD.findall(str(candidate.value).casefold()))
        if candidate.parts["kind"].value == "action" and words.count(" ") >= _TELLING:
            place = places.setdefault(words, len(kept))
            if place < len(kept):
                kept[place] = max(kept[place], candidate, key=lambda one: len(one.parts))
                continue
        kept.append(candidate)
    return kept


def chosen(seen: Sequence[Seen], model: Model) -> dict[int, float]:
    """Numbers of the units that are conclusions, each with its probability."""
    size = len(seen)
    told = ((n, one) for n, one in enumerate(seen) if not never_one(one.unit, one.ruling))
    scores = ((number, one, model.probability(one)) for number, one in told)
    return {number: score for number, one, score in scores if score >= model.needed(one, size)}


def _whole(group: Sequence[Seen], score: float) -> Candidate:
    """``group`` as a candidate without its parts."""
    spans: list[Span] = []
    for one in group:
        spans.extend(one.unit.block.view.spans(one.unit.start, one.unit.end))
    text = " ".join(one.unit.text for one in group)
    lead = max(group, key=lambda one: one.ruling.score)
    return Candidate("conclusions", text, tuple(spans), lead.ruling.rule or "conclusion-model", score, origin="model")
