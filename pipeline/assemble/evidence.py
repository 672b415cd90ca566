"""Where a value stands: spans cut at pages, boxes, and the rows of evidence that pile up for a meeting."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from pipeline.document import Box, Document
from pipeline.fields.candidate import Candidate, Finding
from pipeline.records import Evidence
from pipeline.text import Span


def clamp(score: float) -> float:
    """A confidence: between 0 and 1, three decimals."""
    return round(min(max(score, 0.0), 1.0), 3)


def tidy(text: str) -> str:
    """Text on one line."""
    return " ".join(text.split())


def stable_id(*parts: object) -> str:
    """Sixteen hexadecimal digits that depend on ``parts`` alone."""
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()[:16]


def by_page(document: Document, span: Span) -> list[tuple[Span, int | None, Box | None]]:
    """A span cut at the ends of pages: each part with its page and the box around it, none without text."""
    span = span.trimmed(document.text)
    if not len(span):
        return []
    if not document.pages:
        return [(span, None, None)]
    pages: dict[int, list[Span]] = {}
    for number in document.lines_in(span):
        line = document.lines[number]
        low, high = max(line.span.start, span.start), min(line.span.end, span.end)
        if low < high:
            pages.setdefault(line.page, []).append(Span(low, high))
    parts = []
    for page, pieces in sorted(pages.items()):
        part = Span(pieces[0].start, pieces[-1].end).trimmed(document.text)
        if len(part):
            parts.append((part, page or None, dict(document.locate(part)).get(page)))
    return parts


def cite(document: Document, record_id: str, name: str, candidate: Candidate) -> list[Evidence]:
    """The rows of evidence for one value."""
    rows = []
    for span in candidate.spans:
        for part, page, box in by_page(document, span):
            edges = {edge: round(getattr(box, edge), 2) for edge in ("x0", "top", "x1", "bottom")} if box else {}
            rows.append(
                Evidence(
                    record_id=record_id,
                    field=name,
                    page=page,
                    char_start=part.start,
                    char_end=part.end,
                    quote=part.of(document.text),
                    **edges,
                    rule=candidate.rule,
                    origin="model" if candidate.origin == "model" else "rule",
                    confidence=clamp(candidate.score),
                )
            )
    return rows


@dataclass
class Account:
    """Evidence and findings that pile up while a meeting is put together."""

    document: Document
    evidence: list[Evidence] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def cite(self, record_id: str, name: str, candidate: Candidate) -> None:
        """Write down where a value stands."""
        self.evidence.extend(cite(self.document, record_id, name, candidate))
