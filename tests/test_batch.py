"""An archive as a whole: what is found, skipped, isolated, kept and published."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Iterable
from pathlib import Path

import pytest

from pipeline.batch.discover import Discovery
from pipeline.batch.fingerprint import work
from pipeline.batch.run import Report, run
from pipeline.config import Settings
from pipeline.engine import worker
from pipeline.engine.local import LocalEngine, RunShard, Shard
from pipeline.engine.pool import run_shard
from pipeline.engine.worker import Task, time_limit
from pipeline.errors import ConfigError, UsageError
from pipeline.query import open_dataset
from pipeline.store import ledger
from pipeline.store.outcome import Outcome
from pipeline.store.work import Choice
from tests import poison
from tests.here import Here

SETTINGS = Settings(workers=2, model="rules")
MINUTES = (
    "# Minutes of the Harbour Board\n\nDate: 4 May 2019\nPlace: Vienna, Austria\n\nPresent: Ms Ana Kovač, Mr Jan Weiß\n"
)


def archive(folder: Path, **files: str) -> Path:
    """A folder with text files."""
    for name, text in files.items():
        path = folder / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def extract(folder: Path, *inputs: Path | str, **options: object) -> Report:
    """A run with rules only, in this process unless another engine is given."""
    chosen: dict[str, object] = {"engine": Here(), **options}
    return run([str(item) for item in inputs], folder / "out", SETTINGS, **chosen)  # type: ignore[arg-type]


def statuses(folder: Path) -> dict[str, tuple[str, str | None]]:
    """Name of each file to its status and problem, as published."""
    frame = open_dataset(folder / "out").documents
    problems = [
        None if status != "failed" else problem for status, problem in zip(frame.status, frame.problem, strict=True)
    ]
    return dict(zip((Path(path).name for path in frame.path), zip(frame.status, problems, strict=True), strict=True))


def test_folder_is_walked_without_hidden_files_and_read_mes(tmp_path: Path) -> None:
    """A folder gives all files below it, sorted, but hidden ones, read-mes and what office programs leave behind."""
    for name in (
        "b.txt",
        "a.md",
        "sub/c.pdf",
        ".hidden",
        "README.md",
        "~$b.docx",
        "Thumbs.db",
        "_sources/x.py",
        "sub/.git/y",
    ):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    found = [file.path for file in Discovery().files([str(tmp_path / "in")])]
    assert found == ["in/a.md", "in/b.txt", "in/sub/c.pdf"]


def test_pattern_and_overlapping_inputs_give_each_file_once(tmp_path: Path) -> None:
    """A glob matches like in a shell, and a file that two inputs mean is taken once."""
    archive(tmp_path, **{"a": "x", "deep/b": "y"})
    report = extract(tmp_path, str(tmp_path / "**/*.txt"), tmp_path / "a.txt")
    assert report.files == 2
    assert sorted(statuses(tmp_path)) == ["a.txt", "b.txt"]


def test_path_is_relative_to_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Below the current folder a path is relative to it, whichever folder was named."""
    archive(tmp_path, **{"reports/2019/a": "x"})
    monkeypatch.chdir(tmp_path)
    for name in ("reports", "reports/2019", "reports/2019/a.txt"):
        assert [file.path for file in Discovery().files([name])] == ["reports/2019/a.txt"]


@pytest.mark.parametrize("name", ["missing.pdf", "empty", "empty/*.pdf"])
def test_input_without_a_file_is_a_usage_error(tmp_path: Path, name: str) -> None:
    """A missing path, a folder without reports and a pattern without a match say so, and leave no output folder."""
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError):
        extract(tmp_path, tmp_path / name)
    assert not (tmp_path / "out").exists()


