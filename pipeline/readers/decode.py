"""Bytes to text: which encoding, which line ends, and whether this is text at all."""

from __future__ import annotations

import codecs
import re

from pipeline.config import Settings
from pipeline.errors import EmptyDocument, TooLarge, UnreadableFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

#: Control characters that no text holds, whatever its encoding; tab, line ends and form feed are not among them.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")

#: What UTF-8 looks like when it was read as cp1252 or Latin-1 and saved again ("CafÃ©", "donâ€™t").
_MOJIBAKE = re.compile(r"[ÃÂÄÅ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€")

#: So much of a file is looked at to guess its encoding.
_SAMPLE = 64_000


def decode(data: bytes, settings: Settings) -> str:
    """The text of ``data`` with line feeds for line ends.

    Raises TooLarge, EmptyDocument (nothing but white space) and UnreadableFile (no text but binary data).
    """
    if len(data) > settings.max_bytes:
        raise TooLarge(f"The file has {len(data):,} bytes; the limit is {settings.max_bytes:,}.")
    text = decoded(data)
    if len(text) > settings.max_characters:
        raise TooLarge(f"The file has {len(text):,} characters; the limit is {settings.max_characters:,}.")
    if not text.strip():
        raise EmptyDocument("The file holds no text.", remedy="Check the file.")
    if len(_CONTROLS.findall(text[:_SAMPLE])) > max(2, len(text[:_SAMPLE]) // 100):
        raise UnreadableFile("The file is called text but holds binary data.")
    if _MOJIBAKE.search(text):
        text = _mended(text)
    # A form feed starts a new page in old printouts; it separates lines like a line feed does.
    return re.sub(r"\r\n?|\f|\x0b|\u2028|\u2029|\x85", "\n", text)


def decoded(data: bytes) -> str:
    """The text of ``data`` in the encoding that fits best. Raises UnreadableFile when none does."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise UnreadableFile(f"The file says that it is {encoding} but is not.") from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    wide = _utf16(data)
    if wide is not None:
        return wide
    from charset_normalizer import from_bytes  # only needed for files that are not UTF-8

    guess = from_bytes(data[:_SAMPLE]).best()
    if guess is None:
        raise UnreadableFile("The file is neither text in a known encoding nor a format that can be read.")
    # Western pages are taken for one of many rare code pages when they hold few accents; cp1252 holds them all.
    encoding = guess.encoding if guess.encoding.startswith(("utf", "gb", "big5", "shift", "euc", "koi8")) else "cp1252"
    if guess.language in {"Russian", "Bulgarian", "Greek", "Hebrew", "Arabic", "Turkish", "Polish", "Czech"}:
        encoding = guess.encoding
    return data.decode(encoding, errors="replace")


def _utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of Western text is zero."""
    sample = data[:2000]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) < len(sample) // 4:
        return None
    try:
        return data.decode("utf-16-le" if odd > even else "utf-16-be")
    except UnicodeDecodeError:
        return None


def _mended(text: str) -> str:
    """``text`` with mojibake repaired, and nothing else: ftfy's further tastes (quotes, widths) are switched off."""
    import ftfy  # its tables cost 50 ms, and few files need it

    return ftfy.fix_text(
        text,
        unescape_html=False,
        uncurl_quotes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        remove_terminal_escapes=False,
        normalization=None,
    )
