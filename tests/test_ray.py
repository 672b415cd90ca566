"""The engine of many machines, on a real Ray cluster of this machine's two processors."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from pipeline.batch.run import run
from pipeline.config import Settings
from pipeline.engine.local import Engine, LocalEngine
from pipeline.engine.on_ray import RayEngine
from pipeline.engine.pool import run_shard
from pipeline.errors import ConfigError
from pipeline.query import open_dataset
from tests import poison

ray = pytest.importorskip("ray", reason="LOUD: the extra 'ray' is not installed, the cluster's engine goes untested")

SETTINGS = Settings(workers=1, model="rules", timeout=3, timeout_per_page=0)
MINUTES = "# Minutes of the Harbour Board\n\nDate: {day} May 2019\nPlace: Vienna, Austria\n\nPresent: Ms Ana Kovač\n"


@pytest.fixture(scope="module")
def cluster() -> Iterator[None]:
    """One cluster with two processors for all tests of the module: starting one takes seconds."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    yield
    ray.shutdown()


def archive(folder: Path, number: int = 6, **poisoned: str) -> Path:
    """Reports, and files that say what is to happen to who reads them."""
    folder.mkdir()
    for day in range(1, number + 1):
        (folder / f"report-{day:03}.txt").write_text(MINUTES.format(day=day % 28 + 1) + f"\nNumber {day}.\n")
    for name, text in poisoned.items():
        (folder / f"{name}.txt").write_text(text)
    return folder


class Poisoned:
    """An engine whose workers do what the files say."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def map_shards(self, fn: object, shards: object, settings: Settings) -> object:
        """As the engine does, with hostile documents."""
        del fn
        return self.engine.map_shards(partial(run_shard, work=poison.work), shards, settings)  # type: ignore[arg-type]


@pytest.mark.usefixtures("cluster")
def test_the_cluster_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every table is equal to that of one machine, poisoned documents included."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    files = archive(tmp_path / "in", segfault="SEGFAULT", exit="EXIT", sleep="SLEEP")
    for name, engine in (("local", LocalEngine()), ("cluster", RayEngine())):
        run([str(files)], tmp_path / name, SETTINGS, engine=Poisoned(engine))  # type: ignore[arg-type]
    tables = sorted(path.name for path in (tmp_path / "local").glob("*.parquet"))
    assert "meetings.parquet" in tables
    for table in tables:
        assert (tmp_path / "local" / table).read_bytes() == (tmp_path / "cluster" / table).read_bytes(), table
    problems = open_dataset(tmp_path / "cluster").documents.set_index("path")["problem"].dropna().to_dict()
    assert {Path(path).stem: problem for path, problem in problems.items()} == {
        "segfault": "crashed",
        "exit": "crashed",
        "sleep": "timed_out",
    }


@pytest.mark.usefixtures("cluster")
def test_a_lost_process_of_the_cluster_costs_nothing(tmp_path: Path) -> None:
    """A Ray worker killed at its work: its shard is done again, and each document stands once."""
    files = archive(tmp_path / "in", number=250)
    killed = []

    def kill_once(progress: object) -> None:
        del progress
        if not killed:
            listed = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True).stdout
            for line in listed.splitlines():
                pid, _, name = line.strip().partition(" ")
                if name.startswith("ray::_on_node"):
                    os.kill(int(pid), signal.SIGKILL)
                    killed.append(pid)
                    break

    report = run([str(files)], tmp_path / "out", SETTINGS, engine=RayEngine(), tell=kill_once)
    assert killed
    assert report.states == {"extracted": 250}
    assert len(open_dataset(tmp_path / "out").documents) == 250


def test_a_killed_driver_goes_on_where_it_was(tmp_path: Path) -> None:
    """Kill -9 of the driver leaves no process behind, and the next run ends with every document once."""
    files = archive(tmp_path / "in", number=150)
    command = [
        sys.executable, "-m", "pipeline.cli", "extract", str(files), "--out", str(tmp_path / "out"),
        "--engine", "ray", "--model", "rules", "--workers", "1", "--log", str(tmp_path / "log"),
    ]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and not (tmp_path / "log").exists():
        time.sleep(0.1)
    while process.poll() is None and '"document"' not in (tmp_path / "log").read_text():
        time.sleep(0.05)
    process.kill()
    process.wait()
    run([str(files)], tmp_path / "out", SETTINGS)
    documents = open_dataset(tmp_path / "out").documents
    assert len(documents) == documents.path.nunique() == 150
    assert set(documents.status) == {"extracted"}


def test_a_cluster_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    """The address of nobody: one line, with what to do."""
    files = archive(tmp_path / "in", number=1)
    command = [
        sys.executable, "-m", "pipeline.cli", "extract", str(files), "--out", str(tmp_path / "out"),
        "--engine", "ray", "--address", "127.0.0.1:1",
    ]  # fmt: skip
    tries = {**os.environ, "RAY_NUM_REDIS_GET_RETRIES": "1"}
    answer = subprocess.run(command, capture_output=True, text=True, check=False, env=tries)
    assert answer.returncode == 3
    assert "The Ray cluster cannot be reached" in answer.stderr
    assert ConfigError.__name__ not in answer.stderr
