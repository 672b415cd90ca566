"""LibreOffice as a converter, where it is on the machine: one document at a time, in a profile of its own."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pipeline.config import Settings
from pipeline.errors import MissingTool, TimedOut, UnreadableFile

PROGRAMS = ("soffice", "libreoffice")
#: Share of a document's time that its conversion may take.
_SHARE = 0.8
_PR_SET_PDEATHSIG = 1
#: No macros, no pictures from the network.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""  # noqa: E501 - the form that LibreOffice writes
#: Says that it has set up its profile and wants to start anew.
_AGAIN = (79, 81)
#: Nobody answers there.
_NOWHERE = "http://127.0.0.1:9"


def program() -> Path | None:
    """LibreOffice's own binary, which dies when it is killed (its script would leave it behind); None without it."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None:
        return None
    binary = Path(found).resolve().with_name("soffice.bin")
    return binary if binary.is_file() else Path(found)


def converted(data: bytes, ending: str, settings: Settings) -> bytes:
    """A document as Word (.docx) writes it today. Raises MissingTool, TimedOut and UnreadableFile."""
    binary = program()
    if binary is None:
        raise MissingTool(
            f"Files of the kind '.{ending}' are read by way of LibreOffice, which is not on this machine.",
            remedy="Install LibreOffice (libreoffice-writer-nogui is enough) and run again, or save the file as .docx.",
        )
    with tempfile.TemporaryDirectory(prefix="minutebook-") as folder:
        home = Path(folder)
        (home / "profile" / "user").mkdir(parents=True)
        (home / "profile" / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        source = home / f"document.{ending}"
        source.write_bytes(data)
        command = [
            str(binary), f"-env:UserInstallation={(home / 'profile').as_uri()}", "--headless", "--norestore",
            "--nologo", "--nodefault", "--nolockcheck", "--convert-to", "docx:MS Word 2007 XML",
            "--outdir", str(home / "out"), str(source),
        ]  # fmt: skip
        until = time.monotonic() + settings.timeout * _SHARE
        while _run(command, home, until) in _AGAIN:
            pass
        made = home / "out" / "document.docx"
        if not made.is_file():
            raise UnreadableFile("LibreOffice cannot open the file.")
        return made.read_bytes()


def _run(command: list[str], home: Path, until: float) -> int:
    """Runs the program in a group of its own that is killed as a whole, when time is up or this process dies."""
    environment = {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": str(home), "TMPDIR": str(home), "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp", "http_proxy": _NOWHERE, "https_proxy": _NOWHERE,
    }  # fmt: skip
    with subprocess.Popen(  # noqa: S603 - the command is ours
        command,
        env=environment,
        cwd=home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - one system call
    ) as process:
        try:
            return process.wait(max(until - time.monotonic(), 0))
        except subprocess.TimeoutExpired as error:
            raise TimedOut("LibreOffice took longer to open the file than a document may.") from error
        finally:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
