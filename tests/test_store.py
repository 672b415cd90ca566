"""The ledger and the versions: types, atomic publishing, and what a kill at any moment leaves behind."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from pipeline.engine.worker import Task, outcome
from pipeline.errors import OutputError, UsageError
from pipeline.records import Attendee, DocumentRecord, Evidence, Extraction, Issue, Meeting, NextMeeting
from pipeline.store import ledger as ledgers
from pipeline.store.ledger import Ledger
from pipeline.store.outcome import File
from pipeline.store.publish import KEEP, publish
from pipeline.store.tables import tables
from pipeline.store.versions import latest, read_manifest
from pipeline.store.work import Work

WORK = Work({"core": "code"}, "limits")
ROOT = Path(__file__).parent.parent


def extraction(name: str, *, body: str = "Harbour Board", number: int = 4, day: int = 4) -> Extraction:
    """What a document could give; all of it depends on the arguments alone."""
    key = hashlib.sha256(name.encode()).hexdigest()
    person = Attendee(
        attendee_id=f"{key[:15]}a",
        position=0,
        name="Ana Kovač",
        country="HR",
        functions=("chair",),
        presence="present",
        confidence=0.9,
    )
    meeting = Meeting(
        meeting_id=key[:16],
        position=0,
        body=body,
        number=number,
        start_date=date(2019, 5, day),
        end_date=date(2019, 5, day),
        date_precision="day",
        start_time="10:00",
        latitude=48.2,
        countries=("AT", "HR"),
        attendees=(person,),
        next_meetings=(NextMeeting(position=0, place="Vienna"),),
        char_start=0,
        char_end=9,
        confidence=0.8,
    )
    record = DocumentRecord(
        document_id=key,
        path=name,
        media_type="text/plain",
        bytes=9,
        characters=9,
        status="extracted",
        meetings=1,
        pipeline_version="1",
        model_version="rules",
        extracted_at=datetime(2020, 1, 1, tzinfo=UTC),
    )
    quote = Evidence(
        record_id=key[:16], field="number", char_start=0, char_end=1, quote="4", rule="test", confidence=0.8
    )
    issue = Issue(meeting_id=key[:16], code="test", severity="info", message="A test.")
    return Extraction(document=record, meetings=(meeting,), evidence=(quote,), issues=(issue,))


def add(ledger: Ledger, *names: str, **options: Any) -> None:
    """Commit the extraction of each name."""
    run = ledger.begin()
    for name in names:
        made = extraction(name, **options)
        key = made.document.document_id
        ledger.note([File(name, name.encode(), key, 9, 0)], run)
        ledger.commit(outcome(Task(name, name.encode(), key, 9), made), WORK)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger in ``tmp_path``."""
    with ledgers.writing(tmp_path) as made:
        yield made


def test_tables_are_those_of_the_contract() -> None:
    """All tables have the columns of the contract, in its order, with those that were added behind them."""
    names = {table.name: table.names for table in tables()}
    assert list(names) == [
        *("documents", "meetings", "organizations", "attendees", "agenda_items", "conclusions"),
        *("next_meetings", "evidence", "issues", "persons", "bodies"),
    ]
    assert names["attendees"][:5] == ("attendee_id", "meeting_id", "document_id", "position", "name")
    assert all(column.description for table in tables() for column in table.columns)


def test_duckdb_reads_what_was_written(tmp_path: Path, ledger: Ledger) -> None:
    """DuckDB sees dates as dates, lists as lists, whole numbers as whole, and null where nothing is said."""
    add(ledger, "a.txt")
    publish(ledger, tmp_path)
    path = tmp_path / "meetings.parquet"
    row = duckdb.sql(
        "select number, start_date, start_time, countries, title, objectives, typeof(number), typeof(start_date)"
        f" from '{path}'"
    ).fetchall()
    assert row == [(4, date(2019, 5, 4), "10:00", ["AT", "HR"], None, [], "INTEGER", "DATE")]
    path = tmp_path / "documents.parquet"
    moment = duckdb.sql(f"select typeof(extracted_at), typeof(bytes) from '{path}'").fetchall()
    assert moment == [("TIMESTAMP WITH TIME ZONE", "BIGINT")]


def test_every_table_is_there_even_without_rows(tmp_path: Path, ledger: Ledger) -> None:
    """An empty ledger publishes all tables with all columns."""
    version = publish(ledger, tmp_path)
    for table in tables():
        file = pq.ParquetFile(version.folder / f"{table.name}.parquet")
        assert tuple(file.schema_arrow.names) == table.names
        assert file.metadata.num_rows == 0


def test_persons_and_bodies_are_linked(tmp_path: Path, ledger: Ledger) -> None:
    """The same person in two documents is one row of persons, and both attendees name it."""
    add(ledger, "a.txt", "b.txt")
    publish(ledger, tmp_path)
    people = duckdb.sql(f"select name, meetings, first_date from '{tmp_path}/persons.parquet'").fetchall()
    assert people == [("Ana Kovač", 2, date(2019, 5, 4))]
    ids = duckdb.sql(
        f"select count(distinct a.person_id), count(distinct p.person_id) from '{tmp_path}/attendees.parquet' a"
        f" join '{tmp_path}/persons.parquet' p using (person_id)"
    ).fetchall()
    assert ids == [(1, 1)]


