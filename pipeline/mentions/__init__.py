"""What could this stretch be? Dates, times, places, organizations, people: recognised once, decided later.

A recogniser is a module with ``find(document, blocks, sections, tools) -> list[Mention]``. It says what a stretch could
be; mentions of different kinds may overlap, and the fields decide which of them is the meeting's. The entity model
comes last and reads only what the rules left open (see ``ner_gate``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.document import Document
from pipeline.layout.block import Block
from pipeline.mentions import dates, ner, ner_gate, organizations, people, places, times
from pipeline.mentions.mention import Mention, Mentions
from pipeline.sections.section import Section
from pipeline.tools import Tools

Recogniser = Callable[[Document, Sequence[Block], Sequence[Section], Tools], list[Mention]]

RECOGNISERS: tuple[Recogniser, ...] = (
    dates.find,
    times.find,
    places.find,
    organizations.find,
    people.find,
)


def find(document: Document, blocks: Sequence[Block], sections: Sequence[Section], tools: Tools) -> Mentions:
    """Everything that the recognisers find, sorted by where it begins."""
    quoted = {block.number for block in blocks if document.lines[block.lines[0]].markup == "quoted"}
    items = [
        item
        for recognise in RECOGNISERS
        for item in recognise(document, blocks, sections, tools)
        if item.block not in quoted
    ]
    if tools.nlp is not None:
        where = ner_gate.stretches(blocks, sections, items, tools.lexicon_of(document))
        items += ner.find(document, blocks, tools, where)
    return Mentions(tuple(sorted(items, key=lambda item: (item.span.start, item.span.end, item.kind, item.rule))))
