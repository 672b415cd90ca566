"""What one part of a document says about another: acronyms explained once, surnames of people named in full elsewhere.

"International Centre for Water (ICW)" makes every "ICW" an organization; "Iva Novak, Ministry of Justice" in the roster
makes "Ms Novak" and "Novak" of the narrative a person.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from pipeline.layout.block import Block
from pipeline.lexicon import alternation
from pipeline.mentions.names import NameWords, fold, is_given, is_initial
from pipeline.mentions.ner_entities import Entity

# " (ICW)", " (the “ICW”)", " - NATC SEE)": what stands in brackets behind a name.
_IN_BRACKETS = re.compile(
    r"\s*[(\[]\s*(?:the\s+)?[\"“”'‘]?(?P<acronym>[A-Z][\w&/.\-]{1,11}(?: [A-Z]{2,6})?)[\"“”'’]?\s*[)\]]"
)
_ACRONYM = re.compile(r"[^\W\d_a-z][\w&/.\-]*[^\W\d_a-z][\w\-]*(?: [A-Z]{2,6})?$")
_WORD = re.compile(r"[^\W_][\w&]*(?:[-./'’](?=\w)[\w&]*)*")
# "Novak Street", "Porto Novak": the surname is part of another name. "Then Novak" at a sentence's begin is not.
_MORE_CAPITALS = re.compile(r" [A-Z]{2,6}\b")
_NAME_GOES_ON = re.compile(r"[ -][A-Z]")
_NAME_BEGAN = re.compile(r"(?<=[\w,;)] )[A-Z][\w.]*[ -]$|[A-Z]\w*-$")

#: How sure such an entity is, and the rules' names.
_EXPLAINED, _REPEATED, _SURNAME, _FULL = 0.9, 0.7, 0.7, 0.85


@dataclass(frozen=True)
class _Known:
    """What the document has explained: acronyms and family names with scores, full names by their first word."""

    acronyms: dict[str, float] = field(default_factory=dict)
    surnames: dict[str, float] = field(default_factory=dict)
    full: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def heads(self) -> set[str]:
        """The words of which one at least stands in every text that names something of this again."""
        owners = (surname + own for surname in self.surnames for own in ("'s", "’s"))
        return {*self.full, *self.surnames, *owners, *(acronym.partition(" ")[0] for acronym in self.acronyms)}


def settle(entities: Sequence[Entity], blocks: Sequence[Block], words: NameWords) -> list[Entity]:
    """The entities with acronyms attached, labels made consistent, and what was overlooked elsewhere added."""
    named = _with_acronyms(entities, blocks)
    known = _known(named, blocks, words)
    kept = [_relabelled(entity, blocks[entity.block].text, known) for entity in named]
    by_block: dict[int, list[Entity]] = defaultdict(list)
    for entity in kept:
        by_block[entity.block].append(entity)
    heads = known.heads()
    some_head = re.compile(alternation(heads))
    added = [
        found
        for block in blocks
        if block.kind not in ("running", "code", "meta") and some_head.search(block.text)
        for found in _overlooked(block, by_block[block.number], known, heads, words)
    ]
    return sorted([*kept, *added], key=lambda entity: (entity.block, entity.start, entity.end))


def explains(acronym: str, name: str) -> bool:
    """Whether the acronym's letters come in order at the beginnings of the name's words, but for a few of them."""
    letters = [letter for letter in fold(acronym) if letter.isalpha()]
    words = [fold(word) for word in re.findall(r"[^\W\d_]+", name)]
    initials = "".join(word[0] for word in words if word)
    everything = "".join(words)
    return len(letters) > 1 and (
        _in_order(letters, initials) >= 0.6 or (_in_order(letters, everything) == 1.0 and initials[:1] == letters[0])
    )


def _in_order(letters: Sequence[str], text: str) -> float:
    """The share of ``letters`` that are met in their order in ``text``."""
    position = met = 0
    for letter in letters:
        place = text.find(letter, position)
        if place >= 0:
            met, position = met + 1, place + 1
    return met / len(letters)


def _with_acronyms(entities: Iterable[Entity], blocks: Sequence[Block]) -> list[Entity]:
    found = []
    for entity in entities:
        text = blocks[entity.block].text
        match = _IN_BRACKETS.match(text, entity.end) if entity.label == "ORG" else None
        if match and explains(match["acronym"], text[entity.start : entity.end]):
            found.append(replace(entity, acronym=match["acronym"]))
        else:
            found.append(entity)
    return found


def _known(entities: Sequence[Entity], blocks: Sequence[Block], words: NameWords) -> _Known:
    known = _Known()
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    for entity in entities:
        name = blocks[entity.block].text[entity.start : entity.end]
        labels[name][entity.label] += 1
        if entity.acronym:
            known.acronyms[entity.acronym] = _EXPLAINED
        if entity.label == "PERSON" and entity.score >= 0.5:
            _remember(name, known, words)
    for name, counts in labels.items():
        # Seen twice as an organization and never as anything else: trusted where the model passed over it.
        if (
            name not in known.acronyms
            and counts["ORG"] >= 2
            and counts["ORG"] == counts.total()
            and _ACRONYM.fullmatch(name)
        ):
            known.acronyms[name] = _REPEATED
        if counts["ORG"] + counts["PLACE"] > counts["PERSON"]:
            known.surnames.pop(name, None)
    return known


def _remember(name: str, known: _Known, words: NameWords) -> None:
    parts = name.replace(",", " ").split()
    if len(parts) < 2 or len(parts) > 6:
        return
    known.full[parts[0]].append(name)
    loud = [part for part in parts if part.isupper() and len(part) > 2]
    # "NOVAK Iva", "Iva NOVAK": the capitals are the family name. "Novak, Iva": what stands before the comma.
    family = loud[0] if loud and len(loud) < len(parts) else parts[0] if "," in name else parts[-1]
    if family.isupper() and len(family) < 6 and not any(is_given(part, words) or is_initial(part) for part in parts):
        return  # "JSON Schema"
    for form in {family, family.title()}:
        if len(form) > 3 and not is_initial(form) and is_given(form, words) < 1 and fold(form) not in words.not_names:
            known.surnames[form] = _SURNAME


def _relabelled(entity: Entity, text: str, known: _Known) -> Entity:
    name = text[entity.start : entity.end]
    if entity.label != "ORG" and name in known.acronyms:
        return replace(entity, label="ORG", score=known.acronyms[name], prefix=None, rule="ner-acronym", acronym=name)
    if entity.label == "ORG" and known.acronyms.get(name) == _EXPLAINED:
        return replace(entity, acronym=name, score=max(entity.score, _EXPLAINED))
    return entity


def _overlooked(
    block: Block, entities: Sequence[Entity], known: _Known, heads: set[str], words: NameWords
) -> list[Entity]:
    text = block.text
    taken = sorted((entity.start, entity.end) for entity in entities)
    found: list[Entity] = []
    at = reached = 0
    for match in _WORD.finditer(text):
        if match[0] not in heads:
            continue
        start, end = match.span()
        while at < len(taken) and taken[at][1] <= start:
            at += 1
        free_until = taken[at][0] if at < len(taken) else len(text)
        if start < reached or end > free_until:
            continue
        entity = _name_here(text, start, end, free_until, known) or _surname_here(text, start, end, known, words)
        if entity:
            found.append(replace(entity, block=block.number))
            reached = entity.end
    return found


def _name_here(text: str, start: int, end: int, free_until: int, known: _Known) -> Entity | None:
    for name in known.full.get(text[start:end], ()):
        stop = start + len(name)
        if stop <= free_until and text.startswith(name, start) and not text[stop : stop + 1].isalnum():
            return Entity(0, start, stop, "PERSON", _FULL, rule="ner-full-name")
    second = _MORE_CAPITALS.match(text, end)
    for stop in (second.end() if second else end, end):
        if stop <= free_until and text[start:stop] in known.acronyms:
            name = text[start:stop]
            return Entity(0, start, stop, "ORG", known.acronyms[name], rule="ner-acronym", acronym=name)
    return None


def _surname_here(text: str, start: int, end: int, known: _Known, words: NameWords) -> Entity | None:
    name = text[start:end]
    stop = end
    if name not in known.surnames and name[-2:] in ("'s", "’s"):
        name, stop = name[:-2], end - 2
    if name not in known.surnames:
        return None
    prefix = _titled(text, start, words)
    if _NAME_GOES_ON.match(text, stop) or (not prefix and _NAME_BEGAN.search(text, max(0, start - 24), start)):
        return None
    return Entity(0, start, stop, "PERSON", 0.9 if prefix else known.surnames[name], prefix=prefix, rule="ner-surname")


def _titled(text: str, start: int, words: NameWords) -> str | None:
    for match in words.prefix.finditer(text, max(0, start - 32), start):
        if match.end() == start:
            return match[0].strip()
    return None
