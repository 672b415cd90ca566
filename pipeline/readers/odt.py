"""OpenDocument texts (.odt): headings, lists with their numbers, tables, notes; deleted text is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from pipeline.config import Settings
from pipeline.document import Document, SourceFile
from pipeline.errors import EncryptedFile, UnreadableFile
from pipeline.readers import zipped_xml
from pipeline.readers.odt_styles import OFFICE, STYLE, TABLE, TEXT, Numbering, Styles
from pipeline.readers.sheet import Box, Paragraph, Sheet, flat, laid

_WANTED = re.compile(r"(?:content|styles|meta)\.xml|META-INF/manifest\.xml")
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
#: What is no text of the report: deleted stretches, remarks in the margin, scripts, titles of pictures for the blind.
_UNSEEN = {
    f"{TEXT}tracked-changes", f"{TEXT}note-citation", f"{OFFICE}annotation", f"{OFFICE}annotation-end",
    f"{OFFICE}forms", "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}title",
    "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}desc",
}  # fmt: skip
#: Tables of contents and indexes repeat what stands elsewhere.
_INDEXES = re.compile(
    r"(?:table-of-content|alphabetical-index|illustration-index|table-index|user-index|bibliography)$"
)
_MOST_BLANKS = 200
_MOST_COLUMNS = 1000


def read(source: SourceFile, settings: Settings) -> Document:
    """The document that an OpenDocument text holds. Raises UnreadableFile, EncryptedFile, TooLarge, EmptyDocument."""
    parts = zipped_xml.parts(source.data, _WANTED, settings, kind="OpenDocument text")
    manifest = parts.get("META-INF/manifest.xml")
    if manifest is not None and any(
        etree.QName(element).localname == "encryption-data" for element in manifest.iter("*")
    ):
        raise EncryptedFile("The OpenDocument text is encrypted.")
    if "content.xml" not in parts:
        raise UnreadableFile("The file is a zip archive but holds no OpenDocument text.")
    content, styles = parts["content.xml"], parts.get("styles.xml")
    writer = _Writer(Styles(content, styles))
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    written = list(writer.parts(body)) if body is not None else []
    return Sheet().letter(
        source, settings, written, heads=writer.asides(styles, "header"), feet=writer.asides(styles, "footer"),
        called="OpenDocument text", metadata=_metadata(parts.get("meta.xml")),
    )  # fmt: skip


class _Writer:
    """Turns an OpenDocument text into paragraphs, lists and tables; footnotes follow the paragraph that calls them."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._numbering = Numbering(styles)

    def asides(self, styles: Any, kind: str) -> Iterator[str]:
        """The texts of all page heads or feet."""
        for container in () if styles is None else styles.iter(STYLE + kind):
            for element in container.iter(f"{TEXT}p", f"{TEXT}h"):
                yield "".join(run for run, *_ in self._runs(element))

    def parts(self, container: Any) -> Iterator[Paragraph | list[list[Box]]]:
        """Paragraphs and tables of a container; sections and frames are looked into."""
        for element in container:
            tag = element.tag
            if not isinstance(tag, str) or tag in _UNSEEN:
                continue
            if _INDEXES.search(tag):
                yield from (
                    Paragraph(part.text, "aside") for part in self.parts(element) if isinstance(part, Paragraph)
                )
            elif tag in (f"{TEXT}p", f"{TEXT}h"):
                yield from self._paragraph(element)
            elif tag == f"{TEXT}list":
                yield from self._list(element, 1, "")
            elif tag == f"{TABLE}table":
                yield self._rows(element)
            else:
                yield from self.parts(element)

    def _list(self, element: Any, depth: int, style: str) -> Iterator[Paragraph | list[list[Box]]]:
        style = element.get(f"{TEXT}style-name") or style
        if depth == 1:
            goes_on = element.get(f"{TEXT}continue-numbering") == "true" or element.get(f"{TEXT}continue-list")
            self._numbering.begin(style, go_on=bool(goes_on))
        for item in element:
            if item.tag not in (f"{TEXT}list-item", f"{TEXT}list-header"):
                continue
            first = item.tag == f"{TEXT}list-item"
            for child in item:
                if child.tag == f"{TEXT}list":
                    yield from self._list(child, depth + 1, style)
                elif child.tag in (f"{TEXT}p", f"{TEXT}h"):
                    for part in self._paragraph(child):
                        if first and part.text.strip():
                            number = self._numbering.next(style, depth, item.get(f"{TEXT}start-value"))
                            part = _as_item(part, depth, number)  # noqa: PLW2901
                            first = False
                        yield part
                elif isinstance(child.tag, str):
                    yield from self.parts([child])

    def _paragraph(self, element: Any) -> Iterator[Paragraph]:
        """A paragraph, and behind it the text boxes and footnotes that hang on it."""
        style = self._styles.paragraph(element.get(f"{TEXT}style-name"))
        runs = list(self._runs(element))
        text, struck, size = laid(runs, style.size)
        weights = [bold for run, bold, *_ in runs if run.strip()]
        level = element.get(f"{TEXT}outline-level", "1") if element.tag == f"{TEXT}h" else ""
        bold = bool(weights) and all(heavy or style.bold for heavy in weights)
        heading = int(level) if level.isdigit() else style.heading
        if heading and text.strip():
            number = self._numbering.heading(heading) if element.tag == f"{TEXT}h" else ""
            yield Paragraph(text, "heading", heading, number, bold, struck, size)
        elif text.strip():
            yield Paragraph(text, bold=bold, struck=struck, size=size)
        for hanging in _hanging(element):
            yield from (part for part in self.parts(hanging) if isinstance(part, Paragraph))

    def _runs(
        self, element: Any, *, bold: bool = False, struck: bool = False, size: float = 0.0
    ) -> Iterator[tuple[str, bool, bool, float]]:
        """Stretches of text with their weight, whether they are struck through, and the font size that they state."""
        if element.text:
            yield _BLANKS.sub(" ", element.text), bold, struck, size
        for child in element:
            tag = child.tag if isinstance(child.tag, str) else ""
            name = tag.removeprefix(TEXT)
            if name == "s":
                count = child.get(f"{TEXT}c", "1")
                yield " " * min(int(count) if count.isdigit() else 1, _MOST_BLANKS), bold, struck, size
            elif name == "tab":
                yield "\t", bold, struck, size
            elif name == "line-break":
                yield "\n", bold, struck, size
            elif name == "span":
                style = self._styles.text(child.get(f"{TEXT}style-name"))
                heavy = bold if style.bold is None else style.bold
                yield from self._runs(child, bold=heavy, struck=struck or style.struck, size=style.size or size)
            elif tag and tag not in _UNSEEN and name != "note" and not tag.startswith(_DRAW):
                yield from self._runs(child, bold=bold, struck=struck, size=size)
            if child.tail:
                yield _BLANKS.sub(" ", child.tail), bold, struck, size

    def _rows(self, table: Any) -> list[list[Box]]:
        rows = []
        for row, heading in _table_rows(table):
            boxes: list[Box] = []
            covered = 0  # cells that a wide cell before them covers
            for cell in row:
                repeated = _count(cell, "number-columns-repeated")
                if cell.tag == f"{TABLE}covered-table-cell":
                    hidden = min(covered, repeated)
                    covered -= hidden
                    boxes += [Box(())] * (repeated - hidden)
                elif cell.tag == f"{TABLE}table-cell":
                    width = _count(cell, "number-columns-spanned")
                    covered = width - 1
                    paragraphs = tuple(flat(self.parts(cell)))
                    filled = [paragraph for paragraph in paragraphs if paragraph.text.strip()]
                    bold = bool(filled) and all(paragraph.bold for paragraph in filled)
                    box = Box(paragraphs, width, _count(cell, "number-rows-spanned"), heading=heading or bold)
                    boxes += [box] * (repeated if filled or repeated < len(row) else 1)
            if boxes:
                rows.append(boxes)
        return rows


