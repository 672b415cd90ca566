"""What the columns of a table hold, by the words of its heading or by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from pipeline.fields.attendees.cells import Row
from pipeline.fields.attendees.knowledge import Knowledge
from pipeline.fields.attendees.labels import Label
from pipeline.text import join

_HEAD = re.compile(r"[\s:*]+")
_MARK = re.compile(r"[\s.*]+")
#: Share of a column's cells that must be of a kind for the column to be of that kind.
_MOST = 0.6
#: Cells of more words, on average, tell what somebody said.
_LONG = 15


def columns_of(table: list[Row], label: Label | None, know: Knowledge) -> tuple[dict[int, str], list[Row]]:
    """What each column holds, and the rows below the heading."""
    for number, row in enumerate(table[:3]):
        kinds = {c: kind for c in range(len(row.cells)) if (kind := _head(row.text(c), know))}
        found = set(kinds.values())
        named = "name" in found or {"given", "family"} <= found
        if named and len(found) >= 2 and (label is not None or _says_who(row, kinds, found, know)):
            marked = {
                c: "presence" for c in range(len(row.cells)) if c not in kinds and _all_marks(table, number, c, know)
            }
            return kinds | marked, table[number + 1 :]
        if named and label is not None and len(row.cells) <= 2:
            return kinds | _guessed(table[number + 1 :], know, known=kinds), table[number + 1 :]
    if label is None:
        return {}, []
    return _guessed(table, know, known={}), table


def _all_marks(table: list[Row], head: int, column: int, know: Knowledge) -> bool:
    """Whether a column without a heading holds nothing but marks."""
    cells = [row.text(column) for row in table[head + 1 :] if row.text(column)]
    return not table[head].text(column) and bool(cells) and all(mark_of(cell, know) for cell in cells)


def mended(body: list[Row], columns: Mapping[int, str]) -> list[Row]:
    """The rows, one that only goes on with a broken word joined to the row before it."""
    found: list[Row] = []
    for row in body:
        filled = [column for column in range(len(row.cells)) if row.text(column)]
        broken = len(filled) == 1 and found and columns.get(filled[0]) in ("name", "given", "family")
        if broken and row.text(filled[0])[:1].islower():
            cells = list(found[-1].cells)
            cells[filled[0]] = join([cells[filled[0]], row.cells[filled[0]]], "")
            found[-1] = replace(found[-1], cells=tuple(cells))
        else:
            found.append(row)
    return found


def _says_who(row: Row, kinds: Mapping[int, str], found: set[str], know: Knowledge) -> bool:
    """Whether the heading row itself says that the table lists who was there: "Attendee name", a column "Present"."""
    names = " ".join(row.text(column) for column, kind in kinds.items() if kind == "name")
    return bool(found & {"presence", "absence", "online"}) or any(p.search(names) for p in know.words.presence.values())


def _head(text: str, know: Knowledge) -> str | None:
    words = _HEAD.sub(" ", text).strip().casefold()
    if not words or len(words.split()) > 6:
        return None
    kind = know.words.columns.get(words)
    if kind is None:
        kind = know.words.columns.get(words.split("(")[0].strip()) or know.words.columns.get(
            words.split("/")[0].strip()
        )
    return kind or know.words.columns.get(words.replace(" ", ""))  # "Prese nt", broken in a narrow column


def _guessed(body: list[Row], know: Knowledge, *, known: Mapping[int, str]) -> dict[int, str]:
    """The columns of a table without (full) heading, by what stands in them."""
    width = max((len(row.cells) for row in body), default=0)
    kinds: dict[int, str] = dict(known)
    if len(body) < 2:
        return {}
    for column in range(width):
        if column in kinds:
            continue
        cells = [row.text(column) for row in body if row.text(column)]
        kind = _kind_of(cells, len(body), know) if cells else None
        if kind and (kind != "name" or "name" not in kinds.values()):
            kinds[column] = kind
    return kinds if "name" in kinds.values() else {}


def _kind_of(cells: list[str], rows: int, know: Knowledge) -> str | None:
    count = len(cells)
    if sum(mark_of(cell, know) is not None for cell in cells) >= 0.8 * count:
        return "presence"
    if sum(know.name_score(cell) >= 0.5 for cell in cells) >= _MOST * count and count >= 0.5 * rows:
        return "name"
    if sum(know.is_role(cell) for cell in cells) >= _MOST * count:
        return "role"
    if sum(len(cell.split()) for cell in cells) > _LONG * count:
        return "speech"
    return "organization" if sum(any(c.isalpha() for c in cell) for cell in cells) >= _MOST * count else None


def mark_of(text: str, know: Knowledge) -> str | None:
    """The presence that a cell's mark says."""
    bare = _MARK.sub(" ", text).strip().casefold()
    return know.words.marks.get(bare or text.strip().casefold())


def is_marked(body: list[Row], columns: Mapping[int, str], know: Knowledge) -> bool:
    """Whether a presence column is filled in at all, so that an empty cell means absent."""
    return any(kind == "presence" and any(mark_of(row.text(c), know) for row in body) for c, kind in columns.items())
