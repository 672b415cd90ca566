"""Entries: titles that were chosen as items of the agenda."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.fields.agenda.leads import Lead
from pipeline.fields.agenda.refusals import no_title
from pipeline.layout.block import Block
from pipeline.meetings.scope import Scope
from pipeline.text import Span

#: An entry of more words than these is text, not an entry.
_LONG = 45
#: More items than these are the chapters of a book.
_MOST = 120
#: Share of a title from which it is a day.
_MOSTLY_DATE = 0.5
#: Characters that titles take before a name: "Ms ", "Prof. Dr ".
_TITLES = 10

# "(Jane Doe)", "– Jane Doe, Ministry of X"
_TAIL = re.compile(r"\s*(?:[(\[]|\s[-–—]\s+|\s+by\s+(?=[A-Z]))(?P<who>[^()\[\]–—]{2,120})[)\]]?\W*$")
# "[Facilitator: Jane]", "(chair Jane Doe)", "(Jane)"
_BRACKETS = re.compile(r"\s*[(\[](?P<inside>[^()\[\]]{2,80})[)\]]\W*$")
# "Treasurer's report J. Doe": a name with initials behind a word that is none
_INITIALLED = re.compile(r"(?<=[a-zà-ÿ])\s+(?:[A-ZÀ-Þ]\.\s?){1,2}[A-ZÀ-Þ][\w'’-]*[a-zà-ÿ](?:,?\s+(?:Jr|Sr))?\W*$")
_LABELLED = re.compile(r"^[^\W\d_][\w ]{2,20}:\s")
_NAME = re.compile(r"^[A-ZÀ-Þ][\w'’.-]*[a-zà-ÿ][\w'’.-]*$")
_WORD = re.compile(r"\w+")
_CLOSING = " :;,.–—-|*_~=#/"


@dataclass(frozen=True)
class How:
    """What makes an entry: the rule's name and its score."""

    rule: str
    score: float


@dataclass(frozen=True)
class Entry:
    """An item: the words ``[start, end)`` of a block's view, its number as written and its level from 1.

    ``taken`` is the block with which the report takes it up: the heading that answers to an entry of the agenda's list,
    or the entry's own block where it stands in the report itself; None where the report never comes to it.
    ``numbered`` is the block that states the number.
    """

    block: Block
    start: int
    end: int
    number: str
    level: int
    how: How
    taken: Block | None = None
    numbered: Block | None = None

    @property
    def title(self) -> str:
        return self.block.text[self.start : self.end]

    @property
    def spans(self) -> tuple[Span, ...]:
        return self.block.view.spans(self.start, self.end)


def key(title: str) -> str:
    """What two titles have in common that name the same item."""
    return " ".join(_WORD.findall(title.casefold()))


def entry(scope: Scope, lead: Lead, how: How, *, level: int = 1) -> Entry | None:
    """The entry that a lead gives, without presenters, or None when it is a date or too long."""
    block, start = lead.block, lead.start
    end = _without_presenter(scope, block, start, lead.end)
    while end > start and block.text[end - 1] in _CLOSING:
        end -= 1
    if end <= start or len(block.text[start:end].split()) > _LONG or no_title(lead, scope.lexicon):
        return None
    if share(scope, "date", block, start, end) > _MOSTLY_DATE:
        return None
    depth = lead.number.count(".") + 1 if lead.number[:1].isdigit() else 0
    numbered = block if lead.number else None
    return Entry(block, start, end, lead.number, max(depth, level), how, numbered=numbered)


def unique(entries: Iterable[Entry]) -> list[Entry]:
    """``entries`` without those whose title came before, and none at all when they are too many to be items."""
    seen: set[str] = set()
    kept = []
    for one in entries:
        words = key(one.title)
        if words and words not in seen:
            seen.add(words)
            kept.append(one)
    return kept if len(kept) <= _MOST else []


def _without_presenter(scope: Scope, block: Block, start: int, end: int) -> int:
    """Where the title ends, when "(Jane Doe)", "J. Doe" or "– Jane Doe, Ministry of X" says who presents."""
    text = block.text
    people = scope.reading.mentions.in_block(block.number, "person")
    tail = _TAIL.search(text, start, end)
    if tail is not None and tail.start() > start:
        first = tail.start("who")
        if any(first <= person.start <= first + _TITLES for person in people):
            return tail.start()
    initialled = _INITIALLED.search(text, start, end)
    if initialled is not None:
        return initialled.start()
    brackets = _BRACKETS.search(text, start, end)
    if brackets is None or brackets.start() == start:
        return end
    inside = brackets["inside"]
    named = any(brackets.start() <= person.start < brackets.end() for person in people)
    return brackets.start() if named or inside[0] == "@" or _LABELLED.match(inside) or _NAME.match(inside) else end


def share(scope: Scope, kind: str, block: Block, start: int, end: int) -> float:
    """Share of the words that are mentions of a kind: "Lisbon, 3 May 2019" is hardly more than a day."""
    there = scope.reading.mentions.in_block(block.number, kind)
    inside = sum(max(min(one.end, end) - max(one.start, start), 0) for one in there)
    return inside / (end - start)


def titled(group: Sequence[Lead], *, short: int, cut: int) -> Lead | None:
    """The lead of a block that is its title: the whole where it is short, else its first words up to a mark.

    ``short`` is the most words of a whole title, ``cut`` that of one which a text follows.
    """
    numbered = next((lead for lead in group if lead.form == "number" and len(lead.title.split()) <= cut), None)
    if numbered is not None:  # what is numbered below runs on in the same block
        return numbered
    for lead in group:
        words = len(lead.title.split())
        if lead.form in ("whole", "cell") and words <= short and not _is_sentence(lead):
            return lead
    cuts = [lead for lead in group if lead.form not in ("whole", "cell") and len(lead.title.split()) <= cut]
    return min(cuts, key=lambda lead: lead.end, default=None)


def _is_sentence(lead: Lead) -> bool:
    return len(lead.title.split()) > 7 and lead.block.text.rstrip().endswith((".", ";"))
