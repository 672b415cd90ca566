"""Gold annotations and an extracted folder, brought together by file name."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.errors import UsageError
from pipeline.evaluate.verdict import Pair
from pipeline.store.versions import files

_NESTED = ("organizations", "attendees", "agenda_items", "conclusions", "next_meetings")


def load_pairs(gold: Path, extracted: Path) -> list[Pair]:
    """Each annotation of ``gold`` with what ``extracted`` holds of its document, in the order of file names."""
    found = load_extracted(extracted)
    organizations = load_organizations(gold)
    pairs = []
    for annotation in load_gold(gold):
        name = PurePosixPath(annotation["document"]).name
        pairs.append(Pair(name, annotation, found.get(name), organizations.get(name)))
    return pairs


def load_gold(folder: Path) -> list[dict[str, Any]]:
    """The annotations of ``folder``/annotations (or of ``folder`` itself), by file name."""
    inner = folder / "annotations"
    paths = sorted((inner if inner.is_dir() else folder).glob("*.json"))
    annotations = []
    for path in paths:
        data = _json(path)
        if isinstance(data, dict) and "meetings" in data:
            annotations.append({"document": path.stem, **data})
    if not annotations:
        raise UsageError(
            f"There are no annotations in {folder}.",
            remedy="Give a folder with annotations/*.json as docs/evaluation.md says.",
        )
    return annotations


def load_organizations(folder: Path) -> dict[str, str]:
    """The organization behind each document, from manifest.json where there is one."""
    for path in (folder / "manifest.json", folder.parent / "manifest.json"):
        if path.is_file():
            rows = _json(path)
            return {
                PurePosixPath(row["file"]).name: str(row["organization"]) for row in rows if row.get("organization")
            }
    return {}


def load_extracted(folder: Path) -> dict[str, dict[str, Any]]:
    """What one published version holds of each document, by the last part of its path."""
    tables = _tables(folder)
    meetings: dict[str, list[dict[str, Any]]] = defaultdict(list)
    of_meeting: dict[str, dict[str, Any]] = {}
    for row in sorted(_rows(tables, "meetings"), key=_position):
        meeting = {**row, **{name: [] for name in _NESTED}}
        of_meeting[row["meeting_id"]] = meeting
        meetings[row["document_id"]].append(meeting)
    for name in _NESTED:
        for row in sorted(_rows(tables, name), key=_position):
            if row["meeting_id"] in of_meeting:
                of_meeting[row["meeting_id"]][name].append(row)
    evidence: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(tables, "evidence"):
        evidence[row["document_id"]].append(row)
    documents = {}
    for row in _rows(tables, "documents"):
        identity = row["document_id"]
        documents[PurePosixPath(row["path"]).name] = {
            **row,
            "meetings": meetings[identity],
            "evidence": evidence[identity],
        }
    return documents


def _tables(folder: Path) -> Path:
    """The folder of the tables: the latest version, or the folder itself."""
    latest = folder / "LATEST"
    if latest.is_file():
        return folder / "versions" / latest.read_text(encoding="utf-8").strip()
    if (folder / "meetings.parquet").exists():
        return folder
    raise UsageError(
        f"There is no dataset in {folder}.", remedy="Run `minutebook extract` with --out on that folder first."
    )


def _rows(folder: Path, table: str) -> list[dict[str, Any]]:
    """A table's rows, from its file or its parts; none where there is no such table."""
    from pyarrow import parquet

    open_file: Any = parquet.ParquetFile  # pyarrow has no types
    return [row for path in files(folder, table) if path.is_file() for row in open_file(path).read().to_pylist()]


def _position(row: dict[str, Any]) -> tuple[str, int]:
    return str(row.get("document_id", "")), int(row.get("position") or 0)


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} is not readable JSON: {error}.", remedy="Correct that file.") from error
