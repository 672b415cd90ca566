"""Lists that a sentence announces as what was talked about: "The following issues were discussed:"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.fields.agenda.entries import Entry, How, entry, titled
from pipeline.fields.agenda.leads import Lead
from pipeline.layout.block import Block
from pipeline.lexicon import Lexicon, alternation
from pipeline.meetings.scope import Scope

#: The fewest entries of such a list.
_FEWEST = 2
#: Most words of an entry that is a title as a whole, and of one that is cut at a mark.
_SHORT, _CUT = 14, 12
#: Most words of an entry that has no title and is one topic.
_WHOLE = 25
#: Words of the sentence that announces; a longer one tells more.
_LONG = 40
#: Share of the entries that need a title, or they tell what was said.
_TITLED = 0.6
_ANNOUNCED = How("announced-list", 0.6)
# "– Project overview" where the list's mark was not seen as one
_DASHED = re.compile(r"^[–—•*-]\s*[^\W\d_]")


def _announces(lexicon: Lexicon) -> re.Pattern[str]:
    # "the following issues were discussed:", "discussed the themes of the summit:"
    topics, told = (alternation(lexicon.words("agenda", key)) for key in ("topics", "discussed"))
    discussing = alternation(lexicon.words("agenda", "discussing"))
    return lexicon.pattern(
        rf"\b{topics}\b[^.:;]{{0,60}}\b{told}\b[^.;]{{0,40}}:\s*$|\b{discussing}\b[^.:;]{{0,60}}\b{topics}\b[^.;]{{0,80}}:\s*$",
        re.IGNORECASE,
    )


def announced(scope: Scope, groups: Mapping[int, Sequence[Lead]]) -> list[Entry]:
    """The entries of the first list that a sentence announces as topics; ``groups`` are the leads by block."""
    announces = scope.lexicon.made(_announces)
    for position, block in enumerate(scope.blocks):
        text = block.text.rstrip()
        if not text.endswith(":") or len(text.split()) > _LONG or not announces.search(text):
            continue
        below = _list(scope.blocks[position + 1 :], block)
        leads = [_title(groups[one.number]) for one in below if one.number in groups]
        found = [one for lead in leads if lead is not None and (one := entry(scope, lead, _ANNOUNCED)) is not None]
        if len(found) >= max(_FEWEST, _TITLED * len(below)):
            return found
    return []


def _title(group: Sequence[Lead]) -> Lead | None:
    """The title of an entry, or the whole of it: what is announced as a topic may end like a sentence."""
    whole = next((lead for lead in group if lead.form == "whole" and len(lead.title.split()) <= _WHOLE), None)
    return titled(group, short=_SHORT, cut=_CUT) or whole


def _list(blocks: Sequence[Block], above: Block) -> list[Block]:
    """The entries right below an announcement, without what is below them."""
    found: list[Block] = []
    for block in blocks:
        if block.kind in ("running", "rule", "meta"):
            continue
        marked = block.kind == "item" or (block.kind == "paragraph" and _DASHED.match(block.text) is not None)
        if not marked or (above.kind == "item" and block.level <= above.level):
            break
        if not found or block.level <= found[0].level:
            found.append(block)
    return found
