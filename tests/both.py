"""Compares what mypy says with our plugin in front and without it: what is not ours has to stay as it is."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.mypy_project import DJANGO_STUBS, OURS, SAME_HASHES, MypyProject, Result

if TYPE_CHECKING:
    from collections.abc import Callable

_OUR_NOTE = re.compile(
    r": note: (The way: |The query is on line |Internal error of aobjects_mypy: |Queries of .* judged|"
    r"\d+ async functions? of this module ha(s|ve) )"
)


def is_ours(line: str) -> bool:
    """Tell a line of mypy's output that is there for our plugin."""
    return "  [async-" in line or _OUR_NOTE.search(line) is not None


def _everything(line: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Both:
    """The two answers."""

    ours: Result
    alone: Result

    def of_others(self, result: Result, counts: Callable[[str], bool] = _everything) -> list[str]:
        """Return the lines that are not ours, file by file, each in mypy's own order."""
        kept = [line for line in result.said if counts(line) and not is_ours(line)]
        # A note stands behind its error; files may come in another order.
        return sorted(kept, key=lambda line: line.partition(":")[0])

    def assert_only_ours_are_new(self, counts: Callable[[str], bool] = _everything) -> None:
        """Hold the lines that count against each other, and the exit code where there is none of ours."""
        self.ours.assert_no_crash()
        alone, ours = self.of_others(self.alone, counts), self.of_others(self.ours, counts)
        assert ours == alone, "\n".join(difflib.unified_diff(alone, ours, "alone", "with ours", n=0))
        if not any(map(is_ours, self.ours.lines)):
            assert self.ours.status == self.alone.status, self.ours.output


def run_both(project: MypyProject, *arguments: str, extra: str = "") -> Both:
    """Run mypy with our plugin and without; `extra` is what `configure` takes."""
    project.hash_seed = SAME_HASHES
    results = []
    for plugins in [(OURS, DJANGO_STUBS), (DJANGO_STUBS,)]:
        project.plugins = plugins
        project.configure(extra)
        results.append(project.mypy(*arguments))
    project.plugins = (OURS, DJANGO_STUBS)
    project.configure(extra)
    return Both(*results)
