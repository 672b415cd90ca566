"""People whom the text itself shows at the meeting: "Ms X, the Secretary General of Y, welcomed ...", "opened by Mr Z".

Somebody named in a sentence took part only where a verb says so: who is merely mentioned, thanked or quoted did not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.fields.attendees.apposition import Named, described
from pipeline.fields.attendees.knowledge import SURELY_NAMED, Knowledge
from pipeline.fields.attendees.person import Part, Person
from pipeline.layout.block import Block
from pipeline.meetings.scope import Scope
from pipeline.mentions.mention import Mention, OrganizationValue, PersonValue, PlaceValue
from pipeline.mentions.names import is_given, is_initial
from pipeline.sections.sentences import MARKED_END
from pipeline.text import Span, View

#: Sections in which a name is nobody's presence.
_ELSEWHERE = frozenset({"contacts", "next_meeting"})
_SKIPPED = frozenset({"running", "rule", "code", "meta", "row"})
# "of the Russian Federation"
_OF_COUNTRY = re.compile(r"\w{1,3}\s(?:\w{3}\s)?(?:[^\W\d_a-zß-ÿ][\w’'-]*\s?){1,4}")
#: What may stand between two names of a list.
_BETWEEN = re.compile(r"(?:\s*\([^)]*\))?\s*(?:,?\s*(?:and\b|&|as well as)|,)?\s*(?:the\s+)?")
_QUOTE = re.compile(r"[\"”’']")
_QUOTED = re.compile(rf"{_QUOTE.pattern}[\s,]*$")
#: A verb this far behind a name is still that person's.
_REACH = 60
_BEFORE = 70
#: What heads of delegations do in a communiqué, and anybody anywhere in minutes: "met", "signed".
_MET = "met"
#: So many given names alone make a list of those who were there.
_LIST = 3


@dataclass(frozen=True, slots=True)
class Sighting:
    """A person in a sentence, and whether the sentence shows them at the meeting.

    ``weak`` says that it does so only where nothing else tells who took part: "Minister X met Minister Y".
    """

    person: Person
    shown: bool
    full: bool
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch ``[start, end)`` of a block in which people are named; ``shows`` says that it may show them there."""

    block: Block
    start: int
    end: int
    named: tuple[Named, ...]
    told: bool
    elsewhere: bool

    @property
    def shows(self) -> bool:
        return self.told and not self.elsewhere


def sentences(scope: Scope, know: Knowledge, *, skip: Sequence[Span]) -> Iterator[Sentence]:
    """The sentences of the running text that name people, outside the stretches of the lists that were read."""
    taken = sorted(skip)
    starts = [span.start for span in taken]
    for block in scope.blocks:
        if block.kind in _SKIPPED:
            continue
        found = scope.reading.mentions.in_block(block.number)
        if not any(mention.kind == "person" for mention in found):
            continue
        named = _named([m for m in found if not _inside(m.span, taken, starts)])
        section = scope.reading.section_of(block.number)
        if named:
            yield from _in_block(block, named, know, elsewhere=section is not None and section.kind in _ELSEWHERE)


def sightings(sentence: Sentence, know: Knowledge) -> list[Sighting]:
    """The people named in a sentence, what it says of them and whether it shows them at the meeting."""
    found = _in_sentence(sentence, know)
    return [replace(sighting, shown=False) for sighting in found] if sentence.elsewhere else list(found)


def _inside(span: Span, taken: Sequence[Span], starts: Sequence[int]) -> bool:
    """Whether a stretch lies in one of the sorted spans ``taken``, which begin at ``starts``."""
    number = bisect_right(starts, span.start) - 1
    return number >= 0 and taken[number].contains(span)


