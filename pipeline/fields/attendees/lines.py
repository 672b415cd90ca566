"""What kind of line a line is: an entry of a list, a sentence, a speaker's turn, the rest of the line before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.fields.attendees.heads import leading_head
from pipeline.fields.attendees.knowledge import Knowledge
from pipeline.fields.attendees.labels import leading_label
from pipeline.fields.attendees.marks import marks_of
from pipeline.fields.attendees.naming import is_compound, is_handle
from pipeline.fields.attendees.segments import Segment, without_contacts
from pipeline.fields.attendees.slashes import is_slashed
from pipeline.fields.attendees.together import holds_titled
from pipeline.fields.attendees.unit import Unit

_LOWER = re.compile(r"^[a-zß-ÿ(]")
_OPEN = re.compile(r"(?:[,;&]|\band)\s*$")
#: A list without a label has at least so many people.
FEW = 4
_SURE = 0.8
#: A line of more words, most of them in lower case, is a sentence whatever it begins with.
_PROSE = 20
#: A single word is a given name from here on.
_ALONE = 0.6
#: A label on a line of its own, without heading or colon, has so few words.
SHORT = 6


def is_person_line(unit: Unit, know: Knowledge) -> bool:
    """Whether a line begins like an entry of a list: a name, "Country - Name", "Office: Name"."""
    if _is_long_prose(unit.view.text):
        return False
    view = marks_of([without_contacts(unit.view)], know)[0][0]
    segments = know.cut(view.text)
    if not segments or is_turn(unit, know):
        return False
    first = segments[0].of(view.text)
    if know.country(view, segments[0].start, segments[0].end) and not leading_head(view, segments, know):
        return False
    if _is_prose(view.text, segments):
        return False
    if is_slashed(view.text, know):
        return True
    if know.name_score(first) >= 0.4 or is_compound(first, know) or holds_titled(view, know):
        return True
    sender = know.words.sent.search(first)  # "Ann Doe represented by Bob Roe"
    if sender and know.name_score(first[: sender.start()]) >= 0.4:
        return True
    joint = know.words.joiner.search(first) if unit.inline else None  # "Ann and Bob"
    halves = (first[: joint.start()], first[joint.end() :]) if joint else ()
    if halves and all(know.name_score(half) >= 0.4 or is_compound(half, know) for half in halves):
        return True
    if leading_head(view, segments, know):
        return True
    return is_handle(first, know) and (unit.inline or unit.view.text.count(" ") < 6) and first.islower()


def is_name_alone(unit: Unit, know: Knowledge) -> bool:
    """Whether a line is a sure name and nothing else."""
    return know.name_score(unit.view.text.strip(" |\t")) >= 0.75


def is_alike(before: Unit, unit: Unit, know: Knowledge) -> bool:
    """Whether two lines are each a name and in brackets who came instead: "Jane Doe (proxy: A. Roe)"."""
    for line in (before, unit):
        segments = know.cut(line.view.text)
        if len(segments) != 2 or segments[1].mark != "(" or know.name_score(segments[0].of(line.view.text)) < 0.4:
            return False
        if know.words.remarks["by"].match(segments[1].of(line.view.text)) is None:
            return False
    return True


def is_surely_person(unit: Unit, know: Knowledge) -> bool:
    """Whether a line that looks like a heading is somebody's name all the same: "Mr. J. Doe, Deputy Governor"."""
    first = know.first(unit.view.text)
    return first is not None and know.name_score(first.of(unit.view.text)) >= _SURE


def _is_long_prose(text: str) -> bool:
    """Whether a line is surely a sentence, by its words alone."""
    words = text.split()
    return len(words) > _PROSE and sum(word[:1].islower() for word in words) > 0.6 * len(words)


def _is_prose(text: str, segments: Sequence[Segment]) -> bool:
    """A sentence that begins with a name: much of it in lower case, and a full stop at its end."""
    words = text.split()
    lower = sum(word[:1].islower() for word in words)
    longest = max(len(segment.of(text).split()) for segment in segments)
    return (len(words) > 12 and lower > 0.5 * len(words)) or (longest > 14 and lower > 0.4 * len(words))


def is_turn(unit: Unit, know: Knowledge) -> bool:
    """Whether somebody speaks, so that it is no entry of a list: "Jane: I think that ..."."""
    segments = know.cut(unit.view.text)
    if len(segments) < 2 or segments[1].mark != ":":
        return False
    said = segments[1].of(unit.view.text)
    first = segments[0].of(unit.view.text)
    return (
        know.name_score(first) >= 0.4
        and know.name_score(said) < 0.5
        and not know.is_organization(said)
        and not know.is_role(said)
    )


def people_ahead(ahead: Sequence[Unit], know: Knowledge) -> bool:
    """Whether people follow, nothing but short lines (further headings) before them."""
    for unit in ahead:
        if is_person_line(unit, know) and not unit.view.text.strip().islower():
            return True
        if len(unit.view.text.split()) > SHORT * 2 or unit.view.text.rstrip().endswith("."):
            return False
    return False


def goes_on(before: Unit, unit: Unit, know: Knowledge) -> bool:
    """Whether a list that began on its label's line goes on: "..., Jane Doe;", or a line full of names follows."""
    text = before.view.text.rstrip()
    if _is_long_prose(unit.view.text):
        return False
    if _OPEN.search(text):
        return True
    segments = know.cut(unit.view.text)
    scores = [know.name_score(segment.of(unit.view.text)) for segment in segments]
    begins = bool(scores) and scores[0] >= 0.4
    return begins and not text.endswith(".") and "," in unit.view.text and sum(score >= 0.75 for score in scores) >= 2


def continues(last: Unit, text: str) -> bool:
    """Whether a line goes on with the entry before it, that broke off."""
    return bool(_LOWER.match(text)) or last.view.text.rstrip().endswith(
        (",", "-", "–", "/", " and", " of", " for", "&")
    )


def describes_name(before: Unit, unit: Unit, know: Knowledge) -> bool:
    """Whether a line says who the person is whose name alone fills the line before: "Midwife, Hill Clinic"."""
    named = know.name_of(before.view.text)
    if before.inline or named is None or know.cut(before.view.text)[1:] or named.score < _SURE:
        return False
    first = know.first(unit.view.text)
    if first is None or len(unit.view.text.split()) > SHORT * 2 or unit.view.text.rstrip().endswith((".", ":")):
        return False
    said = first.of(unit.view.text)
    if know.is_role(said):
        return True
    other = know.name_of(said)
    alone = " " not in said and first.end < len(unit.view.text.rstrip()) and (other is None or other.score < _ALONE)
    return named.prefix is not None and alone and "," in unit.view.text and know.function(said) is None


def is_list(run: Sequence[Unit], know: Knowledge) -> bool:
    """Whether lines in a row hold enough sure names to be a list that no label announces."""
    names = [sum(know.name_score(s.of(u.view.text)) >= _SURE for s in know.cut(u.view.text)) for u in run]
    return (len(run) >= FEW and sum(names) >= FEW) or max(names, default=0) > FEW


def is_label(unit: Unit, know: Knowledge) -> bool:
    """Whether a line begins with a label of people."""
    return leading_label(unit.view, know) is not None
