"""What happens inside a worker process: one document after the other, under limits that the kernel enforces."""

from __future__ import annotations

import ctypes
import gc
import hashlib
import mimetypes
import os
import resource
import select
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic_core import to_json

from pipeline import ocr
from pipeline.config import Settings
from pipeline.document import SourceFile
from pipeline.engine import remote
from pipeline.errors import InputError, OutOfMemory, PipelineError, TooLarge, UnreadableFile
from pipeline.store.members import WITHIN
from pipeline.store.outcome import EVERYTHING, Outcome, pack, pack_rows
from pipeline.store.pages import KeptPages
from pipeline.store.sightings import seen

if TYPE_CHECKING:
    from pipeline.records import Extraction
    from pipeline.tools import Tools

_PR_SET_PDEATHSIG = 1
#: Seconds beyond a document's limit after which the driver ends a worker whose own alarm did not: time to make the
#: tools, on a machine that has much to do.
GRACE = 60
#: Objects that must be new before the collector looks for rings of garbage among them: more than most documents make,
#: which leave no rings. Rings of so many objects would take some 40 MB.
_NEW = 200_000

#: What the process made at its start; a worker has no other place to keep it between two documents.
_state: dict[str, Tools] = {}


@dataclass(frozen=True, slots=True)
class Task:
    """A document to extract. ``data`` is given where there is no file to read (standard input)."""

    path: str
    location: bytes
    document_id: str
    size: int
    data: bytes | None = None


Work = Callable[[Task, Settings], Outcome]


def time_limit(task: Task, settings: Settings) -> float:
    """Seconds for a document. Its size stands for its pages until it is parsed.

    A page has 4 kB or more, a scanned one 20 kB, and only a PDF or a picture has those.
    """
    seconds = settings.timeout + settings.timeout_per_page * min(task.size / 4_000, settings.max_pages)
    if settings.ocr != "off" and (by_name(task.path) == "application/pdf" or by_name(task.path).startswith("image/")):
        seconds += settings.timeout_per_scan * min(task.size / 20_000, settings.max_pages)
    return seconds


def start(settings: Settings, driver: int) -> None:
    """Set up a worker: it never outlives its driver nor takes more memory than it may."""
    _die_with(driver)
    if settings.memory:
        memory = settings.memory + (settings.memory_ocr if settings.ocr != "off" and ocr.runs_inside() else 0)
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash is recorded, its memory is not wanted


def _die_with(driver: int) -> None:
    """End this process when the driver ends, however it ends.

    The parent may be a fork server that lives on, hence the watch on the driver itself. A thread cannot watch while
    foreign code holds the interpreter: the alarm (see ``run``) is the net below.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    threading.Thread(target=_watch, args=(driver,), daemon=True).start()


def _watch(driver: int) -> None:
    try:
        handle = os.pidfd_open(driver)
    except ProcessLookupError:
        os._exit(1)
    except (AttributeError, OSError):  # no Linux, or an old one
        while True:
            time.sleep(1)
            try:
                os.kill(driver, 0)
            except ProcessLookupError:
                os._exit(1)
    waiting = select.poll()
    waiting.register(handle, select.POLLIN)
    waiting.poll()
    os._exit(1)


def tools(settings: Settings) -> Tools:
    """The worker's tools, made when first needed. Raises ConfigError."""
    if "tools" not in _state or _state["tools"].settings.model != settings.model:
        from pipeline.extract import make_tools

        pages = KeptPages(Path(settings.ocr_cache)) if settings.ocr_cache else None
        _state["tools"] = make_tools(settings, pages)
        spare_tools()
    _state["tools"].settings = settings
    return _state["tools"]


def spare_tools() -> None:
    """Let the collector of garbage look at what documents leave behind, and not at what lives as long as the process.

    To look through the model and the places again and again would take an eighth of a worker's time.
    """
    gc.freeze()
    gc.set_threshold(_NEW)


def model_version(settings: Settings) -> str:
    """Version of the entity model that this worker uses. Raises ConfigError when it cannot be loaded."""
    from pipeline.mentions import ner

    return ner.version(tools(settings).nlp)


