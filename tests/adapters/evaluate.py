"""Cases of how values compare: ``text`` is "gold ~ found"; the answer is the strictest level at which they agree."""

from __future__ import annotations

from typing import Any

from pipeline.evaluate import LEVELS, Pair, score

_FIELDS = {"attendees": "name", "conclusions": "text", "topics": "", "organizations": "name"}


def run(case: dict[str, Any]) -> str | None:
    """The first of strict, normalised, soft at which the two values count as the same; None if at none."""
    gold, _, found = case["text"].partition(" ~ ")
    field = case["args"]["field"]
    pair = Pair("a.txt", {"meetings": [_meeting(field, gold)]}, {"meetings": [_meeting(field, found, case["args"])]})
    for level in LEVELS:
        if score([pair], level=level).fields[field].right:
            return level
    return None


def _meeting(field: str, value: str, args: dict[str, Any] | None = None) -> dict[str, Any]:
    if field not in _FIELDS:
        precision = (args or {}).get("precision", "day")
        return {"body": "Board", "date_precision": precision, field: value}
    key = _FIELDS[field]
    return {field: [{key: value, "role": "host", "presence": "present"} if key else value], "body": "Board"}
