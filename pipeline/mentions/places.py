"""Places (placeholder until the gazetteer comes in)."""

from __future__ import annotations

from typing import Any


def load() -> Any:
    """The gazetteer."""
    return None
