"""Finds the attendance lists of a scope and reads them: labels, sub-headings, lines, tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from pipeline.fields.attendees import cards, entries, tables
from pipeline.fields.attendees.attributes import Knowledge, name_score
from pipeline.fields.attendees.entries import Unit
from pipeline.fields.attendees.labels import Label, leading_label, place_label, whole_label
from pipeline.fields.attendees.naming import is_compound, is_handle
from pipeline.fields.attendees.person import Part, Person
from pipeline.fields.attendees.segments import Segment, cut, without_contacts
from pipeline.fields.attendees.units import units_of
from pipeline.layout.block import Block
from pipeline.meetings.scope import Scope
from pipeline.text import Span, join

_ROLLS = frozenset({"attendance", "absence"})
#: Sections whose own heading ends a list of people.
_ENDS = frozenset(
    {"objectives", "agenda", "summary", "discussion", "conclusions", "recommendations", "decisions", "actions",
     "next_meeting", "contacts", "background"}
)  # fmt: skip
#: Sections of items, in which "Presentation of the participants" is one of them.
_ITEMS = frozenset({"objectives", "agenda", "conclusions", "recommendations", "decisions", "actions", "next_meeting"})
_SKIPPED = frozenset({"running", "rule", "code"})
_LOWER = re.compile(r"^[a-zß-ÿ(]")
_OPEN = re.compile(r"(?:[,;&]|\band)\s*$")
#: So many lines that are no people end a list.
_PATIENCE = 3
#: Functions that head a list of their own; the others name who did something.
_LISTED = frozenset({"guest", "observer"})
#: With fewer people than this in its lists a document may have one without a label.
_FEW = 4
_SURE = 0.8
#: Sections in which such a list can stand.
_OPENING = frozenset({None, "title", "front", "body", "attendance"})
#: So many lines ahead are looked at for people.
_AHEAD = 4
#: A label on a line of its own, without heading or colon, has so few words.
_LABEL = 6
#: Among so many first blocks a line "Chair: A" is about the meeting, even inside another section.
_TOP = 40
#: Longer lines without a separator are sentences.
_SENTENCE = 25

Rows = tuple[Block, ...]


@dataclass
class Roll:
    """What the lists of a scope gave: people, lines nobody was found in, and spans that were accounted for.

    ``hints`` are people of lists that do not say who was there (the members of a board): they add offices to others.
    """

    people: list[Person] = field(default_factory=list)
    hints: list[Person] = field(default_factory=list)
    missed: list[Unit] = field(default_factory=list)
    covered: list[Span] = field(default_factory=list)
    blocks: set[int] = field(default_factory=set)


@dataclass
class _Walk:
    """Where the walk over a scope stands: the open list, its label, and the lines gathered under it."""

    scope: Scope
    know: Knowledge
    roll: Roll = field(default_factory=Roll)
    outer: Label | None = None
    outer_inline: bool = False
    label: Label | None = None
    units: list[Unit] = field(default_factory=list)
    misses: int = 0
    stacked: bool = False  # the line before was a heading too
    inline: bool = False  # the list began on its label's own line, and goes on only where that line is open

    def kind(self, unit: Unit) -> str | None:
        """Kind of the innermost section that holds the unit."""
        section = self.scope.reading.section_of(unit.block)
        return section.kind if section else None

    def opens_section(self, unit: Unit) -> str | None:
        """The kind of the section whose heading the unit is, None when it is no heading."""
        section = self.scope.reading.section_of(unit.block)
        return section.kind if section and section.heading == unit.block and not section.label_end else None

    def close(self) -> None:
        """End the open list."""
        self.flush()
        self.label = self.outer = None
        self.misses = 0

    def flush(self) -> None:
        """Read the lines gathered under the present label."""
        units, self.units = self.units, []
        if not units or self.label is None:
            return
        if len(units) == 1 and (units[0].view.text.count(",") > 1 or units[0].view.text.count("(") > 2):
            units = [replace(units[0], inline=True)]
        people, missed = entries.read(units, self.label, self.know)
        says = self.label.presence or self.label.function
        (self.roll.people if says else self.roll.hints).extend(people)
        self.roll.missed.extend(missed)
        for unit in units:
            self.roll.blocks.add(unit.block)
            self.roll.covered.extend(unit.view.spans(0, len(unit.view)) if unit not in missed else ())


def find(scope: Scope, know: Knowledge) -> Roll:
    """All attendance lists of a scope."""
    walk = _Walk(scope, know)
    annex = cards.find(scope, know)
    for label, units in annex.lists:
        people, _ = entries.read(units, label, know)
        walk.roll.people.extend(people)
    walk.roll.blocks |= annex.blocks
    walk.roll.covered += annex.covered
    steps = _steps(scope, know, annex.blocks)
    for number, step in enumerate(steps):
        if isinstance(step, Unit):
            _line(walk, step, [other for other in steps[number + 1 : number + 1 + _AHEAD] if isinstance(other, Unit)])
        else:
            _table(walk, step)
    walk.close()
    if not walk.roll.people:
        walk.roll.people, walk.roll.hints = walk.roll.hints, []
    if len(walk.roll.people) < _FEW:
        _unlabelled(walk, [step for step in steps if isinstance(step, Unit)])
    return walk.roll


def _unlabelled(walk: _Walk, units: Sequence[Unit]) -> None:
    """A list of people that no label announces, before the meeting's first item: lines in a row, or one long line."""
    run: list[Unit] = []
    for unit in units:
        if walk.kind(unit) not in _OPENING or unit.block in walk.roll.blocks:
            break
        if is_person_line(unit, walk.know) and not _is_label(unit, walk.know):
            run.append(unit)
        elif _is_list(run, walk.know):
            break
        else:
            run = []
    if _is_list(run, walk.know):
        walk.label, walk.units = Label(presence=Part("present", ())), run
        walk.flush()


