"""Word documents: paragraphs, headings, lists with their numbers, tables, notes; deleted text is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from pipeline.config import Settings
from pipeline.document import Document, SourceFile
from pipeline.errors import EncryptedFile, UnreadableFile
from pipeline.readers import zipped_xml
from pipeline.readers.docx_styles import Style, W, default_size, is_on, numbering_of, size_of, styles_of, value_of
from pipeline.readers.kinds import COMPOUND
from pipeline.readers.sheet import Box, Paragraph, Sheet, flat, laid

_WANTED = re.compile(
    r"word/(?:document\d*|styles\d*|numbering|footnotes|endnotes|header\d*|footer\d*)\.xml|docProps/core\.xml"
)
#: Deleted and moved text, older drawings of what is drawn anew, field codes: nobody sees them.
_UNSEEN = {f"{W}del", f"{W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
#: Fields that a program fills with the day on which it opens the file.
_MOMENT = re.compile(r"\s*(?:DATE|TIME)\b", re.IGNORECASE)
_SILENT = ("pPr", "rPr", "instrText", "delText", "txbxContent", "footnoteReference", "endnoteReference")


def read(source: SourceFile, settings: Settings) -> Document:
    """The document that a Word file holds. Raises UnreadableFile, EncryptedFile, TooLarge and EmptyDocument."""
    if source.data.startswith(COMPOUND):
        raise EncryptedFile("The Word document is encrypted.")
    return document_of(source, source.data, settings)


def document_of(source: SourceFile, data: bytes, settings: Settings, *, moments: bool = True) -> Document:
    """The document in ``data``, a Word file that stands for ``source``.

    Without ``moments``, fields that show today's date are left out: a converter writes its own day into them.
    """
    parts = zipped_xml.parts(data, _WANTED, settings, kind="Word document")
    main = next((name for name in sorted(parts) if name.startswith("word/document")), None)
    if main is None:
        raise UnreadableFile("The file is a zip archive but holds no Word document.")
    if not moments:
        for root in parts.values():
            _drop_moments(root)
    writer = _Writer(parts)
    body = parts[main].find(f"{W}body")
    written = list(writer.parts(body)) if body is not None else []
    return Sheet().letter(
        source, settings, written, heads=writer.asides("header"), feet=writer.asides("footer"),
        called="Word document", metadata=_metadata(parts.get("docProps/core.xml")),
    )  # fmt: skip


class _Writer:
    """Turns the parts of a Word file into paragraphs and tables; text boxes and notes follow what they hang on."""

    def __init__(self, parts: dict[str, Any]) -> None:
        self._files = parts
        styles = next((root for name, root in sorted(parts.items()) if "/styles" in name), None)
        self._styles, self._size = styles_of(styles), default_size(styles)
        self._numbering = numbering_of(parts.get("word/numbering.xml"))
        self._notes = {
            (f"{kind}Reference", note.get(f"{W}id")): note
            for kind in ("footnote", "endnote")
            for note in (parts[f"word/{kind}s.xml"].iter(W + kind) if f"word/{kind}s.xml" in parts else ())
            if note.get(f"{W}type") in (None, "normal")
        }

    def asides(self, kind: str) -> Iterator[str]:
        """The texts of all page heads or feet."""
        for name in sorted(name for name in self._files if name.startswith(f"word/{kind}")):
            for part in flat(self.parts(self._files[name])):
                yield part.text

    def parts(self, container: Any) -> Iterator[Paragraph | list[list[Box]]]:
        """Paragraphs and tables of a container in order."""
        for element in _blocks(container):
            if element.tag == f"{W}tbl":
                yield self._rows(element)
            else:
                yield from self._paragraph(element)

    def _paragraph(self, element: Any) -> Iterator[Paragraph | list[list[Box]]]:
        style = self._styles.get(value_of(element, "pPr", "pStyle") or "", Style())
        number = value_of(element, "pPr", "numPr", "numId") or style.number
        deep = value_of(element, "pPr", "numPr", "ilvl")
        depth = int(deep) if deep and deep.isdigit() else style.depth
        runs = list(_runs(element))
        text, struck, size = laid(runs, style.size or self._size)
        weights = [bold for run, bold, *_ in runs if run.strip()]
        bold = bool(weights) and all(style.bold if heavy is None else heavy for heavy in weights)
        if text.strip():
            marker = self._numbering.next(number, depth) if number not in (None, "0") else ""
            level = style.heading or (depth + 1 if marker else 0)
            markup = "heading" if style.heading else "item" if marker else "aside" if style.index else "paragraph"
            yield Paragraph(text, markup, level, marker, bold, struck, size)
        for hanging in _hanging(element):
            name = hanging.tag.removeprefix(W)
            inner = hanging if name == "txbxContent" else self._notes.get((name, hanging.get(f"{W}id")))
            if inner is not None:
                yield from self.parts(inner)

    def _rows(self, table: Any) -> list[list[Box]]:
        rows: list[list[Box]] = []
        for row in _named(table, "tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            boxes = []
            heading = value_of(row, "trPr", "tblHeader") is not None
            for cell in _named(row, "tc"):
                merged = cell.find(f"{W}tcPr/{W}vMerge")
                covered = merged is not None and merged.get(f"{W}val") != "restart"
                paragraphs = () if covered else tuple(flat(self.parts(cell)))
                width = value_of(cell, "tcPr", "gridSpan") or "1"
                filled = [paragraph for paragraph in paragraphs if paragraph.text.strip()]
                bold = bool(filled) and all(paragraph.bold for paragraph in filled)
                boxes.append(Box(paragraphs, int(width) if width.isdigit() else 1, heading=heading or bold))
            if boxes:
                rows.append(boxes)
        return rows


def _blocks(container: Any) -> Iterator[Any]:
    """Paragraphs and tables of a container, also those inside content controls and inserted stretches."""
    for element in container:
        if element.tag in (f"{W}p", f"{W}tbl"):
            yield element
        elif isinstance(element.tag, str) and element.tag not in _UNSEEN:
            yield from _blocks(element)


def _hanging(element: Any) -> Iterator[Any]:
    """Text boxes within a paragraph and the marks of its notes, the outermost of each."""
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _UNSEEN:
            continue
        if child.tag.removeprefix(W) in ("txbxContent", "footnoteReference", "endnoteReference"):
            yield child
        else:
            yield from _hanging(child)


def _runs(
    element: Any, *, bold: bool | None = None, struck: bool = False, size: float = 0.0
) -> Iterator[tuple[str, bool | None, bool, float]]:
    """Stretches of text with weight (None where they do not say), whether they are struck through, and font size."""
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _UNSEEN:
            continue
        name = child.tag.removeprefix(W)
        if name == "r":
            if is_on(child, "rPr", "vanish"):
                continue
            heavy = is_on(child, "rPr", "b") if value_of(child, "rPr", "b") is not None else None
            out = is_on(child, "rPr", "strike") or is_on(child, "rPr", "dstrike")
            yield from _runs(child, bold=heavy, struck=out, size=size_of(child))
        elif name == "t":
            yield child.text or "", bold, struck, size
        elif name in ("tab", "ptab"):
            yield "\t", bold, struck, size
        elif name in ("br", "cr"):
            yield "\n", bold, struck, size
        elif name == "noBreakHyphen":
            yield "-", bold, struck, size
        elif name not in _SILENT:
            yield from _runs(child, bold=bold, struck=struck, size=size)


def _drop_moments(root: Any) -> None:
    """Empties the fields that show the day or the hour at which they are looked at."""
    codes: list[str] = []  # of the open fields, the innermost last
    shown: list[bool] = []  # whether the field's result has begun
    for element in root.iter(f"{W}fldChar", f"{W}instrText", f"{W}t", f"{W}fldSimple"):
        name = element.tag.removeprefix(W)
        kind = element.get(f"{W}fldCharType")
        if name == "fldSimple" and _MOMENT.match(element.get(f"{W}instr", "")):
            for text in element.iter(f"{W}t"):
                text.text = ""
        elif kind == "begin":
            codes.append("")
            shown.append(False)
        elif kind == "separate" and shown:
            shown[-1] = True
        elif kind == "end" and shown:
            codes.pop()
            shown.pop()
        elif name == "instrText" and codes:
            codes[-1] += element.text or ""
        elif name == "t" and any(open_ and _MOMENT.match(code) for code, open_ in zip(codes, shown, strict=True)):
            element.text = ""


def _named(container: Any, name: str) -> Iterator[Any]:
    """Rows of a table, cells of a row, also those inside content controls."""
    for element in container:
        if element.tag == W + name:
            yield element
        elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins"):
            yield from _named(element, name)


def _metadata(root: Any) -> dict[str, str]:
    if root is None:
        return {}
    items = (
        (etree.QName(item).localname.lower(), (item.text or "").strip()) for item in root if isinstance(item.tag, str)
    )
    return {key: value for key, value in items if value}
