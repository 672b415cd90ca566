"""Cues: the words of a unit that speak for or against a conclusion, found once and shared by rules and model."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.lexicon import Lexicon, alternation

_HEDGED = 60  # characters between who concludes and the verb: "the Committee, after some discussion, agreed"


@dataclass(frozen=True)
class Cues:
    """What one stretch of text says by its words.

    ``modalities`` in the order of the text; ``label`` is the kind that a label at its start announces ("Action:"),
    ``label_end`` where the label ends; ``decided_by`` is the modality whose verb a collective governs ("the Board
    approved", "it was agreed"), ``""`` where there is none.
    """

    modalities: tuple[str, ...]
    label: str
    label_end: int
    decided_by: str
    obligation: bool
    future: bool
    possible: bool
    vote: bool
    summing: bool
    speaking: bool
    earlier: bool


@dataclass(frozen=True)
class _Patterns:
    verb: re.Pattern[str]
    stems: tuple[tuple[str, str], ...]
    modality: Mapping[str, str]
    label: re.Pattern[str]
    labels: Mapping[str, str]
    collective: re.Pattern[str]
    flags: Mapping[str, re.Pattern[str]]


def _whole(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){alternation(words)}(?![\w-])", re.IGNORECASE)


def _patterns(lexicon: Lexicon) -> _Patterns:
    verbs = lexicon.groups("conclusions", "verbs")
    modality = {form: name for name, forms in verbs.items() for form in forms}
    labels = {word: kind for kind, words in lexicon.groups("conclusions", "labels").items() for word in words}
    verb = alternation(modality)
    who = alternation(lexicon.words("conclusions", "deciders"))
    flags = ("obligations", "futures", "possible", "votes", "summing", "speaking", "earlier")
    return _Patterns(
        verb=_whole(list(modality)),
        stems=tuple((form.removesuffix("*"), name) for form, name in modality.items() if form.endswith("*")),
        modality=modality,
        # "ACTION 3:", "Decision -", "RESOLVED,"; a label in brackets too: "[Action]"
        label=re.compile(
            rf"^[\W_]*{alternation(labels, group='label')}(?:\s+(?:no\.?\s*)?#?\d[\d.\-/]*)?(?:\s*\([^)]*\))?"
            r"\s*(?:[:\]|]|\s[-–—]+\s)\s*",
            re.IGNORECASE,
        ),
        labels=labels,
        collective=re.compile(
            rf"\b(?:(?:{who})\b[^.;:]{{0,{_HEDGED}}}?\b|it\s+(?:is|was|has\s+been|were)\s+(?:\w+\s+){{0,2}})(?P<verb>{verb})\b",
            re.IGNORECASE,
        ),
        flags={name: _whole(lexicon.words("conclusions", name)) for name in flags},
    )


def _name(patterns: _Patterns, form: str) -> str:
    word = " ".join(form.casefold().split())
    known = patterns.modality.get(word)
    return known or next((name for stem, name in patterns.stems if word.startswith(stem)), "")


def cues(text: str, lexicon: Lexicon) -> Cues:
    """The cues of one stretch of text."""
    patterns = lexicon.made(_patterns)
    label = patterns.label.match(text)
    collective = patterns.collective.search(text)
    has = {name: bool(pattern.search(text)) for name, pattern in patterns.flags.items()}
    return Cues(
        modalities=tuple(dict.fromkeys(_name(patterns, match[0]) for match in patterns.verb.finditer(text))),
        label=patterns.labels[" ".join(label["label"].casefold().split())] if label else "",
        label_end=label.end() if label else 0,
        decided_by=_name(patterns, collective["verb"]) if collective else "",
        obligation=has["obligations"],
        future=has["futures"],
        possible=has["possible"],
        vote=has["votes"],
        summing=has["summing"],
        speaking=has["speaking"],
        earlier=has["earlier"],
    )
