"""Cases of list markers: ``text`` holds the lines of a document, ``expect`` the marker of each, "" for none."""

from __future__ import annotations

from typing import Any

from pipeline.readers.markers import markers_of


def run(case: dict[str, Any]) -> list[str]:
    """The markers of the case's lines."""
    return [marker.text if marker else "" for marker in markers_of(case["text"].splitlines())]
