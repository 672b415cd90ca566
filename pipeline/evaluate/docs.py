"""The table of docs/evaluation.md, written between its markers so that nobody copies figures by hand."""

from __future__ import annotations

import datetime as dt
import os
import platform
from pathlib import Path

from pipeline.config import PIPELINE_VERSION
from pipeline.errors import OutputError, UsageError
from pipeline.evaluate.comparing import LEVELS
from pipeline.evaluate.evaluation import Evaluation
from pipeline.evaluate.verdict import FIELDS

BEGIN = "<!-- minutebook evaluate {gold}: do not edit -->"
END = "<!-- end of what the command writes -->"


def write_docs(path: Path, evaluation: Evaluation) -> None:
    """Replace what stands in ``path`` between the markers of this gold folder. Raises UsageError when it has none."""
    opening = BEGIN.format(gold=evaluation.gold.as_posix())
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error}.", remedy="Give a Markdown file with the markers.") from error
    before, begin, rest = text.partition(opening)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise UsageError(
            f"{path} has no markers for this gold.", remedy=f"Put these two lines into it: {opening} {END}"
        )
    try:
        path.write_text(f"{before}{opening}\n\n{as_markdown(evaluation)}\n{END}{after}", encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error}.") from error


def as_markdown(evaluation: Evaluation) -> str:
    """The figures as Markdown tables."""
    shown = evaluation.score
    whole, meetings = shown.whole_meetings()
    entirely, _ = shown.whole_meetings(headline_only=False)
    gold = f"{len(shown.documents)} documents of {len(shown.by_organization())} organizations, {meetings} meetings"
    run = f"pipeline {PIPELINE_VERSION}, model {_model(evaluation)}, {dt.datetime.now(dt.UTC):%Y-%m-%d}"
    lines = [
        f"{gold}; {run}, on {_machine()}.",
        "",
        *_groups(evaluation),
        "",
        f"Whole records: {whole} of {meetings} meetings are right in all fields of the headline, {entirely} in all.",
        *_evidence(evaluation),
        "",
        *_fields(evaluation),
        "",
        "By organization, lowest first:",
        "",
        *_organizations(evaluation),
        "",
    ]
    return "\n".join(lines)


def _groups(evaluation: Evaluation) -> list[str]:
    shown, intervals = evaluation.score, evaluation.score.intervals()
    rows = [_row("group", "precision", "recall", "F1", "95 %", *(f"F1 {level}" for level in LEVELS)), _rule(8)]
    for group, tally in shown.groups.items():
        low, high = intervals[group]
        levels = (f"{evaluation.scores[level].groups[group].f1:.2f}" for level in LEVELS)
        rates = (f"{rate:.2f}" for rate in (tally.precision, tally.recall, tally.f1))
        rows.append(_row(group, *rates, f"{low:.2f}–{high:.2f}", *levels))
    low, high = intervals["headline"]
    levels = (f"{evaluation.scores[level].headline:.2f}" for level in LEVELS)
    rows.append(_row("**headline**", "", "", f"**{shown.headline:.3f}**", f"{low:.2f}–{high:.2f}", *levels))
    return rows


def _fields(evaluation: Evaluation) -> list[str]:
    tallies = evaluation.score.fields
    rows = [_row("field", "right", "wrong", "missed", "invented", "precision", "recall", "F1"), _rule(8)]
    for entry in FIELDS:
        tally = tallies[entry.name]
        if tally.expected or tally.given:
            counts = (str(number) for number in (tally.right, tally.wrong, tally.missed, tally.invented))
            rows.append(_row(entry.label, *counts, *(f"{r:.2f}" for r in (tally.precision, tally.recall, tally.f1))))
    return rows


def _organizations(evaluation: Evaluation) -> list[str]:
    rows = [_row("organization", "documents", "dates", "venues", "attendees", "conclusions", "mean"), _rule(7)]
    parts = evaluation.score.by_organization().items()
    for name, part in sorted(parts, key=lambda entry: (entry[1].headline, entry[0])):
        rates = (f"{t.f1:.2f}" if t.expected + t.given else "–" for t in part.groups.values())
        rows.append(_row(name, str(len(part.documents)), *rates, f"{part.headline:.2f}"))
    return rows


def _evidence(evaluation: Evaluation) -> list[str]:
    check = evaluation.evidence
    if not check.checked:
        return []
    return [f"Evidence: {check.checked} quotes held against the text, {len(check.broken)} do not agree."]


def _model(evaluation: Evaluation) -> str:
    models = {
        str(pair.found["model_version"]) for pair in evaluation.pairs if pair.found and "model_version" in pair.found
    }
    return ", ".join(sorted(models)) or "none"


def _machine() -> str:
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _rule(columns: int) -> str:
    return "|---|" + "---:|" * (columns - 1)
