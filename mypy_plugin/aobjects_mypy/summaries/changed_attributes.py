"""Which attributes of ``self`` a method changes, and which names of modules, looked up once a body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aobjects_mypy.syntax import filled_names, own_attributes

if TYPE_CHECKING:
    from mypy import nodes


class ChangedAttributes:
    """Knows of each method what it assigns, and what it puts something into."""

    def __init__(self) -> None:
        self._known: Final[dict[nodes.FuncDef, tuple[nodes.Block, tuple[set[str], set[str]]]]] = {}
        self._names: Final[dict[nodes.FuncDef, tuple[nodes.Block, frozenset[str]]]] = {}

    def assigned(self, function: nodes.FuncDef) -> set[str]:
        """Return the attributes of ``self`` that a method, or one that it calls, assigns."""
        return self._both(function)[0]

    def filled(self, function: nodes.FuncDef) -> set[str]:
        """Return the attributes of ``self`` whose container a method puts something into."""
        return self._both(function)[1]

    def names(self, function: nodes.FuncDef) -> frozenset[str]:
        """Return the names of modules, and chains of names, that a function puts something into."""
        known = self._names.get(function)
        if known is None or known[0] is not function.body:
            known = self._names[function] = function.body, filled_names.of(function.body)
        return known[1]

    def _both(self, function: nodes.FuncDef) -> tuple[set[str], set[str]]:
        known = self._known.get(function)
        if known is None or known[0] is not function.body:
            both = own_attributes.assigned(function), own_attributes.filled(function)
            known = self._known[function] = function.body, both
        return known[1]

    def forget(self) -> None:
        """Look at all of them anew."""
        self._known.clear()
        self._names.clear()
