"""What could not be judged: said once, where it stands, as a note that fails no run.

Whoever gives up on a function adds a notice to its module: ``notices.add(module, function, Notice(...))``.
The module's own check reports it (``Judge.find``), so it obeys ``type: ignore`` and is in mypy's cache.
"""

from __future__ import annotations

import traceback
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy.nodes import Context

_HOW_TO_REPORT: Final = 'Please report it with what "mypy --no-incremental --show-traceback" prints'


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence about what was not judged, ready to be reported."""

    message: str
    traceback: tuple[str, ...] = ()
    """Lines that are shown with ``--show-traceback`` only."""


class Notices:
    """The notices of each module, until it is parsed anew."""

    def __init__(self) -> None:
        self._found: Final[defaultdict[str, dict[Context, dict[str, Notice]]]] = defaultdict(dict)

    def add(self, module: str, place: Context, notice: Notice) -> None:
        """Say ``notice`` at ``place`` when ``module`` is reported; what is said twice there is said once."""
        self._found[module].setdefault(place, {})[notice.message] = notice

    def forget(self, module: str) -> None:
        """Forget what was said of a module whose source has changed."""
        self._found.pop(module, None)

    def of(self, module: str) -> Iterator[tuple[Context, Notice]]:
        """Yield what is to be said of a module, in the order of its lines."""
        found = self._found.get(module, {})
        for place in sorted(found, key=lambda place: (place.line, place.column)):
            for message in sorted(found[place]):
                yield place, found[place][message]


def not_followed(function: str) -> Notice:
    """Return the notice of a function whose work went past the bound (``Interpreter.evaluate``)."""
    return Notice(
        f'"{function}" is too intricate to be followed to the end: some of its lines are not judged. '
        "Divide it into smaller functions"
    )


def internal_error(what: str, error: Exception) -> Notice:
    """Return the notice of a defect of ours: ``what`` is the function or the module that it hides."""
    return Notice(
        f"Internal error of aobjects_mypy: {what} is not judged ({type(error).__name__}). {_HOW_TO_REPORT}",
        tuple(line for entry in traceback.format_exception(error) for line in entry.rstrip().splitlines()),
    )
