"""The row that a resolver of a strawberry-django type gets as its ``self``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import CallableType, Instance, Type

from aobjects_mypy.orm import evaluation, managers
from aobjects_mypy.rules.strawberry import vocabulary
from aobjects_mypy.syntax import walk
from aobjects_mypy.types import addresses

if TYPE_CHECKING:
    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.rules.strawberry.vocabulary import FieldCall


_LOADING: Final = frozenset(
    {"select_related", "prefetch_related", "prefetch_related_objects", "aprefetch_related_objects"}
)
_SOURCES: Final = frozenset({"self", "root"})
"""The parameters that get the object, by their names; any of the type ``Parent`` does."""


def row(analysis: Evaluator, function: nodes.FuncDef, field: FieldCall) -> Type | None:
    """Return ``self`` of a resolver whose class stands for a model: a row with nothing loaded.

    What the field says the optimizer has to load, and what the class's own ``get_queryset`` does, is not
    looked into: of such a row nothing is known.
    """
    info = function.info
    if not info or function.is_static or vocabulary.library_of(info) != "strawberry_django":
        return None
    model = _model(info)
    schema = analysis.model_of(model) if model is not None else None
    if model is None or schema is None or not takes_source(function):
        return None
    shape = Instance(model, [])
    if field.has_hints or info.get("get_queryset") is not None or are_loaded_in_sight(analysis, info):
        return shape
    loaded = evaluation.new_row(analysis, managers.of_model(analysis, schema, None, managers.nowhere()))
    return addresses.with_address(shape, analysis.allocate("name:self", loaded, role="=source"))


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


def takes_source(function: nodes.FuncDef) -> bool:
    """Tell a resolver whose first parameter gets the object."""
    first = function.arguments[0] if function.arguments else None
    if first is None or function.is_static or function.is_class:
        return False
    annotation = first.type_annotation
    is_parent = annotation is not None and "Parent" in str(annotation)
    return first.variable.name in _SOURCES or is_parent


def _model(info: nodes.TypeInfo) -> nodes.TypeInfo | None:
    """Return the model in ``@strawberry_django.type(Book)``."""
    for decorator in info.defn.decorators:
        if isinstance(decorator, nodes.CallExpr) and decorator.args:
            first = decorator.args[0]
            if isinstance(first, nodes.RefExpr) and isinstance(first.node, nodes.TypeInfo):
                return first.node
    return None
