"""Which parameters without annotations are rows: they are named after a model, and used as its rows are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy import names
from aobjects_mypy.syntax import expressions, requests, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from aobjects_mypy.models.model_schema import ModelSchema
    from aobjects_mypy.models.schema import Schema


_OF_ROWS: Final = frozenset(
    {
        "asave",
        "adelete",
        "arefresh_from_db",
        "refresh_from_db",
        "full_clean",
        "clean_fields",
        "validate_unique",
    }
)
"""Methods that Django gives its rows, and nobody else has under these names."""


def find(
    function: nodes.FuncDef, schema: Schema, lookup: Callable[[str], nodes.TypeInfo | None]
) -> Iterator[tuple[int, nodes.TypeInfo]]:
    """Yield the position of each such parameter, and the class of its model."""
    if function.name.startswith("test"):
        return
    is_method = bool(function.info) and not function.is_static
    for position, argument in enumerate(function.arguments):
        if (is_method and position == 0) or not requests.is_open(function, position):
            continue
        default = argument.initializer
        model = schema.named(argument.variable.name)
        info = lookup(model.fullname) if model is not None else None
        if model is None or info is None or not (default is None or expressions.is_none(default)):
            continue
        if _is_used_as_row(function, argument.variable.name, model, info):
            yield position, info


def _is_used_as_row(function: nodes.FuncDef, name: str, model: ModelSchema, info: nodes.TypeInfo) -> bool:
    """Tell a name of which nothing is read but what a row has, and something that the model defines."""
    read: set[str] = set()
    for node in walk.with_comprehensions(function.body):
        if isinstance(node, nodes.MemberExpr) and _is(node.expr, name):
            read.add(node.name)
        elif any(_is(part, name) for part in _used_otherwise(node)):
            return False
    own = {attribute for attribute in read if attribute in _OF_ROWS or _is_of(attribute, model, info)}
    return bool(own) and all(attribute in own or info.get(attribute) is not None for attribute in read)


def _used_otherwise(node: nodes.Node) -> Iterator[nodes.Expression]:
    """Yield what is used as no row is: bound anew, called, indexed, gone through, awaited, ..."""
    if isinstance(node, nodes.AssignmentStmt):
        for target in node.lvalues:
            yield from [target, *walk.of(target)] if not isinstance(target, nodes.MemberExpr) else []
    elif isinstance(node, nodes.OperatorAssignmentStmt):
        yield node.lvalue
    elif isinstance(node, nodes.CallExpr):
        yield node.callee
        if expressions.fullname(node.callee) == names.ISINSTANCE:
            yield from node.args[:1]
    elif isinstance(node, nodes.IndexExpr):
        yield node.base
    elif isinstance(node, nodes.AwaitExpr):
        yield node.expr
    elif isinstance(node, nodes.ForStmt):
        yield from (node.index, node.expr)
    elif isinstance(node, (nodes.GeneratorExpr, nodes.DictionaryComprehension)):
        yield from node.sequences


def _is_of(attribute: str, model: ModelSchema, info: nodes.TypeInfo) -> bool:
    """Tell a field, a relation, or what the project's own classes define."""
    if attribute in model.relations or attribute in model.managers:
        return True
    if model.column(attribute) is not None:
        return attribute not in ("pk", "id")
    definer = info.get_containing_type_info(attribute)
    return definer is not None and not definer.module_name.startswith(names.NEVER_SUMMARIZED)


def _is(expr: nodes.Expression, name: str) -> bool:
    return isinstance(expr, nodes.NameExpr) and expr.name == name
