"""What decorators make of a function: some keep it, some run it later, some are functions of the project."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import CallableType, Overloaded, Type, TypeVarType, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.domain import effects
from aobjects_mypy.domain.effects import Effects, Runs, Step, Summary
from aobjects_mypy.syntax import definitions, expressions, wrappers
from aobjects_mypy.types import declared, instances

if TYPE_CHECKING:
    from collections.abc import Callable

_TRANSPARENT: Final = frozenset(
    {
        names.PROPERTY, names.CLASSMETHOD, names.STATICMETHOD, names.WRAPS,
        "abc.abstractmethod", "django.contrib.admin.decorators.display", names.ASYNC_CONTEXT_MANAGER,
        *(f"{module}.override" for module in ("typing", "typing_extensions")),
    }
)  # fmt: skip
_CACHED_PROPERTIES: Final = frozenset({"functools.cached_property", names.CACHED_PROPERTY})
_CACHES: Final = _CACHED_PROPERTIES | {"functools.lru_cache", "functools.cache"}
"""What they return may have been handed out before, and changed since."""
_ACCESSORS: Final = frozenset({"setter", "getter", "deleter"})

MARKED_UNSAFE: Final = "django.utils.asyncio.async_unsafe"
MARKED_SAFE: Final = "aobjects.safety.async_safe"


def apply(
    decorator: nodes.Decorator,
    known: Summary,
    here: Callable[[str, nodes.Context], Step],
    summary_of: Callable[[nodes.Node | None], Summary | None],
) -> Summary | None:
    """Return what a call of the decorated function runs, or ``None`` when nothing is known of it."""
    current: Summary | None = known
    for expr in reversed(decorator.original_decorators):
        if current is None:
            return None
        current = _apply_one(expr, current, here, summary_of)
    return current


def keep_body(decorator: nodes.Decorator) -> bool:
    """Tell a function whose call runs its body here and now, and returns what that returns."""
    return all(
        (isinstance(expr, nodes.MemberExpr) and expr.name in _ACCESSORS)
        or expressions.fullname(expr.callee if isinstance(expr, nodes.CallExpr) else expr)
        in _TRANSPARENT | _CACHED_PROPERTIES
        for expr in decorator.original_decorators
    )


def marks(decorator: nodes.Decorator) -> bool:
    """Tell a function that is marked, so that its body is not what counts."""
    return wrappers.decorates(decorator, MARKED_UNSAFE, MARKED_SAFE)


def _apply_one(
    expr: nodes.Expression,
    known: Summary,
    here: Callable[[str, nodes.Context], Step],
    summary_of: Callable[[nodes.Node | None], Summary | None],
) -> Summary | None:
    if isinstance(expr, nodes.MemberExpr) and expr.name in _ACCESSORS:
        return known
    is_factory = isinstance(expr, nodes.CallExpr)
    callee = expr.callee if isinstance(expr, nodes.CallExpr) else expr
    fullname = expressions.fullname(callee)
    if fullname in _TRANSPARENT:
        return known
    if fullname in _CACHES:
        return replace(known, returned=())
    if fullname == names.CONTEXT_MANAGER:
        return replace(known, runs=Runs.ENTERED)
    if fullname == MARKED_SAFE:
        return Summary()
    if fullname == MARKED_UNSAFE:
        return Summary(query=(here('"async_unsafe"', expr),))
    if fullname == names.ATOMIC:
        return replace(known, query=(here('"transaction.atomic"', expr),))
    if wrappers.is_for_thread(callee):
        return Summary(virtual=known.virtual, returned=known.returned)
    if not isinstance(callee, nodes.RefExpr):
        return None
    made = summary_of(callee.node)
    if made is None:
        return known if _keeps_type(declared.reference(callee.node), is_factory=is_factory) else None
    if is_factory and _makes_block(callee.node, made):
        # "@block()": the function is called inside it.
        return known
    if len(made.wrappers) <= is_factory:
        return None
    return _wrapped(known, made.wrappers[is_factory])


def _makes_block(node: nodes.Node | None, made: Summary) -> bool:
    function = definitions.function_of(node)
    return made.runs is Runs.ENTERED or (function is not None and function.is_async_generator)


def _wrapped(known: Summary, wrapper: Effects) -> Summary:
    """Return what the function that stands in place of the decorated one runs."""
    called = {condition for parameter, condition in wrapper.preconditions if parameter == 0}
    ran = Effects(wrapper.query)
    if known.runs is not Runs.CALLED:
        return known
    if called & {effects.CALLED, effects.PASSED_ON}:
        ran = ran.with_query(known.query) if known.query is not None else ran
    kept = effects.PASSED_ON in called
    return replace(
        known,
        query=ran.query,
        preconditions=known.preconditions if kept else (),
        returned=known.returned if kept else (),
    )


def _keeps_type(decorator: Type | None, *, is_factory: bool) -> bool:
    """Tell a decorator without a body to look at whose type says that it returns what it takes."""
    proper = get_proper_type(decorator) if decorator is not None else None
    for item in proper.items if isinstance(proper, (Overloaded, CallableType)) else []:
        candidate = get_proper_type(item.ret_type) if is_factory else item
        if isinstance(candidate, CallableType) and len(candidate.arg_types) == 1:
            taken, returned = get_proper_type(candidate.arg_types[0]), get_proper_type(candidate.ret_type)
            if isinstance(taken, TypeVarType) and taken == returned:
                return True
            if isinstance(taken, CallableType) and isinstance(returned, CallableType):
                return _is_same_call(taken, returned)
    return False


def _is_same_call(taken: CallableType, returned: CallableType) -> bool:
    parameters = taken.param_spec()
    return (
        parameters is not None
        and parameters == returned.param_spec()
        and taken.ret_type == returned.ret_type
        and not any(item.type.has_base(names.AWAITABLE) for item in instances.instances(returned.ret_type))
    )


def of(node: nodes.Node | None) -> nodes.Decorator | None:
    """Return the decorators around a function, or around the getter of a property."""
    if isinstance(node, nodes.OverloadedFuncDef):
        return of(node.items[0] if node.is_property else node.impl)
    return node if isinstance(node, nodes.Decorator) else None
