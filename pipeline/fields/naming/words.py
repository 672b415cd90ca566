"""The patterns of names of meetings and bodies, built from the lexicon."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.lexicon import Lexicon, alternation


@dataclass(frozen=True)
class Words:
    """What the names of meetings and bodies are made of; the lexicon's schema says what each word list holds."""

    noun: re.Pattern[str]
    plain: re.Pattern[str]
    compound: re.Pattern[str]
    body: re.Pattern[str]
    project: re.Pattern[str]
    genitive: re.Pattern[str]
    in_genitive: re.Pattern[str]
    number_of_year: re.Pattern[str]
    generic: re.Pattern[str]
    kind: re.Pattern[str]
    leading_kind: re.Pattern[str]
    ordinal: re.Pattern[str]
    number: re.Pattern[str]
    record_number: re.Pattern[str]
    document: re.Pattern[str]
    document_behind: re.Pattern[str]
    no_name: re.Pattern[str]
    acronym: re.Pattern[str]
    of_body: re.Pattern[str]
    of_its: re.Pattern[str]
    article: re.Pattern[str]
    day: re.Pattern[str]
    ordinals: dict[str, int]
    classes: dict[str, str]


def words(lexicon: Lexicon) -> Words:
    """The patterns of a lexicon."""

    def any_of(key: str) -> str:
        return alternation(lexicon.words("naming", key))

    ordinals = dict(lexicon.numbers("naming", "ordinals"))
    for ten, value in lexicon.numbers("naming", "tens").items():
        units = {word: unit for word, unit in lexicon.numbers("naming", "ordinals").items() if unit < 10}
        ordinals |= {f"{ten}{sign}{word}": value + unit for word, unit in units.items() for sign in ("-", " ")}
    endings, signs, documents = any_of("ordinal_endings"), any_of("number_signs"), any_of("documents")
    links, articles = any_of("document_links"), any_of("subjects")
    days = alternation(word for word, length in lexicon.numbers("dates", "units").items() if length == 1)
    # "Elternbeiratssitzung": a body and a meeting in one word
    compound = rf"{any_of('bodies')}(?:e?s|e?n)?{any_of('plain_nouns')}"
    ends = lexicon.words("naming", "compound_bodies")
    compound_body = rf"|[^\W\d_]{{3,}}{alternation(ends)}" if ends else ""
    ordinal = (
        rf"(?<![\w-])(?:(?P<figure>\d{{1,4}})\s?{endings}|(?P<roman>(?-i:[IVXLC]{{2,8}}))(?:{endings}|(?=\s))"
        rf"|(?P<word>{alternation(ordinals)}))(?![\w-])"
    )
    groups = lexicon.groups("naming", "classifications")
    return Words(
        # but not "Conference Room" and "Call to order"
        noun=lexicon.pattern(
            rf"(?<![\w-])(?:{any_of('meeting_nouns')}|{compound})"
            rf"(?![\w-]|\s+{alternation(lexicon.words('places', 'venue_codes'))}\b|\s+to\s+order\b)",
            re.IGNORECASE,
        ),
        plain=lexicon.pattern(rf"(?<![\w-])(?:{any_of('plain_nouns')}|{compound})(?![\w-])", re.IGNORECASE),
        # "Vorstandssitzung", "bestuursvergadering": the body is the first part of the word
        compound=lexicon.pattern(rf"(?P<body>{any_of('bodies')})s?(?:{any_of('meeting_nouns')})", re.IGNORECASE),
        # also "des Gemeinderates", "des Schulausschusses"
        body=lexicon.pattern(
            rf"(?<![\w-])(?:{any_of('bodies')}{compound_body})(?:e?s)?(?![\w-])",
            re.IGNORECASE,
        ),
        project=lexicon.pattern(rf"\s+{any_of('projects')}$"),
        # "des [Schulausschuss]es"
        genitive=lexicon.pattern(rf"(?P<stem>{any_of('bodies')}{compound_body})e?s(?![\w-])", re.IGNORECASE),
        in_genitive=lexicon.pattern(rf"(?<!\w){any_of('genitives')}\s+$", re.IGNORECASE),
        # "des Gemeinderates Linden [Nr. 9/2022]": the meeting's number, not the body's
        number_of_year=lexicon.pattern(rf"[\s,(]+{signs}\s*(?P<number>\d{{1,4}})/(?:19|20)?\d\d\)?$", re.IGNORECASE),
        generic=lexicon.pattern(rf"(?:(?:the|full|joint)\s+)*{any_of('generic_bodies')}", re.IGNORECASE),
        kind=lexicon.pattern(rf"(?<![\w-]){any_of('kinds')}(?![\w-])", re.IGNORECASE),
        leading_kind=lexicon.pattern(rf"(?<![\w-]){any_of('leading_kinds')}(?![\w-])", re.IGNORECASE),
        ordinal=lexicon.pattern(ordinal, re.IGNORECASE),
        # "Meeting #18", "Meeting No. 276", "Meeting 103", "Minutes #44", "Meeting No. 1/2018"
        number=lexicon.pattern(
            rf"(?:\s+{any_of('kinds')})?\s*[:,]?\s*\(?(?:(?P<sign>{signs})\s*(?P<signed>\d{{1,4}})(?:/(?:\d\d|(?:19|20)\d\d)(?!\d))?"
            r"|(?P<bare>\d{1,4}))(?![\w./:-]|,\s*\d)",
            re.IGNORECASE,
        ),
        # "Minutes number 65", "Acta No. 12", "1999 No. 548"
        record_number=lexicon.pattern(
            rf"(?:(?<!\w){any_of('numbered')}\s*|^\W*(?:19|20)\d\d\s+){signs}\s*"
            r"(?P<number>\d{1,4})(?![\w.:-]*\d)",
            re.IGNORECASE,
        ),
        # "Draft minutes of the ...", "Report: ..."
        document=lexicon.pattern(
            rf"(?:(?:{articles}|{any_of('document_kinds')})\s+)*(?:{documents})"
            rf"(?:\s+(?:and|&|/)\s+{documents})?\d?\s*"
            rf"(?:by\s[^,;]{{3,80}}?\son(?:\s+the)?(?=\s)|{links}(?:\s+{articles})?(?:(?=[\s'’])|(?<=['’]))|[:–—-])?\s*",
            re.IGNORECASE,
        ),
        # but not "Focal Points"
        document_behind=lexicon.pattern(
            rf"(?:(?:[\s:–—/-]|\s(?:and|&)\s)*\(?(?<![\w])(?<!\bfocal\s){any_of('documents_behind')}\)?)+[\s.:–—-]*$",
            re.IGNORECASE,
        ),
        no_name=lexicon.pattern(rf"(?:\W*\b(?:{any_of('no_names')}|{any_of('meeting_nouns')})\b)*\W*", re.IGNORECASE),
        acronym=lexicon.pattern(r"\b(?:\w*[A-Z]\w*[A-Z]\w*|\w+-\w+|\w*\d\w*)\b"),
        # "session of the Board", "Reunião Ordinária do Conselho", "third meeting of 2022 of the Board"
        of_body=lexicon.pattern(
            rf"(?:\s+{any_of('kinds')})*(?:\s+{signs}\s*\d{{1,4}}(?:/\d{{2,4}})?)?\s*(?:\s{any_of('body_links')}(?:\s+|(?<=['’]))(?:{articles}(?:\s+|(?<=['’])))?)"
            rf"(?:(?:19|20)\d\d\s+{any_of('body_links')}(?:\s+|(?<=['’]))(?:{articles}\s+)?)?",
            re.IGNORECASE,
        ),
        # "Report of the Commission on its fifth session"
        of_its=lexicon.pattern(rf"\s+{any_of('of_its')}\s+", re.IGNORECASE),
        article=lexicon.pattern(rf"(?:{articles}\s+|{articles}(?<=['’]))", re.IGNORECASE),
        # "F2F, 1st day", "Meeting - Day 2"
        day=lexicon.pattern(
            rf"[\s,;:–—(-]+(?:(?:\d\w\w?|{alternation(ordinals)})\s+{days}|{days}\s+\d)\b[\s)]*(?=$|[–—:,-])",
            re.IGNORECASE,
        ),
        ordinals=ordinals,
        classes={noun.casefold(): name for name, nouns in groups.items() for noun in nouns},
    )
