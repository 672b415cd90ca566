"""The tree of a document's sections, each with the kind of thing that it holds."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.document import Document
from pipeline.layout.block import Block
from pipeline.lexicon import Lexicon
from pipeline.sections.openings import Opening, openings
from pipeline.sections.rosters import is_prose, is_roster
from pipeline.sections.section import KINDS, Section

__all__ = ["KINDS", "Section", "outline"]

#: Kinds that a heading hands down to the headings below it that say nothing themselves ("Conclusions > Theme 1").
_HANDED_DOWN = frozenset(
    {
        "attendance", "absence", "conclusions", "recommendations", "decisions", "actions", "objectives", "discussion",
        "contacts", "background", "next_meeting",
    }
)  # fmt: skip
_ROSTERS = ("attendance", "absence")


def outline(document: Document, blocks: Sequence[Block], lexicon: Lexicon) -> tuple[Section, ...]:  # noqa: ARG001
    """The sections of ``blocks``, nested. Text before the first heading is a section of kind "front".

    Together the outermost sections cover all blocks, in order.
    """
    found = openings(blocks, lexicon)
    if not blocks:
        return ()
    ends = _label_ends(found, blocks)
    levels = _roster_levels(found, blocks)
    roots: list[Section] = []
    first = found[0].block if found else len(blocks)
    if first:
        roots.append(Section("front", "", 1, None, 0, first))
    position = 0
    while position < len(found):
        section, position = _grow(found, levels, ends, position, len(blocks), depth=1, handed=None)
        roots.append(section)
    return tuple(_closed(roots, len(blocks)))


def _grow(
    found: Sequence[Opening],
    levels: Sequence[int],
    ends: Sequence[int | None],
    position: int,
    limit: int,
    *,
    depth: int,
    handed: str | None,
) -> tuple[Section, int]:
    """The section that opening ``position`` opens with all below it, and the number of the next opening."""
    opening = found[position]
    kind = handed if opening.kind == "body" and handed else opening.kind
    below = kind if kind in _HANDED_DOWN else None
    following = position + 1
    end = limit
    for number in range(position + 1, len(found)):
        if levels[number] <= levels[position]:
            end = found[number].block
            break
    stop = ends[position]
    if stop is not None:
        end = min(end, stop)
    children = []
    while following < len(found) and found[following].block < end:
        child, following = _grow(found, levels, ends, following, end, depth=depth + 1, handed=below)
        children.append(child)
    section = Section(kind, opening.title, depth, opening.block, opening.block, end, opening.label_end, tuple(children))
    return section, following


def _closed(roots: Sequence[Section], limit: int) -> list[Section]:
    """``roots`` with "body" sections where a label's section ended before the next heading."""
    whole: list[Section] = []
    reached = 0
    for root in roots:
        if root.start > reached:
            whole.append(Section("body", "", 1, None, reached, root.start))
        whole.append(root)
        reached = root.end
    if reached < limit:
        whole.append(Section("body", "", 1, None, reached, limit))
    return whole


def _label_ends(found: Sequence[Opening], blocks: Sequence[Block]) -> list[int | None]:
    """Where the sections of labels end at the latest; None for headings, which end at the next heading."""
    ends: list[int | None] = []
    for number, opening in enumerate(found):
        if not opening.label:
            ends.append(_roster_end(opening, blocks) if opening.kind in _ROSTERS else None)
            continue
        following = (found[later] for later in range(number + 1, len(found)))
        limit = next((other.block for other in following if other.level <= opening.level), len(blocks))
        ends.append(_label_end(opening, blocks, limit))
    return ends


def _roster_end(opening: Opening, blocks: Sequence[Block]) -> int | None:
    """Where the list below a heading like "Members present:" ends because the report begins; None if it does not."""
    if not blocks[opening.block].text.rstrip().endswith(":"):
        return None
    return next((block.number for block in blocks[opening.block + 2 :] if is_prose(block)), None)


def _label_end(opening: Opening, blocks: Sequence[Block], limit: int) -> int:
    head = blocks[opening.block]
    alone = opening.label_end >= len(head.text.rstrip())
    roster = opening.kind in _ROSTERS
    lead_in = head.text.rstrip().endswith(":")
    inside = opening.block
    listed = False
    for block in blocks[opening.block + 1 : limit]:
        if block.kind in ("running", "rule", "meta"):
            continue
        if head.kind == "item" and block.kind == "item" and block.level <= head.level:
            break
        nested = block.kind == "item" and block.level > head.level
        if not roster and listed and block.kind != "item":
            break  # "The aims were:" and its items; what follows them is something else
        listed = block.kind == "item"
        if head.kind == "item" and not nested and not (alone and inside == opening.block):
            break
        if is_prose(block) and (roster or (inside > opening.block and block.kind == "paragraph")):
            break
        if not alone and not nested and not lead_in and not (roster and block.kind == "item"):
            break
        inside = block.number
    return inside + 1


def _roster_levels(found: Sequence[Opening], blocks: Sequence[Block]) -> list[int]:
    """Levels of the openings; headings inside a list of people are put below the list's own heading.

    "LIST OF PARTICIPANTS" and "ALBANIA", "BULGARIA" after it are often set alike.
    """
    levels = [opening.level for opening in found]
    owner: int | None = None
    for number, opening in enumerate(found):
        if opening.kind in _ROSTERS and not opening.label:
            owner = number
            continue
        if owner is None or opening.label or levels[number] > levels[owner]:
            continue
        end = found[number + 1].block if number + 1 < len(found) else len(blocks)
        under = blocks[opening.block + 1 : end]
        if opening.kind == "body" and not opening.numbered and is_roster(under):
            levels[number] = levels[owner] + 1
        else:
            owner = None
    return levels
