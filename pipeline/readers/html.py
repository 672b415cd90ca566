"""Web pages: headings, paragraphs, lists and tables; menus, cookie notes, share boxes and footers are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import html as parser

from pipeline.config import Settings
from pipeline.document import Document, SourceFile
from pipeline.errors import EmptyDocument, TooLarge, UnreadableFile
from pipeline.readers import page_data, page_frame
from pipeline.readers.decode import decode
from pipeline.readers.sheet import Box, Paragraph, Sheet

#: Tags that lie deeper are not walked as they are nested: a program's stack is not so deep.
_DEEPEST = 150
_UNSEEN = {
    "script", "style", "noscript", "template", "head", "nav", "footer", "aside", "form", "button", "select", "svg",
    "iframe", "object", "canvas", "video", "audio", "input", "textarea", "dialog",
}  # fmt: skip
_BLOCKS = {
    "p", "div", "section", "article", "main", "header", "blockquote", "figure", "figcaption", "address", "center",
    "fieldset", "details", "xmp", "plaintext", "listing",
    "summary", "dl", "dt", "dd", "pre", "body", "html", "hgroup", "td", "th", "caption",
}  # fmt: skip
_AS_TYPED = {"pre", "xmp", "plaintext", "listing"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BOLD = {"b", "strong"}
_STRUCK = {"s", "strike", "del"}
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_BLANKS = re.compile(r"[ \t\r\f\v\n\xa0]+")
#: What mail programs call a quoted reply, and the headers above one.
_QUOTED = re.compile(
    r"gmail_(?:quote|attr)|yahoo_quoted|moz-cite-prefix|protonmail_quote|divRplyFwdMsg|appendonsend", re.IGNORECASE
)
_OLDER = re.compile(r"divRplyFwdMsg|appendonsend")
#: Stands for a line end of the source: a blank, unless all lines are as short as those of a list of names.
_SOFT = "\x1e"
_SHORT = 80
#: "VIII.": the number of an item that stands on a line of its own in the source.
_MARK = 5
#: "* an item", "[10:15] Ada: hello": lines that were typed or logged, and put into a page without a tag.
_TYPED = re.compile(r"[*•–-][ ]|\[?\d{1,2}:\d\d|<[\w.-]+>[ ]|\d{1,2}[.)][ ]")
#: "... on request, from the": the line goes on in the next.
_BROKEN = re.compile(r"(?:\b[a-zà-ÿ]{1,3}|[&,(–-])$")


@dataclass
class _Flow:
    """Inline text that is collected until a block ends."""

    words: list[str] = field(default_factory=list)
    heavy: list[tuple[int, bool]] = field(default_factory=list)
    struck: list[tuple[int, int]] = field(default_factory=list)
    length: int = 0
    typed: bool = False  # within <pre>, where line ends count as they are

    def add(self, text: str | None, *, bold: bool, struck: bool) -> None:
        """Adds inline text; blanks count as one, and are a soft line break where the source has a line end."""
        if not text:
            return
        if self.typed and "\n" in text:
            head, *rest = text.split("\n")
            self.add(head, bold=bold, struck=struck)
            for line in rest:
                self.line_end()
                self.add(line, bold=bold, struck=struck)
            return
        words = _BLANKS.sub(lambda match: _SOFT if "\n" in match.group() else " ", text)
        if words.startswith((" ", _SOFT)) and (not self.words or self.words[-1].endswith((" ", "\n", _SOFT))):
            words = words[1:]
        if not words:
            return
        if words.strip():
            self.heavy.append((len(words.strip()), bold))
        if struck:
            self.struck.append((self.length, self.length + len(words)))
        self.words.append(words)
        self.length += len(words)

    def line_end(self) -> None:
        """A line break within a block."""
        if self.words and not self.words[-1].endswith("\n"):
            self.words.append("\n")
            self.length += 1

    def taken(self, *, markup: str = "paragraph", level: int = 0, marker: str = "") -> Paragraph | None:
        """What was collected, as a paragraph; None when there is nothing."""
        text = "".join(self.words)
        soft = [line.strip() for line in text.split(_SOFT) if line.strip()]
        typed = 2 * sum(_TYPED.match(line) is not None for line in soft) >= len(soft)
        listed = len(soft) > 2 and (typed or (all(map(_is_entry, soft)) and not any(map(_BROKEN.search, soft[:-1]))))
        text = text.replace(_SOFT, "\n" if listed else " ")
        bold = bool(self.heavy) and all(heavy for _, heavy in self.heavy)
        struck = tuple(self.struck)
        self.words, self.heavy, self.struck, self.length = [], [], [], 0
        return Paragraph(text, markup, level, marker, bold, struck) if text.strip() else None


def _is_entry(line: str) -> bool:
    """Whether a line of the source may be a line of a list of names rather than a stretch of prose."""
    if not 1 < len(line) < _SHORT or line[0].islower() or (len(line) <= _MARK and line[-1] in ".)"):
        return False
    return line.count("(") == line.count(")")


def read(source: SourceFile, settings: Settings) -> Document:
    """The document that a web page holds. Raises InputError kinds as decode does."""
    root = parsed(_decoded(source.data, settings))
    metadata = page_data.metadata_of(root)
    sheet = Sheet()
    title, day = page_data.title_line(root, metadata), page_data.day_line(metadata)
    if title:
        sheet.write(Paragraph(title), markup="meta")
    head = sheet.length
    for part in page_frame.content_of(root):
        write(sheet, part)
    if sheet.length == head:
        write(sheet, root)
    if sheet.length == head:
        raise EmptyDocument("The page holds no text.", remedy="Check the file.")
    if day:
        sheet.write(Paragraph(day), markup="meta")
    return sheet.document(source, metadata)


def parsed(text: str) -> Any:
    """The tree of a page. Raises UnreadableFile."""
    try:
        reader = parser.HTMLParser(huge_tree=True)
        root = parser.document_fromstring(_DECLARATION.sub("", text, count=1), reader)
    except (parser.etree.ParserError, ValueError) as error:
        raise UnreadableFile("The file is called HTML but cannot be read as such.") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in reader.error_log):
        raise TooLarge("The page nests its tags deeper than any page needs.")
    return root


def write(sheet: Sheet, root: Any, *, markup: str = "") -> None:
    """Writes the words of a tree; ``markup`` says what they are instead of what their tags say."""
    for part in _parts(root, _Flow()) if _depth(root) <= _DEEPEST else _flat_parts(root, _Flow()):
        if isinstance(part, Paragraph):
            sheet.write(part, markup=markup)
        elif markup:
            for paragraph in (paragraph for row in part for box in row for paragraph in box.paragraphs):
                sheet.write(paragraph, markup=markup)
        else:
            sheet.table(part)


def cut_quotes(root: Any) -> list[Any]:
    """Takes the replies that a message quotes out of its page, and gives them back in order."""
    quoted = [element for element in root.iter() if isinstance(element.tag, str) and _is_quote(element)]
    cut = []
    for element in quoted:
        if element.getparent() is None or any(ancestor in cut for ancestor in element.iterancestors()):
            continue
        # Headers of an older message have it behind them, unless they are around it.
        rest = list(element.itersiblings()) if _OLDER.search(_called(element)) else []
        for part in (element, *rest):
            part.drop_tree() if part.getparent() is not None else None
            cut.append(part)
    return cut


def _is_quote(element: Any) -> bool:
    if element.tag == "blockquote" and element.get("type") == "cite":
        return True
    return _QUOTED.search(_called(element)) is not None


def _called(element: Any) -> str:
    """Class and identifier of an element, by which pages tell what it is."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _decoded(data: bytes, settings: Settings) -> str:
    """The page's text; its own word about the encoding counts where the bytes agree."""
    match = _CHARSET.search(data[:4096])
    if match:
        try:
            named = data.decode(match[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            return decode(data, settings)
        return decode(named.encode("utf-8", "surrogatepass"), settings)
    return decode(data, settings)


def _parts(element: Any, flow: _Flow, *, depth: int = 0) -> Iterator[Paragraph | list[list[Box]]]:
    """Paragraphs and tables of an element in order."""
    if element.tag in _HEADINGS:
        yield from _block(element, element.tag, flow, depth=depth, bold=False, struck=False, before=0)
    else:
        yield from _inside(element, flow, depth=depth, bold=False, struck=False)
    if (last := flow.taken()) is not None:
        yield last


def _depth(root: Any) -> int:
    """How deep the tags of a tree lie."""
    depth = deepest = 0
    for event, _ in parser.etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _flat_parts(root: Any, flow: _Flow) -> Iterator[Paragraph]:
    """Paragraphs of a tree that is too deep to be walked as it is nested: old pages open many tags and close none."""
    unseen = 0
    for event, element in parser.etree.iterwalk(root, events=("start", "end")):
        tag = element.tag.lower() if isinstance(element.tag, str) else ""
        hidden = not tag or tag in _UNSEEN
        if tag == "br" and event == "start":
            flow.line_end()
        elif tag in _HEADINGS or tag in _BLOCKS or tag in ("ul", "ol", "li", "table", "tr", "hr"):
            if event == "start" or tag not in (*_HEADINGS, "li"):
                kind = ("paragraph", 0, "")
            else:
                kind = ("heading", _HEADINGS[tag], "") if tag in _HEADINGS else ("item", 1, "•")
            if (before := flow.taken(markup=kind[0], level=kind[1], marker=kind[2])) is not None:
                yield before
        if event == "start":
            unseen += hidden
            words = element.text
        else:
            unseen -= hidden
            words = element.tail
        if not unseen and not (hidden and event == "start"):
            flow.add(words, bold=False, struck=False)
    if (last := flow.taken()) is not None:
        yield last


def _inside(
    element: Any, flow: _Flow, *, depth: int, bold: bool, struck: bool
) -> Iterator[Paragraph | list[list[Box]]]:
    flow.add(element.text, bold=bold, struck=struck)
    items = 0  # counted on the way: asking each item for those before it costs the square of a list
    for child in element:
        tag = child.tag.lower() if isinstance(child.tag, str) else ""
        items += tag == "li"
        if tag and tag not in _UNSEEN and not page_frame.is_frame(child):
            if tag == "br":
                flow.line_end()
            elif tag in _HEADINGS or tag in _BLOCKS or tag in ("ul", "ol", "li", "table", "hr"):
                if (before := flow.taken()) is not None:
                    yield before
                yield from _block(child, tag, flow, depth=depth, bold=bold, struck=struck, before=items - 1)
            else:
                heavy, out = bold or tag in _BOLD, struck or tag in _STRUCK
                yield from _inside(child, flow, depth=depth, bold=heavy, struck=out)
        flow.add(child.tail, bold=bold, struck=struck)


def _block(
    element: Any, tag: str, flow: _Flow, *, depth: int, bold: bool, struck: bool, before: int
) -> Iterator[Paragraph | list[list[Box]]]:
    if tag == "table" and (rows := _rows(element)):
        yield rows
        return
    inner = depth + 1 if tag in ("ul", "ol") else depth
    heavy = bold or tag == "dt"
    outer, flow.typed = flow.typed, flow.typed or tag in _AS_TYPED
    parts = list(_inside(element, flow, depth=inner, bold=heavy, struck=struck))
    flow.typed = outer
    if tag in _HEADINGS or tag == "li":
        own = _named(element, tag, max(depth, 1), before)
        last = flow.taken()
        parts = [*parts, last] if last is not None else parts
        first = next((n for n, part in enumerate(parts) if isinstance(part, Paragraph)), None)
        if first is not None and isinstance(part := parts[first], Paragraph) and part.markup == "paragraph":
            parts[first] = replace(part, markup=own.markup, level=own.level, marker=own.marker)
    yield from parts
    if (last := flow.taken()) is not None:
        yield last


def _named(element: Any, tag: str, depth: int, before: int) -> Paragraph:
    """How the words of a heading or a list item are marked; ``before`` it stand so many items of its list."""
    if tag in _HEADINGS:
        return Paragraph("", "heading", _HEADINGS[tag])
    parent = element.getparent()
    marker = "•"
    if parent is not None and parent.tag == "ol":
        start = parent.get("start", "1")
        marker = f"{(int(start) if start.isdigit() else 1) + before}."
    return Paragraph("", "item", depth, marker)


def _rows(table: Any) -> list[list[Box]]:
    """The rows of a table of data; none for a table of one column or one that only lays out the page."""
    if table.find(".//table") is not None:
        return []
    rows = []
    hidden: dict[int, int] = {}  # columns that a cell above covers, with the number of rows that it still does
    for row in table.iter("tr"):
        boxes: list[Box] = []
        column = 0
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            column = _pass_hidden(boxes, hidden, column)
            paragraphs = tuple(part for part in _parts(cell, _Flow()) if isinstance(part, Paragraph))
            width, height = _count(cell, "colspan"), _count(cell, "rowspan")
            boxes.append(Box(paragraphs, width, height, heading=cell.tag == "th"))
            if height > 1:
                hidden.update(dict.fromkeys(range(column, column + width), height - 1))
            column += width
        if boxes:
            _pass_hidden(boxes, hidden, column)
            rows.append(boxes)
    _drop_last(rows)
    return rows if rows and max(len(row) for row in rows) > 1 else []


def _pass_hidden(boxes: list[Box], hidden: dict[int, int], column: int) -> int:
    """Adds empty cells for columns that a cell above covers; the next column that is free."""
    while hidden.get(column, 0) > 0:
        hidden[column] -= 1
        boxes.append(Box(()))
        column += 1
    return column


def _count(cell: Any, name: str) -> int:
    value = cell.get(name, "1").strip()
    return int(value) if value.isdigit() and 0 < int(value) < 100 else 1


def _drop_last(rows: list[list[Box]]) -> None:
    """Drops a last column without a word, which office programs add for themselves."""
    widths = [sum(box.colspan for box in row) for row in rows]
    most = max(widths, default=0)
    widest = [row for row, width in zip(rows, widths, strict=True) if width == most]
    if len(rows) > 1 and all(len(row) > 1 and not row[-1].paragraphs for row in widest):
        for row in widest:
            del row[-1]
