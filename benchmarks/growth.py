"""How cost grows: the exponent of a power law fitted to measurements, and their plot."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

_COLOURS = ("#1f5f8b", "#c2571a", "#5a8a3a")


class Panel(NamedTuple):
    """One plot: curves by name over the same sizes, and a line of linear growth unless limits are given."""

    title: str
    curves: Mapping[str, Sequence[float]]
    limits: tuple[float, float] | None = None


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The slope of log(cost) over log(size): 0 is flat, 1 is linear, 2 is quadratic."""
    logs = [(math.log(x), math.log(y)) for x, y in points]
    mean_x = sum(x for x, _ in logs) / len(logs)
    mean_y = sum(y for _, y in logs) / len(logs)
    return sum((x - mean_x) * (y - mean_y) for x, y in logs) / sum((x - mean_x) ** 2 for x, _ in logs)


def plot(path: Path, sizes: Sequence[float], unit: str, panels: Sequence[Panel]) -> None:
    """Draws the panels side by side, both axes logarithmic."""
    try:
        from matplotlib import pyplot as plt
    except ImportError:
        print("no plot: matplotlib is not installed", file=sys.stderr)
        return
    figure, axes = plt.subplots(1, len(panels), figsize=(4.5 * len(panels), 3.6), layout="constrained", squeeze=False)
    for axis, panel in zip(axes[0], panels, strict=True):
        for (name, values), colour in zip(panel.curves.items(), _COLOURS, strict=False):
            axis.loglog(sizes, values, "o-", color=colour, label=name)
        if panel.limits:
            axis.set_ylim(panel.limits)
        else:
            last = next(iter(panel.curves.values()))[-1]
            axis.loglog(sizes, [last * size / sizes[-1] for size in sizes], "--", color="#999999", label="linear")
        axis.set(xlabel=unit, title=panel.title)
        axis.grid(visible=True, alpha=0.3)
        axis.legend(frameon=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None})
