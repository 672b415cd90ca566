"""Archives that lie elsewhere, by way of fsspec: here its file system for addresses of files on this machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.batch.run import run
from pipeline.config import Settings
from pipeline.engine import remote
from pipeline.errors import ConfigError, UsageError
from pipeline.query import open_dataset

SETTINGS = Settings(workers=1, model="rules")
MINUTES = "# Minutes of the Harbour Board\n\nDate: 4 May 2019\nPlace: Vienna, Austria\n\nPresent: Ms Ana Kovač\n"


def test_an_address_is_an_input(tmp_path: Path) -> None:
    """Files below an address are extracted, skipped when unchanged, and marked when they are gone."""
    store = tmp_path / "store"
    (store / "2019").mkdir(parents=True)
    (store / "2019" / "a.txt").write_text(MINUTES)
    (store / "b.txt").write_text(MINUTES + "\nNumber 2.\n")
    (store / "README.txt").write_text("left alone")
    first = run([f"file://{store}"], tmp_path / "out", SETTINGS)
    assert first.states == {"extracted": 2}
    paths = sorted(open_dataset(tmp_path / "out").documents.path)
    assert paths == [f"{store}/2019/a.txt".lstrip("/"), f"{store}/b.txt".lstrip("/")]
    assert run([f"file://{store}"], tmp_path / "out", SETTINGS).extracted == 0
    (store / "b.txt").unlink()
    assert run([f"file://{store}"], tmp_path / "out", SETTINGS).deleted == 1


def test_a_path_with_colons_is_no_address() -> None:
    """What lies on this machine is never taken for an address."""
    assert not remote.is_remote("/srv/a://b.txt")
    assert remote.is_remote("s3://bucket/reports")


def test_nobody_speaks_the_protocol() -> None:
    """One line, and what to install."""
    with pytest.raises(ConfigError, match="nonsense"):
        list(remote.find("nonsense://bucket"))


def test_nothing_lies_there(tmp_path: Path) -> None:
    """An address without files is a mistake of the command line."""
    with pytest.raises(UsageError, match="no file"):
        run([f"file://{tmp_path}/nothing"], tmp_path / "out", SETTINGS)
