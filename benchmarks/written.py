"""Results as files: the figures for programs, the page for people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def write(folder: Path, name: str, result: dict[str, Any], page: str) -> None:
    """Writes ``<date>-<name>.json`` and ``.md`` into a folder; the date is the result's own."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = folder / f"{result['date']}-{name}"
    stem.with_suffix(".json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    stem.with_suffix(".md").write_text(page, encoding="utf-8")
