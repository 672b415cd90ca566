"""One Parquet file of a table, written in row groups from rows of JSON.

Rows go to Arrow as lines of JSON, which it parses itself: a third of the time of handing it Python's values, and no
import of pandas behind one's back.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Self

from pydantic_core import to_json

from pipeline.store.durable import account, sync
from pipeline.store.tables import Table, arrow_schema

#: Rows of a row group: large enough to compress well, small enough to hold in memory.
GROUP = 20_000
#: Arrow counts days from here, and reads a date from JSON as such a count.
_EPOCH = date(1970, 1, 1).toordinal()


class TableWriter:
    """One file of a table."""

    def __init__(self, table: Table, path: Path) -> None:
        import pyarrow.parquet as pq

        self._schema = arrow_schema(table)
        self._dates = [column.name for column in table.columns if column.kind == "date"]
        self._path = path
        # Snappy: readers of all languages have it.
        self._file = pq.ParquetWriter(path, self._schema, compression="snappy")
        self._lines: list[bytes] = []
        self._waiting = self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._flush()
        self._file.close()
        if kind is None:
            sync(self._path)

    def add(self, row: Mapping[str, Any]) -> None:
        """One more row; what the table has no column for is left out."""
        days = {name: date.fromisoformat(row[name]).toordinal() - _EPOCH for name in self._dates if row.get(name)}
        self.add_lines(to_json({**row, **days} if days else row), 1)

    def add_lines(self, lines: bytes, count: int) -> None:
        """So many rows of a table without dates, each a line of JSON."""
        self._lines.append(lines)
        self._waiting += count
        if self._waiting >= GROUP:
            self._flush()

    def _flush(self) -> None:
        from pyarrow import json

        if self._waiting:
            text = b"\n".join(self._lines)
            rows = json.read_json(
                io.BytesIO(text),
                read_options=json.ReadOptions(use_threads=False, block_size=len(text) + 1),
                parse_options=json.ParseOptions(explicit_schema=self._schema, unexpected_field_behavior="ignore"),
            )
            self._file.write_table(rows.select(self._schema.names))
        self._count += self._waiting
        self._lines, self._waiting = [], 0

    def account(self) -> dict[str, Any]:
        """What the manifest says of the file, once it is closed."""
        return account(self._path, self._count)
