"""Where the walk over a scope's lines stands: the open list, its label, and what the lists gave so far."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pipeline.fields.attendees import entries
from pipeline.fields.attendees.knowledge import Knowledge
from pipeline.fields.attendees.labels import Label
from pipeline.fields.attendees.person import Part, Person
from pipeline.fields.attendees.unit import Unit
from pipeline.meetings.scope import Scope
from pipeline.text import Span


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
class Walk:
    """Where the walk over a scope stands: the open list, its label, and the lines gathered under it."""

    scope: Scope
    know: Knowledge
    roll: Roll = field(default_factory=Roll)
    outer: Label | None = None
    outer_inline: bool = False
    opener: int | None = None  # number of the block that opened the list
    label: Label | None = None
    units: list[Unit] = field(default_factory=list)
    misses: int = 0
    columns: tuple[Label, ...] = ()  # labels of lists that stand side by side
    qualified: Part | None = None  # the office that a label like "Voting members" qualified
    group: Label | None = None  # the last label that was no delegation
    stacked: bool = False  # the line before was a heading too
    base: Label | None = None  # what the heading of the open section said of all under it
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
        self.label = self.outer = self.group = self.base = None
        self.misses, self.columns = 0, ()

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
            if unit not in missed:
                self.cover(unit)

    def cover(self, unit: Unit) -> None:
        """Note that a line was read as a list; what "..., and was chaired by" adds is left to the running text."""
        chaired = self.know.words.passive["chair"].search(unit.view.text)
        self.roll.covered.extend(unit.view.spans(0, chaired.start() if chaired else len(unit.view)))
