"""Speakers whose name stands before what they say: "Jane Doe: I think ...", "Jane Doe, Acme - spoke about ..."."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.fields.attendees.beside import completed
from pipeline.fields.attendees.knowledge import Knowledge
from pipeline.fields.attendees.labels import Label, leading_label
from pipeline.fields.attendees.naming import person_of
from pipeline.fields.attendees.person import Part, Person, part
from pipeline.fields.attendees.segments import Segment
from pipeline.meetings.scope import Scope
from pipeline.mentions.names import is_given
from pipeline.text import View

#: Sections whose lines begin with names for other reasons.
_ELSEWHERE = frozenset({"contacts", "next_meeting", "actions", "agenda", "annex", "background"})
_SKIPPED = frozenset({"running", "rule", "code", "meta", "row"})
#: So many speakers of one form make it the form of the minutes.
_LEAST = 3
#: Who speaks so often is a person, whatever the name looks like.
_OFTEN = 4
#: Share of sure names from which on the form vouches for the others.
_MOST = 0.5
_LONGEST_NAME = 45
#: A heading that ends in a reporter's name has no more words.
_HEADING = 14
#: A name is sure from here on: a given name is known.
_SURE = 0.75
_FOR_SURE = 0.9
# "Harbour Committee J. Doe, Jr."
_INITIALS_LAST = re.compile(r"[\s–-]+(?P<name>(?:[A-Z]\.\s?)+[A-Z][\w'’-]+(?:,? [JS]r\.)?)$")
#: What ends a name before speech, or may stand between them.
_MARK = re.compile(r"[:,;|(\[\t–—‐−-]|\s{3}")
# ", J. Doe", "– van der Berg"; " J. Doe"
_NAMED_BEHIND = re.compile(r"[,¸–—‐−-](?<!\S[-‐−])[\W_]*(?:[a-zß-ÿ'’]{1,5}\s+){0,3}[^\W\d_a-zß-ÿ]")
_INITIAL_BEHIND = re.compile(r"\.(?<=[\s–-][^\W\d_a-zß-ÿ]\.)")
#: "Jane Doe :: Soldering" says what somebody is to do.
_DEFINED = re.compile(r"\s::\s")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody who speaks: whether the name is a full one, whether it is surely a name, and what stands behind it."""

    person: Person
    full: bool
    sure: bool
    mark: str
    often: bool = False


def turns(scope: Scope, know: Knowledge, *, skip: set[int]) -> list[Turn]:
    """The speakers of a scope whose minutes name them so, in order; none when too few do for it to be a form."""
    found = list(_turns(scope, know, skip))
    times = Counter((turn.mark, turn.person.name.text) for turn in found)
    sure = {(turn.mark, turn.person.name.text) for turn in found if turn.sure}
    names = Counter(mark for mark, _ in times)
    forms = Counter(mark for mark, _ in sure)
    kept = []
    for turn in found:
        own = (turn.mark, turn.person.name.text)
        common = forms[turn.mark] >= _MOST * names[turn.mark]
        often = times[own] >= _OFTEN
        if forms[turn.mark] >= _LEAST and (turn.sure or often or (common and (turn.full or times[own] > 1))):
            kept.append(replace(turn, often=often))
    return kept


def _turns(scope: Scope, know: Knowledge, skip: set[int]) -> Iterator[Turn]:
    for block in scope.blocks:
        if block.kind in _SKIPPED or block.number in skip:
            continue
        section = scope.reading.section_of(block.number)
        if section is not None and section.kind in _ELSEWHERE:
            continue
        for low, high in know.edges_of(block):
            text = block.text[low:high]
            first, last = _goes_on(text) and know.begins_named(text), _may_name_last(text)
            if not (first or last):
                continue
            view = block.view.cut(low, high)
            turn = (_turn(view, know) if first else None) or (_named_last(view, know) if last else None)
            if turn is not None:
                yield turn


