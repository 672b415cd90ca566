"""The words of a block without the accidents of its form: line breaks, hyphens, ligatures, Markdown and HTML marks.

Every change is an edit of a stretch of the document's text, so that the View knows where each character stands.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from pipeline.document import Document
from pipeline.text import Piece, Span, View

#: Ligatures, soft hyphens, odd blanks, invisible marks.
_CHARACTERS = re.compile(
    r"(?P<drop>[\u00ad\u200b-\u200f\u2060\ufeff\ufffe\x02])"
    r"|(?P<ligature>[\ufb00-\ufb06])"
    r"|(?P<accent>[´`¨ˆˇ˘˙˚˜¸˛˝][^\W\d_])"
    r"|(?P<leader>(?:\.\s?){5,}\s*|…{3,}\s*)"
    r"|(?P<blank>[^\S ]\s*|[ ]\s+)"
)
#: What of these can be printed and is no ASCII.
_RARE = re.compile(r"[\ufb00-\ufb06´¨ˆˇ˘˙˚˜¸˛˝…]")
#: A blank stands for what lies between two parts when that is no longer.
_NARROW = 3
#: A spacing accent that TeX set before or after its letter, and the combining accent that it stands for.
_COMBINING = {
    "´": "\u0301", "`": "\u0300", "¨": "\u0308", "ˆ": "\u0302", "ˇ": "\u030c", "˘": "\u0306", "˙": "\u0307",
    "˚": "\u030a", "˜": "\u0303", "¸": "\u0327", "˛": "\u0328", "˝": "\u030b",
}  # fmt: skip
#: "it´s": an accent typed for an apostrophe.
_APOSTROPHE = re.compile(r"(?:[sdtm]|ll|re|ve)\b")
#: "`Code`", "`Twas the night´": back ticks in pairs quote what stands between them.
_QUOTED = re.compile(r"`[^`´'\n]{1,200}[`´'](?!\w)")
_DOTLESS = {"ı": "i", "ȷ": "j"}

_IMAGE = re.compile(r"!\[[^\]\[]{0,300}\]\([^)\s]{0,2000}(?:\s+\"[^\"]*\")?\)")
#: "[words](target)" and "[words][label]"; targets may hold one pair of brackets.
_LINK = re.compile(
    r"(?P<open>\[)(?P<words>(?:[^\[\]]|\[[^\[\]]{0,200}\]){0,600})(?P<close>\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"\n]*\")?\)|\]\[[^\]\n]*\])"
)
_AUTOLINK = re.compile(r"(?P<open>\\?<)(?:https?://|mailto:)?[^\s<>@:]+[@:/.][^\s<>]*?(?P<close>\\?>)")
_COMMENT = re.compile(r"<!--(?:(?!<!--|-->).)*-->", re.DOTALL)
_TAG = re.compile(r"</?(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?:\s[^<>]*)?/?>")
_BREAKS = {"br", "p", "div", "li", "td", "th", "tr"}
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_STRONG = re.compile(r"\*{2,3}|(?<!\w)_{2,3}(?=\S)|(?<=\S)_{2,3}(?!\w)|~~")
#: "~gone~", which some write for "~~gone~~"; "~/path" and "H~2~O" are something else.
_STRUCK_ONCE = re.compile(r"(?<![~\w/\\:.=])(?P<mark>~)(?=[^\s~/])(?P<words>[^~\n]{1,200})(?<=[^\s~])~(?![~\w/])")
_EMPHASIS = re.compile(
    r"(?<![\w*\\])(?P<mark>[*_])(?=[^\s*_])(?P<words>[^*_\n]{1,400}?)(?<=[^\s*\\])(?P=mark)(?![\w*])"
)
_CODE = re.compile(r"(?P<mark>`{1,2})(?P<words>[^`\n]+)(?P=mark)")
#: "`words <target>`_", "`words`_", ":role:`words`", as reStructuredText writes links and references.
_REFERENCE = re.compile(
    r"(?P<open>(?::[\w.+-]+:)?(?<!`)`)(?P<words>[^`<>\n]{1,400}?)(?P<close>\s*<[^<>`\n]{1,2000}>`_{0,2}|`_{1,2}|`(?<=[^`]`)(?!`))"
)
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])|\\(?=\n|$)")
_ATTRIBUTES = re.compile(r"\{[:.#][^{}\n]*\}")


@dataclass(frozen=True, slots=True, order=True)
class _Edit:
    """Characters ``[start, end)`` of the document are read as ``text``."""

    start: int
    end: int
    text: str


def view_of(text: str, parts: Sequence[Span], *, marked: bool = False, closed: Mapping[int, int] | None = None) -> View:
    """The view of ``parts``, which are in order, joined by blanks.

    ``marked`` removes Markdown and inline HTML. ``closed`` holds the ends of parts that meet within a word, with the
    number of characters to drop there: 1 where a hyphen only breaks the word.
    """
    parts = [part for part in parts if part.start < part.end]
    if not parts:
        return View(())
    if not marked and (pieces := as_they_stand(text, parts, closed or {})):
        return View(tuple(pieces))
    return tidied(text, parts, marked=marked, closed=closed or {})


def tidied(text: str, parts: Sequence[Span], *, marked: bool, closed: Mapping[int, int]) -> View:
    """The view of ``parts``, which are not empty, with all edits made."""
    edits = list(_gaps(parts, closed))
    for part in parts:
        edits.extend(_characters(text, part, marked=marked))
    whole = Span(parts[0].start, parts[-1].end)
    if marked:
        edits.extend(_markup(text, whole))
    return _applied(text, whole, edits)


def as_they_stand(text: str, parts: Sequence[Span], closed: Mapping[int, int]) -> list[Piece]:
    """The pieces of parts in which nothing is to be tidied, as in most; nothing where something might be.

    Parts with one character between them, a line's end or a blank, are one piece with a blank there.
    """
    pieces: list[Piece] = []
    said: list[str] = []  # the words of the parts that make up the next piece, which begins at first
    first = parts[0].start
    for part, after in zip_longest(parts, parts[1:]):
        words = text[part.start : part.end]
        if _may_need_tidying(words):
            return []
        dropped = closed.get(part.end) if after is not None else 0
        if dropped and len(part) <= dropped:
            return []
        end = part.end - (dropped or 0)
        said.append(text[part.start : end])
        if dropped is None and after.start == part.end + 1:
            continue
        pieces.append(Piece(" ".join(said), Span(first, end)))
        if after is not None:
            if dropped is None:
                near = after.start - part.end <= _NARROW
                pieces.append(Piece(" ", Span(part.end, after.start if near else part.end)))
            said, first = [], after.start
    return pieces


def _may_need_tidying(words: str) -> bool:
    """Whether ``_CHARACTERS`` could match, or the words begin or end in blanks: told by a few quick looks.

    Soft hyphens, invisible marks and all blanks but the common one cannot be printed.
    """
    return (
        not words.isprintable()
        or "  " in words
        or ".." in words
        or ". ." in words
        or (not words.isascii() and _RARE.search(words) is not None)
        or "`" in words
        or words[0] == " "
        or words[-1] == " "
    )


def _gaps(parts: Sequence[Span], closed: Mapping[int, int]) -> Iterator[_Edit]:
    for before, after in pairwise(parts):
        dropped = closed.get(before.end)
        if dropped is None:
            yield _Edit(before.end, after.start, " ")
        else:
            yield _Edit(before.end - dropped, after.start, "")


def _characters(text: str, part: Span, *, marked: bool) -> Iterator[_Edit]:
    for match in _CHARACTERS.finditer(text, part.start, part.end):
        start, end = match.span()
        if match["drop"]:
            yield _Edit(start, end, "")
        elif match["ligature"]:
            yield _Edit(start, end, unicodedata.normalize("NFKC", match.group()))
        elif match["leader"]:
            yield _Edit(start, end, " … ")
        elif match["blank"]:
            yield _Edit(start, end, " ")
        elif not (marked and match.group()[0] == "`"):  # which begins code in Markdown
            yield from _accent(text, start, part)


def _accent(text: str, start: int, part: Span) -> Iterator[_Edit]:
    """TeX fonts set accents apart: "Hunˇcak" is Hunčak, "Fr´ed´eric" Frédéric. Only where a letter takes the accent."""
    mark = _COMBINING[text[start]]
    letter = text[start + 1]
    whole = unicodedata.normalize("NFC", _DOTLESS.get(letter, letter) + mark)
    if text[start] in "`´":
        within = start > part.start and text[start - 1].isalpha()
        initial = letter.isupper() and not _QUOTED.match(text, start, part.end)
        if not (within or initial) or _APOSTROPHE.match(text, start + 1, part.end):
            return
    if len(whole) == 1:
        yield _Edit(start, start + 2, whole)


def _markup(text: str, whole: Span) -> Iterator[_Edit]:
    start, end = whole.start, whole.end

    def dropped(pattern: re.Pattern[str]) -> Iterator[_Edit]:
        return (_Edit(*match.span(), "") for match in pattern.finditer(text, start, end))

    def unwrapped(pattern: re.Pattern[str], opening: str, closing: str) -> Iterator[_Edit]:
        for match in pattern.finditer(text, start, end):
            yield _Edit(*match.span(opening), "")
            last = match.end()
            yield _Edit(match.end("words") if closing == "mark" else match.start(closing), last, "")

    yield from dropped(_IMAGE)
    yield from dropped(_COMMENT)
    yield from dropped(_STRONG)
    yield from dropped(_ESCAPE)
    yield from dropped(_ATTRIBUTES)
    yield from unwrapped(_LINK, "open", "close")
    yield from unwrapped(_AUTOLINK, "open", "close")
    yield from unwrapped(_EMPHASIS, "mark", "mark")
    yield from unwrapped(_STRUCK_ONCE, "mark", "mark")
    yield from unwrapped(_CODE, "mark", "mark")
    if text.find("`_", start, end) >= 0 or text.find(":`", start, end) >= 0:
        yield from unwrapped(_REFERENCE, "open", "close")
    for match in _TAG.finditer(text, start, end):
        yield _Edit(*match.span(), " " if match["name"].lower() in _BREAKS else "")
    for match in _ENTITY.finditer(text, start, end):
        plain = html.unescape(match.group())
        if plain != match.group():
            yield _Edit(*match.span(), " " if plain.isspace() else plain)


def _applied(text: str, whole: Span, edits: Iterable[_Edit]) -> View:
    """The view of ``whole`` with ``edits`` made; of edits that overlap the first wins; blanks are single."""
    build = _Builder(text)
    position = whole.start
    for edit in sorted(edits, key=lambda item: (item.start, -item.end, item.text)):
        if (edit.end <= position and edit.end > edit.start) or edit.start < position:
            if edit.end > position:
                # A part of this one is done already; the rest of it goes, too.
                build.rewritten("", Span(position, edit.end))
                position = edit.end
            continue
        build.kept(Span(position, edit.start))
        build.rewritten(edit.text, Span(edit.start, edit.end))
        position = edit.end
    build.kept(Span(position, whole.end))
    return build.view()


class _Builder:
    """Collects the pieces of a view, one blank at a time."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._pieces: list[Piece] = []
        self._blank = True

    def kept(self, span: Span) -> None:
        """Characters as they stand."""
        if self._blank and len(span) and self._text[span.start] == " ":
            span = Span(span.start + 1, span.end)
        if len(span):
            self._pieces.append(Piece(span.of(self._text), span))
            self._blank = self._text[span.end - 1] == " "

    def rewritten(self, new: str, source: Span) -> None:
        """``new`` in place of ``source``."""
        if not new or (new == " " and self._blank):
            return
        self._pieces.append(
            Piece(new, source if len(source) <= _NARROW or new != " " else Span(source.start, source.start))
        )
        self._blank = new.endswith(" ")

    def view(self) -> View:
        """All pieces, without a blank at the end."""
        while self._pieces and not self._pieces[-1].text.strip():
            self._pieces.pop()
        if self._pieces and (last := self._pieces[-1]).text.endswith(" ") and last.exact:
            self._pieces[-1] = Piece(last.text[:-1], Span(last.source.start, last.source.end - 1))
        return View(tuple(self._pieces))


