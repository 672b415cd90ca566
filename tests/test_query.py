"""Reading the dataset: frames, DuckDB, and one version whatever is published meanwhile."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import pipeline
from pipeline.errors import UsageError
from pipeline.query import found, open_dataset
from pipeline.store import ledger as ledgers
from pipeline.store.publish import publish
from tests.test_store import add


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A dataset of two documents."""
    with ledgers.writing(tmp_path) as ledger:
        add(ledger, "a.txt", "b.txt")
        publish(ledger, tmp_path)
    return tmp_path


def test_tables_are_frames(folder: Path) -> None:
    """Each table is a pandas frame; whole numbers stay whole and dates can be reckoned with."""
    data = pipeline.open_dataset(folder)
    assert len(data.meetings) == len(data.attendees) == 2
    assert data.meetings.number.dtype == pd.Int32Dtype()
    assert data.meetings.start_date.dt.year.tolist() == [2019, 2019]
    assert data.meetings.stated_attendance.isna().all()
    assert data.organizations.empty


def test_plain_pandas_reads_the_linked_file(folder: Path) -> None:
    """``pandas.read_parquet("extracted/meetings.parquet")`` needs nothing of ours."""
    frame = pd.read_parquet(folder / "meetings.parquet")
    assert frame.body.tolist() == ["Harbour Board", "Harbour Board"]


def test_sql_joins_tables_by_name(folder: Path) -> None:
    """DuckDB sees the tables of the version under their names."""
    query = "select m.body, count(*) from meetings m join attendees using (meeting_id) group by 1"
    assert open_dataset(folder).sql(query).fetchall() == [("Harbour Board", 2)]


def test_version_stays_the_same_under_ones_hands(folder: Path) -> None:
    """A dataset that is open does not change when a new version is published."""
    data = open_dataset(folder)
    with ledgers.writing(folder) as ledger:
        add(ledger, "c.txt")
        publish(ledger, folder)
    assert len(data.meetings) == len(data.attendees) == 2
    assert len(open_dataset(folder).meetings) == 3
    assert len(open_dataset(folder / "versions/000001").meetings) == 2


def test_overview_counts_what_is_there(folder: Path) -> None:
    """The overview says how many rows have a date, a body, a country."""
    lines = {name: (rows, words) for name, rows, words in found(open_dataset(folder).folder)}
    assert lines["meetings"] == (2, "2 dated, 2 with a body")
    assert lines["conclusions"] == (0, "")


def test_errors_say_what_to_do(tmp_path: Path, folder: Path) -> None:
    """A folder without a dataset and a table that does not exist are named, with what there is."""
    with pytest.raises(UsageError, match="minutebook extract"):
        open_dataset(tmp_path / "nothing")
    with pytest.raises(AttributeError, match="agenda_items"):
        open_dataset(folder).people  # noqa: B018
