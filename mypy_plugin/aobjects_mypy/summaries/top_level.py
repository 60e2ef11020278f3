"""What the modules of the project decorate, call and fill when they are imported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aobjects_mypy.bodies.consulted import TEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mypy import nodes

    from aobjects_mypy.bodies.bodies import Bodies
    from aobjects_mypy.bodies.consulted import Consulted


class TopLevel:
    """Gives the statements of a module, which mypy drops when it has checked it."""

    def __init__(
        self,
        bodies: Bodies,
        consulted: Consulted,
        module: Callable[[str], nodes.MypyFile | None],
        is_foreign: Callable[[nodes.MypyFile], bool],
    ) -> None:
        self._bodies: Final = bodies
        self._consulted: Final = consulted
        self._module: Final = module
        self._is_foreign: Final = is_foreign

    def of(self, module: str, mentioned: Sequence[str]) -> Sequence[nodes.Statement]:
        """Return what is decorated, called or filled there, if the module mentions one of these names."""
        tree = self._module(module)
        if tree is None or tree.is_stub or self._is_foreign(tree):
            return ()
        self._consulted.note(tree, f"{tree.fullname}.{TEXT}")
        return self._bodies.calls_of(tree, tuple(name.encode() for name in mentioned))
