"""``minutebook evaluate``: score a dataset against gold annotations, and show what is missing and what is false."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from pipeline.evaluate import Change, Evaluation, Score

_SHOWN_CHANGES = 60  # more than fit a few screens are left to --json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("gold", type=Path, help="folder with annotations/*.json (and documents/, manifest.json)")
    parser.add_argument("extracted", type=Path, help="folder that `minutebook extract` wrote")
    parser.add_argument(
        "--compare", type=Path, metavar="OTHER", help="list gains and losses against an earlier dataset"
    )
    parser.add_argument(
        "--level",
        choices=("strict", "normalised", "soft"),
        default="normalised",
        help="how alike two values must be (default: normalised, which the headline is stated at)",
    )
    parser.add_argument("--by", choices=("document", "organization"), help="add a table by document or organization")
    parser.add_argument("--json", action="store_true", help="print everything as JSON instead of tables")
    parser.add_argument(
        "--html",
        type=Path,
        nargs="?",
        const=Path("evaluation.html"),
        metavar="FILE",
        help="write a page to browse misses",
    )
    parser.add_argument("--docs", type=Path, metavar="FILE", help="write the table into FILE, between its markers")
    parser.add_argument("--documents", type=Path, help="where the gold's documents lie (default: GOLD/documents)")


def run(args: argparse.Namespace) -> int:
    """Score, write what was asked for, print; 0 when all went well."""
    from pipeline.evaluate import as_data, compare, evaluate, load_pairs, score, write_docs, write_page

    evaluation = evaluate(
        args.gold, args.extracted, level=args.level, documents=args.documents, read=args.html is not None
    )
    changed: list[Change] = []
    before: Score | None = None
    if args.compare is not None:
        before = score(load_pairs(args.gold, args.compare), level=args.level)
        changed = compare(evaluation.score, before)
    if args.html is not None:
        write_page(args.html, evaluation)
    if args.docs is not None:
        write_docs(args.docs, evaluation)
    if args.json:
        data = as_data(evaluation, changed if before else None, before)
        print(json.dumps(data, ensure_ascii=False, indent=1))
        return 0
    _print(evaluation, by=args.by)
    if before is not None:
        _print_changes(evaluation.score, before, changed)
    for path in (args.html, args.docs):
        if path is not None:
            _console().print(f"Written: {path}", highlight=False)
    return 0


def _print(evaluation: Evaluation, *, by: str | None) -> None:
    console = _console()
    shown = evaluation.score
    whole, meetings = shown.whole_meetings()
    entirely, _ = shown.whole_meetings(headline_only=False)
    console.print(f"{len(shown.documents)} documents with {meetings} meetings, compared {evaluation.level}.")
    console.print(_groups_table(evaluation))
    console.print(_fields_table(shown))
    console.print(
        f"Right in all fields of the headline: {whole} of {meetings} meetings; right in everything: {entirely}."
    )
    if evaluation.evidence.checked:
        broken = len(evaluation.evidence.broken)
        console.print(f"Evidence: {evaluation.evidence.checked} quotes held against the text, {broken} do not agree.")
    if shown.missing:
        console.print(f"Not in the dataset: {', '.join(shown.missing)}")
    if by:
        console.print(_parts_table(shown, by))


def _groups_table(evaluation: Evaluation) -> Table:
    from pipeline.evaluate import LEVELS

    others = [level for level in LEVELS if level != evaluation.level]
    table = _table("Headline", "group", "precision", "recall", "F1", "95 %", *others)
    shown, intervals = evaluation.score, evaluation.score.intervals()
    for group, tally in shown.groups.items():
        low, high = intervals[group]
        rates = [f"{evaluation.scores[level].groups[group].f1:.2f}" for level in others]
        table.add_row(
            group, f"{tally.precision:.2f}", f"{tally.recall:.2f}", f"{tally.f1:.2f}", f"{low:.2f}–{high:.2f}", *rates
        )
    low, high = intervals["headline"]
    table.add_section()
    means = [f"{evaluation.scores[level].headline:.2f}" for level in others]
    table.add_row("mean", "", "", f"{shown.headline:.3f}", f"{low:.2f}–{high:.2f}", *means, style="bold")
    table.caption = "95 %: interval over documents drawn anew 1,000 times"
    return table


def _fields_table(shown: Score) -> Table:
    from pipeline.evaluate import FIELDS

    table = _table("Fields", "field", "right", "wrong", "missed", "false", "precision", "recall", "F1")
    tallies = shown.fields
    for entry in FIELDS:
        tally = tallies[entry.name]
        if tally.expected or tally.given:
            counts = (str(number) for number in (tally.right, tally.wrong, tally.missed, tally.invented))
            table.add_row(entry.label, *counts, f"{tally.precision:.2f}", f"{tally.recall:.2f}", f"{tally.f1:.2f}")
    table.caption = "wrong: another value; missed: none given; false: none expected"
    return table


def _parts_table(shown: Score, by: str) -> Table:
    from pipeline.evaluate import GROUPS

    parts = shown.by_document() if by == "document" else shown.by_organization()
    table = _table(f"By {by}", by, *GROUPS, "mean")
    for name, part in sorted(parts.items(), key=lambda entry: entry[1].headline):
        groups = part.groups
        table.add_row(
            name,
            *(_rate(groups[group].expected + groups[group].given, groups[group].f1) for group in GROUPS),
            f"{part.headline:.2f}",
        )
    table.caption = "lowest first; – where nothing was expected and nothing given"
    return table


def _print_changes(now: Score, before: Score, changed: list[Change]) -> None:
    from pipeline.evaluate import LABELS

    console = _console()
    gains = sum(change.kind == "gain" for change in changed)
    console.print(
        f"\nHeadline {before.headline:.3f} → {now.headline:.3f}: {gains} gains, {len(changed) - gains} losses."
    )
    table = _table("Changes", "", "document", "field", "value")
    table.columns[3].justify = table.columns[2].justify = table.columns[1].justify = "left"
    table.columns[3].overflow = "fold"
    for change in changed[:_SHOWN_CHANGES]:
        sign = "[green]+[/]" if change.kind == "gain" else "[red]−[/]"
        of = f" ({change.item[:30]})" if change.item else ""
        table.add_row(sign, change.document, LABELS[change.field], f"{change.what}: {change.value[:80]}{of}")
    if changed:
        console.print(table)
    if len(changed) > _SHOWN_CHANGES:
        console.print(f"{len(changed) - _SHOWN_CHANGES} more: see --json.")


def _rate(count: int, rate: float) -> str:
    return f"{rate:.2f}" if count else "–"


def _table(title: str, first: str, *others: str) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(title=title, box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    table.title_justify = table.caption_justify = "left"
    table.title_style = "bold"
    table.add_column(first, overflow="fold")
    for other in others:
        table.add_column(other, justify="right")
    return table


def _console() -> Console:
    from rich.console import Console

    return Console()
