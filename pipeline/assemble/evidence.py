"""Where a value stands: the rows of evidence that pile up for a meeting."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from pipeline.document import Document
from pipeline.fields.candidate import Candidate, Finding
from pipeline.records import Evidence


def clamp(score: float) -> float:
    """A confidence: between 0 and 1, three decimals."""
    return round(min(max(score, 0.0), 1.0), 3)


def tidy(text: str) -> str:
    """Text on one line."""
    return " ".join(text.split())


def stable_id(*parts: object) -> str:
    """Sixteen hexadecimal digits that depend on ``parts`` alone."""
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()[:16]


def cite(document: Document, record_id: str, name: str, candidate: Candidate) -> list[Evidence]:
    """The rows of evidence for one value."""
    rows = []
    for span in candidate.spans:
        for part, page, box in document.by_page(span):
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
