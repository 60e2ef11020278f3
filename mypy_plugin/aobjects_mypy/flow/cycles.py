"""Sum up functions that call each other until none of their summaries changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.orm.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Callable

Name = tuple[nodes.FuncDef, str]
"""A function, and which accessor of a property it is."""

_DEPTH: Final = 40
"""How many calls of calls are followed in one go: each takes dozens of Python's frames."""
_ROUNDS: Final = 20
"""How often the members of a cycle are summed up anew before nothing is said of those that still change.

Each round carries what a function does one call further at least, and mostly through the whole cycle.
"""
_NOTHING: Final = Summary()
"""What an open call is taken to do at first: the bottom, from which the summaries of a cycle only grow."""


class TooDeepError(Exception):
    """A call of a call that must be summed up before those that lead to it."""

    def __init__(self, name: Name) -> None:
        self.name: Final = name


class Cycles:
    """Asks for the summary of one function after the other, and for those of a cycle until they agree.

    There is one least fixpoint, whichever member was asked for first: the order of modules changes no report.
    """

    def __init__(
        self, compute: Callable[[Name], Summary | None], keep: Callable[[Name, Summary | None], None]
    ):
        self._compute: Final = compute
        self._keep: Final = keep
        self.path: Final[list[Name]] = []
        """The calls that are open: those at work, behind those that wait for a deep one."""
        self._depths: Final[dict[Name, int]] = {}
        """Where in it each stands."""
        self._starts: Final = [0]
        """Where in it each go began."""
        self._lowest = 0
        """The outermost open call that the one at work led back to; its own depth when it led to none."""
        self._members: dict[Name, tuple[Summary | None, int]] = {}
        """The functions of cycles that are still open, and the outermost call that each led back to."""
        self._used: dict[Name, dict[Name, Summary | None]] = {}
        """What each was told of the members of its cycle."""
        self._is_settling = False

    def find(self, name: Name) -> Summary | None:
        """Return the summary of a function, which is not known yet."""
        if self.path:
            return self._of(name)
        try:
            return self._reach(name)
        finally:
            self.path.clear()
            self._depths.clear()
            self._starts[:] = [0]

    def _reach(self, name: Name) -> Summary | None:
        goals = [name]
        while True:
            try:
                found = self._of(goals[-1])
            except TooDeepError as deeper:
                goals.append(deeper.name)
                self._starts.append(len(self.path))
                continue
            goals.pop()
            if not goals:
                return found
            self._starts.pop()
            # What waited for it is run again, and finds it.
            for waiting in self.path[self._starts[-1] :]:
                del self._depths[waiting]
            del self.path[self._starts[-1] :]

    def _of(self, name: Name) -> Summary | None:
        if name in self._members:
            found, lowest = self._members[name]
            return self._tell(name, found, lowest)
        if name in self._depths:
            # Recursion: what it runs is what it was found to run so far.
            return self._tell(name, _NOTHING, self._depths[name])
        if len(self.path) - self._starts[-1] > _DEPTH:
            if self._is_settling:
                return None
            raise TooDeepError(name)
        outer, self._lowest = self._lowest, len(self.path)
        found = self._run(name)
        if self._lowest < len(self.path):
            self._members[name] = found, self._lowest
        elif self._used[name]:
            found = self._settle(name, found)
        else:
            self._keep(name, found)
        self._lowest = min(self._lowest, outer)
        return found

    def _tell(self, name: Name, found: Summary | None, lowest: int) -> Summary | None:
        self._lowest = min(self._lowest, lowest)
        self._used[self.path[-1]][name] = found
        return found

    def _run(self, name: Name) -> Summary | None:
        self._used[name] = {}
        self._depths[name] = len(self.path)
        self.path.append(name)
        found = self._compute(name)
        self.path.pop()
        del self._depths[name]
        return found

    def _settle(self, head: Name, found: Summary | None) -> Summary | None:
        """Sum up the members of the cycle anew that were told less than what is known now."""
        depth = len(self.path)
        outer, self._is_settling = self._is_settling, True
        self._members[head] = found, depth
        for _ in range(_ROUNDS):
            stale = self._stale(depth)
            for name in stale:
                self._members[name] = self._run(name), self._members[name][1]
            if not stale:
                break
        for name in self._stale(depth):
            self._members[name] = None, depth
        self._is_settling = outer
        for name in [name for name, (_, lowest) in self._members.items() if lowest >= depth]:
            settled, _ = self._members.pop(name)
            self._keep(name, settled)
            if name == head:
                found = settled
        self._lowest = depth
        return found

    def _stale(self, depth: int) -> list[Name]:
        return [
            name
            for name, (_, lowest) in self._members.items()
            if lowest >= depth and any(self._now(other) != told for other, told in self._used[name].items())
        ]

    def _now(self, name: Name) -> Summary | None:
        return self._members[name][0] if name in self._members else _NOTHING
