"""Personal names: where prefix, name and degrees of one stand, and how much a stretch of text looks like one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from importlib import resources

from anyascii import anyascii

from pipeline.lexicon import Lexicon, alternation

#: Longer stretches are no names.
MOST_WORDS = 7

_WORD = re.compile(r"\S+")
# "J.", "J.D.", "J", "Ch.", "M.-A."
_INITIAL = re.compile(r"^(?:[^\W\d_a-zß-ÿ]\.?(?:-?[^\W\d_a-zß-ÿ]\.)*|Ch\.|Th\.|Wm\.|Yu\.)$")
# "Anna", "McKay", "O'Neill", "deGeus", "KRALJIČ", "Meg-Owens", "d’Arc", "(Bob)", "“Bob”"
_PROPER = re.compile(r"^[(\"“'‘]?(?:[^\W\d_]{1,4}['’])?[a-zà-ÿ]{0,3}[^\W\d_a-zß-ÿ][\w'’´`\-‐–]*\.?[)\"”'’]?$")
_DIGIT = re.compile(r"\d|[@#/\\<>=_*|{}\[\]]")
_NO_LETTER = re.compile(r"[^\w]")
_LOUD = re.compile(r"[^a-zß-ÿ]{2,}")
_CUT = re.compile(r"[-‐–'’.]")
#: Words whose look-up is remembered: some reports' worth.
REMEMBERED = 20_000
_EDGES = " \t\n\u00a0.,;:*†‡·•-–—_~|\"“”'‘)]"


@dataclass(frozen=True, slots=True)
class Word:
    """What a word, as it is written, can be in a name: all that is asked of it again and again, looked up once.

    ``given`` is what :func:`is_given` says; ``loud`` is written in capitals; ``ordinary``, ``surname``, ``particle``
    and ``generation`` say in which of the lexicon's lists it stands.
    """

    folded: str
    given: float
    initial: bool
    proper: bool
    loud: bool
    ordinary: bool
    surname: bool
    particle: bool
    generation: bool


@dataclass(frozen=True)
class NameWords:
    """The vocabulary of names, made once from a lexicon.

    ``word`` looks a word up; ``honorific`` matches the first letters of whatever ``prefix`` matches.
    """

    prefix: re.Pattern[str]
    honorific: re.Pattern[str]
    plural: frozenset[str]
    title: re.Pattern[str]
    degree: re.Pattern[str]
    generations: frozenset[str]
    particles: frozenset[str]
    not_names: frozenset[str]
    surnames: frozenset[str]
    given: Mapping[str, bool]
    word: Callable[[str], Word] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "word", lru_cache(REMEMBERED)(partial(_looked_up, words=self)))


@dataclass(frozen=True, slots=True)
class Name:
    """A name within a text: offsets of the name, of the honorifics before it, and how sure that it is one."""

    start: int
    end: int
    prefix: tuple[int, int] | None
    score: float


def fold(text: str) -> str:
    """``text`` in lower case without diacritics."""
    return (text if text.isascii() else anyascii(text)).casefold()


def _dotted(words: Iterable[str]) -> str:
    """Alternatives for abbreviations, full stops optional; an entry with capitals is matched as it is written.

    "rt hon" matches "Rt. Hon", "RT HON."; "HE" matches "HE", "H.E." is the entry "H E".
    """
    return _loose({form for word in words for form in _forms(word)})


def _loose(forms: Iterable[str]) -> str:
    """Alternatives in which the words of a form may also have full stops between them, or nothing."""
    return alternation(forms).replace(r"\s+", r"\.?\s*")


def _forms(word: str) -> set[str]:
    return {word} if word != word.lower() else {word.upper(), *_capitalised(word)}


def _capitalised(word: str) -> set[str]:
    bits = word.split()
    titled = " ".join(bit[:1].upper() + bit[1:] for bit in bits)
    return {titled, bits[0][:1].upper() + bits[0][1:] + "".join(f" {bit}" for bit in bits[1:])}


def _given_names() -> dict[str, bool]:
    file = resources.files("pipeline.mentions").joinpath("data", "given_names.txt")
    words = file.read_text(encoding="ascii").split()
    return {word.removesuffix("?"): not word.endswith("?") for word in words}


def name_words(lexicon: Lexicon) -> NameWords:
    """The vocabulary of names; get it by ``lexicon.made(name_words)``."""
    honorific = _dotted(lexicon.words("names", "honorifics"))
    small = lexicon.words("names", "small_honorifics")
    if small:  # "mevrouw drs. van Dijk", where a name follows
        forms = _loose(small)
        particles = alternation(lexicon.words("names", "particles"))
        named = rf"(?:{honorific}|{forms})[.\s]|(?:{particles}\s+){{0,3}}[^\W\d_a-zß-ÿ]"
        honorific = rf"{honorific}|(?:{forms})(?=\.?\s*(?:{named}))"
    degree = _dotted(lexicon.words("names", "degrees"))
    written = {form for word in lexicon.words("names", "honorifics") for form in _forms(word)}
    beginnings = {_NO_LETTER.split(form, maxsplit=1)[0] for form in (*written, *small)}
    return NameWords(
        # "H.E. Mr.", "Dr. the Hon."
        prefix=lexicon.pattern(rf"(?:(?:{honorific})(?:\.(?=\s|\w)|(?=[\s.]))[\s.]*(?:the\s+(?=[A-Z]))?)+"),
        honorific=lexicon.pattern(alternation(beginnings)),
        plural=frozenset(lexicon.words("names", "plural_honorifics")),
        title=lexicon.pattern(rf"(?:{_dotted(lexicon.words('names', 'titles'))})\.?\s+(?=[^\W\d_a-z])"),
        # ", Ph.D.", " MBA"
        degree=lexicon.pattern(rf"(?:[,\s]+(?:{degree})\.?)+\s*$"),
        generations=frozenset(lexicon.words("names", "generations")),
        particles=frozenset(lexicon.words("names", "particles")),
        not_names=frozenset(lexicon.words("names", "not_names")),
        surnames=frozenset(lexicon.words("names", "surnames")),
        given=_given_names(),
    )


def is_initial(word: str) -> bool:
    """Whether a word is an initial or several: "J.", "J.D."."""
    return (len(word) == 1 or "." in word) and bool(_INITIAL.match(word))


def is_given(word: str, words: NameWords) -> float:
    """How surely a word is a given name: 1 known, 0.5 known but also an ordinary word, 0 unknown."""
    return words.word(word).given


def _looked_up(word: str, words: NameWords) -> Word:
    folded = fold(word)
    bare = word.strip("()\"“”'‘’.,")
    whole = folded if bare == word else fold(bare)
    first = [part for part in _CUT.split(whole) if part][:1]
    known = [words.given[form] for form in {whole, *first} if form in words.given]
    plain = folded.strip("().\"'")
    letters = _NO_LETTER.sub("", word)
    return Word(
        folded=folded,
        given=1.0 if any(known) else 0.5 if known else 0.0,
        initial=is_initial(word),
        proper=bool(_PROPER.match(word)),
        loud=letters.isupper() and len(letters) > 1,
        ordinary=plain in words.not_names,
        surname=plain in words.surnames,
        particle=word.lower() in words.particles,
        generation=folded.strip(".") in words.generations,
    )


def score(text: str, words: NameWords) -> float:
    """How much ``text``, without honorifics and degrees, looks like a person's name, from 0 to 1."""
    tokens = text.replace(",", " ").split()
    if not tokens or len(tokens) > MOST_WORDS or _DIGIT.search(text):
        return 0.0
    known = [words.word(token) for token in tokens]
    while len(tokens) > 1 and known[-1].generation:
        tokens.pop()
        known.pop()
    proper = capitals = initials = 0
    givens: list[float] = []
    for number, (token, word) in enumerate(zip(tokens, known, strict=True)):
        if word.particle and (token[:1].islower() or 0 < number < len(tokens) - 1):
            continue
        if word.initial:
            initials += 1
            continue
        if not word.proper:
            return 0.0
        if word.ordinary and not (word.given and proper == 0 and len(tokens) > 1):
            last = number == len(tokens) - 1 and bool(givens or initials)
            if not (last and word.surname):  # "Danny Page"
                return 0.0
        proper += 1
        capitals += word.loud
        givens.append(word.given)
    return _judged(tokens, proper, capitals, givens, initials)


