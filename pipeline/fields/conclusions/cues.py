"""Cues: the words of a unit that speak for or against a conclusion, found once and shared by rules and model."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.fields.conclusions.wording import Gated, Words, words_of
from pipeline.lexicon import Lexicon, alternation

_DIGIT = re.compile(r"\d")
_OPENING = 400  # characters within which a main clause shows its verb
_TAIL = 60  # characters that a label at the end takes at most
_HEDGED = 60  # characters between who concludes and the verb: "the Committee, after some discussion, agreed"

#: Lists of the lexicon of which a unit may hold a form, and those that only a pattern needs: where neither stands
#: there is no cue.
_ASKED = frozenset(
    {
        *("verbs", "finite", "nouns", "wills", "shall_be", "votes", "procedural", "obligations", "futures", "possible"),
        *("summing", "speaking", "earlier", "singular", "intentions"),
    }
)
_TELLING = _ASKED | {"labels", "tallied", "motions", "recitals"}
_FORMS = ("impersonal", "bare", "collective", "passive", "named", "person")


@dataclass(frozen=True, slots=True)
class Cues:
    """What one stretch of text says by its words.

    ``modalities`` in the order of the text; ``label`` is the kind that a label at its start announces ("Action:"),
    ``label_end`` where the label ends; ``decided_by`` is the modality whose verb a collective governs ("the Board
    approved", "it was agreed"), ``passive`` that of a verb in the passive ("was elected"), ``""`` where there is none.
    ``main`` is that of a main clause's verb, and ``main_form`` how it is governed: "collective", "impersonal" ("it was
    agreed"), "passive", "named" ("the Sub-Group agreed"), "person" ("Jo agreed") or "bare" ("Agreed to ...").
    ``opener`` is the modality of a noun that opens a note ("Proposal to ..."); ``promised`` says that something will
    be done, ``intended`` that "we will" do it, ``bound`` that what must be done stands in a clause below another
    ("whether it should").
    """

    modalities: tuple[str, ...] = ()
    label: str = ""
    label_end: int = 0
    ends_label: bool = False
    motion: bool = False
    decided_by: str = ""
    passive: str = ""
    main: str = ""
    main_form: str = ""
    opener: str = ""
    promised: bool = False
    recital: bool = False
    procedural: bool = False
    obligation: bool = False
    future: bool = False
    possible: bool = False
    vote: bool = False
    summing: bool = False
    speaking: bool = False
    earlier: bool = False
    singular: bool = False
    intended: bool = False
    bound: bool = False


_NO_CUES = Cues()


@dataclass(frozen=True)
class _Patterns:
    verb: Gated
    stems: tuple[tuple[str, str], ...]
    modality: Mapping[str, str]
    label: Gated
    ends_label: Gated
    motion: Gated
    labels: Mapping[str, str]
    collective: Gated
    passive: Gated
    main: Gated
    late: Gated
    opener: Gated
    openers: Mapping[str, str]
    promised: Gated
    recital: Gated
    tally: Gated
    obliged: Gated
    bound: re.Pattern[str]


def _main_clause(lexicon: Lexicon) -> str:
    """Who concludes, and the verb of the main clause: only a few words, none of them subordinating, lie between."""
    keys = ("deciders", "finite", "helpers", "passives", "determiners", "nobody", "impersonal")
    words = {key: alternation(lexicon.words("conclusions", key)) for key in keys}
    plain = rf"(?!{alternation(lexicon.words('conclusions', 'subordinate'))}\b)[\w'’/&()\-]+,?\s+"
    # not "the list of approved sites", "the agreed text"
    before = (*lexicon.words("conclusions", "determiners"), "of")
    attributive = "".join(rf"(?<!\b{re.escape(word)}\s)" for word in before)
    helpers = rf"(?:{words['helpers']}\s+){{0,3}}{attributive}"
    # The verb stands once in the pattern, behind all the ways to govern it: it is the longest part by far.
    return (
        rf"^\W*(?:"
        rf"(?P<impersonal>(?:{plain}){{0,8}}?{words['impersonal']}\s+)"
        rf"|(?P<bare>(?:unanimously\s+)?)"
        rf"|(?P<collective>(?:{words['determiners']}\s+)?(?:{plain}){{0,25}}?(?:{words['deciders']}|(?-i:[A-Z]{{3,8}})|{words['determiners']}\s+(?-i:[A-Z]{{2}}))\s+(?:{plain}){{0,5}}?)"
        rf"|(?P<passive>(?:{words['determiners']}\s+)?(?:{plain}){{1,25}}?{words['passives']}\s+)"
        # "The Sub-Group endorsed", "On safety, the Summit adopted"
        rf"|(?P<named>(?:{plain}){{0,12}}?{words['determiners']}\s+(?-i:(?:[A-Z][\w'’\-]*\s+){{1,5}}))"
        rf"|(?P<person>(?!{words['determiners']}\b|{words['nobody']}\b)(?:{plain}){{1,5}}?)"
        rf")(?(bare)|{helpers})(?P<verb>{words['finite']})\b"
    )


def _whole(key: str, lexicon: Lexicon) -> str:
    return rf"(?<![\w-]){alternation(lexicon.words('conclusions', key))}(?![\w-])"


def _patterns(lexicon: Lexicon) -> _Patterns:
    verbs = lexicon.groups("conclusions", "verbs")
    modality = {form: name for name, forms in verbs.items() for form in forms}
    labels = {word: kind for kind, words in lexicon.groups("conclusions", "labels").items() for word in words}
    verb = alternation(modality)
    who = alternation(lexicon.words("conclusions", "deciders"))
    passives = alternation(lexicon.words("conclusions", "passives"))
    motions = alternation(lexicon.words("conclusions", "motions"))
    impersonal = alternation(lexicon.words("conclusions", "impersonal"))
    nouns = {word: name for name, words in lexicon.groups("conclusions", "nouns").items() for word in words}
    behind = alternation(lexicon.words("conclusions", "behind_nouns"))
    before = alternation(lexicon.words("conclusions", "determiners"))
    plain = rf"(?!{alternation(lexicon.words('conclusions', 'subordinate'))}\b)[\w'’/&()\-]+,?\s+"
    tallied = alternation(lexicon.words("conclusions", "tallied"))
    wills, shall_be = (alternation(lexicon.words("conclusions", key)) for key in ("wills", "shall_be"))
    return _Patterns(
        verb=Gated(lexicon, rf"(?<![\w-]){verb}(?![\w-])", "verbs"),
        stems=tuple((form.removesuffix("*"), name) for form, name in modality.items() if form.endswith("*")),
        modality=modality,
        # "ACTION 3:", "Decision -", "RESOLVED,"; a label in brackets too: "[Action]"
        label=Gated(
            lexicon,
            rf"^[\W_]*{alternation(labels, group='label')}(?:\s+(?:no\.?\s*)?#?(?=\S*\d)[\w.\-/]+)?(?:\s*\([^)]*\))?"
            r"\s*(?:[:\]|]|\s[-–—]+\s+)\s*",
            "labels",
        ),
        # "Purchase of a van – Resolution"
        ends_label=Gated(lexicon, rf"\s[-–—]\s*{alternation(labels)}\W*$", "labels"),
        # "A motion was made to", "It was moved by"
        motion=Gated(lexicon, rf"^\W*(?:[\w'’.,]+\s+){{0,3}}?{motions}\b", "motions"),
        labels=labels,
        collective=Gated(
            lexicon,
            rf"\b(?:(?:{who})\b[^.;:]{{0,{_HEDGED}}}?\b|{impersonal}\s+{passives}\s+(?:\w+\s+){{0,2}})(?P<verb>{verb})\b",
            "verbs",
        ),
        passive=Gated(lexicon, rf"\b{passives}\s+(?:\w+ly\s+|also\s+|then\s+)?(?P<verb>{verb})\b", "passives"),
        main=Gated(lexicon, _main_clause(lexicon), "finite"),
        # "Die Kassiererin wurde mit zwei Enthaltungen entlastet"
        late=Gated(
            lexicon,
            rf"^\W*(?:{before}\s+)?(?:{plain}){{1,25}}?{alternation(lexicon.words('conclusions', 'late'))}\s+"
            rf"(?:{plain}){{1,12}}?"
            rf"(?P<verb>{alternation(lexicon.words('conclusions', 'finite'))})(?=\s*(?:[.,;:!)]|$))",
            *("late", "finite"),
        ),
        # "Agreement to", "Tentative agreement that", "Another proposal is", "There was broad agreement that"
        opener=Gated(
            lexicon,
            rf"^\W*(?:{impersonal}\s+{passives}\s+|{before}\s+)?(?:\w+\s+){{0,2}}?"
            rf"{alternation(nouns, group='noun')}\s+{behind}\b",
            "behind_nouns",
        ),
        openers=nouns,
        # "will be discussed", "will then be sent", "is to be sent"
        promised=Gated(
            lexicon,
            rf"^\W*(?:(?:{plain}){{1,20}}?(?:{wills}\s+(?:\w+\s+)?{passives}|{shall_be})|{shall_be})"
            rf"\s+(?!{before}\b|held\b)\w{{4,}}(?<!ing)",
        ),
        recital=Gated(lexicon, rf"^\W*{alternation(lexicon.words('conclusions', 'recitals'))}\b", "recitals"),
        # "35 in favour", "Nay: 3"
        tally=Gated(
            lexicon, rf"\b\d{{1,3}}\s+{tallied}\b(?!\s+the\b)|(?<![\w-]){tallied}\s*[:=]\s*\d{{1,3}}\b", "tallied"
        ),
        obliged=Gated(lexicon, _whole("obligations", lexicon), "obligations"),
        bound=lexicon.pattern(_whole("subordinate", lexicon), re.IGNORECASE),
    )


def _name(patterns: _Patterns, form: str) -> str:
    word = " ".join(form.lower().split())
    known = patterns.modality.get(word)
    return known or next((name for stem, name in patterns.stems if word.startswith(stem)), "")


def _modalities(patterns: _Patterns, said: Words) -> tuple[str, ...]:
    """The modalities of all verbs in ``said``, in the order of the text."""
    if "verbs" in said.phrases:
        names = [_name(patterns, match[0]) for match in patterns.verb.finditer(said)]
    else:
        names = [patterns.modality[word] for word in said.order if word in patterns.modality]
    return tuple(dict.fromkeys(names))


def cues(text: str | Words, lexicon: Lexicon) -> Cues:
    """The cues of one stretch of text."""
    said = words_of(text, lexicon) if isinstance(text, str) else text
    if _TELLING.isdisjoint(said.possible):
        return _NO_CUES
    patterns = lexicon.made(_patterns)
    held = said.held(_ASKED)
    label = patterns.label.match(said)
    verbs = "verbs" in held
    collective = patterns.collective.search(said) if verbs else None
    passive = patterns.passive.search(said) if verbs else None
    main = patterns.main.match(said, end=_OPENING) if "finite" in held else None
    stated = _name(patterns, main["verb"]) if main else ""
    late = None if stated else patterns.late.match(said, end=_OPENING)
    form = next((form for form in _FORMS if main[form] is not None), "") if main else ""
    opener = patterns.opener.match(said, label.end() if label else 0) if "nouns" in held else None
    promised = patterns.promised.match(said, end=_OPENING) if "wills" in held or "shall_be" in held else None
    vote = "votes" in held or (_DIGIT.search(said.text) and patterns.tally.search(said))
    obliged = patterns.obliged.search(said) if "obligations" in held else None
    return Cues(
        modalities=_modalities(patterns, said) if verbs else (),
        label=patterns.labels[" ".join(label["label"].casefold().split())] if label else "",
        label_end=label.end() if label else 0,
        ends_label=bool(patterns.ends_label.search(said, max(len(said.text) - _TAIL, 0))),
        motion=bool(patterns.motion.match(said)),
        decided_by=_name(patterns, collective["verb"]) if collective else "",
        passive=_name(patterns, passive["verb"]) if passive else "",
        main=_name(patterns, late["verb"]) if late else stated,
        main_form="passive" if late else form,
        opener=patterns.openers[" ".join(opener["noun"].casefold().split())] if opener else "",
        promised=promised is not None,
        recital=bool(patterns.recital.match(said)),
        procedural="procedural" in held,
        obligation="obligations" in held,
        future="futures" in held,
        possible="possible" in held,
        vote=bool(vote),
        summing="summing" in held,
        speaking="speaking" in held,
        earlier="earlier" in held,
        singular="singular" in held,
        intended="intentions" in held,
        bound=obliged is not None and patterns.bound.search(said.text, 0, obliged.start()) is not None,
    )