def test_output_folder_is_no_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dataset that is written below the folder of reports is not taken for reports."""
    monkeypatch.chdir(archive(tmp_path, a=MINUTES))
    for _ in range(2):
        assert extract(tmp_path, ".").files == 1


def test_names_of_any_bytes_are_kept(tmp_path: Path) -> None:
    """A file name that is no UTF-8 is extracted, and shown with escapes."""
    path = os.fsencode(tmp_path) + b"/in/caf\xe9.txt"
    (tmp_path / "in").mkdir()
    Path(os.fsdecode(path)).write_text(MINUTES)
    extract(tmp_path, tmp_path / "in")
    assert statuses(tmp_path)["caf\\xe9.txt"][0] != "failed"


def test_equal_bytes_are_extracted_once_and_stand_under_both_paths(tmp_path: Path) -> None:
    """Two files with the same bytes have a row each; their meetings stand once, and the second names the first."""
    report = extract(tmp_path, archive(tmp_path / "in", a=MINUTES, b=MINUTES))
    data = open_dataset(tmp_path / "out")
    assert report.extracted == 1
    assert data.documents.path.tolist() == ["in/a.txt", "in/b.txt"]
    assert data.documents.duplicate_of.tolist()[1] == "in/a.txt"
    assert data.documents.document_id.nunique() == 1
    assert data.meetings.meeting_id.is_unique


def test_done_documents_are_skipped(tmp_path: Path) -> None:
    """A second run extracts and publishes nothing; a changed file is extracted again and its old record goes."""
    folder = archive(tmp_path / "in", a=MINUTES, b=MINUTES.replace("4 May", "5 May"))
    assert extract(tmp_path, folder).extracted == 2
    again = extract(tmp_path, folder)
    assert (again.extracted, again.version.new) == (0, False)
    archive(folder, b=MINUTES.replace("4 May", "6 May"))
    third = extract(tmp_path, folder)
    assert (third.extracted, third.version.new) == (1, True)
    assert len(open_dataset(tmp_path / "out").documents) == 2
    assert extract(tmp_path, folder, choice=Choice(force=True)).extracted == 2


def test_fingerprint_says_what_matters() -> None:
    """Another model touches what it read; another number of workers touches nothing; limits are kept apart."""
    first = work(SETTINGS)
    assert work(Settings(workers=7, model="rules", floors={"meetings.city": 0.5})) == first
    other = work(Settings(model="default"))
    assert other.fingerprint("reader:pdf model") != first.fingerprint("reader:pdf model")
    assert other.fingerprint("reader:pdf") == first.fingerprint("reader:pdf")
    longer = work(Settings(model="rules", timeout=99))
    assert longer.parts == first.parts
    assert longer.limits != first.limits


def test_tables_are_the_same_bytes_whatever_the_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two runs over the same files give equal bytes in every table, whatever their order and number of workers."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    texts = {f"f{number}": MINUTES.replace("4 May", f"{number + 1} May") for number in range(6)}
    folder = archive(tmp_path / "in", **texts, empty="")
    names = sorted(folder.iterdir())
    run([str(name) for name in names], tmp_path / "one", SETTINGS, engine=Here())
    run([str(name) for name in reversed(names[:4])], tmp_path / "two", SETTINGS, engine=Here())
    run([str(name) for name in reversed(names)], tmp_path / "two", SETTINGS)
    for path in sorted((tmp_path / "one").glob("*.parquet")):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_bad_files_are_recorded_and_the_others_extracted(tmp_path: Path) -> None:
    """Each unreadable file stands in documents with its problem and a remedy; good files beside them are extracted."""
    folder = archive(tmp_path / "in", good=MINUTES, empty="")
    (folder / "junk.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog")
    (folder / "program.exe").write_bytes(b"MZ\x90\x00" + bytes(500))
    (folder / "utf16.txt").write_bytes(MINUTES.encode("utf-16"))
    (folder / "cp1252.txt").write_bytes(MINUTES.replace("č", "c").encode("cp1252"))
    (folder / "locked.txt").write_text(MINUTES)
    (folder / "dangling.txt").symlink_to(folder / "nowhere.txt")
    report = extract(tmp_path, folder, engine=LocalEngine())
    found = statuses(tmp_path)
    assert len(found) == 9
    for name in ("good.txt", "utf16.txt", "cp1252.txt"):
        assert found[name][0] != "failed", (name, found[name])
    for name in ("empty.txt", "junk.txt", "broken.pdf", "program.exe", "dangling.txt"):
        assert found[name][0] == "failed", name
    assert not report.bugs
    assert all(failure["detail"].endswith(".") and "\n" not in failure["detail"] for failure in report.failures)


def test_poison_is_one_documents_failure(tmp_path: Path) -> None:
    """Crashes, exits, hangs and memory bombs are recorded each under its own problem; the others are extracted."""
    words = ("SEGFAULT", "ABORT", "EXIT", "KILL", "SLEEP", "STUCK", "MEMORY")
    folder = archive(
        tmp_path / "in", **{word: word for word in words}, **{f"good{n}": f"{MINUTES}{n}" for n in range(6)}
    )
    files = Discovery().files([str(folder)])
    tasks = [Task(file.path, file.location, file.document_id, file.bytes) for file in files]
    settings = Settings(workers=2, model="rules", timeout=12, timeout_per_page=0, recycle=3)
    paths = {task.document_id: Path(task.path).stem for task in tasks}
    found = {paths[outcome.document_id]: outcome.problem for outcome in run_shard(tasks, settings, work=poison.work)}
    assert {word: found[word] for word in words} == {
        "SEGFAULT": "crashed", "ABORT": "crashed", "EXIT": "crashed", "KILL": "crashed",
        "SLEEP": "timed_out", "STUCK": "timed_out", "MEMORY": "out_of_memory",
    }  # fmt: skip
    assert all(found[f"good{n}"] in (None, "no-meeting") for n in range(6))


def test_large_files_come_first(tmp_path: Path) -> None:
    """No worker is left alone with a large file at the end."""

    class Noting(Here):
        def map_shards(
            self, fn: RunShard, shards: Iterable[Shard], settings: Settings
        ) -> Generator[Outcome, None, None]:
            sizes.extend([task.size for task in shard] for shard in shards)
            return super().map_shards(fn, (), settings)

    sizes: list[list[int]] = []
    extract(tmp_path, archive(tmp_path / "in", a="x" * 10, b="x" * 30, c="x" * 20), engine=Noting())
    assert sizes == [[30, 20, 10]]


def test_a_wrong_model_stops_the_run_before_any_document(tmp_path: Path) -> None:
    """Documents are handed out before the model is known to be right, but none of them is blamed for it."""
    folder = archive(tmp_path / "in", **{f"a{n}": f"{MINUTES}{n}" for n in range(3)})
    with pytest.raises(ConfigError, match="no-such-model"):
        run([str(folder)], tmp_path / "out", Settings(workers=2, model="no-such-model"))
    with ledger.reading(tmp_path / "out") as kept:
        assert kept.count_documents() == 0


def test_limited_failures_are_tried_again_under_other_limits(tmp_path: Path) -> None:
    """A file that was too large is skipped as long as the limit stands, and tried again when it is raised."""
    folder = archive(tmp_path / "in", big=MINUTES * 50)
    small = Settings(workers=1, model="rules", max_bytes=1_000)
    out = tmp_path / "out"
    assert run([str(folder)], out, small, engine=Here()).failures[0]["problem"] == "too_large"
    assert run([str(folder)], out, small, engine=Here()).extracted == 0
    assert not run([str(folder)], out, SETTINGS, engine=Here()).failures


def test_too_little_memory_for_a_worker_is_a_configuration_error(tmp_path: Path) -> None:
    """No document is blamed when the limit does not even hold the program."""
    with pytest.raises(ConfigError, match="memory"):
        run([str(archive(tmp_path / "in", a=MINUTES))], tmp_path / "out", Settings(workers=1, memory=1_000_000))


def test_time_grows_with_pages() -> None:
    """A large file may take longer, up to the limit of pages."""
    settings = Settings(timeout=10, timeout_per_page=1, max_pages=100)
    assert time_limit(Task("a", b"a", "", 40_000), settings) == 20
    assert time_limit(Task("a", b"a", "", 10**9), settings) == 110


DRIVER = """
import sys
from functools import partial
from pathlib import Path
from pipeline.batch.run import run
from pipeline.config import Settings
from pipeline.engine import worker
from pipeline.engine.local import LocalEngine
from pipeline.engine.pool import run_shard
from tests import poison

