"""Mention: what a stretch of the text could be, before anybody decides what it is for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.text import Span


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precise as the text: 2019, 2019-05 or 2019-05-30. ``year`` is None where the text leaves it out."""

    year: int | None
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        year = "XXXX" if self.year is None else f"{self.year:04d}"
        return "-".join([year, *(f"{part:02d}" for part in (self.month, self.day) if part is not None)])

    @property
    def precision(self) -> str:
        """How much of the date is told: "day", "month" or "year"."""
        return "day" if self.day is not None else "month" if self.month is not None else "year"


@dataclass(frozen=True, slots=True)
class DateValue:
    """A date or a range. ``weekday`` (0 is Monday) as written; ``ambiguous`` where 3/4/2019 could be either."""

    start: PartialDate
    end: PartialDate
    weekday: int | None = None
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class TimeValue:
    """A time of day or a range: "HH:MM"; ``end`` is None for a single time."""

    start: str
    end: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceValue:
    """A place of the gazetteer. ``kind`` is "city", "country" or "region"; ``country`` is ISO 3166-1 alpha-2."""

    kind: str
    name: str
    country: str | None
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0


@dataclass(frozen=True, slots=True)
class PersonValue:
    """A person's name as written, with honorifics and degrees apart."""

    name: str
    prefix: str | None = None
    given: str | None = None
    family: str | None = None
    suffix: str | None = None


@dataclass(frozen=True, slots=True)
class OrganizationValue:
    """An organization's name as written, its acronym where the text gives both."""

    name: str
    acronym: str | None = None


Value = DateValue | TimeValue | PlaceValue | PersonValue | OrganizationValue | str


@dataclass(frozen=True, slots=True)
class Mention:
    """``kind`` is "date", "time", "place", "person", "organization" or "venue".

    ``span`` is into the document's text; ``block`` is the block's number and ``start``, ``end`` the same stretch in
    that block's view, where rules look at its neighbourhood. ``score`` runs from 0 to 1.
    """

    kind: str
    span: Span
    value: Value
    rule: str
    score: float
    block: int
    start: int
    end: int


@dataclass(frozen=True)
class Mentions:
    """All mentions of a document, sorted by where they begin, with an index by block."""

    items: tuple[Mention, ...]
    _blocks: dict[int, list[Mention]] = field(init=False, repr=False)
    _kinds: dict[str, list[Mention]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        blocks: dict[int, list[Mention]] = {}
        kinds: dict[str, list[Mention]] = {}
        for mention in self.items:
            blocks.setdefault(mention.block, []).append(mention)
            kinds.setdefault(mention.kind, []).append(mention)
        object.__setattr__(self, "_blocks", blocks)
        object.__setattr__(self, "_kinds", kinds)

    def __iter__(self) -> Iterator[Mention]:
        return iter(self.items)

    def of(self, kind: str) -> Sequence[Mention]:
        """All of one kind."""
        return self._kinds.get(kind, ())

    def in_block(self, block: int, kind: str | None = None) -> list[Mention]:
        """Those of one block, in order."""
        found: Sequence[Mention] = self._blocks.get(block, ())
        return [mention for mention in found if kind is None or mention.kind == kind]

    def within(self, span: Span, kind: str | None = None) -> list[Mention]:
        """Those that lie wholly inside ``span`` of the document."""
        first = bisect_left(self.items, span.start, key=lambda mention: mention.span.start)
        found = []
        for number in range(first, len(self.items)):  # no slice: it would copy all that is left of the document
            mention = self.items[number]
            if mention.span.start >= span.end:
                break
            if mention.span.end <= span.end and (kind is None or mention.kind == kind):
                found.append(mention)
        return found