def _named(mentions: Sequence[Mention]) -> list[Named]:
    """The people of a block without overlaps: the surer first, the longer among equals; "Saint Lucia" is a place."""
    chosen: list[Named] = []
    people = [mention for mention in mentions if isinstance(mention.value, PersonValue)]
    others = [mention for mention in mentions if isinstance(mention.value, PlaceValue | OrganizationValue)]
    for mention in sorted(people, key=lambda m: (m.rule == "honorific", m.score, m.end - m.start), reverse=True):
        if not isinstance(mention.value, PersonValue):
            continue
        taken = any(mention.start < other.end and other.start < mention.end for other in chosen)
        placed = mention.value.prefix is None and any(_covers(other, mention) for other in others)
        if not taken and not placed:
            chosen.append(Named(mention.start, mention.end, mention.value, mention.score, mention.rule))
    return sorted(chosen, key=lambda item: item.start)


def _is_office(value: PersonValue, know: Knowledge, *, named: bool) -> bool:
    """Whether an honorific stands before an office: "Mr. Chairman"; ``named`` says that a name follows it at once."""
    words = value.name.casefold().split()
    offices = all(word in know.words.roles or word in know.words.singular for word in words)
    return value.prefix is not None and offices and (named or words[-1] not in know.words.names.surnames)


def _covers(other: Mention, person: Mention) -> bool:
    """Whether a stretch is a place, or part of an organization's longer name, rather than a person."""
    if not (other.start <= person.start and person.end <= other.end):
        return False
    return other.kind == "place" or (other.end - other.start > person.end - person.start and other.score > person.score)


