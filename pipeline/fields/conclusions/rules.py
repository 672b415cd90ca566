"""Rules: forms in which reports set conclusions, each with the probability that it is one.

The probabilities are rough shares of the annotated documents; the model weighs the same rules more finely.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.fields.conclusions.assignments import Assignment, assignment, is_body, is_owners, is_task
from pipeline.fields.conclusions.cues import Cues
from pipeline.fields.conclusions.units import Unit
from pipeline.lexicon import Lexicon, alternation
from pipeline.sections.headings import exactly

#: Kinds of section whose entries are conclusions of this kind.
_OUTCOMES = {
    "actions": "action",
    "decisions": "decision",
    "recommendations": "recommendation",
    "conclusions": "finding",
}

_QUESTION = re.compile(r"\?[\s\"”’)\]]*$")
# In a table of contents
_DOTS, _MANY_DOTS = re.compile(r"(?:\.\s?){5,}"), 5
_LETTER = re.compile(r"[^\W\d_]")

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


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the rules say of a unit: the rule's name, its score, and the kind of conclusion; ``""`` when unknown.

    ``settled`` is the kind where form leaves no doubt: below the heading "Decision", or "Jo agreed to call".
    """

    rule: str
    score: float
    kind: str
    settled: str = ""


#: What is put forward, and words that say that it was voted on in the same breath.
_PUT, _SETTLED = ("proposed", "recommended"), frozenset({"moved", "agreed", "resolved", "adopted", "approved"})

#: Forms of a main clause whose subject is one person.
_SINGLE = frozenset({"person", "named"})
#: Forms of an assignment that name who has undertaken to act.
_UNDERTAKEN = frozenset({"to", "will", "will-later"})
#: Rules by which a conclusion says itself of what kind it is.
_OWN = frozenset({"labelled", "table-task"})

#: What a group remarks in passing is part of its discussion.
_REMARKED = frozenset({"noted", "stressed", "identified"})

_NONE = Ruling("", 0.05, "")
#: "Action: Jo/Bo" in a line of its own: who is to do what stands above it.
OWNERS = "owners"
_OWNERS = Ruling(OWNERS, 0.0, "")


def _kinds(lexicon: Lexicon) -> dict[str, str]:
    return {modality: kind for kind, names in lexicon.groups("conclusions", "kinds").items() for modality in names}


def _idle(text: str) -> bool:
    """Whether ``text`` is a question, a line of a table of contents or a number alone."""
    asked = "?" in text and _QUESTION.search(text) is not None
    dotted = text.count(".") >= _MANY_DOTS and _DOTS.search(text) is not None
    return asked or dotted or _LETTER.search(text) is None


def _annexes(lexicon: Lexicon) -> re.Pattern[str]:
    # "Annex 3 – Slides" in a list at the end
    return lexicon.pattern(rf"\W*{alternation(lexicon.words('headings', 'annexes'))}e?s?\b", re.IGNORECASE)


def _to_act(lexicon: Lexicon) -> re.Pattern[str]:
    # "agreed to call the miller", not "agreed to the plan"
    def words(key: str) -> str:
        return alternation(lexicon.words("conclusions", key))

    return lexicon.pattern(rf"\b{words('promises')}\s+{words('to')}\s+(?!{words('determiners')}\b)\w", re.IGNORECASE)


def kind_of(modality: str, lexicon: Lexicon) -> str:
    """The kind of conclusion that a verb of this modality states, or ``""``."""
    return lexicon.made(_kinds).get(modality, "")


def never_one(unit: Unit, ruling: Ruling) -> bool:
    """Whether the unit only says who acts, how many chose an option, or what happened at which hour."""
    return ruling.rule == OWNERS or (unit.number == 0 and _NOTED.match(unit.block.text) is not None)


