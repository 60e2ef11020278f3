"""What a template calls: each value that it looks up, where that can be called without arguments."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, Final

from mypy import nodes
from mypy.types import Instance

from aobjects_mypy import names
from aobjects_mypy.domain import heap
from aobjects_mypy.syntax import definitions
from aobjects_mypy.syntax.call import Call
from aobjects_mypy.templates import functions
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy.types import Type

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Function

_CALL: Final = "__call__"


def of_value(analysis: Analysis, value: Type | None) -> Sequence[heap.Function]:
    """Return the functions that a value is one of, and nothing where it may be another thing."""
    members = instances.items(value)
    if len(members) != 1 or not isinstance(members[0], Instance):
        return ()
    entry = analysis.entry_of(members[0])
    if isinstance(entry, heap.Functions):
        return entry.members
    info = members[0].type
    definer = info.get_containing_type_info(_CALL)
    if definer is None or definer.module_name.startswith(names.NEVER_SUMMARIZED):
        return ()
    return (heap.Function(definer.names[_CALL].node or info, _CALL, members[0]),)


def call(analysis: Evaluator, value: Type | None, place: nodes.Expression) -> Type | None:
    """Return what a template has in place of a value: what calling it returns, where it is called."""
    found = of_value(analysis, value)
    if not found:
        return value
    if not all(_is_called(analysis, function) for function in found):
        return None
    return analysis.call_value(value, Call(place, place, (), None))[1]


def alters_data(analysis: Analysis, owner: Instance, name: str) -> bool:
    """Tell a method that Django refuses to call in a template."""
    return any(getattr(getattr(one, name, None), "alters_data", False) for one in _classes(analysis, owner))


def _classes(analysis: Analysis, owner: Instance) -> list[type[Any]]:
    from django.db.models import Manager, QuerySet

    schema = analysis.model_of(owner.type)
    return [schema.model] if schema is not None else [QuerySet, Manager]


def _is_called(analysis: Analysis, function: heap.Function) -> bool:
    if function.in_thread:
        # It makes a coroutine, which nobody awaits.
        return False
    owner = instances.first(function.receiver)
    if isinstance(function.node, nodes.MemberExpr):
        return owner is not None and _is_called_of_django(analysis, owner, function)
    definition = function.node if isinstance(function.node, nodes.LambdaExpr) else None
    named = definitions.function_of(function.node)
    if named is not None and owner is not None and alters_data(analysis, owner, named.name):
        return False
    if named is not None and named.is_coroutine:
        return False
    item = definition or named
    return item is not None and _has_all(item, function)


def _has_all(item: nodes.FuncItem, function: heap.Function) -> bool:
    """Tell a function that needs no more than it has been given."""
    is_bound = function.receiver is not None and not (isinstance(item, nodes.FuncDef) and item.is_static)
    rest = list(zip(item.arg_names, item.arg_kinds, strict=True))[is_bound + len(function.positional) :]
    given = {name for name, _ in function.keywords}
    return not any(kind.is_required() and name not in given for name, kind in rest)


def _is_called_of_django(analysis: Analysis, owner: Instance, function: heap.Function) -> bool:
    found = [method for one in _classes(analysis, owner) if (method := getattr(one, function.shown, None))]
    if not found or any(getattr(one, "alters_data", False) for one in found):
        return False
    given = (object(), *function.positional)
    try:
        inspect.signature(found[0]).bind(*given, **dict(function.keywords))
    except TypeError:
        return False
    return not inspect.iscoroutinefunction(found[0])


def _called(analysis: Evaluator, call_: Call) -> Type | None:
    return call(analysis, call_.arguments[0].value, call_.node)


FUNCTIONS: Final[dict[str, Function]] = {functions.name_of(functions.called): _called}
