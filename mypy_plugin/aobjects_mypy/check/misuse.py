"""Wrong uses of the bridge that the types show, in async code or not: at the top of a module, say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import CallableType, FunctionLike, TypeType, get_proper_type

from aobjects_mypy import bridge, names
from aobjects_mypy.orm import evaluation, methods
from aobjects_mypy.syntax import expressions, walk, wrappers
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mypy.types import Type

    from aobjects_mypy.diagnostics import Diagnostic

    Types = Mapping[nodes.Expression, Type]
    Found = Iterator[tuple[nodes.Context, Diagnostic]]

_METHOD_KINDS: Final = {names.CLASSMETHOD: "classmethod", names.STATICMETHOD: "staticmethod"}
_LAZY_MODULES: Final = ("django.db.models.",)
"""Calls in here make a part of a query, and run none: ``Q``, ``F``, ``Prefetch``."""


def find(body: Iterable[nodes.Statement], calls: Iterable[nodes.CallExpr], types: Types) -> Found:
    """Yield each wrong use among the calls, and among the decorators below ``body``.

    A decorator without a type was not checked this time: dmypy checks the top of a module, or a function.
    """
    for call in calls:
        if not wrappers.may_wrap(call):
            yield from _through_class(call, types)
            continue
        wrapped = wrappers.in_thread(call)
        if wrapped is not None:
            yield from _in_thread(call, wrapped, _name(call.callee), types)
        elif expressions.fullname(call.callee) == names.RUN_SYNC and call.arg_kinds[:1] == [nodes.ARG_POS]:
            yield from _in_thread(call, call.args[0], wrappers.RUN_SYNC, types)
        wrapped = wrappers.on_loop(call)
        if wrapped is not None and _is_sync(wrapped, types) and not _is_class(call.callee):
            yield call, bridge.sync_function_on_loop(expressions.source(wrapped))
    for decorator in walk.decorators(body):
        if any(expr in types for expr in decorator.original_decorators):
            yield from _decorator(decorator, types)


def _name(wrapper: nodes.Expression) -> str:
    inner = wrappers.callee_of(wrapper)
    return inner.name if isinstance(inner, (nodes.NameExpr, nodes.MemberExpr)) else wrappers.SYNC_TO_ASYNC


def _in_thread(call: nodes.CallExpr, wrapped: nodes.Expression, wrapper: str, types: Types) -> Found:
    typ = types.get(wrapped)
    shown = expressions.source(wrapped)
    inner = wrappers.marked(typ, wrappers.ASYNC_TO_SYNC)
    function = _function(wrapped, typ)
    if inner is not None:
        yield call, bridge.there_and_back(inner, wrapper)
    elif wrappers.marked(typ, wrappers.SYNC_TO_ASYNC) is not None:
        yield call, bridge.async_twice(wrapper)
    elif isinstance(wrapped, nodes.LambdaExpr):
        made = get_proper_type(typ) if typ is not None else None
        if isinstance(made, CallableType) and wrappers.returns_coroutine(made):
            yield call, bridge.coroutine_from_thread(expressions.source(wrapped.expr()), wrapper)
    elif function is not None and function.is_async_generator:
        yield call, bridge.async_generator_function_in_thread(shown, wrapper)
    elif function is not None and function.is_generator and not function.is_coroutine:
        yield call, bridge.generator_function_in_thread(shown, wrapper)
    elif wrappers.is_async(typ):
        yield call, bridge.coroutine_function_in_thread(shown, wrapper)
    elif wrappers.is_value(typ):
        yield call, bridge.value_in_thread(shown, wrapper, _instead(wrapped, wrapper, typ))
    elif function is not None and _returns_lazily(function, types) is not None:
        yield call, bridge.lazy_function_in_thread(function.name, wrapper)


def _instead(value: nodes.Expression, wrapper: str, typ: Type | None) -> str:
    """Write down the call that does what was meant."""
    shown = expressions.source(value)
    if any(item.type.has_base(names.AWAITABLE) for item in instances.instances(typ)):
        return f"await {shown}"
    if isinstance(value, nodes.CallExpr):
        function, arguments = expressions.source(value.callee), "..." if value.args else ""
    else:
        function, arguments = f"lambda: {shown}", ""
    if wrapper == wrappers.RUN_SYNC:
        return f"await {wrapper}({', '.join(filter(None, (function, arguments)))})"
    return f"await {wrapper}({function})({arguments})"


def _function(wrapped: nodes.Expression, typ: Type | None) -> nodes.FuncDef | None:
    """Return the function that is wrapped, if no decorator has made another of it."""
    if not isinstance(wrapped, nodes.RefExpr) or isinstance(wrapped.node, nodes.Decorator):
        return None
    proper = get_proper_type(typ) if typ is not None else None
    if not isinstance(proper, CallableType) or proper.is_type_obj():
        return None
    return proper.definition if isinstance(proper.definition, nodes.FuncDef) else None


def _through_class(call: nodes.CallExpr, types: Types) -> Found:
    """Find ``Library.find(library)``, where ``find`` is wrapped: it is bound to None."""
    callee = call.callee
    if not isinstance(callee, nodes.MemberExpr):
        return
    owner = get_proper_type(types[callee.expr]) if callee.expr in types else None
    classes: list[nodes.TypeInfo] = []
    if isinstance(owner, FunctionLike) and owner.is_type_obj():
        classes = [owner.type_object()]
    elif isinstance(owner, TypeType):
        classes = [item.type for item in instances.instances(owner.item)]
    symbol = classes[0].get(callee.name) if classes else None
    if symbol is None or not _is_bound_by_wrapper(symbol.node):
        return
    for function in (wrappers.SYNC_TO_ASYNC, wrappers.ASYNC_TO_SYNC):
        if wrappers.marked(types.get(callee), function) is not None:
            shown = expressions.source(callee)
            yield call, bridge.wrapped_method_of_class(shown, callee.name, function)


def _is_bound_by_wrapper(node: nodes.SymbolNode | None) -> bool:
    variable = node.var if isinstance(node, nodes.Decorator) else node
    return isinstance(variable, nodes.Var) and not variable.is_classmethod and not variable.is_staticmethod


def _decorator(decorator: nodes.Decorator, types: Types) -> Found:
    function = decorator.func
    for position, expr in enumerate(decorator.original_decorators):
        callee = wrappers.callee_of(expr)
        inner = decorator.original_decorators[position + 1 :]
        wrapper = _name(callee)
        if wrappers.is_for_thread(callee) or wrappers.is_for_loop(callee):
            kinds = [kind for below in inner if (kind := _METHOD_KINDS.get(expressions.fullname(below)))]
            if kinds:
                yield expr, bridge.decorator_over(kinds[0], wrapper)
        if wrappers.is_for_thread(callee) and not inner:
            yield from _decorated_for_thread(expr, function, wrapper, types)
        elif wrappers.is_for_loop(callee) and not inner and _returns_nothing_to_await(function, types):
            yield expr, bridge.sync_function_on_loop(function.name)
        elif expressions.fullname(callee) == names.ATOMIC and function.is_coroutine:
            yield decorator, bridge.transaction_on_coroutine(function.name)


def _is_class(callee: nodes.Expression) -> bool:
    """Tell ``AsyncToSync(f)``: there mypy itself says what is wrong with ``f``."""
    return isinstance(callee, nodes.RefExpr) and isinstance(callee.node, nodes.TypeInfo)


def _is_sync(wrapped: nodes.Expression, types: Types) -> bool:
    typ = types.get(wrapped)
    function = _function(wrapped, typ)
    return wrappers.is_plain_sync(typ) or (
        function is not None and _returns_nothing_to_await(function, types)
    )


def _returns_nothing_to_await(function: nodes.FuncDef, types: Types) -> bool:
    """Tell a sync function without annotations, whose body shows what it returns."""
    if function.type is not None or function.is_coroutine or function.is_generator or not function.body.body:
        return False
    returned = [node.expr for node in walk.walk(function.body) if isinstance(node, nodes.ReturnStmt)]
    return all(expr is None or wrappers.is_no_awaitable(types.get(expr)) for expr in returned)


def _decorated_for_thread(
    expr: nodes.Expression, function: nodes.FuncDef, wrapper: str, types: Types
) -> Found:
    if function.is_async_generator:
        yield expr, bridge.async_generator_function_in_thread(function.name, wrapper)
    elif function.is_coroutine:
        yield expr, bridge.coroutine_function_in_thread(function.name, wrapper)
    elif function.is_generator:
        yield expr, bridge.decorated_generator_function(function.name, wrapper)
    else:
        returned = _returns_lazily(function, types)
        if returned is not None:
            yield returned, bridge.lazy_function_in_thread(function.name, wrapper)


def _returns_lazily(function: nodes.FuncDef, types: Types) -> nodes.Context | None:
    """Return the statement that returns a queryset, if the function does nothing but build it."""
    found: nodes.Context | None = None
    for node in walk.walk(function.body):
        if isinstance(node, nodes.ReturnStmt):
            typ = types.get(node.expr) if node.expr is not None else None
            if not any(map(evaluation.is_queryset, instances.instances(typ))):
                return None
            found = found or node
        elif isinstance(node, nodes.CallExpr):
            if not _builds(node, types):
                return None
        elif not isinstance(node, _HARMLESS):
            return None
    return found


_HARMLESS: Final = (
    nodes.AssignmentStmt, nodes.ExpressionStmt, nodes.IfStmt, nodes.PassStmt, nodes.Block,
    nodes.NameExpr, nodes.MemberExpr, nodes.StrExpr, nodes.IntExpr, nodes.UnaryExpr, nodes.OpExpr,
    nodes.ComparisonExpr, nodes.TupleExpr, nodes.ListExpr, nodes.StarExpr, nodes.DictExpr,
)  # fmt: skip


def _builds(call: nodes.CallExpr, types: Types) -> bool:
    """Tell a call that makes a queryset, or a part of one."""
    if isinstance(call.callee, nodes.RefExpr) and call.callee.fullname.startswith(_LAZY_MODULES):
        return True
    if not isinstance(call.callee, nodes.MemberExpr) or not methods.builds(call.callee.name):
        return False
    base = types.get(call.callee.expr)
    found = list(instances.instances(base))
    return bool(found) and all(evaluation.is_queryset(item) or evaluation.is_manager(item) for item in found)
