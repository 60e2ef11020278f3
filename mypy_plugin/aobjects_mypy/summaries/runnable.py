"""The bodies that calls run: each is looked for once, and noticed by everybody who runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy import nodes

    from aobjects_mypy.bodies.consulted import Consulted


@dataclass(frozen=True, slots=True)
class Runnable:
    """A function with its body."""

    function: nodes.FuncDef
    tree: nodes.MypyFile
    is_idle: bool
    """It does nothing that anybody asks about: a call need not run it."""


class RunnableBodies:
    """Knows what stands behind the name that a call has."""

    def __init__(self, find: Callable[[nodes.Node], Runnable | None], consulted: Consulted) -> None:
        self._find: Final = find
        self._consulted: Final = consulted
        self._known: Final[dict[nodes.Node, Runnable | None]] = {}

    def of(self, node: nodes.Node) -> nodes.FuncDef | None:
        """Return the function with its body, where it does something."""
        found = self._known.get(node)
        # mypy frees the bodies of a module when it has checked it.
        is_freed = found is not None and not found.function.body.body
        if is_freed or node not in self._known:
            found = self._known[node] = self._find(node)
        if found is None:
            return None
        self._consulted.note(found.tree, found.function.fullname)
        return found.function if not found.is_idle else None

    def forget(self) -> None:
        """Look for all of them anew: the daemon has seen an edit."""
        self._known.clear()
