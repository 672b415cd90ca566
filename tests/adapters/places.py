"""Runs a case of tests/cases/places.yml: each place as "City CC", "CC" or "Region~CC", in the order of the text."""

from __future__ import annotations

from typing import Any

from pipeline import layout
from pipeline.mentions import places
from pipeline.mentions.mention import Mention, PlaceValue
from tests.support import read, tools

#: Names inside longer names are mentions too, but no field takes them for more than a hint.
_SURE = 0.3


def run(case: dict[str, Any]) -> list[str]:
    """The places of the case's text."""
    document = read(case["text"], lang=case.get("lang", "en"))
    found = places.find(document, layout.arrange(document), (), tools())
    return [_shown(m) for m in sorted(found, key=lambda m: m.span.start) if m.score >= _SURE]


def _shown(mention: Mention) -> str:
    value = mention.value
    assert isinstance(value, PlaceValue)
    if value.kind == "country":
        return str(value.country)
    return f"{value.name}~{value.country}" if value.kind == "region" else f"{value.name} {value.country}"
