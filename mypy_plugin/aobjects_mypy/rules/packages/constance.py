"""django-constance: what an attribute of ``config`` gives is awaited; used without, it asks the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aobjects_mypy import diagnostics, names
from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.domain import heap
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import addresses

if TYPE_CHECKING:
    from mypy import nodes
    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer

CONFIG: Final = "constance.config"
CLASS: Final = "constance.LazyConfig"
_DATABASE: Final = "constance.backends.database.DatabaseBackend"


def _attribute(
    analysis: Evaluator, instance: Instance, expr: nodes.MemberExpr, result: Type | None
) -> Answer:
    if _is_value(analysis, instance) or not _asks_database() or not expr.name.isupper():
        return UNANSWERED
    typ = analysis.instance_of(names.OBJECT)
    if typ is None:
        return UNANSWERED
    return addresses.with_address(typ, analysis.allocate(expr, heap.Named(f"{CONFIG}.{expr.name}")))


def _use(analysis: Analysis, instance: Instance, node: nodes.Expression) -> None:
    if _is_value(analysis, instance):
        analysis.report(
            diagnostics.synchronous_query(expressions.source(node), f"await {expressions.source(node)}"),
            node,
        )


def _assign(
    analysis: Analysis,
    instance: Instance,
    target: nodes.MemberExpr,
    value: Type | None,
    source: nodes.Expression | None,
) -> bool:
    if _is_value(analysis, instance) or not _asks_database() or not target.name.isupper():
        return False
    what = expressions.source(target)
    use = f'await {expressions.source(target.expr)}.aset("{target.name}", ...)'
    analysis.report(diagnostics.synchronous_query(f"{what} = ...", use), target)
    return True


def _is_value(analysis: Analysis, instance: Instance) -> bool:
    entry = analysis.entry(instance)
    return isinstance(entry, heap.Named) and entry.fullname.startswith(f"{CONFIG}.")


def _asks_database() -> bool:
    """Tell whether the project keeps its settings in the database, and no cache in front of it."""
    from django.conf import settings

    return getattr(settings, "CONSTANCE_BACKEND", None) == _DATABASE and not getattr(
        settings, "CONSTANCE_DATABASE_CACHE_BACKEND", None
    )


RULE: Final = Rule(attribute=_attribute, assign=_assign)
HELD: Final = Rule(attribute=_attribute, assign=_assign, use=_use)
"""Of the object and its attributes where mypy has no types for them."""
