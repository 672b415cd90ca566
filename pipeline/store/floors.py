"""Expectations of a dataset: shares that a version must reach before it is published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from pipeline.errors import ConfigError, OutputError
from pipeline.records import Status
from pipeline.store.tables import tables

#: Table name to its files.
Files = Mapping[str, Sequence[Path]]


class BelowFloor(OutputError):
    """A version says less than it was expected to."""

    remedy = (
        "Look at `minutebook status`, or lower the floor in the settings. What was extracted is kept, and the last"
        " published version is unharmed."
    )


def check_names(floors: Mapping[str, float]) -> None:
    """Raises ConfigError for a floor that names nothing.

    ``meetings.start_date`` is the share of meetings with a start date, ``documents.start_date`` that of the documents
    which were read and have a meeting with one; ``documents.failed`` and so on the share of files with that status.
    """
    names = {table.name: set(table.names) for table in tables()}
    names["documents"] |= {*get_args(Status), *names["meetings"]}
    for floor in floors:
        table, _, column = floor.partition(".")
        if column not in names.get(table, ()):
            raise ConfigError(
                f"There is no '{floor}' that a floor could be set for.",
                remedy="Name a table and a column, such as meetings.start_date, or documents.extracted.",
            )


def check(floors: Mapping[str, float], files: Files) -> None:
    """Raises BelowFloor for the first floor that the tables do not reach."""
    for name, floor in floors.items():
        table, _, column = name.partition(".")
        reached, total = _reached(table, column, files)
        if total and reached < floor * total:
            what = f"{reached:,} of {total:,} {table}"
            raise BelowFloor(f"Not published: {what} ({reached / total:.0%}) have {column}; the floor is {floor:.0%}.")


def _reached(table: str, column: str, files: Files) -> tuple[int, int]:
    """How many have it, and of how many; part by part, so that memory stays flat."""
    own = {item.name: item for item in tables()}[table]
    if table == "documents" and column in get_args(Status):
        parts = ([value == column for value in _values(path, "status")] for path in files[table])
    elif table == "documents" and column not in own.names:
        parts = (_read(*paths, column) for paths in zip(files["documents"], files["meetings"], strict=True))
    else:
        parts = ([value not in (None, []) for value in _values(path, column)] for path in files[table])
    reached = total = 0
    for has in parts:
        reached, total = reached + sum(has), total + len(has)
    return reached, total


def _read(documents: Path, meetings: Path, column: str) -> list[bool]:
    """For each document of a part that was read: whether one of its meetings has the column."""
    states = zip(_values(documents, "document_id"), _values(documents, "status"), strict=True)
    having = set(_having(meetings, column))
    return [key in having for key in sorted({key for key, status in states if status != "failed"})]


def _having(path: Path, column: str) -> Iterator[Any]:
    keys = _values(path, "document_id")
    yield from (key for key, value in zip(keys, _values(path, column), strict=True) if value not in (None, []))


def _values(path: Path, column: str) -> list[Any]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        values: list[Any] = file.read(columns=[column]).column(column).to_pylist()
    return values
