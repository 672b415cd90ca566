"""Entity model behind one recogniser (placeholder until the trained model comes in: rules only)."""

from __future__ import annotations

from typing import Any


def load(name: str) -> Any:
    """The spaCy pipeline called ``name``; None for "rules"."""
    del name


def version(nlp: Any) -> str:
    """What ``documents.model_version`` says."""
    return "rules" if nlp is None else str(nlp.meta.get("version", "unknown"))
