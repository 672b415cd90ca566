"""Names in sentences: "The 9th meeting of the Programme Committee was held", "The Network held its 18th meeting"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.fields.naming.grammar import Name, parse
from pipeline.fields.naming.words import Words, words
from pipeline.lexicon import Lexicon, alternation
from pipeline.meetings.passage import Passage
from pipeline.mentions.mention import PlaceValue
from pipeline.sections.sentences import sentences


@dataclass(frozen=True)
class Telling:
    """A name that a sentence tells, and the body that the sentence says has met."""

    passage: Passage
    name: Name | None
    subject: tuple[int, int] | None
    dated: bool


@dataclass(frozen=True)
class _Patterns:
    names: Words
    stop: re.Pattern[str]
    held_its: re.Pattern[str]
    met: re.Pattern[str]
    held: re.Pattern[str]
    other: re.Pattern[str]
    aside: re.Pattern[str]
    in_name: re.Pattern[str]
    at_name: re.Pattern[str]
    preposition: re.Pattern[str]
    opening: re.Pattern[str]
    clause: re.Pattern[str]
    of_year: re.Pattern[str]
    link: re.Pattern[str]
    behind: re.Pattern[str]
    inside: re.Pattern[str]
    apart: re.Pattern[str]
    small: frozenset[str]


_TOKEN = re.compile(r"[^\s]+")
_WHOSE = re.compile(r"[a-z]s['’]$")
#: "d’Istituto", "dell'Associazione"
_ELIDED = re.compile(r"^[a-z]{1,4}['’]")
_OF_YEAR = re.compile(r"\s+of\s+(?:19|20)\d\d\b")
#: "the Russian Federation and the Republic of Moldova"
_SERIES = re.compile(r"(?:the\s)?[A-ZÀ-Þ][^,]*?\sand\s(?:the\s)?[A-ZÀ-Þ][^,]*")
#: So far before its date a name may end, with a place between.
_BEFORE_DATE = 160
#: A body's name is no longer than this.
_MOST_WORDS = 20


def _patterns(lexicon: Lexicon) -> _Patterns:
    def any_of(key: str) -> str:
        return alternation(lexicon.words("naming", key))

    places = alternation(lexicon.words("places", "in"))
    units = alternation(lexicon.numbers("dates", "units"))
    return _Patterns(
        lexicon.made(words),
        # not "Mt. Grant" and "St. Anne"
        lexicon.pattern(rf"\s(?:{any_of('stops')})\b|(?<!\b[A-Z][a-z])[.](?:\s|$)|[;:](?:\s|$)|,\s|\s[–—-]\s"),
        lexicon.pattern(
            rf"\s(?:{any_of('held')}|{any_of('met')}\s+{any_of('name_links')})\s+(?:{any_of('possessives')}|{any_of('subjects')})\s+$"
        ),
        lexicon.pattern(rf"\s(?:{any_of('met')})\b"),
        lexicon.pattern(rf"\b(?:{any_of('held')}|{any_of('met')}|{any_of('took_place')})\b"),
        lexicon.pattern(rf"\b(?:{any_of('other_meetings')})\b", re.IGNORECASE),
        lexicon.pattern(rf"[\s,]{any_of('asides')}\b", re.IGNORECASE),
        lexicon.pattern(rf"\d+(?:st|nd|rd|th)|{any_of('goes_on')}|[&/]|"),
        # "met for its", "gathered at the"
        lexicon.pattern(rf"\s{any_of('name_links')}\s+(?:{any_of('determiners')}\s+)*$"),
        lexicon.pattern(rf"\s+{any_of('small')}\s*$"),
        # "We, the", "Members of the", "Les membres de l'"
        lexicon.pattern(
            rf"[\s,]*(?:we,\s+)?(?:{any_of('members_of')}(?:\s+|(?<=['’])))?(?:{any_of('subjects')}(?:\s+|(?<=['’])))?",
            re.IGNORECASE,
        ),
        lexicon.pattern(rf",\s+(?=(?i:{any_of('subjects')})(?:\s|(?<=['’]))+[A-ZÀ-Þ])"),
        lexicon.pattern(rf"\s{any_of('body_links')}\s+(?:{any_of('subjects')}\s+)?{units}\s*$", re.IGNORECASE),
        # "meeting (3rd) of the Moor Group", "Sitzung des Gemeinderates"
        lexicon.pattern(
            rf"(?:\s*\([^)]{{2,40}}\))?\s+(?:{any_of('body_links')}|{any_of('topic_links')})(?:\s+|(?<=['’]))"
            rf"(?=(?i:{any_of('subjects')})(?:\s|(?<=['’]))|[A-ZÀ-Þ“])"
        ),
        # "si è riunito, debitamente convocato, il"
        lexicon.pattern(rf"(?:,[^,.;]{{0,60}},)?\s+{any_of('subjects')}(?:\s+|(?<=['’]))(?=[A-ZÀ-Þ])", re.IGNORECASE),
        lexicon.pattern(rf"{any_of('body_links')}|{any_of('small')}|{any_of('subjects')}", re.IGNORECASE),
        # "held in [Vienna]", "Sitzung in [Bonn]"
        lexicon.pattern(
            rf"(?<!\w)(?:{places}|{any_of('topic_links')})\s+(?:{any_of('subjects')}\s+)?$|[(]$", re.IGNORECASE
        ),
        frozenset(lexicon.words("naming", "determiners")),
    )


def tellings(passage: Passage, lexicon: Lexicon, days: frozenset[int]) -> Iterator[Telling]:
    """What the sentences of a passage tell. ``days`` are the positions of the meeting's date in it."""
    known = lexicon.made(_patterns)
    for start, end in sentences(passage.text, lexicon):
        if not known.held.search(passage.text, start, end):
            continue
        dated = any(start <= day < end for day in days)
        yield from _in_sentence(passage, start, end, known, dated=dated)


