"""Which dates are those of meetings announced: by cues before or behind them, under headings, in lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.layout.block import Block
from pipeline.lexicon import Gate, Guarded, Lexicon, alternation
from pipeline.meetings.dating import sentence
from pipeline.meetings.scope import Scope
from pipeline.mentions.dates import relative, years
from pipeline.mentions.dates.taken import Taken
from pipeline.mentions.mention import DateValue, PartialDate

#: A next meeting is some months away; a date beyond that belongs to a plan or a project.
_AHEAD = 900
#: Offers to host reach further: "Kuwait's proposal to host the tenth session in 2011".
_OFFERED = 2200
#: A year alone counts only after a cue as sure as "the next meeting": "in Karakol in 2013".
_SURE = 0.8
#: Where in its block a date stands that opens it: "- 28 March 2018".
_OPENS = 3
#: A line so short is a label: "Next meetings:", "Date of next meeting: 4 May".
_LABEL = 60
#: Lines that may stand between two dates of such a list.
_LINES = 2
#: Under "Next meeting", a sentence so short needs no word for a meeting.
_SHORT = 100
#: Characters before a date in which an offer to host, and a word like "in", may stand.
_SENTENCE, _BEFORE = 300, 40
#: So near before "will be [5 May]" stands the word for the meeting.
_NEAR = 80
#: Words so short are no part of a body's name: "of", "the".
_SMALL = 3
#: The rule of a next meeting whose body is named as another.
OF_ANOTHER = "next-meeting-of-another"
_SILENT = ("running", "meta", "rule", "code")


@dataclass(frozen=True)
class Patterns:
    """Cues of announcements, built from the lexicon."""

    next: Guarded
    label: Guarded
    body: Guarded
    planned: Guarded
    planned_for: Guarded
    meets: Guarded
    kinds: Guarded
    noun_behind: Guarded
    will_be: Guarded
    hosting: Guarded
    future: Guarded
    adjourned: Guarded
    in_year: Guarded
    deadline: Guarded
    published: Guarded
    records: Guarded
    cancelled: Guarded
    before: Guarded
    telling: Gate


@dataclass(frozen=True, slots=True)
class Announced:
    """An announced date: its value and the stretch ``[start, end)`` of its block."""

    block: Block
    start: int
    end: int
    value: DateValue
    rule: str
    score: float


def patterns(lexicon: Lexicon) -> Patterns:
    """The cues of a lexicon."""

    def cue(topic: str, key: str, after: str = "(?![\\w-])") -> Guarded:
        words = lexicon.words(topic, key)
        return lexicon.guarded(rf"(?<![\w-]){alternation(words)}{after}", words)

    # compounds count too: "bestuursvergadering", "Vorstandssitzung"
    meetings = [word for words in lexicon.groups("meetings", "kinds").values() for word in words]
    kinds = rf"[\w-]*{alternation(meetings)}(?!\w)"
    following, relative_next = lexicon.words("meetings", "next_meeting"), lexicon.words("dates", "relative_next")
    small, articles = (alternation(lexicon.words(*key)) for key in (("places", "small"), ("dates", "articles")))
    bodies = lexicon.words("naming", "bodies")
    gap = rf"(?:(?!{small}\s)[\w()’'/&-]+\s+)"
    on_day = rf"\s+(?:(?:{alternation(lexicon.words('dates', 'before_day'))}|{articles})\s+)*$"
    return Patterns(
        # "next meeting"; "the next annual coordinators' meeting"
        next=lexicon.guarded(
            rf"(?<![\w-])(?:{alternation(following)}(?![\w-])|{alternation(relative_next)}\s+{gap}{{0,4}}?{kinds})",
            [*following, *relative_next],
        ),
        # "Prochain CA", "Next Board", where nothing else stands in the line
        label=lexicon.guarded(
            rf"\W*(?:\d+\W+)?(?i:{alternation(relative_next)})\s+(?:[A-Z]{{2,5}}|(?i:{alternation(bodies)}))\W*",
            relative_next,
            flags=re.NOFLAG,
        ),
        # "the next [Moor Commission] meeting" may be another body's
        body=lexicon.guarded(
            rf"(?:[A-ZÀ-Þ][\w’'-]+\s+){{1,4}}(?i:{alternation(bodies)})(?!\w)", bodies, flags=re.NOFLAG
        ),
        planned=cue("meetings", "planned"),
        planned_for=cue("meetings", "planned", r"\s*$"),
        meets=cue("meetings", "will_meet"),
        kinds=lexicon.guarded(rf"(?<![\w-]){kinds}", meetings),
        # "[26 July] meeting", "[March 2018] Ministerial Meeting"
        noun_behind=lexicon.guarded(rf"\s+{gap}{{0,2}}?{kinds}", meetings),
        will_be=cue("next_meetings", "will_be", on_day),
        hosting=cue("next_meetings", "hosting"),
        future=cue("next_meetings", "future"),
        adjourned=cue("next_meetings", "adjourned", on_day.replace("+", "*", 1)),
        in_year=cue("next_meetings", "in_year", r"\s*$"),
        deadline=cue("meetings", "deadline", r"\W*$"),
        published=cue("meetings", "publication", r"[\W\w]{0,12}$"),
        records=cue("meetings", "records"),
        cancelled=cue("meetings", "cancelled"),
        before=lexicon.guarded(rf"(?:[,(–-]|(?<!\w){alternation(lexicon.words('meetings', 'place_before'))})\s*$"),
        telling=lexicon.gate(
            [*following, *relative_next, *lexicon.words("meetings", "planned"), *lexicon.words("meetings", "will_meet")]
        ),
    )


def announced(scope: Scope, start: date | None, ours: frozenset[str] = frozenset()) -> Iterator[Announced]:
    """The dates after ``start``, the day of the meeting, on which the scope announces another.

    ``ours`` are the words of the body that met: the next meeting of another one is told in passing.
    """
    known = scope.lexicon.made(patterns)
    listed = 0  # lines left under one like "Next meetings:", where most lines begin with a date
    for block in scope.blocks:
        if block.kind in _SILENT:
            continue
        section = scope.reading.section_of(block.number)
        under = section is not None and section.kind == "next_meeting"
        telling = known.telling.opens(block.text)
        cue = known.next.search(block.text) if telling else None
        labelled = cue is not None or (telling and known.label.fullmatch(block.text) is not None)
        if (labelled and len(block.text) < _LABEL) or (listed and _opens_with_date(scope, block)):
            listed = _LINES
        else:
            listed = max(listed - 1, 0)
        written = [m for m in scope.reading.mentions.in_block(block.number, "date") if isinstance(m.value, DateValue)]
        told = under or listed or cue
        told = told or (telling and (known.planned.search(block.text) or known.meets.search(block.text)))
        if not told and not written:
            continue
        told_from = relative.find(block.text, start, scope.lexicon) if told and start is not None else []
        taken = Taken([(r.start, r.end) for r in told_from])
        dates = [(r.start, r.end, r.value, True) for r in told_from]
        dates.extend((m.start, m.end, m.value, False) for m in written if not taken.hits(m.start, m.end))  # type: ignore[misc]
        for begin, end, value, counted in sorted(dates, key=lambda item: item[0]):
            offered = known.hosting.search(block.text, max(0, begin - _SENTENCE), begin)
            ahead = _OFFERED if offered else _AHEAD
            when = _resolved(value, start, counted=counted, ahead=ahead)
            if when is None:
                continue
            own = value.start.year is not None
            use = _told(known, block, begin, end, ours, under=under or listed == _LINES, own=own)
            before = block.text[max(0, begin - _BEFORE) : begin]
            if use is None or not (value.start.month or counted or _year_counts(known, before, *use)):
                continue
            # "this year" is told from the meeting's own and a little less sure than a date as written
            yield Announced(block, begin, end, when, use[0], use[1] + 0.05 * (not counted))


def _opens_with_date(scope: Scope, block: Block) -> bool:
    return any(mention.start <= _OPENS for mention in scope.reading.mentions.in_block(block.number, "date"))


def _year_counts(known: Patterns, before: str, rule: str, score: float) -> bool:
    """Whether a year alone is a meeting's: "the next one in Karakol in 2013", "to host the summit in the year 2000"."""
    if rule in ("planned-meeting", "offered-to-host"):
        return known.in_year.search(before) is not None
    return score > _SURE and (known.before.search(before) or known.in_year.search(before)) is not None


