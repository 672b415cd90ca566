"""Word documents: paragraphs, headings, lists with their numbers, tables; deleted text is left out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from pipeline.config import Settings
from pipeline.document import Document, SourceFile
from pipeline.errors import EmptyDocument, EncryptedFile, TooLarge, UnreadableFile
from pipeline.readers.sheet import Box, Paragraph, Sheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: Deleted and moved text, older drawings of what is drawn anew, field codes: nobody sees them.
_UNSEEN = {f"{_W}del", f"{_W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_HEADING = re.compile(r"(?:heading|überschrift|titre|titolo|título|kop)\s*(?P<level>[1-9])", re.IGNORECASE)
_OFF = {"0", "false", "none"}
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True)
class _Style:
    """What a paragraph style says: heading level, list and its depth, weight."""

    heading: int = 0
    number: str | None = None
    depth: int = 0
    bold: bool = False


@dataclass
class _Numbering:
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
            return _counted(counts.get(level, first), form)

        return re.sub(r"%(\d)", shown, pattern).strip()


def _counted(value: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (value - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        text = ""
        for size, sign in _ROMAN:
            text += sign * (value // size)
            value %= size
        return text.upper() if form == "upperRoman" else text
    return str(value)


@dataclass(frozen=True)
class _Word:
    styles: dict[str, _Style]
    numbering: _Numbering


def read(source: SourceFile, settings: Settings) -> Document:
    """The document that a Word file holds. Raises UnreadableFile, EncryptedFile, TooLarge and EmptyDocument."""
    parts = _parts(source.data, settings)
    if "word/document.xml" not in parts:
        raise UnreadableFile("The file is a zip archive but holds no Word document.")
    word = _Word(_styles(parts.get("word/styles.xml")), _numbering(parts.get("word/numbering.xml")))
    body = parts["word/document.xml"].find(f"{_W}body")
    sheet = Sheet()
    if body is not None:
        _write(sheet, word, body)
    text = sheet.text
    if not text.strip():
        raise EmptyDocument("The Word document holds no text.", remedy="Check the file.")
    if len(text) > settings.max_characters:
        raise TooLarge(f"The document has {len(text):,} characters; the limit is {settings.max_characters:,}.")
    return Document(
        source=source,
        text=text,
        lines=sheet.marked(),
        tables=tuple(sheet.tables),
        struck=tuple(sheet.struck),
        metadata=_metadata(parts.get("docProps/core.xml")),
    )


def _parts(data: bytes, settings: Settings) -> dict[str, Any]:
    """The XML parts that matter, parsed."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise EncryptedFile("The Word document is encrypted, or of the old binary kind.")
    wanted = ("word/document.xml", "word/styles.xml", "word/numbering.xml", "docProps/core.xml")
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if info.filename in wanted]
            if sum(info.file_size for info in infos) > settings.max_bytes:
                raise TooLarge(f"The document unpacks to more than {settings.max_bytes:,} bytes.")
            if any(info.flag_bits & 1 for info in infos):
                raise EncryptedFile("The archive is encrypted.")
            return {info.filename: etree.fromstring(archive.read(info), parser) for info in infos}
    except (zipfile.BadZipFile, etree.XMLSyntaxError, NotImplementedError, OSError, ValueError) as error:
        raise UnreadableFile("The Word document is damaged and cannot be opened.") from error


def _value(element: Any, *path: str) -> str | None:
    """The w:val at the end of ``path``, None where there is none."""
    for name in path:
        if element is None:
            return None
        element = element.find(_W + name)
    return None if element is None else element.get(f"{_W}val", "1")


def _on(element: Any, *path: str) -> bool:
    return (_value(element, *path) or "none").lower() not in _OFF


def _styles(root: Any) -> dict[str, _Style]:
    found: dict[str, _Style] = {}
    elements = {} if root is None else {item.get(f"{_W}styleId"): item for item in root.iter(f"{_W}style")}

    def style(name: str | None, depth: int) -> _Style:
        element = elements.get(name) if name is not None else None
        if name is None or element is None or depth > 10:
            return _Style()
        if name in found:
            return found[name]
        base = style(_value(element, "basedOn"), depth + 1)
        title = _value(element, "name") or ""
        match = _HEADING.match(title)
        outline = _value(element, "pPr", "outlineLvl")
        level = int(match["level"]) if match else 0
        if not level and outline is not None and outline.isdigit() and int(outline) < 9:
            level = int(outline) + 1
        if title.lower() in ("title", "subtitle"):
            level = 1
        number = _value(element, "pPr", "numPr", "numId") or base.number
        deep = _value(element, "pPr", "numPr", "ilvl")
        bold = _on(element, "rPr", "b") if _value(element, "rPr", "b") else base.bold
        found[name] = _Style(level or base.heading, number, int(deep) if deep else base.depth, bold)
        return found[name]

    for identifier in elements:
        style(identifier, 0)
    return found


