"""The two columns that differ from run to run, and how to have them the same (reproducible-builds.org)."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Any


def reproducible(row: dict[str, Any]) -> dict[str, Any]:
    """A document's row; with SOURCE_DATE_EPOCH set, without what differs from run to run."""
    stamp = os.environ.get("SOURCE_DATE_EPOCH")
    if stamp:
        row.update(extracted_at=datetime.fromtimestamp(int(stamp), UTC).isoformat(), seconds=0.0)
    return row
