"""Damaged files of every format are refused in words, or read as far as they go; no reader falls over."""

from __future__ import annotations

import random

import pytest

from pipeline.config import Settings
from pipeline.errors import InputError
from tests import formats
from tests.compound import Entry, compound
from tests.test_archive import minutes, read, zipped

FILES = {
    **formats.FORMATS,
    "a.zip": lambda: zipped({"a.md": minutes(1), "b/c.md": minutes(2)}),
    "a.msg": lambda: compound([Entry("__substg1.0_1000001F", "The board met.".encode("utf-16-le"))]),
    "a.mbox": lambda: b"From ada@example.org Thu May  6 14:02:11 2021\n" + formats.mail(as_page=False),
}


def damaged(data: bytes, seed: int) -> bytes:
    """The bytes with some changed, cut off, repeated or left out."""
    chance = random.Random(seed)
    made = bytearray(data)
    place = chance.randrange(len(made))
    match seed % 4:
        case 0:
            for _ in range(12):
                made[chance.randrange(len(made))] = chance.randrange(256)
        case 1:
            del made[place:]
        case 2:
            made[place:place] = made[place : place + 150] * 3
        case 3:
            del made[place : place + 60]
    return bytes(made)


@pytest.mark.parametrize("name", FILES)
def test_damage_is_told_and_never_a_bug(name: str) -> None:
    """Whatever is done to the bytes, an InputError says what is wrong, or there is a document."""
    data = FILES[name]()
    for seed in range(16):
        try:
            read(name, damaged(data, seed), Settings(ocr="off"))
        except InputError as error:
            assert str(error)  # noqa: PT017 - any of many errors, or none
