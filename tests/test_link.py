"""The same person under several spellings, two people under nearly one, and numbers that do not fit a series."""

from __future__ import annotations

import pytest

from pipeline.link import Entity, alike, block, body_id, leaders, out_of_series, parts, person_id, ties


def people(*names: str, country: str | None = "HR") -> dict[str, Entity]:
    """Persons by id, when each name stands in a meeting of its own."""
    keys = sorted({key for name in names if len(key := parts(name)) > 1}, key=lambda key: (block(key), key))
    leader = leaders((block(key), key, frozenset(ties(country))) for key in keys)
    found: dict[str, Entity] = {}
    for number, name in enumerate(names):
        found.setdefault(person_id(name, f"m{number}", leader), Entity()).add(name, f"m{number}", None)
    return found


def test_case_accents_and_order_do_not_matter() -> None:
    """One person written in capitals, without accents and surname first is one person."""
    (person,) = people("Maja Đurić", "ĐURIĆ Maja", "Maja Djuric").values()
    assert len(person.meetings) == 3


def test_the_commonest_spelling_names_the_person() -> None:
    """The spelling used most is the name, the others are aliases."""
    (person,) = people("Ana Perić", "Ana Perić", "ANA PERIC").values()
    assert (person.name, person.aliases) == ("Ana Perić", ("ANA PERIC",))


def test_nearly_equal_given_names_are_two_people() -> None:
    """Ivan and Ivana, Ana and Anja stay apart, though their whole names are alike."""
    assert not alike(parts("Ana Horvat"), parts("Anja Horvat"))
    assert len(people("Ivan Horvat", "Ivana Horvat")) == 2


def test_a_misspelt_name_needs_a_tie() -> None:
    """A spelling that differs by a letter is linked only where country or organization agree."""
    assert len(people("Tjaša Škrbinek", "Tjasa Skrbinec")) == 1
    assert len(people("Tjaša Škrbinek", "Tjasa Skrbinec", country=None)) == 2


def test_single_words_are_never_linked() -> None:
    """Two meetings' "Ben" are two people."""
    assert len(people("Ben", "Ben")) == 2


def test_other_scripts_are_transliterated() -> None:
    """A name in Cyrillic is linked with its Latin spelling."""
    assert len(people("Иван Петров", "Ivan Petrov")) == 1


def test_ids_do_not_depend_on_the_order_of_files() -> None:
    """The same names give the same ids in whatever order they come."""
    assert set(people("Ana Perić", "Eva Kos")) == set(people("Eva Kos", "Ana Perić"))


def test_bodies_lose_article_and_case_only() -> None:
    """With or without article and capitals a body is one; another word is another body."""
    assert body_id("The Harbour Board") == body_id("HARBOUR BOARD") != body_id("Harbour Boards")


@pytest.mark.parametrize(
    ("numbers", "wrong"),
    [
        ([1, 2, 3, 4, 5], []),
        ([1, 2, 2, 3, 5], []),  # a resumed session keeps its number, and a gap is no contradiction
        ([1, 2, 73, 4, 5], [2]),
        ([11, 12, 1, 13, 14, 15], [2]),
        ([1, 2, 3, 1, 2, 3, 1, 2, 3], []),  # numbers begin anew each year
        ([3, 1, 2], []),  # too few to know
    ],
)
def test_number_out_of_series(numbers: list[int], wrong: list[int]) -> None:
    """A number that does not rise with the dates of its series is out of it, where there is a series."""
    assert out_of_series([(f"2020-01-{day:02d}", number) for day, number in enumerate(numbers, 1)]) == wrong
