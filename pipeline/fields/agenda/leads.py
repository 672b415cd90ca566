"""Leads: everything that could be the title of an item: a heading, an entry, the words before a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.fields.agenda.titles import Title, closed, is_title, opened
from pipeline.layout.block import Block
from pipeline.lexicon import Lexicon
from pipeline.text import Span

#: A title of more words than these is a text; one cut out of a text is shorter.
_LONG, _CUT_LONG = 45, 14
#: Only so many characters of a block are searched for the end of a title.
_REACH = 160

# Each with the signs of which one stands wherever it matches: they are looked for first.
# "Budget: The treasurer", "Budget. The treasurer", "Budget - Jane Doe", "Budget (Jane)", "Budget • The treasurer",
# "Budget 4.1 The treasurer"
_CUTS = (
    ("colon", ":", re.compile(r"\s?:(?!//)(?=\s)")),
    ("stop", ".?!", re.compile(r"(?<=[^\W\d]{2})\)?[.?!](?=\s+[^\Wa-z])")),
    ("dash", "-–—•", re.compile(r"\s+(?:[-–—•]|--)\s+")),
    ("bracket", "([", re.compile(r"\s+[(\[](?=[^()\[\]]{2,120}[)\]]\W*$)")),
    ("number", ".)", re.compile(r"\s+(?=(?:\d{1,3}\.\d{1,3}[.)]?|1[.)])\s+[^\Wa-z\d_])")),
    ("by", "y", re.compile(r"\s+by\s+(?=[^\Wa-z])")),
)
# "CALL TO ORDER The meeting was": words in capitals, then one that is not
_CAPITALS = re.compile(r"(?P<title>[^\Wa-z\d_]{2}[^a-z.:;]*[^\Wa-z\d_]{2})\s+(?=[^\Wa-z\d_][a-z]*\s+[a-z])")
_BLANK = re.compile(r"\s+")
_KINDS = ("heading", "item", "paragraph", "row")


@dataclass(frozen=True)
class Lead:
    """Words ``[start, end)`` of a block's view that could be an item's title; ``form`` says what ends them.

    ``rest`` counts the words of the block behind the title.
    """

    block: Block
    opening: Title
    end: int
    form: str
    rest: int

    @property
    def start(self) -> int:
        return self.opening.start

    @property
    def number(self) -> str:
        return self.opening.number

    @property
    def title(self) -> str:
        return self.block.text[self.opening.start : self.end]

    @property
    def spans(self) -> tuple[Span, ...]:
        return self.block.view.spans(self.opening.start, self.end)


def leads(blocks: Sequence[Block], lexicon: Lexicon) -> list[list[Lead]]:
    """For each block that has any, its leads: the whole of it, and its first words as far as a mark that ends them."""
    found = (list(_of_block(block, lexicon)) for block in blocks if block.kind in _KINDS)
    return [some for some in found if some]


def _of_block(block: Block, lexicon: Lexicon) -> Iterator[Lead]:
    text = block.text
    if block.kind == "row":
        yield from _of_row(block, lexicon)
        return
    opening = opened(block, 0, lexicon)
    words = len(text.split())
    seen = set()
    if words <= _LONG:
        end = closed(text, opening.start, len(text))
        if is_title(text, opening.start, end):
            seen.add(end)
            yield Lead(block, opening, end, "whole", 0)
    for form, match in _marks(text, opening.start, lexicon):
        end = closed(text, opening.start, match.start())
        cut = text[opening.start : end].split()
        if end in seen or not 0 < len(cut) <= _CUT_LONG or not is_title(text, opening.start, end):
            continue
        seen.add(end)
        yield Lead(block, opening, end, form, len(text[match.end() :].split()))


def _marks(text: str, start: int, lexicon: Lexicon) -> Iterator[tuple[str, re.Match[str]]]:
    """Where a title that a text follows could end; the match begins there and reaches to the text."""
    signs = set(text[start + 2 : start + _REACH])
    for form, needs, pattern in _CUTS:
        if not signs.isdisjoint(needs) and (match := pattern.search(text, start + 2, start + _REACH)):
            yield form, match
    if match := lexicon.made(_openers).search(text, start + 2, start + _REACH):
        yield "opener", match
    capitals = _CAPITALS.match(text, start, start + _REACH)
    if capitals and (gap := _BLANK.match(text, capitals.end("title"))):
        yield "capitals", gap


def _openers(lexicon: Lexicon) -> re.Pattern[str]:
    # "Election of Chairman It was proposed": what was a line of its own ran into the text
    words = "|".join(map(re.escape, lexicon.words("agenda", "openers")))
    return lexicon.pattern(rf"\s(?<=[^\W\dA-Z_]\s)\s*(?=(?:{words})\s+[^\WA-Z\d_])")


def _of_row(block: Block, lexicon: Lexicon) -> Iterator[Lead]:
    """The first cell of a table's row that holds more than a number or an hour."""
    text = block.text
    start = 0
    opening = Title(0)
    while start < len(text):
        bar = text.find(" | ", start)
        stop = len(text) if bar < 0 else bar
        here = opened(block, start, lexicon)
        number = (
            opening.number or here.number or (text[start:stop].strip() if text[start:stop].strip().isdigit() else "")
        )
        opening = Title(here.start, number, here.labelled or opening.labelled, here.timed or opening.timed)
        end = closed(text, opening.start, stop)
        if opening.start < stop and is_title(text, opening.start, end):
            if len(text[opening.start : end].split()) <= _LONG:
                yield Lead(block, opening, end, "cell", len(text[stop:].split()))
            return
        start = stop + 3
