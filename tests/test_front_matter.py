"""What Markdown says beside its words: data at its head, words struck out."""

from __future__ import annotations

import pytest

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


HEADS = {
    "yaml": "---\ntitle: Harbour board\ndate: 2021-05-03\nattendees:\n  - Ada Moe\n  - Bo Lie\n---\n",
    "toml": '+++\ntitle = "Harbour board"\ndate = 2021-05-03\nattendees = ["Ada Moe", "Bo Lie"]\n+++\n',
    "toml, wrapped": '+++\ntitle = "Harbour board"\ndate = 2021-05-03\n'
    'attendees = [\n "Ada Moe",\n "Bo Lie",\n]\n+++\n',
    "json": '{\n "title": "Harbour board",\n "date": "2021-05-03",\n "attendees": ["Ada Moe", "Bo Lie"]\n}\n\n',
    "json, wrapped": '{\n "title": "Harbour board",\n "date": "2021-05-03",\n'
    ' "attendees": [\n  "Ada Moe",\n  "Bo Lie"\n ]\n}\n\n',
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_front_matter_says_the_same_in_each_of_its_forms(head: str) -> None:
    """YAML, TOML and JSON: lists in lines of their own, whatever stands around their words."""
    document = read_text(f"{head}# Minutes\n\nThe board met.\n", path="a.md")
    assert dict(document.metadata) == {"title": "Harbour board", "date": "2021-05-03"}
    data = [line.content.of(document.text).strip(' "-') for line in document.lines if line.markup == "meta"]
    assert [line for line in data if line in ("Ada Moe", "Bo Lie")] == ["Ada Moe", "Bo Lie"]
    assert [line.content.of(document.text) for line in document.lines[-2:]] == ["Minutes", "The board met."]


def test_what_only_looks_like_data_is_text() -> None:
    """Broken data gives no metadata, and a brace in the text opens none."""
    assert dict(read_text("+++\ntitle = \n+++\nWords.\n", path="a.md").metadata) == {}
    assert lines(read_text("{notes}\nWords.\n", path="a.md")) == ["{notes}", "Words."]
