"""What a web page says of itself: its day of publication is evidence, its title where it shows none."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest

from pipeline.config import Settings
from pipeline.document import SourceFile
from pipeline.extract import extract, make_tools
from tests import formats, sites
from tests.test_readers import lines, read

TAGS = [
    '<meta property="article:published_time" content="2021-05-06T10:00:00+00:00">',
    '<meta name="DC.date.issued" content="2021-05-06">',
    '<script type="application/ld+json">{"@graph": [{"datePublished": "2021-05-06T08:00"}]}</script>',
    '<meta http-equiv="last-modified" content="2021-05-06">',
]


@pytest.mark.parametrize("tag", TAGS)
def test_the_day_in_a_tag_is_the_last_line(tag: str) -> None:
    """Open Graph, Dublin Core and schema.org name the day of publication; a last change stands in for it."""
    page = formats.page().replace("<body>", f"<head>{tag}</head><body>")
    assert lines(read("a.html", page.encode()))[-1] in ("published: 2021-05-06", "modified: 2021-05-06")


def test_the_day_of_publication_has_its_evidence() -> None:
    """The day is published, with the line that says so; the meeting's own day is another."""
    data = sites.framed("blog", formats.page()).replace(b"<head>", b"<head>" + TAGS[0].encode())
    source = SourceFile("a.html", hashlib.sha256(data).hexdigest(), "text/html", data)
    found = extract(source, make_tools(Settings(model="rules", ocr="off")))
    assert found.document.published_on == dt.date(2021, 5, 6)
    assert [row.quote for row in found.evidence if row.field == "published_on"] == ["2021-05-06"]
    assert found.meetings[0].start_date == dt.date(2021, 5, 3)


@pytest.mark.parametrize(
    ("head", "body", "first"),
    [
        ("<title>Board minutes | Harbour</title>", "<p>Words</p>", "title: Board minutes"),
        ("<title>Board minutes | Harbour</title>", "<h2>Minutes</h2>", "Minutes"),
        ("<title>Minutes</title>", "<p>Words</p>", "Words"),
        ("<title>Template for minutes</title><meta name=generator content='Microsoft Word 15'>", "<p>W</p>", "W"),
    ],
)
def test_a_title_counts_where_the_page_shows_none(head: str, body: str, first: str) -> None:
    """The site's name is cut off; a page with headings, a single word and a template's title say nothing."""
    assert lines(read("a.html", f"<html><head>{head}</head><body>{body}</body></html>".encode()))[0] == first
