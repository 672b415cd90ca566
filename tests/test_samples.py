"""The sample reports: PDFs agree with the sources that they are built from, and docs/samples.md lists each."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

ROOT = Path(__file__).parent.parent
REPORTS = ROOT / "raw_reports"
SOURCES = sorted((REPORTS / "_sources").glob("*.yml"))


def _build(source: Path) -> bytes:
    module: dict[str, Any] = runpy.run_path(str(REPORTS / "_sources" / "build.py"))
    built: bytes = module["build"](source)
    return built


def _pages(data: bytes) -> list[str]:
    pdf = pypdfium2.PdfDocument(data)
    try:
        return [pdf[number].get_textpage().get_text_bounded() for number in range(len(pdf))]
    finally:
        pdf.close()


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_pdfs_agree_with_their_sources(source: Path) -> None:
    """A PDF says page by page what its source says; building twice gives the same bytes."""
    built = _build(source)
    assert _pages(built) == _pages((REPORTS / f"{source.stem}.pdf").read_bytes())
    assert built == _build(source)


def test_samples_are_listed() -> None:
    """Each report has its row in docs/samples.md, and there are twelve of them or more."""
    listed = (ROOT / "docs" / "samples.md").read_text(encoding="utf-8")
    reports = [path.name for path in REPORTS.iterdir() if path.is_file()]
    assert len(reports) >= 12
    assert [name for name in reports if f"| {name} |" not in listed] == []
