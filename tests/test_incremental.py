"""What a second run does: skips what stands, follows files that move, marks what is gone, retries what is asked."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from pipeline.batch import fingerprint
from pipeline.batch.discover import Discovery
from pipeline.batch.report import Log, Report
from pipeline.batch.run import run
from pipeline.config import Settings
from pipeline.query import open_dataset
from pipeline.store import ledger as ledgers
from pipeline.store import overview
from pipeline.store.work import Choice
from tests.here import Here
from tests.test_batch import MINUTES, archive

SETTINGS = Settings(workers=1, model="rules")


def extract(folder: Path, settings: Settings = SETTINGS, **options: object) -> Report:
    """A run over the folder ``in``."""
    return run([str(folder / "in")], folder / "out", settings, engine=Here(), **options)  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three reports, extracted, and the current folder."""
    monkeypatch.chdir(tmp_path)
    archive(tmp_path / "in", a=MINUTES, b=MINUTES.replace("4 May", "5 May"), empty="")
    assert extract(tmp_path).extracted == 3
    return tmp_path


def paths(folder: Path) -> dict[str, bool]:
    """Path of each published file, and whether it is marked as deleted."""
    documents = open_dataset(folder / "out").documents
    return dict(zip(documents.path, documents.deleted, strict=True))


def test_moved_file_keeps_its_record(folder: Path) -> None:
    """A renamed file and one in another folder are followed by their bytes: no second row, nothing read again."""
    (folder / "in" / "a.txt").rename(folder / "in" / "z.txt")
    (folder / "in" / "deep").mkdir()
    (folder / "in" / "b.txt").rename(folder / "in" / "deep" / "b.txt")
    report = extract(folder)
    assert (report.extracted, report.moved, report.deleted) == (0, 2, 0)
    assert paths(folder) == {"in/deep/b.txt": False, "in/empty.txt": False, "in/z.txt": False}


def test_deleted_file_is_marked_and_pruned(folder: Path) -> None:
    """A file that is gone stays, marked, until it is pruned; one that comes back is no longer marked."""
    text = (folder / "in" / "b.txt").read_text()
    (folder / "in" / "b.txt").unlink()
    report = extract(folder)
    assert (report.extracted, report.deleted) == (0, 1)
    assert paths(folder)["in/b.txt"]
    assert len(open_dataset(folder / "out").meetings) == 2
    (folder / "in" / "b.txt").write_text(text)
    assert extract(folder).extracted == 0
    assert not paths(folder)["in/b.txt"]
    (folder / "in" / "b.txt").unlink()
    assert extract(folder, prune=True).pruned == 1
    assert set(paths(folder)) == {"in/a.txt", "in/empty.txt"}
    assert len(open_dataset(folder / "out").meetings) == 1


def test_files_of_other_inputs_are_left_alone(folder: Path) -> None:
    """A run over one folder says nothing about files elsewhere."""
    archive(folder / "more", c=MINUTES.replace("4 May", "6 May"))
    run([str(folder / "more")], folder / "out", SETTINGS, engine=Here())
    assert paths(folder) == {"in/a.txt": False, "in/b.txt": False, "in/empty.txt": False, "more/c.txt": False}


def test_same_size_and_time_spare_the_reading(folder: Path) -> None:
    """A file of known size and time of change is not even opened; one of another time is hashed, and found the same."""
    path = folder / "in" / "a.txt"
    path.chmod(0o000)
    with ledgers.reading(folder / "out") as ledger:
        first = {file.path: file for file in Discovery(ledger.known).files(["in"])}
    path.chmod(0o644)
    assert first["in/a.txt"].known
    os.utime(path, (1_000_000_000, 1_000_000_000))
    with ledgers.reading(folder / "out") as ledger:
        again = {file.path: file for file in Discovery(ledger.known).files(["in"])}
    assert not again["in/a.txt"].known
    assert again["in/a.txt"].document_id == first["in/a.txt"].document_id
    assert extract(folder).extracted == 0


@pytest.mark.parametrize(
    ("choice", "extracted"),
    [
        (Choice(), 0),
        (Choice(force=True), 3),
        (Choice(force=True, limit=2), 2),
        (Choice(retry_failed=True), 1),
        (Choice(only_failed=True), 1),
        (Choice(force=True, only_failed=True), 1),
    ],
)
def test_choice_of_documents(folder: Path, choice: Choice, extracted: int) -> None:
    """What failed, so many, all: each option takes its documents and no others."""
    assert extract(folder, choice=choice).extracted == extracted


def test_limit_leaves_the_rest_for_later(folder: Path) -> None:
    """With a limit the rest is pending, and done by the next run; failures among it are no reason to stop."""
    archive(folder / "in", c=f"{MINUTES}c", d=f"{MINUTES}d")
    report = extract(folder, choice=Choice(limit=1))
    assert (report.extracted, report.states["pending"]) == (1, 1)
    assert len(paths(folder)) == 4
    assert extract(folder).extracted == 1


def test_since_takes_what_changed_since(folder: Path) -> None:
    """Only files changed since a moment are extracted; older ones wait."""
    archive(folder / "in", c=f"{MINUTES}c", d=f"{MINUTES}d")
    os.utime(folder / "in" / "c.txt", (1_000_000_000, 1_000_000_000))
    assert extract(folder, choice=Choice(since=1_500_000_000 * 10**9)).extracted == 1
    assert extract(folder).states == {"extracted": 4, "failed": 1}


