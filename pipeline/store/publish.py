"""The product: versions of the dataset as Parquet, each written whole, made durable, and only then announced.

::

    extracted/
      LATEST                    "000042": the version to read
      versions/000042/          never changes once it is there
        documents.parquet meetings.parquet ... manifest.json
      documents.parquet ...     links to the tables of the latest version
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.config import PIPELINE_VERSION, Settings
from pipeline.errors import OutputError
from pipeline.store import durable, entities, floors, parts
from pipeline.store.ledger import Ledger
from pipeline.store.links import find_links
from pipeline.store.overview import by_problem
from pipeline.store.parts import Part
from pipeline.store.tables import tables
from pipeline.store.versions import files as version_files
from pipeline.store.versions import latest, read_manifest
from pipeline.store.writing import TableWriter

#: Older versions are removed after a new one stands, so that whoever reads one has time to finish.
KEEP = 3
#: Tables that are made from the others, whole.
GATHERED = ("persons", "bodies")


@dataclass(frozen=True)
class Version:
    """A published version: its folder and its manifest."""

    folder: Path
    manifest: Mapping[str, Any]
    new: bool

    @property
    def rows(self) -> dict[str, int]:
        """Number of rows by table."""
        return {name: table["rows"] for name, table in self.manifest["tables"].items()}


def publish(
    ledger: Ledger,
    folder: Path,
    *,
    part: int = Settings().part,
    expected: Mapping[str, float] | None = None,
    run: Mapping[str, Any] | None = None,
) -> Version:
    """Publish what the ledger holds as a new version, unless the latest already says the same.

    With more documents than ``part`` the tables are split. ``expected`` are the shares that the version must reach
    (see store.floors), ``run`` is what the manifest says of the run that made it. Raises BelowFloor, and OutputError
    when the folder cannot be written; the last version is unharmed then.
    """
    floors.check_names(expected or {})
    state = f"{ledger.state()}:{_shape()}:{part}"
    before = latest(folder)
    old = read_manifest(before) if before is not None else {}
    if before is not None and old["state"] == state:
        _announce(before, folder)
        return Version(before, old, new=False)
    versions = folder / "versions"
    number = 1 + max((int(path.name) for path in versions.glob("[0-9]*")), default=0) if versions.is_dir() else 1
    temporary, target = versions / f".tmp-{number:06d}", versions / f"{number:06d}"
    try:
        _remove_leftovers(versions)
        temporary.mkdir(parents=True)
        manifest = {
            "version": target.name,
            "state": state,
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "pipeline_version": PIPELINE_VERSION,
            **_write(ledger, temporary, part, before, old),
            "documents": by_problem(ledger.connection),
            "run": dict(run or {}),
        }
        files = {name: version_files(temporary, name) for name in manifest["tables"]}
        floors.check(expected or {}, files)
        durable.write_text(temporary / "manifest.json", json.dumps(manifest, indent=1, default=str) + "\n")
        for inner in (path for path in temporary.iterdir() if path.is_dir()):
            durable.sync(inner)
        durable.sync(temporary)
        temporary.rename(target)
        durable.sync(versions)
        durable.write_text(folder / "LATEST.tmp", target.name + "\n")
        os.replace(folder / "LATEST.tmp", folder / "LATEST")  # noqa: PTH105 - says what it does
        durable.sync(folder)
        _announce(target, folder)
    except floors.BelowFloor:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    except OSError as error:
        shutil.rmtree(temporary, ignore_errors=True)
        raise OutputError(f"Cannot publish to {folder}: {error.strerror or error}.") from error
    for gone in sorted(versions.glob("[0-9]*"))[:-KEEP]:
        shutil.rmtree(gone, ignore_errors=True)
    return Version(target, manifest, new=True)


def _shape() -> str:
    """Changes with the tables' columns and the code's version, so that a newer program publishes anew."""
    columns = [(table.name, column.name, column.kind) for table in tables() for column in table.columns]
    return hashlib.sha256(repr((PIPELINE_VERSION, columns)).encode()).hexdigest()[:12]


def _remove_leftovers(versions: Path) -> None:
    for path in versions.glob(".tmp-*"):
        shutil.rmtree(path, ignore_errors=True)


def _write(ledger: Ledger, folder: Path, size: int, before: Path | None, old: Mapping[str, Any]) -> dict[str, Any]:
    """All tables, and what the manifest says of them."""
    found = find_links(ledger)
    divided = parts.divide(ledger, found, _shape(), size)
    split = tuple(table for table in tables() if table.name not in GATHERED)
    if len(divided) > 1:
        for table in split:
            (folder / f"{table.name}.parquet").mkdir()
    accounts: dict[str, list[dict[str, Any]]] = {table.name: [] for table in split}
    linked = 0
    for part in divided:
        said = parts.reuse(part, before, folder, old) if before is not None else None
        linked += said is not None
        for name, account in (said or parts.write(ledger, part, found, folder, split)).items():
            accounts[name].append(account)
    told = {name: _whole(of) for name, of in accounts.items()}
    told.update(_gathered(folder, divided))
    return {"tables": told, "parts": [part.state for part in divided], "parts_linked": linked}


def _whole(accounts: list[dict[str, Any]]) -> dict[str, Any]:
    """What the manifest says of a table: of its file, or of its parts and all of them together."""
    if len(accounts) == 1:
        return accounts[0]
    sums = {key: sum(account[key] for account in accounts) for key in ("rows", "bytes")}
    return {**sums, "parts": accounts}


def _gathered(folder: Path, divided: list[Part]) -> dict[str, dict[str, Any]]:
    """The tables that are made from the others."""
    meetings = [part.path(folder, "meetings") for part in divided]
    both = [(part.path(folder, "attendees"), part.path(folder, "meetings")) for part in divided]
    rows = {"persons": entities.persons(both, folder), "bodies": entities.bodies(meetings, folder)}
    told = {}
    for table in tables():
        if table.name in rows:
            with TableWriter(table, folder / f"{table.name}.parquet") as writer:
                for row in rows[table.name]:
                    writer.add(row)
            told[table.name] = writer.account()
    return told


def _announce(version: Path, folder: Path) -> None:
    """``extracted/<table>.parquet`` for people who just read a file: hard links to files, symbolic ones to folders.

    A table in parts is reached through the version's folder: each link is replaced at one stroke.
    """
    for source in sorted(version.glob("*.parquet")):
        target = folder / source.name
        if os.path.lexists(target) and target.exists() and target.samefile(source):
            continue
        temporary = folder / f".{source.name}.tmp"
        temporary.unlink(missing_ok=True)
        if source.is_dir():
            temporary.symlink_to(Path(version.parent.name) / version.name / source.name)
        else:
            durable.link(source, temporary)
        os.replace(temporary, target)  # noqa: PTH105