def judge(unit: Unit, cues: Cues, lead: Cues | None, given: Assignment | None, lexicon: Lexicon) -> Ruling:
    """The strongest rule that holds for ``unit``."""
    section = unit.kinds[0] if unit.kinds else ""
    if cues.label == "action" and is_owners(unit.text[cues.label_end :], lexicon):
        return _OWNERS
    if section in _SILENT and not cues.label:
        return _NONE
    if not cues.modalities and _NAMES.match(unit.text[cues.label_end :]) and not _ARROW.match(unit.text):
        return _NONE
    if not cues.label and _idle(unit.text):
        return _NONE
    if cues.recital or (lead is not None and lead.recital):
        return _NONE
    if unit.text.rstrip().endswith(":") and len(unit.text[cues.label_end :].split()) <= _HEAD:
        return _NONE
    if cues.procedural or lexicon.made(_annexes).match(unit.text):
        return _NONE
    best = next(_rulings(unit, cues, lead, given, lexicon), _NONE)
    opinion = unit.turn and section not in _OUTCOMES and best.rule not in _SHARED
    if cues.singular and best.score < _FIRM:
        return _NONE
    if opinion:
        return Ruling("turn", _NONE.score, "")
    settled = "" if best.rule in _OWN else _settled(unit, cues, given, lexicon)
    return replace(best, settled=settled) if settled else best


def _settled(unit: Unit, cues: Cues, given: Assignment | None, lexicon: Lexicon) -> str:
    """The kind that form alone tells, or ``""``."""
    if _below_decision(unit, lexicon):  # "the board will discuss" decides there, "Jo will ask" is still Jo's to do
        own = given is not None and given.form in _UNDERTAKEN
        words = unit.text[cues.label_end :][given.start : given.end] if own and given is not None else ""
        return "" if words and not is_body(words, lexicon) else "decision"
    alone = cues.main == "agreed" and cues.main_form in _SINGLE
    return "action" if alone and lexicon.made(_to_act).search(unit.text) else ""


def _below_decision(unit: Unit, lexicon: Lexicon) -> bool:
    """Whether the heading right above says "Decision" and nothing else; below "Actions" wishes and rules stand too."""
    section = unit.sections[0] if unit.sections else None
    return section is not None and section.kind == "decisions" and exactly(section.title, lexicon) == "decisions"


def _rulings(unit: Unit, cues: Cues, lead: Cues | None, given: Assignment | None, lexicon: Lexicon) -> Iterator[Ruling]:
    """What the rules that hold say, the strongest first; none after the one that is asked for is looked at."""
    outcome = _OUTCOMES.get(unit.kinds[0] if unit.kinds else "", "")
    entry = unit.block.kind in ("item", "row") or bool(unit.block.marker)
    own = unit.announced or not unit.lead or unit.lead.startswith(unit.sections[0].title)  # no note below an entry
    brief = unit.count <= _FEW  # a paragraph of many sentences tells of the discussion, whatever its heading says
    if unit.columns is not None:
        yield Ruling("table-task", 0.75, "action")
    if unit.voted:
        yield Ruling("voted-row", 0.8, "decision")
    if cues.label:
        yield Ruling("labelled", 0.9, cues.label)
    if cues.ends_label:
        yield Ruling("labelled-at-end", 0.85, "decision")
    if unit.clause and cues.main and cues.main_form == "bare":
        yield Ruling("resolution-clause", 0.7, _asked(unit, cues, given, lexicon))
    if cues.main:
        yield from _main_clause(cues, _asked(unit, cues, given, lexicon))
    # "The Summit:", then "welcomed the progress"
    if cues.main and cues.main_form == "bare" and entry and unit.announced and unit.number == 0:
        yield Ruling("listed-verb", 0.7, kind_of(cues.main, lexicon))
    if cues.motion:
        yield Ruling("motion", 0.6, "decision")
    if cues.opener:
        yield Ruling("opening-noun", 0.5, kind_of(cues.opener, lexicon))
    if _ARROW.match(unit.text):
        yield Ruling("arrow", 0.6, "")
    if outcome and entry and brief and own:
        yield Ruling("outcome-entry", 0.75, outcome if outcome != "finding" else "")  # "Conclusions" hold any kind
    if given is not None and given.form == "to":
        yield Ruling("assignment", 0.5, "action")
    if entry and unit.announced and (announced := _announced(lead, lexicon)):
        if _acts(unit, cues, given, lexicon):
            yield Ruling("announced-entry", 0.5, announced)
        # "The Board approved the budget:", then "2,000 for travel"; "the following causes were noted:", then "Rain"
        yield Ruling("announced-fragment", 0.35 if announced == "decision" else 0.1, announced)
    if given is not None and given.form == "will":
        yield Ruling("assignment-will", 0.6, "action")
    if given is not None and given.form == "would":
        yield Ruling("assignment-would", 0.45, "action")
    if given is not None and given.form.startswith("will-"):
        yield Ruling("assignment-later", 0.5, "action")
    if outcome and brief and not cues.speaking:
        yield Ruling("outcome-sentence", 0.35 if outcome == "decision" else 0.25, outcome)
    yield from _asides(unit, cues, given, lexicon)