def _is_list(run: Sequence[Unit], know: Knowledge) -> bool:
    names = [sum(name_score(s.of(u.view.text), know) >= _SURE for s in cut(u.view.text, know.words)) for u in run]
    return (len(run) >= _FEW and sum(names) >= _FEW) or max(names, default=0) > _FEW


def _is_label(unit: Unit, know: Knowledge) -> bool:
    return leading_label(unit.view, know) is not None


def _steps(scope: Scope, know: Knowledge, done: set[int]) -> list[Unit | Rows]:
    steps: list[Unit | Rows] = []
    wanted = (block for block in scope.blocks if block.number not in done)
    blocks = [block for block in wanted if block.kind not in _SKIPPED and block.text.strip()]
    for is_row, run in groupby(blocks, key=lambda block: block.kind == "row"):
        if is_row:
            steps.append(tuple(run))
        else:
            steps.extend(unit for block in run for unit in units_of(block, scope.document, know))
    return steps


def _table(walk: _Walk, rows: Rows) -> None:
    found = tables.read(rows, walk.label, walk.scope.document, walk.know)
    if found is None:
        units = [Unit(row.view, row.number) for row in rows]
        for number, unit in enumerate(units):
            _line(walk, unit, units[number + 1 : number + 1 + _AHEAD])
        return
    walk.flush()
    walk.roll.people.extend(found.people)
    walk.roll.covered.extend(found.covered)
    walk.roll.missed.extend(found.missed)
    walk.roll.blocks.update(row.number for row in rows)