def run(task: Task, settings: Settings, work: Work) -> Outcome:
    """Do ``work`` under an alarm of the kernel, which ends a worker that is stuck even when nobody watches it.

    Making the tools is not the document's fault, and comes before its time begins.
    """
    tools(settings)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, time_limit(task, settings))
    try:
        return work(task, settings)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def extract_document(task: Task, settings: Settings) -> Outcome:
    """Extract one document. What is wrong with it is in the outcome; only a ConfigError is raised.

    With ``settings.strict`` a bug is raised too.
    """
    from pipeline.extract import extract, failure

    made = tools(settings)
    source = SourceFile(task.path, task.document_id, by_name(task.path), b"")
    trail = None
    try:
        source = read_source(task, settings)
        extraction = extract(source, made)
        _check_depth(task, extraction, settings)
    except InputError as error:
        extraction = failure(source, made, error)
    except MemoryError:
        extraction = failure(source, made, OutOfMemory(f"Reading needs more than {settings.memory:,} bytes of memory."))
    except PipelineError:
        raise
    except Exception as error:
        if settings.strict:
            raise
        trail = traceback.format_exc()
        extraction = failure(source, made, Bug(f"{type(error).__name__}: {error}"[:300] + "."))
    made.keep()
    return outcome(task, extraction, trail=trail, depends=EVERYTHING if trail else _depends(extraction, made))


def _check_depth(task: Task, extraction: Extraction, settings: Settings) -> None:
    """Raise TooLarge for a container that lies so deep that nobody will look into it."""
    if extraction.members and not extraction.meetings and task.location.count(WITHIN) >= settings.max_depth:
        raise TooLarge(f"It lies in {settings.max_depth} containers, and what it holds is not looked into.")


class Bug(InputError):
    """Our fault: recorded as the document's failure, so that the others go on; the command ends non-zero."""

    code = "bug"
    remedy = "This is a fault of minutebook, not of the file: please report it."


def outcome(task: Task, extraction: Extraction, *, trail: str | None = None, depends: str = EVERYTHING) -> Outcome:
    """An extraction as the ledger keeps it; ``depends`` names the parts of the pipeline that made it."""
    from pipeline.assemble.evidence import stable_id  # not at the top: the driver needs no rules

    data = extraction.model_dump(mode="json")
    record = data.pop("document")
    data.pop("members")  # these two are kept in tables of their own
    data.pop("sketch")
    record["bytes"] = task.size
    for meeting in data["meetings"]:
        for row in meeting["next_meetings"]:
            row["next_meeting_id"] = stable_id(meeting["meeting_id"], "next_meetings", row["position"])
    evidence = ({**row, "document_id": task.document_id} for row in data.pop("evidence"))
    meetings, names = seen(data)
    return Outcome(
        document_id=task.document_id,
        status=record["status"],
        problem=record["problem"],
        record=to_json(record),
        extraction=pack(data),
        evidence=pack_rows(evidence),
        media_type=record["media_type"],
        pages=record["pages"] or 0,
        seconds=record["seconds"],
        coverage=record["coverage"],
        traceback=trail,
        depends=depends,
        meetings=meetings,
        names=names,
        members=extraction.members,
        sketch=bytes.fromhex(extraction.sketch),
    )


def _depends(extraction: Extraction, made: Tools) -> str:
    """Parts of the pipeline that made an extraction, beside those that make all (see batch.fingerprint)."""
    from pipeline import readers

    record = extraction.document
    used = [f"reader:{reader.module}" for reader in readers.READERS if reader.media_type == record.media_type]
    if record.status != "failed":
        used += [f"lexicon:{language}" for language in made.languages if language != "en"]
        used += ["ocr"] if record.ocr_pages else []
        used.append("model")
    return " ".join(used)


def read_source(task: Task, settings: Settings) -> SourceFile:
    """The file with its bytes and kind. Raises InputError when it cannot be read or is not what was found before."""
    from pipeline import readers

    if task.size > settings.max_bytes:
        raise TooLarge(
            f"The file has {task.size / 1e6:,.0f} MB; the limit is {settings.max_bytes / 1e6:,.0f} MB.",
            remedy="Split the file, or raise max_bytes in the settings.",
        )
    outer, *inner = task.location.split(WITHIN)
    try:
        data = _bytes(os.fsdecode(outer)) if task.data is None else task.data
    except OSError as error:
        raise UnreadableFile(f"Cannot open the file: {error.strerror}.", remedy="Check its permissions.") from error
    for address in inner:
        data = readers.unpacked(data, address.decode(), settings)
    if hashlib.sha256(data).hexdigest() != task.document_id:
        raise UnreadableFile("The file changed while it was read.", remedy="Run again.")
    return SourceFile(task.path, task.document_id, readers.identify(task.path, data), data)


def _bytes(place: str) -> bytes:
    return remote.read(place) if remote.is_remote(place) else Path(place).read_bytes()


def by_name(path: str) -> str:
    """Kind of file by its name alone, for files that nobody could look into."""
    return mimetypes.guess_type(path)[0] or "application/octet-stream"
