"""Front matter: the data between two rules at the head of a Markdown file, as lines and as metadata."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pipeline.document import Line
from pipeline.readers.typed import split
from pipeline.text import Span

_FRONT = re.compile(r"\s*---[ \t]*\n(?P<body>.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
#: A longer value of the front matter is data for a machine, no word about the document.
_LONGEST_VALUE = 1_000
#: "json-ld: |" and an object in braces below it, up to the next key; the keys of such an object are no words.
_OBJECT = re.compile(
    r"^[\w@.-]+:[ \t]*(?:[|>][-+]?[ \t]*\n[ \t]*)?(?P<object>\{(?:.*\n)(?:(?![\w\"'-]).*\n)*)", re.MULTILINE
)
#: What schema.org and others call the things that we call so; the first that is there counts.
_NAMES = {
    "title": ("name", "headline", "title"),
    "date": ("startDate", "date", "dateCreated"),
    "location": ("location",),
    "attendees": ("attendee", "attendees", "participants"),
}


def found(text: str) -> re.Match[str] | None:
    """The front matter at the head of ``text``, if there is any; its group "body" is what stands between the rules."""
    return _FRONT.match(text)


def lines_of(text: str, front: re.Match[str]) -> list[Line]:
    """The lines of the front matter, but for objects in braces, which are data for a machine."""
    start, end = front.span("body")
    objects = [Span(*match.span()) for match in _OBJECT.finditer(text, start, end)]
    return [
        Line(span=raw.span, content=raw.content, markup="meta", level=1 if raw.indent == 0 else 2)
        for raw in split(text[:end], start=start)
        if not any(span.overlaps(raw.content) for span in objects)
    ]


def metadata_of(body: str) -> dict[str, str]:
    """Front matter as flat strings; what is no YAML counts as nothing.

    Of nested objects (JSON-LD) it takes name, date, place and attendees, where the front matter itself has none.
    """
    import yaml  # few files have front matter

    try:
        data = yaml.safe_load(body)
    except (yaml.YAMLError, ValueError):
        return {}
    if not isinstance(data, dict):
        return {}
    plain = {str(key).lower(): str(value) for key, value in data.items() if isinstance(value, str | int | float | date)}
    told = {key: value for key, value in plain.items() if len(value) <= _LONGEST_VALUE and value[:1] != "{"}
    for value in data.values():
        inner = value if isinstance(value, dict) else _object(value)
        if inner is not None:
            told = {**_of_object(inner), **told}
    return told


def _object(value: Any) -> Mapping[str, Any] | None:
    """The JSON object that a string holds."""
    if not isinstance(value, str) or value[:1] != "{":
        return None
    try:
        data = json.loads(value)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _of_object(data: Mapping[str, Any]) -> dict[str, str]:
    nested = [data, *(value for value in data.values() if isinstance(value, dict))]
    told: dict[str, str] = {}
    for ours, theirs in _NAMES.items():
        values = (part[name] for name in theirs for part in nested if name in part)
        for value in values:
            words = ", ".join(dict.fromkeys(_words(value, theirs)))
            if 0 < len(words) <= _LONGEST_VALUE:
                told[ours] = words
                break
    return told


def _words(value: Any, names: tuple[str, ...]) -> Iterator[str]:
    """The names in a value: "Ada", {"name": "Ada"}, {"roleName": "chair", "attendee": [...]}, a list of such."""
    if isinstance(value, str):
        yield value.strip()
    elif isinstance(value, list):
        for part in value:
            yield from _words(part, names)
    elif isinstance(value, dict):
        deeper = next((value[name] for name in names if name in value), value.get("name"))
        yield from _words(deeper, names)