def _line(walk: _Walk, unit: Unit, ahead: Sequence[Unit]) -> None:
    know = walk.know
    lead = leading_label(unit.view, know)
    if lead is not None and _led(walk, unit, *lead):
        return
    if walk.inline and walk.units:
        before = walk.units[-1]
        if lead is None and _goes_on(before, unit, know):
            walk.units[-1] = replace(before, view=join([before.view, unit.view]), inline=True)
            return
        if walk.outer_inline:
            walk.close()
        else:
            walk.flush()
            walk.label, walk.inline = walk.outer, False
    block = walk.scope.reading.blocks[unit.block]
    heading = block.kind == "heading" or unit.view.text.rstrip().endswith(":")
    named_ahead = _people_ahead(ahead, know)
    if heading or walk.label is not None or (named_ahead and len(unit.view.text.split()) <= _LABEL):
        own = walk.kind(unit) not in _ITEMS or block.kind == "heading" or walk.label is not None
        label = whole_label(unit.view, know) if own else None
        if label is not None and (heading or label.presence or walk.label is not None) and not _is_turn(unit, know):
            _under(walk, label, unit, inline=False)
            return
    if walk.label is None:
        if walk.opens_section(unit) in _ROLLS:
            walk.label = walk.outer = Label(
                presence=Part(
                    "absent" if walk.kind(unit) == "absence" else "present", block.view.spans(0, len(block.view))
                )
            )
        return
    if walk.opens_section(unit) in _ENDS and block.kind == "heading":
        walk.close()
        return
    if is_person_line(unit, know) and (block.kind != "heading" or _is_surely_person(unit, know)):
        walk.units.append(unit)
        walk.misses, walk.stacked = 0, False
        return
    _other_line(walk, unit, heading=heading, ahead=named_ahead)


def _led(walk: _Walk, unit: Unit, label: Label, end: int) -> bool:
    """Whether the line "Label: A, B" opened a list or named who did something."""
    know = walk.know
    rest = unit.view.cut(end, len(unit.view))
    text = rest.text.strip(" .;,")
    empty = not text or text.casefold() in know.words.rest
    named = not empty and is_person_line(Unit(rest, unit.block, inline=True), know)
    if not empty and not named:
        return False
    if label.function is not None and label.presence is None and label.function.text not in _LISTED:
        if walk.kind(unit) in _ENDS and unit.block - walk.scope.start > _TOP:
            return False
        if named:
            bar = rest.text.find(" | ")
            alone = rest.cut(0, bar) if bar > 0 else rest
            people, _ = entries.read([Unit(alone, unit.block, inline=True)], label, know)
            walk.roll.people.extend(people)
            walk.roll.covered.extend(unit.view.spans(0, len(unit.view)))
            walk.roll.blocks.add(unit.block)
            return bool(people)
        if empty and text:
            return True
    elif (
        label.presence is None
        and walk.label is None
        and walk.kind(unit) not in _ROLLS
        and not label.plain
        and not label.role
    ):
        return False
    _under(walk, label, unit, inline=named)
    walk.inline = named
    if named:
        walk.units.append(Unit(rest, unit.block, inline=True, checked=unit.checked))
    return True


def _under(walk: _Walk, label: Label, unit: Unit, *, inline: bool) -> None:
    """Open the list below ``label``."""
    walk.flush()
    walk.misses, walk.stacked, walk.inline = 0, False, False
    walk.roll.covered.extend(unit.view.spans(0, len(unit.view)))
    if label.presence is not None or walk.outer is None:
        walk.outer, walk.outer_inline = label, inline
        walk.label = label
        if label.presence is None and walk.kind(unit) == "absence":
            walk.label = walk.outer = replace(label, presence=Part("absent", unit.view.spans(0, len(unit.view))))
        elif label.presence is None and (
            walk.scope.reading.blocks[unit.block].kind == "meta" or (walk.kind(unit) == "attendance" and not inline)
        ):
            walk.label = walk.outer = replace(label, presence=Part("present", unit.view.spans(0, len(unit.view))))
        return
    outer = walk.outer
    if (
        outer.presence is not None
        and outer.presence.text in ("absent", "represented")
        and (walk.outer_inline or label.function)
    ):
        outer = replace(outer, presence=Part("present", unit.view.spans(0, len(unit.view))))
    walk.label = label.within(outer)


def _people_ahead(ahead: Sequence[Unit], know: Knowledge) -> bool:
    """Whether people follow, nothing but short lines (further headings) before them."""
    for unit in ahead:
        if is_person_line(unit, know):
            return True
        if len(unit.view.text.split()) > _LABEL * 2 or unit.view.text.rstrip().endswith("."):
            return False
    return False


