"""Old Word documents: read by way of LibreOffice where it is, else recorded with what to install."""

from __future__ import annotations

import stat
import tempfile
import time
from pathlib import Path

import pytest

from pipeline.config import Settings
from pipeline.errors import MissingTool, TimedOut, UnreadableFile
from pipeline.readers import docx, office
from tests.compound import Entry, compound
from tests.test_docx import docx as word_file
from tests.test_readers import read

OLD = compound([Entry("WordDocument", b"\xec\xa5" + bytes(600))])


def test_without_libreoffice_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The problem is missing_tool, and its detail says what to install."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingTool, match="Install LibreOffice") as caught:
        read("a.doc", OLD)
    assert caught.value.code == "missing_tool"


def test_a_program_that_hangs_is_killed_with_its_children(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """When time is up, the whole group of processes ends."""
    script = tmp_path / "soffice"
    script.write_text(f"#!/bin/sh\n/bin/sleep 60 &\necho $! > {tmp_path}/child\nwait\n", encoding="ascii")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(TimedOut):
        read("a.doc", OLD, Settings(timeout=1.0))
    child = int((tmp_path / "child").read_text())
    deadline = time.monotonic() + 5
    while _alive(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _alive(child)


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").split(") ")[1][0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(office.program() is None, reason="LibreOffice is not on this machine")
def test_libreoffice_reads_what_it_can() -> None:
    """A document is converted with its headings; junk is unreadable; nothing stays behind in the folder for files."""
    before = set(Path(tempfile.gettempdir()).iterdir())
    rich = rb"{\rtf1{\stylesheet{\s1\outlinelevel0 heading 1;}}\pard\s1\outlinelevel0 Minutes\par\pard In Oslo.\par}"
    made = docx.document_of(read("a.rtf", rich).source, office.converted(rich, "rtf", Settings()), Settings())
    assert [line.markup for line in made.lines] == ["heading", "paragraph"]
    with pytest.raises(UnreadableFile):
        read("a.doc", OLD)
    assert not [
        name for name in set(Path(tempfile.gettempdir()).iterdir()) - before if name.name.startswith("minutebook-")
    ]


def test_fields_that_show_today_are_left_out() -> None:
    """A converter writes its own day into such fields: they say nothing of the report."""
    field = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE \\@ "d.M.yyyy"</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>22.11.2026</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>Oslo</w:t></w:r></w:p>'
    )
    source = read("a.docx", word_file(field)).source
    assert docx.document_of(source, source.data, Settings()).text == "22.11.2026Oslo\n"
    assert docx.document_of(source, source.data, Settings(), moments=False).text == "Oslo\n"
