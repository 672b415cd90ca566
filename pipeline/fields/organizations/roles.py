"""Who hosted, organized, chaired or supported the meeting, as sentences and labels say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.fields.candidate import Candidate, Decided
from pipeline.fields.organizations import names
from pipeline.lexicon import Lexicon, alternation
from pipeline.meetings.passage import Passage
from pipeline.meetings.scope import Scope
from pipeline.mentions.mention import Mention, OrganizationValue, PlaceValue
from pipeline.sections.sentences import sentences

_SKIPPED = ("running", "code", "rule", "row")
#: An organization's part is told in the first paragraphs; far down such phrases speak of other things.
_FRONT = 10
_PARAGRAPH = 100
#: Labels stand before any paragraph.
_HEAD = 25
_LABEL_LINE = 300
#: Titles and what stands under them: blocks, and characters up to which a line is no paragraph.
_TOP = 5
#: A body's acronym that comes so often in the report is the acronym of the body that met.
_OFTEN = 3
#: A country's article may be part of its mention: "the Republic of Fiji".
_ARTICLE = 4
#: Characters around an acronym behind its name.
_BRACKETS = 3


@dataclass(frozen=True)
class _Patterns:
    before: re.Pattern[str]
    final: re.Pattern[str]
    by: re.Pattern[str]
    between: re.Pattern[str]
    behind: re.Pattern[str]
    label: re.Pattern[str]
    also: re.Pattern[str]
    second: tuple[tuple[re.Pattern[str], str], ...]
    things: re.Pattern[str]
    other: re.Pattern[str]
    lists: re.Pattern[str]
    secretariat: re.Pattern[str]
    body: re.Pattern[str]
    and_: re.Pattern[str]
    roles: dict[str, str]
    names: names.Words


def _patterns(lexicon: Lexicon) -> _Patterns:
    def any_of(key: str) -> str:
        return alternation(lexicon.words("organizations", key))

    phrases: dict[str, list[str]] = {}
    roles: dict[str, str] = {}
    for key in ("roles", "verbs", "labels", "final_verbs"):
        for role, items in lexicon.groups("organizations", key).items():
            roles |= {f"{key} {item.casefold()}": role for item in items}
            phrases.setdefault(key, []).extend(items)
    determiners = alternation(lexicon.words("naming", "determiners"))
    openings = rf"{any_of('openings')}(?:\s+|(?<=['’]))"
    by = [item.rpartition(" ")[0] for item in phrases["roles"] if item.endswith(" by")]
    other = [item for item in phrases["roles"] if not item.endswith(" by")]
    return _Patterns(
        # "hosted by the Ministry", "jointly organised for the fourth year by the Council", "with the support of ICLPD"
        lexicon.pattern(
            rf"\b(?:(?P<verb>{alternation(by)})\s+(?:\w+\s+){{0,4}}?by|(?P<phrase>{alternation(other)}))(?:\s+|(?<=['’]))"
            rf"(?:{openings})*(?=\S)",
            re.IGNORECASE,
        ),
        # "wurde vom Bundesamt organisiert"
        lexicon.pattern(rf"\s(?P<phrase>{alternation(phrases.get('final_verbs', []))})(?!\w)", re.IGNORECASE),
        lexicon.pattern(rf"(?<!\w){any_of('by')}\s+(?:{openings})*(?=[A-ZÀ-Þ])", re.IGNORECASE),
        # "meeting of the Co-ordination Group between the Council and the Bank"
        lexicon.pattern(
            rf"(?<!\w)(?:{any_of('things')}|{any_of('nouns')})\s+(?:[\w-]+\s+){{0,6}}?{any_of('between')}\s+(?:{openings})*(?=[A-ZÀ-Þ])",
            re.IGNORECASE,
        ),
        # "The Office for Human Rights hosted the meeting", "thanked the Government of Thailand for hosting the meeting"
        lexicon.pattern(rf"\s(?P<phrase>{alternation(phrases['verbs'])})(?:\s+{determiners})?\s", re.IGNORECASE),
        lexicon.pattern(rf"(?:^|(?<=\s))(?P<phrase>{alternation(phrases['labels'])})\s*[:|]\s*(?=\S)", re.IGNORECASE),
        lexicon.pattern(rf"\b{any_of('with')}\s+(?:{openings})*(?=[A-ZÀ-Þ])", re.IGNORECASE),
        # "ICLPD, as the Network's Secretariat"
        tuple(
            (lexicon.pattern(rf",?\s+\(?{any_of('as')}\s+(?:\S+\s+){{0,2}}?{any_of(key)}\b", re.IGNORECASE), role)
            for key, role in (("secretariats", "secretariat"), ("chairs", "chair"))
        ),
        lexicon.pattern(rf"\b{any_of('things')}\b", re.IGNORECASE),
        lexicon.pattern(rf"\b{alternation(lexicon.words('places', 'other_meetings'))}\b", re.IGNORECASE),
        lexicon.pattern(rf"\b{any_of('organization_lists')}\b", re.IGNORECASE),
        lexicon.pattern(rf"^{any_of('secretariats')}\s|\s{any_of('secretariats')}$", re.IGNORECASE),
        # "the Working Group" is no organization that took part
        lexicon.pattern(alternation(lexicon.words("naming", "bodies")), re.IGNORECASE),
        lexicon.pattern(rf"\s(?:{alternation(lexicon.words('dates', 'and'))}|&)\s+$", re.IGNORECASE),
        roles,
        lexicon.made(names.words),
    )


def roles(scope: Scope, decided: Decided) -> Iterator[Candidate]:
    """Organizations with their roles."""
    known = scope.lexicon.made(_patterns)
    blocks = [block for block in scope.blocks if block.kind not in (*_SKIPPED[:3],) and block.text.strip()]
    for order, block in enumerate(blocks[:_HEAD]):
        if len(block.text) < _LABEL_LINE:
            passage = Passage.of([block], scope.reading.mentions)
            yield from _labelled(passage, known)
            if order < _TOP:
                yield from _of_title(passage, known)
    told_secretariat = False
    report = scope.document.text[scope.span.start : scope.span.end]
    paragraphs = [b for b in blocks if b.kind not in _SKIPPED and len(b.text) > _PARAGRAPH]
    for order, block in enumerate(paragraphs[:_FRONT]):
        section = scope.reading.section_of(block.number)
        if section is not None and section.kind in ("next_meeting", "contacts"):
            continue
        passage = Passage.of([block], scope.reading.mentions)
        for start, end in sentences(passage.text, scope.lexicon):
            if not known.other.search(passage.text, start, min(end, start + 120)):
                for candidate in _told(passage, start, end, 0.75 - 0.02 * order, known):
                    told_secretariat |= candidate.parts["role"].value == "secretariat"
                    yield candidate
                yield from _taking_part(passage, start, end, known)
        if not told_secretariat:
            yield from _secretariats(passage, decided, known, report)


def _of_title(passage: Passage, known: _Patterns) -> Iterator[Candidate]:
    """Who is named in a title: "Co-ordination Group between A and B", "New committee is chaired by A"."""
    text = passage.text
    between = known.between.search(text)
    if between is not None:
        found = list(names.listed(text, between.end(), len(text), known.names))
        yield from _candidates(passage, found if len(found) > 1 else [], "participant", "title-between", 0.5, known)
    if len(text) <= _PARAGRAPH:
        for match in known.before.finditer(text):
            role = _role_before(match, known)
            found = list(names.listed(text, match.end(), len(text), known.names))
            yield from _candidates(passage, found, role, "title-role", 0.6, known)


def _role_before(match: re.Match[str], known: _Patterns) -> str:
    phrase = f"{_key(match['verb'])} by" if match["verb"] else _key(match["phrase"])
    return known.roles[f"roles {phrase}"]


def _labelled(passage: Passage, known: _Patterns) -> Iterator[Candidate]:
    for match in known.label.finditer(passage.text):
        role = known.roles[f"labels {_key(match['phrase'])}"]
        found = names.listed(passage.text, match.end(), len(passage.text), known.names)
        yield from _candidates(passage, found, role, "role-label", 0.6, known)


def _key(phrase: str) -> str:
    return " ".join(phrase.casefold().split())


def _told(passage: Passage, start: int, end: int, score: float, known: _Patterns) -> Iterator[Candidate]:
    text = passage.text
    if not (known.things.search(text, start, end) or text.startswith("It ", start)):
        return
    organized = False
    for match in known.before.finditer(text, start, end):
        role = _role_before(match, known)
        organized |= role == "organizer"
        found = list(names.listed(text, match.end(), end, known.names))
        yield from _candidates(passage, found, role, "told-role", score, known)
        yield from _second_roles(passage, found, end, score - 0.05, known)
        if role == "organizer":
            own = [stretch for stretch in found if known.secretariat.search(text[slice(*stretch)].strip())]
            yield from _candidates(passage, own, "secretariat", "organizing-secretariat", score - 0.2, known)
    for match in known.final.finditer(text, start, end):
        agents = list(known.by.finditer(text, start, match.start()))
        if agents:
            role = known.roles[f"final_verbs {_key(match['phrase'])}"]
            organized |= role == "organizer"
            found = list(names.listed(text, agents[-1].end(), match.start(), known.names))
            yield from _candidates(passage, found, role, "told-role", score, known)
    for match in known.behind.finditer(text, start, end):
        role = known.roles[f"verbs {_key(match['phrase'])}"]
        # a single verb must say what: "hosted the meeting", not "hosted a lunch"
        if " " in match["phrase"].strip() or known.things.search(text, match.end(), min(end, match.end() + 60)):
            subject = names.subject(text, start, match.start(), known.names)
            organized |= role == "organizer"
            found = list(names.listed(text, *subject, known.names)) if subject else []
            several = names.bracketed(text, start, match.start(), known.names)
            yield from _candidates(passage, [] if several else found, role, "told-verb", score - 0.08, known)
            yield from _candidates(passage, several, role, "told-verb", score - 0.08, known, listed=True)
    if organized:
        for match in known.also.finditer(text, start, end):
            found = list(names.listed(text, match.end(), end, known.names))
            yield from _candidates(passage, found, "organizer", "told-with", score - 0.1, known)
    for pattern, role in known.second:
        for match in pattern.finditer(text, start, end):
            subject = names.subject(text, start, match.start(), known.names)
            found = list(names.listed(text, *subject, known.names))[-1:] if subject else []
            yield from _candidates(passage, found, role, f"told-{role}", score - 0.1, known)


def _second_roles(
    passage: Passage, found: Iterable[tuple[int, int]], limit: int, score: float, known: _Patterns
) -> Iterator[Candidate]:
    """The role that a name has besides: "co-organised by ICLPD in its role as Secretariat"."""
    for stretch in found:
        for pattern, role in known.second:
            if pattern.match(passage.text, stretch[1], limit):
                yield from _candidates(passage, [stretch], role, f"told-{role}", score, known)


def _taking_part(passage: Passage, start: int, end: int, known: _Patterns) -> Iterator[Candidate]:
    """Organizations that a sentence lists as having taken part: "The following organizations attended: ..."."""
    text = passage.text
    trigger = known.lists.search(text, start, end)
    if trigger is None:
        return
    behind = list(passage.within(trigger.end(), end, "organization"))
    leads = known.names.opening.fullmatch(trigger.group().split()[-1] + " ")  # "attended by", "representatives of"
    if not behind and not leads and text.find(":", trigger.end(), end) < 0:
        behind = list(passage.within(start, trigger.start(), "organization"))  # "A and B were represented"
    for mention in behind:
        if isinstance(mention.value, OrganizationValue) and mention.rule in ("name-with-acronym", "organization-noun"):
            found = list(names.listed(text, mention.start, mention.end, known.names))
            if not names.are_names(text, found, known.names):
                found = [(mention.start, mention.end)]  # "Commission for Asia and the Pacific"
            if mention.value.acronym and found:
                found[-1] = (found[-1][0], min(end, mention.end + len(mention.value.acronym) + _BRACKETS))
            yield from _candidates(passage, found, "participant", "told-list", 0.5, known)


def _secretariats(passage: Passage, decided: Decided, known: _Patterns, report: str) -> Iterator[Candidate]:
    """A secretariat of the body that met: "the LAKEO Secretariat" at a meeting of the LAKEO Steering Committee."""
    meeting = " ".join(str(c.value) for name in ("title", "body") if (c := decided.best(name)) is not None)
    for mention in passage.within(0, len(passage.text), "organization"):
        name = passage.text[mention.start : mention.end]
        if not known.secretariat.search(name):
            continue
        own = [word for word in re.findall(r"\w{3,}", known.secretariat.sub(" ", name)) if word[0].isupper()]
        named = own and all(re.search(rf"\b{re.escape(word)}\b", meeting, re.IGNORECASE) for word in own[:3])
        often = len(own) == 1 and own[0][1:] != own[0][1:].lower() and report.count(own[0]) >= _OFTEN
        if named or often:
            yield from _candidates(passage, [(mention.start, mention.end)], "secretariat", "secretariat", 0.45, known)


def _country(mention: Mention) -> bool:
    return isinstance(mention.value, PlaceValue) and mention.value.kind == "country"


def _before_person(passage: Passage, start: int, end: int, known: _Patterns) -> int:
    """Where a name ends before a person that the sentence names beside it: "by MIT and [Ann Lee]"."""
    for person in passage.within(start, end, "person"):
        joined = known.and_.search(passage.text, start, person.start)
        if joined and person.end == end:
            return joined.start()
    return end


def _candidates(  # noqa: PLR0917 - a row of plain facts
    passage: Passage,
    stretches: Iterable[tuple[int, int]],
    role: str,
    rule: str,
    score: float,
    known: _Patterns,
    *,
    listed: bool = False,
) -> Iterator[Candidate]:
    """Candidates for the names in ``stretches``; ``listed`` ones need no word like "Institute" to be organizations."""
    last_end = -1
    for start, stop in stretches:
        end = _before_person(passage, start, stop, known)
        found = names.cleaned(passage.text, start, end, known.names)
        if found is None or known.body.fullmatch(passage.text, found.start, found.end):
            continue
        # "Samoa", "the Government of Samoa", but no "University of Samoa"
        country = not found.sure and any(
            m.end == found.end for m in passage.within(max(0, start - _ARTICLE), end, "place") if _country(m)
        )
        appended = country and 0 <= start - last_end <= 2  # "Ministry of Health, Myanmar"
        last_end = end
        if appended or (country and role not in ("chair", "host", "supporter")):
            continue
        person = any(
            m.start <= found.start and m.end >= found.end
            for m in passage.within(max(0, found.start - 40), end + 40, "person")
        )
        sure = score if found.sure or country or listed else score - 0.5
        if person and not found.sure:
            continue
        spans = passage.spans(found.start, found.end)
        name = " ".join(passage.text[found.start : found.end].split())
        parts = {"name": Candidate("name", name, spans, rule, sure), "role": Candidate("role", role, spans, rule, sure)}
        if found.acronym:
            acronym = passage.text[slice(*found.acronym)]
            parts["acronym"] = Candidate("acronym", acronym, passage.spans(*found.acronym), rule, sure)
        yield Candidate("organizations", name, spans, rule, round(sure, 3), parts)
