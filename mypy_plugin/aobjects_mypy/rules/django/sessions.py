"""Sessions that load themselves from the database at their first read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aobjects_mypy import diagnostics, names
from aobjects_mypy.analysis.rule import Rule
from aobjects_mypy.domain import heap
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import addresses

if TYPE_CHECKING:
    from mypy import nodes
    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.syntax.call import Call

_READS: Final = frozenset(
    {
        "get", "pop", "setdefault", "update", "has_key", "keys", "values", "items", "set_expiry",
        "get_expiry_age",
        "get_expiry_date", "get_expire_at_browser_close", "set_test_cookie", "test_cookie_worked",
        "delete_test_cookie",
    }
)  # fmt: skip
_WRITES: Final = frozenset(
    {"save", "load", "flush", "cycle_key", "create", "delete", "exists", "clear_expired"}
)
_ASYNC_LOADS: Final = frozenset(f"a{name}" for name in _READS | {"load", "set", "flush", "cycle_key"})
_DATABASE_ENGINES: Final = (
    "django.contrib.sessions.backends.db",
    "django.contrib.sessions.backends.cached_db",
)
_TWINS: Final = {"[]": "aget", "[]=": "aset", "in": "ahas_key"}


def _construct(analysis: Analysis, instance: Instance, call: Call) -> Instance:
    """A session without a key holds nothing: reading it asks nobody."""
    key = call.argument(0, "session_key")
    empty = key is None or expressions.is_none(key.expr)
    return addresses.with_address(instance, analysis.allocate(call.node, heap.Session(loaded=empty)))


def _method(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Type | None:
    name = target.name
    if name in _ASYNC_LOADS or name == "clear":
        _set_loaded(analysis, instance)
    elif name in _READS:
        _read(analysis, instance, name, call.node, _receiver(call))
    elif name in _WRITES and _is_in_database(instance):
        use = f"await {_receiver(call)}.a{name}({'...' if call.arguments else ''})"
        analysis.report(diagnostics.synchronous_query(f"{instance.type.name}.{name}", use), call.node)
    if name in ("flush", "cycle_key"):
        _set_loaded(analysis, instance)
    return call.result


def _read(analysis: Analysis, instance: Instance, name: str, node: nodes.Context, receiver: str) -> None:
    """Report a read of a session that is proven not to be loaded."""
    object_name = addresses.address_of(instance)
    entry = analysis.state.heap.get(object_name) if object_name is not None else None
    is_read = isinstance(entry, heap.Session) and (not entry.loaded or entry.is_assumed)
    if isinstance(entry, heap.Session) and is_read and _is_in_database(instance):
        use = f"await {receiver}.{_TWINS.get(name, f'a{name}')}(...)"
        error = diagnostics.synchronous_query(f"{instance.type.name}.{name}", use)
        analysis.report(error.as_unproven(diagnostics.PERHAPS_READ) if entry.loaded else error, node)
    _set_loaded(analysis, instance)


def _set_loaded(analysis: Analysis, instance: Instance) -> None:
    name = addresses.address_of(instance)
    if name is not None:
        analysis.state.heap[name] = heap.Session(loaded=True)


def _receiver(call: Call) -> str:
    return expressions.source(getattr(call.callee, "expr", call.callee))


def _is_in_database(instance: Instance) -> bool:
    modules = {base.module_name for base in instance.type.mro}
    if modules & set(_DATABASE_ENGINES):
        return True
    if instance.type.fullname != names.SESSION_BASE:
        return False
    from django.conf import settings

    return settings.configured and settings.SESSION_ENGINE in _DATABASE_ENGINES


def _index(
    analysis: Evaluator, instance: Instance, expr: nodes.IndexExpr, result: Type | None
) -> Type | None:
    _read(analysis, instance, "[]", expr, expressions.source(expr.base))
    return result


def _contains(analysis: Analysis, instance: Instance, operand: nodes.Expression) -> None:
    _read(analysis, instance, "in", operand, expressions.source(operand))


def _assign_item(analysis: Analysis, instance: Instance, target: nodes.IndexExpr) -> bool:
    _read(analysis, instance, "[]=", target, expressions.source(target.base))
    return True


RULE: Final = Rule(
    construct=_construct, method=_method, index=_index, contains=_contains, assign_item=_assign_item
)
