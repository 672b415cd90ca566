"""Rules: forms in which reports set conclusions, each with the probability that it is one.

The probabilities are rough shares of the annotated documents; the model weighs the same rules more finely.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.fields.conclusions.assignments import Assignment, assignment, is_owners
from pipeline.fields.conclusions.cues import Cues
from pipeline.fields.conclusions.units import Unit
from pipeline.lexicon import Lexicon, alternation

#: Kinds of section whose entries are conclusions of this kind.
_OUTCOMES = {
    "actions": "action",
    "decisions": "decision",
    "recommendations": "recommendation",
    "conclusions": "finding",
}

# A question, the dots of a table of contents, a number alone
_IDLE = re.compile(r"\?[\s\"”’)\]]*$|(?:\.\s?){5,}|^[\W\d_]*$")

# "Dr Jo Doe" alone, "Jo Doe (JD)"
_NAMES = re.compile(r"[\W\d_]*(?:[A-ZÀ-Þ][\w.'’\-]*[,;:]?\s*){2,5}(?:\([^)]*\))?[\s.:]*$")
# "=> Merge now"
_ARROW = re.compile(r"\s*(?:[-=]>|[→⇒➔])\s*\w")

# An option of a ballot and an entry of a log: "4 votes: b) Yes, but later", "13:25 Uhr: Jo leaves the meeting"
_NOTED = re.compile(r"\W*(?:\d+\s+\w+:\s*[a-z]\)|\d{1,2}[:.]\d{2}\s*(?:\w+\s*)?:\s)", re.IGNORECASE)

#: Rules that hold for a group, also where a speaker's words are logged.
_SHARED = frozenset(
    {"labelled", "labelled-at-end", "main-decision", "named-decision", "motion", "assignment", "vote", "arrow"}
)

#: Kinds of section that list people and items, or tell what was before the meeting.
_SILENT = frozenset({"attendance", "absence", "agenda", "contacts", "background", "objectives"})

#: From this score on, "I" and "my" are part of what was concluded, not one speaker's opinion.
_FIRM = 0.5
#: Words of a line that ends in a colon and only heads what stands below it.
_HEAD = 3
#: Sentences of an entry or a short paragraph.
_FEW = 3


@dataclass(frozen=True)
class Ruling:
    """What the rules say of a unit: the rule's name, its score, and the kind of conclusion; ``""`` when unknown."""

    rule: str
    score: float
    kind: str


#: What is put forward, and words that say that it was voted on in the same breath.
_PUT, _SETTLED = ("proposed", "recommended"), frozenset({"moved", "agreed", "resolved", "adopted", "approved"})

_NONE = Ruling("", 0.05, "")
#: "Action: Jo/Bo" in a line of its own: who is to do what stands above it.
OWNERS = "owners"
_OWNERS = Ruling(OWNERS, 0.0, "")


def _kinds(lexicon: Lexicon) -> dict[str, str]:
    return {modality: kind for kind, names in lexicon.groups("conclusions", "kinds").items() for modality in names}


def _annexes(lexicon: Lexicon) -> re.Pattern[str]:
    # "Annex 3 – Slides" in a list at the end
    return re.compile(rf"\W*{alternation(lexicon.words('headings', 'annexes'))}e?s?\b", re.IGNORECASE)


def kind_of(modality: str, lexicon: Lexicon) -> str:
    """The kind of conclusion that a verb of this modality states, or ``""``."""
    return lexicon.made(_kinds).get(modality, "")


def never_one(unit: Unit, ruling: Ruling) -> bool:
    """Whether the unit only says who acts, how many chose an option, or what happened at which hour."""
    return ruling.rule == OWNERS or (unit.number == 0 and _NOTED.match(unit.block.text) is not None)


