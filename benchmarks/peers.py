"""What others need for the same pages: three readers of text, and a pipeline as written in an afternoon."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

#: dateparser takes seconds a page; its pages are counted apart, and the pipeline stops after so many CPU seconds.
NAIVE_SECONDS = 90.0


@dataclass
class Peer:
    """A peer's CPU seconds for its pages, or why it could not run."""

    name: str
    seconds: float = 0.0
    pages: int = 0
    problem: str = ""

    @property
    def rate(self) -> float:
        """Pages per CPU second."""
        return self.pages / self.seconds if self.seconds else 0.0


def readers(paths: list[Path], pages_of: dict[str, int]) -> list[Peer]:
    """pdfplumber, pdfminer.six and pypdf over all documents."""
    return [
        _run("pdfplumber.extract_text", "pdfplumber", _plumb, paths, pages_of),
        _run("pdfminer.six extract_text", "pdfminer", _mine, paths, pages_of),
        _run("pypdf extract_text", "pypdf", _pypdf, paths, pages_of),
    ]


def naive(paths: list[Path], pages_of: dict[str, int]) -> Peer:
    """Pdfplumber's text, a spaCy model over all of it and ``dateparser.search.search_dates`` over all of it.

    The model is minutebook's own ``fast`` one, read as plain spaCy: no other comes without a download, and with its
    8 MB it is no slower than ``en_core_web_sm``.
    """
    peer = Peer("pdfplumber + spaCy + dateparser")
    if find_spec("dateparser") is None:
        peer.problem = "dateparser is not installed (pip install dateparser)"
        return peer
    from dateparser.search import search_dates  # type: ignore[import-untyped]

    from pipeline.mentions import ner

    nlp = ner.load("fast")
    assert nlp is not None

    def work(path: Path) -> None:
        text = _plumb(path)
        list(nlp(text).ents)
        search_dates(text, languages=["en"])

    # Short documents first, so that many bodies are among them when the time is up.
    _time(peer, work, sorted(paths, key=lambda item: pages_of.get(item.name, 0)), pages_of, most=NAIVE_SECONDS)
    return peer


def _run(name: str, module: str, work: Callable[[Path], Any], paths: list[Path], pages_of: dict[str, int]) -> Peer:
    peer = Peer(name)
    if find_spec(module) is None:
        peer.problem = f"{module} is not installed"
    else:
        _time(peer, work, paths, pages_of)
    return peer


def _time(
    peer: Peer, work: Callable[[Path], Any], paths: list[Path], pages_of: dict[str, int], most: float = math.inf
) -> None:
    """Adds what each document took to the peer's figures, until ``most`` CPU seconds are spent."""
    for path in paths:
        if peer.seconds > most:
            return
        began = time.process_time()
        try:
            work(path)
        except Exception as error:  # noqa: BLE001 - whatever stops a peer is its result
            peer.problem += f"{path.name}: {type(error).__name__}. "
            continue
        peer.seconds += time.process_time() - began
        peer.pages += pages_of.get(path.name, 0)


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
