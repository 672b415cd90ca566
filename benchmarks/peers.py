"""What others need for the same pages: readers of text, and a pipeline as written in an afternoon.

    python -m benchmarks.peers [PDF or folder ...] [--out FOLDER]

measures the readers alone, each called as its own introduction has it, with scans and OCR left out, and writes
<date>-peers.json and .md. What is not installed is named as absent. To have all of them, in an environment of their
own (7 GB with the PyTorch of the last one):

    pip install pymupdf pdftext kreuzberg liteparse "markitdown[pdf]" "unstructured[pdf]"
"""

from __future__ import annotations

import argparse
import datetime as dt
import math
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks import machines, reports
from benchmarks.written import write

#: dateparser takes seconds a page; its pages are counted apart, and the pipeline stops after so many CPU seconds.
NAIVE_SECONDS = 90.0

#: Gives the text of a document.
Reader = Callable[[Path], str]


@dataclass
class Peer:
    """A peer's CPU seconds for its pages and the words that it found, or why it could not run."""

    name: str
    seconds: float = 0.0
    pages: int = 0
    words: int = 0
    problem: str = ""
    installed: bool = True

    @property
    def rate(self) -> float:
        """Pages per CPU second."""
        return self.pages / self.seconds if self.seconds else 0.0


def plumber(paths: list[Path], pages_of: dict[str, int]) -> Peer:
    """``pdfplumber.extract_text`` over all documents, the measure of all others."""
    return _run(*READERS[0], paths, pages_of)


def readers(paths: list[Path], pages_of: dict[str, int], most: int | None = None) -> list[Peer]:
    """Each reader but pdfplumber over all documents; ``most`` leaves out those after so many."""
    return [_run(name, module, work, paths, pages_of) for name, module, work in READERS[1:][:most]]


def naive(paths: list[Path], pages_of: dict[str, int]) -> Peer:
    """Pdfplumber's text, a spaCy model over all of it and ``dateparser.search.search_dates`` over all of it.

    The model is minutebook's own ``fast`` one, read as plain spaCy: no other comes without a download, and with its
    8 MB it is no slower than ``en_core_web_sm``.
    """
    peer = Peer("pdfplumber + spaCy + dateparser")
    if find_spec("dateparser") is None:
        peer.installed = False
        return peer
    from dateparser.search import search_dates  # type: ignore[import-untyped]

    from pipeline.mentions import ner

    nlp = ner.load("fast")
    assert nlp is not None

    def work(path: Path) -> str:
        text = _plumb(path)
        list(nlp(text).ents)
        search_dates(text, languages=["en"])
        return text

    # Short documents first, so that many bodies are among them when the time is up.
    _time(peer, work, sorted(paths, key=lambda item: pages_of.get(item.name, 0)), pages_of, most=NAIVE_SECONDS)
    return peer


def _run(name: str, module: str, work: Reader, paths: list[Path], pages_of: dict[str, int]) -> Peer:
    peer = Peer(name, installed=find_spec(module) is not None)
    if peer.installed:
        _time(peer, work, paths, pages_of)
    return peer


def _time(peer: Peer, work: Reader, paths: list[Path], pages_of: dict[str, int], most: float = math.inf) -> None:
    """Adds what each document took to the peer's figures, until ``most`` CPU seconds are spent."""
    for path in paths:
        if peer.seconds > most:
            return
        began = time.process_time()
        try:
            text = work(path)
        except Exception as error:  # noqa: BLE001 - whatever stops a peer is its result
            peer.problem += f"{path.name}: {type(error).__name__}. "
            continue
        peer.seconds += time.process_time() - began
        peer.pages += pages_of.get(path.name, 0)
        peer.words += len(text.split())


def _plumb(path: Path) -> str:
    import pdfplumber

    parts = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            parts.append(page.extract_text())
            page.close()
    return "\n".join(parts)


def _mine(path: Path) -> str:
    from pdfminer.high_level import extract_text

    return extract_text(path)


def _pypdf(path: Path) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def _mupdf(path: Path) -> str:
    import pymupdf

    with pymupdf.open(path) as pdf:
        return "\n".join(page.get_text() for page in pdf)


def _mupdf_markdown(path: Path) -> str:
    import pymupdf4llm

    return str(pymupdf4llm.to_markdown(str(path), use_ocr=False))


def _pdftext(path: Path) -> str:
    from pdftext.extraction import plain_text_output

    return str(plain_text_output(str(path)))


