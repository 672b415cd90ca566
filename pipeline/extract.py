"""One document through every stage. Read ``trace`` from top to bottom: it is the architecture."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from typing import Any

from pipeline import fields, layout, likeness, meetings, mentions, readers, sections
from pipeline.assemble import assemble, best, cite, day, weigher, without_contacts
from pipeline.checks import account, check, doubted, doubts
from pipeline.config import PIPELINE_VERSION, Settings
from pipeline.document import Document, SourceFile
from pipeline.errors import InputError, OcrUnavailable
from pipeline.fields.candidate import Finding, Found
from pipeline.lexicon import languages
from pipeline.meetings.dating import is_meeting_word
from pipeline.meetings.scope import Reading, Scope, Split
from pipeline.mentions import ner, places
from pipeline.mentions.mention import PartialDate
from pipeline.ocr import Ocr, Pages
from pipeline.records import DocumentRecord, Evidence, Extraction, Issue, Meeting
from pipeline.tools import Tools

#: Where a document's title is looked for, and how long it may be.
_NEAR, _LINE, _LONGEST = 8, 200, 300
#: Sections whose heading is no title.
_LISTS = frozenset({"attendance", "absence", "agenda", "contacts", "next_meeting", "actions", "decisions"})


@dataclass(frozen=True)
class Trace:
    """Everything that the stages found in one document, for ``extract`` to publish and ``explain`` to show."""

    reading: Reading
    split: Split
    found: tuple[tuple[Scope, Found], ...]


def make_tools(settings: Settings, pages: Pages | None = None) -> Tools:
    """What a worker needs, made once; ``pages`` keeps what OCR has read.

    Raises ConfigError for a missing model or a wrong lexicon.
    """
    return Tools(settings=settings, nlp=ner.load(settings.model), places=places.load(), ocr=Ocr(pages))


def trace(source: SourceFile, tools: Tools) -> Trace:
    """Run every stage on one file. Raises InputError when it cannot be read."""
    document = readers.read(source, tools.settings, tools.ocr, tools.lexicon("en"))
    blocks = layout.arrange(document)
    lexicon = tools.lexicon_of(document)
    outline = sections.outline(document, blocks, lexicon)
    found = mentions.find(document, blocks, outline, tools)
    reading = Reading(document, blocks, outline, found, lexicon)
    split = meetings.split(reading)
    weighed = weigher(document)
    return Trace(reading, split, tuple((scope, weighed(fields.find(scope))) for scope in split.scopes))


def extract(source: SourceFile, tools: Tools) -> Extraction:
    """The records of one file. Raises InputError when it cannot be read; see ``failure`` for its record then."""
    began = _busy()
    result = trace(source, tools)
    document = result.reading.document
    records: list[Meeting] = []
    evidence: list[Evidence] = []
    issues: list[Issue] = []
    read = total = 0
    for scope, found in result.found:
        meeting, quotes, findings = assemble(scope, found if tools.settings.contacts else without_contacts(found))
        unread, lines_read, lines = account(scope, found)
        read, total = read + lines_read, total + lines
        contradictions = check(meeting, scope)
        records.append(doubted(meeting, contradictions))
        evidence.extend(quotes)
        issues.extend(_issue(document, item, meeting.meeting_id) for item in (*findings, *contradictions, *unread))
    issues.extend(_issue(document, item, None) for item in doubts(document, languages()))
    trouble = _unread(document)
    reason = result.split.reason
    if document.members and not document.text:
        reason = f"It holds nothing but files ({len(document.members)}), which are documents of their own."
    if not records and reason:
        issues.append(_issue(document, Finding("no-meeting", "info", reason, result.split.span), None))
    record = DocumentRecord(
        **_about(source, tools),
        pages=len(document.pages) or None,
        characters=len(document.text),
        language=document.language,
        title=_title(result.reading),
        published_on=_published(result, evidence, source),
        status="extracted" if records else "no_meeting",
        problem=trouble[0] if trouble else None if records else "no-meeting",
        problem_detail=trouble[1] if trouble else None if records else reason,
        ocr_pages=sum(page.reading == "ocr" for page in document.pages),
        meetings=len(records),
        coverage=round(read / total, 3) if total else None,
        seconds=round(_busy() - began, 4),
    )
    return Extraction(
        document=record,
        meetings=tuple(records),
        evidence=tuple(evidence),
        issues=tuple(issues),
        members=document.members,
        sketch=likeness.sketch(document.text).hex(),
    )


def _unread(document: Document) -> tuple[str, str] | None:
    """The problem of a document some of whose pages are scans that nobody could read."""
    count = sum(page.reading == "unread" for page in document.pages)
    if not count:
        return None
    return OcrUnavailable.code, f"{count} of {len(document.pages)} pages are unread scans. {OcrUnavailable.remedy}"


def _busy() -> float:
    """CPU seconds of this process and of the programs that it ran."""
    return sum(os.times()[:4])


def failure(source: SourceFile, tools: Tools, error: InputError) -> Extraction:
    """The record of a file that could not be read."""
    about = _about(source, tools)
    return Extraction(document=DocumentRecord(**about, status="failed", problem=error.code, problem_detail=str(error)))


def _about(source: SourceFile, tools: Tools) -> dict[str, Any]:
    return {
        "document_id": source.sha256,
        "path": source.path,
        "media_type": source.media_type,
        "bytes": len(source.data),
        "pipeline_version": PIPELINE_VERSION,
        "model_version": ner.version(tools.nlp),
        "extracted_at": dt.datetime.now(dt.UTC).replace(microsecond=0),
    }


def _issue(document: Document, finding: Finding, meeting_id: str | None) -> Issue:
    severity = finding.severity if finding.severity in ("info", "warning", "error") else "info"
    where = document.by_page(finding.span)[:1] if finding.span is not None else []
    if not where:
        return Issue(meeting_id=meeting_id, code=finding.code, severity=severity, message=finding.message)
    span, page, _ = where[0]
    return Issue(
        meeting_id=meeting_id,
        code=finding.code,
        severity=severity,
        message=finding.message,
        page=page,
        char_start=span.start,
        char_end=span.end,
        quote=span.of(document.text),
    )


def _title(reading: Reading) -> str | None:
    """The first line near the top that speaks of a meeting; else the first heading; else what the file says of itself.

    "Agenda" and "Present:" open lists and are no titles.
    """
    lists = {section.start for section in reading.walk() if section.kind in _LISTS}
    words = [
        block
        for block in reading.blocks
        if block.kind not in ("running", "rule", "meta", "code") and block.text.strip()
    ]
    near = [block for block in words[:_NEAR] if block.number not in lists and block.kind not in ("item", "row")]
    lines = [block.text for block in near if len(block.text) <= _LINE and not block.text.endswith((".", ":"))]
    told = reading.document.metadata.get("title", "").strip()
    about = (line for line in (*lines[:3], told, *lines[3:]) if is_meeting_word(reading.lexicon, line))
    heading = next((block.text for block in near if block.kind == "heading" and block.text in lines), None)
    title = next(about, None) or heading or told or (words[0].text if words else None)
    return " ".join(title.split())[:_LONGEST] if title else None


def _published(result: Trace, evidence: list[Evidence], source: SourceFile) -> dt.date | None:
    """The document's day of publication, when one is stated to the day."""
    told = [c for _, found in result.found for c in found.candidates if c.field == "published_on"]
    winner = best(told)
    if winner is None or not isinstance(winner.value, PartialDate) or winner.value.precision != "day":
        return None
    published = day(winner.value)
    if published is None:
        return None
    evidence.extend(cite(result.reading.document, source.sha256, "published_on", winner))
    return published
