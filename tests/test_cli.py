"""The command line as people meet it: what is printed where, exit codes, and what it costs to ask for help."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli import COMMANDS, main
from tests.test_batch import MINUTES, archive

HEAVY = ("spacy", "pandas", "pyarrow", "duckdb", "pydantic", "numpy", "rich", "pebble", "sqlite3")


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three reports of which one is empty, extracted by the command."""
    made = tmp_path_factory.mktemp("made")
    archive(made / "in", a=MINUTES, b=MINUTES.replace("4 May", "5 May"), empty="")
    with contextlib.chdir(made):
        assert main(["extract", "in", "--model", "rules", "--quiet"]) == 4
    return made


@pytest.fixture
def folder(extracted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it to work in."""
    shutil.copytree(extracted, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


def test_help_is_light() -> None:
    """``--help`` and a usage error import nothing heavy."""
    code = (
        "import sys; from pipeline.cli import parser; parser().format_help();"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_command_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    """Each command says what it does and describes each of its options."""
    for name, _, words in COMMANDS:
        with pytest.raises(SystemExit) as stop:
            main([name, "--help"])
        assert stop.value.code == 0
        assert len(capsys.readouterr().out) > len(words)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["extract"], 2, "INPUT"),
        (["extract", "missing.pdf"], 2, "missing.pdf"),
        (["extract", "in", "--memory", "lots"], 2, "4G"),
        (["extract", "in", "--workers", "-1"], 3, "workers"),
        (["extract", "in", "--settings", "none.toml"], 3, "none.toml"),
        (["extract", "in", "--out", "in/a.txt/out"], 5, "in/a.txt/out"),
        (["frobnicate"], 2, "frobnicate"),
        (["show", "nothing-like-it"], 2, "nothing-like-it"),
        (["status", "in"], 2, "no dataset"),
        (["explain", "in/a.txt", "colour"], 2, "city"),
    ],
)
def test_errors_are_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, words: str
) -> None:
    """What a user can mend is one line on standard error that says how, with its exit code, and nothing else."""
    assert main(arguments) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("Error: ")
    assert words in told.err
    assert told.err.count("\n") == 1


def test_extract_ends_with_a_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command ends with what was found and where it lies; what failed goes to standard error."""
    assert main(["extract", "in", "--model", "rules"]) == 4
    told = capsys.readouterr()
    assert "3 files" in told.out
    assert "extracted/meetings.parquet" in told.out
    assert "in/empty.txt" in told.err
    assert all(len(line) <= 80 for line in told.out.splitlines() if "─" in line)


def test_extract_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``--json`` prints the same as data, and nothing else on standard output."""
    assert main(["extract", "in", "--model", "rules", "--json"]) == 4
    data = json.loads(capsys.readouterr().out)
    assert data["files"] == 3
    assert data["status"]["failed"] == 1
    assert [failure["problem"] for failure in data["failures"]] == ["empty"]


def test_standard_input_is_a_document(tmp_path: Path) -> None:
    """``-`` reads one document from standard input."""
    command = [
        sys.executable,
        "-m",
        "pipeline.cli",
        "extract",
        "-",
        "--model",
        "rules",
        "--out",
        str(tmp_path),
        "--json",
    ]
    done = subprocess.run(command, input=MINUTES.encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["files"] == 1


def test_status_tells_what_became_of_each_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``status`` counts files by what became of them; ``--failed`` lists the failures with their remedies."""
    assert main(["status", "--json"]) == 0
    counts = json.loads(capsys.readouterr().out)["counts"]
    assert sum(row["files"] for row in counts) == 3
    assert main(["status", "--failed"]) == 0
    assert "empty.txt" in capsys.readouterr().out
    assert main(["status"]) == 0
    assert "failed" in capsys.readouterr().out


def test_show_gives_values_with_their_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``show`` prints a document's meetings, each value beside the words that say so; a meeting id finds it too."""
    assert main(["show", "a.txt"]) == 0
    assert "2019-05-04" in capsys.readouterr().out
    assert main(["show", "a.txt", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    meeting = data["meetings"][0]["meeting_id"]
    assert main(["show", meeting]) == 0
    assert meeting in capsys.readouterr().out


def test_explain_shows_candidates_and_winner(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``explain`` lists the candidates with rule and span, and which one won; a path and a dataset's name both do."""
    assert main(["explain", "in/a.txt", "start_date", "--model", "rules"]) == 0
    assert "won" in capsys.readouterr().out
    assert main(["explain", "a.txt", "start_date", "--model", "rules", "--json"]) == 0
    [meeting] = json.loads(capsys.readouterr().out)
    assert [item["verdict"] for item in meeting["candidates"]].count("won") == 1


def test_full_disk_is_an_output_error_and_harms_nothing(folder: Path) -> None:
    """When no more can be written the command says so with exit code 5, and the published version is as it was."""
    before = {path.name: path.read_bytes() for path in (folder / "extracted").glob("*.parquet")}
    archive(folder / "in", **{f"new{number}": f"{MINUTES}{number}" for number in range(30)})
    code = (
        "import resource, signal, sys; from pipeline.cli import main; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000));"
        "sys.exit(main(['extract', 'in', '--model', 'rules']))"
    )
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 5, done.stderr
    assert done.stderr.startswith("Error: Cannot ")
    assert {path.name: path.read_bytes() for path in (folder / "extracted").glob("*.parquet")} == before
    assert main(["extract", "in", "--model", "rules", "--quiet"]) == 4


def test_pipe_that_closes_is_no_error(folder: Path) -> None:
    """``minutebook status | head -1`` ends in peace."""
    script = f"'{sys.executable}' -m pipeline.cli show a.txt --json | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], cwd=folder, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0


def test_samples_give_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    """Two runs over the samples agree to the byte, whatever the hash seed, the order and the number of workers."""
    samples = sorted(str(path) for path in (Path(__file__).parent.parent / "raw_reports").iterdir() if path.is_file())
    for seed, workers, inputs in (("1", "1", samples), ("2", "2", samples[::-1])):
        command = [sys.executable, "-m", "pipeline.cli", "extract", *inputs, "--model", "rules", "--quiet"]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": "1700000000"}
        options = ["--workers", workers, "--out", str(tmp_path / seed)]
        subprocess.run([*command, *options], env=environment, check=True)
    for path in (tmp_path / "1").glob("*.parquet"):
        assert path.read_bytes() == (tmp_path / "2" / path.name).read_bytes(), path.name
