"""Versions of large datasets in parts, floors that stop a version, what linking adds, and exports."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from pipeline.cli import main
from pipeline.errors import ConfigError, OutputError, UsageError
from pipeline.export import export
from pipeline.query import found, open_dataset
from pipeline.store import entities
from pipeline.store import ledger as ledgers
from pipeline.store.floors import BelowFloor
from pipeline.store.ledger import Ledger
from pipeline.store.publish import publish
from pipeline.store.versions import latest
from tests.test_store import add, extraction

NAMES = [f"{number}.txt" for number in range(12)]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger in ``tmp_path``."""
    with ledgers.writing(tmp_path) as made:
        yield made


def test_large_dataset_is_published_in_parts(tmp_path: Path, ledger: Ledger) -> None:
    """With many documents each table is a folder of parts that pandas and DuckDB read as one, with the same rows."""
    add(ledger, *NAMES)
    whole = publish(ledger, tmp_path / "whole", part=100)
    version = publish(ledger, tmp_path, part=3)
    assert len(version.manifest["parts"]) == 4
    assert version.rows == whole.rows
    assert len(list((version.folder / "meetings.parquet").glob("part-*.parquet"))) == 4
    frame = pd.read_parquet(tmp_path / "meetings.parquet")
    assert sorted(frame.meeting_id) == sorted(open_dataset(tmp_path / "whole").meetings.meeting_id)
    rows = duckdb.sql(f"select count(*) from '{tmp_path}/meetings.parquet/*.parquet'").fetchall()
    assert rows == [(12,)]
    data = open_dataset(tmp_path)
    assert len(data.evidence) == 12
    assert data.sql("select count(*) from attendees join meetings using (meeting_id)").fetchall() == [(12,)]
    assert found(version.folder) == found(whole.folder)


def test_parts_that_did_not_change_are_linked(tmp_path: Path, ledger: Ledger) -> None:
    """A new document writes its own part anew; the others are the same files as in the version before."""
    add(ledger, *NAMES)
    first = publish(ledger, tmp_path, part=4)
    add(ledger, "new.txt", body="Another Board")
    second = publish(ledger, tmp_path, part=4)
    assert len(first.manifest["parts"]) == len(second.manifest["parts"]) == 4
    assert second.manifest["parts_linked"] == 3
    linked = [
        (second.folder / "evidence.parquet" / path.name).samefile(path)
        for path in sorted((first.folder / "evidence.parquet").iterdir())
    ]
    assert linked.count(True) == 3
    assert second.rows["documents"] == 13
    assert second.rows["bodies"] == 2


def test_what_linking_says_of_a_part_counts_as_its_change(tmp_path: Path, ledger: Ledger) -> None:
    """When a new document shows that a number is out of its series, the part of the old document is written anew."""
    days = {1: 1, 2: 2, 90: 3, 4: 4, 5: 5}
    for number, day in days.items():
        add(ledger, f"{number}.txt", number=number, day=day)
        add(ledger, f"other{number}.txt", body=f"Board {number}", number=number, day=day)
    publish(ledger, tmp_path, part=2)
    add(ledger, "6.txt", number=6, day=6)
    publish(ledger, tmp_path, part=2)
    again = publish(ledger, tmp_path / "whole", part=100)
    issues = open_dataset(tmp_path).issues
    expected = extraction("90.txt").meetings[0].meeting_id
    assert issues[issues.code == "number-out-of-series"].meeting_id.tolist() == [expected]
    assert "issues" in again.manifest["tables"]


def test_number_out_of_series_lowers_confidence(tmp_path: Path, ledger: Ledger) -> None:
    """The meeting whose number does not fit has an issue that quotes it, and it and its number are less sure."""
    for number, day in {1: 1, 2: 2, 90: 3, 4: 4, 5: 5, 6: 6}.items():
        add(ledger, f"{number}.txt", number=number, day=day)
    publish(ledger, tmp_path)
    data = open_dataset(tmp_path)
    (issue,) = data.issues[data.issues.code == "number-out-of-series"].to_dict("records")
    assert (
        issue["message"]
        == "Number 90 does not fit the body's series: number 2 of 2019-05-02 and number 4 of 2019-05-04."
    )
    assert issue["quote"] == "4"
    meetings = data.meetings.set_index("meeting_id").confidence
    assert meetings[issue["meeting_id"]] == pytest.approx(0.64)
    assert (meetings.drop(issue["meeting_id"]) == 0.8).all()
    quotes = data.evidence[data.evidence.field == "number"].set_index("record_id").confidence
    assert quotes[issue["meeting_id"]] == pytest.approx(0.4)


