"""Runs a case of tests/cases/conclusions.yml.

``args.what`` is "texts" (what is found, the default), "kinds" ("kind: text"), "rule" (the ruling on the first unit),
"owner", "due" or "parts" (the named attributes of what is found first).
"""

from __future__ import annotations

from typing import Any

from pipeline.fields import conclusions
from pipeline.fields.candidate import Candidate, Decided
from pipeline.fields.conclusions.features import look
from pipeline.fields.conclusions.units import units
from pipeline.meetings.scope import Scope
from pipeline.mentions.mention import PartialDate
from tests.support import reading


def run(case: dict[str, Any]) -> Any:
    """What the case asks for."""
    args = case.get("args", {})
    read = reading(case["text"], path=args.get("path", "report.md"), lang=case.get("lang"))
    scope = Scope(read, 0, 0, len(read.blocks), 0)
    what = args.get("what", "texts")
    if what == "rule":
        return [one.ruling.rule for one in look(units(scope), scope.lexicon)]
    began = PartialDate(*args["began"]) if "began" in args else None
    start = (Candidate("start_date", began, (), "given", 1.0),) if began else ()
    found = conclusions.find(scope, Decided(start)).candidates
    if what == "texts":
        return [candidate.value for candidate in found]
    if what == "kinds":
        return [f"{candidate.parts['kind'].value}: {candidate.value}" for candidate in found]
    return [_parts(candidate, args["parts"]) for candidate in found]


def _parts(candidate: Candidate, names: list[str]) -> list[str | None]:
    return [str(candidate.parts[name].value) if name in candidate.parts else None for name in names]
