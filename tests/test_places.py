"""The gazetteer, and what the table of cases cannot say about places."""

from __future__ import annotations

import pytest

from pipeline import layout
from pipeline.mentions import places
from pipeline.mentions.mention import Mention, PlaceValue
from pipeline.mentions.places.gazetteer import Gazetteer, fold
from tests.support import read, tools


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The tables that come with the package."""
    found = tools().places
    assert isinstance(found, Gazetteer)
    return found


def _find(text: str) -> list[Mention]:
    document = read(text, lang="en")
    return places.find(document, layout.arrange(document), (), tools())


def test_folding_ignores_case_accents_and_hyphens() -> None:
    """Names are looked up whatever their accents, apostrophes and hyphens."""
    assert fold("Bečići") == "becici"
    assert fold("Port-of-Spain") == fold("PORT OF SPAIN")
    assert fold("St. John’s") == "st johns"


def test_lines_are_sorted(gazetteer: Gazetteer) -> None:
    """The binary search needs sorted lines, of seven columns each."""
    text = gazetteer.lines.text.decode()
    assert text.endswith("\n")
    lines = text.splitlines()
    assert lines == sorted(lines)
    assert {line.count("\t") for line in lines[:: len(lines) // 1000]} == {6}


def test_every_line_is_found(gazetteer: Gazetteer) -> None:
    """The first, the last and some lines between are found by how they begin, and nothing else is."""
    lines = gazetteer.lines.text.decode().splitlines()
    for line in (lines[0], lines[-1], *lines[:: len(lines) // 1000]):
        assert line in list(gazetteer.lines.starting(line.partition("\t")[0] + "\t"))
    found = list(gazetteer.lines.starting("zagr"))
    assert found == [line for line in lines if line.startswith("zagr")]
    assert [*gazetteer.lines.starting("~~"), *gazetteer.lines.starting("  "), *gazetteer.lines.starting("qq ")] == []


def test_cities_come_most_populous_first(gazetteer: Gazetteer) -> None:
    """Of several cities of a name the largest comes first; an unknown name gives none."""
    found = gazetteer.cities("Geneva")
    assert [city.country for city in found[:2]] == ["CH", "US"]
    assert gazetteer.cities("Qwertzuiop") == ()


def test_countries_follow_the_language(gazetteer: Gazetteer) -> None:
    """A country is known by its name in the document's languages only."""
    assert gazetteer.country("Allemagne", ("fr", "en")) == "DE"
    assert gazetteer.country("Allemagne", ("en",)) is None
    assert gazetteer.country("the Netherlands") == "NL"


def test_slips_of_the_pen(gazetteer: Gazetteer) -> None:
    """One slip in a long name is forgiven, in a short one it is not."""
    assert gazetteer.like("Herseg Novi")[0].country == "ME"
    assert gazetteer.like("Pariz") == ()


def test_mentions_stand_where_they_say() -> None:
    """A mention's span covers the name in the document's text, also over a line break."""
    text = (
        "The seventh meeting of the Working Group on Fisheries of the region was held in Port\n"
        "of Spain, Trinidad and Tobago, on the kind invitation of the Ministry of Fisheries, in\n"
        "the second week of the month of May, with most members of the Group present.\n"
    )
    document = read(text, lang="en")
    found = places.find(document, layout.arrange(document), (), tools())
    assert [" ".join(m.span.of(document.text).split()) for m in found] == ["Port of Spain", "Trinidad and Tobago"]


def test_other_places_of_the_document_decide() -> None:
    """A name of several towns is that of the country which the document keeps naming."""
    report = "Delegates of Canada met in London. Canada presented its plan; Canada thanked all."
    cities = [m.value for m in _find(report) if isinstance(m.value, PlaceValue) and m.value.kind == "city"]
    assert [city.country for city in cities] == ["GB"], "a metropolis stays what it is"
    report = "Delegates of Chile met in Valdivia. Chile presented its plan."
    cities = [m.value for m in _find(report) if isinstance(m.value, PlaceValue) and m.value.kind == "city"]
    assert [city.country for city in cities] == ["CL"]


def test_names_inside_names_count_little() -> None:
    """A city in the name of a treaty or a person is a hint at most."""
    scores = [m.score for m in _find("The Vienna Convention and Jack London were mentioned.")]
    assert all(score < 0.3 for score in scores)