def _other_line(walk: _Walk, unit: Unit, *, heading: bool, ahead: bool) -> None:
    """A line of an open list that is no person: a delegation, the rest of the line before, or the list's end."""
    know = walk.know
    text = unit.view.text.strip()
    if text.casefold().strip(" .") in know.words.rest:
        walk.roll.covered.extend(unit.view.spans(0, len(unit.view)))
        return
    ahead = ahead and know.words.clause.search(text) is None  # "Members who lost their vote" were not there
    if ahead or heading:
        label = place_label(unit.view, know)
        if label is None and heading and ahead and len(text.split()) <= _SENTENCE // 2:
            label = Label(delegation=Part(text.strip(" :"), unit.view.spans(0, len(unit.view))))
        if label is not None and ahead:
            walk.flush()
            walk.roll.covered.extend(unit.view.spans(0, len(unit.view)))
            above = walk.label if walk.stacked and walk.label else walk.outer
            walk.label, walk.stacked = label.within(above or Label()), True
            return
    if heading:
        walk.close()
        return
    if (
        walk.units
        and len(text.split()) <= _SENTENCE // 2
        and not text.endswith(".")
        and _continues(walk.units[-1], text)
    ):
        last = walk.units[-1]
        walk.units[-1] = replace(last, view=join([last.view, unit.view], ", " if not _LOWER.match(text) else " "))
        return
    walk.misses += 1
    if len(text.split()) > _SENTENCE or walk.misses >= _PATIENCE or (text.endswith(".") and len(text.split()) > 6):
        walk.close()
    elif walk.kind(unit) in _ROLLS:
        walk.roll.missed.append(unit)


def _goes_on(before: Unit, unit: Unit, know: Knowledge) -> bool:
    """Whether a list that began on its label's line goes on: "..., Jane Doe;", or a line full of names follows."""
    text = before.view.text.rstrip()
    if _OPEN.search(text):
        return True
    names = sum(name_score(s.of(unit.view.text), know) >= 0.5 for s in cut(unit.view.text, know.words))
    return not text.endswith(".") and names >= _FEW


def _continues(last: Unit, text: str) -> bool:
    return bool(_LOWER.match(text)) or last.view.text.rstrip().endswith(
        (",", "-", "–", "/", " and", " of", " for", "&")
    )


def is_person_line(unit: Unit, know: Knowledge) -> bool:
    """Whether a line begins like an entry of a list: a name, "Country - Name", "Office: Name"."""
    view = without_contacts(unit.view)
    segments = cut(view.text, know.words)
    if not segments or _is_turn(unit, know):
        return False
    first = segments[0].of(view.text)
    if _is_prose(view.text, segments):
        return False
    if name_score(first, know) >= 0.4 or is_compound(first, know):
        return True
    if entries.leading_head(view, segments, know):
        return True
    return is_handle(first, know) and (unit.inline or unit.view.text.count(" ") < 6) and not first.istitle()


def _is_surely_person(unit: Unit, know: Knowledge) -> bool:
    """Whether a line that looks like a heading is somebody's name all the same: "Mr. J. Doe, Deputy Governor"."""
    first = next(iter(cut(unit.view.text, know.words)), None)
    return first is not None and name_score(first.of(unit.view.text), know) >= _SURE


def _is_prose(text: str, segments: list[Segment]) -> bool:
    """A sentence that begins with a name: much of it in lower case, and a full stop at its end."""
    words = text.split()
    lower = sum(word[:1].islower() for word in words)
    longest = max(len(segment.of(text).split()) for segment in segments)
    return (len(words) > 12 and lower > 0.5 * len(words)) or (longest > 14 and lower > 0.4 * len(words))


def _is_turn(unit: Unit, know: Knowledge) -> bool:
    """Whether somebody speaks, so that it is no entry of a list: "Jane: I think that ..."."""
    segments = cut(unit.view.text, know.words)
    if len(segments) < 2 or segments[1].mark != ":":
        return False
    said = segments[1].of(unit.view.text)
    first = segments[0].of(unit.view.text)
    return (
        name_score(first, know) >= 0.4
        and name_score(said, know) < 0.5
        and not know.is_organization(said)
        and not know.is_role(said)
    )
