"""Which names of methods the project calls on what it has built: ``Book.objects.full().titles()``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from aobjects_mypy import names

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy.nodes import MypyFile

    from aobjects_mypy.bodies.bodies import Bodies
    from aobjects_mypy.bodies.consulted import Consulted


class Chained:
    """Looks through the text of each module that mentions a name: what stands before it tells."""

    def __init__(self, bodies: Bodies, consulted: Consulted, is_foreign: Callable[[MypyFile], bool]) -> None:
        self._bodies: Final = bodies
        self._consulted: Final = consulted
        self._is_foreign: Final = is_foreign

    def is_called(self, name: str, managers: frozenset[str]) -> bool:
        """Tell a method that some call reaches by anything but one of these names of managers."""
        call = re.compile(rb"([\w)\]]+)\s*\.\s*" + re.escape(name.encode()) + rb"\s*\(")
        for module, tree in (self._bodies.modules() or {}).items():
            if module.startswith(names.NEVER_SUMMARIZED) or self._is_foreign(tree):
                continue
            found = {before.decode(errors="replace") for before in self._bodies.find(tree, call)}
            if found:
                self._consulted.note_file(tree.path)
            if not found <= managers:
                return True
        return False