def _in_sentence(passage: Passage, start: int, end: int, known: _Patterns, *, dated: bool) -> Iterator[Telling]:
    text = passage.text
    found = False
    position = start
    verb = known.met.search(text, start, end)
    while noun := known.names.noun.search(text, position, end):
        position = noun.end()
        if known.other.search(text, max(start, noun.start() - 30), noun.end()):
            continue
        low = _begin(text, start, noun.start(), known)
        opening = known.names.document.match(text, low, noun.end())
        if opening and opening.end() > noun.start():
            continue  # "Minutes of Meeting"
        low = opening.end() if opening else low
        high = _finish(passage, noun, end, known)
        position = max(position, high)
        name = parse(passage, low, high, known.names)
        if name is None or (noun.start() == low and not _is_of_body(name)) or known.aside.search(text, start, low):
            continue
        its = known.held_its.search(text[start:low]) or known.met.search(text[start:low])
        if verb and noun.start() > verb.end() and not known.at_name.search(text, verb.end(), low):
            continue  # "The Moor Board met and reviewed the summit's outcomes"
        subject = _subject(passage, start, start + its.start(), known) if its else None
        if subject and not known.names.body.search(text, *subject):
            subject = None
        found = True
        yield Telling(passage, name, subject, dated)
        break  # what comes later in the sentence is another meeting, or this one again
    met = known.met.search(text, start, end)
    if met and not found:
        subject = _subject(passage, start, met.start(), known)
        if subject is None or not known.names.body.search(text, *subject):
            subject = _behind(text, met.end(), end, known)
        if subject and known.names.body.search(text, *subject):
            yield Telling(passage, None, subject, dated)


def _behind(text: str, start: int, end: int, known: _Patterns) -> tuple[int, int] | None:
    """The body that stands behind its verb: "si è riunito, debitamente convocato, il [Collegio dei Docenti] per"."""
    article = known.behind.match(text, start, end)
    if article is None:
        return None
    last = article.end()
    for token in _TOKEN.finditer(text, article.end(), end):
        word = token.group().rstrip(",.;:")
        inside = known.inside.fullmatch(word) is not None
        bare = _ELIDED.sub("", word.lstrip("(“\"'"))
        if not (bare[:1].isupper() or inside):
            break
        last = last if inside else token.start() + len(word)
        if len(word) < len(token.group()):
            break
    return (article.end(), last) if last > article.end() else None


def _is_of_body(name: Name) -> bool:
    """Whether a name without words before its noun says whose meeting it is: "a meeting of the Moor Group"."""
    return bool(name.body) and name.body[0][0] > name.noun_at


def _begin(text: str, start: int, end: int, known: _Patterns) -> int:
    """Where the name begins, going back from its noun: capitals, ordinals and adjectives of meetings."""
    tokens = list(_TOKEN.finditer(text, start, end))
    low = end
    for token in reversed(tokens):
        word = token.group()
        bare = word.strip("“”\"'‘’(),")
        if word.endswith((",", ".", ";", ":")) or (
            bare.lower() in known.small and not _inside(text, token, low, tokens, known)
        ):
            break
        patterns = (known.names.kind, known.names.ordinal, known.names.body, known.in_name)
        whose = _WHOSE.search(word) is not None  # "leaders' meeting"
        if not (bare[:1].isupper() or whose or any(pattern.fullmatch(bare) for pattern in patterns)):
            break
        low = token.start()
    return low


def _inside(text: str, token: re.Match[str], low: int, tokens: list[re.Match[str]], known: _Patterns) -> bool:
    """Whether a small word stands inside a name: "Board of Directors Meeting", not "minutes of the Board Meeting"."""
    if token.group() not in ("of", "on", "for", "and", "&"):
        return False
    number = tokens.index(token)
    before = tokens[number - 1].group() if number else ""
    behind = text[token.end() : low + 40].split()[:1]
    if before.endswith((",", ".")) or not behind:
        return False
    if known.names.body.fullmatch(before):  # "board of directors meeting"
        return True
    return before[:1].isupper() and behind[0][:1].isupper()


