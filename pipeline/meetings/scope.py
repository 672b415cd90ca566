"""Reading: a document with everything recognised in it. Scope: the stretch of it that reports on one meeting."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.document import Document
from pipeline.layout.block import Block
from pipeline.lexicon import Lexicon
from pipeline.mentions.mention import Mention, Mentions
from pipeline.sections.section import Section
from pipeline.text import Span


@dataclass(frozen=True)
class Reading:
    """A document, its blocks, its tree of sections and the mentions in it."""

    document: Document
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    mentions: Mentions
    lexicon: Lexicon
    _section_of: dict[int, Section] = field(init=False, repr=False)
    _walked: tuple[Section, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        owner: dict[int, Section] = {}
        walked = tuple(section for root in self.sections for section in root.walk())
        for section in walked:  # children come after their parent and win
            owner.update(dict.fromkeys(range(section.start, section.end), section))
        object.__setattr__(self, "_section_of", owner)
        object.__setattr__(self, "_walked", walked)

    def section_of(self, block: int) -> Section | None:
        """The innermost section that holds a block."""
        return self._section_of.get(block)

    def opened_by(self, block: int) -> Section | None:
        """The section that a block opens: whose heading it is, or whose label stands at its start."""
        section = self.section_of(block)
        return section if section is not None and section.heading == block else None

    def walk(self) -> Sequence[Section]:
        """All sections, in order, outer before inner."""
        return self._walked

    def beginning(self, start: int, end: int) -> Sequence[Section]:
        """The sections that begin in the blocks ``[start, end)``."""
        low = bisect_left(self._walked, start, key=lambda section: section.start)
        high = bisect_left(self._walked, end, lo=low, key=lambda section: section.start)
        return self._walked[low:high]


@dataclass(frozen=True)
class Scope:
    """Blocks ``[start, end)`` of a reading that report on one meeting.

    ``lead`` is the number of the block that announces the meeting (its heading or first sentence). ``shared`` are
    blocks before the first meeting that hold for all (a page's title, an introduction): evidence for body and
    title, never for dates or places. ``whole`` says that the scope is the whole document.
    """

    reading: Reading
    position: int
    start: int
    end: int
    lead: int
    shared: range = range(0)
    whole: bool = True

    @property
    def document(self) -> Document:
        return self.reading.document

    @property
    def lexicon(self) -> Lexicon:
        return self.reading.lexicon

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The scope's own blocks, running heads and feet included (kind "running")."""
        return self.reading.blocks[self.start : self.end]

    @property
    def span(self) -> Span:
        """From the scope's first character to its last."""
        blocks = self.blocks
        return Span(blocks[0].span.start, max(block.span.end for block in blocks))

    def mentions(self, kind: str) -> list[Mention]:
        """The mentions of one kind in this scope."""
        known = self.reading.mentions
        if self.whole:
            return [mention for mention in known.of(kind) if self.start <= mention.block < self.end]
        # One of many meetings looks at its own blocks alone, or the cost would grow with the square of their number.
        own = [mention for block in range(self.start, self.end) for mention in known.in_block(block, kind)]
        return sorted(own, key=lambda mention: mention.span.start)

    def sections(self, *kinds: str) -> list[Section]:
        """Sections of the given kinds that begin in this scope; all when no kind is given."""
        begun = self.reading.beginning(self.start, self.end)
        return [section for section in begun if not kinds or section.kind in kinds]


@dataclass(frozen=True)
class Split:
    """A document's meetings: none, one or many. ``reason`` says in plain words why there is none; ``span`` shows it."""

    scopes: tuple[Scope, ...]
    reason: str | None = None
    span: Span | None = None
