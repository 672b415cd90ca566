"""Lists whose lines ran together without a mark: "Doe, Jane Roe, Tim", "Mr Doe Ministry of X Mr Roe".

Text flattened from a page keeps the order of its words and loses the ends of its lines. Where a list's form shows
where one person ends, it is cut there again; ditto marks are read as what stands above them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.fields.attendees.knowledge import Knowledge
from pipeline.fields.attendees.unit import Unit
from pipeline.mentions.names import is_given
from pipeline.text import View, join

#: So many pairs "Doe, Jane" in one line, and such a share of its commas, show the form.
_LEAST = 4
_MOST = 0.75
#: So many do where nothing but a bracket stands between them.
_FEWEST = 2
# "Doe, Jane", "vom Hagen, Michael", "Dr. Doe, Jane"; a bracket behind it belongs to it
_PAIR = re.compile(
    r"(?<!\w)(?P<family>(?:[^\W\d_]{1,4}\.\s+)?(?:[a-zß-ÿ]{2,4}\s+){0,2}[^\W\d_a-zß-ÿ][\w’'-]*)\s?,\s+"
    r"(?P<given>[^\W\d_a-zß-ÿ][\w’'-]+)(?P<beside>\s*\([^()]{2,80}\))?"
)
_BRACKETS = re.compile(r"\([^()]*\)")
_DITTO = re.compile(r"(?:\s*[\"”“″„]){2,}\s*$")
_WORD = re.compile(r"\S+")
_NAMEISH = 0.4


def apart(units: Sequence[Unit], know: Knowledge) -> Iterator[tuple[int, Unit]]:
    """The units of a list with their numbers, those that hold several people without a mark cut into one for each."""
    body: View | None = None  # what ditto marks stand for
    for number, unit in enumerate(units):
        views = _pairs(unit.view, know) if unit.inline else []
        for view in views or _titled(unit.view, know):
            name, own = _with_body(view, know)
            ditto = _DITTO.search(view.text)
            body = own or (body if ditto else None)
            if own is None and ditto:
                name = view.cut(0, ditto.start())
            whole = join([name, body], ", ") if body is not None and (own or ditto) else view
            yield number, replace(unit, view=whole, inline=unit.inline and whole is unit.view)


def holds_titled(view: View, know: Knowledge) -> bool:
    """Whether a line is people with honorifics whose bodies follow without a mark."""
    if know.words.names.prefix.match(view.text) is None:
        return False
    return all(_with_body(one, know)[1] is not None or _DITTO.search(one.text) for one in _titled(view, know))


def _pairs(view: View, know: Knowledge) -> list[View]:
    """The entries of a line of pairs "family name, given name"; none when that is not its form."""
    text = view.text
    commas = _BRACKETS.sub("", text).count(",")
    if not commas or ";" in text:  # which parts the pairs
        return []
    given = know.words.names
    pairs = [pair for pair in _PAIR.finditer(text) if is_given(pair["given"], given)]
    closed = all(one["beside"] and not text[one.end() : two.start()].strip() for one, two in pairwise(pairs))
    if len(pairs) < max(_FEWEST if closed else _LEAST, _MOST * commas):
        return []
    before = _WORD.findall(text[: pairs[0].start("family")])[-1:]
    after = _WORD.match(text[pairs[-1].end() :].lstrip())
    straight = (before and is_given(before[0], given)) or (  # "Jane Doe, Tim Roe" begins and ends otherwise
        after is not None and pairs[-1]["beside"] is None and know.name_score(f"{pairs[-1]['given']} {after[0]}") > 0
    )
    return [] if straight else [view.cut(pair.start(), pair.end()) for pair in pairs]


def _titled(view: View, know: Knowledge) -> list[View]:
    """The line cut before each honorific that no mark and no small word precedes."""
    text = view.text
    titled = know.words.names.prefix.match(text)
    if titled is None:
        return [view]
    starts, end = [0], titled.end()
    for word in _WORD.finditer(text, end):
        prefix = know.words.names.prefix.match(text, word.start()) if word.start() >= end else None
        if prefix is not None and _ends_entry(text[: word.start()]):
            starts.append(word.start())
        end = prefix.end() if prefix is not None else end
    edges = pairwise([*starts, len(text)])
    return [view.cut(low, high) for low, high in edges] if len(starts) > 1 else [view]


def _ends_entry(before: str) -> bool:
    """Whether what stands before an honorific can be an entry's end, rather than "and", a comma or another title."""
    last = before.rsplit(maxsplit=1)[-1]
    return last[-1] not in ",;:(&/-–." and not last.islower()


def _with_body(view: View, know: Knowledge) -> tuple[View, View | None]:
    """The name with its honorific, and the body that follows it without a mark."""
    prefix = know.words.names.prefix.match(view.text)
    if prefix is None or len(know.cut(view.text)) > 1 or know.name_score(view.text) >= _NAMEISH:
        return view, None
    words = [word.start() for word in _WORD.finditer(view.text, prefix.end())][1:4]
    leads = [start for start in words if know.words.organization_lead.match(view.text, start)]
    for start in leads[-1:] or words[:1]:
        rest = view.text[start:].strip()
        body = know.is_organization(rest) or know.words.unit.search(rest) is not None
        if body and know.name_score(view.text[:start]) >= _NAMEISH:
            return view.cut(0, start), view.cut(start, len(view))
    return view, None
