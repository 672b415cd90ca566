"""What Markdown says beside its words: data at its head, words struck out."""

from __future__ import annotations

from tests.support import read as read_text
from tests.test_readers import lines


def test_single_tildes_strike_out_too() -> None:
    """~struck~ is struck; paths, addresses, rough numbers and indices are not."""
    text = "Present: ~Ada Moe~, Bo Li; see ~/a and ~/b, ~5 or ~10, https://example.org/~bo/~x, H~2~O\n"
    document = read_text(text, path="a.md")
    assert [span.of(document.text) for span in document.struck] == ["Ada Moe"]


LINKED = """---
title: Harbour group
json-ld: |
    {
        "@type": "CreativeWork",
        "dateCreated": "2021-03-04",
        "recordedAt": {
            "@type": "Event",
            "location": {"@type": "Place", "name": "Old Mill"},
            "attendee": [
                {"@type": "OrganizationRole", "roleName": "chair", "attendee": [{"name": "Ada Moe"}]},
                {"@type": "Person", "name": "Bo Li"}
            ]
        }
    }
tags: [minutes, harbour]
---
# Harbour group
"""


def test_json_in_front_matter_is_data_and_no_text() -> None:
    """The keys of a JSON-LD object are no words; its names, date and place are metadata."""
    document = read_text(LINKED, path="a.md")
    assert lines(document) == ["title: Harbour group", "tags: [minutes, harbour]", "# Harbour group"]
    assert dict(document.metadata) == {
        "title": "Harbour group",
        "date": "2021-03-04",
        "location": "Old Mill",
        "attendees": "Ada Moe, Bo Li",
    }


def test_broken_json_in_front_matter_is_left_out_as_well() -> None:
    """What cannot be read as JSON gives no metadata."""
    document = read_text('---\ndata: |\n  {"a": \n  }\ntitle: T\n---\nWords.\n', path="a.md")
    assert (lines(document), dict(document.metadata)) == (["title: T", "Words."], {"title": "T"})
