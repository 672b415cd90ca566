"""What holds for all attendees, whatever the list looks like."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.config import Settings
from pipeline.document import SourceFile
from pipeline.extract import extract, make_tools
from pipeline.fields import attendees
from pipeline.fields.attendees.merging import same_person, tokens_of
from pipeline.fields.candidate import Decided, Found
from pipeline.meetings.scope import Scope
from pipeline.mentions.names import name_words
from pipeline.records import Extraction
from tests.support import reading, tools

LIST = """## Attendees

- Ms Nora Feldmann, Director, Ministry of Transport, Croatia
- Dr Tom Asante (TA), Delta Foods, tom.asante@example.org, Tel. +44 20 555 0100
- 12 more, see the other sheet of 3/4

## Agenda
"""


def _found(text: str) -> tuple[str, Found]:
    read = reading(text, path="report.md", lang="en")
    return read.document.text, attendees.find(Scope(read, 0, 0, len(read.blocks), 0), Decided())


def test_what_is_read_stands_in_the_text() -> None:
    """Each name, office and organization is the quote of its spans; each part has a span."""
    text, found = _found(LIST)
    assert found.candidates
    for candidate in found.candidates:
        for name in ("name", "honorific_prefix", "role", "organization"):
            if name in candidate.parts:
                part = candidate.parts[name]
                assert " ".join(span.of(text) for span in part.spans) == part.value
        assert all(part.spans for part in candidate.parts.values())


def _published(tmp_path: Path, *, contacts: bool) -> Extraction:
    settings = Settings(model="rules", contacts=contacts)
    file = tmp_path / "report.md"
    file.write_text(LIST, encoding="utf-8")
    data = file.read_bytes()
    return extract(SourceFile("report.md", "0" * 64, "text/markdown", data), make_tools(settings))


def test_contacts_are_not_published(tmp_path: Path) -> None:
    """Neither e-mail addresses nor telephone numbers reach a value, a quote or an issue."""
    told = _published(tmp_path, contacts=False).model_dump_json()
    assert "Asante" in told
    assert "@" not in told
    assert "555" not in told


def test_contacts_are_published_where_asked_for(tmp_path: Path) -> None:
    """With contacts, each stands with its person and has its evidence."""
    told = _published(tmp_path, contacts=True)
    person = next(a for m in told.meetings for a in m.attendees if a.name == "Tom Asante")
    assert (person.email, person.phone) == ("tom.asante@example.org", "+44 20 555 0100")
    assert {row.field for row in told.evidence if row.record_id == person.attendee_id} >= {"email", "phone"}


FORM = """<html><body><table>
<tr><td><p>Date</p><p>3 May 2021</p></td><td><p>Present</p><p>Nora Feldmann (Acme), Tom Asante (Delta)</p></td></tr>
<tr><td><p>Place</p><p>Pier 4</p></td><td><p>Absent</p><p>Lucia Moretti (Orbit)</p></td></tr>
</table><p>The minutes were approved.</p></body></html>"""


def test_form_whose_cells_begin_with_a_label(tmp_path: Path) -> None:
    """A cell's first line labels the list below it."""
    source = SourceFile("form.html", "1" * 64, "text/html", FORM.encode())
    told = extract(source, make_tools(Settings(model="rules")))
    people = [(a.name, a.organization, a.presence) for meeting in told.meetings for a in meeting.attendees]
    assert people == [
        ("Nora Feldmann", "Acme", "present"),
        ("Tom Asante", "Delta", "present"),
        ("Lucia Moretti", "Orbit", "absent"),
    ]


def test_stated_count_that_disagrees() -> None:
    """Fewer people than the text counts are told; guests beside the members are not."""
    text = "3 of 4 members were present.\n\nPresent: Nora Feldmann, Tom Asante{}\n"
    assert "attendance-disagrees" in [finding.code for finding in _found(text.format(""))[1].findings]
    more = _found(text.format(", Lucia Moretti, Ivan Petrov"))[1].findings
    assert "attendance-disagrees" not in [finding.code for finding in more]


def test_each_line_is_accounted_for() -> None:
    """A line of the list is covered by a person or reported as unread."""
    text, found = _found(LIST)
    unread = [finding.span.of(text) for finding in found.findings if finding.span]
    assert unread == ["12 more, see the other sheet of 3/4"]
    covered = [span.of(text) for span in found.covered]
    assert any("Nora Feldmann" in line for line in covered)
    assert any("Tom Asante" in line for line in covered)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Vincent Caruso", "Vince Caruso", True),
        ("Kasper Daniel Hansson", "Kasper Hansson", True),
        ("K. Bartels", "Kimberly Bartels", True),
        ("Doe, Jane", "Jane Doe", True),
        ("GRUBER Anna", "Anna Gruber", True),
        ("Jelena Radić", "Jelena Radic", True),
        ("Ana Kovač", "Ivan Kovač", False),
        ("Ana Petrović", "Ana Perić", False),
        ("S. Danvers", "T. Danvers", False),
    ],
)
def test_one_person_under_two_names(first: str, second: str, *, same: bool) -> None:
    """Short forms, initials, order and diacritics do not part a person; another given name does."""
    words = tools().lexicon("en").made(name_words)
    assert same_person(tokens_of(first, words), tokens_of(second, words)) is same