def _finish(passage: Passage, noun: re.Match[str], end: int, known: _Patterns) -> int:
    """Where the name ends: behind its number, or behind "of" and all that belongs to the body."""
    text = passage.text
    number = known.names.number.match(text, noun.end(), end)
    position = noun.end()
    if number and (number["sign"] or (len(number["bare"] or "") < 4 and not _in_date(passage, number.start("bare")))):
        position = number.end()
    year = _OF_YEAR.match(text, position, end)
    position = year.end() if year else position
    bracket = re.match(r"\s\([A-Z][\w/-]{1,15}\)", text[position:end])
    if bracket:
        position += bracket.end()
    link = known.link.match(text, position, end)
    if link is None:
        return position
    high = end
    stop = known.stop.search(text, link.end(), end)
    while stop and text.count("(", position, stop.start()) > text.count(")", position, stop.start()):
        stop = known.stop.search(text, stop.end(), end)
    if stop and text[stop.start()] == ",":
        stop = _past_series(text, stop, end, known)
    if stop:
        high = stop.start()
    for mention in passage.mentions:
        if position < mention.start < high:
            apart = known.apart.search(text, position, mention.start)
            value = mention.value
            place = mention.kind == "place" and isinstance(value, PlaceValue) and mention.rule != "city-in-name"
            if mention.kind in ("date", "time") or (place and apart):
                high = mention.start
                break
    return _back(text, position, high, known)


def _past_series(text: str, comma: re.Match[str], end: int, known: _Patterns) -> re.Match[str]:
    """The stop behind a series of names: "of the Ministers of Arland, the Moor Republic and Beeland"."""
    behind = known.stop.search(text, comma.end(), end)
    if behind and _SERIES.fullmatch(text, comma.end(), behind.start()):
        return behind
    return comma


def _in_date(passage: Passage, position: int) -> bool:
    return any(m.start <= position < m.end for m in passage.within(position - 1, position + 40, "date", "time"))


def _back(text: str, low: int, high: int, known: _Patterns) -> int:
    """``high`` without trailing prepositions and blanks."""
    while match := known.preposition.search(text, low, high):
        if match.end() < high:
            break
        high = match.start()
    return low + len(text[low:high].rstrip(" ,(–—-"))


def _subject(passage: Passage, start: int, end: int, known: _Patterns) -> tuple[int, int] | None:
    """The body that a sentence is about: behind "On 7 June 2024, the", without what a comma adds."""
    text = passage.text
    for mention in passage.within(start, end, "date", "place"):
        if mention.start - start < 40 and re.match(r"\s*,\s", text[mention.end : end]):
            start = mention.end
        elif mention.kind == "date" and re.match(r"\s+[Tt]he\s", text[mention.end : end]):
            start = mention.end  # "Moor Board September 15, 2014 The Board met on ..."
    piece = text[start:end]
    clauses = list(known.clause.finditer(piece))
    if clauses:  # "L'an deux mille vingt, le trois mai, le Conseil"
        start += clauses[-1].start() + 1
        piece = text[start:end]
    opening = known.opening.match(piece)
    lead = opening.end() if opening else len(piece) - len(piece.lstrip(" ,"))
    begin = start + lead
    added = re.search(r",\s(?=[a-z])", text[begin:end])
    if added:
        end = begin + added.start()
    from_ = re.search(r"\s(?:from|of)\s+\d+", text[begin:end])
    if from_:
        end = begin + from_.start()
    of_year = known.of_year.search(text, begin, end)
    if of_year:
        end = of_year.start()  # "The first Moor Council of the year"
    capital = re.search(r"(?<!\S)[\W\d_]*[A-ZÀ-Þ]", text[begin:end])
    if capital is None:
        return None
    begin += capital.start()  # "newly-constituted 10-member National Steering Committee"
    piece = text[begin:end].rstrip(" ,")
    if len(piece.split()) > _MOST_WORDS or known.stop.search(piece):
        return None
    return begin, begin + len(piece)


def before_date(passage: Passage, lexicon: Lexicon, days: frozenset[int]) -> Iterator[Name]:
    """Names that stand right before the meeting's date, in text without sentences: "78th Committee Meeting 26 May"."""
    known = lexicon.made(_patterns)
    text = passage.text
    for day in sorted(days):
        low = max(0, day - _BEFORE_DATE)
        low = text.find(" ", low, day) + 1 if low else 0  # no half words
        nouns = list(known.names.noun.finditer(text, low, day))
        if not nouns or len(text[nouns[-1].end() : day]) > _BEFORE_DATE:
            continue
        noun = nouns[-1]
        start, end = _begin(text, low, noun.start(), known), _finish(passage, noun, day, known)
        opening = known.names.document.match(text, start, day)
        if opening and opening.end() > noun.start():
            continue  # "Minutes of Meeting"
        start = opening.end() if opening else start
        name = None if known.names.no_name.fullmatch(text, start, end) else parse(passage, start, end, known.names)
        if name and (start < noun.start() or opening) and not known.other.search(text, max(0, start - 10), end):
            yield name
