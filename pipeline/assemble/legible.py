"""Doubt about a scan's words becomes doubt about the values that they make."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from math import exp, log

from pipeline.assemble.choose import FLOOR
from pipeline.document import Document, Word
from pipeline.fields.candidate import Candidate, Finding, Found
from pipeline.text import Span

#: A value of many words is right although one of them is not; up to so many, each must be right.
_WORDS = 3
_LEAST = 0.02


def weigher(document: Document) -> Callable[[Found], Found]:
    """How doubt enters what is found in a document: each score times the probability that its words were read right.

    A value that falls below the floor by that becomes a finding: a signature or a stamp is no name.
    """
    if all(page.reading != "ocr" for page in document.pages):
        return lambda found: found
    return partial(_weighed, _Legibility(document))


def _weighed(legibility: _Legibility, found: Found) -> Found:
    candidates = [legibility.weigh(candidate) for candidate in found.candidates]
    findings = [
        Finding("illegible", "warning", f"Read too badly for {after.field}: {after.value}", after.spans[0])
        for before, after in zip(found.candidates, candidates, strict=True)
        if before.score >= FLOOR > after.score and after.spans
    ]
    return replace(found, candidates=tuple(candidates), findings=(*found.findings, *_once(findings)))


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """One finding a stretch: several rules offer the same words."""
    seen: dict[Span | None, Finding] = {}
    for finding in findings:
        seen.setdefault(finding.span, finding)
    return list(seen.values())


class _Legibility:
    """The words of a document that were read by OCR, in order."""

    def __init__(self, document: Document) -> None:
        self._words: list[Word] = [word for line in document.lines for word in line.words]
        self._ends = [word.span.end for word in self._words]

    def weigh(self, candidate: Candidate) -> Candidate:
        parts = {name: self.weigh(part) for name, part in candidate.parts.items()}
        return replace(candidate, score=candidate.score * self._of(candidate.spans), parts=parts)

    def _of(self, spans: Iterable[Span]) -> float:
        """The probability that the words of some spans were read right."""
        marks: list[float] = []
        for span in spans:
            number = bisect_left(self._ends, span.start + 1)
            while number < len(self._words) and self._words[number].span.start < span.end:
                marks.append(self._words[number].confidence)
                number += 1
        if not marks or min(marks) >= 1:
            return 1.0
        mean = sum(log(max(mark, _LEAST)) for mark in marks) / len(marks)
        return exp(mean * min(len(marks), _WORDS))