def _asides(unit: Unit, cues: Cues, given: Assignment | None, lexicon: Lexicon) -> Iterator[Ruling]:
    """What is promised, wished or told in passing, the strongest first."""
    if cues.promised:
        yield Ruling("promised", 0.35, "action")
    if cues.intended and unit.count <= 2 * _FEW and not cues.possible:
        yield Ruling("intended", 0.45, "action")
    if cues.decided_by and cues.speaking and not cues.obligation:  # "Jo said that the council approved"
        yield Ruling("decision-reported", 0.12, kind_of(cues.decided_by, lexicon))
    if cues.decided_by in _REMARKED:
        yield Ruling("remark", 0.1, kind_of(cues.decided_by, lexicon))
    if cues.decided_by:
        yield Ruling("decision-aside", 0.25, kind_of(cues.decided_by, lexicon))
    if cues.obligation and cues.bound and not cues.speaking:  # "the question is whether it should"
        yield Ruling("obligation-aside", 0.15, "recommendation")
    if cues.obligation:
        yield Ruling("obligation", 0.35, "recommendation")
    if given is not None:
        yield Ruling("assignment-loose", 0.15, "action")
    if cues.vote:
        yield Ruling("vote", 0.5, "decision")
    if cues.passive:
        yield Ruling("passive-aside", 0.2, kind_of(cues.passive, lexicon))


def _acts(unit: Unit, cues: Cues, given: Assignment | None, lexicon: Lexicon) -> bool:
    """Whether an entry of a list says what is to be done or was, rather than naming a thing."""
    stated = bool(cues.main) or cues.obligation or cues.future or cues.promised
    return stated or given is not None or is_task(unit.text, lexicon)


def _asked(unit: Unit, cues: Cues, given: Assignment | None, lexicon: Lexicon) -> str:
    """The kind of the main clause; somebody who is named and requested to act has an action.

    "It was proposed by Jo, seconded by Bo and agreed that" decides; "it was noted that the roof needs" asks; "Jo agreed
    to ask" is an action.
    """
    if given is not None and given.form == "to" and cues.main_form == "person":
        return "action"
    kind = kind_of(cues.main, lexicon)
    if cues.main in _PUT and not _SETTLED.isdisjoint(cues.modalities):
        return "decision"
    if kind == "finding" and cues.main != "concluded" and cues.main_form == "impersonal" and cues.obligation:
        return "recommendation"
    if cues.main != "requested":
        return kind
    if cues.main_form == "person":  # "the chair asked that the members read it"
        return "action"
    given = assignment(unit.text[cues.label_end :], lexicon, loose=True)
    return "action" if given is not None and given.form == "object" else kind


def _main_clause(cues: Cues, kind: str) -> Iterator[Ruling]:
    """What the verb of the main clause says: the Committee approved, it was agreed, Jo volunteered."""
    decides = kind in ("decision", "action")
    shared = cues.main_form in ("collective", "impersonal")
    if decides and shared:
        yield Ruling("main-decision", 0.8, kind)
    if decides and cues.main_form in ("bare", "passive"):
        yield Ruling("passive-decision", 0.45, kind)
    if decides and cues.main_form == "named":
        yield Ruling("named-decision", 0.6, kind)
    if decides and cues.main_form == "person":
        yield Ruling("person-decision", 0.5, kind)
    if kind == "recommendation" and shared:
        yield Ruling("main-request", 0.6, kind)
    if kind == "recommendation" and cues.main_form:
        yield Ruling("request", 0.4, kind)
    if kind == "finding" and cues.main_form == "impersonal":
        yield Ruling("impersonal-finding", 0.6, kind)
    if cues.main == "concluded" and cues.main_form == "collective":
        yield Ruling("main-finding", 0.6, kind)


def _announced(lead: Cues | None, lexicon: Lexicon) -> str:
    """The kind of conclusion that the words before a list announce."""
    if lead is None:
        return ""
    return kind_of(lead.main, lexicon) or lead.label or kind_of(lead.decided_by, lexicon)
