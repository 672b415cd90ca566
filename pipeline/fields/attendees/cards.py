"""Participants' annexes in which each person has several lines: name, office, body, address, telephone.

Where telephones and addresses stand close together, people are read line by line: a name begins an entry, an address
ends what matters of it, a country or body in capitals or bold holds for all below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from pipeline.document import Document, Line
from pipeline.fields.attendees.knowledge import Knowledge
from pipeline.fields.attendees.labels import Label, place_label, whole_label
from pipeline.fields.attendees.person import Part
from pipeline.fields.attendees.segments import contacts_of, count_contacts, is_contact
from pipeline.fields.attendees.unit import Unit
from pipeline.layout.block import Block
from pipeline.meetings.scope import Scope
from pipeline.text import Span, View, join

_SKIPPED = frozenset({"running", "rule", "code", "meta", "row"})
#: Sections that have contacts of their own.
_ELSEWHERE = frozenset({"contacts", "front"})
#: An annex has so many lines of contact, each so near to the one before.
_LEAST = 4
_NEAR = 14
#: A scope with fewer contacts has no annex: adjoining numbers count as one here.
_FEWEST = 2
#: So far before the first contact its label or first name may stand.
_BEFORE = 12
_LONGEST_NAME = 7
#: A column has so many lines that begin within so many points; a line that fills so much of it may wrap.
_ENOUGH = 8
_STEP = 4
#: What wraps is short.
_REST = 4
_FULL = 0.9
_SURE = 0.75
_LIKELY = 0.5
_NUMBER = re.compile(r"\d")


@dataclass(frozen=True)
class _Line:
    """A line of the document as its block shows it."""

    view: View
    block: int
    bold: bool
    full: bool = False  # reaches the right edge of its column

    @property
    def text(self) -> str:
        return self.view.text.strip()

    @property
    def loud(self) -> bool:
        """Set off from the lines around it."""
        return self.bold or (self.text.isupper() and len(self.text) > 3)


@dataclass
class Annex:
    """The entries of an annex, list by list, and the blocks that it takes up."""

    lists: list[tuple[Label, list[Unit]]] = field(default_factory=list)
    blocks: set[int] = field(default_factory=set)
    covered: list[Span] = field(default_factory=list)


def find(scope: Scope, know: Knowledge) -> Annex:
    """All entries of the scope that take several lines each."""
    annex = Annex()
    near = _near([block for block in scope.blocks if not _is_apart(block, scope)], know)
    counts = accumulate(count_contacts(block.text) for block in scope.blocks) if near else ()
    if not any(count >= _FEWEST for count in counts):
        return annex
    lines = list(_lines(near, scope, know))
    for low, high in _stretches(lines, know):
        _read(lines[low:high], annex, know)
    return annex


def _is_apart(block: Block, scope: Scope) -> bool:
    """Whether a block is no part of an annex, whatever it holds."""
    section = scope.reading.section_of(block.number)
    return block.kind in _SKIPPED or (section is not None and section.kind in _ELSEWHERE) or not block.text.strip()


def _near(blocks: Sequence[Block], know: Knowledge) -> list[Block]:
    """The blocks that can be part of an annex: where enough lines are contacts, and as many blocks around as lines may.

    A block has a line at least, so that contacts further apart than that many blocks are in no stretch together.
    """
    contacts = [(number, lines) for number, block in enumerate(blocks) if (lines := _contact_lines(block, know))]
    runs: list[list[tuple[int, int]]] = []
    for found in contacts:
        if runs and found[0] - runs[-1][-1][0] <= _NEAR:
            runs[-1].append(found)
        else:
            runs.append([found])
    full = [run for run in runs if sum(lines for _, lines in run) >= _LEAST]
    near = {other for run in full for n, _ in run for other in range(n - _NEAR, n + _NEAR + 1)}
    return [block for number, block in enumerate(blocks) if number in near]


def _contact_lines(block: Block, know: Knowledge) -> int:
    text = block.text
    return sum(is_contact(text[low:high].strip()) for low, high in know.edges_of(block)) if is_contact(text) else 0


def _lines(blocks: Sequence[Block], scope: Scope, know: Knowledge) -> Iterator[_Line]:
    document = scope.document
    edges = _edges(document, [number for block in scope.blocks for number in block.lines])
    for block in blocks:
        for view in know.lines_of(block):
            number = document.line_at(view.span(0, len(view.text)).start)
            line = document.lines[number] if number is not None else None
            if line is None:
                yield _Line(view, block.number, bold=False)
                continue
            edge = edges.get(_column(line))
            width = line.box.x1 - line.box.x0 if line.box else 0.0
            full = edge is not None and width >= _FULL * edge
            yield _Line(view, block.number, line.bold, full)


def _column(line: Line) -> tuple[int, int]:
    """The page and the left edge of a line."""
    return line.page, round(line.box.x0 / _STEP) if line.box else -1


def _edges(document: Document, numbers: Sequence[int]) -> dict[tuple[int, int], float]:
    """How wide the columns are, by page and left edge, as far as enough lines begin there."""
    widths: dict[tuple[int, int], list[float]] = {}
    for number in numbers:
        line = document.lines[number]
        if line.box is not None:
            widths.setdefault(_column(line), []).append(line.box.x1 - line.box.x0)
    return {column: max(found) for column, found in widths.items() if len(found) >= _ENOUGH}


def _stretches(lines: Sequence[_Line], know: Knowledge) -> Iterator[tuple[int, int]]:
    """Runs of lines full of telephones and addresses, from the first name before them to the last of them."""
    contacts = [n for n, line in enumerate(lines) if is_contact(line.text) and not _begins_with_name(line, know)]
    runs: list[list[int]] = []
    for number in contacts:
        if runs and number - runs[-1][-1] <= _NEAR:
            runs[-1].append(number)
        else:
            runs.append([number])
    for run in runs:
        low, high = max(run[0] - _BEFORE, 0), run[-1] + 1
        names = sum(_is_name(line, know) for line in lines[low:high])
        if len(run) >= _LEAST and names >= _LEAST and names >= 0.08 * (high - low):
            yield _beginning(lines, low, run[0]), high


def _beginning(lines: Sequence[_Line], low: int, first: int) -> int:
    """The line behind the last long sentence before the first contact."""
    for number in range(first - 1, low - 1, -1):
        if len(lines[number].text.split()) > 2 * _LONGEST_NAME:
            return number + 1
    return low


def _begins_with_name(line: _Line, know: Knowledge) -> bool:
    """Whether a whole entry stands on one line: that is a list of another kind."""
    return know.begins_with(line.view.text, least=_LIKELY)


def _is_name(line: _Line, know: Knowledge) -> bool:
    """Whether a line begins with a name and holds little else."""
    first = know.first(line.view.text) if _NUMBER.search(line.text) is None else None
    if first is None or len(line.text.split()) > 2 * _LONGEST_NAME:
        return False
    said = first.of(line.view.text)
    named = " " in said and know.name_score(said) >= (_LIKELY if line.bold else _SURE)
    return named and know.country(line.view, first.start, first.end) is None


def _read(lines: Sequence[_Line], annex: Annex, know: Knowledge) -> None:
    """Sort the lines of one stretch into headings and entries."""
    label = Label()
    entry: list[_Line] = []
    closed = True
    units: list[Unit] = []
    bold_names = sum(line.bold and _is_name(line, know) for line in lines) >= _LEAST

    def finish() -> None:
        if entry:
            unit = Unit(_together(entry, know), entry[0].block, email=reach[0], phone=reach[1])
            units.append(unit)
        reach[:] = [None, None]

    reach: list[Part | None] = [None, None]
    for line in lines:
        annex.blocks.add(line.block)
        annex.covered.extend(line.view.spans(0, len(line.view)))
        inside = bool(entry) and not closed and " " not in line.text  # an acronym is the body of an open entry
        heading = _heading(line, label, know) if line.loud else None
        if heading is not None and inside and heading.country is None and heading.presence is None:
            heading = None
        if heading is not None:
            finish()
            if units:
                annex.lists.append((label, units))
            label, units, entry, closed = heading, [], [], True
        elif is_contact(line.text) or _is_address(line, know):
            closed = True
            reach[:] = [known or new for known, new in zip(reach, contacts_of(line.view), strict=True)]
        elif _is_name(line, know) and (line.bold or not bold_names) and (closed or line.bold or len(entry) > 1):
            finish()
            entry, closed = [line], False
        elif entry and not closed:
            entry.append(line)
    finish()
    if units:
        annex.lists.append((label, units))


def _together(entry: Sequence[_Line], know: Knowledge) -> View:
    """The lines of an entry as one, with a comma where a new piece of information begins."""
    whole = _trimmed(entry[0].view)
    for before, line in pairwise(entry):
        whole = join([whole, _trimmed(line.view)], " " if _wraps(before, line, know) else ", ")
    return whole


def _trimmed(view: View) -> View:
    text = view.text
    return view.cut(len(text) - len(text.lstrip()), len(text.rstrip(" ,")))


def _wraps(before: _Line, line: _Line, know: Knowledge) -> bool:
    """Whether a line goes on with what the line before began: "National Research and" / "Development Institute"."""
    if know.words.open_end.search(before.view.text.rstrip(" ,")) or line.text[:1].islower():
        return True
    if _is_name(before, know) or know.is_role(before.text):
        return False
    if len(line.text.split()) <= 2 and know.words.unit.search(line.text):
        return True
    begins = know.words.organization_lead.match(line.text) is not None or know.is_role(line.text)
    begins = begins or (know.is_organization(line.text) and len(line.text.split()) > 2)
    if before.full and not begins and len(line.text.split()) <= _REST:
        return True
    ends = know.words.organization.search(line.text) is not None and not know.words.organization_lead.match(line.text)
    return ends and know.words.organization.search(before.text.split()[-1]) is None and "," not in before.text


def _heading(line: _Line, above: Label, know: Knowledge) -> Label | None:
    """The label that a line set off from the others is: a country, a body, a group of people."""
    if _is_name(line, know):
        return None
    group = whole_label(line.view, know)
    if group is not None:
        return group
    place = place_label(line.view, know)
    if place is None:
        return None
    presence: Part | None = above.presence
    return place.within(Label(presence=presence, function=above.function))


def _is_address(line: _Line, know: Knowledge) -> bool:
    """Whether a line is part of an address rather than an office or a body."""
    return (
        bool(_NUMBER.search(line.text))
        or know.words.address.search(line.text) is not None
        or (know.country(line.view, 0, len(line.view)) is not None and not know.is_organization(line.text))
    )