def _goes_on(text: str) -> bool:
    """Whether a mark stands where a name at the line's beginning may end, and something behind it."""
    return _MARK.search(text, 0, _LONGEST_NAME + 2) is not None and len(text.split(maxsplit=3)) >= 3


def _may_name_last(text: str) -> bool:
    """Whether a line is short, and a capital stands behind a mark in it."""
    behind = _NAMED_BEHIND.search(text) or _INITIAL_BEHIND.search(text)
    return behind is not None and len(text.split()) <= _HEADING


def _turn(view: View, know: Knowledge) -> Turn | None:
    if leading_label(view, know) is not None or _DEFINED.search(view.text, 0, _LONGEST_NAME + 2):
        return None
    segments = know.cut(view.text[:240])
    if len(segments) < 2 or segments[0].end > _LONGEST_NAME:
        return None
    first = segments[0].of(view.text)
    score = know.name_score(first)
    mark = next((s.mark for s in segments[1:] if s.mark != "("), "")
    if mark == ":" and score >= 0.4:
        beside = [s for s in segments[1:2] if s.mark == "("]
        sure = score >= _SURE or is_given(first, know.words.names) == 1
        return _speaker(view, segments[0], beside, know, full=score >= 0.5 and " " in first, sure=sure, mark=mark)
    if mark in ("-", ",") and score >= _SURE and " " in first:
        beside = _described(view, segments[1:], know)
        spoken = any(s.mark == "-" for s in segments[1:4])
        if mark == "," and not spoken and not any(_is_office(s.of(view.text), know) for s in beside):
            return None
        if beside or segments[1].mark == "-":
            return _speaker(view, segments[0], beside, know, full=True, sure=bool(beside), mark="-")
    return None


def _named_last(view: View, know: Knowledge) -> Turn | None:
    """Who reports for a body: "Harbour Committee – J. Doe"."""
    segments = [s for s in know.cut(view.text) if s.mark in ("", "-", ",")]
    initials = _INITIALS_LAST.search(view.text)
    if initials:
        last, end = Segment(initials.start("name"), initials.end(), "-"), initials.start()
    elif len(segments) > 1:
        last, end = segments[-1], segments[-2].end
    else:
        return None
    body = view.text[:end]
    if know.name_score(last.of(view.text)) < _SURE or know.is_role(body):
        return None
    if not know.is_organization(body) and not know.words.acts.search(body):
        return None
    turn = _speaker(view, last, [], know, full=True, sure=True, mark="last")
    said = part(view, 0, end) if not know.words.acts.search(body) else None
    return replace(turn, person=replace(turn.person, organization=said)) if turn else None


def _described(view: View, segments: Sequence[Segment], know: Knowledge) -> list[Segment]:
    """The segments between name and speech: the office or body that the speaker stands for."""
    found: list[Segment] = []
    for segment in segments[:3]:
        said = segment.of(view.text)
        words = said.split()
        capital = sum(word[:1].isupper() for word in words)
        known = _is_office(said, know)
        if segment.mark not in (",", "-", "|", "(") or know.name_score(said) >= _FOR_SURE:
            break
        if len(words) > 14 or know.words.clause.search(said) or not (known or capital >= 0.6 * len(words)):
            break
        if len(segments) == 1 and not known:
            break
        found.append(segment)
    return found


def _is_office(said: str, know: Knowledge) -> bool:
    return know.is_role(said) or know.is_organization(said)


def _speaker(
    view: View, name: Segment, beside: list[Segment], know: Knowledge, *, full: bool, sure: bool, mark: str
) -> Turn | None:
    person = person_of(view, name.start, name.end, know, whole=True)
    if person is None or not _LETTER.search(person.name.text):
        return None
    person = completed(person, view, beside, Label(), know, codes=False)
    person = replace(person, rule="speaker-turn", score=0.7 if full else 0.5, listed=False)
    if mark != ":":  # who takes a turn in a conversation is no speaker of the meeting yet
        person = person.doing(Part("speaker", person.name.spans))
    return Turn(person, full, sure, mark)
