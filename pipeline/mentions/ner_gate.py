"""Where the entity model is worth its time: sentences that can say who took part, with a name that no rule explained.

The model is the dearest stage of all, and most of what it could find is found already: people by their honorifics or
given names, places by the gazetteer, organizations by their nouns. So it reads the lines of attendance sections that
hold more than people whom a rule is sure of. Only where there is no such section it reads other lines that begin with
what may be a name, and of the running text the sentences in which somebody does something and two capitals in a row are
still unexplained.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from pipeline.layout.block import Block
from pipeline.lexicon import Lexicon
from pipeline.mentions.mention import Mention
from pipeline.mentions.names import NameWords, name_words, score
from pipeline.sections.section import Section
from pipeline.sections.sentences import MARKED_END

#: What the model reads: (start, end) within the text of a block, by the block's number.
Stretches = Mapping[int, Sequence[tuple[int, int]]]

#: Blocks that hold no prose and no list.
_SILENT = frozenset({"running", "code", "meta", "rule"})

#: Sections whose every line may be a name.
_OF_PEOPLE = frozenset({"attendance", "absence"})

#: A block of so few words may be a name, a heading or an item: one capital is enough there.
_SHORT = 12

#: A person that a rule is as sure of as this needs no model.
_EXPLAINED = 0.7

_RUN = re.compile(r"(?<![\w'’.-])[^\W\d_a-zß-ÿ][\w'’-]*\.?(?: (?:[^\W\d_A-Z][\w'’]{1,3} ){0,2}[^\W\d_a-zß-ÿ][\w'’-]+)+")
#: "Ann Lee: ...", "Ann Lee (AL)", "Ann Lee – Pier Street": a line that may begin with its speaker.
_SPEAKER = re.compile(r"\s*(?:[:(–—,]|- |$)")
#: Of such a line the model reads so many characters behind the name.
_ASIDE = 60
_LEAD = re.compile(r"\W{0,4}")
_WORD = re.compile(r"[^\W\d_]+")


def wanted(block: Block) -> bool:
    """Whether names could stand in a block: it has a capital that no sentence's begin explains."""
    if block.kind in _SILENT:
        return False
    tokens = block.text.split()
    if len(tokens) <= _SHORT:
        return any(token[:1].isupper() or token[1:2].isupper() for token in tokens)
    return any(after[:1].isupper() and before[-1] not in ".!?" for before, after in pairwise(tokens))


def everything(blocks: Sequence[Block]) -> Stretches:
    """All blocks in which names could stand, whole."""
    return {block.number: [(0, len(block.text))] for block in blocks if wanted(block)}


def stretches(
    blocks: Sequence[Block], sections: Sequence[Section], known: Sequence[Mention], lexicon: Lexicon
) -> Stretches:
    """What the model should read. ``known`` is what the rules found."""
    doing, words = lexicon.made(_doing), lexicon.made(name_words)
    explained: dict[int, list[tuple[int, int]]] = defaultdict(list)
    named: set[int] = set()
    for mention in known:
        if mention.kind != "person" or mention.score >= _EXPLAINED:
            explained[mention.block].append((mention.start, mention.end))
        if mention.kind == "person" and mention.score >= _EXPLAINED:
            named.add(mention.block)
    of_people = _of_people(sections)
    listed = {
        number: [(0, len(blocks[number].text))]
        for number in sorted(of_people)
        if blocks[number].kind not in _SILENT
        and (number not in named or any(_unexplained(blocks[number].text, sorted(explained[number]), words)))
    }
    if listed or not of_people.isdisjoint(named):
        return listed
    return {
        block.number: found
        for block in blocks
        if block.kind not in _SILENT
        and (found := list(_in_text(block.text, sorted(explained[block.number]), doing, words)))
    }


def _doing(lexicon: Lexicon) -> frozenset[str]:
    """The word that tells, of each thing that somebody at a meeting does: "welcomed", "chair" of "took the chair"."""
    return frozenset(
        max(word.split(), key=len)
        for key in ("participation", "passive")
        for group in lexicon.groups("attendance", key).values()
        for word in group
    )


def _of_people(sections: Sequence[Section]) -> set[int]:
    """Numbers of the blocks of attendance sections."""
    return {
        number
        for section in sections
        for part in section.walk()
        if part.kind in _OF_PEOPLE
        for number in range(part.start, part.end)
    }


def _in_text(
    text: str, explained: Sequence[tuple[int, int]], doing: frozenset[str], words: NameWords
) -> Iterator[tuple[int, int]]:
    """The name that a line begins with, and the sentences in which somebody yet unknown does something."""
    runs = list(_unexplained(text, explained, words))
    if not runs:
        return
    reached = 0
    lead = _LEAD.match(text)
    if lead and runs[0][0] == lead.end() and _SPEAKER.match(text, runs[0][1]):
        reached = min(runs[0][1] + _ASIDE, len(text))
        yield 0, reached
    at = 0
    for low, high in pairwise([reached, *(match.end() for match in MARKED_END.finditer(text, reached)), len(text)]):
        before = at
        while at < len(runs) and runs[at][0] < high:
            at += 1
        if at > before and not doing.isdisjoint(_WORD.findall(text[low:high].lower())):
            yield low, high


def _unexplained(text: str, explained: Sequence[tuple[int, int]], words: NameWords) -> Iterator[tuple[int, int]]:
    """Capitalised words in a row that could be a name, and of which some part is in no known mention."""
    at = 0
    for match in _RUN.finditer(text):
        start, end = match.span()
        while at < len(explained) and explained[at][1] <= start:
            at += 1
        covered = start
        for low, high in explained[at:]:
            if low > covered + 1:
                break
            covered = max(covered, high)
        if covered < end and score(text[start:end], words):
            yield start, end
