"""Rosters, participants' lists and attendance tables, in the layouts that reports give them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

from training.synthetic import names
from training.synthetic.grammar import Grammar
from training.synthetic.marks import mark, upper


@dataclass(frozen=True)
class Entry:
    """One person of a list, marked; ``names.style`` is the same for the whole list."""

    honorific: str
    name: str
    role: str
    organization: str
    acronym: str
    country: str
    city: str


_LAYOUTS = yaml.safe_load(Path(__file__).with_name("rosters.yml").read_text(encoding="utf-8"))


def entry(grammar: Grammar, how: str, *, titled: bool, caps: bool) -> Entry:
    """A person whose name is written in the style ``how``."""
    rng = grammar.rng
    name = grammar.person(how if rng.random() < 0.93 else "full")
    if rng.random() < 0.04:
        name += grammar.one("degree")
    country = grammar.fill("country")
    return Entry(
        f"{grammar.one('honorific')} " if titled and rng.random() < 0.93 else "",
        name,
        grammar.fill("role"),
        grammar.organization(),
        grammar.fill("acronym"),
        upper(country) if caps else country,
        grammar.fill("city"),
    )


def _line(layout: str, one: Entry, other: Entry, number: int, grammar: Grammar) -> str:
    return layout.format(
        h=one.honorific,
        name=one.name,
        role=one.role,
        org=one.organization,
        acronym=one.acronym,
        country=one.country,
        city=one.city,
        h2=other.honorific,
        name2=other.name,
        n=number,
        handle=grammar.fill("handle"),
    )


def listing(grammar: Grammar) -> str:
    """A list with one layout throughout (now and then two), under a heading or none."""
    rng = grammar.rng
    how, titled, caps = names.style(rng), rng.random() < 0.5, rng.random() < 0.15
    layouts = [rng.choice(_LAYOUTS["lines"])] * 5 + [rng.choice(_LAYOUTS["lines"])]
    lines = [_head(grammar)] if rng.random() < 0.5 else []
    start = rng.choice([1, 1, rng.randint(1, 60)])
    for number in range(rng.choice([1, 1, 2, 3, 4, 5, 6, 8])):
        one = entry(grammar, how, titled=titled, caps=caps)
        other = entry(grammar, how, titled=titled, caps=caps)
        lines.append(_line(rng.choice(layouts), one, other, start + number, grammar))
        if rng.random() < 0.06:
            lines.append(grammar.fill("plain"))
    return rng.choice(["\n", "\n", "\n", "\n\n"]).join(lines)


def _head(grammar: Grammar) -> str:
    rng = grammar.rng
    head = rng.choice(_LAYOUTS["heads"])
    return rng.choice([head, f"{head}:", head.upper(), f"## {head}", f"**{head}:**", f"{rng.randint(1, 9)}. {head}"])


def run_on(grammar: Grammar) -> str:
    """Names one after the other within a line."""
    rng = grammar.rng
    how, titled = names.style(rng), rng.random() < 0.3
    if how in {"comma", "comma_caps"}:
        how = "full"
    if rng.random() < 0.15:
        how = rng.choice(["family", "first_only", "initial"])
    people = {key: entry(grammar, how, titled=titled, caps=False) for key in "abcdefg"}
    texts = {key: f"{one.honorific}{one.name}" for key, one in people.items()}
    layout = rng.choice(_LAYOUTS["runs"])
    while "{o}" in layout:
        layout = layout.replace(
            "{o}",
            grammar.fill(rng.choice(["acronym", "acronym", "org", "country"])).replace("{", "{{").replace("}", "}}"),
            1,
        )
    return layout.format(head=rng.choice(_LAYOUTS["heads"]), **texts)


def delegations(grammar: Grammar) -> str:
    """Participants under the headings of their countries or organizations."""
    rng = grammar.rng
    how, titled = names.style(rng), rng.random() < 0.7
    heading: Callable[[], str] = rng.choice(
        [
            lambda: grammar.fill("country"),
            lambda: upper(grammar.fill("country")),
            grammar.organization,
            lambda: grammar.fill("org_and_acronym"),
        ]
    )
    parts = []
    for _ in range(rng.randint(1, 3)):
        lines = [heading()]
        layout = rng.choice([line for line in _LAYOUTS["lines"] if "{country" not in line])
        for number in range(rng.choice([1, 1, 2, 3, 4])):
            one, other = (entry(grammar, how, titled=titled, caps=False) for _ in range(2))
            lines.append(_line(layout, one, other, number + 1, grammar))
        parts.append("\n".join(lines))
    return rng.choice(["\n", "\n\n"]).join(parts)


def table(grammar: Grammar) -> str:
    """A table as its text comes out: a row a line, cells apart by blanks, bars or nothing but a space."""
    rng = grammar.rng
    columns = rng.choice(
        [
            ("name", "org"),
            ("name", "role", "org"),
            ("org", "name"),
            ("country", "name", "org"),
            ("name", "acronym", "country"),
            ("name", "mark"),
            ("n", "name", "org", "country"),
            ("name", "mark", "mark", "mark"),
            ("name", "acronym", "mark"),
            ("name", "date", "mark"),
            ("country", "org", "name", "role"),
        ]
    )
    heads = {
        "name": "Name",
        "org": "Organisation",
        "role": "Position",
        "country": "Country",
        "acronym": "Affiliation",
        "mark": "Present",
        "n": "No.",
        "date": "Date",
    }
    separator = rng.choice([" | ", "  ", " ", "\t", "; "])
    how = names.style(rng)
    rows = [separator.join(heads[column] for column in columns)] if rng.random() < 0.6 else []
    for number in range(rng.randint(1, 6)):
        cells = {
            "name": grammar.person(how),
            "org": grammar.organization(),
            "role": grammar.fill("role"),
            "country": grammar.fill("country"),
            "acronym": grammar.fill("acronym"),
            "mark": rng.choice(["X", "x", "P", "A", "Yes", "No", "✓", "-", "Present", "Absent", "1"]),
            "n": str(number + 1),
            "date": grammar.fill("date"),
        }
        rows.append(separator.join(cells[column] for column in columns))
    return "\n".join(rows)


def bare_names(grammar: Grammar) -> str:
    """Names alone, a line each or a single one: nothing around them helps."""
    rng: random.Random = grammar.rng
    how = rng.choices(
        ["full", "family_caps", "all_caps", "caps_first", "comma", "initial", "middle"], [60, 9, 7, 7, 6, 6, 5]
    )[0]
    count = rng.choice([1, 1, 1, 2, 3, 5])
    return "\n".join(mark("PERSON", names.written(names.draw(grammar.pool, rng), how, rng)) for _ in range(count))
