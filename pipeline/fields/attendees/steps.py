"""What a line does to the walk: it opens a list, is an entry of it, goes on with the line before, or ends it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.fields.attendees import entries
from pipeline.fields.attendees.knowledge import Knowledge
from pipeline.fields.attendees.labels import Label, leading_label, place_label, trailing_label, whole_label
from pipeline.fields.attendees.lines import (
    SHORT,
    continues,
    describes_name,
    goes_on,
    is_alike,
    is_name_alone,
    is_person_line,
    is_surely_person,
    is_turn,
    people_ahead,
)
from pipeline.fields.attendees.person import Part
from pipeline.fields.attendees.unit import Unit
from pipeline.fields.attendees.walk import Walk
from pipeline.text import View, join

_ROLLS = frozenset({"attendance", "absence"})
#: Sections whose own heading ends a list of people.
_ENDS = frozenset(
    {"objectives", "agenda", "summary", "discussion", "conclusions", "recommendations", "decisions", "actions",
     "next_meeting", "contacts", "background"}
)  # fmt: skip
#: Sections of items, in which "Presentation of the participants" is one of them.
_ITEMS = frozenset({"objectives", "agenda", "conclusions", "recommendations", "decisions", "actions", "next_meeting"})
_LOWER = re.compile(r"^[a-zß-ÿ(]")
#: So many lines that are no people end a list.
_PATIENCE = 3
#: A list of those who were there says so.
_THERE = ("present", "online")
#: Functions that head a list of their own; the others name who did something.
_LISTED = frozenset({"guest", "observer"})
#: Among so many first blocks a line "Chair: A" is about the meeting, even inside another section.
_TOP = 40
#: A single word is a given name from here on.
_ALONE = 0.6
# "JaneDoe", as members of a wiki write themselves
_CAMEL = re.compile(r"(?:[A-ZÀ-Þ][a-zß-ÿ]+){2,4}")
#: So many stretches between commas, and such a share of them names, are a list wherever it begins.
_SEVERAL = 3
_MOST = 0.6
_LONGEST = 8
#: What is said between a label and its list is no longer.
_ASIDE = 160
#: From here on a stretch is surely a name.
_SURE = 0.75
#: Longer lines without a separator are sentences.
_SENTENCE = 25


def take(walk: Walk, unit: Unit, ahead: Sequence[Unit]) -> None:
    """Read one line; ``ahead`` are the next few."""
    know = walk.know
    lead = leading_label(unit.view, know)
    if lead is not None and _led(walk, unit, *lead):
        return
    trail = trailing_label(unit.view, know) if lead is None else None
    if trail is not None:
        _trailed(walk, unit, *trail)
        return
    if walk.inline and walk.units:
        before = walk.units[-1]
        below = is_name_alone(unit, know) or is_alike(before, unit, know)  # the first name behind the label
        if lead is None and below:
            walk.units.append(unit)
            return
        if lead is None and goes_on(before, unit, know):
            walk.units[-1] = replace(before, view=join([before.view, unit.view]), inline=True)
            return
        if walk.outer_inline and walk.base is not None and walk.kind(unit) == "attendance":
            walk.flush()
            walk.label = walk.outer = walk.base
            walk.outer_inline = walk.inline = False
        elif walk.outer_inline:
            walk.close()
        else:
            walk.flush()
            walk.label, walk.inline = walk.outer, False
    block = walk.scope.reading.blocks[unit.block]
    heading = block.kind == "heading" or unit.view.text.rstrip().endswith(":")
    placed = heading or walk.label is not None  # elsewhere only people below it make a short line a label
    if placed or len(unit.view.text.split()) <= SHORT:
        own = walk.kind(unit) not in _ITEMS or block.kind == "heading" or walk.label is not None
        label = whole_label(unit.view, know) if own else None
        heads = label is not None and (placed or (label.presence is not None and people_ahead(ahead, know)))
        if label is not None and heads and not is_turn(unit, know):
            _under(walk, label, unit, inline=False)
            return
    if walk.label is None:
        if walk.opens_section(unit) in _ROLLS and know.words.clause.search(unit.view.text) is None:
            walk.label = walk.outer = Label(
                presence=Part(
                    "absent" if walk.kind(unit) == "absence" else "present", block.view.spans(0, len(block.view))
                )
            )
        return
    if walk.opens_section(unit) in _ENDS and block.kind == "heading":
        walk.close()
        return
    if walk.units and describes_name(walk.units[-1], unit, know):
        walk.units[-1] = replace(walk.units[-1], view=join([walk.units[-1].view, unit.view], ", "))
        walk.misses, walk.stacked = 0, False
        return
    if is_person_line(unit, know) and (block.kind != "heading" or is_surely_person(unit, know)):
        walk.units.append(unit)
        walk.misses, walk.stacked = 0, False
        return
    _other_line(walk, unit, ahead, heading=heading)


def _trailed(walk: Walk, unit: Unit, label: Label, end: int) -> None:
    """Read the list of "Ann, Bob and Eve were present"; an open list stays open."""
    people, _ = entries.read([Unit(unit.view.cut(0, end), unit.block, inline=True)], label, walk.know)
    walk.roll.people.extend(people)
    walk.roll.blocks.add(unit.block)
    walk.cover(unit)


def _led(walk: Walk, unit: Unit, label: Label, end: int) -> bool:
    """Whether the line "Label: A, B" opened a list or named who did something."""
    know = walk.know
    counted = know.words.counted.match(unit.view.text, end)  # "Present: 14 members, including A"
    rest = unit.view.cut(counted.end() if counted else end, len(unit.view))
    text = rest.text.strip(" .;,")
    empty = not text or text.casefold() in know.words.rest
    named = not empty and is_person_line(Unit(rest, unit.block, inline=True), know)
    if not empty and not named:
        listed = _list_in(rest, know) if label.presence is not None else None
        if listed is None:
            return False
        rest, named = listed, True
        text = rest.text.strip(" .;,")
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
        and not _is_seat(label, know)
        and not (label.function is not None and _names_several(rest.text, know))
    ):
        return False
    _under(walk, label, unit, inline=named)
    walk.inline = named
    if named:
        walk.units.append(Unit(rest, unit.block, inline=True, checked=unit.checked))
    return True


def _list_in(view: View, know: Knowledge) -> View | None:
    """The list in what follows a label, though it does not begin with a name.

    "Apologies: Harbour Trust, Ann Doe, Bob Roe" names a body first, "Present: We were five again: Ann, Bob, ..." says
    something else before it.
    """
    if _is_mostly_names(view.text, know):
        return view
    colon = view.text.rfind(": ", 0, _ASIDE)
    rest = view.cut(colon + 2, len(view)) if colon > 0 else view
    return rest if colon > 0 and _is_mostly_names(rest.text, know) else None


def _is_mostly_names(text: str, know: Knowledge) -> bool:
    """Whether most of several stretches between commas are names, and none is a sentence."""
    said = [segment.of(text) for segment in know.cut(text) if segment.mark in ("", ",", ";")]
    names = sum(know.name_score(one) >= _ALONE or _CAMEL.fullmatch(one) is not None for one in said)
    sentence = any(len(one.split()) > _LONGEST or know.words.clause.search(one) for one in said)
    return len(said) >= _SEVERAL and names >= _MOST * len(said) and not sentence


def _names_several(text: str, know: Knowledge) -> bool:
    """Whether a line surely names people: "Visitors included Jane Doe and John Roe"."""
    names = [part for segment in know.cut(text) for part in know.words.joiner.split(segment.of(text))]
    return sum(know.name_score(name) >= _SURE for name in names) > 1


def _is_seat(label: Label, know: Knowledge) -> bool:
    """Whether a label names the members of a body, rather than editors or authors."""
    return label.role is not None and label.role.text.casefold().split()[-1] in know.words.seats


def _under(walk: Walk, label: Label, unit: Unit, *, inline: bool) -> None:
    """Open the list below ``label``."""
    walk.flush()
    if label.plain and walk.qualified and label.presence is not None:  # "Members present" beside "Voting members"
        label = replace(label, role=walk.qualified)
    elif label.role is not None and " " in label.role.text:
        last = label.role.text.split()[-1]
        walk.qualified = Part(last[:1].upper() + last[1:], label.role.spans)
    walk.misses, walk.stacked, walk.inline = 0, False, False
    walk.cover(unit)
    if label.presence is not None or walk.outer is None:
        walk.outer, walk.outer_inline, walk.opener = label, inline, unit.block
        walk.label = label
        if label.presence is None and walk.kind(unit) == "absence":
            walk.label = walk.outer = replace(label, presence=Part("absent", unit.view.spans(0, len(unit.view))))
        elif label.presence is None and (
            walk.scope.reading.blocks[unit.block].kind == "meta" or (walk.kind(unit) == "attendance" and not inline)
        ):
            walk.label = walk.outer = replace(label, presence=Part("present", unit.view.spans(0, len(unit.view))))
        walk.group = walk.label
        if walk.opens_section(unit) in _ROLLS and label.presence is not None and label.presence.text in _THERE:
            walk.base = walk.label
        return
    outer = walk.outer
    if (
        outer.presence is not None
        and outer.presence.text in ("absent", "represented")
        and (walk.outer_inline or label.function or not _is_below(walk, unit))
    ):
        outer = replace(outer, presence=Part("present", unit.view.spans(0, len(unit.view))))
    walk.label = walk.group = label.within(outer)


def _is_below(walk: Walk, unit: Unit) -> bool:
    """Whether a line is a heading of a lower level than the one that opened the list."""
    blocks = walk.scope.reading.blocks
    opener = blocks[walk.opener] if walk.opener is not None else None
    return (
        opener is not None
        and opener.kind == blocks[unit.block].kind == "heading"
        and (blocks[unit.block].level > opener.level)
    )


def _other_line(walk: Walk, unit: Unit, ahead: Sequence[Unit], *, heading: bool) -> None:
    """A line of an open list that is no person: a delegation, the rest of the line before, or the list's end."""
    know = walk.know
    text = unit.view.text.strip()
    if text.casefold().strip(" .") in know.words.rest:
        walk.roll.covered.extend(unit.view.spans(0, len(unit.view)))
        return
    # "Members who lost their vote" were not there
    named = know.words.clause.search(text) is None and people_ahead(ahead, know)
    if named or heading:
        label = place_label(unit.view, know)
        if label is None and heading and named and len(text.split()) <= _SENTENCE // 2:
            label = Label(delegation=Part(text.strip(" :"), unit.view.spans(0, len(unit.view))))
        if label is not None and named:
            walk.flush()
            walk.roll.covered.extend(unit.view.spans(0, len(unit.view)))
            above = walk.label if walk.stacked and walk.label else walk.group or walk.outer
            if above and above.presence and above.presence.text == "absent" and not _is_below(walk, unit):
                above = replace(above, presence=None)
            label = replace(label.within(above or Label()), function=above.function if above else None)
            presence = label.presence or Part("present", unit.view.spans(0, len(unit.view)))
            walk.label, walk.stacked = replace(label, presence=presence), True
            return
    if heading:
        walk.close()
        return
    if (
        walk.units
        and len(text.split()) <= _SENTENCE // 2
        and not text.endswith(".")
        and continues(walk.units[-1], text)
    ):
        last = walk.units[-1]
        walk.units[-1] = replace(last, view=join([last.view, unit.view], ", " if not _LOWER.match(text) else " "))
        return
    walk.misses += 1
    if len(text.split()) > _SENTENCE or walk.misses >= _PATIENCE or (text.endswith(".") and len(text.split()) > 6):
        walk.close()
    elif walk.kind(unit) in _ROLLS:
        walk.roll.missed.append(unit)
