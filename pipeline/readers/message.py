"""A message as a document: what its headers say, its body, the replies that it quotes, and the files it carries."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.config import Settings
from pipeline.document import Document, Member, SourceFile
from pipeline.errors import EmptyDocument, TooLarge, UnreadableFile
from pipeline.readers import html
from pipeline.readers.inside import Names
from pipeline.readers.sheet import Paragraph, Sheet
from pipeline.readers.typed import Raw, lines_of, split
from pipeline.text import Span

#: "Re: ", "AW: ", "Fwd: ", "[list] " before a subject.
_REPLY = re.compile(r"(?:\[[^\]]{1,40}\]\s*|(?:re|aw|antw?|sv|vs|r|ref)\s*(?:\[\d+\])?:\s*)+", re.IGNORECASE)
_FORWARD = re.compile(r"\W*(?:fwd?|wg|tr|rv|enc|i|doorst\w*)\s*:", re.IGNORECASE)
_QUOTE = re.compile(r"(?:>[ \t]?)+")
#: "On Thu, 5 Mar 2020 at 14:02, Ada Moe <ada@example.org> wrote:"
_ATTRIBUTION = re.compile(r".*(?:\d{4}|@).*:")
#: "From: Ada Moe": a line of the headers that some programs write above a reply.
_LABELLED = re.compile(r"\*?[^\W\d_][\w -]{1,14}\s?:\*?\s+\S.*")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
#: A quoted part is what the message is about when its own words are fewer than this.
_FEW = 40
#: A signature has no more lines.
_SIGNATURE = 10
#: A body that has these says more as a web page than as text.
_STRUCTURED = re.compile(r"<(?:table|li|h[1-6])\b", re.IGNORECASE)


@dataclass(frozen=True)
class Attachment:
    """A file that a message carries."""

    name: str
    data: bytes
    address: str


@dataclass(frozen=True)
class Message:
    """What a message says, whatever program kept it. Headers are as written, ``""`` where there is none."""

    subject: str = ""
    sender: str = ""
    sent: str = ""
    text: str = ""
    page: str = ""
    attachments: tuple[Attachment, ...] = ()

    def attached(self, address: str) -> bytes:
        """The bytes of the attachment at ``address``. Raises UnreadableFile where there is none."""
        for part in self.attachments:
            if part.address == address:
                return part.data
        raise UnreadableFile("The message no longer holds this attachment.")


def document_of(source: SourceFile, message: Message, settings: Settings, *, prefix: str) -> Document:
    """The document that a message makes; its attachments are members, found by addresses that begin with ``prefix``.

    The headers are its first lines, marked as data about it. Quoted replies and signatures are marked as quoted,
    unless the message forwards them.
    """
    text = _limited(message.text.replace("\r\n", "\n").replace("\r", "\n"), settings)
    page = _limited(message.page, settings)
    head = _headed(message)
    if page.strip() and (not text.strip() or _STRUCTURED.search(page)):
        document = _of_page(source, head, page, message)
    else:
        document = _of_text(source, head, text, message)
    if len(message.attachments) > settings.max_members:
        raise TooLarge(f"The message holds {len(message.attachments):,} files; the limit is {settings.max_members:,}.")
    names = Names()
    members = tuple(
        Member(names.free(part.name), f"{prefix}:{part.address}", hashlib.sha256(part.data).hexdigest(), len(part.data))
        for part in message.attachments
    )
    if not members and not any(line.markup != "meta" for line in document.lines):
        raise EmptyDocument("The message holds no text.", remedy="Check the file.")
    about = {"title": message.subject, "sender": message.sender, "sent": message.sent}
    return replace(document, members=members, metadata={key: value for key, value in about.items() if value})


def _limited(text: str, settings: Settings) -> str:
    if len(text) > settings.max_characters:
        raise TooLarge(f"The message has {len(text):,} characters; the limit is {settings.max_characters:,}.")
    return text


def _headed(message: Message) -> Sheet:
    """The headers as lines; "Re:" and the names of lists are no part of a subject."""
    sheet = Sheet()
    subject = _REPLY.sub("", " ".join(message.subject.split()), count=1) if message.subject else ""
    for label, value in (("Subject", subject), ("From", message.sender), ("Sent", message.sent)):
        if value.strip():
            sheet.write(Paragraph(f"{label}: {' '.join(value.split())}"), markup="meta")
    return sheet


def _of_text(source: SourceFile, head: Sheet, body: str, message: Message) -> Document:
    text = f"{head.text}\n{body.rstrip()}\n"
    raws = split(text, start=head.length)
    quoted = _quoted(text, raws)
    if _is_forward(message, sum(len(raw.content) for number, raw in enumerate(raws) if number not in quoted), text):
        quoted = set()
    bare = [_unquoted(text, raw) for raw in raws]
    lines = [
        line._replace(markup="quoted", level=0, marker="") if number in quoted else line
        for number, line in enumerate(lines_of(text, bare))
    ]
    return Document(source=source, text=text, lines=(*head.lines, *lines))


def _of_page(source: SourceFile, head: Sheet, page: str, message: Message) -> Document:
    root = html.parsed(page)
    quoted = html.cut_quotes(root)
    own = len(" ".join(root.text_content().split()))
    forward = _is_forward(message, own, page)
    html.write(head, root)
    for part in quoted:
        html.write(head, part, markup="" if forward else "quoted")
    return Document(
        source=source, text=head.text, lines=head.marked(), tables=tuple(head.tables), struck=tuple(head.struck)
    )


def _is_forward(message: Message, own: int, text: str) -> bool:
    """Whether what is quoted is what the message is about."""
    return _FORWARD.match(message.subject) is not None or (own < _FEW * 6 and own * 4 < len(text))


def _unquoted(text: str, raw: Raw) -> Raw:
    mark = _QUOTE.match(raw.content.of(text))
    if mark is None or mark.end() == len(raw.content):
        return raw
    return replace(raw, content=Span(raw.content.start + mark.end(), raw.content.end).trimmed(text))


def _quoted(text: str, raws: Sequence[Raw]) -> set[int]:
    """Numbers of the lines that quote another message, say whose it is, or sign this one."""
    words = [raw.content.of(text) for raw in raws]
    quoted = {number for number, line in enumerate(words) if line.startswith(">")}
    for number in sorted(quoted):
        for above in (number - 1, number - 2):  # a long attribution takes two lines
            if above >= 0 and above not in quoted and _ATTRIBUTION.fullmatch(" ".join(words[above:number])):
                quoted.update(range(above, number))
                break
    end = next((number for number in range(len(words)) if _begins_rest(words, number)), len(words))
    quoted.update(range(end, len(words)))
    return quoted


def _begins_rest(words: Sequence[str], number: int) -> bool:
    """Whether a signature ("--") or the headers of an older message begin here: all that follows belongs to them."""
    line = words[number]
    if line == "--":
        return len(words) - number <= _SIGNATURE
    ruled = line[:2] in ("--", "__") and line[-2:] == line[:2] and not _LABELLED.fullmatch(line)
    start = number + 1 if ruled else number
    block = words[start : start + 3]
    if len(block) < 3 or not all(_LABELLED.fullmatch(below) for below in block):
        return False
    # "Date: 5 May 2020 / Time: ..." may head a report: the headers of a message begin with an address, or below a rule.
    return any(map(_YEAR.search, block)) and (ruled or "@" in block[0])
