"""Assignments: who is to do a thing, as the words of an action say it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.lexicon import Lexicon, alternation

# One to four capitalised words, initials or handles, also several of them: "A. Smith and Jo", "AB/CD", "@jdoe"
_PARTICLES = r"(?:(?:de|la|van|von|der|den|di|da|el|al|bin)\s+)*"
_NAME = rf"(?:[^\W\d_a-z][\w'’.\-]*|@[\w\-]+)(?:\s+{_PARTICLES}[^\W\d_a-z][\w'’.\-]*){{0,3}}"
_NAMES = rf"{_NAME}(?:(?:\s*[,/&+]\s*(?:and\s+)?|\s+and\s+){_NAME}){{0,5}}"


@dataclass(frozen=True)
class Assignment:
    """``[start, end)`` is the owner in the text; ``form`` says by which words: "to", "will", "colon" or "trailing"."""

    start: int
    end: int
    form: str


@dataclass(frozen=True)
class _Patterns:
    forms: Mapping[str, re.Pattern[str]]
    task: re.Pattern[str]
    pronoun: re.Pattern[str]


def _patterns(lexicon: Lexicon) -> _Patterns:
    tasks = alternation(lexicon.words("conclusions", "tasks"))
    owners = alternation(lexicon.words("conclusions", "owners"))
    group = (
        rf"(?:(?:[Tt]he|[Aa]ll|[Ee]ach|[Ee]very|[Ee]veryone|[Aa]n?)\s+(?:[\w'’\-]+\s+){{0,5}}?[\w'’\-]+|(?i:{owners}))"
    )
    owner = rf"(?P<owner>{_NAMES}|{group})(?:\s*\([^)]{{1,40}}\))?"
    adverb = r"(?:(?:\w+ly|also|then|not|now|still|both)\s+)?"
    return _Patterns(
        forms={
            # "Jane Doe to circulate", "the Secretariat is to prepare"
            "to": re.compile(
                rf"^[\W_]*{owner}\s+(?:(?:is|are|was|were|has|have|agreed|volunteered|offered|asked)\s+)?to\s+{adverb}(?i:{tasks}|be)\b"
            ),
            # "Jane Doe will circulate"
            "will": re.compile(
                rf"^[\W_]*{owner}\s*(?:will|shall|'ll|’ll|is\s+going\s+to|are\s+going\s+to)\s+{adverb}\w+"
            ),
            # "Jane Doe: circulate", "JD - circulate"
            "colon": re.compile(
                rf"^[\W_]*(?P<owner>{_NAMES})\s*(?::|\s[-–—]+)\s+(?:to\s+|will\s+)?{adverb}(?i:{tasks})\b"
            ),
            # "circulate the draft (Jane Doe)"
            "trailing": re.compile(rf"[(\[](?:[Aa]ction:?\s*)?(?P<owner>{_NAMES})[)\]][\s.;]*$"),
        },
        task=re.compile(rf"^[\W_]*(?:(?:to|please)\s+)?{adverb}{tasks}\b", re.IGNORECASE),
        pronoun=re.compile(rf"^{alternation(lexicon.words('conclusions', 'persons'))}\b", re.IGNORECASE),
    )


def assignment(text: str, lexicon: Lexicon) -> Assignment | None:
    """Who is to act in ``text`` (an action's words behind its label), or None."""
    patterns = lexicon.made(_patterns)
    for form, pattern in patterns.forms.items():
        match = pattern.search(text)
        if match:
            return Assignment(match.start("owner"), match.end("owner"), form)
    return None


def is_task(text: str, lexicon: Lexicon) -> bool:
    """Whether ``text`` opens with the base form of a verb: "Send the draft to ..."."""
    return bool(lexicon.made(_patterns).task.match(text))
