"""The dataset for analysis: pandas frames and DuckDB relations of one version, which never changes once published."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageError
from pipeline.store.tables import tables
from pipeline.store.versions import files, latest, read_manifest

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pyarrow.parquet as pq


class Dataset:
    """One published version. Tables are attributes: ``dataset.meetings``, ``dataset.attendees``, ..."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """Version, counts and hashes."""
        return read_manifest(self.folder)

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables."""
        return tuple(table.name for table in tables())

    def frame(self, name: str) -> pd.DataFrame:
        """A table as pandas frame: whole numbers stay whole beside missing values, dates can be reckoned with."""
        import pandas as pd
        import pyarrow as pa
        import pyarrow.parquet as pq

        if name not in self.tables:
            raise UsageError(f"There is no table '{name}'.", remedy=f"There are: {', '.join(self.tables)}.")
        whole = {pa.int32(): pd.Int32Dtype(), pa.int64(): pd.Int64Dtype()}
        table = pa.concat_tables([pq.ParquetFile(path).read() for path in files(self.folder, name)])
        frame: pd.DataFrame = table.to_pandas(types_mapper=whole.get, date_as_object=False)
        return frame

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            frame = self.frame(name)
        except UsageError as error:
            raise AttributeError(str(error)) from error
        self.__dict__[name] = frame  # read once
        return frame

    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        import duckdb

        connection = duckdb.connect()
        for name in self.tables:
            paths = ", ".join("'{}'".format(str(path).replace("'", "''")) for path in files(self.folder, name))
            connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet([{paths}])")  # noqa: S608 - our own names
        return connection

    def sql(self, query: str) -> duckdb.DuckDBPyRelation:
        """A DuckDB relation; tables go by their names: ``sql("select city, count(*) from meetings group by 1")``."""
        return self._connection.sql(query)

    def __repr__(self) -> str:
        rows = ", ".join(f"{table['rows']} {name}" for name, table in self.manifest["tables"].items())
        return f"<Dataset {self.folder.name}: {rows}>"


#: What the overview says of a table: words, and the column that says it where it is not null (or not an empty list).
_OVERVIEW = {
    "meetings": (("start_date", "dated"), ("city", "with a city"), ("venue", "with a venue"), ("body", "with a body")),
    "attendees": (("role", "with a role"), ("organization", "with an organization"), ("country", "with a country")),
    "conclusions": (("owner", "with an owner"), ("due_date", "with a due date")),
    "next_meetings": (("start_date", "dated"), ("place", "with a place")),
    "evidence": (("page", "on a page"),),
}


def found(version: Path) -> list[tuple[str, int, str]]:
    """Each table of a version: name, number of rows, and how many of them say what, in words."""
    import pyarrow.parquet as pq

    lines = []
    for table in tables():
        said = _OVERVIEW.get(table.name, ())
        total, counts = 0, [0] * len(said)
        for path in files(version, table.name):
            with pq.ParquetFile(path) as file:
                total += file.metadata.num_rows
                for number, (column, _) in enumerate(said):
                    counts[number] += file.metadata.num_rows - _nulls(file, column)
        parts = [f"{count:,} {words}" for count, (_, words) in zip(counts, said, strict=True) if count]
        lines.append((table.name, total, ", ".join(parts)))
    return lines


def _nulls(file: pq.ParquetFile, column: str) -> int:
    """How many values of a column are null, by the file's own statistics."""
    position = next(i for i in range(len(file.schema)) if file.schema.column(i).path.split(".")[0] == column)
    groups = (file.metadata.row_group(group) for group in range(file.metadata.num_row_groups))
    return sum(group.column(position).statistics.null_count for group in groups)


def open_dataset(path: str | Path = "extracted") -> Dataset:
    """The latest version of the dataset in ``path``; a path to a version's own folder is fine too.

    Raises UsageError when nothing is published there.
    """
    folder = Path(path)
    if (folder / "manifest.json").is_file():
        return Dataset(folder)
    version = latest(folder)
    if version is None:
        raise UsageError(
            f"There is no dataset in {folder}.", remedy=f"Make one with `minutebook extract INPUT --out {folder}`."
        )
    return Dataset(version)
