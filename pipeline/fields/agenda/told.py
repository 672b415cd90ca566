"""Topics that sentences name, where there is neither agenda nor headings: "The members discussed A, and B"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.fields.agenda.parts import Said, between_topics, longest, parts
from pipeline.fields.candidate import Candidate
from pipeline.lexicon import Guarded, Lexicon, alternation
from pipeline.meetings.scope import Scope
from pipeline.sections.sentences import sentences

#: The most topics that are taken from sentences.
_MOST = 6
#: Longer reports say what was discussed on every page.
_LONG_REPORT = 60
_NAMED = Said("topics", "topics-sentence", 0.5)
_TOLD = Said("topics", "discussed-sentence", 0.4)


@dataclass(frozen=True)
class _Patterns:
    named: Guarded
    told: Guarded
    met: Guarded
    split: re.Pattern[str]
    stop: re.Pattern[str]


def _patterns(lexicon: Lexicon) -> _Patterns:
    def words(key: str) -> str:
        return alternation(lexicon.words("agenda", key))

    def sought(*keys: str) -> list[str]:
        return [word for key in keys for word in lexicon.words("agenda", key)]

    copula = words("copulas")
    return _Patterns(
        # "The main topics discussed were X", "Themes of the meeting: X"
        named=lexicon.guarded(
            rf"\b{words('topics')}\s+(?:{words('discussed')}\s+|(?:{words('ofs')})\s+(?:[\w'’\-]+\s+){{1,6}}?)?{copula}\s*:?(?!\s*\w+ed\b)\s*"
            rf"|\b{words('meetings')}(?:['’]s)?\s+(?:[\w'’\-]+\s+){{0,3}}?{words('discussing')}\s+",
            sought("topics", "meetings"),
        ),
        # "The participants discussed X", "The Council also examined X"
        told=lexicon.guarded(rf"[^.;:]{{3,120}}?\b{words('discussing')}\s+", sought("discussing")),
        # "The network met in Graz to discuss X"
        met=lexicon.guarded(rf"\b{words('met')}\b[^.;:]{{0,120}}?\b{words('to_discuss')}\s+", sought("met")),
        split=between_topics(lexicon),
        stop=lexicon.pattern(rf",?\s+(?:{words('stops')})\b", re.IGNORECASE),
    )


def told(scope: Scope) -> list[Candidate]:
    """The subjects that the sentences of a short report name."""
    patterns = scope.lexicon.made(_patterns)
    named: list[Candidate] = []
    discussed: list[Candidate] = []
    prose = [block for block in scope.blocks if block.kind in ("paragraph", "item") and len(block.text) > 40]
    if len(prose) > _LONG_REPORT:
        prose = prose[: _LONG_REPORT // 4]
    for block in prose:
        for low, high in sentences(block.text, scope.lexicon):
            for pattern, said, there in (
                (patterns.named, _NAMED, named), (patterns.met, _TOLD, discussed), (patterns.told, _TOLD, discussed)
            ):  # fmt: skip
                begins = pattern.match if pattern is patterns.told else pattern.search
                match = begins(block.text, low, high)
                if match is None:
                    continue
                stop = patterns.stop.search(block.text, match.end(), high)
                there.extend(parts(block, match.end(), stop.start() if stop else high, patterns.split, said))
                break
    return longest(named + discussed, _MOST)
