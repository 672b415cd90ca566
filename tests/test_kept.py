"""Kept patterns: the same as freshly compiled ones, whatever became of the file."""

from __future__ import annotations

import marshal
import os
import re
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from pipeline.lexicon import kept
from pipeline.lexicon.kept import Patterns

FORM = r"(?<![\w-])(?P<day>\d{1,%d})\.?\s+(?:(?P<month>m[aä]y|juni?)|é{%d}[^x]|\bA+?)$"
SOURCES = [(FORM % (number, number), number % 4) for number in range(1, 31)]
REPORT = """Minutes of the Harbour Board

3 May 2021, Town Hall, Moorham

Present: Ann Lee, Tim Roe

The Board approved the budget.
"""
COMMAND = (sys.executable, "-m", "pipeline.cli")
FLAGS = (0, re.IGNORECASE, re.IGNORECASE | re.MULTILINE, re.VERBOSE)


def filled(file: Path) -> Patterns:
    """Patterns that compiled all of the sources, and kept them."""
    patterns = Patterns(file)
    for source, flags in SOURCES:
        patterns.compiled(source, FLAGS[flags])
    patterns.keep()
    return patterns


def compiling(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources that are compiled from now on."""
    found: list[str] = []
    compiled = kept._compiled

    def watched(source: str, flags: int) -> object:
        found.append(source)
        return compiled(source, flags)

    monkeypatch.setattr(kept, "_compiled", watched)
    return found


def test_a_kept_pattern_is_the_compiled_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Source, flags, code and groups are equal, and nothing is compiled again."""
    filled(tmp_path / "x")
    again, compiled = Patterns(tmp_path / "x"), compiling(monkeypatch)
    for source, flags in SOURCES:
        pattern, fresh = again.compiled(source, FLAGS[flags]), re.compile(source, FLAGS[flags])
        assert pattern == fresh
        assert (pattern.groups, dict(pattern.groupindex)) == (fresh.groups, dict(fresh.groupindex))
    assert compiled == []


def test_flags_belong_to_the_key(tmp_path: Path) -> None:
    """The same source with other flags is another pattern."""
    patterns = filled(tmp_path / "x")
    assert patterns.compiled("may", re.IGNORECASE).search("MAY")
    assert not patterns.compiled("may").search("MAY")


def test_all_patterns_of_a_run(tmp_path: Path) -> None:
    """A run keeps what its report needed; each kept pattern equals a fresh one, and the next run says the same."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path), "HOME": str(tmp_path)}
    (tmp_path / "minutes.txt").write_text(REPORT)
    minutebook = partial(subprocess.run, cwd=tmp_path, env=environment, check=True, capture_output=True)
    said = []
    for _ in range(2):
        minutebook([*COMMAND, "extract", "minutes.txt", "--model", "rules", "--quiet", "--force"])
        shown = minutebook([*COMMAND, "show", "--json", "minutes.txt"]).stdout
        said.append(re.sub(rb'"(seconds|extracted_at)": .*', b"", shown))
    assert b"Ann Lee" in said[0]
    assert said[0] == said[1]
    (file,) = tmp_path.rglob("en.*.patterns")
    codes = kept._read(file)
    assert len(codes) > 200
    assert not [source for source, _ in codes if "Moorham" in source or "Tim Roe" in source]  # no words of a report
    for (source, flags), code in codes.items():
        assert kept._pattern(source, code) == re.compile(source, flags)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"garbage",
        marshal.dumps(None),
        marshal.dumps((("another Python", 0), {})),
        marshal.dumps((kept._version(), [])),
        marshal.dumps((kept._version(), {("may", 0): (32, b"\xff\xff\xff\xff" * 4, 0, {}, (None,))})),
        marshal.dumps((kept._version(), {("may", 0): ()})),
    ],
    ids=["empty", "garbage", "none", "another-python", "no-mapping", "refused-code", "short-entry"],
)
def test_a_damaged_file_costs_nothing_but_time(content: bytes, tmp_path: Path) -> None:
    """Whatever stands in the file, patterns are right, and the file is mended."""
    file = tmp_path / "x"
    file.write_bytes(content)
    assert Patterns(file).compiled("may").search("in may")
    filled(file)
    assert set(kept._read(file)) >= {(source, int(FLAGS[flags])) for source, flags in SOURCES}


def test_workers_add_to_each_others_patterns(tmp_path: Path) -> None:
    """Who writes last does not undo what others wrote meanwhile."""
    first, second = Patterns(tmp_path / "x"), Patterns(tmp_path / "x")
    for number in range(30):
        first.compiled(f"a{number}")
        second.compiled(f"b{number}")
    first.keep()
    second.keep()
    assert len(kept._read(tmp_path / "x")) == 60
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    """Nothing is kept, and nothing is said."""
    (tmp_path / "file").write_text("")
    filled(tmp_path / "file" / "x")


def test_a_user_without_a_home_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written into whatever folder the run was started in."""
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_args, **_more: Path("~/.cache/minutebook"))
    assert kept.place("en") is None


def test_a_few_new_patterns_are_not_worth_a_file(tmp_path: Path) -> None:
    """The file is not written for each document."""
    patterns = Patterns(tmp_path / "x")
    patterns.compiled("may")
    patterns.keep()
    assert not (tmp_path / "x").exists()


def test_a_broken_pattern_is_an_error(tmp_path: Path) -> None:
    """As with ``re.compile``."""
    with pytest.raises(re.error):
        Patterns(tmp_path / "x").compiled("(")


def test_no_file_of_another_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python that is not CPython compiles as ever."""
    monkeypatch.setattr(sys.implementation, "name", "other")
    filled(tmp_path / "x")
    assert not (tmp_path / "x").exists()
