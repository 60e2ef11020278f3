"""Django's caches: a stored queryset is evaluated, and a cache may live in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy import diagnostics, names
from aobjects_mypy.analysis.rule import Rule
from aobjects_mypy.orm import evaluation
from aobjects_mypy.syntax import expressions

if TYPE_CHECKING:
    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.syntax.call import Call

_STORES: Final = frozenset({"set", "add", "get_or_set"})
_ASKS: Final = frozenset(
    {
        "add", "clear", "decr", "delete", "delete_many", "get", "get_many", "get_or_set",
        "has_key", "incr", "set",
        "set_many", "touch",
    }
)  # fmt: skip
_IN_DATABASE: Final = "django.core.cache.backends.db.DatabaseCache"


def _method(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Type | None:
    name = target.name
    if name in _STORES:
        for argument in call.positional[1:2]:
            evaluation.evaluate(analysis, argument.value, argument.expr, diagnostics.use_by(f"cache.{name}"))
    if name in _ASKS and _backend(target.expr) == _IN_DATABASE:
        written = expressions.source(call.callee)
        use = f"await {expressions.source(target.expr)}.a{name}({'...' if call.arguments else ''})"
        analysis.report(diagnostics.synchronous_query(written, use), call.node)
    return call.result


def _backend(expr: nodes.Expression) -> str | None:
    """Return the configured backend behind ``cache`` or ``caches["alias"]``."""
    alias = None
    if expressions.fullname(expr) == names.CACHE:
        alias = "default"
    elif isinstance(expr, nodes.IndexExpr) and expressions.fullname(expr.base) == names.CACHES:
        alias = expressions.string(expr.index)
    if alias is None:
        return None
    from django.conf import settings

    return str(settings.CACHES.get(alias, {}).get("BACKEND", "")) if settings.configured else None


RULE: Final = Rule(method=_method)
