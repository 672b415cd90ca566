"""People named in running text: an honorific and capitals, a known given name and capitals, initials and a surname.

These are rules without a model: sure where an honorific or a known given name says so, silent about most other names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from pipeline.document import Document
from pipeline.layout.block import Block
from pipeline.lexicon import Lexicon, alternation
from pipeline.mentions.letters import CAPITALS
from pipeline.mentions.mention import Mention, PersonValue
from pipeline.mentions.names import (
    MOST_WORDS,
    REMEMBERED,
    NameWords,
    fold,
    given_and_family,
    is_given,
    is_initial,
    name_words,
    score,
)
from pipeline.sections.section import Section
from pipeline.tools import Tools

_BETWEEN = r"\s,;:()\[\]|!?\"“”/—"
_WORD = rf"[^{_BETWEEN}–-][^{_BETWEEN}]*"
_TOKEN = re.compile(rf"(?P<word>{_WORD})")
_FURTHER = re.compile(rf"\s+(?P<word>{_WORD})")
_PROPER = re.compile(r"^(?:[^\W\d_]{1,4}['’])?[a-zß-ÿ]{0,3}[^\W\d_a-zß-ÿ][^\W\d_]*(?:['’\-‐–][^\W\d_]+)*$")
_POSSESSIVE = re.compile(r"['’]s?$")
# between names that share an honorific
_JOINT = re.compile(r"\s*(?:,\s*(?:and\s+)?|&\s*|\band\s+)")
_CAPITAL = re.compile(r"(?<![\w-])[A-Z]")
_LONGEST_TITLE = 40
_SKIPPED = frozenset({"running", "rule", "code"})
#: Least score of a stretch without honorific.
_LEAST = 0.4


@dataclass(frozen=True, slots=True)
class _Token:
    """What a token can be in a name, whatever stands beside it.

    ``begins`` says that a name could begin here. ``length`` counts the letters of a proper noun without its full stop
    and "'s", 0 of another word; ``ordinary`` is one that no name has, unless it ends one (``surname``). ``titled`` may
    be an honorific's first word.
    """

    begins: bool
    initial: bool
    particle: bool
    titled: bool
    length: int
    ordinary: bool
    surname: bool


#: What most words are.
_PLAIN = _Token(begins=False, initial=False, particle=False, titled=False, length=0, ordinary=False, surname=False)


@dataclass(frozen=True)
class _Known:
    """The vocabulary of names, and what it says of a token: a document's words come again and again.

    ``first`` finds the tokens with which a name could begin, and few others. ``title_ends`` are the last letters, three
    at most, of the words that stand before a name: few others need a look.
    """

    words: NameWords
    first: re.Pattern[str]
    title_ends: frozenset[str]
    token: Callable[[str], _Token]


def _known(lexicon: Lexicon) -> _Known:
    words = lexicon.made(name_words)
    small = alternation(word.split()[0] for word in lexicon.words("names", "small_honorifics"))
    capital = rf"[{CAPITALS}\u0560-\uffff]"  # or a letter of a script that has none
    # "Anna", "deGeus", "d'Arc"; no part of "non-EU"
    begin = rf"{capital}|[a-zß-ÿ]{{1,3}}{capital}|[^\W\d_]{{1,4}}['’][a-zß-ÿ]{{0,3}}{capital}"
    first = lexicon.pattern(rf"(?<![^{_BETWEEN}–-])(?<!\w[–-])(?={begin}|{small}){_WORD}")
    title_ends = frozenset(word.split()[-1][-3:].lower() for word in lexicon.words("names", "titles"))
    return _Known(words, first, title_ends, lru_cache(REMEMBERED)(partial(_looked_up, words=words)))


def _looked_up(word: str, words: NameWords) -> _Token:
    if word.isascii() and word.islower() and word not in words.particles and not words.honorific.match(word):
        return _PLAIN
    bare = _POSSESSIVE.sub("", word.rstrip(".")) if word.endswith((".", "s", "'", "’")) else word
    bare = bare if bare != word.rstrip(".") or word.endswith(".") else word
    initial, particle = is_initial(word), word in words.particles
    titled = words.honorific.match(word) is not None
    if not _PROPER.match(bare):
        return _Token(initial or titled, initial, particle, titled, 0, ordinary=False, surname=False)
    found = words.word(bare)
    ordinary = found.folded in words.not_names and not found.given
    begins = initial or titled or not ordinary
    return _Token(begins, initial, particle, titled, len(bare), ordinary, surname=found.folded in words.surnames)


def find(document: Document, blocks: Sequence[Block], sections: Sequence[Section], tools: Tools) -> list[Mention]:
    """Every stretch that could be a person's name."""
    del sections
    known = tools.lexicon_of(document).made(_known)
    return [mention for block in blocks if block.kind not in _SKIPPED for mention in _in_block(block, known)]


