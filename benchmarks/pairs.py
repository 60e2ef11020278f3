"""Two things measured in turn in the same run, so that a busy machine slows both, and their ratio."""

from __future__ import annotations

import os
import platform
import statistics
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def ratios(ours: Iterable[float], theirs: Iterable[float]) -> list[float]:
    """Divide what was measured in the same turn."""
    return [our / their for our, their in zip(ours, theirs, strict=True)]


def spread(values: Sequence[float], digits: int = 2) -> str:
    """Write the median, with the smallest and the greatest."""
    return f"{statistics.median(values):.{digits}f} ({min(values):.2f}-{max(values):.2f})"


UNSTEADY: Final = "unsteady"
_WIDEST: Final = 1.5


def quartiles(values: Sequence[float]) -> str:
    """Write the median, with the quartiles; not where these are so far apart that it says nothing."""
    lower, median, upper = statistics.quantiles(values, n=4, method="inclusive")
    return f"{median:.2f} ({lower:.2f}-{upper:.2f})" if upper <= _WIDEST * lower else UNSTEADY


def circumstances(packages: Iterable[str]) -> str:
    """Write on what machine, and with what versions, this is measured."""
    found = ", ".join(f"{package} {version(package)}" for package in packages)
    return f"{machine()}; Python {platform.python_version()}, {found}"


def machine() -> str:
    model = "unknown processor"
    if Path("/proc/cpuinfo").exists():
        text = Path("/proc/cpuinfo").read_text()
        model = next((row.partition(": ")[2] for row in text.splitlines() if "model name" in row), model)
    system = f"{platform.system()} {platform.machine()}"
    return f"{system}, {model}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
