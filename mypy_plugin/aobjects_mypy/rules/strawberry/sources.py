"""The row that a resolver of a strawberry-django type gets as its ``self``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import CallableType, Instance, Type

from aobjects_mypy.domain import address_parts
from aobjects_mypy.orm import evaluation, managers
from aobjects_mypy.rules.strawberry import execution, vocabulary
from aobjects_mypy.syntax import imports, walk
from aobjects_mypy.types import addresses

if TYPE_CHECKING:
    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.rules.strawberry.vocabulary import FieldCall


_LOADING: Final = frozenset(
    {"select_related", "prefetch_related", "prefetch_related_objects", "aprefetch_related_objects"}
)


def given(analysis: Evaluator, function: nodes.FuncDef, field: FieldCall) -> dict[int, Type]:
    """Return what a resolver gets whose class stands for a model: a row with nothing loaded.

    What the field says the optimizer has to load, and what the class's own ``get_queryset`` does, is not
    looked into: of such a row nothing is known.
    """
    info = function.info
    if not info or vocabulary.library_of(info) != "strawberry_django":
        return {}
    model = model_of(info)
    schema = analysis.model_of(model) if model is not None else None
    if model is None or schema is None:
        return {}
    shape = Instance(model, [])
    found = positions(function)
    if field.has_hints or info.get("get_queryset") is not None or are_loaded_in_sight(analysis, info):
        return dict.fromkeys(found, shape)
    loaded = evaluation.new_row(analysis, managers.of_model(analysis, schema, None, managers.nowhere()))
    tree = analysis.callees.module(info.module_name)
    imported = (imports.of(tree) or {}).values()
    if execution.is_optimized(imported, analysis.callees.consult):
        # The client asks for other columns, or it does not: those that it does not ask for are deferred.
        columns = schema.columns - schema.pk_columns
        loaded = replace(loaded, state=replace(loaded.state, deferred=columns, unproven=columns))
    address = analysis.allocate(address_parts.of_name("self"), loaded, role="=source")
    return dict.fromkeys(found, addresses.with_address(shape, address))


def are_loaded_in_sight(analysis: Analysis, info: nodes.TypeInfo) -> bool:
    """Tell a type whose rows a function of its module loads: what they lack is found there."""
    tree = analysis.callees.module(info.module_name)
    return tree is not None and any(
        function.info is not info and _gives(function, info) and _loads(function)
        for function in walk.functions(tree.defs)
    )


def _gives(function: nodes.FuncDef, info: nodes.TypeInfo) -> bool:
    returned = function.type.ret_type if isinstance(function.type, CallableType) else None
    return returned is not None and info.fullname in str(returned)


def _loads(function: nodes.FuncDef) -> bool:
    return any(
        isinstance(node, nodes.MemberExpr) and node.name in _LOADING for node in walk.walk(function.body)
    )


def positions(function: nodes.FuncItem) -> list[int]:
    """Return the parameters of a resolver that get the object: ``self``, ``root``, any ``Parent``."""
    if function.is_class:
        return []
    return [
        position
        for position, argument in enumerate(function.arguments)
        if argument.variable.name == "root"
        or (argument.variable.name == "self" and position == 0 and not function.is_static)
        or "Parent" in str(argument.type_annotation)
    ]


def model_of(info: nodes.TypeInfo) -> nodes.TypeInfo | None:
    """Return the model in ``@strawberry_django.type(Book)``."""
    for decorator in info.defn.decorators:
        if isinstance(decorator, nodes.CallExpr) and decorator.args:
            first = decorator.args[0]
            if isinstance(first, nodes.RefExpr) and isinstance(first.node, nodes.TypeInfo):
                return first.node
    return None
