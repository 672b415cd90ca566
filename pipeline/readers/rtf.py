"""Rich Text Format (.rtf): paragraphs, headings, list marks, table rows, weight and struck words, in any code page."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby

from pipeline.config import Settings
from pipeline.document import Document, SourceFile
from pipeline.errors import UnreadableFile
from pipeline.readers.sheet import Box, Paragraph, Sheet

_TOKEN = re.compile(
    rb"""
      \\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?[ ]?   # a word of control, and its number
    | \\'(?P<hex>[0-9a-fA-F]{2})                               # a byte of the code page
    | \\(?P<sign>[^a-zA-Z'])                                   # a sign of control
    | (?P<brace>[{}])
    | (?P<text>[^\\{}\r\n]+)
    | [\r\n]+
    """,
    re.VERBOSE,
)
#: Groups that hold no words of the report.
_SILENT = {
    "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "objdata", "fldinst", "listtable",
    "listoverridetable", "revtbl", "rsidtbl", "generator", "xmlnstbl", "themedata", "colorschememapping", "datastore",
    "latentstyles", "pntext", "nonshppict", "sp", "sn", "sv", "annotation", "atnid", "atnauthor", "bkmkstart",
    "bkmkend", "mmathPr",
}  # fmt: skip
#: Heads and feet of pages.
_ASIDES = {"header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"}
#: Groups that say "leave me out if you do not know me", and are known.
_KNOWN = {"shptxt", "listtext", "shpinst", "fldrslt"}
_CHARACTERS = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ", "softline": "\n",
}  # fmt: skip
_SIGNS = {b"~": "\xa0", b"_": "-", b"\n": "\n", b"\r": "\n"}
_LITERAL = (b"\\", b"{", b"}")
_CODE_PAGES = {"mac": "mac-roman", "pc": "cp437", "pca": "cp850"}
_DEEPEST = 500
#: "{\\s1\\ql ... heading 1;}": a style that makes headings, by the name that Word gives it in every language.
_STYLE = re.compile(
    rb"\{\\s(?P<style>\d{1,4})\\(?:[^{};]|\{[^{}]{0,99}\}){0,600}?[ ]heading (?P<level>[1-9]);", re.IGNORECASE
)


@dataclass(frozen=True)
class _State:
    """What holds within a group, and is forgotten at its end."""

    silent: bool = False
    aside: str = ""
    mark: bool = False
    bold: bool = False
    struck: bool = False
    deleted: bool = False
    skipped: int = 1


@dataclass
class _Writer:
    """Collects runs until a paragraph, a cell or a row ends."""

    styles: Mapping[int, int]
    runs: list[tuple[str, bool, bool]] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    level: int = 0
    depth: int = 0
    in_table: bool = False
    cell: list[Paragraph] = field(default_factory=list)
    row: list[Box] = field(default_factory=list)
    rows: list[list[Box]] = field(default_factory=list)
    parts: list[Paragraph | list[list[Box]]] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    feet: list[str] = field(default_factory=list)

    def add(self, text: str, state: _State) -> None:
        """Adds a stretch of text."""
        if state.silent or state.deleted:
            return
        if state.mark:
            self.marks.append(text)
        else:
            self.runs.append((text, state.bold, state.struck))

    def paragraph(self, aside: str = "") -> None:
        """Ends the paragraph; ``aside`` says that it belongs to a page's "head" or "foot"."""
        self.runs = [(_whole(run), bold, out) for run, bold, out in _joined(self.runs)]
        text = "".join(run for run, _, _ in self.runs)
        weights = [bold for run, bold, _ in self.runs if run.strip()]
        struck, position = [], 0
        for run, _, out in self.runs:
            if out:
                struck.append((position, position + len(run)))
            position += len(run)
        marker = _marker("".join(self.marks))
        self.runs, self.marks = [], []
        if not text.strip():
            return
        if aside:
            (self.heads if aside == "head" else self.feet).append(text)
            return
        markup = "heading" if self.level else "item" if marker else "paragraph"
        level = self.level or (self.depth + 1 if marker else 0)
        made = Paragraph(text, markup, level, marker, bool(weights) and all(weights), tuple(struck))
        if self.in_table:
            self.cell.append(made)
        else:
            self.end_table()
            self.parts.append(made)

    def end_cell(self) -> None:
        """Ends a cell of a table."""
        self.in_table = True
        self.paragraph()
        bold = bool(self.cell) and all(paragraph.bold for paragraph in self.cell)
        self.row.append(Box(tuple(self.cell), heading=bold))
        self.cell = []

    def end_row(self) -> None:
        """Ends a row of a table."""
        if self.row:
            self.rows.append(self.row)
        self.row = []

    def end_table(self) -> None:
        """Writes the rows that were collected."""
        self.end_row()
        if self.rows:
            self.parts.append(self.rows)
        self.rows = []


def read(source: SourceFile, settings: Settings) -> Document:
    """The document that an RTF file holds. Raises UnreadableFile, EmptyDocument and TooLarge."""
    if not source.data.lstrip().startswith(b"{\\rtf"):
        raise UnreadableFile("The file is called RTF but is not.")
    writer = _Writer({int(match["style"]): int(match["level"]) for match in _STYLE.finditer(source.data)})
    _walk(source.data, writer)
    writer.in_table = False
    writer.paragraph()
    writer.end_table()
    return Sheet().letter(source, settings, writer.parts, heads=writer.heads, feet=writer.feet, called="file")


def _walk(data: bytes, writer: _Writer) -> None:  # noqa: PLR0915 - one loop over all kinds of tokens
    """Follows the groups and words of control through the file."""
    state = _State()
    stack: list[_State] = []
    page = codecs.lookup("cp1252").name
    pending = bytearray()  # bytes of a character that the code page spreads over several
    skip = 0  # what stands for a character of Unicode in old programs
    starred = False
    for match in _TOKEN.finditer(data):
        kind = match.lastgroup if match.lastgroup != "number" else "word"
        if pending and kind != "hex":
            writer.add(pending.decode(page, "replace"), state)
            pending.clear()
        if kind == "brace":
            skip = 0
            if match["brace"] == b"{":
                if len(stack) > _DEEPEST:
                    raise UnreadableFile("The file nests its groups deeper than any program does.")
                stack.append(state)
            elif stack:
                if state.aside and not stack[-1].aside:
                    writer.paragraph(state.aside)
                state = stack.pop()
            starred = False
        elif kind == "hex":
            if skip:
                skip -= 1
            elif not (state.silent or state.deleted):
                pending += bytes.fromhex(match["hex"].decode())
        elif kind == "text":
            words = match["text"].decode(page, "replace")
            writer.add(words[skip:], state)
            skip = max(0, skip - len(words))
        elif kind == "sign":
            sign = match["sign"]
            starred = sign == b"*"
            words = sign.decode("latin-1") if sign in _LITERAL else _SIGNS.get(sign, "")
            if words and skip:
                skip -= 1
            elif words:
                writer.add(words, state)
        elif kind == "word":
            word, number = match["word"].decode(), int(match["number"]) if match["number"] else None
            if word == "u" and number is not None:
                writer.add(_character(number), state)
                skip = state.skipped
            elif word == "ansicpg" and number:
                page = _codec(number, page)
            elif word in _CODE_PAGES:
                page = _CODE_PAGES[word]
            else:
                state = _obeyed(word, number, state, writer, starred=starred)
            starred = False


def _obeyed(word: str, number: int | None, state: _State, writer: _Writer, *, starred: bool) -> _State:
    """What holds after a word of control; paragraphs and cells that it ends are written."""
    if starred and word not in _KNOWN:
        return replace(state, silent=True)
    if word in _SILENT:
        return replace(state, silent=True)
    if word in _ASIDES:
        writer.paragraph()
        return replace(state, aside="head" if word.startswith("header") else "foot")
    if word == "listtext":
        return replace(state, mark=True)
    if word in ("b", "strike", "striked", "deleted", "v"):
        on = number != 0
        if word == "b":
            return replace(state, bold=on)
        return replace(state, struck=on) if word.startswith("strike") else replace(state, deleted=on)
    if word == "plain":
        return replace(state, bold=False, struck=False, deleted=False)
    if word == "uc" and number is not None:
        return replace(state, skipped=max(0, min(number, 9)))
    if state.silent:
        return state
    if word in _CHARACTERS:
        writer.add(_CHARACTERS[word], state)
    elif word in ("par", "sect", "page") or (word in ("cell", "nestcell", "row", "nestrow") and state.aside):
        writer.paragraph(state.aside)
    elif word in ("cell", "nestcell"):
        writer.end_cell()
    elif word in ("row", "nestrow"):
        writer.end_row()
    elif word == "pard":
        writer.in_table, writer.level, writer.depth = False, 0, 0
    elif word in ("intbl", "itap") and not state.aside:
        writer.in_table = number != 0
    elif word == "s" and number is not None:
        writer.level = writer.styles.get(number, 0)
    elif word == "outlinelevel" and number is not None:
        writer.level = number + 1 if 0 <= number < 9 else 0
    elif word == "ilvl" and number is not None:
        writer.depth = max(0, min(number, 9))
    return state


def _character(number: int) -> str:
    """A character of Unicode; halves of those beyond the first 65,536 are joined when the paragraph ends."""
    return chr(number + 65536 if number < 0 else min(number, 0xFFFF))


def _whole(text: str) -> str:
    """``text`` with halves of characters joined, and lone halves replaced."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _joined(runs: Iterable[tuple[str, bool, bool]]) -> Iterator[tuple[str, bool, bool]]:
    """Runs of the same look as one."""
    for look, group in groupby(runs, key=lambda run: run[1:]):
        yield "".join(run for run, _, _ in group), *look


def _codec(number: int, before: str) -> str:
    try:
        return codecs.lookup("utf-8" if number == 65001 else f"cp{number}").name
    except LookupError:
        return before


def _marker(text: str) -> str:
    """A list mark as written: signs of symbol fonts are bullets."""
    mark = text.strip()
    return "•" if len(mark) == 1 and not mark.isalnum() else mark
