"""Tell what wraps a callable, for a thread or for an event loop, and what it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import (
    CallableType,
    ExtraAttrs,
    Instance,
    LiteralType,
    NoneType,
    Overloaded,
    TupleType,
    get_proper_type,
)

from aobjects_mypy import names
from aobjects_mypy.syntax import expressions, imports
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from mypy.types import ProperType, Type

_FOR_THREAD: Final = names.SYNC_TO_ASYNC_FUNCTIONS | {
    names.SYNC_TO_ASYNC_CLASS,
    names.DATABASE_SYNC_TO_ASYNC_CLASS,
}
_FOR_LOOP: Final = names.ASYNC_TO_SYNC_FUNCTIONS | {names.ASYNC_TO_SYNC_CLASS}
_WRAPS: Final = _FOR_THREAD | _FOR_LOOP | {names.RUN_SYNC}

_OF_CHANNELS: Final = frozenset(
    name.rpartition(".")[2] for name in (names.DATABASE_SYNC_TO_ASYNC, names.DATABASE_SYNC_TO_ASYNC_CLASS)
)

SYNC_TO_ASYNC: Final = "sync_to_async"
ASYNC_TO_SYNC: Final = "async_to_sync"
RUN_SYNC: Final = "run_sync"
ANONYMOUS: Final = (f"{SYNC_TO_ASYNC}()", f"{ASYNC_TO_SYNC}()")
"""The names of callables that have none without us: no message of mypy shows them."""


def is_for_thread(callee: nodes.Expression) -> bool:
    return expressions.fullname(callee) in _FOR_THREAD or _is_of_channels(callee)


def _is_of_channels(callee: nodes.Expression) -> bool:
    """Tell ``database_sync_to_async`` where mypy has no types for channels: of it, the name is left."""
    return (
        isinstance(callee, (nodes.NameExpr, nodes.MemberExpr))
        and callee.name in _OF_CHANNELS
        and imports.is_unseen(callee)
    )


def is_bridge(callee: nodes.Expression) -> bool:
    return is_for_thread(callee) or is_for_loop(callee)


def is_for_loop(callee: nodes.Expression) -> bool:
    return expressions.fullname(callee) in _FOR_LOOP


def runs_in_thread(decorator: nodes.Decorator) -> bool:
    return any(is_for_thread(callee_of(expr)) for expr in decorator.original_decorators)


def decorates(decorator: nodes.Decorator, *fullnames: str) -> bool:
    """Tell whether one of the decorators is, or is made by, a function of these names."""
    return any(expressions.fullname(callee_of(expr)) in fullnames for expr in decorator.original_decorators)


def is_cached_property(node: nodes.Node | None) -> bool:
    """Tell a method that any library's ``cached_property`` decorates: mypy takes most for calls."""
    return isinstance(node, nodes.Decorator) and any(
        expressions.fullname(expr).endswith("cached_property") for expr in node.original_decorators
    )


def is_kept_property(node: nodes.Node | None) -> bool:
    """Tell a method that Python's or Django's ``cached_property`` decorates."""
    return isinstance(node, nodes.Decorator) and decorates(
        node, "functools.cached_property", names.CACHED_PROPERTY
    )


def is_context_manager(decorator: nodes.Decorator) -> bool:
    """Tell a generator function of which ``contextmanager`` alone makes a context manager."""
    return len(decorator.original_decorators) == 1 and decorates(
        decorator, names.CONTEXT_MANAGER, names.ASYNC_CONTEXT_MANAGER
    )


def may_wrap(call: nodes.CallExpr) -> bool:
    """Tell most calls from those that the functions below have to look at."""
    callee = call.callee
    if isinstance(callee, nodes.RefExpr):
        return callee.fullname in _WRAPS or _is_of_channels(callee)
    return isinstance(callee, nodes.CallExpr)


def in_thread(call: nodes.CallExpr) -> nodes.Expression | None:
    """Return ``f`` of ``sync_to_async(f)`` or ``sync_to_async(thread_sensitive=...)(f)``."""
    if is_for_thread(call.callee):
        return _first(call, "func")
    return _given_second(call) if _is_second_call(call, is_loop=False) else None


def on_loop(call: nodes.CallExpr) -> nodes.Expression | None:
    """Return ``f`` of ``async_to_sync(f)`` or ``async_to_sync(force_new_loop=...)(f)``."""
    if is_for_loop(call.callee):
        return _first(call, "awaitable")
    return _given_second(call) if _is_second_call(call, is_loop=True) else None


def _is_second_call(call: nodes.CallExpr, *, is_loop: bool) -> bool:
    first = call.callee
    if not isinstance(first, nodes.CallExpr):
        return False
    wraps = is_for_loop(first.callee) if is_loop else is_for_thread(first.callee)
    return wraps and _first(first, "awaitable" if is_loop else "func") is None


def _given_second(call: nodes.CallExpr) -> nodes.Expression | None:
    return call.args[0] if call.args and call.arg_kinds[0] == nodes.ARG_POS else None


def _first(call: nodes.CallExpr, name: str) -> nodes.Expression | None:
    for argument, kind, given in zip(call.args, call.arg_kinds, call.arg_names, strict=True):
        if kind == nodes.ARG_POS or (kind == nodes.ARG_NAMED and given == name):
            return argument
    return None