def _in_block(block: Block, named: list[Named], know: Knowledge, *, elsewhere: bool) -> Iterator[Sentence]:
    text = block.text
    ends = [match.end() for match in MARKED_END.finditer(text)]
    inside_names = {end for end in ends for item in named if item.start < end < item.end}  # "Hon. Jane Doe"
    edges = [0, *(end for end in ends if end not in inside_names), len(text)]
    position = 0
    for low, high in pairwise(edges):
        inside = []
        while position < len(named) and named[position].start < high:
            inside.append(named[position])
            position += 1
        if inside:
            yield Sentence(block, low, high, tuple(inside), know.tells(text[low:high]), elsewhere)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A person of a sentence, where what describes them ends, and what the sentence says they did."""

    item: Named
    person: Person
    end: int
    done: tuple[tuple[str, Span], ...]


def _in_sentence(sentence: Sentence, know: Knowledge) -> Iterator[Sighting]:
    block, high, told = sentence.block, sentence.end, sentence.told
    seen = _shared(block.text, _seen(sentence, know), know)
    together = _listed(block.text, seen)
    for number, one in enumerate(seen):
        after = seen[number + 1].item.start if number + 1 < len(seen) else high
        if _is_office(one.item.value, know, named=not block.text[one.item.end : after].strip()):
            continue
        person, shown = one.person, bool(one.done)
        for kind, span in one.done:
            person = _with(person, kind, span)
        listed = [(other.item.start, other.item.end) for other in seen[number + 1 :]]
        ends = list_ends(block.text, one.item.end, listed) if told and not shown else ()
        if any(_absent(block.text[at:high], know) for at in ends):
            person, shown = replace(person, presence=Part("absent", person.name.spans)), True
        weak = bool(one.done) and all(kind == _MET for kind, _ in one.done)
        if weak and person.role is None and person.prefix is None:
            shown = False
        full = _full(one.item, person) or (len(together) >= _LIST and number in together)
        yield Sighting(person, shown, full, weak)


def _seen(sentence: Sentence, know: Knowledge) -> list[_Seen]:
    block, low, high, named, told = sentence.block, sentence.start, sentence.end, sentence.named, sentence.told
    carried: tuple[str, Span] | None = None  # what "opened by" says of everybody that follows it
    last = low
    found: list[_Seen] = []
    for number, item in enumerate(named):
        stop = named[number + 1].start if number + 1 < len(named) else high
        person, end = described(block.view, item, last, stop, know)
        passive = _passive(block.view, last, item.start, know) if told else None
        if passive is not None:
            carried = passive
        elif carried and _verb(block.view, last, item.start, know, anywhere=True):
            carried = None
        others = [(other.start, other.end) for other in named[number + 1 :]]
        done = [carried] if carried and (passive or _belongs(item, block.text, know)) else []
        if told and not know.words.quoting.search(block.text[last : item.start]):
            done += _active(block.view, item.end, end, high, know, others=others)
        found.append(_Seen(item, person, end, tuple(done)))
        if item.rule != "given-name-alone":
            last = end
    return found


def _belongs(item: Named, text: str, know: Knowledge) -> bool:
    """Whether a name goes on with a list, rather than with what describes the one before: "for Development Aid"."""
    first = item.value.name.split()[0]
    sure = item.rule != "given-name" or is_initial(first) or is_given(first, know.words.names) > 0
    return sure or text[max(item.start - 2, 0) : item.start].rstrip().endswith((",", ";", ":", ")"))


def _shared(text: str, seen: list[_Seen], know: Knowledge) -> list[_Seen]:
    """What the last of "X, Minister of A, and Y, Minister of B, opened ..." did, the others did too."""
    shared = list(seen)
    for number in range(len(seen) - 2, -1, -1):
        one, after = shared[number], shared[number + 1]
        if (
            not one.done
            and after.done
            and _belongs(one.item, text, know)
            and _goes_on(text[one.end : after.item.start], know)
        ):
            shared[number] = replace(one, done=after.done)
    return shared


def _goes_on(between: str, know: Knowledge) -> bool:
    """Whether a list of names goes on: ", ", " and the Norwegian Foreign Minister ", ", of Norway, "."""
    lead = _BETWEEN.match(between)
    if lead is None:
        return False
    rest = between[lead.end() :].strip(" ,")
    if not rest:
        return True
    told = know.takes_part(rest) or know.words.clause.search(rest)
    office = know.is_role(rest) or rest.rsplit(maxsplit=1)[-1].casefold() in know.words.singular
    return bool(lead[0].strip()) and not told and (office or _OF_COUNTRY.fullmatch(rest) is not None)


def _listed(text: str, seen: list[_Seen]) -> set[int]:
    """Those of a list that ends in a verb of taking part: "Ann, Bob and Eve were in attendance"."""
    found: set[int] = set()
    for number in range(len(seen) - 1):
        one, after = seen[number], seen[number + 1]
        both = all(any(kind == "attended" for kind, _ in each.done) for each in (one, after))
        if both and _BETWEEN.fullmatch(text[one.end : after.item.start]):
            found |= {number, number + 1}
    return found


def _full(item: Named, person: Person) -> bool:
    """Whether a name is enough to give somebody a row whom no list names."""
    if " " not in item.value.name:
        return item.rule == "honorific" or (item.rule == "title" and person.role is not None)
    return (
        item.rule == "honorific"
        or (item.rule.startswith("ner") and item.score >= SURELY_NAMED)
        or item.score >= 0.85
        or (item.score >= 0.5 and person.role is not None)
    )


def _with(person: Person, kind: str, span: Span) -> Person:
    if kind == "absent":
        return replace(person, presence=Part("absent", (span,)))
    return person if kind in ("attended", _MET) else person.doing(Part(kind, (span,)))


def _passive(view: View, low: int, end: int, know: Knowledge) -> tuple[str, Span] | None:
    """What a participle before the name says: "opened by the Minister, Mr X"."""
    text = view.text[low:end]
    if not know.tells(text):
        return None
    best: tuple[int, str, int, int] | None = None
    for kind, pattern in know.words.passive.items():
        for match in pattern.finditer(text):
            if best is None or match.end() > best[0]:
                best = (match.end(), kind, match.start(), match.end())
    acted = None if best else _acted(text, know)
    if acted is not None:
        return "speaker", view.span(low + acted[0], low + acted[1])
    if best is None or len(text) - best[0] > _BEFORE * 3:
        return None
    between = text[best[0] :]
    if MARKED_END.search(between) or know.takes_part(between):
        return None
    return best[1], view.span(low + best[2], low + best[3])


def _acted(text: str, know: Knowledge) -> tuple[int, int] | None:
    """Where "report ... by" or "said" stands right before a name."""
    if re.search(r"\b(?:by|from)\s+(?:the\s+)?[^.;:,]{0,60}$", text):
        found = list(know.words.acts.finditer(text))
        return (found[-1].start(), found[-1].end()) if found and len(text) - found[-1].end() < 200 else None
    if _QUOTE.search(text) is None:
        return None
    verb = [m for m in know.words.participation["speaker"].finditer(text) if not text[m.end() :].strip()]
    return (verb[-1].start(), verb[-1].end()) if verb and _QUOTED.search(text[: verb[-1].start()]) else None


def _verb(view: View, low: int, high: int, know: Knowledge, *, anywhere: bool = False) -> tuple[str, Span] | None:
    """The first verb of taking part in ``[low, high)``; unless ``anywhere`` it must stand at the beginning."""
    text = view.text[low:high]
    if not (know.tells(text) if anywhere else know.begins_telling(text)):
        return None
    best: tuple[int, str, int] | None = None
    for kind, pattern in know.words.participation.items():
        match = pattern.search(text) if anywhere else pattern.match(text)
        if match and know.words.doer.match(text, match.end()):  # "and co-chaired by Mr Y"
            continue
        if match and (best is None or match.start() < best[0] or (match.start() == best[0] and match.end() > best[2])):
            best = (match.start(), kind, match.end())
    return (best[1], view.span(low + best[0], low + best[2])) if best else None


def _active(
    view: View, start: int, end: int, high: int, know: Knowledge, *, others: list[tuple[int, int]]
) -> list[tuple[str, Span]]:
    """What the verbs behind a name say of it: right behind it, behind its apposition, or behind a list of names.

    The name ends at ``start``, its apposition at ``end``.
    """
    found: list[tuple[str, Span]] = []
    for place in (*_verb_places(view.text, start, high, others, know), end):
        adverbs = know.words.adverbs.match(view.text[place:high])
        at = place + (adverbs.end() if adverbs else 0)
        verb = _verb(view, at, high, know) or _verb(view, place, high, know)
        if verb is not None and verb[0] == _MET and view.text[place:at].strip(" ,"):  # "had signed" at another time
            continue
        if verb is not None:
            found.append(verb)
            second = re.compile(r"[^.;]{0,80}?\band\s+(?:\w+ly\s+)?").match(view.text, at, high)
            more = _verb(view, second.end(), high, know) if second else None
            if more is not None and more[0] != verb[0]:
                found.append(more)
            break
    return found


def _verb_places(text: str, start: int, high: int, others: list[tuple[int, int]], know: Knowledge) -> Iterator[int]:
    """Where the verb of a name that ends at ``start`` may begin."""
    yield _after_brackets(text, start)
    for match in re.finditer(r",\s+", text[start:high]):
        if match.start() > 220:
            break
        yield start + match.end()
    # "X, Head of Y presented ...": no comma closes the apposition
    comma = re.match(r"\s*,\s*", text[start:high])
    if comma and not any(low < start + 120 for low, _ in others):
        reach = min(high, start + 160)
        for pattern in know.words.participation.values() if know.tells(text[start:reach]) else ():
            verb = pattern.search(text, start, reach)
            if verb and "," not in text[start + comma.end() : verb.start()]:
                yield verb.start()
                break
    yield from list(list_ends(text, start, others))[1:]


def list_ends(text: str, start: int, others: list[tuple[int, int]]) -> Iterator[int]:
    """Where each name of a list that begins with the one before ``start`` ends: "X, Y and Z presented"."""
    at = start
    yield _after_brackets(text, at)
    for low, end in others[:6]:
        if _BETWEEN.fullmatch(text[at:low]) is None:
            return
        at = end
        yield _after_brackets(text, at)


def _after_brackets(text: str, start: int) -> int:
    match = re.match(r"(?:['’]s)?\s*(?:\([^)]*\)\s*)?", text[start:])
    return start + (match.end() if match else 0)


def _absent(after: str, know: Knowledge) -> bool:
    """Whether the words right behind a name say that the person was not there."""
    if after.lstrip().startswith((":", "-", "–", "—")):  # a speaker's turn
        return False
    match = know.words.presence["absent"].search(after[:_REACH])
    return bool(match) and not re.search(r"[.;:,]", after[: match.start()] if match else "")
