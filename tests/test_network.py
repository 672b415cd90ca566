"""Nothing reaches for the network: every socket that a run opens to anybody but its own processes is told of."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from pipeline.query import open_dataset

ROOT = Path(__file__).parent.parent

#: Read by every Python that the run starts, before anything of ours: it notes and refuses connections, names and binds.
WATCH = """
import os, sys

def hook(event, args):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        told = repr(args)
    elif event in ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"):
        told = repr(args[1:])
        if args and getattr(args[0], "family", None) == 1:  # AF_UNIX: the pool talks to its own processes
            return
    elif event == "urllib.Request":
        told = repr(args[:1])
    else:
        return
    with open(os.environ["WATCHED"], "a") as file:
        file.write(event + " " + told + "\\n")
    raise PermissionError("no network")

sys.addaudithook(hook)
with open(os.environ["WATCHED"] + ".awake", "a") as file:
    file.write(str(os.getpid()) + "\\n")
"""


def _run(tmp_path: Path, *arguments: str) -> tuple[subprocess.CompletedProcess[str], Path]:
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch" / "sitecustomize.py").write_text(WATCH)
    told = tmp_path / "told"
    paths = os.pathsep.join([str(tmp_path / "watch"), str(ROOT)])
    answer = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True, text=True, check=False, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": paths, "WATCHED": str(told)},
    )  # fmt: skip
    return answer, told


def test_the_watch_sees_a_connection(tmp_path: Path) -> None:
    """The test itself works: a name looked up is told of and refused."""
    answer, told = _run(tmp_path, "-c", "import socket; socket.getaddrinfo('example.org', 80)")
    assert answer.returncode != 0
    assert "getaddrinfo" in told.read_text()


def test_extraction_needs_no_network(tmp_path: Path) -> None:
    """All samples with both models' loading and two workers, and not one connection tried."""
    command = ["-m", "pipeline.cli", "extract", "raw_reports", "--out", str(tmp_path / "out"), "--workers", "2"]
    answer, told = _run(tmp_path, *command)
    assert answer.returncode in (0, 4), answer.stderr
    assert not told.exists(), told.read_text()
    assert len((tmp_path / "told.awake").read_text().splitlines()) >= 3  # driver, fork server and workers were watched
    assert len(open_dataset(tmp_path / "out").meetings)