def callee_of(decorator: nodes.Expression) -> nodes.Expression:
    return decorator.callee if isinstance(decorator, nodes.CallExpr) else decorator


def mark(
    called: CallableType, function: str, wrapped: nodes.Expression, function_class: Instance, *, named: bool
) -> CallableType:
    """Note in the type of a wrapped callable how it was made.

    The name is for the hook of that name; mypy drops it where the callable is stored. Messages show it if
    it is ``named``: an overload, say, of which mypy alone would take the first. What ``marked`` finds is an
    attribute of the class of functions, of a name that nobody can write.
    """
    if isinstance(wrapped, nodes.TempNode):
        # What a decorator is given: only its type is there, and keeps its name.
        name, shown = called.name, "..."
    else:
        is_short = isinstance(wrapped, (nodes.RefExpr, nodes.IndexExpr))
        shown = expressions.source(wrapped) if is_short else "..."
        name = f"{function}({shown if named else ''})"
    fallback = function_class.copy_modified()
    fallback.extra_attrs = ExtraAttrs({f"{function}({shown})": NoneType()})
    return called.copy_modified(name=name, fallback=fallback)


def marked(typ: Type | None, function: str) -> str | None:
    """Return what is inside the callable that ``function`` made, or ``None`` for any other type."""
    proper = get_proper_type(typ) if typ is not None else None
    if isinstance(proper, Instance):
        wrapper = names.SYNC_TO_ASYNC_CLASS if function == SYNC_TO_ASYNC else names.ASYNC_TO_SYNC_CLASS
        return "..." if proper.type.has_base(wrapper) else None
    item = proper.items[0] if isinstance(proper, Overloaded) else proper
    if not isinstance(item, CallableType) or item.fallback.extra_attrs is None:
        return None
    begin = f"{function}("
    found = (name for name in item.fallback.extra_attrs.attrs if name.startswith(begin))
    return next((name[len(begin) : -1] for name in found), None)


def is_async(typ: Type | None) -> bool:
    """Tell an async function, method or object; a sync function that returns a coroutine is none."""
    proper = get_proper_type(typ) if typ is not None else None
    if isinstance(proper, Overloaded):
        return all(map(is_async, proper.items))
    if isinstance(proper, CallableType):
        if proper.is_type_obj() or not returns_coroutine(proper):
            return False
        definition = proper.definition
        return not isinstance(definition, nodes.FuncDef) or definition.is_coroutine
    if not isinstance(proper, Instance):
        return False
    if proper.type.fullname == names.PARTIAL:
        return bool(proper.args) and _is_coroutine(proper.args[0])
    call = proper.type.get("__call__")
    return call is not None and isinstance(call.node, nodes.FuncDef) and _is_plain_coroutine(call.node)


def _is_plain_coroutine(function: nodes.FuncDef) -> bool:
    return function.is_coroutine and not function.is_async_generator


def returns_coroutine(called: CallableType) -> bool:
    return _is_coroutine(called.ret_type)


def _is_coroutine(typ: Type) -> bool:
    found = list(instances.instances(typ))
    return bool(found) and all(item.type.has_base(names.COROUTINE) for item in found)


def is_plain_sync(typ: Type | None) -> bool:
    """Tell a sync function that returns nothing to await (a sync function may return an awaitable)."""
    if marked(typ, ASYNC_TO_SYNC) is not None:
        return True
    proper = get_proper_type(typ) if typ is not None else None
    if not isinstance(proper, CallableType) or not isinstance(proper.definition, nodes.FuncDef):
        return False
    return is_no_awaitable(proper.ret_type)


def is_no_awaitable(typ: Type | None) -> bool:
    found = instances.items(typ)
    return bool(found) and all(
        isinstance(item, (Instance, TupleType, NoneType)) and not _may_be_awaitable(item) for item in found
    )


def _may_be_awaitable(typ: ProperType) -> bool:
    return isinstance(typ, Instance) and (
        typ.type.has_base(names.AWAITABLE) or typ.type.fallback_to_any or typ.type.fullname == names.OBJECT
    )


def is_value(typ: Type | None) -> bool:
    """Tell what cannot be called; ``None`` stands for a callable that is not given yet."""
    proper = get_proper_type(typ) if typ is not None else None
    if isinstance(proper, (LiteralType, TupleType)):
        return is_value(proper.fallback if isinstance(proper, LiteralType) else proper.partial_fallback)
    return (
        isinstance(proper, Instance)
        and proper.type.get("__call__") is None
        and not proper.type.fallback_to_any
        and proper.type.fullname != names.OBJECT
    )


def awaited_lambda(expr: nodes.Node) -> nodes.Node:
    """Return ``value`` of ``await sync_to_async(lambda: value)()``."""
    if isinstance(expr, nodes.AwaitExpr) and isinstance(expr.expr, nodes.CallExpr):
        wrapper = expr.expr.callee
        wrapped = in_thread(wrapper) if isinstance(wrapper, nodes.CallExpr) else None
        if isinstance(wrapped, nodes.LambdaExpr):
            return wrapped.expr()
    return expr
