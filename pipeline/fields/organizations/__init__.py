"""Who did what for the meeting: organizations with their roles, delegations, and the number of people stated."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.fields.candidate import Candidate, Decided, Found
from pipeline.fields.organizations.delegations import attendance, countries_doubt, delegations
from pipeline.fields.organizations.roles import roles
from pipeline.fields.organizations.rosters import seated
from pipeline.meetings.scope import Scope


def find(scope: Scope, decided: Decided) -> Found:
    """Candidates for organizations, countries and stated attendance."""
    countries = _once(delegations(scope))
    doubt = countries_doubt(scope, countries)
    findings = (doubt,) if doubt is not None else ()
    return Found((*_once((*roles(scope, decided), *seated(scope))), *countries, *attendance(scope)), findings)


def _once(candidates: Iterable[Candidate]) -> list[Candidate]:
    """One candidate for each name and role or each country: the surest, in the order of the text."""
    best: dict[tuple[object, object], Candidate] = {}
    for candidate in candidates:
        role = candidate.parts["role"].value if "role" in candidate.parts else None
        key = (str(candidate.value).casefold(), role)
        if key not in best or candidate.score > best[key].score:
            best[key] = candidate
    return list(best.values())
