"""``minutebook explain``: why a field got its value. Runs the stages again and shows what each rule offered."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.cli.console import console, print_json, table
from pipeline.cli.options import add_dataset
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.document import Document
    from pipeline.engine.worker import Task
    from pipeline.extract import Trace
    from pipeline.fields.candidate import Candidate

DESCRIPTION = """\
Shows why a field got its value: all candidates with rule, score and span, and
which of them won.

DOCUMENT is a file, or a path, document id or meeting id of the dataset. FIELD
is a column of the table meetings (city, start_date, title, ...), one of its
lists (attendees, conclusions, ...), or published_on."""


#: Columns that no rule offers candidates for: they are counted, or say where and how surely.
NOT_DECIDED = {
    *("meeting_id", "position", "page_first", "page_last", "char_start", "char_end", "confidence"),
    *("date_precision", "date_text"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("document", metavar="DOCUMENT", help="a file, or a path or id of the dataset")
    parser.add_argument("field", metavar="FIELD", help="a field, such as city or attendees")
    add_dataset(parser)
    parser.add_argument("--model", metavar="NAME", help="entity model (as in extract)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")


def run(args: argparse.Namespace) -> int:
    """Print the candidates for a field, best first; always 0."""
    from pipeline.config import load_settings
    from pipeline.engine.worker import read_source
    from pipeline.extract import make_tools, trace
    from pipeline.records import Meeting
    from pipeline.store.ledger import NAME
    from pipeline.store.pages import KeptPages

    known = {*Meeting.model_fields, "published_on"} - NOT_DECIDED
    if args.field not in known:
        raise UsageError(f"There is no field '{args.field}'.", remedy=f"There are: {', '.join(sorted(known))}.")
    settings = load_settings(model=args.model)
    pages = KeptPages(args.folder / NAME) if (args.folder / NAME).exists() else None
    result = trace(read_source(_task(args.document, args.folder), settings), make_tools(settings, pages))
    if args.json:
        print_json(_as_data(result, args.field))
    else:
        _print(result, args.field)
    return 0


def _task(name: str, folder: Path) -> Task:
    from pipeline.batch.discover import Discovery
    from pipeline.engine.worker import Task
    from pipeline.store import ledger as ledgers
    from pipeline.store.members import WITHIN

    path = Path(name)
    if path.is_file():
        file = next(Discovery().files([str(path)]))
        return Task(file.path, file.location, file.document_id, file.bytes)
    with ledgers.reading(folder) as ledger:
        document_id, called = ledger.one(name)
        location = ledger.location(document_id)
    path = Path(os.fsdecode(location.split(WITHIN)[0]))
    if not path.is_file():
        raise UsageError(f"The file {path} is no longer there.", remedy="Name the file itself.")
    return Task(called, location, document_id, path.stat().st_size)


def _verdicts(candidates: list[Candidate], field: str) -> list[tuple[Candidate, str]]:
    """Candidates, best first, each with what became of it."""
    from pipeline.assemble import FLOOR, best
    from pipeline.records import Meeting

    is_list = field in Meeting.model_fields and Meeting.model_fields[field].default == ()
    winner = None if is_list else best(candidates)
    verdicts = []
    for candidate in sorted(candidates, key=lambda item: -item.score) if not is_list else candidates:
        if candidate.score < FLOOR:
            verdict = f"below {FLOOR}"
        elif is_list or candidate is winner:
            verdict = "kept" if is_list else "won"
        else:
            verdict = "lost"
        verdicts.append((candidate, verdict))
    return verdicts


def _as_data(result: Trace, field: str) -> list[dict[str, Any]]:
    document = result.reading.document
    return [
        {
            "meeting": scope.position,
            "candidates": [
                {**_describe(candidate, document), "verdict": verdict}
                for candidate, verdict in _verdicts([c for c in found.candidates if c.field == field], field)
            ],
        }
        for scope, found in result.found
    ]


def _describe(candidate: Candidate, document: Document) -> dict[str, Any]:
    spans = [
        {
            "char_start": span.start,
            "char_end": span.end,
            "page": document.page_of(span.start),
            "quote": span.of(document.text),
        }
        for span in candidate.spans
    ]
    parts = {name: _describe(part, document) for name, part in candidate.parts.items()}
    described: dict[str, Any] = {
        "value": candidate.value,
        "score": round(candidate.score, 3),
        "rule": candidate.rule,
        "origin": candidate.origin,
        "spans": spans,
    }
    return {**described, "parts": parts} if parts else described


def _print(result: Trace, field: str) -> None:
    from rich.markup import escape

    words = console()
    if not result.found:
        words.print(
            f"The document reports on no meeting: {result.split.reason or 'no reason given'}",
            markup=False,
            soft_wrap=True,
        )
    document = result.reading.document
    for scope, found in result.found:
        verdicts = _verdicts([c for c in found.candidates if c.field == field], field)
        title = f"{field} of meeting {scope.position + 1}"
        if not verdicts:
            words.print(f"[bold]{title}[/]: no rule offered a value. The field stays empty.", soft_wrap=True)
            continue
        shown = table(
            "",
            "score",
            "value",
            "rule",
            "where",
            "words",
            right=("score",),
            fold=("value", "rule", "words"),
            title=title,
        )
        for candidate, verdict in verdicts:
            for number, span in enumerate(candidate.spans or (None,)):
                head = [
                    f"[bold]{verdict}[/]" if verdict in ("won", "kept") else verdict,
                    f"{candidate.score:.2f}",
                    escape(str(candidate.value)),
                    candidate.rule,
                ]
                page = document.page_of(span.start) if span else None
                where = f"p. {page}" if page else f"@{span.start}" if span else ""
                quote = " ".join(span.of(document.text).split())[:120] if span else "derived"
                shown.add_row(*(head if not number else [""] * 4), where, escape(quote))
            for name, part in candidate.parts.items():
                if name not in ("name", "text", "title"):
                    shown.add_row("", f"{part.score:.2f}", f"  {name}: {escape(str(part.value))}", part.rule, "", "")
        words.print(shown)
        words.print()
