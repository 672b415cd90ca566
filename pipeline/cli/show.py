"""``minutebook show``: one document's records as people read them, each value with the words that say so."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pipeline.cli.console import console, count, print_json, table
from pipeline.cli.options import add_dataset

if TYPE_CHECKING:
    from rich.console import Console

DESCRIPTION = """\
Shows one document's records, each value with the words that say so.

NAME is a path as in the dataset (or its end, or a part of it), a document id
or a meeting id (or how one begins)."""

_SCALARS = (
    "title", "body", "number", "classification", "start_date", "end_date", "start_time", "end_time", "mode", "venue",
    "city", "country", "countries", "objectives", "topics", "stated_attendance",
)  # fmt: skip
#: Lists of a meeting: heading, columns shown, and the column that takes the space.
_LISTS = {
    "organizations": ("Organizations", ("name", "role", "country"), "name"),
    "attendees": ("Attendees", ("name", "role", "organization", "country", "presence"), "role"),
    "agenda_items": ("Agenda", ("number", "title"), "title"),
    "conclusions": ("Conclusions", ("kind", "text", "owner", "due_date"), "text"),
    "next_meetings": ("Next meetings", ("start_date", "date_text", "place"), "place"),
}
_IDS = {
    "organizations": "organization_id",
    "attendees": "attendee_id",
    "agenda_items": "agenda_item_id",
    "conclusions": "conclusion_id",
}
_QUOTE = 60


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("name", metavar="NAME", help="a document's path or id, or a meeting's id")
    add_dataset(parser)
    parser.add_argument("--json", action="store_true", help="print the records as JSON, all evidence included")


def run(args: argparse.Namespace) -> int:
    """Print one document's records; always 0."""
    from pipeline.store import ledger as ledgers

    with ledgers.reading(args.folder) as ledger:
        document_id, path = ledger.one(args.name)
        data = ledger.extraction(document_id)
    data["document"]["path"] = path
    meetings = [meeting for meeting in data["meetings"] if meeting["meeting_id"].startswith(args.name)]
    if meetings:
        data["meetings"] = meetings
    if args.json:
        print_json(data)
    else:
        _print(data)
    return 0


def _print(data: Mapping[str, Any]) -> None:
    words = console()
    document = data["document"]
    facts = [document["status"].replace("_", " "), document["media_type"]]
    if document["pages"]:
        facts.append(count(document["pages"], "page"))
    if document["language"]:
        facts.append(f"language {document['language']}")
    if document["published_on"]:
        facts.append(f"published {document['published_on']}")
    words.print(document["path"], style="bold", markup=False, soft_wrap=True)
    words.print(f"{', '.join(facts)}\nid {document['document_id']}", markup=False, soft_wrap=True)
    if document["problem_detail"]:
        words.print(document["problem_detail"], markup=False, soft_wrap=True)
    evidence: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in data["evidence"]:
        evidence.setdefault((row["record_id"], row["field"]), []).append(row)
    for meeting in data["meetings"]:
        _print_meeting(words, meeting, evidence)
    if data["issues"]:
        words.print()
        shown = table("issue", "where", "what", fold=("what",), title=f"Issues ({len(data['issues'])})")
        for issue in data["issues"]:
            shown.add_row(_plain(issue["code"]), _place(issue), _plain(issue["message"]))
        words.print(shown)


def _print_meeting(
    words: Console, meeting: Mapping[str, Any], evidence: Mapping[tuple[str, str], list[dict[str, Any]]]
) -> None:
    key = meeting["meeting_id"]
    words.print()
    title = f"Meeting {meeting['position'] + 1} · id {key} · confidence {meeting['confidence']:.2f}"
    shown = table(
        "field", "value", "where", "words",
        fold=("value", "words"), title=title,
    )  # fmt: skip
    for name in _SCALARS:
        value = meeting[name]
        if value in (None, []):
            continue
        rows = evidence.get((key, name), [])
        for number, item in enumerate(value if isinstance(value, list) else [value]):
            row = rows[min(number, len(rows) - 1)] if rows else None
            quote = "" if row is None else _short(row["quote"]) if row["quote"] != str(item) else "[dim]as written[/]"
            shown.add_row(name if not number else "", _plain(item), _place(row) if row else "", quote)
    words.print(shown)
    for name, (heading, columns, wide) in _LISTS.items():
        if meeting[name]:
            _print_list(words, name, meeting[name], (heading, columns, wide), evidence)


def _print_list(
    words: Console,
    name: str,
    records: list[dict[str, Any]],
    layout: tuple[str, tuple[str, ...], str],
    evidence: Mapping[tuple[str, str], list[dict[str, Any]]],
) -> None:
    heading, columns, wide = layout
    used = [column for column in columns if any(record[column] is not None for record in records)]
    fold = [column for column in used if column in (wide, "name", "organization", "place", "owner", "date_text")]
    words.print()
    shown = table(*used, "where", fold=fold, title=f"{heading} ({len(records)})")
    for record in records:
        rows = evidence.get((record.get(_IDS.get(name, ""), ""), "text" if name == "conclusions" else used[0]), [])
        rows = rows or evidence.get(
            (record.get(_IDS.get(name, ""), ""), "title" if name == "agenda_items" else "name"), []
        )
        shown.add_row(*(_plain(record[column]) for column in used), _place(rows[0]) if rows else "")
    words.print(shown)


def _place(row: Mapping[str, Any]) -> str:
    """``p. 3`` in a paged document, else the offset."""
    if row["page"]:
        return f"p. {row['page']}"
    return f"@{row['char_start']}" if row["char_start"] is not None else ""


def _short(quote: str) -> str:
    words = " ".join(quote.split())
    return _plain(words if len(words) <= _QUOTE else f"{words[:_QUOTE]}…")


def _plain(value: object) -> str:
    from rich.markup import escape

    return "" if value is None else escape(str(value))