def _kreuzberg(path: Path) -> str:
    from kreuzberg import ExtractionConfig, extract_file_sync

    return str(extract_file_sync(str(path), config=ExtractionConfig(use_cache=False)).content)


def _liteparse(path: Path) -> str:
    from liteparse import LiteParse

    return str(LiteParse(ocr_enabled=False, quiet=True).parse(str(path)).text)


def _markitdown(path: Path) -> str:
    from markitdown import MarkItDown

    return str(MarkItDown().convert(str(path)).text_content)


def _unstructured(path: Path) -> str:
    """The strategy without models of layout; for the model that it still wants see ``_STAND_IN``."""
    from unstructured.partition.pdf import partition_pdf

    if find_spec("en_core_web_sm") is not None:
        return "\n".join(map(str, partition_pdf(str(path), strategy="fast", languages=["eng"])))
    import spacy

    stand_in = spacy.blank("en")
    stand_in.add_pipe("sentencizer")
    with patch("spacy.load", return_value=stand_in):
        return "\n".join(map(str, partition_pdf(str(path), strategy="fast", languages=["eng"])))


#: Name, module, and what gives a document's text; the first three come with minutebook's own extras.
READERS: tuple[tuple[str, str, Reader], ...] = (
    ("pdfplumber.extract_text", "pdfplumber", _plumb),
    ("pdfminer.six extract_text", "pdfminer", _mine),
    ("pypdf extract_text", "pypdf", _pypdf),
    ("PyMuPDF get_text", "pymupdf", _mupdf),
    ("pymupdf4llm to_markdown", "pymupdf4llm", _mupdf_markdown),
    ("pdftext plain_text_output", "pdftext", _pdftext),
    ("kreuzberg extract_file", "kreuzberg", _kreuzberg),
    ("liteparse parse", "liteparse", _liteparse),
    ("markitdown convert", "markitdown", _markitdown),
    ("unstructured partition_pdf, fast", "unstructured_inference", _unstructured),
)
_STAND_IN = (
    "Unstructured fetches spaCy's en_core_web_sm from the network, to tell kinds of paragraphs. Where that "
    "is not installed, an empty pipeline that ends sentences at full stops stands in for it here, and is faster. Left "
    "alone without a network, it hides the failed download and returns no text."
)
_PROGRAMS = (
    "pdfplumber", "pdfminer.six", "pypdf", "pymupdf", "pdftext", "kreuzberg", "liteparse", "markitdown", "unstructured",
    "spacy", "en_core_web_sm",
)  # fmt: skip


def main() -> None:
    """Measure the readers, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="*", type=Path, help="PDFs or folders (default: those of ../shared)")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        paths = reports.pdfs(args.inputs, Path(folder))
        pages_of = {path.name: pages for path in paths if (pages := _pages(path))}
        readable = [path for path in paths if path.name in pages_of]
        known = [plumber(readable, pages_of), *readers(readable, pages_of)]
    result = {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "machine": machines.machine(),
        "versions": machines.versions(*_PROGRAMS),
        "documents": len(pages_of),
        "pages": sum(pages_of.values()),
        "peers": [{**asdict(peer), "rate": peer.rate} for peer in known],
    }
    page = _page(result)
    write(args.out, "peers", result, page)
    print(page)


def _pages(path: Path) -> int:
    """How many pages a PDF has; none where it cannot be opened or has no text."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path) as pdf:
            return len(pdf) if any(page.get_textpage().count_chars() for page in pdf) else 0
    except pypdfium2.PdfiumError:
        return 0


def _page(result: dict[str, Any]) -> str:
    plumber = result["peers"][0]["rate"]
    lines = [
        f"# Other readers of PDFs, {result['date']}",
        "",
        f"{machines.told(result['machine'])}.",
        f"{', '.join(f'{name} {number}' for name, number in result['versions'].items())}.",
        f"{result['documents']} PDFs, {result['pages']} pages; CPU seconds; `python -m benchmarks.peers`.",
        "",
        "| what | pages per CPU second | times pdfplumber.extract_text | words found | |",
        "|---|--:|--:|--:|---|",
    ]
    for peer in result["peers"]:
        figures = (
            f"{peer['rate']:.1f} | {peer['rate'] / plumber:.2f} | {peer['words']:,}" if peer["pages"] else "- | - | -"
        )
        lines.append(f"| {peer['name']} | {figures} | {peer['problem'] if peer['installed'] else 'not installed'} |")
    lines += ["", _STAND_IN]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
