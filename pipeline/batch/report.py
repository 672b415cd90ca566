"""What a run tells while it goes on, and what it was in the end."""

from __future__ import annotations

import json
import platform
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TextIO

from pipeline.config import PIPELINE_VERSION, Settings
from pipeline.store.outcome import Outcome
from pipeline.store.work import Choice, Work

if TYPE_CHECKING:
    from pipeline.store.publish import Version

#: Libraries whose versions the manifest names, beside our own.
_LIBRARIES = ("pypdfium2", "pdfplumber", "spacy", "pydantic", "pyarrow", "lxml", "pebble")


@dataclass
class Progress:
    """Where a run stands: told after each document."""

    total: int = 0
    done: int = 0
    pages: int = 0
    states: Counter[str] = field(default_factory=Counter)

    def count(self, outcome: Outcome) -> None:
        """One more document is done."""
        self.done += 1
        self.pages += outcome.pages
        self.states[outcome.status] += 1


@dataclass(frozen=True)
class Report:
    """What a run did. ``states`` counts its files by state, those that were done before included.

    ``failures`` are the first few, ours before all others; ``problems`` counts all of them by problem.
    """

    files: int
    extracted: int
    moved: int
    deleted: int
    pruned: int
    states: dict[str, int]
    problems: dict[str, int]
    failures: tuple[dict[str, Any], ...]
    unread: tuple[str, ...]
    pages: int
    version: Version

    @property
    def failed(self) -> int:
        """Number of files that failed."""
        return sum(self.problems.values())

    @property
    def bugs(self) -> int:
        """Number of failures that are ours."""
        return self.problems.get("bug", 0)


class Log:
    """Events of a run as lines of JSON, for machines that watch; nowhere unless a file is given."""

    def __init__(self, file: TextIO | None = None) -> None:
        self._file = file
        self._began = time.monotonic()

    def say(self, event: str, **facts: object) -> None:
        """Write an event, with the time, the seconds since the run began, and what is to be said of it."""
        if self._file is not None:
            now = datetime.now(UTC).isoformat(timespec="milliseconds")
            seconds = round(time.monotonic() - self._began, 3)
            line = {"time": now, "event": event, "after": seconds, **facts}
            self._file.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
            self._file.flush()

    def document(self, outcome: Outcome) -> None:
        """A document is done, and committed."""
        self.say(
            "document", document_id=outcome.document_id, path=json.loads(outcome.record)["path"],
            status=outcome.status, problem=outcome.problem, pages=outcome.pages, seconds=outcome.seconds,
            meetings=len(outcome.meetings),
        )  # fmt: skip


def about(inputs: Sequence[str], settings: Settings, choice: Choice, work: Work) -> dict[str, Any]:
    """What a run was asked, and by which program: for the ledger and the manifest."""
    return {
        "inputs": [name.encode("utf-8", "backslashreplace").decode() for name in inputs],
        "settings": asdict(settings),
        "choice": asdict(choice),
        "parts": dict(work.parts),
        "versions": versions(),
    }


def versions() -> dict[str, str]:
    """Versions of the program, of Python and of the libraries that matter most."""
    from importlib import metadata

    found = {"minutebook": PIPELINE_VERSION, "python": platform.python_version(), "system": platform.platform()}
    for name in _LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


@dataclass
class Stopwatch:
    """Seconds that the stages of a run took."""

    seconds: dict[str, float] = field(default_factory=dict)
    _last: float = field(default_factory=time.monotonic)

    def stage(self, name: str) -> None:
        """The stage ``name`` ends here."""
        now = time.monotonic()
        self.seconds[name] = round(now - self._last, 3)
        self._last = now


Tell = Callable[[Progress], None]
