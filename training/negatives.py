"""Lines that look like names and are none: headings, labels and commands, made of the corpora's own ordinary words.

Synthetic rosters teach a model that a capitalised line is a person. These lines teach it the opposite: "Open
Questions", "Presenter:", "- Revise the wording". Their words are stretches of lower-case text outside any entity.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence

from training.examples import Example
from training.synthetic.grammar import Grammar
from training.synthetic.marks import example

_RUN = re.compile(r"(?<![^\s])(?:[a-z]{2,}(?:-[a-z]+)? ){2,9}[a-z]{3,}")
_SMALL = frozenset(
    ["of", "for", "the", "and", "on", "in", "to", "a", "an", "by", "with", "or", "at", "as", "is", "from"]
)


def runs(examples: Sequence[Example]) -> list[list[str]]:
    """Stretches of lower-case words that no entity and no missing span touches."""
    found: list[list[str]] = []
    for item in examples:
        closed = [(start, end) for start, end, _ in item.entities] + list(item.missing)
        found.extend(
            match[0].split()
            for match in _RUN.finditer(item.text)
            if not any(start < match.end() and match.start() < end for start, end in closed)
        )
    return found


def _title(words: Sequence[str]) -> str:
    kept = [word if word in _SMALL and number else word.capitalize() for number, word in enumerate(words)]
    while len(kept) > 1 and kept[-1] in _SMALL:
        kept.pop()
    return " ".join(kept)


def _sentence(words: Sequence[str]) -> str:
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def lines(examples: Sequence[Example], grammar: Grammar, count: int) -> Iterator[Example]:
    """``count`` texts of one to four lines, with a name or a place among them now and then."""
    rng: random.Random = grammar.rng
    stock = runs(examples)
    if not stock:
        return

    def words(most: int) -> list[str]:
        run = rng.choice(stock)
        at = rng.randrange(len(run))
        return [word for word in run[at : at + rng.randint(1, most)] if len(word) > 2] or [run[-1]]

    def short() -> str:
        return _title(words(3))

    forms: list[tuple[Callable[[], str], int]] = [
        (short, 10),
        (lambda: _title(words(6)), 10),
        (lambda: f"{short()}:", 6),
        (lambda: _title(words(6)).upper(), 8),
        (lambda: f"{rng.randint(1, 12)}. {_title(words(5))}", 6),
        (lambda: f"- {_title(words(4))}", 4),
        (lambda: f"- {_sentence(words(7))}", 5),
        (lambda: f"{_sentence(words(7))} {grammar.fill('acronym')} {' '.join(words(4))}", 4),
        (lambda: f"{_sentence(words(3))} {grammar.fill('org')}", 3),
        (lambda: f"{_sentence(words(2))} {grammar.fill('person')} {' '.join(words(4))}", 4),
        (lambda: f"{short()}: {grammar.fill('person')}", 7),
        (lambda: f"{short()}: {grammar.fill('first')}, {grammar.fill('first')}", 2),
        (lambda: f"{short()}: {_sentence(words(6))}.", 4),
        (lambda: f"{_title(words(5))} ({grammar.fill('person')})", 3),
        (lambda: f"{_title(words(5))} - {grammar.fill('person')}", 3),
        (lambda: f"{_title(words(5))}, {grammar.fill('city')}, {grammar.fill('month_year')}", 4),
        (lambda: f"{short()} | {short()} | {short()}", 3),
        (lambda: f"{short()} | {grammar.fill('person')} | {_sentence(words(5))}", 3),
        (lambda: f"{rng.choice(['', '- ', '* '])}{grammar.fill('person')}: {_sentence(words(7))}", 3),
        (
            lambda: (
                f"{_title(words(4))} {rng.choice(['of', 'and', 'in', 'for'])} {_title(words(3))} {grammar.fill('year')}"
            ),
            3,
        ),
        (lambda: grammar.fill("person"), 3),
        (lambda: _sentence(words(9)) + ".", 4),
    ]
    makers, weights = zip(*forms, strict=True)
    for _ in range(count):
        text = "\n".join(rng.choices(makers, weights)[0]() for _ in range(rng.choice([1, 1, 2, 3, 4])))
        yield example(text, "negatives")
