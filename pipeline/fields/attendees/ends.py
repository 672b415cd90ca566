"""Where a list that runs on inside a paragraph ends: at a sentence, at a heading, at an item's number.

A flattened page writes "Present: Jane Doe, Ann Poe Agenda: ..." or "Absent: John Roe. Ms. Doe opened the meeting".
"""

from __future__ import annotations

import re

from pipeline.fields.attendees.knowledge import Knowledge

_STOP = re.compile(r"[.!?](?<=[^\W_][^\W_)\]”\"].)\s+(?=[\"“(]?[^\W\d_a-zß-ÿ])")
# "... Jane Doe 2. Approval of the minutes", "... Jane Doe II. Reports"
_NUMBER = re.compile(r"(?<=[a-zß-ÿ).])\s+(?:\d{1,2}|II|III|IV|VI{1,3}|IX)[.)]\s+(?=[^\W\d_a-zß-ÿ])")
# "... Jane Doe APPROVAL OF THE AGENDA A motion ..."
_LOUD = re.compile(
    r"(?<=[a-zß-ÿ).])\s+(?=[^\W\d_a-zß-ÿ]{3,}(?:\s+[^\W\d_a-zß-ÿ]{2,})+[:.\s]+(?:[^\W\d_a-zß-ÿ]\s|[^\W\d_a-zß-ÿ][a-zß-ÿ]))"
)
_SMALL = re.compile(r"(?:^|\s)[a-zß-ÿ][\w'’-]{2,}")
#: A stretch between two full stops with so many small words is a sentence, not one more person of the list.
_SENTENCE = 3
_SHORT = 4
_NAMED = 0.75


def list_end(text: str, start: int, know: Knowledge) -> int:
    """Where the list whose label ends at ``start`` ends within ``text``; the text's end when it fills the rest."""
    ends = [len(text)]
    ends += [match.start() for match in (_NUMBER.search(text, start), _LOUD.search(text, start)) if match]
    ends += [match.end() for match in [_sentence(text, start, know)] if match]
    for match in know.words.heading.finditer(text, start):
        if _is_heading(text, match, start):
            ends.append(match.start())
            break
    return min(ends)


def _sentence(text: str, start: int, know: Knowledge) -> re.Match[str] | None:
    """The full stop behind which running text follows."""
    stops = [stop for stop in _STOP.finditer(text, start) if not _is_short(text, stop.start(), know)]
    for number, stop in enumerate(stops):
        end = stops[number + 1].start() if number + 1 < len(stops) else len(text)
        if _is_running(text[stop.end() : end], know):
            return stop
    return None


def _is_short(text: str, stop: int, know: Knowledge) -> bool:
    """Whether the full stop belongs to a word: "Dr.", "St.", "Inc."."""
    word = text[:stop].rsplit(maxsplit=1)[-1]
    return len(word) <= _SHORT and know.words.names.prefix.match(f"{word}. ") is not None


def _is_running(said: str, know: Knowledge) -> bool:
    """Whether what stands between two full stops is a sentence rather than one more person."""
    first = re.split(r"[,;:(]", said, maxsplit=1)[0]
    small = len(_SMALL.findall(said))
    if know.name_score(first) >= _NAMED:  # "Jane Doe, Head of the office for trade", but "Doe, Roe and Poe left"
        return small >= _SENTENCE and know.words.clause.search(said) is not None
    if know.words.label_sign.match(said) or any(_ends(first, pattern) for pattern in know.words.presence.values()):
        return True  # "Notes by Ann", "Jane Doe absent"
    acts = any(pattern.search(first) for pattern in know.words.participation.values())
    return small >= _SENTENCE or (small > 0 and (acts or know.words.clause.search(first) is not None))


def _ends(said: str, pattern: re.Pattern[str]) -> bool:
    """Whether a stretch of several words ends in one of the pattern's."""
    last = said.rstrip(" .").rpartition(" ")
    return bool(last[0]) and pattern.fullmatch(last[2]) is not None


def _is_heading(text: str, match: re.Match[str], start: int) -> bool:
    """Whether the words of a heading stand here as one: with capitals, behind a name, not inside an office."""
    said, before = match[0], text[start : match.start()].rstrip()
    words = [word for word in said.split() if len(word) > 3]
    if not said[0].isupper() or not before or before[-1] in ",;:(-–—/&" or before.rsplit(maxsplit=1)[-1].islower():
        return False
    if not words or not (said.isupper() or all(word[0].isupper() for word in words)):
        return False
    colon = text[match.end() : match.end() + 2].lstrip().startswith(":")
    return colon or (" " in said and (not said.isupper() or not before.isupper()))
