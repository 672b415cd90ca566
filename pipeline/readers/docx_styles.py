"""Styles and lists of Word documents: which paragraphs are headings or bold, how each level of a list is numbered."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from pipeline.readers.counting import counted

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|überschrift|titre|titolo|título|kop)\s*(?P<level>[1-9])", re.IGNORECASE)
#: "toc 1", "table of figures": a line of a list of contents.
_INDEX = re.compile(r"(?:toc|index) \d|table of (?:figures|authorities)", re.IGNORECASE)
_TITLES = {"title", "subtitle", "titel", "titre", "título", "titolo", "untertitel", "ondertitel"}
_OFF = {"0", "false", "none"}


@dataclass(frozen=True)
class Style:
    """What a paragraph style says: heading level, list and its depth, weight, whether it is a list of contents."""

    heading: int = 0
    number: str | None = None
    depth: int = 0
    bold: bool = False
    index: bool = False
    size: float = 0.0


@dataclass
class Numbering:
    """Lists: how each level is written, how far each has counted, and which of them count on together."""

    formats: dict[str, dict[int, tuple[str, str, int]]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)

    def next(self, number: str, depth: int) -> str:
        """The marker of a list's next item."""
        levels = self.formats.get(number, {})
        kind, pattern, start = levels.get(depth, ("bullet", "•", 1))
        counts = self.counts.setdefault(self.shared.get(number, number), {})
        counts[depth] = counts.get(depth, start - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        if kind in ("bullet", "none"):
            return "•" if kind == "bullet" else ""

        def shown(match: re.Match[str]) -> str:
            level = int(match.group(1)) - 1
            form, _, first = levels.get(level, ("decimal", "", 1))
            return counted(counts.get(level, first), form)

        return re.sub(r"%(\d)", shown, pattern).strip()


def value_of(element: Any, *path: str) -> str | None:
    """The w:val at the end of ``path``, None where there is none."""
    for name in path:
        if element is None:
            return None
        element = element.find(W + name)
    return None if element is None else element.get(f"{W}val", "1")


def size_of(element: Any) -> float:
    """The font size in points that a style or a stretch states, 0 where it states none."""
    half = value_of(element, "rPr", "sz") or ""
    return int(half) / 2 if half.isdigit() else 0.0


def default_size(root: Any) -> float:
    """The font size of paragraphs that state none: that of the default style, or of the document's defaults."""
    if root is None:
        return 0.0
    normal = next((style for style in root.iter(f"{W}style") if style.get(f"{W}default") == "1"), None)
    defaults = root.find(f"{W}docDefaults/{W}rPrDefault")
    return size_of(normal) or size_of(defaults)


def is_on(element: Any, *path: str) -> bool:
    """Whether a property is there and not switched off."""
    return (value_of(element, *path) or "none").lower() not in _OFF


def styles_of(root: Any) -> dict[str, Style]:
    """Style by identifier, with what each inherits."""
    found: dict[str, Style] = {}
    elements = {} if root is None else {item.get(f"{W}styleId"): item for item in root.iter(f"{W}style")}

    def style(name: str | None, depth: int) -> Style:
        element = elements.get(name) if name is not None else None
        if name is None or element is None or depth > 10:
            return Style()
        if name in found:
            return found[name]
        base = style(value_of(element, "basedOn"), depth + 1)
        title = value_of(element, "name") or ""
        match = _HEADING.match(title)
        outline = value_of(element, "pPr", "outlineLvl")
        level = int(match["level"]) if match else 0
        if not level and outline is not None and outline.isdigit() and int(outline) < 9:
            level = int(outline) + 1
        if title.lower() in _TITLES:
            level = 1
        number = value_of(element, "pPr", "numPr", "numId") or base.number
        deep = value_of(element, "pPr", "numPr", "ilvl")
        bold = is_on(element, "rPr", "b") if value_of(element, "rPr", "b") else base.bold
        found[name] = Style(
            level or base.heading,
            number,
            int(deep) if deep else base.depth,
            bold,
            _INDEX.match(title) is not None or base.index,
            size_of(element) or base.size,
        )
        return found[name]

    for identifier in elements:
        style(identifier, 0)
    return found


def numbering_of(root: Any) -> Numbering:
    """The lists of a document."""
    numbering = Numbering()
    if root is None:
        return numbering
    kinds: dict[str, dict[int, tuple[str, str, int]]] = {}
    for kind in root.iter(f"{W}abstractNum"):
        levels = {}
        for level in kind.iter(f"{W}lvl"):
            start = value_of(level, "start") or "1"
            form, pattern = value_of(level, "numFmt") or "decimal", value_of(level, "lvlText") or ""
            levels[int(level.get(f"{W}ilvl", "0"))] = (form, pattern, int(start) if start.isdigit() else 1)
        kinds[kind.get(f"{W}abstractNumId")] = levels
    for number in root.iter(f"{W}num"):
        identifier, kind = number.get(f"{W}numId"), value_of(number, "abstractNumId") or ""
        numbering.formats[identifier] = kinds.get(kind, {})
        overrides = number.findall(f"{W}lvlOverride")
        if not overrides:
            numbering.shared[identifier] = f"kind {kind}"
        levels = numbering.formats[identifier] = dict(numbering.formats[identifier])
        for override in overrides:
            depth, start = int(override.get(f"{W}ilvl", "0")), value_of(override, "startOverride") or ""
            if start.isdigit():
                form, pattern, _ = levels.get(depth, ("decimal", "%1.", 1))
                levels[depth] = (form, pattern, int(start))
    return numbering
