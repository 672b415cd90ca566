"""Cases of mentions/ner, read by the shipped models: "person: Iva Novak" for each mention."""

from __future__ import annotations

from functools import cache
from typing import Any

from pipeline import layout
from pipeline.mentions import ner
from pipeline.tools import Tools
from tests.support import read


@cache
def _tools(model: str) -> Tools:
    return Tools(nlp=ner.load(model))


def run(case: dict[str, Any]) -> list[str]:
    """Kind and name of each mention in the order of the text; ``args`` names the model, else the fast one reads."""
    document = read(case["text"], lang=case.get("lang", "en"))
    found = ner.find(document, layout.arrange(document), _tools((case.get("args") or {}).get("model", "fast")))
    return [f"{item.kind}: {item.value.name}" for item in found]
