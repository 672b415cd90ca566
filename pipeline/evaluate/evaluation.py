"""A run against a gold folder at every level, with its evidence checked where the text is at hand."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from pipeline.evaluate.changes import Change
from pipeline.evaluate.comparing import LEVELS, Level
from pipeline.evaluate.loading import load_pairs
from pipeline.evaluate.scoring import Score, Tally, score
from pipeline.evaluate.verdict import Pair, Verdict


@dataclass(frozen=True)
class EvidenceCheck:
    """Whether quotes equal their spans of the text: how many were looked at, and which do not."""

    checked: int = 0
    broken: tuple[str, ...] = ()


@dataclass(frozen=True)
class Evaluation:
    """A run's scores; ``level`` is the one that is shown."""

    gold: Path
    extracted: Path
    level: Level
    pairs: tuple[Pair, ...] = field(repr=False)
    scores: dict[Level, Score] = field(repr=False)
    evidence: EvidenceCheck

    @property
    def score(self) -> Score:
        """The score at the level that is shown."""
        return self.scores[self.level]


def evaluate(
    gold: Path, extracted: Path, *, level: Level = "normalised", documents: Path | None = None, read: bool = False
) -> Evaluation:
    """Score ``extracted`` against ``gold``.

    With ``read``, documents are read again (from ``documents``, else gold/documents) to check evidence and to show
    misses beside the text.
    """
    pairs = load_pairs(gold, extracted)
    if read:
        pairs = [replace(pair, text=text_of(pair, documents or gold / "documents")) for pair in pairs]
    return Evaluation(
        gold,
        extracted,
        level,
        tuple(pairs),
        {one: score(pairs, level=one) for one in LEVELS},
        check_evidence(pairs),
    )


def text_of(pair: Pair, folder: Path) -> str | None:
    """The text that the pipeline read from a pair's document; None where the same bytes are not in ``folder``."""
    from pipeline import readers
    from pipeline.config import Settings
    from pipeline.document import SourceFile
    from pipeline.errors import InputError

    path = folder / pair.document
    if pair.found is None or not path.is_file():
        return None
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if pair.found.get("document_id") not in (None, digest):
        return None
    try:
        media_type = readers.identify(path.name, data)
        return readers.read(SourceFile(path.name, digest, media_type, data), Settings()).text
    except InputError:
        return None


def check_evidence(pairs: Sequence[Pair]) -> EvidenceCheck:
    """Hold every quote against its span, for the documents whose text is at hand."""
    checked = 0
    broken: list[str] = []
    for pair in pairs:
        if pair.text is None or pair.found is None:
            continue
        for row in pair.found.get("evidence") or []:
            checked += 1
            if pair.text[row["char_start"] : row["char_end"]] != row["quote"]:
                broken.append(f"{pair.document}: {row['field']} [{row['char_start']}, {row['char_end']})")
    return EvidenceCheck(checked, tuple(broken))


def as_data(
    evaluation: Evaluation, changed: Sequence[Change] | None = None, before: Score | None = None
) -> dict[str, Any]:
    """Everything as plain data, for ``--json``; ``changed`` are the changes since the run that scored ``before``."""
    versus = (
        {} if before is None else {"before": _rounded(before.headline), "changes": list(map(asdict, changed or ()))}
    )
    shown = evaluation.score
    intervals = shown.intervals()
    whole, meetings = shown.whole_meetings()
    entirely, _ = shown.whole_meetings(headline_only=False)
    return versus | {
        "gold": evaluation.gold.as_posix(),
        "extracted": evaluation.extracted.as_posix(),
        "level": evaluation.level,
        "documents": len(shown.documents),
        "not_extracted": list(shown.missing),
        "headline": _rounded(shown.headline),
        "interval": [_rounded(edge) for edge in intervals["headline"]],
        "levels": {
            level: {
                "headline": _rounded(one.headline),
                **{group: _rounded(tally.f1) for group, tally in one.groups.items()},
            }
            for level, one in evaluation.scores.items()
        },
        "groups": {
            group: {**_figures(tally), "interval": [_rounded(edge) for edge in intervals[group]]}
            for group, tally in shown.groups.items()
        },
        "fields": {name: _figures(tally) for name, tally in shown.fields.items()},
        "whole_meetings": {"meetings": meetings, "right_in_the_headline": whole, "right_in_everything": entirely},
        "evidence": {"checked": evaluation.evidence.checked, "broken": list(evaluation.evidence.broken)},
        "by_document": {name: _summary(one) for name, one in shown.by_document().items()},
        "by_organization": {name: _summary(one) for name, one in shown.by_organization().items()},
        "faults": [_fault(verdict) for verdict in shown.verdicts if verdict.outcome != "right"],
    }


def _summary(one: Score) -> dict[str, Any]:
    groups = {group: _rounded(tally.f1) for group, tally in one.groups.items()}
    return {"documents": len(one.documents), "headline": _rounded(one.headline), **groups}


def _figures(tally: Tally) -> dict[str, Any]:
    rates = {"precision": tally.precision, "recall": tally.recall, "f1": tally.f1}
    return {**{name: _rounded(rate) for name, rate in rates.items()}, **asdict(tally)}


def _fault(verdict: Verdict) -> dict[str, Any]:
    return {
        "document": verdict.document,
        "meeting": verdict.meeting,
        "field": verdict.field,
        "outcome": verdict.outcome,
        "gold": verdict.gold,
        "found": verdict.found,
        "item": verdict.item,
    }


def _rounded(number: float) -> float:
    return round(number, 4)
