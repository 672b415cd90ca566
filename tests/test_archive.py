"""Files inside files: archives, mailboxes and messages give documents with a parent and a path inside."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest

from pipeline import readers
from pipeline.batch.run import Report, run
from pipeline.config import Settings
from pipeline.document import Document, SourceFile
from pipeline.errors import EncryptedFile, TooLarge, UnreadableFile, UnsupportedFormat
from pipeline.query import open_dataset
from pipeline.readers.inside import Names

MINUTES = "# Minutes of the Harbour Board\n\nHeld on {} May 2021 in Oslo.\n\n## Present\n\n- Ada Moe\n- Bo Lie\n"
SETTINGS = Settings(model="rules", workers=1)


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of ``files``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def read(name: str, data: bytes, settings: Settings = SETTINGS) -> Document:
    """The document in ``data``, as the pipeline would find it."""
    source = SourceFile(name, hashlib.sha256(data).hexdigest(), readers.identify(name, data), data)
    return readers.read(source, settings)


def minutes(day: int) -> bytes:
    """A report of its own."""
    return MINUTES.format(day).encode()


def documents(folder: Path) -> dict[str, dict[str, Any]]:
    """Rows of the table documents by the part of the path below the archive's folder."""
    table = open_dataset(folder).documents
    rows = table.astype(object).where(table.notna(), None).to_dict("records")
    return {row["path"].split("in/", 1)[-1]: row for row in rows}


def extract(folder: Path) -> Report:
    """A run over ``folder``/in."""
    return run([str(folder / "in")], folder / "out", SETTINGS)


def test_an_archive_in_an_archive_gives_documents_with_their_place(tmp_path: Path) -> None:
    """Each file inside is a document with a parent; equal bytes are linked; a second run reads nothing again."""
    (tmp_path / "in").mkdir()
    inner = zipped({"deep/c.md": minutes(3), "c.unknown": b"\x00\x01"})
    data = zipped({"2021/a.md": minutes(1), "b.zip": inner, "__MACOSX/a.md": b"x", "2021/.hidden": b"x"})
    (tmp_path / "in" / "all.zip").write_bytes(data)
    (tmp_path / "in" / "loose.md").write_bytes(minutes(1))
    report = extract(tmp_path)
    assert report.files == 6
    found = documents(tmp_path / "out")
    states = {path: (row["status"], row["problem"], row["parent"] is not None) for path, row in found.items()}
    assert states == {
        "all.zip": ("no_meeting", "no-meeting", False),
        "all.zip/2021/a.md": ("extracted", None, True),
        "all.zip/b.zip": ("no_meeting", "no-meeting", True),
        "all.zip/b.zip/c.unknown": ("failed", "unsupported_format", True),
        "all.zip/b.zip/deep/c.md": ("extracted", None, True),
        "loose.md": ("extracted", None, False),
    }
    assert found["all.zip/b.zip/deep/c.md"]["parent"].endswith("in/all.zip/b.zip")
    assert found["loose.md"]["duplicate_of"].endswith("in/all.zip/2021/a.md")
    again = extract(tmp_path)
    assert (again.files, again.extracted, again.version.new) == (6, 0, False)


