"""Assignments: who is to do a thing, as the words of an action say it."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass

from pipeline.fields.conclusions.wording import Gated, Words, words_of
from pipeline.lexicon import Lexicon, alternation

# One to four capitalised words, initials or handles, also several of them: "A. Smith and Jo", "AB/CD", "@jdoe"
_WORD = r"(?:[^\W\d_a-z][\w'’.\-]*|@[\w\-]+)"
#: Forms that only say who owns what is an action anyway; the others are signs of an action themselves.
_LOOSE = ("colon-any", "last-word", "asked", "object", "for", "by")
_STRICT = ("to", "will", "would", "will-later", "will-alone", "colon", "arrow", "trailing")


#: Lists of the lexicon without whose words a form cannot be.
_NEEDS = {
    "to": ("to", "tasks"),
    "will": ("wills",),
    "would": ("woulds", "tasks"),
    "will-later": ("wills",),
    "will-alone": ("wills",),
    "colon": ("tasks",),
    "asked": ("askings", "to"),
    "for": ("fors", "to", "tasks"),
    "by": ("passives", "agents"),
    "object": ("askings", "to"),
}
#: The form of an action whose sentence leaves out who acts: "Will circulate the draft".
_UNNAMED = "will-alone"


@dataclass(frozen=True, slots=True)
class Assignment:
    """``[start, end)`` is the owner in the text; ``form`` by which words it is known: see ``_patterns``."""

    start: int
    end: int
    form: str


@dataclass(frozen=True)
class _Patterns:
    forms: Mapping[str, Gated]
    task: Gated
    nobody: re.Pattern[str]
    owners: re.Pattern[str]


def _names(lexicon: Lexicon) -> str:
    """Names as a pattern: capitalised words with particles between them, also several with commas, slashes, "and"."""
    particles = rf"(?:{alternation(lexicon.words('conclusions', 'particles'))}\s+)*"
    name = rf"{_WORD}(?:\s+{particles}{_WORD}){{0,3}}"
    both = alternation(lexicon.words("conclusions", "both"))
    article = rf"(?:{alternation(lexicon.words('conclusions', 'determiners'))}\s+)?"
    return rf"{name}(?:(?:\s*[,/&+]\s*(?:{both}\s+)?|\s+{both}\s+{article}){name}){{0,5}}"


def _patterns(lexicon: Lexicon) -> _Patterns:
    known = (
        *("tasks", "owners", "determiners", "adverbs", "wills", "woulds", "promises", "passives", "askings", "to"),
        *("agents", "fors", "deciders", "subordinate"),
    )
    word = {key: rf"(?i:{alternation(lexicon.words('conclusions', key))})" for key in known}
    names = _names(lexicon)
    outside = (lexicon.words("conclusions", key) for key in ("passives", "subordinate", "determiners", "askings"))
    inner = rf"(?!(?i:{alternation(other for others in outside for other in others)})\b)[\w'’\-]+"
    # "the Technical Committee", "Working group members", "The PMU", "Trustees"
    bodies = (*lexicon.words("conclusions", "owners"), *lexicon.words("conclusions", "deciders"))
    body = rf"(?i:{alternation(bodies)})"
    # The words for bodies stand in it once: it is part of most of the forms, and what is long takes long to compile.
    group = (
        rf"(?:{word['determiners']}\s+[A-Z]{{2,}}\b|(?P<the>{word['determiners']}\s+(?:{inner}\s+){{0,3}}?)?"
        rf"(?:(?:(?<=[^\W_])\s+|(?<![^\W_])){body}){{1,2}}(?:(?(the)\s+of\s+(?:the\s+)?[A-Z]\w+|(?!)))?)"
    )
    owner = rf"(?P<owner>{names}|{group})(?:\s*\([^)]{{1,40}}\))?"
    adverb = rf"(?:(?:\w+ly|{word['adverbs']})\s+)?"
    be = rf"(?:{word['passives']}\s+)"
    ahead = rf"(?:(?:{word['to']}|{word['wills']})\s+)?"
    wills = rf"(?:\s+|(?=['’])){word['wills']}"  # "Jo will", "Jo'll", not "Marshall"
    will = alternation(lexicon.words("conclusions", "wills"))
    handle, both = r"@?[\w.\-]+", alternation(lexicon.words("conclusions", "both"))
    handles = rf"{handle}(?:(?:\s*[,/&]\s*|\s+{both}\s+){handle}){{0,3}}"
    forms = {
        # "Jane Doe to circulate", "the Secretariat is to prepare"
        "to": rf"^[\W_]*{owner}\s+{be}?(?:{word['promises']}\s+)?{word['to']}\s+{adverb}{word['tasks']}\b",
        # "Jane Doe will circulate", not "the draft will be circulated"
        "will": rf"^[\W_]*{owner}{wills}\s+{adverb}(?!{be})\w+",
        # "Jane Doe would circulate"
        "would": rf"^[\W_]*{owner}\s+{word['woulds']}\s+{adverb}{word['tasks']}\b",
        # "Over the summer, Jane Doe will circulate", "it was not found, so Jane Doe will circulate"
        "will-later": rf"(?:^[^,;:]{{3,60}}?|[,;](?:\s+[a-z]+){{,2}})\s+{owner}{wills}\s+{adverb}(?!{be})\w+",
        # "Will circulate the draft"
        "will-alone": rf"^[\W_]*(?P<owner>)(?i:{will})\s+{adverb}(?!{be})\w+",
        # "Jane Doe: circulate", "JD - circulate"
        "colon": rf"^[\W_]*(?P<owner>{names})\s*(?::|\s[-–—]+)\s+{ahead}{adverb}{word['tasks']}\b",
        # "circulate the draft (Jane Doe)"
        # "circulate the draft -> Jane Doe"
        "arrow": rf"(?:->|=>|→)\s*(?P<owner>{names})[\s.]*$",
        "trailing": rf"[(\[](?:[^\W\d]+:\s*)?(?P<owner>{names})(?:\s+{word['to']}\s+\w+)?[)\]][\s.;]*$",
        # "Jane Doe: the draft"
        "colon-any": rf"^[\W_]*(?P<owner>{names})\s*(?::|\s[-–—]+)\s+(?=[^\W\d])",
        # "Circulate the draft: jdoe"
        "last-word": rf":\s+(?P<owner>{handles})[\s.]*$",
        # "Members were encouraged to read"
        "asked": rf"^[\W_]*{owner}\s+{be}{adverb}{word['askings']}\s+{word['to']}\b",
        # "It was agreed for Jane Doe to prepare"
        "for": rf"\b{word['fors']}\s+{owner}\s+{word['to']}\s+{adverb}{word['tasks']}\b",
        # "will be prepared by Jane Doe"
        "by": rf"\b{be}(?:\w+\s+){{1,3}}?{word['agents']}\s+{owner}",
        # "Requests the Secretariat to prepare"
        "object": rf"\b(?i:{word['askings']})\s+{owner}\s+{word['to']}\s+\w+",
    }
    return _Patterns(
        forms={
            form: Gated(lexicon, pattern, *_NEEDS.get(form, ()), flags=re.NOFLAG) for form, pattern in forms.items()
        },
        task=Gated(lexicon, rf"^[\W_]*(?:{word['to']}\s+)?{adverb}{word['tasks']}\b", "tasks", flags=re.NOFLAG),
        owners=lexicon.pattern(rf"^[\W_]*(?:{names}|{word['owners']})[\s.]*$"),
        nobody=lexicon.pattern(rf"^{alternation(lexicon.words('conclusions', 'nobody'))}\b", re.IGNORECASE),
    )


def assignment(
    text: str | Words, lexicon: Lexicon, *, small: Container[str] = frozenset(), loose: bool = False
) -> Assignment | None:
    """Who is to act in ``text`` (an action's words behind its label), or None.

    ``small`` are words that are no names, though they may open a sentence with a capital. ``loose`` also takes the
    forms that only make sense where ``text`` is known to be an action.
    """
    patterns = lexicon.made(_patterns)
    words = words_of(text, lexicon) if isinstance(text, str) else text
    for form in (*_STRICT, *_LOOSE) if loose else _STRICT:
        match = patterns.forms[form].search(words)
        if match is None or patterns.nobody.match(match["owner"]):
            continue
        if form == _UNNAMED or somebody(match["owner"], lexicon, small):
            return Assignment(match.start("owner"), match.end("owner"), form)
    return None


def _known(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(word for key in ("owners", "deciders") for word in lexicon.words("conclusions", key))


def _determiners(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(lexicon.words("conclusions", "determiners"))


def somebody(value: str, lexicon: Lexicon, small: Container[str]) -> bool:
    """Whether ``value`` can be a person, an office or a body: no "Documentation" that is also written small."""
    words = value.split()
    if value.isupper() and len(words) > 2:
        return False
    known = lexicon.made(_known)
    if any(word.casefold().strip(".,") in known for word in words):
        return True
    named = [word for word in words if not word[:1].islower()]
    if words[0].casefold() in lexicon.made(_determiners):  # "the PMU", "The Technical Secretariat", no "The project"
        return len(named) > 2 or any(word.isupper() for word in named if len(word) > 1)
    if len(named) == 1 and words[0] == named[0]:
        return value.startswith("@") or value.isupper() or value.casefold() not in small
    return bool(named) or len(words) == 1


def is_body(value: str, lexicon: Lexicon) -> bool:
    """Whether ``value`` names a body or an office: "the working group", not "Jo Doe"."""
    spoken = value.casefold()
    return any(re.search(rf"\b{re.escape(words)}\b", spoken) for words in lexicon.made(_known) if words in spoken)


def is_task(text: str | Words, lexicon: Lexicon) -> bool:
    """Whether ``text`` opens with the base form of a verb: "Send the draft to ..."."""
    text = words_of(text, lexicon) if isinstance(text, str) else text
    return bool(lexicon.made(_patterns).task.match(text))


def is_owners(text: str, lexicon: Lexicon) -> bool:
    """Whether ``text`` only names who is to act: "Jo/Bo", "all members"."""
    return bool(lexicon.made(_patterns).owners.match(text))
