"""Runs a case of tests/cases/attendees.yml: each person as one line, only what the document says.

"Jane Doe | Dr | role Director | of Acme | CH | absent | chair": name, honorific, office, organization, country,
presence (present is left out), functions. ``args``: path (report.md), mode (online), findings.
"""

from __future__ import annotations

from typing import Any

from pipeline.fields import attendees
from pipeline.fields.candidate import Candidate, Decided
from pipeline.meetings.scope import Scope
from tests.support import reading


def run(case: dict[str, Any]) -> list[str]:
    """The attendees of the case's text, or with ``args: {findings: true}`` the lines that stayed unread."""
    args = case.get("args") or {}
    read = reading(case["text"], path=args.get("path", "report.txt"), lang=case.get("lang", "en"))
    decided = Decided((Candidate("mode", args["mode"], (), "case", 1.0),) if "mode" in args else ())
    found = attendees.find(Scope(read, 0, 0, len(read.blocks), 0), decided)
    if args.get("findings"):
        return [finding.span.of(read.document.text) for finding in found.findings if finding.span]
    return [_shown(candidate) for candidate in found.candidates]


def _shown(candidate: Candidate) -> str:
    parts = {name: part.value for name, part in candidate.parts.items()}
    shown = [str(candidate.value)]
    for name, before in (("honorific_prefix", ""), ("role", "role "), ("organization", "of "), ("country", "")):
        if name in parts:
            shown.append(f"{before}{parts[name]}")
    if parts["presence"] != "present":
        shown.append(str(parts["presence"]))
    functions = parts.get("functions")
    if isinstance(functions, tuple):
        shown.append(",".join(functions))
    shown += [f"{name} {parts[name]}" for name in ("represented_by", "arrived", "left") if name in parts]
    return " | ".join(shown)
