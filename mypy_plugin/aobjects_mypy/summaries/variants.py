"""Which functions stand under one name of a module, and which of them only type checkers read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aobjects_mypy.syntax import definitions, walk
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy import nodes


@dataclass(frozen=True, slots=True)
class _Module:
    """What is known of the names of a module."""

    body: list[nodes.Statement]
    of_same_name: dict[str, list[nodes.SymbolNode]]
    only_checked: set[nodes.FuncDef]


class Variants:
    """Knows which functions stand under one name: the branches of ``if``, ``try`` and ``except`` define anew.

    mypy binds the name to the first of them; which one runs is not known.
    """

    def __init__(self, module: Callable[[str], nodes.MypyFile | None]) -> None:
        self._module: Final = module
        self._known: Final[dict[str, _Module]] = {}

    def others(self, module: str, function: nodes.FuncDef, accessor: str) -> list[nodes.SymbolNode]:
        """Return what else may be behind the name of the function that mypy binds it to."""
        known = self._of_module(module)
        same = known.of_same_name.get(f"{function.fullname}{accessor}", []) if known is not None else []
        is_bound = bool(same) and definitions.function_of(same[0]) is function
        return same[1:] if is_bound else []

    def never_runs(self, module: str, function: nodes.FuncDef) -> bool:
        """Tell a function that only a type checker reads: another is there when the code runs."""
        known = self._of_module(module)
        return known is not None and function in known.only_checked

    def of_tree(self, tree: nodes.MypyFile) -> list[tuple[nodes.SymbolNode, str]]:
        """Return the functions of a module whose names do not say what runs, the first of each name."""
        known = self._of_module(tree.fullname)
        if known is None or not (known.of_same_name or known.only_checked):
            return []
        found: dict[str, tuple[nodes.SymbolNode, str]] = {}
        for node, accessor in definitions.functions_of(tree.defs):
            name = f"{node.fullname}{accessor}"
            if name in known.of_same_name:
                found.setdefault(name, (node, accessor))
        for function in known.only_checked:
            # No other may have the name: who reads the module from its file finds this one.
            found.setdefault(function.fullname, (function, ""))
        return [found[name] for name in sorted(found)]

    def _of_module(self, module: str) -> _Module | None:
        tree = self._module(module)
        if tree is None:
            return None
        known = self._known.get(module)
        if known is None or known.body is not tree.defs:
            # A module that is parsed anew has other statements.
            only_checked = set(walk.only_checked_functions(tree.defs))
            known = self._known[module] = _Module(tree.defs, _by_name(tree.defs), only_checked)
        return known


def _by_name(body: list[nodes.Statement]) -> dict[str, list[nodes.SymbolNode]]:
    found: dict[str, list[nodes.SymbolNode]] = {}
    for node, accessor in definitions.functions_of(body):
        found.setdefault(f"{node.fullname}{accessor}", []).append(node)
    return {name: same for name, same in found.items() if len(same) > 1}