def _in_block(block: Block, known: _Known) -> Iterator[Mention]:
    text, words = block.text, known.words
    reached = 0
    for token in known.first.finditer(text):
        begin = token.start()
        if begin < reached:
            continue
        first = known.token(token[0])
        if not first.begins:
            continue
        prefix = words.prefix.match(text, begin) if first.titled else None
        start = prefix.end() if prefix else begin
        run = _run(text, start, known)
        if not run:
            continue
        end = run[-1][1]
        reached = end
        if prefix is None:
            run = _without_first(text, run, words)
            start = run[0][0]
        found = _mention(block, begin if prefix else start, start, end, known, alone=len(run) == 1)
        if found is not None:
            yield found
            for other in _further(block, found, known):
                reached = max(reached, other.end)
                yield other


def _further(block: Block, first: Mention, known: _Known) -> Iterator[Mention]:
    """The names that share a plural honorific with the first: "Messrs. Doe, Roe and Poe"."""
    prefix = first.value.prefix if isinstance(first.value, PersonValue) else None
    if prefix is None or fold(prefix).strip(".") not in known.words.plural:
        return
    end = first.end
    while joint := _JOINT.match(block.text, end):
        run = _run(block.text, joint.end(), known)
        if not run or known.words.prefix.match(block.text, joint.end()):
            return
        start, end = run[0][0], run[-1][1]
        name = block.text[start:end]
        given, family = given_and_family(name, known.words)
        value = PersonValue(" ".join(name.split()), prefix, given, family)
        yield Mention("person", block.view.span(start, end), value, "honorific", 0.75, block.number, start, end)


def _run(text: str, start: int, known: _Known) -> list[tuple[int, int]]:
    """Words from ``start`` on that could be one name, blanks alone between them."""
    run: list[tuple[int, int]] = []
    particles = 0
    token = _TOKEN.match(text, start)
    while token is not None and len(run) < MOST_WORDS:
        word = token["word"]
        position, end = token.span("word")
        part = known.token(word)
        if run and part.titled and known.words.prefix.match(text, position):  # "Nauru, Hon. Jane Doe", comma lost
            break
        if (part.initial and (len(word) > 1 or run)) or (run and part.particle):
            run.append((position, end))
            particles = particles + 1 if part.particle else 0
        elif not part.length:
            break
        elif part.ordinary and not (run and part.surname):
            if run and word[0].isupper() and is_given(text[run[0][0] : run[0][1]], known.words) < 1:
                return []  # "Standing Committee"
            break
        else:
            run.append((position, position + part.length))
            particles = 0
            if part.length != len(word):
                break
        token = _FURTHER.match(text, end)
    return run[: len(run) - particles]


def _without_first(text: str, run: list[tuple[int, int]], words: NameWords) -> list[tuple[int, int]]:
    """The run without a first word that only begins a sentence or is a title: "However Anna Doe", "Chair Anna Doe"."""
    if len(run) == 1:
        return run
    title = words.title.match(text, run[0][0])
    if title:
        rest = [word for word in run if word[0] >= title.end()]
        if rest and is_given(text[run[0][0] : run[0][1]], words) != 1:
            return rest
    given = [is_given(text[low:high], words) for low, high in run[:2]]
    if len(run) > 2 and given[0] < 1 and given[1] == 1:
        first = text[run[0][0] : run[0][1]]
        return run[1:] if given[0] == 0 or fold(first) in words.not_names else run
    return run


def _mention(block: Block, first: int, start: int, end: int, known: _Known, *, alone: bool) -> Mention | None:
    words = known.words
    name = block.text[start:end]
    titled = alone and _titled(block.text, start, known)
    if alone and first == start and not titled and is_given(name, words) < 1:
        return None
    found = score(name, words)
    if first < start:
        found = max(0.9 if not alone else 0.75, found) if found or not alone else 0.6
    elif titled:
        found = max(found, 0.55)
    if found < _LEAST:
        return None
    given, family = given_and_family(name, words)
    prefix = block.text[first:start].strip() or None
    rule = "honorific" if prefix else "title" if titled else "given-name" if not alone else "given-name-alone"
    value = PersonValue(" ".join(name.split()), prefix, given, family)
    return Mention("person", block.view.span(first, end), value, rule, found, block.number, first, end)


def _titled(text: str, start: int, known: _Known) -> bool:
    """Whether a title stands right before ``start``: "Senator", "Deputy Inspector"."""
    before = text[max(0, start - _LONGEST_TITLE) : start]
    last = before.rstrip().rstrip(".").lower()
    if known.title_ends.isdisjoint((last[-3:], last[-2:], last[-1:])):
        return False
    for capital in list(_CAPITAL.finditer(before))[-4:]:
        at = capital.start()
        match = known.words.title.match(f"{before[at:]}X")
        if match and match.end() == len(before) - at:
            return True
    return False