def test_persons_are_the_same_by_way_of_the_disk(tmp_path: Path, ledger: Ledger) -> None:
    """Persons gathered in small shares are those gathered at once."""
    add(ledger, *NAMES)
    folder = publish(ledger, tmp_path, part=100).folder
    paths = [(folder / "attendees.parquet", folder / "meetings.parquet")]
    whole = list(entities.persons(paths, tmp_path))
    assert list(entities.persons(paths, tmp_path, held=5)) == whole
    assert not list(tmp_path.glob("share-*"))


@pytest.mark.parametrize(
    ("floors", "words"),
    [
        ({"meetings.venue": 0.5}, r"0 of 3 meetings \(0%\) have venue; the floor is 50%"),
        ({"documents.venue": 0.5}, r"0 of 3 documents \(0%\) have venue"),
        ({"documents.failed": 0.5}, "have failed"),
        ({"meetings.objectives": 1.0}, "have objectives"),
    ],
)
def test_version_below_a_floor_is_not_published(
    tmp_path: Path, ledger: Ledger, floors: dict[str, float], words: str
) -> None:
    """A share below its floor stops the version with a clear word; the ledger and the last version stay."""
    add(ledger, "a.txt")
    publish(ledger, tmp_path)
    add(ledger, "b.txt", "c.txt")
    with pytest.raises(BelowFloor, match=words):
        publish(ledger, tmp_path, expected=floors)
    assert len(open_dataset(tmp_path).meetings) == 1
    assert len(list(ledger.documents())) == 3
    assert not list((tmp_path / "versions").glob(".tmp-*"))


def test_version_above_its_floors_is_published(tmp_path: Path, ledger: Ledger) -> None:
    """Shares of columns, of lists, and of documents with a meeting that has a column."""
    add(ledger, *NAMES)
    floors = {"documents.start_date": 0.9, "meetings.countries": 1.0, "documents.extracted": 1.0}
    assert publish(ledger, tmp_path, expected=floors, part=4).new


def test_floor_must_name_something(tmp_path: Path, ledger: Ledger) -> None:
    """A floor for a column that does not exist is a wrong setting, not a floor that is always met."""
    with pytest.raises(ConfigError, match="colour"):
        publish(ledger, tmp_path, expected={"meetings.colour": 0.5})


def test_floors_come_from_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command ends with exit code 5 and says what is missing."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("Minutes of the meeting\n\nPresent: Ms Ana Kovač\n\nThe pier was discussed.\n" * 3)
    (tmp_path / "floors.toml").write_text('[floors]\n"documents.venue" = 0.9\n')
    assert main(["extract", "a.txt", "--model", "rules", "--settings", "floors.toml"]) == 5
    assert "the floor is 90%" in capsys.readouterr().err
    (tmp_path / "floors.toml").write_text('[floors]\n"documents.venue" = 9\n')
    assert main(["extract", "a.txt", "--settings", "floors.toml"]) == 3


def test_csv_makes_formulas_harmless(tmp_path: Path, ledger: Ledger) -> None:
    """A text that a spreadsheet would compute gets an apostrophe; lists are joined, dates are ISO, no row is lost."""
    add(ledger, "a.txt", body='=HYPERLINK("http://localhost","x")')
    add(ledger, "b.txt", body="+1 Board")
    publish(ledger, tmp_path, part=1)
    export(latest(tmp_path) or tmp_path, ["meetings", "documents"], "csv", tmp_path / "csv")
    with (tmp_path / "csv/meetings.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["body"] for row in rows} == {'\'=HYPERLINK("http://localhost","x")', "'+1 Board"}
    assert {row["countries"] for row in rows} == {"AT; HR"}
    assert {row["start_date"] for row in rows} == {"2019-05-04"}
    assert not (tmp_path / "csv/attendees.csv").exists()


def test_workbook_holds_texts_as_texts(tmp_path: Path, ledger: Ledger) -> None:
    """In Excel every table is a sheet, and no cell is a formula or a link."""
    import zipfile

    add(ledger, "a.txt", body='=HYPERLINK("http://localhost","x")')
    publish(ledger, tmp_path)
    export(latest(tmp_path) or tmp_path, [], "xlsx", tmp_path / "all.xlsx")
    with zipfile.ZipFile(tmp_path / "all.xlsx") as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        text = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    assert len(sheets) == 11
    assert "HYPERLINK(&quot;" in text or 'HYPERLINK("' in text
    assert "<f>" not in text
    assert "<hyperlink" not in text


def test_export_errors_say_what_to_do(tmp_path: Path, ledger: Ledger) -> None:
    """A table that does not exist and a target that cannot be written are named."""
    add(ledger, "a.txt")
    folder = publish(ledger, tmp_path).folder
    with pytest.raises(UsageError, match="persons"):
        export(folder, ["people"], "csv", tmp_path / "csv")
    with pytest.raises(OutputError, match="LATEST"):
        export(folder, [], "csv", tmp_path / "LATEST")