def _judged(tokens: list[str], proper: int, capitals: int, givens: list[float], initials: int) -> float:
    if not proper:
        return 0.0
    best = max(givens)
    if proper == 1:
        if initials:  # "K. Bares", "Simon P"
            return 0.85 if best == 1 or (is_initial(tokens[0]) and "." in tokens[0]) else 0.5
        if capitals:
            return 0.3 if best else 0.1
        return 0.6 if best == 1 else 0.4
    if capitals == proper:  # "JOHN SMITH", but also "NORDA GRPA"
        return 0.85 if best == 1 else 0.4
    if capitals:  # "Paul BORODIN", "PETROVSKA GRANT Milena"
        return 0.95 if best == 1 else 0.8 if best else 0.65
    if givens[0] == 1:
        return 0.95
    if best == 1:
        return 0.75
    return 0.7 if best or initials else 0.5


def parse(text: str, words: NameWords) -> Name | None:
    """The name that ``text`` consists of, honorifics and degrees apart; None when it does not look like one.

    A single unknown word scores low but is given; the caller knows what it expects.
    """
    start = len(text) - len(text.lstrip(_EDGES))
    end = len(text.rstrip(_EDGES))
    prefix = None
    match = words.prefix.match(text, start)
    if match and match.end() < end:
        first = len(match[0].rstrip())
        prefix = (start, start + len(re.sub(r"\s+the$", "", match[0][:first])))
        start = match.end()
    degree = words.degree.search(text, start, end)
    if degree and degree.start() > start:
        end = degree.start()
    core = text[start:end].rstrip(_EDGES)
    if core and text[start + len(core) : start + len(core) + 1] == "." and _ends_dotted(core, words):
        core += "."
    found = score(core, words)
    if prefix and not found and fold(core) in words.surnames:  # "Mr Field"
        found = 0.4
    if prefix:
        found = max(found, 0.9) if found >= 0.4 else max(found, 0.75) if found else 0.0
    return Name(start, start + len(core), prefix, found) if found else None