def judge(unit: Unit, cues: Cues, lead: Cues | None, given: Assignment | None, lexicon: Lexicon) -> Ruling:
    """The strongest rule that holds for ``unit``."""
    section = unit.kinds[0] if unit.kinds else ""
    entry = unit.block.kind in ("item", "row") or bool(unit.block.marker)
    if cues.label == "action" and is_owners(unit.text[cues.label_end :], lexicon):
        return _OWNERS
    if section in _SILENT and not cues.label:
        return _NONE
    if not cues.modalities and _NAMES.match(unit.text[cues.label_end :]):
        return _NONE
    if not cues.label and _IDLE.search(unit.text):
        return _NONE
    if cues.recital or (lead is not None and lead.recital):
        return _NONE
    if unit.text.rstrip().endswith(":") and len(unit.text[cues.label_end :].split()) <= _HEAD:
        return _NONE
    if cues.procedural or lexicon.made(_annexes).match(unit.text):
        return _NONE
    outcome = _OUTCOMES.get(section, "")
    own = unit.announced or not unit.lead or unit.lead.startswith(unit.sections[0].title)  # no note below an entry
    brief = unit.count <= _FEW  # a paragraph of many sentences tells of the discussion, whatever its heading says
    announced = _announced(lead, lexicon)
    listed = entry and unit.announced and unit.number == 0  # "The Summit:", then "welcomed the progress"
    rulings = (
        (unit.columns is not None, Ruling("table-task", 0.75, "action")),
        (bool(cues.label), Ruling("labelled", 0.9, cues.label)),
        (cues.ends_label, Ruling("labelled-at-end", 0.85, "decision")),
        *_main_clause(cues, _asked(unit, cues, lexicon)),
        (
            listed and bool(cues.main) and cues.main_form == "bare",
            Ruling("listed-verb", 0.7, kind_of(cues.main, lexicon)),
        ),
        (cues.motion, Ruling("motion", 0.6, "decision")),
        (bool(cues.opener), Ruling("opening-noun", 0.5, kind_of(cues.opener, lexicon))),
        (bool(_ARROW.match(unit.text)), Ruling("arrow", 0.5, "")),
        (
            bool(outcome) and entry and brief and own,
            Ruling("outcome-entry", 0.75, outcome if outcome != "finding" else ""),  # "Conclusions" hold any kind
        ),
        (given is not None and given.form == "to", Ruling("assignment", 0.5, "action")),
        (
            bool(announced) and entry and unit.announced,
            Ruling("announced-entry", 0.4, announced),
        ),
        (given is not None and given.form == "will", Ruling("assignment-will", 0.6, "action")),
        (given is not None and given.form.startswith("will-"), Ruling("assignment-later", 0.5, "action")),
        (
            bool(outcome) and brief and not cues.speaking,
            Ruling("outcome-sentence", 0.35 if outcome == "decision" else 0.25, outcome),
        ),
        (cues.promised, Ruling("promised", 0.35, "action")),
        (cues.intended and unit.count <= 2 * _FEW and not cues.possible, Ruling("intended", 0.45, "action")),
        (
            bool(cues.decided_by) and cues.speaking and not cues.obligation,  # "Jo said that the council approved"
            Ruling("decision-reported", 0.12, kind_of(cues.decided_by, lexicon)),
        ),
        (bool(cues.decided_by), Ruling("decision-aside", 0.25, kind_of(cues.decided_by, lexicon))),
        (cues.obligation, Ruling("obligation", 0.3, "recommendation")),
        (given is not None, Ruling("assignment-loose", 0.15, "action")),
        (cues.vote, Ruling("vote", 0.5, "decision")),
        (bool(cues.passive), Ruling("passive-aside", 0.2, kind_of(cues.passive, lexicon))),
    )
    best = next((ruling for holds, ruling in rulings if holds), _NONE)
    opinion = unit.turn and not outcome and best.rule not in _SHARED
    if cues.singular and best.score < _FIRM:
        return _NONE
    return Ruling("turn", _NONE.score, "") if opinion else best


def _asked(unit: Unit, cues: Cues, lexicon: Lexicon) -> str:
    """The kind of the main clause; somebody who is named and requested to act has an action.

    "It was proposed by Jo, seconded by Bo and agreed that" decides; "it was noted that the roof needs" asks.
    """
    kind = kind_of(cues.main, lexicon)
    if cues.main in _PUT and not _SETTLED.isdisjoint(cues.modalities):
        return "decision"
    if kind == "finding" and cues.main != "concluded" and cues.main_form == "impersonal" and cues.obligation:
        return "recommendation"
    if cues.main != "requested":
        return kind
    given = assignment(unit.text[cues.label_end :], lexicon, loose=True)
    return "action" if given is not None and given.form == "object" else kind


def _main_clause(cues: Cues, kind: str) -> tuple[tuple[bool, Ruling], ...]:
    """What the verb of the main clause says: the Committee approved, it was agreed, Jo volunteered."""
    decides = kind in ("decision", "action")
    shared = cues.main_form in ("collective", "impersonal")
    return (
        (decides and shared, Ruling("main-decision", 0.8, kind)),
        (decides and cues.main_form in ("bare", "passive"), Ruling("passive-decision", 0.45, kind)),
        (decides and cues.main_form == "named", Ruling("named-decision", 0.6, kind)),
        (decides and cues.main_form == "person", Ruling("person-decision", 0.5, kind)),
        (kind == "recommendation" and shared, Ruling("main-request", 0.6, kind)),
        (kind == "recommendation" and bool(cues.main_form), Ruling("request", 0.4, kind)),
        (kind == "finding" and cues.main_form == "impersonal", Ruling("impersonal-finding", 0.6, kind)),
    )


def _announced(lead: Cues | None, lexicon: Lexicon) -> str:
    """The kind of conclusion that the words before a list announce."""
    if lead is None:
        return ""
    return kind_of(lead.main, lexicon) or lead.label or kind_of(lead.decided_by, lexicon)
