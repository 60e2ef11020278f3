"""Schemas that ninja's ``create_schema`` makes of a model, as classes that nobody wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mypy import nodes
from mypy.types import AnyType, Instance, NoneType, Type, TypeOfAny, UnionType

from aobjects_mypy import names
from aobjects_mypy.calls import attribute_models
from aobjects_mypy.calls.attribute_models import Field
from aobjects_mypy.syntax import expressions, written_types

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aobjects_mypy.analysis.evaluator import Evaluator

_MAKERS: Final = frozenset({"ninja.orm.create_schema", "ninja.orm.factory.create_schema"})
_BASE: Final = "ninja.schema.Schema"
_KEYWORDS: Final = frozenset(
    {"name", "depth", "fields", "exclude", "optional_fields", "custom_fields", "base_class"}
)
_DEEPEST: Final = 4
"""So deep relations are followed: a tree of schemas is as wide as its models have relations."""


def written(analysis: Evaluator, expr: nodes.Expression) -> Type | None:
    """Return the type that ``response=...`` names, see ``written_types.of``, created schemas among it."""

    def made(call: nodes.CallExpr) -> Type | None:
        return of_call(analysis, call)

    return written_types.of(expr, analysis.typeinfo, analysis.callees.assigned, made)


def of_name(analysis: Evaluator, expr: nodes.Expression) -> Instance | None:
    """Return the schema that a name stands for, where it was created."""
    variable = expr.node if isinstance(expr, nodes.RefExpr) else None
    given = analysis.callees.assigned(variable) if isinstance(variable, nodes.Var) else None
    return of_call(analysis, given) if isinstance(given, nodes.CallExpr) else None


def of_call(analysis: Evaluator, call: nodes.CallExpr) -> Instance | None:
    """Return the schema that ``create_schema(Book, depth=1)`` makes; ``None`` where it is not known."""
    if analysis.callees.imported(call.callee) not in _MAKERS or not call.args:
        return None
    given = {name: arg for name, arg in zip(call.arg_names[1:], call.args[1:], strict=True) if name}
    model, depth = call.args[0], given.get("depth")
    info = model.node if isinstance(model, nodes.RefExpr) else None
    schema = analysis.model_of(info) if isinstance(info, nodes.TypeInfo) else None
    base = _base(analysis, given.get("base_class"))
    only, without = _names(given.get("fields")), _names(given.get("exclude"))
    own = _own_fields(analysis, given.get("custom_fields"))
    if (
        schema is None
        or base is None
        or only is None
        or without is None
        or own is None
        or len(given) != len(call.args) - 1
        or not given.keys() <= _KEYWORDS
        or not (depth is None or isinstance(depth, nodes.IntExpr))
    ):
        return None
    name = expressions.string(given["name"]) if "name" in given else None
    levels = depth.value if isinstance(depth, nodes.IntExpr) else 0
    fields = _fields(analysis, base, schema.model, levels, only or None, without)
    return _class(base, name or schema.model.__name__, {**fields, **own})


def _names(given: nodes.Expression | None) -> list[str] | None:
    return expressions.literal_strings(given) if given is not None else []


def _base(analysis: Evaluator, given: nodes.Expression | None) -> nodes.TypeInfo | None:
    if given is None:
        return analysis.typeinfo(_BASE)
    node = given.node if isinstance(given, nodes.RefExpr) else None
    return node if isinstance(node, nodes.TypeInfo) else None


def _own_fields(analysis: Evaluator, given: nodes.Expression | None) -> dict[str, Field] | None:
    """Return the fields of ``custom_fields=[("author_name", str, None)]``."""
    if given is None or expressions.is_none(given):
        return {}
    found: dict[str, Field] = {}
    for item in given.items if isinstance(given, (nodes.ListExpr, nodes.TupleExpr)) else [given]:
        parts = item.items if isinstance(item, nodes.TupleExpr) else []
        name = expressions.string(parts[0]) if len(parts) == len(("name", "type", "default")) else None
        if name is None or isinstance(parts[2], nodes.CallExpr):
            # A ``Field(...)`` may have an alias.
            return None
        typ = written(analysis, parts[1]) or AnyType(TypeOfAny.special_form)
        found[name] = Field(name, [(name,)], typ)
    return found


def _fields(
    analysis: Evaluator,
    base: nodes.TypeInfo,
    model: type[Any],
    depth: int,
    only: Sequence[str] | None,
    without: Sequence[str],
) -> dict[str, Field]:
    columns = model._meta.get_fields()
    found = {
        name: field
        for name, field in attribute_models.columns(columns, only, without).items()
        if field is not None
    }
    for column in columns if 0 < depth <= _DEEPEST else ():
        if column.name in found and column.is_relation and column.related_model is not None:
            target = column.related_model
            inner = _fields(analysis, base, target, depth - 1, None, ())
            typ: Type | None = _class(base, target.__name__, inner)
            if column.many_to_many:
                typ = analysis.instance_of(names.LIST, [typ]) if typ is not None else None
            elif typ is not None and column.null:
                typ = UnionType([typ, NoneType()])
            if typ is not None:
                found[column.name] = Field(column.name, [(column.name,)], typ)
    return found


def _class(base: nodes.TypeInfo, name: str, fields: dict[str, Field]) -> Instance:
    definition = nodes.ClassDef(name, nodes.Block([]))
    definition.fullname = name
    info = nodes.TypeInfo(nodes.SymbolTable(), definition, "")
    definition.info = info
    info.bases = [Instance(base, [])]
    info.mro = [info, *base.mro]
    info.metadata[attribute_models.CREATED] = {"fields": fields}
    return Instance(info, [])
