"""What a stretch of a list is: a name, an office, an organization, a country, a remark; each text is judged once."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from itertools import pairwise

from pipeline.document import Document
from pipeline.fields.attendees.person import Part
from pipeline.fields.attendees.segments import Segment, cut
from pipeline.fields.attendees.words import FOLDED, RosterWords, folded
from pipeline.layout.block import Block
from pipeline.mentions.mention import Mention, Mentions, PersonValue, PlaceValue
from pipeline.mentions.names import Name, is_given, parse
from pipeline.text import Span, View

_CODE = re.compile(r"^[A-Z]{2}$")
#: "NORDA", "G20", "R&D"
ACRONYM = re.compile(r"^(?=.*[A-Z].*[A-Z])[A-Z0-9][A-Z0-9&./+-]{1,12}s?$")
_LONGEST_OFFICE = 8
#: From here on the entity model is believed that somebody is named.
SURELY_NAMED = 0.6
#: What such a name is worth at least in a list.
_KNOWN = 0.85
#: A stretch may be a name from here on, where names are expected.
_NAMEISH = 0.4
_LIKELY = 0.35
_HALF = 0.5
_SURE = 0.9
_ARTICLE = 4
#: So many texts a scope remembers what they are; lists ask for the same ones again and again.
_REMEMBERED = 4096
_DASH = re.compile(r"[‐‑–](?<=\w.)(?=\w)")
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_TOKEN = re.compile(r"\S+")
#: The first three words of a text, as far as nothing but a blank parts them.
_BEGINNING = re.compile(r"([^\W_][\w.'’&-]*)(?: ([^\W\d_][\w.'’-]*)(?: ([^\W\d_][\w.'’-]*))?)?")


@dataclass(frozen=True)
class Knowledge:
    """What reading a line needs to know: the words, and what the recognisers saw in the document."""

    words: RosterWords
    mentions: Mentions
    document: Document
    _lines: dict[int, tuple[View, ...]] = field(default_factory=dict, repr=False, compare=False)
    _edges: dict[int, tuple[tuple[int, int], ...]] = field(default_factory=dict, repr=False, compare=False)

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
        code = self.words.country_forms.get(text) or (text if text in self.words.codes else None)
        if code is not None:
            return Part(code, view.spans(start, end))
        here = view.span(start, min(end, len(view)))
        around = Span(max(here.start - _ARTICLE, 0), here.end)  # a country's name may begin with "the"
        for mention in self._within(around, "country"):
            if mention.span.end <= here.start or not isinstance(mention.value, PlaceValue):
                continue
            named = mention.span.of(self.document.text)
            official = text.endswith(named) and self.words.state.match(text) is not None
            if mention.value.country and (not whole or len(named) >= len(text) - _ARTICLE or official):
                return Part(mention.value.country, (mention.span,))
        return None

    def is_city(self, view: View, start: int, end: int) -> bool:
        """Whether a stretch is the name of a city and nothing else."""
        text = view.text[start:end].strip()
        spans = view.spans(start, end) if text else ()
        found = self._within(Span(spans[0].start, spans[-1].end), "city") if spans else []
        return any(len(mention.span) == len(text) for mention in found)

    def _within(self, span: Span, kind: str) -> Iterator[Mention]:
        """The places of one kind that lie wholly inside ``span``."""
        places, starts = self._places[kind]
        for number in range(bisect_left(starts, span.start), len(places)):
            mention = places[number]
            if mention.span.start >= span.end:
                return
            if mention.span.end <= span.end:
                yield mention

    @cached_property
    def _places(self) -> dict[str, tuple[list[Mention], list[int]]]:
        """The mentions of cities and of countries, sorted as all are, and where each begins."""
        found: dict[str, list[Mention]] = {"city": [], "country": [], "region": []}
        for mention in self.mentions.of("place"):
            if isinstance(mention.value, PlaceValue):
                found[mention.value.kind].append(mention)
        return {kind: (places, [place.span.start for place in places]) for kind, places in found.items()}

    def lines_of(self, block: Block) -> tuple[View, ...]:
        """The block's view cut where the document's lines begin."""
        if block.number not in self._lines:
            views = [block.view.cut(low, high) for low, high in self.edges_of(block)]
            self._lines[block.number] = tuple(views)
        return self._lines[block.number]

    def edges_of(self, block: Block) -> tuple[tuple[int, int], ...]:
        """Where in the block's view each of its lines begins and ends, empty ones left out."""
        if block.number not in self._edges:
            text = block.text
            edges = pairwise([0, *_line_starts(block, self.document), len(text)])
            self._edges[block.number] = tuple([(low, high) for low, high in edges if text[low:high].strip()])
        return self._edges[block.number]

    @cached_property
    def cut(self) -> Callable[[str], tuple[Segment, ...]]:
        """The segments of a line."""
        return lru_cache(_REMEMBERED)(lambda text: tuple(cut(text, self.words)))

    def first(self, text: str) -> Segment | None:
        """The first segment of a line, which is all that most lines are asked for."""
        return next(cut(text, self.words), None)

    @cached_property
    def begins_named(self) -> Callable[[str], bool]:
        """Whether a line begins with what may be a name."""
        return lru_cache(_REMEMBERED)(partial(self.begins_with, least=_NAMEISH))

    def begins_with(self, text: str, *, least: float) -> bool:
        """Whether the first segment of a line is so much a name."""
        if not self._may_name(text):
            return False
        first = self.first(text)
        said = first.of(text) if first is not None else ""
        return self.name_score(said) >= least or self.office_behind(said) > 0

    def _may_name(self, text: str) -> bool:
        """Whether the first three words let a text begin with a name: cheap, and false for most of running text.

        A name is a word at least and an office behind it another, which is capitalised.
        """
        match = _BEGINNING.match(text)
        for word in match.groups() if match is not None else ():
            if word and self._is_common(word):
                return False
        return not text[:1].isdigit()

    def _is_common(self, word: str) -> bool:
        """Whether a word is in small letters and has no place in a name, so that no name holds it."""
        return word.islower() and word.strip(".,").casefold() not in self.words.small

    @cached_property
    def name_of(self) -> Callable[[str], Name | None]:
        """The name that a text consists of."""
        return lru_cache(_REMEMBERED)(partial(parse, words=self.words.names))

    @cached_property
    def name_score(self) -> Callable[[str], float]:
        """How much a segment is a person rather than an office or organization."""
        return lru_cache(_REMEMBERED)(self._name_score)

    @cached_property
    def is_organization(self) -> Callable[[str], bool]:
        """Whether words or form say that a text is an organization."""
        return lru_cache(_REMEMBERED)(self._is_organization)

    @cached_property
    def is_role(self) -> Callable[[str], bool]:
        """Whether a text is an office: its head noun, before any "of" or "for", is one."""
        return lru_cache(_REMEMBERED)(self._is_role)

    def _is_organization(self, text: str) -> bool:
        bare = text.strip(" .,()")
        return bool(
            self.words.organization.search(bare)
            or self.words.organization_lead.match(bare)
            or (ACRONYM.match(bare) and not _CODE.match(bare))
        )

    def _is_role(self, text: str) -> bool:
        if not self.words.roles.may_stand_in(text):
            return False
        if self._ends_as_role(text):
            return True
        first, slash, _ = text.partition("/")
        if slash and " " in first and self._is_role(first):  # "Administrative Leader/Support Services"
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

    def tells(self, text: str) -> bool:
        """Whether a sentence holds a word with which something begins that people do; otherwise nothing is told."""
        return not self.words.telling.isdisjoint(folded(text))

    def begins_telling(self, text: str) -> bool:
        """Whether the very first word is such a word."""
        word = FOLDED.match(text)
        return word is not None and word[0].casefold() in self.words.telling

    def takes_part(self, text: str) -> bool:
        """Whether a verb of taking part stands in a text."""
        return self.tells(text) and any(pattern.search(text) for pattern in self.words.participation.values())

    def office_behind(self, said: str) -> int:
        """Where the office begins in "Jane DOE Head of Unit" or "Jane Doe Chairman", no mark between; else 0."""
        several = len(said.split(maxsplit=2)) > 2
        tokens = list(_TOKEN.finditer(said)) if several and self.words.roles.may_stand_in(said) else []
        for family, first in pairwise(tokens[1:8]):
            name, office = said[: family.end()], said[first.start() :]
            loud = len(family[0]) > 2 and family[0].isupper() and not first[0].isupper() and first[0][:1].isupper()
            if loud and self.is_role(office) and self.name_score(name) >= _LIKELY:
                return first.start()
            held = self.function(office) is not None or (self.name_score(name) >= _SURE and self.is_role(office))
            if first[0].istitle() and held and self.name_score(name) >= _HALF:
                return first.start()
        return 0

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

    def _name_score(self, text: str) -> float:
        found = None if any(map(self._is_common, text.split())) else self.name_of(text)
        if found is None:
            return 0.0
        if found.prefix:
            return found.score
        tokens = text.casefold().split()
        if all(token in self.words.generic for token in tokens) or self.is_organization(text):
            return 0.0
        if self.is_role(text) and not (
            found.score >= 0.85 and is_given(tokens[0], self.words.names) == 1 and len(tokens) < 4
        ):
            return 0.0
        if found.score < _KNOWN and text[found.start : found.end] in self.people:
            return _KNOWN
        return found.score


def _line_starts(block: Block, document: Document) -> list[int]:
    """Where in the block's view its lines begin, in order, the first left out."""
    wanted = sorted([document.lines[number].content.start for number in block.lines[1:]])
    if not wanted:
        return []
    found: set[int] = set()
    position = 0
    for piece in block.view.pieces:
        for offset in wanted[bisect_left(wanted, piece.source.start) : bisect_left(wanted, piece.source.end)]:
            found.add(position + (offset - piece.source.start if piece.exact else 0))
        position += len(piece.text)
    return sorted(found - {0})
