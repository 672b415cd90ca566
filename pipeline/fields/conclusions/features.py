"""Features: what the model sees of a unit, each a short string that is there or not."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from itertools import compress, groupby
from operator import attrgetter

from pipeline.fields.conclusions.assignments import Assignment, assignment, is_task
from pipeline.fields.conclusions.cues import Cues, cues
from pipeline.fields.conclusions.rules import Ruling, judge
from pipeline.fields.conclusions.units import Unit
from pipeline.fields.conclusions.wording import Words, words_of
from pipeline.lexicon import Lexicon
from pipeline.sections.section import Section

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d[\d.,:/\-]*|[?!;:]")
# "10:15 - 10:30 Budget", ":25 Budget"
_CLOCK = re.compile(r"\W*\d{0,2}[:h.]\d{2}\b")
_NAME, _NUMBER = "Xx", "00"
_MOST_WORDS = 60
#: In fewer units a place says nothing.
_REPORT = 10
#: Kinds of section that speak for or against conclusions in any report; the others only tell reports apart.
_OUTCOMES = frozenset({"actions", "decisions", "recommendations", "conclusions"})
_LISTS = frozenset({"attendance", "absence", "agenda", "contacts", "front", "title"})

_FLAGS = (
    "promised", "ends_label", "motion", "procedural", "obligation", "future", "possible", "vote", "summing",
    "speaking", "earlier", "singular", "intended", "bound",
)  # fmt: skip
_flags = attrgetter(*_FLAGS)


class Shapes(dict[str, str]):
    """Words in lower case; capitalised words and numbers as mere shapes. Each is looked at once a scope."""

    def __missing__(self, word: str) -> str:
        if word[0].isdigit():
            shape = _NUMBER
        else:
            shape = _NAME if word[0].isupper() and not word.isupper() else word.casefold()
        self[word] = shape
        return shape


def tokens(text: str, shapes: Shapes, most: int = _MOST_WORDS) -> list[str]:
    """The first words of ``text`` as ``shapes``; the very first in lower case, though it is capitalised."""
    words = _TOKEN.findall(text)[:most]
    found = [shapes[word] for word in words]
    if found and found[0] == _NAME:
        found[0] = words[0].casefold()
    return found


def bucket(value: int, edges: Sequence[int]) -> int:
    """How many of the ascending ``edges`` ``value`` reaches."""
    return bisect_right(edges, value)


def _words(text: str, shapes: Shapes) -> list[str]:
    words = tokens(text, shapes)
    found = [f"w={word}" for word in words]
    found += [f"start={word}" for word in words[:5]]
    found += [f"word-{place}={word}" for place, word in enumerate(words[:3])]
    return [*found, f"last={words[-1]}"] if words else found


def of_cues(cues: Cues, prefix: str = "") -> list[str]:
    """The cues as features."""
    found = [f"{prefix}modality={name}" for name in cues.modalities]
    if cues.label:
        found.append(f"{prefix}label={cues.label}")
    if cues.decided_by:
        found += [f"{prefix}decided", f"{prefix}decided={cues.decided_by}"]
    if cues.passive:
        found += [f"{prefix}passive", f"{prefix}passive={cues.passive}"]
    if cues.opener:
        found += [f"{prefix}opener={cues.opener}", f"{prefix}opener"]
    if cues.main:
        found += [f"{prefix}main={cues.main_form}", f"{prefix}main-verb={cues.main}"]
    found += [f"{prefix}{name}" for name in compress(_FLAGS, _flags(cues))]
    return found


def _task(text: Words, given: Assignment | None, lexicon: Lexicon) -> list[str]:
    found = [] if given is None else ["assigned", f"assigned={given.form}"]
    return [*found, "task"] if is_task(text, lexicon) else found


def _layout(unit: Unit) -> list[str]:
    """Where the unit stands and how it is set."""
    block, text = unit.block, unit.text.rstrip()
    found = [f"block={block.kind}"]
    outcome = next((kind for kind in unit.kinds[:3] if kind in _OUTCOMES), None)
    if outcome:
        found += [f"in={outcome}", f"in={outcome}&block={block.kind}"]
    if unit.kinds and unit.kinds[0] in _LISTS:
        found.append(f"list={unit.kinds[0]}")
    found.append(f"length={bucket(len(text.split()), (4, 7, 11, 16, 25, 40, 60))}")
    found.append(f"sentences={bucket(unit.count, (2, 3, 5, 9))}")
    found += [name for name, holds in (("opens", unit.number == 0), ("closes", unit.number == unit.count - 1)) if holds]
    if block.kind == "item":
        found.append(f"marker={'number' if any(c.isdigit() for c in block.marker) else 'bullet'}")
    if unit.lead:
        found.append("announced" if unit.announced else "below-an-item")
    if unit.turn:
        found.append("turn")
    if _CLOCK.match(text):
        found.append("clock")
    if block.checked is not None:
        found.append(f"box={block.checked}")
    if block.bold:
        found.append("bold")
    if text.endswith((":", "?")):
        found.append(f"ends={text[-1]}")
    elif not text.endswith((".", "!", ";")):
        found.append("ends=open")
    return found


@dataclass(frozen=True, slots=True)
class Seen:
    """What rules and model know of a unit; ``rest`` are its words behind its label."""

    unit: Unit
    cues: Cues
    rest: Words
    given: Assignment | None
    ruling: Ruling
    features: tuple[str, ...]


def of_kind(one: Seen) -> tuple[str, ...]:
    """What tells one kind of conclusion from another: all that is seen, and the kinds of the sections around it."""
    around = [f"section-{place}={kind}" for place, kind in enumerate(one.unit.kinds[:2])]
    return (*one.features, *around)


def _labelled(unit: Unit, words: Cues, lexicon: Lexicon) -> Cues:
    """``words`` with the label that the unit's section took from the start of its block: "Action: Jo to ..."."""
    section = unit.sections[0] if unit.sections else None
    if section is None or unit.number or not unit.start or section.label_end != unit.start or words.label:
        return words
    return replace(words, label=cues(f"{section.title}:", lexicon).label)


