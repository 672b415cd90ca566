"""Offices and what of them stands inside the same words, and initials of a name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.fields.attendees.knowledge import ACRONYM, Knowledge
from pipeline.fields.attendees.person import Part, part
from pipeline.mentions.names import fold
from pipeline.text import View

_CAMEL = re.compile(r"^[A-Z]\S*[A-Z]\S*$")
_POSSESSIVE = re.compile(r"\b([A-Z][A-Z0-9&-]{2,})['’]s\b")
#: "Community Board 1"
_NUMBER = re.compile(r"\s+(?:No\.?\s*)?#?\d{1,3}$")
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")


def initials_of(name: str, text: str) -> bool:
    """Whether ``text`` are initials or a short form of ``name``: "AHop" of Alice Hopwood, "N M-E", "AWB"."""
    letters = re.sub(r"[\s.\-‐–]", "", fold(text))
    if not letters or len(letters) > 5 or not text[:1].isupper():
        return False
    heads = [fold(token)[0] for token in re.split(r"[\s\-‐–.]+", name) if token and token[0].isalpha()]
    if not heads or letters[0] not in (heads[0], heads[-1]):
        return False
    if text.isupper() and len(letters) > 2 and fold(name.split(maxsplit=1)[0]) == letters:  # "(LEO)" of Leo Doe
        return True
    rest = iter(fold(name).replace(" ", ""))
    if sum(letter in heads for letter in letters) < min(2, len(letters)):
        return False
    return all(letter in rest for letter in letters) or sorted(letters) == sorted(heads)


@dataclass(frozen=True)
class Office:
    """An office and what of it is said inside the same words: "Secretary-General of NORDCOM"."""

    role: Part | None
    organization: Part | None = None
    country: Part | None = None


def office(view: View, start: int, end: int, know: Knowledge) -> Office:
    """Parts "Minister of Finance of Barbados" at the country, "Director of the WHO" at the organization."""
    article = know.words.article.match(view.text[start:end])
    start += article.end() if article else 0
    text = view.text[start:end]
    country = None
    people = text.split(maxsplit=1)[:1]
    code = know.words.nationalities.get(people[0].casefold()) if people else None
    if code and know.is_role(text[len(people[0]) :].strip()):  # "Norwegian Foreign Minister"
        country = Part(code, view.spans(start, start + len(people[0])))
        start += len(people[0]) + 1
        text = view.text[start:end]
    for link in know.words.link.finditer(text) if country is None else ():
        envoy = know.words.accredited.search(text, link.end())
        country = know.country(view, start + link.end(), start + envoy.start() if envoy else end)
        if country is not None:
            before = text[: link.start()]
            if envoy is None and know.is_role(before) and not know.words.organization.search(before.split()[-1]):
                end = start + link.start()
            break
    country = country or know.country(view, start, end, whole=False)
    found = _split(view, start, end, know)
    body = found.organization
    named = _POSSESSIVE.search(view.text, start, end) if body is None else None
    if named:  # "Head of NORDA's Programme"
        body = part(view, named.start(1), named.end(1))
    return Office(found.role, body, country)


def _split(view: View, start: int, end: int, know: Knowledge) -> Office:
    text = view.text[start:end]
    links = list(know.words.link.finditer(text))
    surely = [link for link in links if know.words.organization_lead.match(text, link.end())]
    for link in surely or links:  # "head of the Office in the Ministry of X" stands for the ministry
        before, after = text[: link.start()], text[link.end() :].strip()
        if not after:
            continue
        acronym = bool(ACRONYM.match(after))
        envoy = know.words.accredited.fullmatch(link[0]) and know.words.link.search(before)
        if envoy and know.is_role(before) and know.is_organization(after):  # "Envoy of X to the Council" is one office
            return Office(part(view, start, end), part(view, start + link.end(), end))
        chairing = know.function(before.split()[-1]) == "chair"  # "Chair of the Committee" is an office as a whole
        if not know.is_role(before) or (chairing and not acronym):
            continue
        if acronym or know.words.organization_lead.match(after) or _is_named_body(after, know):
            return Office(part(view, start, start + link.start()), part(view, start + link.end(), end))
    return _body_first(view, start, end, know) or Office(part(view, start, end))


def _body_first(view: View, start: int, end: int, know: Knowledge) -> Office | None:
    """The body before an office: "NORDA Secretariat General Manager"; but "Board Chairman" stays whole."""
    for word in reversed(list(_WORD.finditer(view.text, start, end))[1:]):
        before, after = view.text[start : word.start()].strip(), view.text[word.start() : end]
        if after.casefold() in know.words.representatives and _CAMEL.match(before):
            return Office(part(view, start, end), part(view, start, word.start()))
        unit = know.words.unit.search(_WORD.findall(after)[0]) is not None  # "FOOD Cluster Coordinator" stays whole
        acronym = ACRONYM.match(before) is not None and len(before) > 2 and not unit
        last = _NUMBER.search(before) or know.words.organization.fullmatch(before.rsplit(maxsplit=1)[-1])
        body = last is not None and " " in before and not know.words.unit.search(before)
        if (acronym or body) and know.is_role(after) and know.function(after.split()[-1]) is None:
            return Office(part(view, word.start(), end), part(view, start, word.start()))
    return None


def _is_named_body(text: str, know: Knowledge) -> bool:
    """A body with a name of its own: "NORDA Secretariat", "Banco de Portugal", no "Research Department"."""
    text = text.rstrip(" .,;")
    head = know.words.link.split(text, maxsplit=1)[0]
    last = head.rsplit(maxsplit=1)[-1].rstrip(".,;")
    if not last[:1].isupper() or know.words.organization.fullmatch(last) is None:
        return False
    return head != text or not know.words.unit.search(head)
