"""Assignments: who is to do a thing, as the words of an action say it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.lexicon import Lexicon, alternation

# One to four capitalised words, initials or handles, also several of them: "A. Smith and Jo", "AB/CD", "@jdoe"
_WORD = r"(?:[^\W\d_a-z][\w'’.\-]*|@[\w\-]+)"
#: Forms that only say who owns what is an action anyway; the others are signs of an action themselves.
_LOOSE = ("colon-any", "last-word", "asked", "object")
_STRICT = ("to", "will", "colon", "trailing")


@dataclass(frozen=True)
class Assignment:
    """``[start, end)`` is the owner in the text; ``form`` by which words it is known: see ``_patterns``."""

    start: int
    end: int
    form: str


@dataclass(frozen=True)
class _Patterns:
    forms: Mapping[str, re.Pattern[str]]
    task: re.Pattern[str]
    nobody: re.Pattern[str]


def _names(lexicon: Lexicon) -> str:
    """Names as a pattern: capitalised words with particles between them, also several with commas, slashes, "and"."""
    particles = rf"(?:{alternation(lexicon.words('conclusions', 'particles'))}\s+)*"
    name = rf"{_WORD}(?:\s+{particles}{_WORD}){{0,3}}"
    both = alternation(lexicon.words("conclusions", "both"))
    return rf"{name}(?:(?:\s*[,/&+]\s*(?:{both}\s+)?|\s+{both}\s+){name}){{0,5}}"


def _patterns(lexicon: Lexicon) -> _Patterns:
    known = ("tasks", "owners", "determiners", "adverbs", "wills", "promises", "passives", "askings", "to")
    word = {key: rf"(?i:{alternation(lexicon.words('conclusions', key))})" for key in known}
    names = _names(lexicon)
    group = rf"(?:{word['determiners']}\s+(?:[\w'’\-]+\s+){{0,5}}?[\w'’\-]+|{word['owners']})"
    owner = rf"(?P<owner>{names}|{group})(?:\s*\([^)]{{1,40}}\))?"
    adverb = rf"(?:(?:\w+ly|{word['adverbs']})\s+)?"
    be = rf"(?:{word['passives']}\s+)"
    ahead = rf"(?:(?:{word['to']}|{word['wills']})\s+)?"
    handle, both = r"@?[\w.\-]+", alternation(lexicon.words("conclusions", "both"))
    handles = rf"{handle}(?:(?:\s*[,/&]\s*|\s+{both}\s+){handle}){{0,3}}"
    forms = {
        # "Jane Doe to circulate", "the Secretariat is to prepare"
        "to": rf"^[\W_]*{owner}\s+{be}?(?:{word['promises']}\s+)?{word['to']}\s+{adverb}{word['tasks']}\b",
        # "Jane Doe will circulate", not "the draft will be circulated"
        "will": rf"^[\W_]*{owner}\s*{word['wills']}\s+{adverb}(?!{be}\w+(?:ed|en|ut|nt)\b)\w+",
        # "Jane Doe: circulate", "JD - circulate"
        "colon": rf"^[\W_]*(?P<owner>{names})\s*(?::|\s[-–—]+)\s+{ahead}{adverb}{word['tasks']}\b",
        # "circulate the draft (Jane Doe)"
        "trailing": rf"[(\[](?:[^\W\d]+:\s*)?(?P<owner>{names})(?:\s+{word['to']}\s+\w+)?[)\]][\s.;]*$",
        # "Jane Doe: the draft"
        "colon-any": rf"^[\W_]*(?P<owner>{names})\s*(?::|\s[-–—]+)\s+(?=[^\W\d])",
        # "Circulate the draft: jdoe"
        "last-word": rf":\s+(?P<owner>{handles})[\s.]*$",
        # "Members were encouraged to read"
        "asked": rf"^[\W_]*{owner}\s+{be}{adverb}{word['askings']}\s+{word['to']}\b",
        # "Requests the Secretariat to prepare"
        "object": rf"\b{word['askings']}\s+{owner}\s+{word['to']}\s+\w+",
    }
    return _Patterns(
        forms={form: re.compile(pattern) for form, pattern in forms.items()},
        task=re.compile(rf"^[\W_]*(?:{word['to']}\s+)?{adverb}{word['tasks']}\b"),
        nobody=re.compile(rf"^{alternation(lexicon.words('conclusions', 'nobody'))}\b", re.IGNORECASE),
    )


def assignment(text: str, lexicon: Lexicon, *, loose: bool = False) -> Assignment | None:
    """Who is to act in ``text`` (an action's words behind its label), or None.

    ``loose`` also takes the forms that only make sense where ``text`` is known to be an action.
    """
    patterns = lexicon.made(_patterns)
    for form in (*_STRICT, *_LOOSE) if loose else _STRICT:
        match = patterns.forms[form].search(text)
        if match and not patterns.nobody.match(match["owner"]):
            return Assignment(match.start("owner"), match.end("owner"), form)
    return None


def is_task(text: str, lexicon: Lexicon) -> bool:
    """Whether ``text`` opens with the base form of a verb: "Send the draft to ..."."""
    return bool(lexicon.made(_patterns).task.match(text))
