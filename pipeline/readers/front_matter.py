"""Front matter: the data at the head of a Markdown file (YAML, TOML or JSON), as lines and as metadata."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from pipeline.document import Line
from pipeline.readers.typed import Raw, split
from pipeline.text import Span

#: YAML between "---" and "---" or "...", TOML between "+++" and "+++", JSON between braces that stand alone.
_FRONT = re.compile(
    r"""
    \s* (?: ---[ \t]*\n (?P<yaml>.*?\n) (?:---|\.\.\.)[ \t]*(?:\n|$)
          | \+\+\+[ \t]*\n (?P<toml>.*?\n) \+\+\+[ \t]*(?:\n|$)
          | (?P<json>\{[ \t]*\n .*? \n\}[ \t]*) (?:\n|$) )
    """,
    re.DOTALL | re.VERBOSE,
)
#: What stands around the words of a line of JSON or of a list in TOML: brackets, quotes, commas.
_SYNTAX = re.compile(r"[\s\[\]{},]*")
#: attendees = ["Ada Moe", "Bo Lie"]
_LISTED = re.compile(r"(?P<key>[^\[\]{}\n=:]{1,60}[=:])\s*\[(?P<list>\s*\"[^\"]*\"(?:\s*,\s*\"[^\"]*\")*)\s*,?\s*\],?")
_QUOTED = re.compile(r"\"(?P<words>[^\"\n]*)\"")
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
    """The front matter at the head of ``text``, if there is any; its last group is what stands between the marks."""
    return _FRONT.match(text)


def lines_of(text: str, front: re.Match[str]) -> list[Line]:
    """The lines of the front matter, but for objects in braces, which are data for a machine."""
    kind = front.lastgroup or "yaml"
    start, end = front.span(kind)
    objects = [Span(*match.span()) for match in _OBJECT.finditer(text, start, end)] if kind == "yaml" else []
    raws = [raw for raw in split(text[:end], start=start) if not any(span.overlaps(raw.content) for span in objects)]
    if kind != "yaml":
        raws = [part for raw in raws for part in _parts(text, raw) if len(part.content)]
    outer = min((raw.indent for raw in raws), default=0)
    return [
        Line(span=raw.span, content=raw.content, markup="meta", level=1 if raw.indent == outer else 2) for raw in raws
    ]


def _parts(text: str, raw: Raw) -> Iterator[Raw]:
    """A line of TOML or JSON; one that holds a list of words as if each stood on a line of its own."""
    listed = _LISTED.fullmatch(raw.content.of(text))
    if listed is None:
        yield replace(raw, content=_words_of(text, raw.content))
        return
    start = raw.content.start
    key = Span(start, start + listed.end("key"))
    yield replace(raw, span=key, content=key)
    for word in _QUOTED.finditer(text, start + listed.start("list"), start + listed.end("list")):
        span = Span(*word.span("words"))
        yield replace(raw, span=span, content=span, indent=raw.indent + 2, blank_before=False)


def _words_of(text: str, content: Span) -> Span:
    """A line of TOML or JSON without the brackets, commas and quotes at its ends; nothing where it has only these."""
    words = content.of(text)
    stripped = words.rstrip(",[{ \t")
    if _SYNTAX.fullmatch(words):
        return Span(content.start, content.start)
    alone = _QUOTED.fullmatch(stripped)
    if alone is not None:  # "Ada Moe", in a list
        return Span(content.start + alone.start("words"), content.start + alone.end("words"))
    return Span(content.start, content.start + len(stripped))


def metadata_of(front: re.Match[str]) -> dict[str, str]:
    """Front matter as flat strings; what cannot be read as what it claims to be counts as nothing.

    Of nested objects (JSON-LD) it takes name, date, place and attendees, where the front matter itself has none.
    """
    data = _parsed(front.lastgroup or "yaml", front[front.lastgroup or "yaml"])
    if not isinstance(data, dict):
        return {}
    plain = {str(key).lower(): str(value) for key, value in data.items() if isinstance(value, str | int | float | date)}
    told = {key: value for key, value in plain.items() if len(value) <= _LONGEST_VALUE and value[:1] != "{"}
    for value in data.values():
        inner = value if isinstance(value, dict) else _object(value)
        if inner is not None:
            told = {**_of_object(inner), **told}
    return told


def _parsed(kind: str, body: str) -> Any:
    """The data, None where it is none."""
    try:
        if kind == "toml":
            return tomllib.loads(body)
        if kind == "json":
            return json.loads(body)
        import yaml  # few files have front matter

        try:
            return yaml.safe_load(body)
        except yaml.YAMLError:
            return None
    except (ValueError, RecursionError):
        return None


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
