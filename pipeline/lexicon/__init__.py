"""Words as data: ``lexicon/<language>/<topic>.yml``, read by a strict loader.

Each topic has a file ``schema/<topic>.yml`` that names its keys and the shape of each value:

``words``    a list of strings
``numbers``  a mapping from string to whole number
``names``    a mapping from string to string
``groups``   a mapping from string to list of strings

A key that the schema does not know, a key that is missing, or a value of another shape raises ConfigError with the
file's name. Every language has every topic with every key, so that a new language needs no Python.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any, ClassVar, TypeVar

from pipeline.errors import ConfigError
from pipeline.lexicon.alternatives import alternation
from pipeline.lexicon.guarded import Compile, Gate, Guarded, Late
from pipeline.lexicon.kept import Patterns, place

__all__ = ["Compile", "Gate", "Guarded", "Late", "Lexicon", "alternation", "languages", "load", "read_topic", "schema"]

T = TypeVar("T")

_SHAPES: dict[str, Callable[[object], bool]] = {
    "words": lambda v: isinstance(v, list) and all(isinstance(i, str) for i in v),
    "numbers": lambda v: isinstance(v, dict) and all(isinstance(k, str) and type(i) is int for k, i in v.items()),
    "names": lambda v: isinstance(v, dict) and all(isinstance(k, str) and isinstance(i, str) for k, i in v.items()),
    "groups": lambda v: isinstance(v, dict) and all(isinstance(k, str) and _SHAPES["words"](i) for k, i in v.items()),
}


#: What was read of the files so far, by language (or "schema") and topic.
Files = dict[tuple[str, str], dict[str, Any]]


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The words of one document's languages.

    ``words("dates", "weekdays")`` and its siblings return the values of all ``languages`` together, the document's
    own first. ``made(factory)`` keeps what a module built from this lexicon (its compiled patterns), so that it is
    built once a worker and nothing is kept at module level.
    """

    languages: tuple[str, ...]
    patterns: Patterns = field(default_factory=Patterns, repr=False)
    _files: Files = field(default_factory=dict, repr=False)
    _topics: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False)
    _made: dict[object, object] = field(default_factory=dict, repr=False)

    def _value(self, topic: str, key: str) -> Any:
        if topic not in self._topics:
            self._topics[topic] = _topic(self.languages, topic, self._files)
        try:
            return self._topics[topic][key]
        except KeyError as error:
            raise ConfigError(f"The lexicon has no '{topic}.{key}'.", remedy="Add it to the topic's schema.") from error

    def words(self, topic: str, key: str) -> list[str]:
        """A list of strings."""
        value: list[str] = self._value(topic, key)
        return value

    def numbers(self, topic: str, key: str) -> dict[str, int]:
        """A mapping from word to number."""
        value: dict[str, int] = self._value(topic, key)
        return value

    def names(self, topic: str, key: str) -> dict[str, str]:
        """A mapping from string to string."""
        value: dict[str, str] = self._value(topic, key)
        return value

    def groups(self, topic: str, key: str) -> dict[str, list[str]]:
        """A mapping from a kind to its words."""
        value: dict[str, list[str]] = self._value(topic, key)
        return value

    def pattern(self, source: str, flags: int = 0) -> re.Pattern[str]:
        """The compiled pattern, kept between runs. Raises re.error."""
        return self.patterns.compiled(source, flags)

    def gate(self, words: Iterable[str]) -> Gate:
        """Whether a text may hold one of ``words``."""
        return Gate(words, compiled=self.pattern)

    def guarded(self, source: str, words: Iterable[str] | None = None, *, flags: int = re.IGNORECASE) -> Guarded:
        """A pattern that is not tried, nor compiled, where none of ``words`` stands."""
        return Guarded(source, words, flags=flags, compiled=self.pattern)

    def made(self, factory: Callable[[Lexicon], T]) -> T:
        """``factory(self)``, made once."""
        if factory not in self._made:
            self._made[factory] = factory(self)
        return self._made[factory]  # type: ignore[return-value]


def _read(*path: str) -> Any:
    import yaml

    class Words(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        """Plain scalars are words or whole numbers: "on", "no" and "3.5" are no truth values and no floats."""

        yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}

    Words.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?\d+$"), list("-0123456789"))
    file = resources.files(__package__).joinpath(*path)
    try:
        return yaml.load(file.read_text(encoding="utf-8"), Loader=Words)  # noqa: S506 - a safe loader
    except (OSError, yaml.YAMLError) as error:
        raise ConfigError(f"The lexicon file {'/'.join(path)} cannot be read: {error}.") from error


def schema() -> dict[str, dict[str, str]]:
    """Topic to key to shape, as the schema files say."""
    folder = resources.files(__package__).joinpath("schema")
    topics = sorted(item.name.removesuffix(".yml") for item in folder.iterdir() if item.name.endswith(".yml"))
    return {topic: _read("schema", f"{topic}.yml") for topic in topics}


def languages() -> list[str]:
    """Codes of the languages that the lexicon has."""
    root = resources.files(__package__)
    return sorted(item.name for item in root.iterdir() if item.is_dir() and len(item.name) == 2)


def read_topic(language: str, topic: str, keys: Mapping[str, str]) -> dict[str, Any]:
    """One file, checked against its schema. Raises ConfigError that names the file and the key."""
    name = f"{language}/{topic}.yml"
    data = _read(language, f"{topic}.yml")
    if not isinstance(data, dict):
        raise ConfigError(f"The lexicon file {name} is no mapping.")
    unknown, missing = set(data) - set(keys), set(keys) - set(data)
    if unknown or missing:
        what = f"unknown keys {sorted(unknown)}" if unknown else f"missing keys {sorted(missing)}"
        raise ConfigError(f"The lexicon file {name} has {what}.", remedy=f"See lexicon/schema/{topic}.yml.")
    for key, shape in keys.items():
        if not _SHAPES[shape](data[key]):
            raise ConfigError(f"'{key}' in the lexicon file {name} does not have the shape '{shape}'.")
    return data


def _merged(first: Any, second: Any) -> Any:
    if isinstance(first, list):
        known = frozenset(first)
        return [*first, *(item for item in second if item not in known)]
    merged = dict(first)
    for key, value in second.items():
        merged[key] = (
            _merged(merged[key], value) if key in merged and isinstance(value, list) else merged.get(key, value)
        )
    return merged


def load(*wanted: str, files: Files | None = None) -> Lexicon:
    """The lexicon of the ``wanted`` languages, merged; a language that has none is left out.

    A topic is read when it is first asked for, and not again by other lexicons that share ``files``. Raises
    ConfigError when no language is known.
    """
    known = tuple(language for language in dict.fromkeys(wanted) if language in languages())
    if not known:
        raise ConfigError(f"There is no lexicon for {', '.join(wanted)}.")
    return Lexicon(known, Patterns(place("-".join(known))), {} if files is None else files)


def _topic(wanted: tuple[str, ...], topic: str, files: Files) -> dict[str, Any]:
    if ("schema", topic) not in files:
        files["schema", topic] = _read("schema", f"{topic}.yml")
    keys = files["schema", topic]
    merged: dict[str, Any] = {}
    for language in wanted:
        if (language, topic) not in files:
            files[language, topic] = read_topic(language, topic, keys)
        data = files[language, topic]
        merged = {key: _merged(merged[key], data[key]) for key in keys} if merged else data
    return merged
