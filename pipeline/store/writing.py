"""One Parquet file of a table, written in row groups from rows of JSON data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from pipeline.store.durable import account, sync
from pipeline.store.tables import Table, arrow_schema

if TYPE_CHECKING:
    import pyarrow as pa

#: Rows of a row group: large enough to compress well, small enough to hold in memory.
GROUP = 20_000


class TableWriter:
    """One file of a table."""

    def __init__(self, table: Table, path: Path) -> None:
        import pyarrow.parquet as pq

        self._table = table
        self._schema = arrow_schema(table)
        self._path = path
        # Snappy: readers of all languages have it.
        self._file = pq.ParquetWriter(path, self._schema, compression="snappy")
        self._rows: list[dict[str, Any]] = []
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._flush()
        self._file.close()
        if kind is None:
            sync(self._path)

    def add(self, row: dict[str, Any]) -> None:
        """One more row."""
        self._rows.append(row)
        if len(self._rows) >= GROUP:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        if self._rows:
            arrays = [
                _array([row.get(column.name) for row in self._rows], column.kind, self._schema.field(number).type)
                for number, column in enumerate(self._table.columns)
            ]
            self._file.write_batch(pa.record_batch(arrays, schema=self._schema))
        self._count += len(self._rows)
        self._rows = []

    def account(self) -> dict[str, Any]:
        """What the manifest says of the file, once it is closed."""
        return account(self._path, self._count)


def _array(values: list[Any], kind: str, wanted: pa.DataType) -> pa.Array:
    import pyarrow as pa

    if kind == "list of texts":
        return pa.array([value or [] for value in values], wanted)
    if kind in ("date", "moment"):
        return pa.array(values, pa.string()).cast(wanted)
    return pa.array(values, wanted)
