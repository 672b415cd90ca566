"""Tesseract, through its command line: a process of its own, with its own memory and time, for each page."""

from __future__ import annotations

import csv
import os
import re
import resource
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.ocr.sheet import Word

if TYPE_CHECKING:
    from PIL import Image

#: The program's names of languages that ISO 639-1 knows by two letters.
_CODES = {
    "bg": "bul", "ca": "cat", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa",
    "et": "est", "fi": "fin", "fr": "fra", "ga": "gle", "hr": "hrv", "hu": "hun", "is": "isl", "it": "ita",
    "lt": "lit", "lv": "lav", "mt": "mlt", "nl": "nld", "no": "nor", "pl": "pol", "pt": "por", "ro": "ron",
    "ru": "rus", "sk": "slk", "sl": "slv", "sq": "sqi", "sr": "srp", "sv": "swe", "tr": "tur", "uk": "ukr",
    "ar": "ara", "he": "heb", "hi": "hin", "ja": "jpn", "ko": "kor", "th": "tha", "vi": "vie", "zh": "chi_sim",
}  # fmt: skip
_VERSION = re.compile(r"tesseract v?(?P<version>\d+(?:\.\d+)*)")
#: The program's ways to look at a page.
_IN_LINES, _SCATTERED = "3", "11"
#: Words below this are more often wrong than right, and so many letters of such words spoil a page.
_SURE, _SPOILED = 0.5, 0.04
#: No page of print takes longer; a photograph of leaves may.
_SECONDS = 120
#: Where the version stands when the program tells none.
_UNKNOWN = "unknown"


@dataclass(frozen=True)
class Tesseract:
    """The program at ``path`` with the languages that are installed beside it."""

    path: str
    version: str
    languages: frozenset[str]
    dpi: int = 300

    @property
    def name(self) -> str:
        """Program and version."""
        return f"tesseract {self.version}"

    def reads(self, language: str) -> bool:
        """Whether the language's data are installed."""
        return _CODES.get(language) in self.languages

    def read(self, picture: Image.Image, language: str) -> list[Word]:
        """The words of a grey picture; none when the program gives up.

        Where many letters are unsure, what was read well is painted over and the rest is read again as scattered
        words: rows of dots, rules and stamps spoil what stands beside them in the program's lines.
        """
        words = self._read(picture, language, _IN_LINES)
        unsure = [word for word in words if word.confidence < _SURE]
        if sum(len(word.text) for word in unsure) <= _SPOILED * sum(len(word.text) for word in words):
            return words
        rest = picture.copy()
        from PIL import ImageDraw

        pen = ImageDraw.Draw(rest)
        for word in words:
            if word.confidence >= _SURE:
                pen.rectangle((word.x0 - 2, word.top - 2, word.x1 + 2, word.bottom + 2), fill=255)
        again = [word for word in self._read(rest, language, _SCATTERED) if word.confidence >= _SURE]
        last = max((word.line for word in words), default=0) + 1
        kept = [word for word in words if word.confidence >= _SURE or not any(_overlap(word, new) for new in again)]
        return [*kept, *(replace(word, line=word.line + last) for word in again)]

    def _read(self, picture: Image.Image, language: str, mode: str) -> list[Word]:
        known = self.reads(language)
        code = _CODES[language] if known else "eng" if "eng" in self.languages else min(self.languages)
        settings = ["-l", code, "--psm", mode, "--dpi", str(self.dpi), "-c", "tessedit_create_tsv=1"]
        bytes_ = b"P5 %d %d 255\n" % picture.size + picture.tobytes()
        answer = _run([self.path, "-", "-", *settings], bytes_)
        return list(_words(answer.decode("utf-8", "replace").splitlines()))


def _overlap(first: Word, second: Word) -> bool:
    """Whether a good part of the smaller box lies in the other."""
    wide = min(first.x1, second.x1) - max(first.x0, second.x0)
    high = min(first.bottom, second.bottom) - max(first.top, second.top)
    if wide <= 0 or high <= 0:
        return False
    areas = [(word.x1 - word.x0) * (word.bottom - word.top) for word in (first, second)]
    return wide * high > 0.3 * min(areas)


def is_there() -> bool:
    """Whether the program is on this machine."""
    return shutil.which("tesseract") is not None


def find() -> Tesseract | None:
    """The program on this machine, when it is there and knows a language."""
    path = shutil.which("tesseract")
    if path is None:
        return None
    told = _VERSION.search(_run([path, "--version"], b"").decode("utf-8", "replace"))
    listed = _run([path, "--list-langs"], b"").decode("utf-8", "replace").splitlines()[1:]
    languages = frozenset(line.strip() for line in listed) - {"osd", "equ", ""}
    return Tesseract(path, told["version"] if told else _UNKNOWN, languages) if languages else None


def _run(command: list[str], given: bytes) -> bytes:
    """What the program writes; nothing when it fails or takes too long."""
    # One thread: the pages of many documents are read side by side, and more threads only wait for each other.
    surroundings = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    with subprocess.Popen(  # noqa: S603 - the program that the user installed, with arguments of ours
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=surroundings
    ) as process:
        if hasattr(resource, "prlimit"):  # the kernel ends it even when this process is ended first
            resource.prlimit(process.pid, resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
        try:
            written, _ = process.communicate(given, timeout=2 * _SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            return b""
        return written if process.returncode == 0 else b""


def _probability(told: float) -> float:
    """How often a word is right of which the program is so sure (percent): measured in benchmarks/ocr.py."""
    return 0.99 if told >= 90 else max(told, 0.0) / 100


def _words(lines: Iterable[str]) -> Iterator[Word]:
    """The rows of the program's table that are words."""
    places: dict[tuple[str, ...], int] = {}
    for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        if len(row) < 12 or row[0] != "5" or not row[11].strip():
            continue
        line = places.setdefault(tuple(row[2:5]), len(places))
        left, top, width, height = map(float, row[6:10])
        yield Word(row[11].strip(), left, top, left + width, top + height, _probability(float(row[10])), line)
