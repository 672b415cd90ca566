"""Lists in which a slash parts body and person: "Harbour Trust/Jane Doe", "Jane Doe/Acme"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.fields.attendees.knowledge import Knowledge
from pipeline.text import View, join

#: So many lines, and such a share of all, must be of the form for a slash to be a mark.
_LEAST = 2
_MOST = 0.5
_NAMEISH = 0.4
_NAMED = 0.65
_LINE = re.compile(r"^\s*(?P<first>[^/(]{2,60}?)\s*/\s*(?P<second>[^/(,;]{2,50}?)\s*(?:[(,;]|$)")


def is_slashed(text: str, know: Knowledge) -> bool:
    """Whether a line is a body and a person, or the other way round, with a slash between."""
    match = _LINE.match(text)
    if match is None:
        return False
    surely = any(" " in side and know.name_score(side) >= _NAMED for side in match.groups())
    return surely or _form(text, know) is not None


def without_slashes(views: Sequence[View], know: Knowledge) -> list[View]:
    """The lines with the name first and a comma before the body, where the list is of this form."""
    lines = [_LINE.match(view.text) for view in views]
    forms = [_form(view.text, know) for view in views]
    body, person = forms.count("body first"), forms.count("person first")
    if max(body, person) < _LEAST or max(body, person) < _MOST * len(views):
        return list(views)
    return [
        _turned(view, line, body_first=body >= person) if line else view
        for view, line in zip(views, lines, strict=True)
    ]


def _turned(view: View, line: re.Match[str], *, body_first: bool) -> View:
    first, second = view.cut(line.start("first"), line.end("first")), view.cut(line.start("second"), line.end("second"))
    rest = view.cut(line.end("second"), len(view))
    return join([join([second, first] if body_first else [first, second], ", "), rest], "")


def _form(text: str, know: Knowledge) -> str | None:
    match = _LINE.match(text)
    if match is None:
        return None
    first, second = know.name_score(match["first"]), know.name_score(match["second"])
    if " " in match["second"] and second >= _NAMEISH and first < second:
        return "body first"
    return "person first" if " " in match["first"] and first >= _NAMED and second < first else None
