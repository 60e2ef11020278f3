"""What the names and objects are at one point of a function; copied where the flow forks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aobjects_mypy.domain import access_paths, effects

if TYPE_CHECKING:
    from mypy.types import Type

    from aobjects_mypy.domain.access_paths import AccessPath
    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.domain.effects import Effects
    from aobjects_mypy.domain.heap import Entry


class State:
    __slots__ = ("_paths", "callables", "effects", "exclusive", "heap", "reachable", "variables")

    def __init__(self) -> None:
        self.variables: dict[AccessPath, Type] = {}
        """Access paths (``book``, ``self.book``) to mypy types whose instances may name heap objects."""
        self._paths: set[AccessPath] = set()
        """The access paths among them, and some that were: few beside the names of a long function."""
        self.callables: dict[str, object] = {}
        """Names to the expression or definition that they call."""
        self.exclusive: frozenset[frozenset[str]] = frozenset()
        """Names of which not all are true: ``if nobody and book: return`` was passed."""
        self.heap: dict[Address, Entry] = {}
        self.reachable = True
        self.effects: Effects = effects.NOTHING
        """What a function that is summarized has run by now, on every way that leads here."""

    def fork(self) -> State:
        twin = State()
        twin.variables = dict(self.variables)
        twin._paths = set(self._paths)
        twin.callables = dict(self.callables)
        twin.exclusive = self.exclusive
        twin.heap = dict(self.heap)
        twin.reachable = self.reachable
        twin.effects = self.effects
        return twin

    def named(self, name: str) -> Type | None:
        """Return what a variable stands for."""
        return self.variables.get(access_paths.name(name))

    def keep(self, path: AccessPath, value: Type) -> None:
        """Remember what a name, or an access path, stands for."""
        self.variables[path] = value
        if not access_paths.is_name(path):
            self._paths.add(path)

    def forget_below(self, path: AccessPath) -> None:
        """Forget what is known of the attributes and the items of ``path``, and under it as a key."""
        for known in access_paths.leading_on(path, self._paths):
            self._paths.discard(known)
            self.variables.pop(known, None)

    def items_by_name(self) -> list[AccessPath]:
        """Return the access paths of items under keys that have names."""
        return [path for path in self._paths if access_paths.container_of(path) is not None]

    def share_paths(self, other: State) -> None:
        """Take notice of the access paths of a flow whose variables come here."""
        self._paths |= other._paths
