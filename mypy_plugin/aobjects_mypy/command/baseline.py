"""The baseline: reports that are known, recognised after edits elsewhere."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from aobjects_mypy.command.checking import Located


def fingerprint(found: Located) -> str:
    """Return what a report keeps when lines move: its file, its code, what is wrong."""
    said = "\n".join((found.file, found.report.code, found.report.problem))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def write(path: Path, reports: Sequence[Located]) -> None:
    """Write down what is known; the text is for people, too, and says the same in any order."""
    counts = Counter(map(fingerprint, reports))
    entries = {
        fingerprint(found): {
            "file": found.file,
            "code": found.report.code,
            "problem": found.report.problem,
            "count": counts[fingerprint(found)],
        }
        for found in reports
    }
    ordered = sorted(entries.items(), key=lambda pair: (pair[1]["file"], pair[1]["code"], pair[0]))
    path.write_text(json.dumps(dict(ordered), indent=2) + "\n", encoding="utf-8")


def unknown(path: Path, reports: Sequence[Located]) -> list[Located]:
    """Return the reports that are not in the baseline; of several alike, the last ones are new.

    ValueError where the file holds something else.
    """
    entries: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    try:
        known = Counter({key: int(entry["count"]) for key, entry in entries.items()})
    except (AttributeError, KeyError, TypeError):
        raise ValueError("no baseline of aobjects") from None
    new = []
    for found in reports:
        key = fingerprint(found)
        if known[key]:
            known[key] -= 1
        else:
            new.append(found)
    return new
