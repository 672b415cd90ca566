"""Whole documents through the whole pipeline, against records that somebody checked by eye.

``tests/documents/NAME/expected.json`` holds the record; the document lies beside it, or is the report of that name in
``raw_reports/``. A missing record is written, and the test then fails until somebody has read and committed it.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from pipeline import readers
from pipeline.document import SourceFile
from pipeline.extract import extract
from tests.support import tools

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted(path for path in (ROOT / "tests" / "documents").iterdir() if path.is_dir())
# How sure we are and where it stands may change without the record being wrong; ids follow from the bytes.
LEFT_OUT = {"confidence", "position", "char_start", "char_end", "page_first", "page_last", "latitude", "longitude"}


def _source(folder: Path) -> Path:
    beside = [path for path in folder.iterdir() if path.name != "expected.json"]
    return (beside or list((ROOT / "raw_reports").glob(f"{folder.name}.*")))[0]


def _record(path: Path) -> dict[str, Any]:
    data = path.read_bytes()
    source = SourceFile(path.name, hashlib.sha256(data).hexdigest(), readers.identify(path.name, data), data)
    extraction = extract(source, tools()).model_dump(mode="json")
    about = {key: extraction["document"][key] for key in ("status", "problem", "language", "published_on")}
    return _plain({**about, "meetings": extraction["meetings"]})


def _plain(value: Any) -> Any:
    """Only what the record says: no ids, no nulls, no empty lists."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {key: _plain(item) for key, item in value.items() if key not in LEFT_OUT and not key.endswith("_id")}
    return {key: item for key, item in kept.items() if item not in (None, [], "")}


@pytest.mark.parametrize("folder", DOCUMENTS, ids=lambda folder: folder.name)
def test_document(folder: Path) -> None:
    """The document's record is the one that was checked."""
    record = _record(_source(folder))
    path = folder / "expected.json"
    if not path.exists():
        path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        pytest.fail(f"{path} was missing and is written now: read it against the document, then commit it.")
    assert record == json.loads(path.read_text(encoding="utf-8"))
