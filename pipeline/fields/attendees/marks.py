"""Marks beside the names of a list: "Jane Doe ✓", "John Roe A", "❌ Ann Poe"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.fields.attendees.knowledge import Knowledge
from pipeline.text import View

#: Letters are marks only where so many lines, and so large a share of them, end in one.
_LEAST = 3
_MOST = 0.8
_ANY = re.compile(r"[✓✔☑☒☐✅√❌✗✘]")
_SIGN = re.compile(r"^\s*(?P<first>[✓✔☑☒☐✅√❌✗✘])\s*|[\s–-]*(?P<last>[✓✔☑☒☐✅√❌✗✘])\s*$")
_LETTER = re.compile(r"(?<=[\w.)])[\s–-]+(?P<last>[A-Z])\s*$")


def marks_of(views: Sequence[View], know: Knowledge) -> list[tuple[View, str | None]]:
    """Each line without its mark, and the presence that the mark says; None where there is none."""
    found = [_signed(view, know) for view in views]
    if any(presence for _, presence in found):
        return found
    letters = [_lettered(view, know) for view in views] if len(views) >= _LEAST else []
    marked = sum(presence is not None for _, presence in letters)
    if marked >= _LEAST and marked >= _MOST * len(views) and any(presence == "present" for _, presence in letters):
        return letters
    return [(view, None) for view in views]


def _signed(view: View, know: Knowledge) -> tuple[View, str | None]:
    match = _SIGN.search(view.text) if _ANY.search(view.text) else None
    if match is None:
        return view, None
    if match["first"]:
        return view.cut(match.end(), len(view)), know.words.marks.get(match["first"])
    return view.cut(0, match.start()), know.words.marks.get(match["last"])


def _lettered(view: View, know: Knowledge) -> tuple[View, str | None]:
    match = _LETTER.search(view.text)
    presence = know.words.marks.get(match["last"].casefold()) if match else None
    return (view.cut(0, match.start()), presence) if match and presence else (view, None)
