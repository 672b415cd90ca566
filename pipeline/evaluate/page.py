"""evaluation.html: misses and inventions beside the document's text, in one file that needs nothing else."""

from __future__ import annotations

import html
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from pipeline.errors import OutputError
from pipeline.evaluate.evaluation import Evaluation
from pipeline.evaluate.locating import Locator, Range
from pipeline.evaluate.scoring import Score
from pipeline.evaluate.verdict import FIELDS, GROUP_OF, GROUPS, Pair, Verdict

_TEMPLATE = Path(__file__).with_name("page.html")


def write_page(path: Path, evaluation: Evaluation) -> None:
    """Write the page. Documents without text (see ``evaluate``'s ``read``) are listed without it."""
    try:
        path.write_text(as_page(evaluation), encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error}.", remedy="Choose another file.") from error


def as_page(evaluation: Evaluation) -> str:
    """The page's HTML."""
    # "</script>" in a report must not end the script that holds it.
    data = json.dumps(_data(evaluation), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    title = html.escape(f"Evaluation of {evaluation.extracted.name} against {evaluation.gold.name}")
    return _TEMPLATE.read_text(encoding="utf-8").replace("%TITLE%", title).replace("%DATA%", data)


def _data(evaluation: Evaluation) -> dict[str, Any]:
    shown = evaluation.score
    parts = shown.by_document()
    verdicts: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in shown.verdicts:
        verdicts[verdict.document].append(verdict)
    return {
        "gold": evaluation.gold.as_posix(),
        "extracted": evaluation.extracted.as_posix(),
        "level": evaluation.level,
        "fields": [{"name": entry.name, "label": entry.label, "group": entry.group} for entry in FIELDS],
        "summary": _summary(shown),
        "documents": [
            {
                "name": pair.document,
                "organization": pair.organization,
                "extracted": pair.found is not None,
                "note": pair.gold.get("note"),
                "text": pair.text,
                "summary": _summary(parts[pair.document]),
                "verdicts": _located(pair, verdicts[pair.document]),
            }
            for pair in evaluation.pairs
        ],
    }


def _summary(score: Score) -> dict[str, Any]:
    groups = score.groups
    rates = {name: round(groups[name].f1, 3) if groups[name].expected + groups[name].given else None for name in GROUPS}
    return {"headline": round(score.headline, 3), **rates}


def _located(pair: Pair, verdicts: list[Verdict]) -> list[dict[str, Any]]:
    quotes: dict[tuple[str, str], list[Range]] = defaultdict(list)
    for row in (pair.found or {}).get("evidence") or []:
        quotes[row["record_id"], row["field"]].append((row["char_start"], row["char_end"]))
    locator = Locator(pair.text or "")
    rows = []
    for verdict in verdicts:
        spans = quotes.get((verdict.record_id, verdict.column), []) if verdict.found is not None else []
        if not spans and verdict.found is not None:
            spans = _where(locator, verdict.found, verdict.item)
        rows.append(
            {
                "field": verdict.field,
                "group": GROUP_OF[verdict.field],
                "meeting": verdict.meeting,
                "outcome": verdict.outcome,
                "gold": verdict.gold,
                "found": verdict.found,
                "item": verdict.item,
                "spans": spans,
                "wanted": _where(locator, verdict.gold, verdict.item) if verdict.outcome in ("missed", "wrong") else [],
            }
        )
    return rows


def _where(locator: Locator, value: Any, item: str) -> list[Range]:
    """Where a value stands; the value of a person's or conclusion's attribute is looked for from that item on."""
    owner = locator.find(item) if item else None
    place = locator.find(str(value), after=owner[0] if owner else 0) if value is not None else None
    return [spot for spot in (place or owner,) if spot]
