"""Tell the modules whose functions are not looked into: stubs, packages that do not import Django.

What an installed package that imports Django does is found out as with the project's own functions, wherever
mypy has it: where it says that it is typed, or ``follow_untyped_imports`` has mypy read it all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aobjects_mypy import names

if TYPE_CHECKING:
    from mypy import nodes

    from aobjects_mypy.bodies.bodies import Bodies
    from aobjects_mypy.host.libraries import Libraries


class Foreign:
    """Knows the modules that are not the project's own."""

    def __init__(self, libraries: Libraries, bodies: Bodies) -> None:
        self._libraries: Final = libraries
        self._bodies: Final = bodies

    def holds(self, tree: nodes.MypyFile) -> bool:
        """Tell a module that is not the project's: no summary of it is kept."""
        return tree.is_stub or self._libraries.hold(tree.path)

    def is_never_run(self, tree: nodes.MypyFile) -> bool:
        """Tell a module whose functions are not run at their calls."""
        if tree.is_stub or tree.fullname.startswith(names.NEVER_RUN):
            return True
        return self._libraries.hold(tree.path) and not self._bodies.mentions(tree, names.DJANGO)
