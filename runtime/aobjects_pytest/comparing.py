"""Hold what tests have raised against what ``aobjects check`` reports: a project's own recall."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_CHECK: Final = ("-m", "aobjects_mypy.command", "check", "--format", "json")


@dataclass(frozen=True, slots=True)
class Line:
    """What was raised at one place."""

    note: str
    places: tuple[tuple[str, int], ...]
    """From the outermost to the innermost, relative to the folder of the project."""
    line: int
    """The position of the line in async code."""

    @property
    def place(self) -> str:
        return "{}:{}".format(*self.places[self.line]) if self.places else "?"

    def __str__(self) -> str:
        behind = [f"{file}:{line}" for file, line in self.places[self.line + 1 :]] if self.line >= 0 else []
        way = f" (through {', '.join(behind)})" if behind else ""
        return f"{self.place}{way}: {self.note}"


def once(found: Iterable[Line]) -> dict[Line, int]:
    """Return each place once, as it was raised first, with how often it was."""
    first: dict[tuple[str, int], Line] = {}
    times: defaultdict[tuple[str, int], int] = defaultdict(int)
    for line in found:
        key = line.places[line.line] if line.places else ("", 0)
        first.setdefault(key, line)
        times[key] += 1
    return {first[key]: number for key, number in sorted(times.items())}


def compared(raised: Sequence[Line], folder: Path) -> Iterator[str]:
    """Yield what was raised and not reported, and how much of it was reported."""
    reported = _reported(folder)
    if isinstance(reported, str):
        yield reported
        return
    missed = [line for line in raised if not reported.intersection(line.places)]
    for line in missed:
        yield f"raised and not reported: {line}"
    yield f"reported: {len(raised) - len(missed)} of {len(raised)} lines that raised"


def _reported(folder: Path) -> set[tuple[str, int]] | str:
    """Return the lines that are reported, or what stood in the way."""
    done = subprocess.run([sys.executable, *_CHECK], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        return f"aobjects check has failed: {done.stderr.strip() or done.stdout.strip()}"
    reports = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return {
        (report["file"], line) for report in reports for line in range(report["line"], report["end_line"] + 1)
    }


__all__ = ["Line", "compared", "once"]
