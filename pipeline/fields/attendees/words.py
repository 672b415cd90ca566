"""The vocabulary of attendance lists, compiled once from the lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.lexicon import Lexicon, alternation
from pipeline.mentions.names import NameWords, name_words
from pipeline.mentions.places.gazetteer import country_codes

#: A word as ``folded`` and the sets of first words know it.
FOLDED = re.compile(r"\w+")


def folded(text: str) -> list[str]:
    """The words of a text for a look into a set of first words: hyphens and apostrophes part them."""
    return FOLDED.findall(text.casefold())


def _firsts(phrases: Iterable[str]) -> frozenset[str]:
    """The first word of each phrase: a text that holds none of them holds none of the phrases."""
    return frozenset(words[0] for phrase in phrases if (words := folded(phrase)))


@dataclass(frozen=True)
class Offices:
    """Nouns of offices; one that the lexicon writes "*leiter" stands for every compound that ends so."""

    whole: frozenset[str]
    endings: tuple[str, ...]
    firsts: frozenset[str]

    def __contains__(self, word: str) -> bool:
        return word in self.whole or (bool(self.endings) and word.endswith(self.endings))

    def may_stand_in(self, text: str) -> bool:
        """Whether a text holds a word with which an office begins; without one none of its stretches is an office."""
        words = folded(text)
        return not self.firsts.isdisjoint(words) or (
            bool(self.endings) and any(word.endswith(self.endings) for word in words)
        )


@dataclass(frozen=True)
class RosterWords:
    """Patterns and sets for one lexicon; get it by ``lexicon.made(roster_words)``."""

    names: NameWords
    presence: Mapping[str, re.Pattern[str]]
    functions: Mapping[str, str]
    function_labels: Mapping[str, str]
    generic: frozenset[str]
    singular: Mapping[str, str]
    roles: Offices
    role_start: re.Pattern[str]
    plural_title: re.Pattern[str]
    link: re.Pattern[str]
    organization: re.Pattern[str]
    unit: re.Pattern[str]
    organization_lead: re.Pattern[str]
    no_organization: frozenset[str]
    company_starts: frozenset[str]
    company_ending: re.Pattern[str]
    columns: Mapping[str, str]
    marks: Mapping[str, str]
    remarks: Mapping[str, re.Pattern[str]]
    stand_in: re.Pattern[str]
    sent: re.Pattern[str]
    given: re.Pattern[str]
    apart: re.Pattern[str]
    rest: frozenset[str]
    joiner: re.Pattern[str]
    country_forms: Mapping[str, str]
    codes: frozenset[str]
    state: re.Pattern[str]
    representatives: frozenset[str]
    seats: frozenset[str]
    participation: Mapping[str, re.Pattern[str]]
    passive: Mapping[str, re.Pattern[str]]
    acts: re.Pattern[str]
    clause: re.Pattern[str]
    adverbs: re.Pattern[str]
    agent: re.Pattern[str]
    article: re.Pattern[str]
    article_end: re.Pattern[str]
    article_within: re.Pattern[str]
    office_edge: re.Pattern[str]
    relative: re.Pattern[str]
    doer: re.Pattern[str]
    label_sign: re.Pattern[str]
    label_end: re.Pattern[str]
    stated: re.Pattern[str]
    accredited: re.Pattern[str]
    explains: re.Pattern[str]
    portfolio: re.Pattern[str]
    label_verb: re.Pattern[str]
    quoting: re.Pattern[str]
    delegates: frozenset[str]
    verbal: frozenset[str]
    address: re.Pattern[str]
    open_end: re.Pattern[str]
    heading: re.Pattern[str]
    counted: re.Pattern[str]
    small: frozenset[str]
    telling: frozenset[str]
    labelling: frozenset[str]
    presence_ends: frozenset[str]
    nationalities: Mapping[str, str]


def _by_word(groups: Mapping[str, list[str]]) -> dict[str, str]:
    kinds: dict[str, str] = {}
    for kind, words in groups.items():
        for word in words:
            kinds.setdefault(word.casefold(), kind)
    return kinds


def _whole(lexicon: Lexicon, words: list[str]) -> re.Pattern[str]:
    return lexicon.pattern(rf"(?<![\w-]){alternation(words)}(?![\w-])", re.IGNORECASE)


def _headings(lexicon: Lexicon) -> list[str]:
    """Headings of the sections that follow a list of people."""
    groups = [*lexicon.groups("headings", "whole").items(), *lexicon.groups("headings", "lead").items()]
    return [word for kind, words in groups if kind not in ("attendance", "absence", "contacts") for word in words]


def _offices(words: list[str]) -> Offices:
    endings = tuple(word[1:] for word in words if word.startswith("*"))
    whole = frozenset(word for word in words if not word.startswith("*"))
    return Offices(whole, endings, _firsts(whole))


def roster_words(lexicon: Lexicon) -> RosterWords:
    """The vocabulary for one lexicon."""
    topic = "attendance"
    agents = alternation(lexicon.words(topic, "agents"))
    articles = alternation(lexicon.words(topic, "articles"))

    def groups(key: str) -> Iterable[list[str]]:
        return lexicon.groups(topic, key).values()

    signs = [word for key in ("presence", "functions", "function_labels") for words in groups(key) for word in words]
    given, titled = alternation(lexicon.words(topic, "given_to")), lexicon.made(name_words).prefix.pattern
    return RosterWords(
        names=lexicon.made(name_words),
        presence={kind: _whole(lexicon, words) for kind, words in lexicon.groups(topic, "presence").items()},
        functions=_by_word(lexicon.groups(topic, "functions")),
        function_labels=_by_word(lexicon.groups(topic, "function_labels")),
        generic=frozenset(lexicon.words(topic, "generic_groups")),
        singular=lexicon.names(topic, "singular"),
        roles=_offices(lexicon.words(topic, "role_nouns")),
        role_start=lexicon.pattern(rf"{alternation(lexicon.words(topic, 'role_starts'))}\b", re.IGNORECASE),
        # "Directors Doe and Roe", "Council Members Doe and Roe"
        plural_title=lexicon.pattern(
            rf"(?:[^\W\d_a-z][\w.’'-]*\s+){{0,2}}?"
            rf"(?i:{alternation(lexicon.names(topic, 'singular'))})\s+(?=[^\W\d_a-z])"
        ),
        link=lexicon.pattern(rf"\s{alternation(lexicon.words(topic, 'role_links'))}\s", re.IGNORECASE),
        organization=_whole(lexicon, lexicon.words(topic, "organization_words")),
        unit=lexicon.pattern(rf"\b{alternation(lexicon.words(topic, 'unit_words'))}s?$", re.IGNORECASE),
        organization_lead=lexicon.pattern(
            rf"(?:the\s+)?(?:[A-Z][\w-]+\s+){{0,4}}(?i:{alternation(lexicon.words(topic, 'organization_leads'))})\b"
        ),
        no_organization=frozenset(lexicon.words(topic, "no_organization")),
        company_starts=frozenset(
            re.findall(r"\w+", word)[0].casefold() for word in lexicon.words(topic, "company_endings")
        ),
        company_ending=lexicon.pattern(
            rf"\s*{alternation(lexicon.words(topic, 'company_endings'))}(?!\w)", re.IGNORECASE
        ),
        columns=_by_word(lexicon.groups(topic, "columns")),
        marks=_by_word(lexicon.groups(topic, "marks")),
        remarks={
            kind: lexicon.pattern(rf"{alternation(words)}(?![\w-])", re.IGNORECASE)
            for kind, words in lexicon.groups(topic, "remarks").items()
        },
        stand_in=lexicon.pattern(rf"\s(?i:{alternation(lexicon.groups(topic, 'remarks')['for'])})\s+(?=[^\W\d_a-z])"),
        # "Jane Doe represented by" and a name; a single word may be anything
        sent=lexicon.pattern(
            rf"\s(?:(?i:{alternation([word for word in lexicon.groups(topic, 'remarks')['by'] if ' ' in word])})"
            rf"\s+(?=[^\W\d_a-z])|{given}\s+(?={titled}))"
        ),
        given=lexicon.pattern(rf"{given}\s+(?={titled})"),
        # ", and the gentlemen:" inside a list
        apart=lexicon.pattern(
            rf"[\s,]+{alternation(lexicon.words('names', 'joiners'))}\s+(?:{articles}\s+)?"
            rf"{alternation(lexicon.words('names', 'plural_honorifics'))}\s*:\s*",
            re.IGNORECASE,
        ),
        rest=frozenset(lexicon.words(topic, "rest")),
        joiner=lexicon.pattern(rf"\s{alternation(lexicon.words('names', 'joiners'))}\s", re.IGNORECASE),
        country_forms=lexicon.names(topic, "country_forms"),
        # "the Co-operative Republic" of X
        state=lexicon.pattern(
            rf"(?:[Tt]he\s+)?(?:[A-Z][\w'’-]+\s+){{0,3}}"
            rf"(?i:{alternation(lexicon.words(topic, 'states'))})\s+\w{{1,3}}\s"
        ),
        seats=frozenset(lexicon.words(topic, "seats")),
        representatives=frozenset(lexicon.words(topic, "representatives")),
        codes=country_codes(),
        participation={kind: _whole(lexicon, words) for kind, words in lexicon.groups(topic, "participation").items()},
        passive={kind: _whole(lexicon, words) for kind, words in lexicon.groups(topic, "passive").items()},
        acts=_whole(lexicon, lexicon.words(topic, "acts")),
        clause=lexicon.pattern(
            rf"(?<![\w-]){alternation(lexicon.words(topic, 'clause_words'))}(?![\w-])"
        ),  # "who", no "WHO"
        # ", who then also" before a verb
        adverbs=lexicon.pattern(rf"^[\s,]*(?:{alternation(lexicon.words(topic, 'before_verbs'))}\s+)*", re.IGNORECASE),
        agent=lexicon.pattern(rf"\b{agents}\b", re.IGNORECASE),
        article=lexicon.pattern(rf"^(?:{articles}|{agents})\s+", re.IGNORECASE),
        article_end=lexicon.pattern(rf"[\s,–—-]+(?:{articles}\s+)?$", re.IGNORECASE),  # ", the" right before a name
        # "13 of the 14 voting members were present"
        stated=lexicon.pattern(
            rf"(?P<there>\d(?<!\d\d)\d{{0,3}})\s*{alternation(lexicon.words(topic, 'out_of'))}\s*(?P<all>\d{{1,4}})\s+"
            rf"(?:[^\W\d]+\s+){{0,4}}{alternation(lexicon.groups(topic, 'presence')['present'])}(?!\w)",
            re.IGNORECASE,
        ),
        explains=lexicon.pattern(rf"^{alternation(lexicon.words(topic, 'explains'))}\s", re.IGNORECASE),
        accredited=lexicon.pattern(rf"\s{alternation(lexicon.words(topic, 'accredited'))}\s", re.IGNORECASE),
        # "Minister of Health", which may go on with ", Youth and Sport"
        portfolio=lexicon.pattern(
            rf"(?:\w+\s+){{0,2}}{alternation(lexicon.words(topic, 'portfolios'))}\s+\w+\s", re.IGNORECASE
        ),
        # without one of these no words are a label of people
        label_sign=_whole(lexicon, signs),
        # "Apologies were received from" and a name
        label_end=lexicon.pattern(rf"\s{alternation(lexicon.words(topic, 'label_ends'))}\s+(?=[^\W\d_a-z])"),
        # "were all" before "present"
        label_verb=lexicon.pattern(rf"\s{alternation(lexicon.words(topic, 'label_ends'))}(?:\s\w+)?\s+$"),
        doer=lexicon.pattern(rf"\s+{alternation(lexicon.words(topic, 'doers'))}\b", re.IGNORECASE),
        # "As Jane Doe said"
        quoting=lexicon.pattern(rf"\b{alternation(lexicon.words(topic, 'quoting'))}\s*$", re.IGNORECASE),
        relative=lexicon.pattern(rf"{alternation(lexicon.words(topic, 'relatives'))}\s+", re.IGNORECASE),
        # where an office before a name may begin
        article_within=lexicon.pattern(rf",\s+{articles}\s", re.IGNORECASE),
        office_edge=lexicon.pattern(
            rf"[;:.,]\s|\b{agents}\s+|\b{alternation(lexicon.words(topic, 'clause_words'))}\s+"
            rf"|{alternation(lexicon.words('names', 'joiners'))}\s+(?=[A-Z])"
        ),
        delegates=frozenset(lexicon.words(topic, "delegates")),
        open_end=lexicon.pattern(rf"(?:[&/–-]|\b{alternation(lexicon.words(topic, 'open_ends'))})$", re.IGNORECASE),
        address=_whole(lexicon, lexicon.words(topic, "address_words")),
        heading=_whole(lexicon, _headings(lexicon)),
        nationalities={word.casefold(): code for word, code in lexicon.names("places", "nationalities").items()},
        # "14 members, including"
        counted=lexicon.pattern(
            rf"\d{{1,4}}\s[^:;.\d]{{0,60}}?\b{alternation(lexicon.words(topic, 'including'))}(?!\w)[.:]?\s+",
            re.IGNORECASE,
        ),
        # no other word of a name begins with a small letter: "van", "Jr.", "mevrouw"
        small=frozenset(
            bit.strip(".").casefold()
            for key in ("particles", "honorifics", "small_honorifics", "generations", "degrees")
            for word in lexicon.words("names", key)
            for bit in word.split()
        )
        | {"the"},  # "H.E. the Hon." in any language
        # the first words of all that people do in a sentence: participation, passive, acts, absence
        telling=_firsts(
            [
                *(word for key in ("participation", "passive") for words in groups(key) for word in words),
                *lexicon.words(topic, "acts"),
                *lexicon.groups(topic, "presence")["absent"],
            ]
        ),
        labelling=_firsts(signs),
        presence_ends=frozenset(folded(word)[-1] for words in groups("presence") for word in words),
        verbal=frozenset(lexicon.words(topic, "verbal_functions")),
    )
