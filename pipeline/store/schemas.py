"""The tables as JSON Schemas, for those who check the dataset with tools of their own."""

from __future__ import annotations

from typing import Any, get_args

from pipeline import records
from pipeline.records import Extraction
from pipeline.store.tables import Column, Table, tables

_TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "whole number": {"type": "integer"},
    "large number": {"type": "integer"},
    "number": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "moment": {"type": "string", "format": "date-time"},
    "yes or no": {"type": "boolean"},
    "list of texts": {"type": "array", "items": {"type": "string"}},
}
#: Columns whose values are one of a few words.
_WORDS: dict[tuple[str, str], Any] = {
    ("documents", "status"): records.Status,
    ("meetings", "date_precision"): records.Precision,
    ("meetings", "mode"): records.Mode,
    ("organizations", "role"): records.OrganizationRole,
    ("attendees", "presence"): records.Presence,
    ("conclusions", "kind"): records.ConclusionKind,
    ("next_meetings", "date_precision"): records.Precision,
    ("evidence", "origin"): records.Origin,
    ("issues", "severity"): records.Severity,
}


def words_of(table: str, column: str) -> tuple[str, ...]:
    """The words that a column may hold; empty when any will do."""
    return get_args(_WORDS[table, column]) if (table, column) in _WORDS else ()


def schemas() -> dict[str, dict[str, Any]]:
    """File name (without ending) to JSON Schema: each table, and ``extraction``, a document's whole result."""
    made = {table.name: _schema(table) for table in tables()}
    made["extraction"] = Extraction.model_json_schema()
    return made


def _schema(table: Table) -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": table.name,
        "description": f"One row per {table.row}.",
        "type": "object",
        "properties": {column.name: _property(table, column) for column in table.columns},
        "required": list(table.names),
        "additionalProperties": False,
    }


def _property(table: Table, column: Column) -> dict[str, Any]:
    kind = dict(_TYPES[column.kind])
    if words := words_of(table.name, column.name):
        kind["enum"] = list(words)
    if column.kind != "list of texts":
        kind["type"] = [kind["type"], "null"]
        if "enum" in kind:
            kind["enum"].append(None)
    return {**kind, "description": column.description}