_BLANKS = re.compile(r"[ \t\r\n]+")


def _as_item(paragraph: Paragraph, depth: int, number: str) -> Paragraph:
    """A paragraph as the first of a list item; a heading stays one and takes the number."""
    heading = paragraph.markup == "heading"
    if not number:
        return paragraph
    return Paragraph(
        paragraph.text, "heading" if heading else "item", paragraph.level if heading else depth, number, paragraph.bold,
        paragraph.struck, paragraph.size,
    )  # fmt: skip


def _hanging(element: Any) -> Iterator[Any]:
    """Text boxes and bodies of notes within a paragraph, the outermost of each."""
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _UNSEEN:
            continue
        if child.tag in (f"{_DRAW}text-box", f"{TEXT}note-body"):
            yield child
        else:
            yield from _hanging(child)


def _table_rows(table: Any) -> Iterator[tuple[Any, bool]]:
    """The rows of a table, also those in groups, and whether they are heading rows."""
    for element in table:
        if element.tag == f"{TABLE}table-row":
            yield element, False
        elif element.tag == f"{TABLE}table-header-rows":
            yield from ((row, True) for row in element.iter(f"{TABLE}table-row"))
        elif element.tag in (f"{TABLE}table-rows", f"{TABLE}table-row-group"):
            yield from _table_rows(element)


def _count(element: Any, name: str) -> int:
    value = element.get(TABLE + name, "1")
    return min(int(value), _MOST_COLUMNS) if value.isdigit() and int(value) else 1


def _metadata(root: Any) -> dict[str, str]:
    if root is None:
        return {}
    items = ((etree.QName(item).localname.lower(), (item.text or "").strip()) for item in root.iter("*"))
    return {key: value for key, value in items if value}