def test_what_leaves_an_archive_leaves_the_dataset(tmp_path: Path) -> None:
    """A changed archive is read anew, and only what it holds now is published."""
    (tmp_path / "in").mkdir()
    archive = tmp_path / "in" / "all.zip"
    archive.write_bytes(zipped({"a.md": minutes(1), "b.zip": zipped({"c.md": minutes(2)})}))
    extract(tmp_path)
    archive.write_bytes(zipped({"a.md": minutes(1), "d.md": minutes(4)}))
    extract(tmp_path)
    assert set(documents(tmp_path / "out")) == {"all.zip", "all.zip/a.md", "all.zip/d.md"}


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/abs/a.txt", "abs/a.txt"),
        ("C:\\Temp\\a.txt", "Temp/a.txt"),
        ("a/./b//c.txt", "a/b/c.txt"),
        ("..", "unnamed"),
        ("fdp\u202etxt.exe", "fdptxt.exe"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_names_inside_do_not_escape(name: str, given: str) -> None:
    """Steps upwards, roots, drives and unseen characters are taken out of a name."""
    assert Names().free(name) == given


def test_names_inside_are_given_once() -> None:
    """A second file of the same name, whatever its capitals, gets a number."""
    names = Names()
    assert [names.free(name) for name in ("a.txt", "A.txt", "a.txt")] == ["a.txt", "A (2).txt", "a (3).txt"]


def test_a_bomb_is_refused() -> None:
    """A member that unpacks to hundreds of times its size is noted and not read; many over one another are refused."""
    (member,) = read("a.zip", zipped({"bomb.txt": b"0" * 20_000_000})).members
    with pytest.raises(TooLarge, match="200 times"):
        readers.unpacked(zipped({"bomb.txt": b"0" * 20_000_000}), member.address, SETTINGS)
    data = bytearray(zipped({f"{number}.txt": b"%d" % number * 400_000 for number in range(9)}))
    with pytest.raises(TooLarge):
        read("a.zip", bytes(data), Settings(max_ratio=0))


def test_limits_of_archives_are_kept() -> None:
    """Too many files are refused, and too large a file inside is that file's failure."""
    data = zipped({f"{number}.txt": b"x" for number in range(5)})
    with pytest.raises(TooLarge, match="5 files"):
        read("a.zip", data, Settings(max_members=4))
    tight = Settings(max_bytes=1000)
    data = zipped({"a.txt": b"ab" * 900})
    (member,) = read("a.zip", data, tight).members
    with pytest.raises(TooLarge, match="1,800 bytes"):
        readers.unpacked(data, member.address, tight)


def test_an_encrypted_member_is_that_document_s_problem() -> None:
    """An archive with a password is listed; each of its files says that it is encrypted."""
    data = bytearray(zipped({"a.txt": b"secret"}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark) + place
        data[at : at + 2] = struct.pack("<H", 1)
    (member,) = read("a.zip", bytes(data)).members
    with pytest.raises(EncryptedFile):
        readers.unpacked(bytes(data), member.address, SETTINGS)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_ways_of_packing(method: int) -> None:
    """Stored, deflated and bzip2 members are read; what else there is says so."""
    data = zipped({"a.txt": minutes(1) * 50}, method)
    (member,) = read("a.zip", data).members
    if method == zipfile.ZIP_LZMA:
        with pytest.raises(UnreadableFile, match="method"):
            readers.unpacked(data, member.address, SETTINGS)
    else:
        assert readers.unpacked(data, member.address, SETTINGS) == minutes(1) * 50
        assert member.sha256 == hashlib.sha256(minutes(1) * 50).hexdigest()


def test_broken_archives_and_other_office_files_are_told() -> None:
    """A cut archive is unreadable, a spreadsheet is no archive."""
    with pytest.raises(UnreadableFile):
        read("a.zip", zipped({"a.txt": b"x" * 500})[:60])
    with pytest.raises(UnsupportedFormat):
        readers.identify("a.xlsx", zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}))


def test_containers_have_a_limit_of_depth(tmp_path: Path) -> None:
    """An archive that lies too deep says that it is not looked into; nothing is lost in silence."""
    (tmp_path / "in").mkdir()
    data = zipped({"a.md": minutes(1)})
    for depth in range(3):
        data = zipped({f"{depth}.zip": data})
    (tmp_path / "in" / "all.zip").write_bytes(data)
    run([str(tmp_path / "in")], tmp_path / "out", Settings(model="rules", workers=1, max_depth=2))
    found = documents(tmp_path / "out")
    assert [row["problem"] for row in found.values()] == ["no-meeting", "no-meeting", "too_large"]
