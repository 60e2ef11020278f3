"""The type that an expression stands for where a library asks for one: ``response=list[BookOut]``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import AnyType, Instance, NoneType, TupleType, Type, TypeOfAny, UnionType

from aobjects_mypy import names
from aobjects_mypy.syntax import expressions

if TYPE_CHECKING:
    from collections.abc import Callable

    Lookup = Callable[[str], nodes.TypeInfo | None]
    Assigned = Callable[[nodes.Var], nodes.Expression | None]
    Made = Callable[[nodes.CallExpr], Type | None]

_CONTAINERS: Final = {
    "typing.List": names.LIST,
    "typing.Set": names.SET,
    "typing.Dict": names.DICT,
    "typing.Tuple": names.TUPLE,
    "typing.FrozenSet": names.FROZENSET,
}


def _made_by_nobody(call: nodes.CallExpr) -> Type | None:
    return None


def of(
    expr: nodes.Expression, lookup: Lookup, assigned: Assigned, made: Made = _made_by_nobody
) -> Type | None:
    """Return the type; ``None`` where that is not known.  Of a call, ``made`` tells."""
    if expressions.is_none(expr):
        return NoneType()
    if isinstance(expr, nodes.CallExpr):
        return made(expr)
    if isinstance(expr, nodes.RefExpr):
        return _of_name(expr, lookup, assigned, made)
    if isinstance(expr, nodes.OpExpr) and expr.op == "|":
        return _union([expr.left, expr.right], lookup, assigned, made)
    if isinstance(expr, nodes.IndexExpr):
        return _of_index(expr, lookup, assigned, made)
    return None


def _of_name(expr: nodes.RefExpr, lookup: Lookup, assigned: Assigned, made: Made) -> Type | None:
    node = expr.node
    if isinstance(node, nodes.TypeInfo):
        anything = AnyType(TypeOfAny.special_form)
        return Instance(node, [anything] * len(node.defn.type_vars))
    if isinstance(node, nodes.TypeAlias):
        return node.target
    given = assigned(node) if isinstance(node, nodes.Var) else None
    return of(given, lookup, assigned, made) if given is not None and given is not expr else None


def _of_index(expr: nodes.IndexExpr, lookup: Lookup, assigned: Assigned, made: Made) -> Type | None:
    base = expressions.dotted(expr.base).replace("typing_extensions.", "typing.")
    items = expr.index.items if isinstance(expr.index, nodes.TupleExpr) else [expr.index]
    if base == "typing.Optional":
        return _union([*items, None], lookup, assigned, made)
    if base == "typing.Union":
        return _union([*items], lookup, assigned, made)
    if base == names.ANNOTATED:
        return of(items[0], lookup, assigned, made)
    written = [item for item in items if not isinstance(item, nodes.EllipsisExpr)]
    arguments = [of(item, lookup, assigned, made) or AnyType(TypeOfAny.special_form) for item in written]
    node = expr.base.node if isinstance(expr.base, nodes.RefExpr) else None
    if len(arguments) > 1 and _CONTAINERS.get(base, base) == names.TUPLE:
        tuples = lookup(names.TUPLE)
        anything = AnyType(TypeOfAny.special_form)
        return TupleType(arguments, Instance(tuples, [anything])) if tuples is not None else None
    info = node if isinstance(node, nodes.TypeInfo) else lookup(_CONTAINERS.get(base, base))
    if info is None or (info.defn.type_vars and len(info.defn.type_vars) != len(arguments)):
        return None
    return Instance(info, arguments if info.defn.type_vars else [])


def _union(
    written: list[nodes.Expression | None], lookup: Lookup, assigned: Assigned, made: Made
) -> Type | None:
    members = [of(item, lookup, assigned, made) if item is not None else NoneType() for item in written]
    known = [member for member in members if member is not None]
    return UnionType(known) if len(known) == len(members) else None
