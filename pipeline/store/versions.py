"""Which version is the latest, and what it says of itself: resolved once, then read from files that never change."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def latest(folder: Path) -> Path | None:
    """Folder of the latest version, None when nothing is published."""
    try:
        name = (folder / "LATEST").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    version = folder / "versions" / name
    return version if (version / "manifest.json").is_file() else None


def files(version: Path, table: str) -> list[Path]:
    """The files of a table: one, or its parts in order."""
    path = version / f"{table}.parquet"
    return sorted(path.glob("part-*.parquet")) if path.is_dir() else [path]


def read_manifest(version: Path) -> dict[str, Any]:
    """A version's manifest."""
    manifest: dict[str, Any] = json.loads((version / "manifest.json").read_text(encoding="utf-8"))
    return manifest
