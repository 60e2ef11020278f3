"""What the code of other modules may go by, bodies of functions apart: compared before and after an edit.

mypy checks again who uses what has changed, one module after the other.  A summary that is asked for before
its own turn came would be the old one: so all are forgotten when more than bodies has changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes

from aobjects_mypy.syntax import class_facts

if TYPE_CHECKING:
    from collections.abc import Iterator

Interface = dict[str, tuple[object, ...]]


class Interfaces:
    """Compares a module with what it was before it was parsed again."""

    def __init__(self) -> None:
        self._trees: dict[str, nodes.MypyFile] = {}
        self._before: dict[str, Interface | None] = {}

    def begin(self, fullname: str) -> None:
        """Write down what stands in the old tree, which the new one is about to be merged into."""
        if fullname not in self._before:
            tree = self._trees.get(fullname)
            self._before[fullname] = dict(_describe(tree.names, fullname)) if tree is not None else None

    def is_open(self, fullname: str) -> bool:
        """Tell a module that was parsed and is not checked yet."""
        return fullname in self._before

    def end(self, tree: nodes.MypyFile) -> bool:
        """Tell whether the module, all of whose types are known now, is to others what it was."""
        self._trees[tree.fullname] = tree
        before = self._before.pop(tree.fullname)
        if before is None:
            return True
        after = dict(_describe(tree.names, tree.fullname))
        return all(after.get(name) == value for name, value in before.items()) and not any(
            _hides(tree, name) for name in after.keys() - before.keys()
        )


def _describe(table: nodes.SymbolTable, prefix: str) -> Iterator[tuple[str, tuple[object, ...]]]:
    for name, symbol in table.items():
        node = symbol.node
        if symbol.plugin_generated and " " in name:
            # Ours: about bodies.
            continue
        if node is None or node.fullname != f"{prefix}.{name}":
            # Imported: mypy itself knows where it is used.
            yield f"{prefix}.{name}", (node.fullname if node is not None else None,)
        elif isinstance(node, nodes.TypeInfo):
            bases = [base.fullname for base in node.mro], [str(base) for base in node.bases]
            yield node.fullname, (*bases, class_facts.all_of(node))
            yield from _describe(node.names, node.fullname)
        elif isinstance(node, nodes.TypeAlias):
            yield node.fullname, (str(node.target),)
        else:
            variable = node.var if isinstance(node, nodes.Decorator) else node
            yield node.fullname, (type(node).__name__, str(getattr(variable, "type", None)))


def _hides(tree: nodes.MypyFile, fullname: str) -> bool:
    """Tell a new attribute of a class that stands before an inherited one, or that the language asks for."""
    path = fullname.removeprefix(f"{tree.fullname}.").split(".")
    symbol = tree.names.get(path[0])
    for name in path[1:]:
        info = symbol.node if symbol is not None else None
        if not isinstance(info, nodes.TypeInfo):
            return False
        if name.startswith("__") or any(name in base.names for base in info.mro[1:]):
            return True
        symbol = info.names.get(name)
    return False
