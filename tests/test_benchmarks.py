"""What the benchmarks compute by themselves."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks import archive, growth, peers, processes
from benchmarks.reports import report


def test_exponent_of_growth() -> None:
    """The exponent tells flat from linear from quadratic."""
    for power in (0, 1, 2):
        assert growth.exponent([(size, 3 * size**power) for size in (10, 100, 1000)]) == pytest.approx(power)


def test_reports_of_an_archive_differ() -> None:
    """Each report of a generated archive has bytes of its own, and so has its new edition; both are the same anew."""
    made = [archive.report(number, edition) for number in range(200) for edition in (0, 1)]
    assert len(set(made)) == len(made)
    assert made[1] == archive.report(0, edition=1)


def test_peers_are_counted_or_named_as_absent(tmp_path: Path) -> None:
    """A reader that is installed has the pages and words of its documents, any other is told to be absent."""
    path = report(tmp_path / "report.pdf", 2)
    for peer in (peers.plumber([path], {path.name: 2}), *peers.readers([path], {path.name: 2}, most=2)):
        assert peer.problem == ""
        assert (peer.pages, peer.words > 500) == ((2, True) if peer.installed else (0, False))


def test_memory_is_that_of_the_largest_process() -> None:
    """What a child of the command takes is seen, and our own memory is not."""
    ours = bytearray(400_000_000)
    child = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'bytearray(150_000_000)'])"
    assert 150 < processes.largest([sys.executable, "-c", child]) < len(ours) / 2**20
