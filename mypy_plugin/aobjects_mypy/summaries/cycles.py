"""Sum up functions that call each other until none of their summaries changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.domain.effects import Summary

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
        self._starts: Final = [0]
        """Where in it each go began."""
        self._numbers: Final[dict[Name, int]] = {}
        """In which order the open calls and the members were met."""
        self._met = 0
        self._lowest = 0
        """The number of the first call that the one at work led back to; its own when it led to none."""
        self._members: Final[dict[Name, Summary | None]] = {}
        """The functions of cycles that are still open, as Tarjan's stack has them."""
        self._used: Final[dict[Name, dict[Name, Summary | None]]] = {}
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
            self._numbers.clear()
            self._members.clear()
            self._used.clear()
            self._starts[:] = [0]

    def _reach(self, name: Name) -> Summary | None:
        goals = [name]
        while goals:
            try:
                found = self._of(goals[-1])
            except TooDeepError as deeper:
                goals.append(deeper.name)
                self._starts.append(len(self.path))
                continue
            goals.pop()
            if goals:
                self._starts.pop()
                # What waited for it is run again, and finds it.
                for waiting in self.path[self._starts[-1] :]:
                    del self._numbers[waiting]
                del self.path[self._starts[-1] :]
        # What was run again may have taken another order: then members are left.
        return self._settle(0).get(name, found)

    def _of(self, name: Name) -> Summary | None:
        if name in self._members:
            return self._tell(name, self._members[name])
        if name in self._numbers:
            # Recursion: what it runs is what it was found to run so far.
            return self._tell(name, _NOTHING)
        if len(self.path) - self._starts[-1] > _DEPTH:
            if self._is_settling:
                return None
            raise TooDeepError(name)
        before = len(self._members)
        outer = self._lowest
        self._met += 1
        number = self._numbers[name] = self._lowest = self._met
        found = self._run(name)
        lowest, self._lowest = self._lowest, min(self._lowest, outer)
        if lowest < number:
            self._members[name] = found
            if self.path:
                self._used[self.path[-1]][name] = found
        elif self._used[name]:
            self._members[name] = found
            found = self._settle(before)[name]
        else:
            del self._numbers[name]
            self._keep(name, found)
        return found

    def _tell(self, name: Name, found: Summary | None) -> Summary | None:
        self._lowest = min(self._lowest, self._numbers[name])
        self._used[self.path[-1]][name] = found
        return found

    def _run(self, name: Name) -> Summary | None:
        self._used[name] = {}
        self.path.append(name)
        found = self._compute(name)
        self.path.pop()
        return found

    def _settle(self, before: int) -> dict[Name, Summary | None]:
        """Sum up the members anew that were told less than what is known now, and keep them all.

        ``before`` tells how many belong to cycles around this one: they came first.
        """
        outer, self._is_settling = self._is_settling, True
        for _ in range(_ROUNDS):
            stale = self._stale(before)
            for name in stale:
                self._members[name] = self._run(name)
            if not stale:
                break
        for name in self._stale(before):
            self._members[name] = None
        self._is_settling = outer
        settled = {name: self._members.pop(name) for name in list(self._members)[before:]}
        for name, found in settled.items():
            del self._numbers[name]
            self._keep(name, found)
        return settled

    def _stale(self, before: int) -> list[Name]:
        return [
            name
            for name in list(self._members)[before:]
            if any(self._now(other) != told for other, told in self._used[name].items())
        ]

    def _now(self, name: Name) -> Summary | None:
        return self._members.get(name, _NOTHING)
