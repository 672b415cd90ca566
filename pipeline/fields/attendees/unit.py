"""Unit: a line of a list, as the walk over a scope gathers it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.fields.attendees.person import Part
from pipeline.text import View


@dataclass(frozen=True)
class Unit:
    """A line of a list.

    ``inline`` says that it may hold the whole list; ``checked`` is its tick box, ``mark`` what a mark beside it says,
    ``email`` and ``phone`` what stood on lines of its own.
    """

    view: View
    block: int
    inline: bool = False
    checked: bool | None = None
    mark: str | None = None
    email: Part | None = None
    phone: Part | None = None
