"""From a stretch that holds a name to a Person: honorific apart, and what stands before or behind it without a mark."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.fields.attendees.knowledge import Knowledge
from pipeline.fields.attendees.offices import initials_of
from pipeline.fields.attendees.person import Part, Person, part
from pipeline.mentions.names import Name, is_given
from pipeline.text import View

#: Least score of a name where the list leaves no doubt that one is expected.
LIKELY = 0.35
_SURE = 0.75

_HANDLE = re.compile(r"^[A-Za-z][\w.'’-]{2,24}$")
_CODE_FIRST = re.compile(r"^(?P<code>[A-Z]{2})\s+(?=[^\W\d_a-z])")
_TOKEN = re.compile(r"\S+")


def is_handle(said: str, know: Knowledge) -> bool:
    """A short form by which people go in a list: "ottoberg", "colin hartman"."""
    tokens = said.removeprefix("@").rstrip(".").split()
    known = know.words.names.not_names | know.words.generic
    return (
        0 < len(tokens) <= 2
        and all(_HANDLE.match(token) for token in tokens)
        and not any(token.casefold() in known or token.casefold() in know.words.singular for token in tokens)
        and not know.is_role(said)
        and not know.is_organization(said)
        and know.function(said) is None
        and said.casefold() not in know.words.singular
    )


def is_compound(said: str, know: Knowledge) -> bool:
    """A name with more in the same stretch, no mark between: "CH Jane Doe", "Jane DOE JD Ministry"."""
    return _within(said, know) is not None or know.office_behind(said) > 0


def country_first(view: View, start: int, know: Knowledge) -> Part | None:
    """The country whose code stands before a name: "CH Jane Doe"."""
    lead = _CODE_FIRST.match(view.text[start : start + 4])
    return know.country(view, start, start + 2) if lead else None


def _within(said: str, know: Knowledge) -> tuple[int, int] | None:
    """Where the name stands in a stretch that also holds a code or title before it, or initials after it."""
    lead = _CODE_FIRST.match(said)
    if lead and (know.name_score(said[lead.end() :]) >= LIKELY):
        return lead.end(), len(said)
    title = know.words.names.title.match(said) or know.words.plural_title.match(said)
    if title and know.name_score(said[title.end() :]) >= LIKELY:
        return title.end(), len(said)
    office = _office_first(said, know)
    if office:
        return office, len(said)
    start = lead.end() if lead else 0
    tokens = list(_TOKEN.finditer(said, start))
    for count in range(min(6, len(tokens) - 1), 1, -1):
        end, after = tokens[count - 1].end(), tokens[count][0]
        if after.isupper() and initials_of(said[start:end], after) and know.name_score(said[start:end]) >= 0.4:
            return start, end
    return None


def _office_first(said: str, know: Knowledge) -> int:
    """Where the name begins in "General Manager Jane Doe"; 0 when no office stands before a sure name."""
    for token in list(_TOKEN.finditer(said))[1:5]:
        if know.name_score(said[token.start() :]) >= _SURE and know.is_role(said[: token.start()]):
            return token.start()
    return 0


def person_of(view: View, start: int, end: int, know: Knowledge, *, whole: bool = False) -> Person | None:
    """The person that ``[start, end)`` of a line names; with ``whole`` all of it is the name ("Doe, Jane").

    "CH Jane Doe" is a country and a name; "JD Stefanik" is a name, as JD is no country.
    """
    said = view.text[start:end]
    # "Mayor Doe, Jane"
    title = know.words.names.title.match(said) if whole and ("," in said or know.is_role(said)) else None
    if title and "," not in said and is_given(title[0].strip(), know.words.names):  # "Dean Doe" is a name
        title = None
    if whole and title is None and country_first(view, start, know) is not None:
        whole = False
    low, high = (title.end() if title else 0, len(said)) if whole else _within(said, know) or (0, len(said))
    found = know.name_of(said[low:high])
    if found is None:
        name = part(view, start + said.startswith("@"), end) if is_handle(said, know) else None
        return Person(name, "roster-handle", 0.5) if name else None
    person = _named(view, start + low, found)
    if person is None:
        return None
    if low:
        country = None if title else country_first(view, start, know)
        person = replace(person, country=country, role=None if country else _title(view, start, start + low, know))
    return _rest(person, view, start + high, end, know) if high < len(said) else person


def _title(view: View, start: int, end: int, know: Knowledge) -> Part | None:
    """The office before a name, the singular of "Councilmembers Doe, Roe and Poe"."""
    said = part(view, start, end)
    *before, last = said.text.split() if said else [""]
    singular = know.words.singular.get(last.casefold())
    if said is None or singular is None:
        return said
    return Part(" ".join([*before, singular.title() if last.istitle() else singular]), said.spans)


def shared_title(view: View, start: int, know: Knowledge) -> Part | None:
    """The office that a plural before a name gives to all the names that follow it."""
    title = know.words.plural_title.match(view.text, start)
    return _title(view, start, title.end(), know) if title else None


def _named(view: View, offset: int, found: Name) -> Person | None:
    name = part(view, offset + found.start, offset + found.end)
    if name is None:
        return None
    last = view.text[offset + found.end - 1]
    if last == ".":  # "Jr.", "J."
        name = Part(" ".join(view.text[offset + found.start : offset + found.end].split()), name.spans)
    prefix = None
    if found.prefix:
        low, high = offset + found.prefix[0], offset + found.prefix[1]
        high += view.text[high : high + 1] == "."
        prefix = Part(" ".join(view.text[low:high].split()), view.spans(low, high))
    return Person(name, "roster-line", min(0.95, 0.6 + found.score / 3), prefix=prefix)


def _rest(person: Person, view: View, start: int, end: int, know: Knowledge) -> Person:
    """Initials, country code and organization behind a name: "Jane DOE JD IT Consip"."""
    token = _TOKEN.search(view.text, start, end)
    if token is None:
        return person
    person, start = replace(person, aliases=(token[0],)), token.end()
    following = _TOKEN.search(view.text, start, end)
    if following is None:
        return person
    country = country_first(view, following.start(), know)
    if country is not None:
        person, start = replace(person, country=country), following.end()
    return replace(person, organization=part(view, start, end))
