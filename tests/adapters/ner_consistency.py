"""Cases of mentions/ner_consistency: entities that the model found (``args``), and what the document makes of them."""

from __future__ import annotations

from typing import Any

from pipeline import layout
from pipeline.mentions import names, ner_consistency
from pipeline.mentions.ner_entities import Entity, separated, tidied
from tests.support import read, tools


def run(case: dict[str, Any]) -> list[str]:
    """LABEL and text of each entity after settling; ``args`` maps a text to its label, at its first place."""
    document = read(case["text"])
    blocks = layout.arrange(document)
    words = tools().lexicon("en").made(names.name_words)
    entities = []
    for name, label in case["args"].items():
        block = next(block for block in blocks if name in block.text)
        start = block.text.index(name)
        whole = Entity(block.number, start, start + len(name), label, 0.8)
        entities += [tidied(entity, blocks, words) for entity in separated(whole, blocks, words)]
    settled = ner_consistency.settle(entities, blocks, words)
    return [f"{item.label} {blocks[item.block].text[item.start : item.end]}" for item in settled]
