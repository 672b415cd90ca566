"""Is the fast text as true as the slow one? Words glued together, words in both, and their order, beside pdfplumber.

Nobody has typed the archive's PDFs, so two readers are held against each other: a word of one that the other writes as
two or three in a row is glued (or the other's are torn), and the share of words that both have says how far to trust
that. Columns are drawn by ourselves, line by line across the page as word processors do, so that their order is known.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path

from pipeline import readers
from pipeline.config import Settings
from pipeline.document import SourceFile
from pipeline.errors import InputError

#: So many pages of each document are compared: pdfplumber takes 0.1 s for each.
PAGES = 3
_WORD = re.compile(r"\w+")
_LINE_END = re.compile(r"(?<=\w)[-\u00ad\u2010]\s*\n\s*(?=[^\W\d_])")

#: Texts of a PDF's first pages.
Reader = Callable[[Path], list[str]]


@dataclass
class Fidelity:
    """Two readers' words on the same pages.

    ``glued``: how many words of each the other has as two or three; ``alike``: the share of words that both have, and
    that both have in the same order; ``columns``: by reader, the share of words of known columns in their order.
    """

    pages: int
    words: tuple[int, int]
    glued: tuple[int, int]
    alike: tuple[float, float]
    columns: tuple[float, float]


def compare(paths: Sequence[Path], folder: Path) -> Fidelity:
    """Minutebook (first) and pdfplumber (second) on the first pages of all documents; ``folder`` is for drawing."""
    ours: list[list[str]] = []
    theirs: list[list[str]] = []
    for path in paths:
        try:
            mine, other = minutebook(path), pdfplumber(path)
        except InputError:
            continue
        both = min(len(mine), len(other))
        ours.extend(map(words, mine[:both]))
        theirs.extend(map(words, other[:both]))
    total = sum(map(len, ours)), sum(map(len, theirs))
    bags = sum((Counter(a) & Counter(b)).total() for a, b in zip(ours, theirs, strict=True))
    same = sum(_in_order(a, b) for a, b in zip(ours, theirs, strict=True))
    pairs = list(zip(ours, theirs, strict=True))
    columns = [
        _in_order(truth, [word for page in read(path) for word in words(page)]) / len(truth)
        for path, truth in [two_columns(folder / "columns.pdf")]
        for read in (minutebook, pdfplumber)
    ]
    most = max(*total, 1)
    return Fidelity(
        len(ours),
        total,
        (sum(glued(a, b) for a, b in pairs), sum(glued(b, a) for a, b in pairs)),
        (bags / most, same / most),
        (columns[0], columns[1]),
    )


def words(text: str) -> list[str]:
    """The words of a text; ligatures are opened and those that a line's end broke are closed."""
    return _WORD.findall(_LINE_END.sub("", unicodedata.normalize("NFKC", text)))


def glued(own: Sequence[str], other: Sequence[str]) -> int:
    """How many of ``own`` words stand in ``other`` only as two or three words in a row."""
    known = set(other)
    parts = {a + b for a, b in pairwise(other)}
    parts |= {a + b + c for a, b, c in zip(other, other[1:], other[2:], strict=False)}
    return sum(word not in known and word in parts for word in own)


def _in_order(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both have in the same order."""
    return sum(block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks())


def minutebook(path: Path) -> list[str]:
    """The first pages' texts as this package reads them."""
    source = SourceFile(path.name, "0" * 64, "application/pdf", path.read_bytes())
    document = readers.read(source, Settings(model="rules", ocr="off"))
    return [page.span.of(document.text) for page in document.pages[:PAGES]]


def pdfplumber(path: Path) -> list[str]:
    """The first pages' texts as ``pdfplumber.extract_text`` reads them."""
    import pdfplumber as plumber

    with plumber.open(path) as pdf:
        return [page.extract_text() for page in pdf.pages[:PAGES]]


def two_columns(path: Path) -> tuple[Path, list[str]]:
    """A page of two columns drawn line by line across, and its words as they are to be read."""
    from reportlab.pdfgen.canvas import Canvas

    left, right = ([*_lines(name)] for name in ("left", "right"))
    sheet = Canvas(str(path))
    for number, lines in enumerate(zip(left, right, strict=True)):
        for x, line in zip((50, 305), lines, strict=True):
            sheet.setFont("Times-Roman", 10)
            sheet.drawString(x, 780 - 14 * number, line)
    sheet.save()
    return path, words("\n".join((*left, *right)))


def _lines(column: str) -> Iterable[str]:
    return (f"The {column} column goes on with line {number} of the report" for number in range(1, 41))
