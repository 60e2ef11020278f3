"""What is found out once and known to all functions, as what classes put into their attributes.

An answer that needs other answers needs them one level lower, down to a level that knows nothing.  So it is
the same whoever asks first, also where two of them need each other: the order of functions and modules
changes no report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from aobjects_mypy.analysis.callees import Question
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from aobjects_mypy.bodies.consulted import Consulted, Seen

_T = TypeVar("_T")

_LEVELS: Final = 3
"""How many attributes are asked for one inside the other: a service, its repository, their base."""
_MOST: Final = 8
"""How many outcomes are kept of calls of one shape."""


@dataclass(slots=True)
class _Open:
    """A question that is being answered."""

    level: int
    height: int = 0
    """How many levels it needed below its own."""
    is_cut: bool = False
    """It would have another answer on a higher level."""
    is_call: bool = False
    """It is no question, but a call that is watched."""


@dataclass(frozen=True, slots=True)
class _Answer:
    value: Any
    level: int
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
        self._calls: Final[dict[Hashable, list[_Answer]]] = {}
        """What calls did: one of a shape may do another thing under other conditions."""

    def of(self, key: Hashable, find: Callable[[], _T], nothing: _T, kind: Question) -> _T:
        """Return the answer, which is ``nothing`` below the lowest level."""
        asking = self._open[-1] if self._open else None
        down = 1 if kind is Question.ATTRIBUTE else 0
        level = (asking.level if asking is not None else _LEVELS + 1) - down
        if self._is_asked and kind is Question.COROUTINE:
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
        self._need(found, down)
        return cast("_T", found.value)

    def call(
        self,
        key: Hashable,
        run: Callable[[], _T],
        holds: Callable[[_T], bool],
        is_kept: Callable[[_T], bool],
    ) -> tuple[_T, bool]:
        """Return what a call does, and whether one like it has done so before, under conditions that hold."""
        key = key, self._is_asked
        level = self._open[-1].level if self._open else _LEVELS + 1
        known = self._calls.get(key, [])
        for answer in known:
            is_same = answer.level == level if answer.is_cut else answer.height < level
            if is_same and holds(answer.value):
                self._consulted.see_again(answer.seen)
                self._need(answer, 0)
                return answer.value, True
        asked = _Open(level, is_call=True)
        self._open.append(asked)
        try:
            with self._consulted.collect() as seen:
                value = run()
        finally:
            self._open.pop()
        found = _Answer(value, level, asked.height, asked.is_cut, seen)
        self._need(found, 0)
        if is_kept(value) and len(known) < _MOST:
            self._calls.setdefault(key, []).append(found)
        return value, False

    @property
    def _is_asked(self) -> bool:
        return any(not asked.is_call for asked in self._open)

    def _need(self, found: _Answer, down: int) -> None:
        """Let who asks know what the answer needed."""
        if self._open:
            asking = self._open[-1]
            asking.height = max(asking.height, found.height + down)
            asking.is_cut |= found.is_cut

    def _answer(self, key: Hashable, level: int, find: Callable[[], object]) -> _Answer:
        self._open.append(_Open(level))
        try:
            with self._consulted.collect() as seen:
                value = find()
        finally:
            asked = self._open.pop()
        found = _Answer(value, level, asked.height, asked.is_cut, seen)
        if asked.is_cut:
            self._cut[key, level] = found
        else:
            self._whole[key] = found
        return found

    def forget(self) -> None:
        """Find out everything anew: the daemon has seen an edit."""
        self._whole.clear()
        self._cut.clear()
        self._calls.clear()
