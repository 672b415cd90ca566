"""People and organizations that the entity model finds. Without a model ("rules") this finds nothing.

Places and dates that the model sees are left to the gazetteer and the grammar of dates, which know what they mean.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.document import Document
from pipeline.layout.block import Block
from pipeline.mentions import names, ner_consistency, ner_gate, ner_models
from pipeline.mentions.mention import Mention, OrganizationValue, PersonValue
from pipeline.mentions.ner_entities import SCORES, Entity, separated, tidied
from pipeline.mentions.ner_gate import Stretches
from pipeline.mentions.ner_models import load, version
from pipeline.tools import Tools

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["find", "load", "version"]

#: Neighbouring blocks are read together up to this many characters: a name alone in its line says more among others.
_TOGETHER = 1_200

#: Documents of spaCy's that go through the model together.
_BATCH = 64

#: Less sure names are left out: "Borough President", "ANNUAL REVIEW".
_LEAST = 0.4

#: A model that gives probabilities is believed from here on, whatever the form.
_SURE = 0.95

#: In a language that the model has not learnt, every noun in capitals may pass for a name: "Antrag Vorstand".
_ABROAD = 0.6

#: How sure an entity is where the model gives no probability of its own: its precision on held-out reports.
_USUAL = {"PERSON": 0.85, "ORG": 0.75, "PLACE": 0.8, "DATE": 0.9}


def find(document: Document, blocks: Sequence[Block], tools: Tools, where: Stretches | None = None) -> list[Mention]:
    """People and organizations, with what one part of the document says about another taken into account.

    ``where`` are the stretches that the model reads; all blocks that could hold a name when left out.
    """
    if tools.nlp is None:
        return []
    if where is None:
        where = ner_gate.everything(blocks)
    words = tools.lexicon_of(document).made(names.name_words)
    single = (one for entity in _entities(blocks, where, tools.nlp) for one in separated(entity, blocks, words))
    entities = [tidied(entity, blocks, words) for entity in single]
    known = [entity for entity in entities if entity.end > entity.start]
    rule = f"ner-{ner_models.title(tools.nlp)}"
    trust = 1.0 if document.language in (None, tools.nlp.lang) else _ABROAD
    settled = ner_consistency.settle(known, blocks, words)
    named = (entity for entity in settled if entity.label in ("PERSON", "ORG"))
    mentions = [_mention(entity, blocks[entity.block], rule, words) for entity in named]
    return [replace(mention, score=mention.score * trust) for mention in mentions if mention.score > _LEAST]


@dataclass(frozen=True)
class _Chunk:
    """Stretches of blocks that are read together; ``starts`` are where each begins in the chunk's text."""

    text: str
    stretches: tuple[tuple[int, int, int], ...]
    starts: tuple[int, ...]


def _chunks(blocks: Sequence[Block], where: Stretches) -> Iterator[_Chunk]:
    held: list[tuple[int, int, int]] = []
    size = 0
    for number, parts in sorted(where.items()):
        for start, end in parts:
            if held and (size + end - start > _TOGETHER or number > held[-1][0] + 1):
                yield _chunk(blocks, held)
                held, size = [], 0
            held.append((number, start, end))
            size += end - start + 1
    if held:
        yield _chunk(blocks, held)


def _chunk(blocks: Sequence[Block], stretches: list[tuple[int, int, int]]) -> _Chunk:
    starts, position = [], 0
    for _, start, end in stretches:
        starts.append(position)
        position += end - start + 1
    text = "\n".join(blocks[number].text[start:end] for number, start, end in stretches)
    return _Chunk(text, tuple(stretches), tuple(starts))


def _entities(blocks: Sequence[Block], where: Stretches, nlp: Language) -> list[Entity]:
    labels = ner_models.labels(nlp)
    found: list[Entity] = []
    # What the model learns about new words is forgotten at the end, so that an archive does not fill the memory.
    with nlp.memory_zone():
        stream = ((chunk.text, chunk) for chunk in _chunks(blocks, where))
        for doc, chunk in nlp.pipe(stream, as_tuples=True, batch_size=_BATCH):
            sure = doc.user_data.get(SCORES) or [None] * len(doc.ents)
            for entity, score in zip(doc.ents, sure, strict=True):
                label = labels.get(entity.label_)
                if label:
                    placed = _placed(chunk, entity.start_char, entity.end_char)
                    found.extend(Entity(*place, label, _USUAL[label] if score is None else score) for place in placed)
    return found


def _placed(chunk: _Chunk, start: int, end: int) -> list[tuple[int, int, int]]:
    """(block, start, end) of a stretch of a chunk. One that runs over the end of a block is not believed."""
    number = bisect_right(chunk.starts, start) - 1
    block, low, high = chunk.stretches[number]
    shift = low - chunk.starts[number]
    return [(block, start + shift, end + shift)] if end + shift <= high else []


def _mention(entity: Entity, block: Block, rule: str, words: names.NameWords) -> Mention:
    name = " ".join(block.text[entity.start : entity.end].split())
    span = block.view.span(entity.start, entity.end)
    if entity.label == "PERSON":
        given, family = names.given_and_family(name, words)
        person = PersonValue(name, prefix=entity.prefix, given=given, family=family)
        score = min(entity.score, _likeness(name, entity, words))
        return Mention("person", span, person, entity.rule or rule, score, block.number, entity.start, entity.end)
    known = OrganizationValue(name, acronym=entity.acronym)
    return Mention(
        "organization", span, known, entity.rule or rule, entity.score, block.number, entity.start, entity.end
    )


def _likeness(name: str, entity: Entity, words: names.NameWords) -> float:
    """How far the form of a name lets us believe the model: least where it holds words that no name has."""
    if entity.prefix or entity.rule:
        return 1.0
    form = names.score(name, words)
    if form <= _LEAST:
        return form
    parts = name.split()
    known = any(names.is_given(part, words) or names.is_initial(part) for part in parts)
    doubtful = not known and "-" not in name and entity.score < _SURE
    if doubtful and len(parts) > 1 and any(part.isupper() and len(part) < 6 for part in parts):
        return _LEAST  # "JSON Schema"; but "Ji-won PARK"
    return 0.6 if len(name.split()) == 1 and not names.is_given(name, words) else 1.0