class Engine(LocalEngine):
    def map_shards(self, fn, shards, settings):
        return super().map_shards(partial(run_shard, work=poison.work), shards, settings)

def tell(progress):
    print("done", progress.done, flush=True)

if __name__ == "__main__":
    settings = Settings(workers=2, model="rules", timeout=25, timeout_per_page=0)
    run([sys.argv[1]], Path(sys.argv[2]), settings, engine=Engine(), tell=tell)
"""


def _alive(group: int) -> list[str]:
    """Command lines of the processes of a group that still run."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            state = (path / "stat").read_text().rpartition(")")[2].split()
            if int(state[2]) == group and state[0] != "Z":
                found.append((path / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def test_killed_driver_loses_nothing_and_leaves_no_orphan(tmp_path: Path) -> None:
    """After kill -9 of the driver its workers end, committed documents are there, and the next run does the rest."""
    folder = archive(tmp_path / "in", **{f"a{n}": f"{MINUTES}{n}" for n in range(5)}, zz="SLEEP", zzz="STUCK")
    command = [sys.executable, "-c", DRIVER, str(folder), str(tmp_path / "out")]
    root = Path(__file__).parent.parent
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True, start_new_session=True) as driver:
        assert driver.stdout is not None
        for line in driver.stdout:
            if line.strip() == "done 5":
                break
        driver.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 30
    while _alive(driver.pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert _alive(driver.pid) == []
    report = extract(tmp_path, folder)
    assert report.extracted == 2
    assert len(statuses(tmp_path)) == 7


def test_second_run_says_who_holds_the_ledger(tmp_path: Path) -> None:
    """While one run writes, another ends with an error that names the first one's process."""
    from pipeline.errors import OutputError

    folder = archive(tmp_path / "in", a=MINUTES)
    with ledger.writing(tmp_path / "out"), pytest.raises(OutputError, match=f"Process {os.getpid()} on "):
        extract(tmp_path, folder)
    assert extract(tmp_path, folder).extracted == 1


def test_moved_archive_keeps_its_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Renamed and moved files are recognised by their bytes: nothing is extracted again."""
    monkeypatch.chdir(tmp_path)
    archive(tmp_path / "in", a=MINUTES)
    extract(tmp_path, "in")
    shutil.move(tmp_path / "in" / "a.txt", tmp_path / "in" / "b.txt")
    assert extract(tmp_path, "in").extracted == 0


def test_copied_project_goes_on_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports and dataset copied together are taken for what they are: nothing is extracted again, nothing clashes."""
    archive(tmp_path / "one/in", a=MINUTES)
    monkeypatch.chdir(tmp_path / "one")
    assert extract(tmp_path / "one", "in").extracted == 1
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    monkeypatch.chdir(tmp_path / "two")
    assert extract(tmp_path / "two", "in").extracted == 0


def test_two_files_never_share_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two folders of the same name elsewhere would give the same paths: an error says so before anything is lost."""
    archive(tmp_path / "one/in", a=MINUTES)
    archive(tmp_path / "two/in", a=MINUTES + "x")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(UsageError, match="Two files"):
        extract(tmp_path, tmp_path / "one/in", tmp_path / "two/in")


def test_table_with_too_many_cells_is_too_large(tmp_path: Path) -> None:
    """The cells of a document's tables are counted; beyond the limit it is recorded as too large."""
    rows = "\n".join("| a | b | c |" for _ in range(40))
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "list.md").write_text(f"# Participants\n\n| one | two | three |\n|---|---|---|\n{rows}\n")
    report = run([str(folder)], tmp_path / "out", Settings(workers=1, model="rules", max_cells=100), engine=Here())
    assert [failure["problem"] for failure in report.failures] == ["too_large"]


def test_worker_spares_its_tools_the_collector() -> None:
    """What lives as long as the worker is out of the garbage collector's sight, and new objects are not."""
    often = gc.get_threshold()
    gc.unfreeze()
    try:
        worker.spare_tools()
        assert gc.get_freeze_count() > 0
        assert gc.isenabled()
    finally:
        gc.unfreeze()
        gc.set_threshold(*often)