def test_manifest_tells_rows_and_hashes(tmp_path: Path, ledger: Ledger) -> None:
    """The manifest's counts and hashes are those of the files."""
    add(ledger, "a.txt", "b.txt")
    version = publish(ledger, tmp_path)
    for name, table in read_manifest(version.folder)["tables"].items():
        data = (version.folder / f"{name}.parquet").read_bytes()
        assert table["sha256"] == hashlib.sha256(data).hexdigest()
        assert table["rows"] == pq.ParquetFile(version.folder / f"{name}.parquet").metadata.num_rows


def test_nothing_new_is_no_new_version(tmp_path: Path, ledger: Ledger) -> None:
    """Publishing twice without a change leaves the version; a change makes a new one; three stay."""
    add(ledger, "a.txt")
    assert publish(ledger, tmp_path).new
    assert not publish(ledger, tmp_path).new
    for number in range(5):
        add(ledger, f"{number}.txt")
        assert publish(ledger, tmp_path).new
    kept = sorted(path.name for path in (tmp_path / "versions").iterdir())
    assert kept == ["000004", "000005", "000006"]
    assert len(kept) == KEEP
    assert (tmp_path / "LATEST").read_text().strip() == "000006"
    assert (tmp_path / "meetings.parquet").samefile(tmp_path / "versions/000006/meetings.parquet")


def test_failed_publishing_leaves_the_last_version(tmp_path: Path, ledger: Ledger) -> None:
    """When the new version cannot be announced, the old one still stands whole, and the next attempt succeeds."""
    add(ledger, "a.txt")
    publish(ledger, tmp_path)
    before = (tmp_path / "versions/000001/meetings.parquet").read_bytes()
    add(ledger, "b.txt")
    (tmp_path / "LATEST.tmp").mkdir()
    with pytest.raises(OutputError, match="unharmed"):
        publish(ledger, tmp_path)
    assert (tmp_path / "LATEST").read_text().strip() == "000001"
    assert (tmp_path / "meetings.parquet").read_bytes() == before
    (tmp_path / "LATEST.tmp").rmdir()
    assert publish(ledger, tmp_path).rows["meetings"] == 2


def test_result_of_changed_bytes_replaces_the_old_one(tmp_path: Path, ledger: Ledger) -> None:
    """When a file's bytes change, what it used to say is no longer published."""
    add(ledger, "a.txt")
    run = ledger.begin()
    made = extraction("other")
    key = made.document.document_id
    ledger.note([File("a.txt", b"a.txt", key, 9, 1)], run)
    ledger.commit(outcome(Task("a.txt", b"a.txt", key, 9), made), WORK)
    ledger.tidy()
    assert publish(ledger, tmp_path).rows["meetings"] == 1
    assert [row["document_id"] for row in ledger.documents()] == [key]


def test_documents_are_found_by_path_and_id(ledger: Ledger) -> None:
    """A path, its end, a part of it, and the beginning of an id all find a document."""
    add(ledger, "reports/2019/a.txt", "reports/2020/a.txt", "reports/b_1.txt")
    key = extraction("reports/b_1.txt").document.document_id
    for name in ("reports/b_1.txt", "b_1.txt", "b_", key, key[:8], key[:16]):
        assert ledger.one(name) == (key, "reports/b_1.txt"), name
    with pytest.raises(UsageError, match="2 documents"):
        ledger.one("a.txt")
    with pytest.raises(UsageError, match="no document"):
        ledger.one("c.txt")


def test_reading_needs_a_dataset(tmp_path: Path) -> None:
    """A folder without a ledger says how to make one, and is left as it was."""
    with pytest.raises(UsageError, match="minutebook extract"), ledgers.reading(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


WRITER = """
import sys
from pathlib import Path
from pipeline.store import ledger as ledgers
from pipeline.store.publish import publish
from tests.test_store import add

with ledgers.writing(Path(sys.argv[1])) as ledger:
    for number in range(10_000):
        name = f"{sys.argv[2]}-{number}.txt"
        add(ledger, name)
        print(name, flush=True)
        if number % 5 == 4:
            publish(ledger, Path(sys.argv[1]))
"""


def test_kill_at_any_moment_loses_nothing(tmp_path: Path) -> None:
    """After kill -9 every acknowledged document is in the ledger, and the announced version is whole and agrees."""
    chance = random.Random(7)
    told: set[str] = set()
    for attempt in range(5):
        command = [sys.executable, "-c", WRITER, str(tmp_path), str(attempt)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            told.add(writer.stdout.readline().strip())
            time.sleep(chance.uniform(0.05, 0.5))
            writer.kill()
            told.update(line.strip() for line in writer.stdout if line.endswith(".txt\n"))
        with ledgers.reading(tmp_path) as ledger:
            assert told <= {row["path"] for row in ledger.documents()}
        version = latest(tmp_path)
        if version is not None:
            manifest = json.loads((version / "manifest.json").read_text())
            counts = {
                name: pq.ParquetFile(version / f"{name}.parquet").metadata.num_rows for name in manifest["tables"]
            }
            assert counts == {name: table["rows"] for name, table in manifest["tables"].items()}
            assert counts["documents"] == counts["meetings"] == counts["attendees"]
    with ledgers.writing(tmp_path) as ledger:
        assert publish(ledger, tmp_path).rows["documents"] >= len(told)
    assert not list((tmp_path / "versions").glob(".tmp-*"))
