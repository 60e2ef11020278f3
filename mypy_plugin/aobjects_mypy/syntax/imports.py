"""What a module calls what it imports from libraries that mypy has no types for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import AnyType, TypeOfAny, get_proper_type
from mypy.util import correct_relative_import

from aobjects_mypy.syntax import expressions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_TURNS: Final = 5
"""Through how many modules a name is handed on."""

Imports = dict[str, str]
"""By the name in the module: the full name of what it stands for."""


def of(tree: nodes.MypyFile | None) -> Imports | None:
    """Return what a module imports: ``{"serializers": "rest_framework.serializers"}``."""
    if tree is None:
        return None
    found: Imports = {}
    for statement in tree.imports:
        if isinstance(statement, nodes.Import):
            for module, alias in statement.ids:
                found[alias or module.partition(".")[0]] = module if alias else module.partition(".")[0]
        elif isinstance(statement, nodes.ImportFrom):
            module, _ = correct_relative_import(
                tree.fullname, statement.relative, statement.id, tree.is_package_init_file()
            )
            for name, alias in statement.names:
                found[alias or name] = f"{module}.{name}"
    return found


def original(fullname: str, imports_of: Callable[[str], Mapping[str, str] | None]) -> str:
    """Return the full name that a library gives what is ``shop.api.serializers.CharField`` to mypy.

    ``imports_of`` gives what a module of the program imports, and ``None`` where there is no such module.
    """
    for _ in range(_TURNS):
        module, rest, imports = fullname, "", None
        while module and imports is None:
            module, _, last = module.rpartition(".")
            rest = f"{last}.{rest}" if rest else last
            imports = imports_of(module) if module else None
        name, dot, below = rest.partition(".")
        if not imports or name not in imports or imports[name] == fullname:
            break
        fullname = f"{imports[name]}{dot}{below}"
    return fullname


def is_unseen(expr: nodes.Node) -> bool:
    """Tell a name that is imported from a library, or is read from it, that mypy has no types for."""
    while isinstance(expr, (nodes.MemberExpr, nodes.IndexExpr)):
        if isinstance(expr, nodes.MemberExpr) and expr.node is not None:
            break
        expr = expr.expr if isinstance(expr, nodes.MemberExpr) else expr.base
    node = expr.node if isinstance(expr, nodes.RefExpr) else None
    typ = get_proper_type(node.type) if isinstance(node, nodes.Var) and node.type is not None else None
    return isinstance(typ, AnyType) and typ.type_of_any == TypeOfAny.from_unimported_type


def named(expr: nodes.Node, imports_of: Callable[[str], Mapping[str, str] | None]) -> str:
    """Return the full name of what is written ``serializers.CharField``, typed or not."""
    written = expressions.dotted(expr)
    return original(written, imports_of) if written and is_unseen(expr) else written