def _told(
    known: Patterns, block: Block, begin: int, end: int, ours: frozenset[str], *, under: bool, own: bool
) -> tuple[str, float] | None:
    """By which rule, and how surely, a date of ``block`` (with a year of its ``own``) is an announced meeting's."""
    low, high = sentence(block.text, begin, end)
    before, after = block.text[low:begin], block.text[end:high]
    cue = known.next.search(before)
    if cue is None and low and " | " in block.text[max(0, low - 4) : low + 1]:
        cue = known.next.search(block.text[:low])  # the cell before: "Next meeting | 5 December"
    adjourned = known.adjourned.search(before)
    due = known.deadline.search(before)
    if due and known.planned_for.search(before):
        due = None  # "gepland voor [4 augustus]"
    if due and not adjourned and (cue is None or due.end() < cue.start() or due.start() >= cue.end()):
        return None  # "by [3 May]", but not "Nächster Termin: [3. Mai]"
    if known.published.search(before) or known.cancelled.search(before + after):
        return None
    if cue is not None:
        return (OF_ANOTHER, 0.5) if _of_another(known, before[cue.start() :], ours) else ("next-meeting-cue", 0.85)
    if adjourned:
        return "adjourned-until", 0.8
    if known.meets.search(before):
        return "will-meet", 0.75
    if known.hosting.search(before):
        return "offered-to-host", 0.65
    planned = known.planned.search(before) or known.planned.search(after)
    if planned and known.kinds.search(before + after):
        return "planned-meeting", 0.65
    if known.will_be.search(before) and known.kinds.search(before[-_NEAR:]):
        return "will-be", 0.6
    named = known.kinds.search(before + after)
    short = high - low < _SHORT or begin <= _OPENS or (named and planned)
    if under and short and not known.records.search(before + after):
        return "next-meeting-section", 0.7
    if known.noun_behind.match(after) and known.future.search(before + after) and (own or known.future.search(before)):
        return "dated-meeting", 0.45
    return None


