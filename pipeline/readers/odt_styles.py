"""Styles of OpenDocument texts: which paragraphs are headings or bold, how each level of a list is numbered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pipeline.readers.counting import counted

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_TITLES = {"title", "subtitle"}
_BOLD = re.compile(r"bold|[6-9]00")
_POINTS = re.compile(r"(?P<points>\d{1,3}(?:\.\d{1,3})?)pt")
_DEEPEST = 12


@dataclass(frozen=True)
class ParagraphStyle:
    """What a paragraph's style says; ``heading`` is 0 where it is none, ``size`` (in points) where it is not stated."""

    heading: int = 0
    bold: bool = False
    size: float = 0.0


@dataclass(frozen=True)
class TextStyle:
    """What a stretch's style says; ``bold`` is None where it says nothing of it, ``size`` is 0."""

    bold: bool | None = None
    struck: bool = False
    size: float = 0.0


@dataclass(frozen=True)
class Level:
    """How a level of a list is written: ``form`` is "" for a level without a number, "bullet" for a sign."""

    form: str = "bullet"
    before: str = ""
    behind: str = ""
    start: int = 1
    shown: int = 1


class Styles:
    """The styles of a document: those that its user named and those that its program made."""

    def __init__(self, content: Any, styles: Any) -> None:
        roots = [root for root in (styles, content) if root is not None]
        self._elements = {
            (element.get(f"{STYLE}family"), element.get(f"{STYLE}name")): element
            for root in roots
            for element in root.iter(f"{STYLE}style")
        }
        self.lists = {
            element.get(f"{STYLE}name"): _levels(element)
            for root in roots
            for element in root.iter(f"{TEXT}list-style")
        }
        outline = next((found for root in roots for found in root.iter(f"{TEXT}outline-style")), None)
        self.outline = {} if outline is None else _levels(outline)
        defaults = (found for root in roots for found in root.iter(f"{STYLE}default-style"))
        self._size = next((_size(found) for found in defaults if found.get(f"{STYLE}family") == "paragraph"), 0.0)
        self._paragraphs: dict[str | None, ParagraphStyle] = {}

    def paragraph(self, name: str | None, depth: int = 0) -> ParagraphStyle:
        """The paragraph style of that name, with what it inherits."""
        if name in self._paragraphs:
            return self._paragraphs[name]
        element = self._elements.get(("paragraph", name))
        if element is None or depth > _DEEPEST:
            return ParagraphStyle(size=self._size)
        parent = self.paragraph(element.get(f"{STYLE}parent-style-name"), depth + 1)
        weight = _weight(element)
        shown = (element.get(f"{STYLE}display-name") or element.get(f"{STYLE}name") or "").lower()
        level = element.get(f"{STYLE}default-outline-level") or ""
        heading = 1 if shown in _TITLES else int(level) if level.isdigit() else parent.heading
        made = ParagraphStyle(heading, parent.bold if weight is None else weight, _size(element) or parent.size)
        self._paragraphs[name] = made
        return made

    def text(self, name: str | None) -> TextStyle:
        """The style of a stretch."""
        element = self._elements.get(("text", name))
        if element is None:
            return TextStyle()
        properties = element.find(f"{STYLE}text-properties")
        line = "" if properties is None else properties.get(f"{STYLE}text-line-through-style") or ""
        return TextStyle(_weight(element), line not in ("", "none"), _size(element))


def _size(element: Any) -> float:
    """The font size in points that a style states; shares of another size ("120%") count as none."""
    properties = element.find(f"{STYLE}text-properties")
    match = _POINTS.fullmatch("" if properties is None else properties.get(f"{_FO}font-size") or "")
    return float(match["points"]) if match else 0.0


def _weight(element: Any) -> bool | None:
    properties = element.find(f"{STYLE}text-properties")
    weight = None if properties is None else properties.get(f"{_FO}font-weight")
    return None if weight is None else _BOLD.fullmatch(weight) is not None


def _levels(element: Any) -> dict[int, Level]:
    """The levels of a list style, from 1."""
    found = {}
    for level in element:
        depth = level.get(f"{TEXT}level") if isinstance(level.tag, str) else None
        if not depth or not depth.isdigit():
            continue
        if not level.tag.endswith(("list-level-style-number", "outline-level-style")):
            found[int(depth)] = Level()
            continue
        start, shown = level.get(f"{TEXT}start-value", "1"), level.get(f"{TEXT}display-levels", "1")
        found[int(depth)] = Level(
            _FORMS.get(level.get(f"{STYLE}num-format", ""), ""),
            level.get(f"{STYLE}num-prefix", ""),
            level.get(f"{STYLE}num-suffix", ""),
            int(start) if start.isdigit() else 1,
            int(shown) if shown.isdigit() else 1,
        )
    return found


class Numbering:
    """Counts the items of each list style, and numbered headings."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._counts: dict[str, dict[int, int]] = {}

    def begin(self, style: str, *, go_on: bool) -> None:
        """A list begins; unless it goes on, it counts anew."""
        if not go_on:
            self._counts.pop(style, None)

    def next(self, style: str, depth: int, start: str | None = None) -> str:
        """The marker of a list's next item; "•" where it has a sign or its style is unknown."""
        return self._next(style, self._styles.lists.get(style, {}), depth, start)

    def heading(self, depth: int) -> str:
        """The number of the next heading, "" where headings have none."""
        levels = self._styles.outline
        number = self._next("", levels, depth, None)
        return number if levels.get(depth, Level("")).form else ""

    def _next(self, key: str, levels: dict[int, Level], depth: int, start: str | None) -> str:
        level = levels.get(depth, Level())
        counts = self._counts.setdefault(key, {})
        counts[depth] = int(start) if start and start.isdigit() else counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        if level.form == "bullet":
            return "•"
        if not level.form:
            return ""
        shown = [
            counted(counts.get(other, levels[other].start), levels[other].form)
            for other in range(max(depth - level.shown + 1, 1), depth + 1)
            if other in levels and levels[other].form not in ("", "bullet")
        ]
        return f"{level.before}{'.'.join(shown)}{level.behind}".strip()
