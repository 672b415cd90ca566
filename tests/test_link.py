"""The same person under several spellings, and two people under nearly one."""

from __future__ import annotations

import datetime as dt

from pipeline.link import Sighting, alike, link_bodies, link_persons, parts, ties


def _sightings(*names: str, country: str | None = "HR") -> list[Sighting]:
    return [Sighting(f"a{n}", f"m{n}", name, None, ties(country)) for n, name in enumerate(names)]


def test_case_accents_and_order_do_not_matter() -> None:
    """One person written in capitals, without accents and surname first is one person."""
    people = link_persons(_sightings("Maja Đurić", "ĐURIĆ Maja", "Maja Djuric"))
    assert len(people) == 1
    assert len(people[0].meetings) == 3


def test_the_commonest_spelling_names_the_person() -> None:
    """The spelling used most is the name, the others are aliases."""
    (person,) = link_persons(_sightings("Ana Perić", "Ana Perić", "ANA PERIC"))
    assert (person.name, person.aliases) == ("Ana Perić", ("ANA PERIC",))


def test_nearly_equal_given_names_are_two_people() -> None:
    """Ivan and Ivana, Ana and Anja stay apart, though their whole names are alike."""
    assert not alike(parts("Ana Horvat"), parts("Anja Horvat"))
    assert len(link_persons(_sightings("Ivan Horvat", "Ivana Horvat"))) == 2


def test_a_misspelt_name_needs_a_tie() -> None:
    """A spelling that differs by a letter is linked only where country or organization agree."""
    assert len(link_persons(_sightings("Tjaša Škrbinek", "Tjasa Skrbinec"))) == 1
    assert len(link_persons(_sightings("Tjaša Škrbinek", "Tjasa Skrbinec", country=None))) == 2


def test_single_words_are_never_linked() -> None:
    """Two meetings' "Ben" are two people."""
    assert len(link_persons(_sightings("Ben", "Ben"))) == 2


def test_other_scripts_are_transliterated() -> None:
    """A name in Cyrillic is linked with its Latin spelling."""
    assert len(link_persons(_sightings("Иван Петров", "Ivan Petrov"))) == 1


def test_ids_do_not_depend_on_the_order_of_files() -> None:
    """The same names give the same ids in whatever order they come."""
    forward, backward = _sightings("Ana Perić", "Eva Kos"), _sightings("Eva Kos", "Ana Perić")
    assert [p.entity_id for p in link_persons(forward)] == [p.entity_id for p in link_persons(backward)]


def test_bodies_lose_article_and_case_only() -> None:
    """With or without article and capitals a body is one; another word is another body."""
    day = dt.date(2020, 1, 1)
    names = ("The Harbour Board", "HARBOUR BOARD", "Harbour Boards")
    bodies = link_bodies(Sighting(f"m{n}", f"m{n}", name, day) for n, name in enumerate(names))
    assert sorted(len(body.meetings) for body in bodies) == [1, 2]
