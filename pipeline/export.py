"""The tables for programs that read no Parquet: CSV files, or one Excel workbook with a sheet for each table.

Texts come from strangers' documents. In CSV a cell that a spreadsheet would take for a formula gets an apostrophe in
front (https://owasp.org/www-community/attacks/CSV_Injection); in the workbook every text is a text and stays inert.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import OutputError, UsageError
from pipeline.store.tables import tables
from pipeline.store.versions import files

if TYPE_CHECKING:
    from xlsxwriter import Workbook

#: How a cell begins that a spreadsheet would compute.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: What a sheet of Excel holds: rows with its heading, and characters in a cell.
_ROWS, _CHARACTERS = 1_048_576, 32_767
_BETWEEN = "; "

Row = tuple[Any, ...]


def export(version: Path, names: Sequence[str], form: str, target: Path) -> list[Path]:
    """Write tables of a version as ``csv`` (files in the folder ``target``) or ``xlsx`` (one file): what was written.

    Raises UsageError for a table that does not exist, and OutputError when nothing can be written.
    """
    known = [table.name for table in tables()]
    for name in names:
        if name not in known:
            raise UsageError(f"There is no table '{name}'.", remedy=f"There are: {', '.join(known)}.")
    chosen = list(names) or known
    try:
        if form == "xlsx":
            target.parent.mkdir(parents=True, exist_ok=True)
            _write_workbook(version, chosen, target)
            return [target]
        target.mkdir(parents=True, exist_ok=True)
        paths = [target / f"{name}.csv" for name in chosen]
        for name, path in zip(chosen, paths, strict=True):
            _write_csv(path, *_table(version, name))
    except OSError as error:
        raise OutputError(
            f"Cannot write {target}: {error.strerror or error}.", remedy="Choose another --out."
        ) from error
    return paths


def _table(version: Path, name: str) -> tuple[list[str], Iterator[Row]]:
    """A table's columns, and its rows one after the other."""
    import pyarrow.parquet as pq

    def rows() -> Iterator[Row]:
        for path in files(version, name):
            with pq.ParquetFile(path) as file:
                for batch in file.iter_batches():
                    yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)

    return pq.read_schema(files(version, name)[0]).names, rows()


def _write_csv(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    # With the mark by which Excel knows UTF-8; other programs skip it.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow([_cell(value) for value in row])


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        value = _BETWEEN.join(value)
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, dt.date) else value


def _write_workbook(version: Path, names: Sequence[str], target: Path) -> None:
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    try:
        with xlsxwriter.Workbook(str(target), options) as book:
            for name in names:
                _write_sheets(book, name, *_table(version, name))
    except FileCreateError as error:
        raise OSError(str(error)) from error


def _write_sheets(book: Workbook, name: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """A table as a sheet, and where it is longer than one may be, as further ones: "evidence", "evidence 2"."""
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    sheet, line, number = None, 0, 0
    for row in rows:
        if sheet is None or line == _ROWS:
            number += 1
            sheet, line = _sheet(book, name, number, columns), 1
        for column, value in enumerate(row):
            if isinstance(value, list):
                sheet.write_string(line, column, _BETWEEN.join(value)[:_CHARACTERS])
            elif isinstance(value, str):
                sheet.write_string(line, column, value[:_CHARACTERS])
            elif isinstance(value, dt.datetime):
                sheet.write_datetime(line, column, value.replace(tzinfo=None), moment)
            elif isinstance(value, dt.date) and value.year >= 1900:  # Excel's calendar begins there
                sheet.write_datetime(line, column, value, day)
            elif isinstance(value, dt.date):
                sheet.write_string(line, column, value.isoformat())
            elif isinstance(value, bool):
                sheet.write_boolean(line, column, value)
            elif value is not None:
                sheet.write_number(line, column, value)
        line += 1
    if sheet is None:
        _sheet(book, name, 1, columns)


def _sheet(book: Workbook, name: str, number: int, columns: Sequence[str]) -> Any:
    sheet = book.add_worksheet(name if number == 1 else f"{name} {number}")
    sheet.freeze_panes(1, 0)
    for column, heading in enumerate(columns):
        sheet.write_string(0, column, heading)
    return sheet
