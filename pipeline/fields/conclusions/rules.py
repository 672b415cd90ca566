"""Rules: forms in which reports set conclusions, each with the probability that it is one.

The probabilities are rough shares of the annotated documents; the model weighs the same rules more finely.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.fields.conclusions.assignments import Assignment
from pipeline.fields.conclusions.cues import Cues
from pipeline.fields.conclusions.units import Unit
from pipeline.lexicon import Lexicon

#: Kinds of section whose entries are conclusions of this kind.
_OUTCOMES = {
    "actions": "action",
    "decisions": "decision",
    "recommendations": "recommendation",
    "conclusions": "finding",
}


@dataclass(frozen=True)
class Ruling:
    """What the rules say of a unit: the rule's name, its score, and the kind of conclusion; ``""`` when unknown."""

    rule: str
    score: float
    kind: str


_NONE = Ruling("", 0.0, "")


def _kinds(lexicon: Lexicon) -> dict[str, str]:
    return {modality: kind for kind, names in lexicon.groups("conclusions", "kinds").items() for modality in names}


def kind_of(modality: str, lexicon: Lexicon) -> str:
    """The kind of conclusion that a verb of this modality states, or ``""``."""
    return lexicon.made(_kinds).get(modality, "")


def judge(unit: Unit, cues: Cues, lead: Cues | None, given: Assignment | None, lexicon: Lexicon) -> Ruling:
    """The strongest rule that holds for ``unit``."""
    section = unit.kinds[0] if unit.kinds else ""
    entry = unit.block.kind in ("item", "row") or bool(unit.block.marker)
    stated = kind_of(cues.decided_by, lexicon)
    if section in ("attendance", "absence", "agenda", "contacts"):
        return _NONE
    if cues.label:
        return Ruling("labelled", 0.8, cues.label)
    if stated == "decision":
        return Ruling("collective-decision", 0.75, "decision")
    if "moved" in cues.modalities and cues.vote:
        return Ruling("motion", 0.7, "decision")
    if given is not None and given.form == "to":
        return Ruling("assignment", 0.7, "action")
    if section in _OUTCOMES and entry:
        return Ruling("outcome-entry", 0.65, _OUTCOMES[section])
    if lead is not None and lead.decided_by and entry:
        return Ruling("announced-entry", 0.6, kind_of(lead.decided_by, lexicon))
    if stated:
        return Ruling("collective-statement", 0.55, stated)
    if given is not None:
        return Ruling("assignment-loose", 0.5, "action")
    if section in _OUTCOMES:
        return Ruling("outcome-sentence", 0.45, _OUTCOMES[section])
    if cues.obligation:
        return Ruling("obligation", 0.35, "recommendation")
    if cues.vote:
        return Ruling("vote", 0.3, "decision")
    return _NONE
