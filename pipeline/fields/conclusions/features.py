"""Features: what the model sees of a unit, each a short string that is there or not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.fields.conclusions.assignments import assignment, is_task
from pipeline.fields.conclusions.cues import Cues, cues
from pipeline.fields.conclusions.units import Unit
from pipeline.lexicon import Lexicon

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d[\d.,:/\-]*|[?!;:]")
_NAME, _NUMBER = "Xx", "00"
_MOST_WORDS = 60


def tokens(text: str) -> list[str]:
    """Words of ``text`` in lower case; capitalised words within a sentence and numbers as mere shapes."""
    words = []
    for position, match in enumerate(_TOKEN.finditer(text)):
        word = match[0]
        if word[0].isdigit():
            word = _NUMBER
        elif position and word[0].isupper() and not word.isupper():
            word = _NAME
        else:
            word = word.casefold()
        words.append(word)
        if len(words) >= _MOST_WORDS:
            break
    return words


def _bucket(value: int, edges: Sequence[int]) -> int:
    return sum(value >= edge for edge in edges)


def _words(text: str) -> list[str]:
    words = tokens(text)
    found = [f"w={word}" for word in words]
    found += [f"b={left} {right}" for left, right in zip(["^", *words], [*words, "$"], strict=True)]
    found += [f"first={' '.join(words[:count])}" for count in (1, 2, 3)]
    return found


def _own(cues: Cues, prefix: str = "") -> list[str]:
    found = [f"{prefix}modality={name}" for name in cues.modalities]
    if cues.label:
        found.append(f"{prefix}label={cues.label}")
    if cues.decided_by:
        found += [f"{prefix}decided", f"{prefix}decided={cues.decided_by}"]
    flags = ("obligation", "future", "possible", "vote", "summing", "speaking", "earlier")
    found += [f"{prefix}{name}" for name in flags if getattr(cues, name)]
    return found


def _task(text: str, lexicon: Lexicon) -> list[str]:
    given = assignment(text, lexicon)
    found = [] if given is None else ["assigned", f"assigned={given.form}"]
    return [*found, "task"] if is_task(text, lexicon) else found


def _titles(unit: Unit) -> list[str]:
    return [f"title={word}" for section in unit.sections[:2] for word in tokens(section.title) if word.isalpha()]


def features(
    unit: Unit, own: Cues, lead: Cues | None, before: Cues | None, after: Cues | None, lexicon: Lexicon
) -> list[str]:
    """The features of ``unit``; ``lead``, ``before`` and ``after`` are the cues of what announces and surrounds it."""
    text = unit.text
    kinds = unit.kinds
    block = unit.block
    listed = block.kind == "item"
    found = _words(text) + _own(own) + _task(text[own.label_end :], lexicon) + _titles(unit)
    section = kinds[0] if kinds else "none"
    found += [f"section={section}", f"block={block.kind}", f"section={section}&block={block.kind}"]
    found += [f"under={kind}" for kind in set(kinds[1:])]
    found.append(f"length={_bucket(len(text.split()), (4, 7, 11, 16, 25, 40, 60))}")
    found.append(f"sentences={_bucket(unit.count, (2, 3, 5, 9))}")
    if unit.number == 0:
        found.append("opens")
    if unit.number == unit.count - 1:
        found.append("closes")
    if listed:
        found += [f"item-level={min(block.level, 3)}", f"item-level={min(block.level, 3)}&section={section}"]
        found.append(f"marker={'number' if any(c.isdigit() for c in block.marker) else 'bullet'}")
    if block.checked is not None:
        found.append(f"box={block.checked}")
    if block.bold:
        found.append("bold")
    if text.rstrip().endswith((":", "?")):
        found.append(f"ends={text.rstrip()[-1]}")
    elif not text.rstrip().endswith((".", "!", ";")):
        found.append("ends=open")
    if lead is not None:
        found += ["led", *_own(lead, "lead-")]
    for name, cues in (("before", before), ("after", after)):
        if cues is not None:
            found += _own(cues, f"{name}-")
    return list(dict.fromkeys(found))


@dataclass(frozen=True)
class Seen:
    """What rules and model know of a unit."""

    unit: Unit
    cues: Cues
    features: tuple[str, ...]


def look(units: Sequence[Unit], lexicon: Lexicon) -> list[Seen]:
    """What there is to know of each unit of a scope."""
    own = [cues(unit.text, lexicon) for unit in units]
    leads = {unit.lead: cues(unit.lead, lexicon) for unit in units if unit.lead}
    seen = []
    for position, unit in enumerate(units):
        before = own[position - 1] if position else None
        after = own[position + 1] if position + 1 < len(units) else None
        found = features(unit, own[position], leads.get(unit.lead), before, after, lexicon)
        seen.append(Seen(unit, own[position], tuple(found)))
    return seen
