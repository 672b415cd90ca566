"""Reading: a document with everything recognised in it. Scope: the stretch of it that reports on one meeting."""

from __future__ import annotations

from collections.abc import Iterator
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

    def __post_init__(self) -> None:
        owner: dict[int, Section] = {}
        for root in self.sections:
            for section in root.walk():  # children come after their parent and win
                owner.update(dict.fromkeys(range(section.start, section.end), section))
        object.__setattr__(self, "_section_of", owner)

    def section_of(self, block: int) -> Section | None:
        """The innermost section that holds a block."""
        return self._section_of.get(block)

    def walk(self) -> Iterator[Section]:
        """All sections, in order, outer before inner."""
        for root in self.sections:
            yield from root.walk()


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
        return [m for m in self.reading.mentions.of(kind) if self.start <= m.block < self.end]

    def sections(self, *kinds: str) -> list[Section]:
        """Sections of the given kinds that begin in this scope; all when no kind is given."""
        return [s for s in self.reading.walk() if self.start <= s.start < self.end and (not kinds or s.kind in kinds)]


@dataclass(frozen=True)
class Split:
    """A document's meetings: none, one or many. ``reason`` says in plain words why there is none; ``span`` shows it."""

    scopes: tuple[Scope, ...]
    reason: str | None = None
    span: Span | None = None
