"""Numbers of list items as office programs count them: 1, 2; a, b; i, ii."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def counted(value: int, form: str) -> str:
    """``value`` in a form: "decimal", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman"; else as decimal."""
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (value - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and 0 < value < 4000:
        text = ""
        for size, sign in _ROMAN:
            text += sign * (value // size)
            value %= size
        return text.upper() if form == "upperRoman" else text
    return str(value)
