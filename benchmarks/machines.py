"""On what something was measured: the machine, and the versions of programs."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any


def machine() -> dict[str, Any]:
    """Processor, cores, system, and how busy it is."""
    processor = platform.processor()
    for line in Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").is_file() else ():
        if line.startswith("model name"):
            processor = line.partition(":")[2].strip()
            break
    return {"processor": processor, "cores": os.cpu_count(), "system": platform.platform(), "load": os.getloadavg()[0]}


def told(found: dict[str, Any]) -> str:
    """A machine in words."""
    return f"{found['processor']}, {found['cores']} cores, load {found['load']:.1f}; {found['system']}"


def versions(*names: str) -> dict[str, str]:
    """Versions of Python and of these distributions."""
    found = {"python": platform.python_version()}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found
