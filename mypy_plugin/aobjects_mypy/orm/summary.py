"""What calling a function runs: queries whatever its arguments, and queries for what an argument lacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Need:
    """What runs a query unless the argument has ``path`` loaded (an empty path: unless it is evaluated)."""

    parameter: int
    path: str
    steps: tuple[str, ...]
    """The way from the function to the line that runs it, one step a call."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The async-unsafe operations of one function, the shortest way to each."""

    query: tuple[str, ...] | None = None
    needs: tuple[Need, ...] = ()
    changes: tuple[int, ...] = ()
    """The parameters whose rows the body may load relations on, by assigning or by passing them on."""

    virtual: tuple[str, ...] = ()
    """The methods it calls on its own ``self``: a subclass that overrides one is another matter."""

    @property
    def is_empty(self) -> bool:
        return self.query is None and not self.needs and not self.changes

    def as_json(self) -> dict[str, Any]:
        return {
            "query": list(self.query) if self.query is not None else None,
            "changes": list(self.changes),
            "virtual": list(self.virtual),
            "needs": [[need.parameter, need.path, list(need.steps)] for need in self.needs],
        }


def from_json(data: dict[str, Any]) -> Summary:
    query = data["query"]
    return Summary(
        tuple(query) if query is not None else None,
        tuple(Need(parameter, path, tuple(steps)) for parameter, path, steps in data["needs"]),
        tuple(data["changes"]),
        tuple(data["virtual"]),
    )


class Recorder:
    """Collects a summary while a function body is interpreted."""

    def __init__(self) -> None:
        self._query: tuple[str, ...] | None = None
        self._needs: dict[tuple[int, str], Need] = {}
        self._changes: set[int] = set()
        self._virtual: set[str] = set()

    def add_query(self, steps: tuple[str, ...]) -> None:
        if self._query is None or len(steps) < len(self._query):
            self._query = steps

    def add_need(self, need: Need) -> None:
        known = self._needs.get((need.parameter, need.path))
        if known is None or len(need.steps) < len(known.steps):
            self._needs[need.parameter, need.path] = need

    def add_change(self, parameter: int) -> None:
        self._changes.add(parameter)

    def add_virtual(self, methods: Iterable[str]) -> None:
        self._virtual.update(methods)

    def summary(self) -> Summary:
        return Summary(
            self._query,
            tuple(self._needs.values()),
            tuple(sorted(self._changes)),
            tuple(sorted(self._virtual)),
        )