def _ends_dotted(core: str, words: NameWords) -> bool:
    last = core.rsplit(maxsplit=1)[-1]
    return len(last) == 1 or fold(last) in words.generations


def given_and_family(name: str, words: NameWords) -> tuple[str | None, str | None]:
    """Given and family name where the order is clear: by a comma, by capitals, or by a known given name in front."""
    tokens = name.split()
    if len(tokens) > 1 and fold(tokens[-1]).strip(".,") in words.generations:
        tokens.pop()
        tokens[-1] = tokens[-1].rstrip(",")
    plain = " ".join(tokens)
    if "," in plain:
        family, _, given = plain.partition(",")
        return (given.strip() or None), (family.strip() or None)
    if len(tokens) < 2:
        return None, None
    loud = [bool(_LOUD.fullmatch(token)) and not is_initial(token) for token in tokens]
    if any(loud) and not all(loud):
        return " ".join(t for t, big in zip(tokens, loud, strict=True) if not big), " ".join(
            t for t, big in zip(tokens, loud, strict=True) if big
        )
    if not (is_given(tokens[0], words) or is_initial(tokens[0])):
        return None, None
    cut = len(tokens) - 1
    while cut > 1 and tokens[cut - 1].lower() in words.particles:
        cut -= 1
    return " ".join(tokens[:cut]), " ".join(tokens[cut:])
