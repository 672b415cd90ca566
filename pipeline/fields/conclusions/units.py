"""Units: the stretches of a scope that could each be a conclusion, with what stands around them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.fields.conclusions.columns import Columns, columns, labels, voted
from pipeline.fields.conclusions.turns import turns
from pipeline.layout.block import Block
from pipeline.lexicon import Lexicon, alternation
from pipeline.meetings.scope import Scope
from pipeline.sections.section import Section
from pipeline.sections.sentences import sentences

_SILENT = frozenset({"running", "rule", "meta", "code", "heading"})
#: Characters of the line that names who resolves: "The Conference of the Parties,".
_SUBJECT = 100
#: Sections that hold names; one with so many sentences of so many words is a report that goes on below its list.
_ROSTERS, _TOLD, _SENTENCE = frozenset({"attendance", "absence", "contacts"}), 5, 8


@dataclass(frozen=True)
class Unit:
    """Sentence ``number`` of the ``count`` sentences of a block: ``block.text[start:end]``.

    ``sections`` are the sections that hold it, innermost first. ``lead`` is the text of the block that announces the
    list in which it stands ("The Committee agreed:"), or the subject of the resolution that it belongs to ("The
    Committee,"), where ``resolution`` says so; ``""`` where there is none. ``columns`` are the cells of a table's row
    whose headings say what they hold. ``turn`` says that it stands for one speaker's words, in a log or in a section of
    speeches. ``voted`` says that it is a row which ends in how the vote on it went.
    """

    block: Block
    start: int
    end: int
    number: int
    count: int
    sections: tuple[Section, ...]
    lead: str
    resolution: bool = False
    columns: Columns | None = None
    turn: bool = False
    voted: bool = False

    @cached_property
    def text(self) -> str:
        return self.block.text[self.start : self.end]

    @property
    def announced(self) -> bool:
        """Whether the words before its list announce it, rather than being an entry that it belongs to."""
        return self.resolution or self.lead.rstrip().endswith(":")

    @property
    def clause(self) -> bool:
        """Whether it opens a clause of a resolution: "Requests the Secretariat to ..." below "The Committee,"."""
        return self.resolution and self.number == 0

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of the sections around it, innermost first."""
        return tuple(section.kind for section in self.sections)


def _speech(lexicon: Lexicon) -> re.Pattern[str]:
    words = alternation(lexicon.words("conclusions", "speeches"))
    return lexicon.pattern(rf"[\W\d]*(?:[^\W\d]\.\s*|[ivxIVX]+\.\s*)?(?:\w+\s+)?{words}\b", re.IGNORECASE)


def units(scope: Scope) -> list[Unit]:
    """All units of a scope, in the order of the text."""
    found: list[Unit] = []
    chains = _chains(scope)
    around = (*chains.get(scope.start, ()), *scope.sections())
    speeches = {section.start for section in around if scope.lexicon.made(_speech).match(section.title)}
    clauses = _clauses(scope.blocks, scope.lexicon)
    leads = {**_leads(scope.blocks), **clauses}
    tables = columns(scope.blocks, scope.lexicon)
    votes, heads = voted(scope.blocks, scope.lexicon)
    spoken = turns(scope.blocks, scope.lexicon.made(labels))
    for block in scope.blocks:
        if block.kind in _SILENT or block.number in heads:
            continue
        sections = chains.get(block.number, ())
        if block.number in tables:
            task = tables[block.number].task
            if task is not None:
                found.append(Unit(block, *task, 0, 1, sections, "", columns=tables[block.number]))
            continue
        if block.number in votes:
            found.append(Unit(block, 0, len(block.text.rstrip()), 0, 1, sections, "", voted=True))
            continue
        begin = sections[0].label_end if sections and sections[0].heading == block.number else 0
        text = block.text[begin:]
        parts = sentences(text, scope.lexicon)
        turn = block.number in spoken or any(section.start in speeches for section in sections)
        found.extend(
            Unit(
                block,
                begin + low,
                begin + high,
                number,
                len(parts),
                sections,
                leads.get(block.number, ""),
                resolution=block.number in clauses,
                turn=turn,
            )
            for number, (low, high) in enumerate(parts)
        )
    return _beyond_lists(found)


def _subject(lexicon: Lexicon) -> re.Pattern[str]:
    determiners, deciders = (alternation(lexicon.words("conclusions", key)) for key in ("determiners", "deciders"))
    name = r"(?-i:[A-ZÀ-Þ])[\w'’\-]*"
    # "The Conference of the Parties,"
    return lexicon.pattern(
        rf"\W*{determiners}\s+(?:{name}\s+){{0,3}}{deciders}(?:\s+(?:\w{{1,4}}|{name}))*,\s*$", re.IGNORECASE
    )


def _clauses(blocks: Sequence[Block], lexicon: Lexicon) -> dict[int, str]:
    """For each clause of a resolution its subject: what stands below "The General Assembly," up to a heading."""
    found: dict[int, str] = {}
    subject = ""
    for block in blocks:
        if block.kind in ("running", "rule", "meta", "code"):
            continue
        text = block.text.rstrip()
        if block.kind in ("heading", "row"):
            subject = ""
        elif len(text) <= _SUBJECT and text.endswith(",") and lexicon.made(_subject).match(text):
            subject = text
        elif subject:
            if text[:1].isupper():
                found[block.number] = subject
            if text.endswith("."):  # the whole resolution is one sentence
                subject = ""
    return found


def _beyond_lists(found: list[Unit]) -> list[Unit]:
    """``found`` without the mark of a list of names on what is told below one that no further heading ends."""
    told = Counter(id(unit.sections[0]) for unit in found if unit.sections and _tells(unit))
    open_ended = {number for number, count in told.items() if count >= _TOLD}
    return [
        replace(unit, sections=(replace(unit.sections[0], kind="body"), *unit.sections[1:]))
        if unit.sections and id(unit.sections[0]) in open_ended
        else unit
        for unit in found
    ]


def _tells(unit: Unit) -> bool:
    return (
        unit.sections[0].kind in _ROSTERS
        and unit.block.kind != "row"
        and unit.text.rstrip().endswith(".")
        and len(unit.text.split()) >= _SENTENCE
    )


def _chains(scope: Scope) -> dict[int, tuple[Section, ...]]:
    """For each block the sections that hold it, innermost first."""
    chains: dict[int, tuple[Section, ...]] = {}

    def visit(section: Section, above: tuple[Section, ...]) -> None:
        chain = (section, *above)
        for number in range(max(section.start, scope.start), min(section.end, scope.end)):
            chains[number] = chain
        for child in section.children:
            if child.start < scope.end and scope.start < child.end:
                visit(child, chain)

    for root in scope.reading.sections:
        if root.start < scope.end and scope.start < root.end:
            visit(root, ())
    return chains


def _leads(blocks: Sequence[Block]) -> dict[int, str]:
    """For each list item the text that announces its list: the nearest block above it that ends with a colon."""
    leads: dict[int, str] = {}
    announced: list[tuple[int, str]] = []  # level of the announcing block, its text
    for block in blocks:
        if block.kind in ("running", "rule", "meta", "code"):
            continue
        level = block.level if block.kind == "item" else 0
        if block.kind == "item":
            while announced and announced[-1][0] >= level:
                announced.pop()
            if announced:
                leads[block.number] = announced[-1][1]
        else:
            announced.clear()
        if block.text.rstrip().endswith(":") or (block.kind == "item" and level):
            announced.append((level, block.text))
    return leads
