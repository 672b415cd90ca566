"""Cues: the words of a unit that speak for or against a conclusion, found once and shared by rules and model."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.fields.conclusions.wording import Wording, wording, words_of
from pipeline.lexicon import Lexicon, alternation

_DIGIT = re.compile(r"\d")
_OPENING = 400  # characters within which a main clause shows its verb
_TAIL = 60  # characters that a label at the end takes at most
_HEDGED = 60  # characters between who concludes and the verb: "the Committee, after some discussion, agreed"

_FORMS = ("impersonal", "bare", "collective", "passive", "named", "person")


@dataclass(frozen=True)
class Cues:
    """What one stretch of text says by its words.

    ``modalities`` in the order of the text; ``label`` is the kind that a label at its start announces ("Action:"),
    ``label_end`` where the label ends; ``decided_by`` is the modality whose verb a collective governs ("the Board
    approved", "it was agreed"), ``passive`` that of a verb in the passive ("was elected"), ``""`` where there is none.
    ``main`` is that of a main clause's verb, and ``main_form`` how it is governed: "collective", "impersonal" ("it was
    agreed"), "passive", "named" ("the Sub-Group agreed"), "person" ("Jo agreed") or "bare" ("Agreed to ...").
    ``opener`` is the modality of a noun that opens a note ("Proposal to ..."); ``promised`` says that something will
    be done, ``intended`` that "we will" do it.
    """

    modalities: tuple[str, ...]
    label: str
    label_end: int
    ends_label: bool
    motion: bool
    decided_by: str
    passive: str
    main: str
    main_form: str
    opener: str
    promised: bool
    recital: bool
    procedural: bool
    obligation: bool
    future: bool
    possible: bool
    vote: bool
    summing: bool
    speaking: bool
    earlier: bool
    singular: bool
    intended: bool


@dataclass(frozen=True)
class _Patterns:
    verb: re.Pattern[str]
    stems: tuple[tuple[str, str], ...]
    modality: Mapping[str, str]
    label: re.Pattern[str]
    ends_label: re.Pattern[str]
    motion: re.Pattern[str]
    labels: Mapping[str, str]
    collective: re.Pattern[str]
    passive: re.Pattern[str]
    main: re.Pattern[str]
    opener: re.Pattern[str]
    openers: Mapping[str, str]
    promised: re.Pattern[str]
    recital: re.Pattern[str]
    tally: re.Pattern[str]
    flags: Mapping[str, Wording]
    said: Wording
    finite: Wording
    wills: Wording
    nouns: Wording


def _whole(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){alternation(words)}(?![\w-])", re.IGNORECASE)


def _main_clause(lexicon: Lexicon) -> re.Pattern[str]:
    """Who concludes, and the verb of the main clause: only a few words, none of them subordinating, lie between."""
    keys = ("deciders", "finite", "helpers", "passives", "determiners", "nobody", "impersonal")
    words = {key: alternation(lexicon.words("conclusions", key)) for key in keys}
    plain = rf"(?!{alternation(lexicon.words('conclusions', 'subordinate'))}\b)[\w'’/&()\-]+,?\s+"
    # not "the list of approved sites", "the agreed text"
    before = (*lexicon.words("conclusions", "determiners"), "of")
    attributive = "".join(rf"(?<!\b{re.escape(word)}\s)" for word in before)
    helpers = rf"(?:{words['helpers']}\s+){{0,3}}{attributive}"
    return re.compile(
        rf"^\W*(?:"
        rf"(?P<impersonal>(?:{plain}){{0,8}}?{words['impersonal']}\s+){helpers}(?P<v1>{words['finite']})"
        rf"|(?P<bare>)(?:unanimously\s+)?(?P<v2>{words['finite']})"
        rf"|(?P<collective>(?:{words['determiners']}\s+)?(?:{plain}){{0,25}}?(?:{words['deciders']}|(?-i:[A-Z]{{2,8}}))\s+(?:{plain}){{0,5}}?){helpers}(?P<v3>{words['finite']})"
        rf"|(?P<passive>(?:{plain}){{1,25}}?{words['passives']}\s+){helpers}(?P<v4>{words['finite']})"
        # "The Sub-Group endorsed", "On safety, the Summit adopted"
        rf"|(?P<named>(?:{plain}){{0,12}}?{words['determiners']}\s+(?-i:(?:[A-Z][\w'’\-]*\s+){{1,5}})){helpers}(?P<v6>{words['finite']})"
        rf"|(?P<person>(?!{words['determiners']}\b|{words['nobody']}\b)(?:{plain}){{1,5}}?){helpers}(?P<v5>{words['finite']})"
        rf")\b",
        re.IGNORECASE,
    )


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
    wills = alternation(lexicon.words("conclusions", "wills"))
    flags = (
        *("procedural", "obligations", "futures", "possible", "votes", "summing", "speaking", "earlier", "singular"),
        "intentions",
    )
    return _Patterns(
        verb=_whole(list(modality)),
        stems=tuple((form.removesuffix("*"), name) for form, name in modality.items() if form.endswith("*")),
        modality=modality,
        # "ACTION 3:", "Decision -", "RESOLVED,"; a label in brackets too: "[Action]"
        label=re.compile(
            rf"^[\W_]*{alternation(labels, group='label')}(?:\s+(?:no\.?\s*)?#?(?=\S*\d)[\w.\-/]+)?(?:\s*\([^)]*\))?"
            r"\s*(?:[:\]|]|\s[-–—]+\s)\s*",
            re.IGNORECASE,
        ),
        # "Purchase of a van – Resolution"
        ends_label=re.compile(rf"\s[-–—]\s*{alternation(labels)}\W*$", re.IGNORECASE),
        # "A motion was made to", "It was moved by"
        motion=re.compile(rf"^\W*(?:[\w'’.,]+\s+){{0,3}}?{motions}\b", re.IGNORECASE),
        labels=labels,
        collective=re.compile(
            rf"\b(?:(?:{who})\b[^.;:]{{0,{_HEDGED}}}?\b|{impersonal}\s+{passives}\s+(?:\w+\s+){{0,2}})(?P<verb>{verb})\b",
            re.IGNORECASE,
        ),
        passive=re.compile(
            rf"\b{passives}\s+(?:\w+ly\s+|also\s+|then\s+)?(?P<verb>{verb})\b",
            re.IGNORECASE,
        ),
        main=_main_clause(lexicon),
        # "Agreement to", "Tentative agreement that", "Another proposal is"
        opener=re.compile(
            rf"^\W*(?:{before}\s+)?(?:\w+\s+){{0,2}}?{alternation(nouns, group='noun')}\s+{behind}\b", re.IGNORECASE
        ),
        openers=nouns,
        # "will be discussed", "will then be sent"
        promised=re.compile(
            rf"^\W*(?:{plain}){{1,20}}?{wills}\s+(?:\w+\s+)?{passives}\s+(?!{before}\b|held\b)\w{{4,}}(?<!ing)",
            re.IGNORECASE,
        ),
        recital=re.compile(rf"^\W*{alternation(lexicon.words('conclusions', 'recitals'))}\b", re.IGNORECASE),
        # "35 in favour", "Nay: 3"
        tally=re.compile(
            rf"\b\d{{1,3}}\s+{tallied}\b(?!\s+the\b)|(?<![\w-]){tallied}\s*[:=]\s*\d{{1,3}}\b", re.IGNORECASE
        ),
        flags={name: wording(lexicon.words("conclusions", name)) for name in flags},
        said=wording(modality),
        finite=wording(lexicon.words("conclusions", "finite")),
        wills=wording(lexicon.words("conclusions", "wills")),
        nouns=wording(nouns),
    )


def _name(patterns: _Patterns, form: str) -> str:
    word = " ".join(form.casefold().split())
    known = patterns.modality.get(word)
    return known or next((name for stem, name in patterns.stems if word.startswith(stem)), "")


def cues(text: str, lexicon: Lexicon) -> Cues:
    """The cues of one stretch of text."""
    patterns = lexicon.made(_patterns)
    label = patterns.label.match(text)
    words = words_of(text)
    said = patterns.said.within(text, words)
    collective = patterns.collective.search(text) if said else None
    passive = patterns.passive.search(text) if said else None
    main = patterns.main.match(text[:_OPENING]) if patterns.finite.within(text, words) else None
    noun = patterns.nouns.within(text, words)
    opener = patterns.opener.match(text, label.end() if label else 0) if noun else None
    promised = patterns.promised.match(text[:_OPENING]) if patterns.wills.within(text, words) else None
    modalities = (_name(patterns, match[0]) for match in patterns.verb.finditer(text)) if said else ()
    vote = patterns.flags["votes"].within(text, words) or (_DIGIT.search(text) and patterns.tally.search(text))
    verb = next((main[group] for group in ("v1", "v2", "v3", "v4", "v5", "v6") if main[group]), "") if main else ""
    has = {name: flag.within(text, words) for name, flag in patterns.flags.items()}
    return Cues(
        modalities=tuple(dict.fromkeys(modalities)),
        label=patterns.labels[" ".join(label["label"].casefold().split())] if label else "",
        label_end=label.end() if label else 0,
        ends_label=bool(patterns.ends_label.search(text[-_TAIL:])),
        motion=bool(patterns.motion.match(text)),
        decided_by=_name(patterns, collective["verb"]) if collective else "",
        passive=_name(patterns, passive["verb"]) if passive else "",
        main=_name(patterns, verb) if verb else "",
        main_form=next((form for form in _FORMS if main[form] is not None), "") if main else "",
        opener=patterns.openers[" ".join(opener["noun"].casefold().split())] if opener else "",
        promised=promised is not None,
        recital=bool(patterns.recital.match(text)),
        procedural=has["procedural"],
        obligation=has["obligations"],
        future=has["futures"],
        possible=has["possible"],
        vote=bool(vote),
        summing=has["summing"],
        speaking=has["speaking"],
        earlier=has["earlier"],
        singular=has["singular"],
        intended=has["intentions"],
    )
