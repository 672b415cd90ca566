"""The body that met, where the title does not say it: a label, the letterhead, the page that lists its meetings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.fields.candidate import Candidate, Scalar
from pipeline.fields.naming.edges import without_address
from pipeline.fields.naming.headings import COPYRIGHT, lines
from pipeline.fields.naming.words import Words, words
from pipeline.layout.block import Block
from pipeline.lexicon import Lexicon, alternation
from pipeline.meetings.passage import Passage
from pipeline.meetings.scope import Scope

_ACRONYM = re.compile(r"\s*\([A-Z][\w .&/-]{1,20}\)$")
#: "River Network > About us > Past meetings", among so many blocks at a page's top.
_CRUMB = re.compile(r"\W*(?P<name>[A-ZÀ-Þ][^>|»]{3,80}?)\s+[>|»]\s")
_CRUMBS = 3
#: A letterhead is one of the first lines, and hardly longer than the name in it.
_LETTERHEAD, _MOST = 3, 0.7
#: A label with the body's name stands among so many blocks.
_LABELLED, _LABEL_LINE = 14, 120


@dataclass(frozen=True)
class _Patterns:
    names: Words
    label: re.Pattern[str]


def _patterns(lexicon: Lexicon) -> _Patterns:
    labels = alternation(lexicon.words("naming", "body_labels"))
    return _Patterns(lexicon.made(words), lexicon.pattern(rf"\W*{labels}\s*[:=|]\s*[\"']?(?=[^\W\d_])", re.IGNORECASE))


def elsewhere(scope: Scope, blocks: Sequence[Block]) -> Iterator[Candidate]:
    """Candidates from a label, the letterhead and the heading of a page of several meetings."""
    known = scope.lexicon.made(_patterns)
    yield from _labelled(scope, blocks[:_LABELLED], known)
    yield from _letterhead(scope, blocks[:_LETTERHEAD], known.names)
    yield from _of_page(scope, known.names)


def _labelled(scope: Scope, blocks: Sequence[Block], known: _Patterns) -> Iterator[Candidate]:
    """The body behind its label: "Committee: Finance and Audit", "group: Peat Working Group" in front matter."""
    for block in blocks:
        label = known.label.match(block.text) if len(block.text) <= _LABEL_LINE else None
        if label is None or block.text.count("|") > 1:
            continue
        start, end = label.end(), len(block.text.rstrip(" \"'|"))
        if end - start > 1 and not any(m.start == start for m in scope.reading.mentions.in_block(block.number, "date")):
            yield candidate("body", Passage.of([block], scope.reading.mentions), [(start, end)], "body-label", 0.72)


def _letterhead(scope: Scope, blocks: Sequence[Block], known: Words) -> Iterator[Candidate]:
    """An organization that is all of one of the first lines: "Freiwillige Feuerwehr Neudorf e.V."."""
    for order, block in enumerate(blocks):
        if block.kind == "meta" or known.noun.search(block.text) or COPYRIGHT.search(block.text):
            continue
        for mention in scope.reading.mentions.in_block(block.number, "organization"):
            if mention.end - mention.start < _MOST * len(block.text.strip()):
                continue
            end = without_address(block.text, mention.start, mention.end)
            where = [(mention.start, end)]
            yield candidate(
                "body", Passage.of([block], scope.reading.mentions), where, "letterhead", 0.45 - 0.03 * order
            )


def _of_page(scope: Scope, known: Words) -> Iterator[Candidate]:
    """The body that a page of several meetings is about, from its heading: "Network of Coordinators (NC)"."""
    shared = [scope.reading.blocks[number] for number in scope.shared]
    for block in shared[:_CRUMBS]:
        crumb = _CRUMB.match(block.text)
        if crumb and known.body.search(crumb["name"]):
            passage = Passage.of([block], scope.reading.mentions)
            yield candidate("body", passage, [crumb.span("name")], "page-body", 0.88)
    filled = [block for block in shared if block.kind not in ("running", "code", "rule") and block.text.strip()]
    for line in lines(scope, filled):
        if line.order > 2:
            return
        if line.name is not None and line.document:  # "Weekly sync notes", above a heading for each day
            where = [(line.name.start, line.name.end)]
            yield candidate("title", line.passage, where, "page-title", 0.4)
        acronym = _ACRONYM.search(line.passage.text, line.start, line.end)
        end = acronym.start() if acronym else line.end
        if line.name is None and known.body.search(line.passage.text, line.start, end):
            yield candidate("body", line.passage, [(line.start, end)], "page-body", 0.9)
            return


def candidate(  # noqa: PLR0917 - a row of plain facts
    field: str,
    passage: Passage,
    stretches: list[tuple[int, int]] | tuple[tuple[int, int], ...],
    rule: str,
    score: float,
    value: Scalar = None,
) -> Candidate:
    """A candidate whose value is what the stretches of the passage say, one after the other, unless given."""
    text = " ".join(" ".join(passage.text[slice(*stretch)].split()) for stretch in stretches)
    spans = tuple(span for stretch in stretches for span in passage.spans(*stretch))
    return Candidate(field, text if value is None else value, spans, rule, round(min(max(score, 0.0), 1.0), 3))
