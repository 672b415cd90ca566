"""What ``minutebook extract`` says in the end: what became of the files, what was found, what failed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.cli.console import console, count, table
from pipeline.cli.progress import STATES

if TYPE_CHECKING:
    from pipeline.batch.report import Report

#: Failures that are listed; all of them stand in `minutebook status --failed`.
SHOWN = 10


def as_data(report: Report, out: Path, seconds: float) -> dict[str, Any]:
    """The same as JSON."""
    return {
        "files": report.files,
        "extracted_now": report.extracted,
        "moved": report.moved,
        "deleted": report.deleted,
        "pruned": report.pruned,
        "status": report.states,
        "problems": report.problems,
        "seconds": round(seconds, 2),
        "pages": report.pages,
        "version": report.version.folder.name,
        "out": str(out),
        "rows": report.version.rows,
        "failures": [{key: failure[key] for key in ("path", "problem", "detail")} for failure in report.failures],
        "unread_folders": list(report.unread),
    }


def print_report(report: Report, out: Path, seconds: float) -> None:
    """What became of the files, and what is in the tables."""
    from pipeline.query import found

    states = [f"{report.states[key]:,} {words}" for key, words in STATES if report.states.get(key)]
    if report.states.get("pending"):
        states.append(f"{report.states['pending']:,} still to do")
    words = console()
    words.print(
        f"[bold]{count(report.files, 'file')}[/]: {', '.join(states)}; {_work(report, seconds)}.", soft_wrap=True
    )
    changes = [
        f"{count(number, 'file')} {what}"
        for number, what in (
            (report.moved, "moved, with their records"),
            (report.deleted - report.pruned, "gone: marked as deleted, --prune forgets them"),
            (report.pruned, "gone and forgotten"),
        )
        if number > 0
    ]
    if changes:
        words.print(f"Since the last run: {'; '.join(changes)}.", soft_wrap=True)
    words.print()
    shown = table("table", "rows", "of which", right=("rows",), fold=("of which",))
    for name, rows, parts in found(report.version.folder):
        shown.add_row(name, f"{rows:,}", parts)
    words.print(shown)
    words.print()
    name, news = report.version.folder.name, "new" if report.version.new else "unchanged"
    words.print(
        f"They lie in [bold]{out}/[/], as {out}/meetings.parquet and so on (version {name}, {news}).",
        soft_wrap=True,
    )


def _work(report: Report, seconds: float) -> str:
    if not report.extracted:
        return "nothing to do, all were extracted before" if not report.states.get("pending") else "nothing done"
    work = f"{count(report.extracted, 'document')} read in {seconds:.1f} s"
    if report.pages:
        work += f" ({count(report.pages, 'page')})"
    known = report.files - report.extracted - report.states.get("pending", 0)
    return work + (f", {known:,} known before" if known > 0 else "")


def print_failures(report: Report, out: Path) -> None:
    """The first files that failed, each with its remedy, and a fault of ours whole."""
    if not report.unread and not report.failed:
        return
    words = console(stderr=True)
    for folder in report.unread[:SHOWN]:
        words.print(f"Not searched: {folder}", markup=False, soft_wrap=True)
    if report.failed:
        words.print(f"\n[bold]{count(report.failed, 'file')} failed:[/]")
    for failure in report.failures[:SHOWN]:
        words.print(f"  {failure['path']}: {failure['detail']}", markup=False, soft_wrap=True)
    if report.failed > SHOWN:
        words.print(f"  and {report.failed - SHOWN:,} more: see `minutebook status {out} --failed`")
    for failure in report.failures[:1] if report.bugs else ():
        words.print(f"\n{failure['path']}:\n{failure['traceback']}", markup=False, soft_wrap=True)