def _of_another(known: Patterns, told: str, ours: frozenset[str]) -> bool:
    """Whether words from "next" on name a body, and none of the words of the one that met."""
    capitals = " ".join(word for word in told.split() if word[:1].isupper())
    return bool(ours) and known.body.search(told) is not None and not ours & words_of(capitals.replace(",", ""))


def words_of(name: str) -> frozenset[str]:
    """The words of a body's name by which another mention of it is known."""
    return frozenset(word.strip("()“”\"'").casefold() for word in name.split() if len(word) > _SMALL)


def _resolved(value: DateValue, start: date | None, *, counted: bool, ahead: int) -> DateValue | None:
    """The date with its year, when it lies after the meeting; None when it does not, or has no year to be had."""
    if value.start.year is None:
        if start is None or value.start.month is None:
            return None
        anchor = PartialDate(start.year, start.month, start.day)
        found = years.following(value, anchor)
        if found is None or years.fits_weekday(found) is False:
            found = next(iter(years.by_weekday(value, (start.year, start.year + 1))), found)
        value = found if found is not None else value
    first = value.start
    if first.year is None or (first.month is None and start is not None and first.year < start.year + (not counted)):
        return None
    if start is not None:
        day = date(first.year, first.month or 12, first.day or 28)
        if not 0 < (day - start).days < ahead:
            return None
    return value


def cues_before(known: Patterns, text: str, low: int, end: int) -> Sequence[int]:
    """Where in ``text[low:end]`` cues of an announcement begin."""
    return [match.start() for p in (known.next, known.planned) for match in p.finditer(text, low, end)]