#: What decides whether the hyphen at a line's end is part of the word.
KeepHyphen = Callable[[str, str], bool]


def hyphens(document: Document) -> KeepHyphen:
    """Whether "co-" + "ordinator" keeps its hyphen at a line's end.

    It does where this document writes "co-ordinator" within a line or both halves as words, and does not where it
    writes "coordinator". With nothing to go by, the hyphen is kept unless the document breaks words often.
    """
    words: set[str] = set()
    often = False

    def keep(left: str, right: str) -> bool:
        nonlocal often
        if not left[-1:].islower() or not right[:1].islower():
            return True
        if not words:
            words.update(map(str.lower, _COMPOUND.findall(" ".join(set(document.text.split())))))
            broken = sum(_breaks(document.text, line.span) is not None for line in document.lines)
            often = broken * 40 > len(document.lines)
        left, right = left.lower(), right.lower()
        if left + right in words:
            return False
        if f"{left}-{right}" in words:
            return True
        halves = left in words and right in words and min(len(left), len(right)) > 2
        return halves or not often

    return keep


_COMPOUND = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HYPHENS = "-\u2010\u00ad\x02\ufffe"
_LEFT = re.compile(r"([^\W_]+)[-\u2010\u00ad\x02\ufffe]$")
_RIGHT = re.compile(r"[^\W_]+")
#: A word is no longer than this.
_LONGEST_HALF = 40
#: "short- and long-term": a short word after the hyphen is no second half.
_SHORT = 3


