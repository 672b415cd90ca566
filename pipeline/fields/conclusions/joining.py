"""Joining: which units are one conclusion together, and how far it reaches on either side."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from pipeline.fields.conclusions.features import Seen, Shapes, bucket, of_cues, tokens

#: Words of a unit that only says how a vote went ("Motion carried, 12 in favour"), and of one that says no more.
_RESULT, _BARE = 14, 4
#: From these probabilities on, a unit goes on with the one before it, or needs the one before it to be understood.
_ON, _BACK = 0.5, 0.5
#: More units are never taken in on the strength of one of them.
_MOST = 6
_LENGTHS = (4, 7, 11, 16, 25, 40, 60)
#: Two sentences that each state a conclusion in their main clause are two conclusions.
_STATED = frozenset({"main-decision", "main-request", "impersonal-finding"})
#: From this score on, a rule alone makes a unit one that can have been voted on.
_SOUND = 0.4
#: What a result can be the result of.
_VOTED_ON = frozenset({"motion", "labelled-at-end", "labelled"})

#: A motion's further lines ("Bo seconded") have no more words.
_AIDE = 6
#: Modalities of what is put to the vote, and of how it went.
_PUT = frozenset({"moved", "proposed"})
_SETTLED = frozenset({"agreed", "resolved", "adopted", "approved", "elected", "accepted", "rejected", "deferred"})
#: Forms of an assignment that name first who acts.
_OPENLY = frozenset({"to", "will", "would"})

_CLOSED = re.compile(r"[.!?;:][\"”’)\]]*$")
# "Article 3: all in favour"
_HEADED = re.compile(r"[^\W\d_][^:.]{2,60}[:.]\s+\S")
_UNFINISHED = re.compile(r"[(,&/]$")


class Links(Protocol):
    """What knows how likely two units that follow each other are one conclusion."""

    def goes_on(self, before: Seen, one: Seen) -> float:
        """How likely ``one`` goes on with the conclusion ``before`` it."""

    def leans_back(self, before: Seen, one: Seen) -> float:
        """How likely the conclusion ``one`` begins in the unit ``before`` it."""


def is_result(one: Seen) -> bool:
    """Whether a unit only tells how a vote went."""
    words = one.unit.text[one.cues.label_end :].split()
    bare = len(words) < _BARE and one.cues.main_form == "bare"
    return bare or (one.cues.vote and not one.cues.motion and len(words) <= _RESULT)


def _is_bare(one: Seen) -> bool:
    return is_result(one) and len(one.unit.text[one.cues.label_end :].split()) < _BARE


def certain(before: Seen, one: Seen) -> bool | None:
    """Whether two units that follow each other are one conclusion, where their form leaves no doubt; else None."""
    first, second = before.unit.text.rstrip(), one.unit.text.lstrip()
    if is_result(one) and not is_result(before) and before.ruling.rule in _VOTED_ON:
        return True
    if one.cues.label and is_result(one) and not is_result(before) and before.ruling.score >= _SOUND:
        return True
    if before.ruling.rule == "labelled-at-end" and one.cues.label:
        return True
    if _is_put(before) and (settles(one) or (one.cues.main in _PUT and len(second.split()) <= _AIDE)):
        return True
    if _closes(before, one) or _assigned_apart(before, one):
        return False
    if _voted_apart(before) and _voted_apart(one):
        return False
    if one.unit.clause:  # each clause of a resolution is one
        return False
    if before.cues.label and before.cues.label == one.cues.label and not is_result(one):
        return False
    if before.ruling.rule in _STATED and one.ruling.rule in _STATED and not _voted(before, one):
        return False
    blocks = before.unit.block, one.unit.block
    if blocks[0].number != blocks[1].number and blocks[0].kind == "paragraph" and one.unit.number == 0:
        torn = second[:1].islower() or second[:1] in "),;" or _UNFINISHED.search(first) is not None
        torn = torn or (first.count("(") > first.count(")") and second.count(")") > second.count("("))
        if torn and not _CLOSED.search(first) and blocks[1].kind in ("paragraph", "item"):
            return True
    return None


def _is_put(one: Seen) -> bool:
    """Whether a unit tells what was moved or proposed and nothing of how it went."""
    cues = one.cues
    put = cues.motion or "moved" in cues.modalities or not _PUT.isdisjoint((cues.main, cues.decided_by, cues.passive))
    return put and one.unit.columns is None and _SETTLED.isdisjoint(cues.modalities)


def settles(one: Seen) -> bool:
    """Whether a unit tells how a vote went, in few words: "Elected unanimously (11)", "The motion carries"."""
    told = one.cues.vote or bool(one.cues.main) or bool(one.cues.passive)
    return told and not _SETTLED.isdisjoint(one.cues.modalities) and len(one.unit.text.split()) <= _RESULT


def _closes(before: Seen, one: Seen) -> bool:
    """Whether a block that tells how a vote went ends what was voted on: "Vote: elected with nine to one"."""
    ended = bool(before.cues.label) and before.cues.vote and before.unit.number == before.unit.count - 1
    return ended and one.unit.number == 0 and not one.cues.label and not is_result(one)


def _assigned_apart(before: Seen, one: Seen) -> bool:
    """Whether two units give each its own task to another: "Jo will ask. Bo to send the draft"."""
    names = _assignee(before), _assignee(one)
    return "" not in names and names[0] != names[1]


def _assignee(one: Seen) -> str:
    """Who is to act, where that is what the unit begins with."""
    if one.given is None or one.given.form not in _OPENLY:
        return ""
    return one.unit.text[one.cues.label_end :][one.given.start : one.given.end]


def _voted_apart(one: Seen) -> bool:
    """Whether a unit tells what was voted on and how: "Article 3: all in favour"."""
    return is_result(one) and not one.cues.label and _HEADED.match(one.unit.text) is not None


def _voted(before: Seen, one: Seen) -> bool:
    """Whether two sentences of one block may tell of the same vote: "Jo moved to approve. Unanimous consent."."""
    return before.unit.block.number == one.unit.block.number and (one.cues.vote or "moved" in before.cues.modalities)


def link(before: Seen, one: Seen) -> list[str]:
    """What speaks for or against two units that follow each other being one conclusion."""
    same = before.unit.block.number == one.unit.block.number
    first, second = before.unit.text.rstrip(), one.unit.text.lstrip()
    kind, size, size_before = one.unit.block.kind, _size(one), _size(before)
    rule, rule_before = one.ruling.rule, before.ruling.rule
    found = of_cues(one.cues) + of_cues(before.cues, "before-")
    found += [f"same={same}", f"block={kind}&same={same}", f"blocks={before.unit.block.kind}>{kind}&same={same}"]
    found += [f"length={size}", f"before-length={size_before}", f"length={size}&same={same}"]
    opening, opening_before = tokens(second, Shapes(), 2), tokens(first, Shapes(), 2)
    found += [f"start={word}" for word in opening] + [f"before-start={word}" for word in opening_before]
    found += [f"first={word}&same={same}" for word in opening[:1]]
    found += [f"rule={rule}", f"before-rule={rule_before}", f"rules={rule_before}>{rule}", f"rule={rule}&same={same}"]
    found += [f"section={one.unit.kinds[0] if one.unit.kinds else 'none'}"]
    found += [
        f"sentences={min(one.unit.count, 4)}&same={same}",
        f"before-number={min(before.unit.number, 3)}&same={same}",
    ]
    if first.endswith(":"):
        found += ["colon", f"colon&length={size}", f"colon&rule={rule_before}", f"colon&block={kind}"]
    elif not _CLOSED.search(first):
        found += [f"open&same={same}", f"open&block={kind}", f"open&lower={second[:1].islower() or second[:1] in '),'}"]
    if second[:1].islower():
        found += ["lower", f"lower&block={kind}&same={same}"]
    if is_result(one):
        found += ["result", f"result&same={same}", f"result&before={is_result(before)}"]
    if not same and kind == before.unit.block.kind == "item":
        found.append(f"deeper={_sign(one.unit.block.level - before.unit.block.level)}")
    if one.given is not None:
        found.append(f"given={one.given.form}&same={same}")
    if one.unit.announced:
        found.append(f"announced&length={size}")
    return list(dict.fromkeys(found))


def _size(one: Seen) -> int:
    return bucket(len(one.unit.text.split()), _LENGTHS)


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)


def _joined(before: Seen, one: Seen, links: Links) -> bool:
    sure = certain(before, one)
    return links.goes_on(before, one) > _ON if sure is None else sure


def _begun(before: Seen, one: Seen, links: Links) -> bool:
    sure = certain(before, one)
    if sure is not None:
        return sure
    whole = one.cues.main_form not in ("", "bare")  # who concludes what is said in the unit itself
    return not whole and links.leans_back(before, one) > _BACK


def grouped(seen: Sequence[Seen], scores: Mapping[int, float], links: Links) -> list[tuple[list[Seen], float]]:
    """Chosen units and what belongs to them, one list for each conclusion, with the best of its probabilities.

    A conclusion may take in neighbours that were not chosen: "Ana asked for a shed. Agreed." No result of a vote and
    no line that only announces a list stands alone.
    """
    groups: list[range] = []
    free = 0  # the first unit that no group has
    for number in scores:
        if number < free:
            continue
        start, end = number, number + 1
        while (
            start > free
            and start - 1 not in scores
            and end - start < _MOST
            and _begun(seen[start - 1], seen[start], links)
        ):
            start -= 1
        while end < len(seen) and _joined(seen[end - 1], seen[end], links):
            end += 1
        groups.append(range(start, end))
        free = end
    kept = [group for place, group in enumerate(groups) if not _idle(seen, group, groups[place + 1 : place + 2])]
    return [([seen[n] for n in group], max(scores.get(n, 0.0) for n in group)) for group in kept]


def _idle(seen: Sequence[Seen], group: range, after: Sequence[range]) -> bool:
    """Whether a group only announces the one ``after`` it, or only says that something passed."""
    if all(_is_bare(seen[number]) for number in group):
        return True
    if not seen[group[-1]].unit.text.rstrip().endswith(":"):
        return False
    return any(next_one[0] == group[-1] + 1 and bool(seen[next_one[0]].unit.lead) for next_one in after)
