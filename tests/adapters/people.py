"""Runs a case of tests/cases/people.yml: the names that the rules see in a text, honorifics in brackets."""

from __future__ import annotations

from typing import Any

from pipeline import layout
from pipeline.mentions import people
from pipeline.mentions.mention import PersonValue
from tests.support import read, tools


def run(case: dict[str, Any]) -> list[str]:
    """The people of the case's text that are surer than ``args: {least: 0.5}``."""
    document = read(case["text"], lang=case.get("lang", "en"))
    least = (case.get("args") or {}).get("least", 0.5)
    found = [m for m in people.find(document, layout.arrange(document), (), tools()) if m.score > least]
    return [_shown(m.value) for m in found if isinstance(m.value, PersonValue)]


def _shown(value: PersonValue) -> str:
    return f"[{value.prefix}] {value.name}" if value.prefix else value.name
