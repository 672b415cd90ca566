"""Privacy: what reaches a person by post, telephone or e-mail is published only where it was asked for."""

from __future__ import annotations

from dataclasses import replace

from pipeline.fields.candidate import Candidate, Found

CONTACTS = frozenset({"email", "phone"})


def without_contacts(found: Found) -> Found:
    """The findings of the fields without addresses and telephone numbers of attendees."""
    return replace(found, candidates=tuple(_bare(candidate) for candidate in found.candidates))


def _bare(candidate: Candidate) -> Candidate:
    if not CONTACTS & candidate.parts.keys():
        return candidate
    return replace(candidate, parts={name: part for name, part in candidate.parts.items() if name not in CONTACTS})
