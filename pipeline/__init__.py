"""minutebook: archives of meeting reports in, checked records out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.config import PIPELINE_VERSION as __version__

if TYPE_CHECKING:
    from pipeline.query import open_dataset

__all__ = ["__version__", "open_dataset"]


def __getattr__(name: str) -> Any:
    # Lazily: `minutebook --help` must not import pandas.
    if name == "open_dataset":
        from pipeline.query import open_dataset

        return open_dataset
    raise AttributeError(name)