def _places(units: Sequence[Unit]) -> list[list[str]]:
    """Where each unit stands in its section and in the whole: what was concluded is told at the end."""
    runs = [list(run) for _, run in groupby(range(len(units)), key=lambda number: id(_innermost(units[number])))]
    places: list[list[str]] = []
    for run in runs:
        size = len(run)
        for place, number in enumerate(run):
            found = [f"from-end={min(size - 1 - place, 3)}", f"from-start={min(place, 3)}"]
            found.append(f"section-size={min(size, 32).bit_length()}")
            if len(units) >= _REPORT:
                found.append(f"of-report={5 * number // len(units)}")
            if size > 2:
                found.append(f"of-section={4 * place // size}")
            places.append(found)
    return places


def _innermost(unit: Unit) -> Section | None:
    return unit.sections[0] if unit.sections else None


def look(units: Sequence[Unit], lexicon: Lexicon, small: Container[str] = frozenset()) -> list[Seen]:
    """What there is to know of each unit of a scope, its neighbours' cues included; ``small`` words are no names."""
    said = [words_of(unit.text, lexicon) for unit in units]
    own = [_labelled(unit, cues(words, lexicon), lexicon) for unit, words in zip(units, said, strict=True)]
    leads = {lead: cues(lead, lexicon) for lead in dict.fromkeys(unit.lead for unit in units) if lead}
    rests = [words.after(found.label_end) for words, found in zip(said, own, strict=True)]
    assigned = [assignment(rest, lexicon, small=small) for rest in rests]
    rulings = [
        judge(unit, words, leads.get(unit.lead), given, lexicon)
        for unit, words, given in zip(units, own, assigned, strict=True)
    ]
    places = _places(units)
    spoken = [of_cues(words) for words in own]
    shapes = Shapes()
    announcing = {lead: ["led", *of_cues(words, "lead-")] for lead, words in leads.items()}
    seen = []
    for position, unit in enumerate(units):
        words, rest, given, ruling = own[position], rests[position], assigned[position], rulings[position]
        found = _words(unit.text, shapes) + spoken[position] + _task(rest, given, lexicon) + _layout(unit)
        found += [f"rule={ruling.rule}", f"kind={ruling.kind}", *places[position]]
        found += announcing.get(unit.lead, ())
        if position:
            found += [f"before-{feature}" for feature in spoken[position - 1]]
        if position + 1 < len(own):
            found += [f"after-{feature}" for feature in spoken[position + 1]]
        seen.append(Seen(unit, words, rest, given, ruling, tuple(dict.fromkeys(found))))
    return seen
