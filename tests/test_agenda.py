"""Agenda items in the records: their evidence, and the conclusions that fall under them."""

from __future__ import annotations

from pipeline.extract import extract
from pipeline.records import Extraction
from tests.support import source, tools

_REPORT = """\
# Minutes of the Garden Club, 3 May 2021

## Agenda

- Shed
- Seeds for the spring
- Paths

## 1. Shed

The committee agreed to mend the roof.

## 2. Seeds for spring

### Beans

The committee agreed to buy beans.

## Attendance

Ann Lee, Bo Day

The committee agreed to meet more often.
"""


def _extracted() -> Extraction:
    return extract(source(_REPORT, path="report.md", media_type="text/markdown"), tools())


def test_conclusions_fall_under_the_item_of_the_list() -> None:
    """A heading answers to an entry of the list although their words differ; what is told below it is the entry's."""
    meeting = _extracted().meetings[0]
    titles = {item.agenda_item_id: item.title for item in meeting.agenda_items}
    under = {one.text: titles.get(one.agenda_item_id) for one in meeting.conclusions}
    assert under["The committee agreed to mend the roof."] == "Shed"
    assert under["The committee agreed to buy beans."] == "Seeds for the spring"


def test_an_item_ends_where_another_list_begins() -> None:
    """What is told below a list of people belongs to no item."""
    meeting = _extracted().meetings[0]
    last = [one for one in meeting.conclusions if "more often" in one.text]
    assert all(one.agenda_item_id is None for one in last)


def test_numbers_have_evidence_where_they_are_stated() -> None:
    """The number of an entry of the list is quoted from the heading that has it."""
    result = _extracted()
    items = {item.agenda_item_id: item for item in result.meetings[0].agenda_items}
    quotes = {
        items[e.record_id].title: e.quote for e in result.evidence if e.field == "number" and e.record_id in items
    }
    assert [item.number for item in items.values()] == ["1", "2", None]
    assert "1. Shed" in quotes["Shed"]
    assert "2. Seeds" in quotes["Seeds for the spring"]