def _numbering(root: Any) -> _Numbering:
    numbering = _Numbering()
    if root is None:
        return numbering
    kinds: dict[str, dict[int, tuple[str, str, int]]] = {}
    for kind in root.iter(f"{_W}abstractNum"):
        levels = {}
        for level in kind.iter(f"{_W}lvl"):
            start = _value(level, "start") or "1"
            form, pattern = _value(level, "numFmt") or "decimal", _value(level, "lvlText") or ""
            levels[int(level.get(f"{_W}ilvl", "0"))] = (form, pattern, int(start) if start.isdigit() else 1)
        kinds[kind.get(f"{_W}abstractNumId")] = levels
    for number in root.iter(f"{_W}num"):
        identifier, kind = number.get(f"{_W}numId"), _value(number, "abstractNumId") or ""
        numbering.formats[identifier] = kinds.get(kind, {})
        if number.find(f"{_W}lvlOverride") is None:
            numbering.shared[identifier] = f"kind {kind}"
    return numbering


def _write(sheet: Sheet, word: _Word, container: Any) -> None:
    """Writes what stands in the body, in order."""
    for element in _blocks(container):
        if element.tag == f"{_W}tbl":
            _write_table(sheet, word, element)
        else:
            sheet.write(_paragraph(word, element))


def _blocks(container: Any) -> Iterator[Any]:
    """Paragraphs and tables of a container, also those inside content controls and inserted stretches."""
    for element in container:
        if element.tag in (f"{_W}p", f"{_W}tbl"):
            yield element
        elif isinstance(element.tag, str) and element.tag not in _UNSEEN:
            yield from _blocks(element)


def _paragraph(word: _Word, element: Any) -> Paragraph:
    style = word.styles.get(_value(element, "pPr", "pStyle") or "", _Style())
    number = _value(element, "pPr", "numPr", "numId") or style.number
    deep = _value(element, "pPr", "numPr", "ilvl")
    depth = int(deep) if deep and deep.isdigit() else style.depth
    runs = list(_runs(element))
    text = "".join(run for run, _, _ in runs)
    letters = [(len(run.strip()), bold) for run, bold, _ in runs if run.strip()]
    bold = bool(letters) and all(heavy or style.bold for _, heavy in letters)
    struck, position = [], 0
    for run, _, out in runs:
        if out:
            struck.append((position, position + len(run)))
        position += len(run)
    listed = number not in (None, "0") and bool(text.strip())
    marker = word.numbering.next(number or "", depth) if listed else ""
    if style.heading:
        return Paragraph(text, "heading", style.heading, marker, bold=bold, struck=tuple(struck))
    if listed and marker:
        return Paragraph(text, "item", depth + 1, marker, bold=bold, struck=tuple(struck))
    return Paragraph(text, bold=bold, struck=tuple(struck))


def _runs(element: Any, *, bold: bool = False, struck: bool = False) -> Iterator[tuple[str, bool, bool]]:
    """Stretches of text with their weight and whether they are struck through."""
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _UNSEEN:
            continue
        name = child.tag.removeprefix(_W)
        if name == "r":
            heavy = _on(child, "rPr", "b")
            out = _on(child, "rPr", "strike") or _on(child, "rPr", "dstrike")
            yield from _runs(child, bold=heavy, struck=out)
        elif name == "t":
            yield child.text or "", bold, struck
        elif name in ("tab", "ptab"):
            yield "\t", bold, struck
        elif name in ("br", "cr"):
            yield "\n", bold, struck
        elif name == "noBreakHyphen":
            yield "-", bold, struck
        elif name == "p":
            yield "\n", bold, struck  # a text box within a paragraph
            yield from _runs(child)
        elif name not in ("pPr", "rPr", "instrText", "delText"):
            yield from _runs(child, bold=bold, struck=struck)


def _write_table(sheet: Sheet, word: _Word, table: Any) -> None:
    rows: list[list[Box]] = []
    for row in _named(table, "tr"):
        boxes = []
        heading = _value(row, "trPr", "tblHeader") is not None
        for cell in _named(row, "tc"):
            paragraphs = tuple(_paragraph(word, element) for block in _blocks(cell) for element in block.iter(f"{_W}p"))
            merged = cell.find(f"{_W}tcPr/{_W}vMerge")
            if merged is not None and merged.get(f"{_W}val") != "restart":
                paragraphs = ()
            width = _value(cell, "tcPr", "gridSpan") or "1"
            filled = [paragraph for paragraph in paragraphs if paragraph.text.strip()]
            bold = bool(filled) and all(paragraph.bold for paragraph in filled)
            boxes.append(Box(paragraphs, int(width) if width.isdigit() else 1, heading=heading or bold))
        if boxes:
            rows.append(boxes)
    sheet.table(rows)


def _named(container: Any, name: str) -> Iterator[Any]:
    """Rows of a table, cells of a row, also those inside content controls."""
    for element in container:
        if element.tag == _W + name:
            yield element
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins"):
            yield from _named(element, name)


def _metadata(root: Any) -> dict[str, str]:
    if root is None:
        return {}
    items = (
        (etree.QName(item).localname.lower(), (item.text or "").strip()) for item in root if isinstance(item.tag, str)
    )
    return {key: value for key, value in items if value}
