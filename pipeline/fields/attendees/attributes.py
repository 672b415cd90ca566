"""What a segment beside a name is: an office, an organization, a country, initials, a remark."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from pipeline.document import Document
from pipeline.fields.attendees.person import Part, part
from pipeline.fields.attendees.words import RosterWords
from pipeline.mentions.mention import Mentions, PersonValue, PlaceValue
from pipeline.mentions.names import fold, is_given, parse
from pipeline.text import Span, View

_CODE = re.compile(r"^[A-Z]{2}$")
_ACRONYM = re.compile(r"^(?=.*[A-Z].*[A-Z])[A-Z0-9][A-Z0-9&./+-]{1,12}s?$")
_LONGEST_OFFICE = 8
#: From here on the entity model is believed that somebody is named.
SURELY_NAMED = 0.6
#: What such a name is worth at least in a list.
_KNOWN = 0.85
_ARTICLE = 4
_CAMEL = re.compile(r"^[A-Z]\S*[A-Z]\S*$")
_POSSESSIVE = re.compile(r"\b([A-Z][A-Z0-9&-]{2,})['’]s\b")
_DASH = re.compile(r"(?<=\w)[‐‑–](?=\w)")
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")


@dataclass(frozen=True)
class Knowledge:
    """What reading a line needs to know: the words, and what the recognisers saw in the document."""

    words: RosterWords
    mentions: Mentions
    document: Document

    @cached_property
    def people(self) -> frozenset[str]:
        """Names that the entity model found and is sure of."""
        people = (m for m in self.mentions.of("person") if m.rule.startswith("ner") and m.score >= SURELY_NAMED)
        return frozenset(m.value.name for m in people if isinstance(m.value, PersonValue))

    def country(self, view: View, start: int, end: int, *, whole: bool = True) -> Part | None:
        """The country that ``[start, end)`` names; with ``whole`` it must be all that stands there."""
        text = view.text[start:end].strip(" ,;()[].")
        if not text:
            return None
        spans = view.spans(start, end)
        if text in self.words.country_forms:
            return Part(self.words.country_forms[text], spans)
        if text in self.words.codes:
            return Part(text, spans)
        around = Span(max(spans[0].start - _ARTICLE, 0), spans[-1].end)  # a country's name may begin with "the"
        for mention in self.mentions.within(around, "place"):
            value = mention.value
            if not isinstance(value, PlaceValue) or value.kind != "country" or mention.span.end <= spans[0].start:
                continue
            named = mention.span.of(self.document.text)
            official = text.endswith(named) and self.words.state.match(text) is not None
            if value.country and (not whole or len(named) >= len(text) - _ARTICLE or official):
                return Part(value.country, (mention.span,))
        return None

    def is_city(self, view: View, start: int, end: int) -> bool:
        """Whether a stretch is the name of a city and nothing else."""
        text = view.text[start:end].strip()
        spans = view.spans(start, end) if text else ()
        found = self.mentions.within(Span(spans[0].start, spans[-1].end), "place") if spans else []
        return any(
            isinstance(m.value, PlaceValue) and m.value.kind == "city" and len(m.span) == len(text) for m in found
        )

    def is_organization(self, text: str) -> bool:
        """Whether words or form say that ``text`` is an organization."""
        bare = text.strip(" .,()")
        return bool(
            self.words.organization.search(bare)
            or self.words.organization_lead.match(bare)
            or (_ACRONYM.match(bare) and not _CODE.match(bare))
        )

    def is_role(self, text: str) -> bool:
        """Whether ``text`` is an office: its head noun, before any "of" or "for", is one."""
        if self._ends_as_role(text):
            return True
        head = self.words.link.split(f"{text} ", maxsplit=1)[0]
        tokens = [token.casefold().strip(".") for token in _WORD.findall(_DASH.sub("-", head))]
        if not tokens or len(tokens) > 12 or self.words.clause.search(text):
            return False
        if any(token in self.words.roles for token in (tokens[0], tokens[-1])):
            return not self.words.organization_lead.match(text) or tokens[-1] in self.words.roles
        if " ".join(tokens[-2:]) in self.words.roles or " ".join(tokens[:2]) in self.words.roles:
            return True
        if self.words.role_start.match(text):
            return any(token in self.words.roles for token in tokens)
        return any(token in self.words.roles for token in tokens) and not self.words.organization.search(head)

    def _ends_as_role(self, text: str) -> bool:
        """Whether the last of several words is an office: "Borough Works Manager", no "Office of the President"."""
        words = _WORD.findall(text)
        if not 2 < len(words) <= _LONGEST_OFFICE or words[-1].casefold() not in self.words.roles:
            return False
        before = text[: text.rindex(words[-1])].rstrip()
        broken = "," in text or self.words.open_end.search(before) or self.words.clause.search(text)
        return before[-1:].islower() and not broken and not self.words.organization_lead.match(text)

    def function(self, text: str) -> str | None:
        """The function that ``text`` names as a whole ("co-chair", "Note taker"), or None."""
        return self.words.functions.get(text.casefold().strip(" .,()").replace("‐", "-"))

    def presence(self, text: str) -> str | None:
        """Presence where ``text`` is a remark on it: "excused", "by phone"."""
        for kind in ("absent", "online", "present"):
            match = self.words.remarks[kind].match(text.strip())
            if match and (kind != "present" or match.end() == len(text.strip())):
                return kind
        return None


def initials_of(name: str, text: str) -> bool:
    """Whether ``text`` are initials or a short form of ``name``: "AHop" of Alice Hopwood, "N M-E", "AWB"."""
    letters = re.sub(r"[\s.\-‐–]", "", fold(text))
    if not letters or len(letters) > 5 or not text[:1].isupper():
        return False
    heads = [fold(token)[0] for token in re.split(r"[\s\-‐–.]+", name) if token and token[0].isalpha()]
    if not heads or letters[0] not in (heads[0], heads[-1]):
        return False
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
    for link in know.words.link.finditer(text):
        country = know.country(view, start + link.end(), end)
        if country is not None:
            before = text[: link.start()]
            if know.is_role(before) and not know.words.organization.search(before.split()[-1]):
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
        acronym = bool(_ACRONYM.match(after))
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
        acronym = _ACRONYM.match(before) is not None and len(before) > 2 and not unit
        last = know.words.organization.fullmatch(before.rsplit(maxsplit=1)[-1])
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


def name_score(text: str, know: Knowledge) -> float:
    """How much a segment is a person rather than an office or organization."""
    found = parse(text, know.words.names)
    if found is None:
        return 0.0
    if found.prefix:
        return found.score
    tokens = text.casefold().split()
    if all(token in know.words.generic for token in tokens) or know.is_organization(text):
        return 0.0
    if know.is_role(text) and not (
        found.score >= 0.85 and is_given(tokens[0], know.words.names) == 1 and len(tokens) < 4
    ):
        return 0.0
    if found.score < _KNOWN and text[found.start : found.end] in know.people:
        return _KNOWN
    return found.score
