"""What is found out once and known to all functions, as what classes put into their attributes.

An answer that needs other answers needs them one level lower, down to a level that knows nothing.  So it is
the same whoever asks first, also where two of them need each other: the order of functions and modules
changes no report.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from aobjects_mypy.analysis.callees import Question

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from aobjects_mypy.bodies.consulted import Consulted, Seen

_T = TypeVar("_T")

_LEVELS: Final = 3
"""How many attributes are asked for one inside the other: a service, its repository, their base."""


@dataclass(slots=True)
class _Open:
    """A question that is being answered."""

    level: int
    height: int = 0
    """How many levels it needed below its own."""
    is_cut: bool = False
    """It would have another answer on a higher level."""


@dataclass(frozen=True, slots=True)
class _Answer:
    value: Any
    height: int
    is_cut: bool
    seen: Seen


class Memo:
    """Answers each question once, and lets everybody who asks take notice of what it was answered by."""

    def __init__(self, consulted: Consulted) -> None:
        self._consulted: Final = consulted
        self._whole: Final[dict[Hashable, _Answer]] = {}
        """The answers that are the same on every level that is high enough for them."""
        self._cut: Final[dict[tuple[Hashable, int], _Answer]] = {}
        """Those of one level, where too many are asked one inside the other, or one inside itself."""
        self._open: Final[list[_Open]] = []
        """The questions that are being answered, each for the one before."""

    def of(self, key: Hashable, find: Callable[[], _T], nothing: _T, kind: Question) -> _T:
        """Return the answer, which is ``nothing`` below the lowest level."""
        asking = self._open[-1] if self._open else None
        down = 1 if kind is Question.ATTRIBUTE else 0
        level = (asking.level if asking is not None else _LEVELS + 1) - down
        if asking is not None and kind is Question.COROUTINE:
            # What is said elsewhere counts for a function that is judged, and for no answer.
            return nothing
        if asking is not None and level < 1:
            asking.is_cut = True
            return nothing
        found = self._whole.get(key)
        if found is None or found.height >= level:
            found = self._cut.get((key, level))
        if found is None:
            found = self._answer(key, level, find)
        else:
            self._consulted.see_again(found.seen)
        if asking is not None:
            asking.height = max(asking.height, found.height + down)
            asking.is_cut |= found.is_cut
        return cast("_T", found.value)

    def _answer(self, key: Hashable, level: int, find: Callable[[], object]) -> _Answer:
        self._open.append(_Open(level))
        try:
            with self._consulted.collect() as seen:
                value = find()
        finally:
            asked = self._open.pop()
        found = _Answer(value, asked.height, asked.is_cut, seen)
        if asked.is_cut:
            self._cut[key, level] = found
        else:
            self._whole[key] = found
        return found

    def forget(self) -> None:
        """Find out everything anew: the daemon has seen an edit."""
        self._whole.clear()
        self._cut.clear()
