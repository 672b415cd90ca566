"""Which language a text is in: by the small words that no writer can avoid, and where they leave doubt by a model."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

from pipeline.lexicon import Lexicon, load

#: A page of prose is enough; headings and names in front of it are not.
_SAMPLE = 40_000
#: The endings of "Présent.es" and "salarié·e·s" are no words.
_WORD = re.compile(r"(?<![^\W\d_][.·•\-:*/])[^\W\d_]+(?:['’](?=\w))?")
#: So many small words make a guess, and the best language must lead by this factor.
_ENOUGH = 4
_LEAD = 1.25
#: English prose is a third small words, and lists are an eighth; no other language comes near with these.
_PLAIN, _PLAIN_LEAD = 0.12, 2.5
#: So far must another of our languages lead, with so many different small words, for the model not to be asked:
#: Catalan never leads so far as Spanish, and Māori has but one of Dutch.
_CLEAR_LEAD, _CLEAR_FEWEST, _DIFFERENT = 4.0, 15, 8
#: The model needs so many letters, and looks at no more than these.
_SHORTEST, _LONGEST = 200, 4_000
#: Letters in which only one of the languages is written; where so much of a text is in them, nobody else need be asked.
_LETTERS = {
    "ja": re.compile("[\u3041-\u30ff]"),
    "ko": re.compile("[\uac00-\ud7a3]"),
    "th": re.compile("[\u0e01-\u0e4e]"),
    "he": re.compile("[\u05d0-\u05ea]"),
    "el": re.compile("[\u0370-\u03ff]"),
    "hi": re.compile("[\u0904-\u0963]"),
}
_WRITTEN = 0.3
#: A stretch of so many words is in one language when so many of its words are small words of it.
_STRETCH, _SHARE = 150, 0.1
#: So much of the text is in another language that its words are needed, too.
_MUCH = 0.25
_WOVEN, _FEWEST = 0.08, 15
#: What reports are written in: among more languages the model takes a list of names for one that nobody wrote.
LANGUAGES = (
    *("ar", "bg", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "ga", "gl", "he"),
    *("hi", "hr", "hu", "id", "is", "it", "ja", "ko", "lt", "lv", "mk", "mt", "nl", "no", "pl", "pt", "ro", "ru", "sk"),
    *("sl", "sq", "sr", "sv", "th", "tr", "uk", "vi", "zh"),
)

#: A language, None where there is none, and how many of its small words there are.
_Count = tuple[str | None, int]


def detect(text: str) -> str | None:
    """ISO 639-1 code of the language of ``text``, or None when it is too short to tell."""
    return detect_all(text)[0]


def detect_all(text: str, english: Lexicon | None = None) -> tuple[str | None, str | None]:
    """The language of most of ``text`` and that of much of the rest, None where there is none.

    ``english`` is the lexicon that knows the small words of all; it is read anew when left out.
    """
    english = english or load("en")
    groups, small = english.groups("language", "function_words"), english.made(_small_words)
    found = _WORD.findall(text[:_SAMPLE])
    stretches = [_counts(found[at : at + _STRETCH], small) for at in range(0, len(found), _STRETCH)]
    total: Counter[str] = sum(stretches, Counter())
    ranked = _ranked(total)
    (best, score), (_, second), _ = ranked
    votes = _votes(stretches)
    main = best if _is_clear(ranked, found, groups) else _modelled(found)
    if main is None and score >= max(_ENOUGH, second * _LEAD):
        main = best
    if main in groups and votes:
        main = max(votes, key=lambda code: (votes[code], code == main))
    return main, _other(main, votes, total, len(found)) if main in groups else None


def _is_clear(ranked: Sequence[_Count], words: Sequence[str], groups: Mapping[str, Sequence[str]]) -> bool:
    """Whether the small words alone tell the language, or the two that share the text: no need to load the model."""
    (best, score), (other, second), (_, third) = ranked
    if best is None or score < _PLAIN * len(words):
        return False
    if best == "en" and score >= second * _PLAIN_LEAD:
        return True
    forms = {word.lower().rstrip("'’") for word in words}
    if score < _CLEAR_FEWEST or len(forms.intersection(groups[best])) < _DIFFERENT:
        return False
    if score >= second * _CLEAR_LEAD:
        return True
    two = other is not None and len(forms.intersection(groups[other])) >= _DIFFERENT
    return two and second >= max(third * _CLEAR_LEAD, _CLEAR_FEWEST)


def _small_words(english: Lexicon) -> Mapping[str, Sequence[str]]:
    """Each small word, with and without an apostrophe behind it, with the languages that have it."""
    small: dict[str, list[str]] = {}
    for code, words in english.groups("language", "function_words").items():
        for word in words:
            for written in (word, f"{word}'", f"{word}’"):
                small.setdefault(written, []).append(code)
    return small


def _other(main: str | None, votes: Counter[str], total: Counter[str], words: int) -> str | None:
    """The language of many stretches, or of every second line, beside the main one."""
    rest = [code for code in total if code != main]
    other = max(rest, key=lambda code: (votes[code], total[code], code), default=None)
    if other is None:
        return None
    stretches = votes[other] > 1 and votes[other] >= _MUCH * words / _STRETCH
    lines = total[other] >= max(_WOVEN * words, _FEWEST)
    return other if stretches or lines else None


def _counts(words: Sequence[str], small: Mapping[str, Sequence[str]]) -> Counter[str]:
    """How many of the words are small words of each language."""
    codes = map(small.get, map(str.lower, words))
    return Counter(chain.from_iterable(filter(None, codes)))


def _ranked(counts: Counter[str]) -> Sequence[_Count]:
    """The three languages with most small words, and their numbers."""
    ranked: list[_Count] = [*sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    return (ranked + [(None, 0)] * 3)[:3]


def _votes(stretches: Sequence[Counter[str]]) -> Counter[str]:
    """The number of stretches that are clearly in a language."""
    votes: Counter[str] = Counter()
    for counts in stretches:
        (best, score), (_, second), _ = _ranked(counts)
        if best is not None and score >= _SHARE * _STRETCH and score >= 2 * second:
            votes[best] += 1
    return votes


def _modelled(words: Sequence[str]) -> str | None:
    """The language by its letters, or by py3langid, which knows how they follow; None for too short a text.

    Names and headings are left out: a list of Polish members is no Polish.
    """
    text = " ".join(word for word in words if not word[0].isupper())[:_LONGEST]
    if len(text) < _SHORTEST:
        return None
    for code, letters in _LETTERS.items():
        if len(letters.findall(text)) >= _WRITTEN * len(text):
            return code
    from py3langid import langid  # half a second, which most archives never spend

    # The library keeps its model; to choose the languages takes it as long as to read a page.
    if langid.IDENTIFIER is None or set(langid.IDENTIFIER.labels) != set(LANGUAGES):
        langid.set_languages(LANGUAGES)
    told: str = langid.classify(text)[0]
    return told