def _breaks(text: str, line: Span) -> re.Match[str] | None:
    """The half word and the hyphen that a line ends in; most lines end in another mark."""
    if text[line.end - 1 : line.end] not in _HYPHENS:
        return None
    return _LEFT.search(text, max(line.start, line.end - _LONGEST_HALF), line.end)


def within_words(text: str, parts: Sequence[Span], keep: KeepHyphen, certain: Container[int]) -> dict[int, int]:
    """The ends of parts that meet the next one within a word, with the number of characters to drop there.

    ``certain`` holds the ends where the file itself says so.
    """
    found = {}
    for left, right in pairwise(parts):
        sure = left.end in certain
        if sure or text[left.end - 1] in _HYPHENS:
            dropped = _meeting(text, left, right, keep, certain=sure)
            if dropped is not None:
                found[left.end] = dropped
    return found


def _meeting(text: str, left: Span, right: Span, keep: KeepHyphen, *, certain: bool) -> int | None:
    """How many characters to drop where two parts of a paragraph meet within a word; None where they do not.

    ``certain`` says that the file itself marks the word as broken.
    """
    if certain and text[left.end - 1].isalpha():
        return 0  # broken without a hyphen, by the border of a narrow cell
    before = _breaks(text, left)
    if before is None:
        return None
    after = _RIGHT.match(text, right.start, right.end)
    if after is None:
        return None
    if not keep(before[1], after.group()):
        return 1
    return None if after.group().islower() and len(after.group()) <= _SHORT and not certain else 0
