"""Does the record make sense, and was everything that matters read? Disagreement becomes an issue."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable

from pipeline.document import Document
from pipeline.fields.attendees.segments import contact_start
from pipeline.fields.attendees.words import roster_words
from pipeline.fields.candidate import Candidate, Finding, Found
from pipeline.layout.block import Block
from pipeline.meetings.scope import Scope
from pipeline.records import Meeting
from pipeline.text import Span

#: Kinds of section in which each line must end in a field or in an issue (the rule of account).
ROSTER = ("attendance", "absence")
OUTCOME = ("conclusions", "recommendations", "decisions", "actions")
#: Meetings that run past midnight end before this hour.
_SMALL_HOURS = "05:00"
_IGNORED = ("heading", "running", "rule", "meta", "code")


def check(meeting: Meeting, scope: Scope) -> list[Finding]:
    """Contradictions within one meeting's record."""
    findings = []
    present = [a for a in meeting.attendees if a.presence in ("present", "online")]
    stated = meeting.stated_attendance
    # A list may leave out staff or the public; a list longer than the stated count cannot be right.
    if stated is not None and len(present) > stated:
        findings.append(
            Finding(
                "attendance-disagrees",
                "warning",
                f"{len(present)} people are listed as present, the text says {stated}.",
            )
        )
    if meeting.start_date is None and scope.mentions("date"):
        findings.append(
            Finding(
                "date-unclear",
                "info",
                "The text holds dates, and none is clearly the meeting's.",
                scope.mentions("date")[0].span,
            )
        )
    if meeting.start_date and meeting.end_date and meeting.date_precision == "day":
        days = (meeting.end_date - meeting.start_date).days + 1
        if days > 31:
            findings.append(Finding("meeting-too-long", "warning", f"The meeting would last {days} days."))
    start, end = meeting.start_time, meeting.end_time
    one_day = meeting.end_date in (None, meeting.start_date)
    if start and end and one_day and _SMALL_HOURS < end < start:
        findings.append(Finding("hours-disagree", "warning", f"The meeting would end at {end}, before {start}."))
    names: dict[str, int] = {}
    for attendee in meeting.attendees:
        names[attendee.name.casefold()] = names.get(attendee.name.casefold(), 0) + 1
    findings.extend(
        Finding("attendee-twice", "info", f"'{name}' stands {count} times in the list.")
        for name, count in names.items()
        if count > 1
    )
    return findings


def doubted(meeting: Meeting, findings: Iterable[Finding]) -> Meeting:
    """``meeting`` with less confidence for each warning that the checks found."""
    warnings = sum(finding.severity == "warning" for finding in findings)
    return (
        meeting.model_copy(update={"confidence": round(meeting.confidence * 0.9**warnings, 3)}) if warnings else meeting
    )


def doubts(document: Document, languages: Collection[str]) -> list[Finding]:
    """What is doubtful about the reading of a document as a whole; ``languages`` are those of the lexicon."""
    findings = []
    if document.language is not None and document.language not in languages:
        findings.append(
            Finding(
                "language-unsupported",
                "warning",
                f"The text is in a language without a lexicon ({document.language}): only what needs none was found.",
            )
        )
    if document.other_language is not None:
        findings.append(
            Finding(
                "language-mixed",
                "info",
                f"Much of the text is in another language ({document.other_language} beside {document.language}).",
            )
        )
    unread = [str(page.number) for page in document.pages if page.reading == "unread"]
    if unread:
        pages = ", ".join(unread[:10]) + (" ..." if len(unread) > 10 else "")
        findings.append(Finding("page-unread", "warning", f"Scans that no OCR program has read, pages {pages}."))
    return findings


class _Cover:
    """Spans merged and sorted, so that asking costs the logarithm of their number."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for span in sorted(spans):
            if self.ends and span.start <= self.ends[-1]:
                self.ends[-1] = max(self.ends[-1], span.end)
            elif len(span):
                self.starts.append(span.start)
                self.ends.append(span.end)

    def meets(self, block: Block) -> bool:
        number = bisect_left(self.starts, block.span.end) - 1  # the last stretch that begins before the block ends
        return number >= 0 and self.ends[number] > block.span.start


def account(scope: Scope, found: Found) -> tuple[list[Finding], int, int]:
    """The rule of account: findings for unread lines, the number of lines read, and the number that had to be read."""
    used = _Cover([*(span for candidate in found.candidates for span in _spans(candidate)), *found.covered])
    noted = _Cover(finding.span for finding in found.findings if finding.span is not None)
    findings: list[Finding] = []
    read = total = 0
    owners = {
        number: (section.kind, section.heading, section.label_end)
        for section in scope.sections()
        for number in range(section.start, section.end)
    }
    for block in scope.blocks:
        kind, heading, label_end = owners.get(block.number, ("", None, 0))
        if kind not in ROSTER + OUTCOME or block.kind in _IGNORED or not block.text.strip():
            continue
        if heading == block.number and not block.text[label_end:].strip(" :.-"):
            continue
        total += 1
        if used.meets(block):
            read += 1
        elif not noted.meets(block):
            span = _before_contact(block, scope) if kind in ROSTER else block.span
            nobody = kind in ROSTER and block.text.strip(" .:–-").casefold() in scope.lexicon.made(roster_words).rest
            if span is None or nobody:  # how to reach somebody, which is not published; or "None"
                read += 1
                continue
            code = "roster-line-unread" if kind in ROSTER else "conclusion-line-unread"
            message = f"Not understood: {block.text[: contact_start(block.text)][:80]}"
            findings.append(Finding(code, "info", message, span))
    return findings, read, total


def _before_contact(block: Block, scope: Scope) -> Span | None:
    """The line as far as an issue may quote it: up to an address or number; None when nothing stands before one."""
    text = block.span.of(scope.document.text)
    end = contact_start(text)
    before = text[:end].rstrip(" \n\t,;:(<|-–—")
    return Span(block.span.start, block.span.start + len(before)) if before.strip() else None


def _spans(candidate: Candidate) -> list[Span]:
    return [*candidate.spans, *(span for part in candidate.parts.values() for span in part.spans)]
