"""Legends of lists: "* by telephone", "† Voting member", and to whom such a mark applies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipeline.fields.attendees.knowledge import Knowledge
from pipeline.fields.attendees.person import Part, Person
from pipeline.meetings.scope import Scope
from pipeline.text import View

#: A legend is no longer.
_LONGEST = 80
_LINE = re.compile(r"^\(?(?P<mark>[*†‡#^+]{1,3})\s*(?:[-–=:]\s*)?(?P<said>[^\W\d_][^.;]{2,60}?)[.)\s]*$")
_NEAR = 3


@dataclass(frozen=True)
class Meaning:
    """What a mark says of whom it stands behind."""

    presence: str | None
    role: Part | None


def legend_of(scope: Scope, know: Knowledge) -> dict[str, Meaning]:
    """The marks that the document explains."""
    found: dict[str, Meaning] = {}
    blocks = scope.blocks
    for number, block in enumerate(blocks):
        beside = [other.kind for other in (*blocks[max(number - 1, 0) : number], *blocks[number + 1 : number + 2])]
        listed = block.kind == "item" and "item" in beside  # one of several items; alone it may be a legend
        if block.kind in ("heading", "row") or listed or len(block.text) > _LONGEST:
            continue
        written = View.plain(scope.document.text, block.span)
        match = _LINE.match(written.text.strip())
        if match is None:
            continue
        said = know.words.explains.sub("", match["said"]).strip()
        presence = next((kind for kind in ("absent", "online") if know.words.presence[kind].search(said)), None)
        if presence is not None or know.is_role(said):
            role = None if presence else Part(said, block.view.spans(0, len(block.view)))
            found.setdefault(match["mark"], Meaning(presence, role))
    return found


def explained(person: Person, legend: Mapping[str, Meaning], know: Knowledge) -> Person:
    """``person`` with what the mark behind the name means."""
    for mark, meaning in legend.items():
        ends = [span.end for span in person.name.spans]
        behind = know.document.text[max(ends) : max(ends) + _NEAR].lstrip(" )") if ends else ""
        if behind.startswith(mark) and not behind.startswith(mark + mark[0]):
            if meaning.presence is not None:
                return replace(person, presence=Part(meaning.presence, person.name.spans))
            return replace(person, role=person.role or meaning.role)
    return person
