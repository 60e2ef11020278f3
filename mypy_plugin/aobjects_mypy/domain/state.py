"""What the names and objects are at one point of a function; copied where the flow forks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aobjects_mypy.domain import access_paths, effects

if TYPE_CHECKING:
    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.domain.effects import Effects
    from aobjects_mypy.domain.heap import Entry


class State:
    __slots__ = ("_paths", "callables", "effects", "exclusive", "heap", "reachable", "variables")

    def __init__(self) -> None:
        self.variables: dict[str, object] = {}
        """Access paths (``book``, ``self.book``) to mypy types whose instances may name heap objects."""
        self._paths: set[str] = set()
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

    def keep(self, path: str, value: object) -> None:
        """Remember what a name, or an access path, stands for."""
        self.variables[path] = value
        if not access_paths.is_name(path):
            self._paths.add(path)

    def forget_below(self, path: str) -> None:
        """Forget what is known of the attributes and the items of ``path``, and under it as a key."""
        prefixes = access_paths.prefixes(path)
        for known in [
            known
            for known in self._paths
            if known.startswith(prefixes) or ("[" in known and access_paths.is_keyed_by(known, path))
        ]:
            self._paths.discard(known)
            self.variables.pop(known, None)

    def items_by_name(self) -> list[str]:
        """Return the access paths of items under keys that have names."""
        return [path for path in self._paths if "[" in path and access_paths.container_of(path) is not None]

    def share_paths(self, other: State) -> None:
        """Take notice of the access paths of a flow whose variables come here."""
        self._paths |= other._paths
