"""The same report in two formats yields the same records."""

from __future__ import annotations

from itertools import groupby, islice
from pathlib import Path

import pytest

from pipeline.config import Settings
from pipeline.errors import InputError
from pipeline.extract import make_tools
from pipeline.likeness import NEAR, likeness, sketch
from pipeline.tools import Tools
from tests import formats, sites, twins
from tests.test_readers import read

#: Reports of many bodies in many formats, where somebody has put some beside the project.
ARCHIVE = Path(__file__).parent.parent.parent / "shared"
FOLDERS = (ARCHIVE / "archive", ARCHIVE / "gold" / "documents")
#: Share of the fields that may differ.
MOST = 0.05


@pytest.fixture(scope="module")
def tools() -> Tools:
    """The rules alone."""
    return make_tools(Settings(model="rules", ocr="off"))


@pytest.mark.parametrize("name", formats.FORMATS)
def test_a_report_says_the_same_in_every_format(name: str, tools: Tools) -> None:
    """Markdown, reStructuredText, web page, Word, OpenDocument, RTF and mail: not one field differs."""
    expected = twins.records("report.md", formats.markdown(), tools)
    found = twins.difference(expected, twins.records(name, formats.FORMATS[name](), tools))
    assert len(expected) > 60
    assert found.differing == {}


def _pairs() -> list[tuple[Path, Path]]:
    """Files that are called alike and say nearly the same, each with the first that is like it."""
    files = [path for folder in FOLDERS if folder.is_dir() for path in folder.iterdir()]
    pairs = []
    for _, group in groupby(sorted(files, key=lambda path: (_key(path), path)), key=_key):
        alike = list(group)
        sketches = [_sketch(path) for path in alike] if len(alike) > 1 else []
        for second in range(1, len(sketches)):
            near = (first for first in range(second) if _near(sketches[first], sketches[second]))
            pairs += [(alike[first], alike[second]) for first in islice(near, 1)]
    return pairs


def _key(path: Path) -> tuple[str, ...]:
    """The body and the number or year in a file's name: "txt_board_2019_04_docx" is ("board", "2019", "04")."""
    parts = path.stem.split("_")[1:]
    return tuple(part for part in parts if part not in ("docx", "odt", "doc", "html", "htm", "txt", "md", "pdf"))


def _near(first: bytes, second: bytes) -> bool:
    return bool(first and second) and likeness(first, second) >= NEAR


def _sketch(path: Path) -> bytes:
    try:
        return sketch(read(path.name, path.read_bytes(), Settings(ocr="off")).text)
    except InputError:
        return b""


@pytest.mark.skipif(not FOLDERS[0].is_dir(), reason="there is no archive of real reports beside the project")
def test_real_reports_in_two_formats_hardly_differ(tools: Tools) -> None:
    """Over all pairs of an archive, at most one field in twenty differs."""
    pairs = _pairs()
    assert pairs
    found = [twins.difference(twins.read(first, tools), twins.read(second, tools)) for first, second in pairs]
    told = [
        f"{first.name} {second.name}: {len(said.differing)} of {said.fields}"
        for (first, second), said in zip(pairs, found, strict=True)
    ]
    assert sum(len(said.differing) for said in found) <= MOST * sum(said.fields for said in found), "\n".join(told)


@pytest.mark.parametrize("name", sites.SITES)
def test_a_site_s_frame_says_nothing_of_the_report(name: str, tools: Tools) -> None:
    """Wiki, blog, portal and plain site, with cookie notes, related news and contacts: the records are the page's."""
    expected = twins.records("report.md", formats.markdown(), tools)
    data = sites.framed(name, formats.page())
    assert twins.difference(expected, twins.records("page.html", data, tools)).differing == {}
