"""What the text itself counts: "13 of 14 members present", against the people who were found."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.fields.attendees.knowledge import Knowledge
from pipeline.fields.attendees.person import Person
from pipeline.fields.candidate import Finding
from pipeline.meetings.scope import Scope

_THERE = ("present", "online")


def disagreement(scope: Scope, know: Knowledge, people: Iterable[Person]) -> Finding | None:
    """The first stated count that is greater than the number of people whom the lists show as present.

    A smaller one contradicts nothing: guests and staff are often not counted.
    """
    found = sum((person.presence is None or person.presence.text in _THERE) for person in people)
    for block in scope.blocks:
        match = know.words.stated.search(block.text)
        if match is None:
            continue
        there, total = int(match["there"]), int(match["all"])
        if there <= total and there > found:
            return Finding(
                "attendance-disagrees",
                "warning",
                f"The text says that {there} of {total} were present; {found} were found.",
                block.view.span(match.start(), match.end()),
            )
        return None
    return None