def test_newer_pipeline_extracts_what_its_change_touches(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another reader, lexicon or model touches the documents that they made, another core all of them."""
    (folder / "in" / "c.md").write_text("# Notes\n\n" + MINUTES)
    extract(folder)
    now = fingerprint.work(SETTINGS)
    for part, extracted in (("reader:pdf", 0), ("reader:markdown", 1), ("lexicon:de", 0), ("model", 3), ("core", 4)):
        other = replace(now, parts={**now.parts, part: "another"})
        monkeypatch.setattr("pipeline.batch.run.fingerprint", lambda _, work=other: work)
        assert extract(folder, choice=Choice()).extracted == extracted, part
        monkeypatch.setattr("pipeline.batch.run.fingerprint", lambda _, work=now: work)
        extract(folder)


def test_parts_of_the_fingerprint_are_the_whole_package() -> None:
    """Every module of the readers is in some part, and words of other languages are loaded in one place only."""
    root = Path(fingerprint.config.__file__).parent
    texts = {path.stem: path.read_text() for path in (root / "readers").glob("*.py")}
    formats = {part.removeprefix("reader:") for part in fingerprint.work(SETTINGS).parts if part.startswith("reader:")}
    assert {"pdf", "docx", "html", "plain"} <= formats
    used = set().union(*(fingerprint._closure({name}, texts) for name in (*formats, "__init__")))
    assert used == set(texts)
    loads = [
        path.name
        for path in root.rglob("*.py")
        if "lexicons.load(" in path.read_text() and path.name not in ("tools.py", "fingerprint.py")
    ]
    assert loads == []


def test_names_of_any_bytes_stay_apart(folder: Path) -> None:
    """Names that would look alike, or do things to a terminal, are escaped, and no two are the same."""
    names = (b"caf\xe9.txt", b"caf\\xe9.txt", b"caf\xc3\xa9.txt", b"new\nline.txt", b"\x1b[2Jgone.txt")
    for number, name in enumerate(names):
        (folder / "in" / os.fsdecode(name)).write_text(f"{MINUTES}{number}", encoding="utf-8")
    assert extract(folder).extracted == len(names)
    assert {"in/caf\\xe9.txt", "in/caf\\x5cxe9.txt", "in/café.txt", "in/new\\x0aline.txt"} <= set(paths(folder))
    assert all(name.isprintable() for name in paths(folder))


def test_log_has_an_event_for_each_document(folder: Path) -> None:
    """The log is lines of JSON: the start with settings, what was found, each document, the end."""
    archive(folder / "in", c=f"{MINUTES}c")
    file = StringIO()
    extract(folder, log=Log(file))
    events = [json.loads(line) for line in file.getvalue().splitlines()]
    assert [event["event"] for event in events] == ["start", "found", "document", "end"]
    assert events[0]["settings"]["model"] == "rules"
    assert events[2]["path"] == "in/c.txt"


def test_manifest_says_which_run_made_it(folder: Path) -> None:
    """The version's manifest has the settings, versions, parts, counts and seconds of its run."""
    said = open_dataset(folder / "out").manifest["run"]
    assert said["settings"]["max_pages"] == 2_000
    assert {"python", "minutebook", "pyarrow"} <= said["versions"].keys()
    assert {"core", "model", "reader:pdf"} <= said["parts"].keys()
    assert (said["extracted"], set(said["seconds"])) == (3, {"finding", "extracting"})


def test_overview_counts_states_formats_bodies_and_coverage(folder: Path) -> None:
    """The ledger tells files by state and problem, format, body and coverage, and what harmed a worker."""
    (folder / "in" / "b.txt").unlink()
    archive(folder / "in", c=f"{MINUTES}c")
    extract(folder, choice=Choice(only_failed=True))
    with ledgers.reading(folder / "out") as ledger:
        db = ledger.connection
        assert not overview.interrupted(db)
        assert overview.states(db) == {"deleted": 1, "extracted": 1, "failed": 1, "pending": 1}
        assert [row["files"] for row in overview.by_format(db)] == [3]
        bodies = open_dataset(folder / "out").meetings.body.value_counts().to_dict()
        assert {row["body"]: row["meetings"] for row in overview.by_body(db)} == bodies
        assert sum(row["documents"] for row in overview.by_coverage(db)) == 2
        (failure,) = overview.failures(db)
        assert (failure["problem"], failure["attempts"]) == ("empty", 2)
        assert list(overview.failures(db, quarantined=True)) == []


def test_folder_that_cannot_be_searched_loses_nothing(folder: Path) -> None:
    """A folder that gives an error is told, and what lay in it is not taken for deleted."""
    archive(folder / "in" / "deep", c=f"{MINUTES}c")
    extract(folder)
    (folder / "in" / "deep").chmod(0o000)
    try:
        if os.access(folder / "in" / "deep", os.R_OK):
            pytest.skip("this user may read everything")
        report = extract(folder)
    finally:
        (folder / "in" / "deep").chmod(0o755)
    assert len(report.unread) == 1
    assert report.deleted == 0
