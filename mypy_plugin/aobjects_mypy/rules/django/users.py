"""``request.user``: a lazy object that reads session and user at its first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aobjects_mypy import diagnostics, names
from aobjects_mypy.domain import heap
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from mypy import nodes
    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.analysis import Analysis


def lazy_user(analysis: Analysis, instance: Instance, expr: nodes.MemberExpr) -> Type | None:
    """Return the type of ``request.user``, tagged as not read yet."""
    result = analysis.type_of(expr)
    if not (instance.type.has_base(names.HTTP_REQUEST) and expr.name == "user") or result is None:
        return None
    path = expressions.access_path(expr)
    name = analysis.allocate(
        path or expr, heap.LazyUser(analysis.has_own_decorators or _is_read_for_every_view()), role="=user"
    )
    tagged = instances.tag_all(result, {item.type.fullname: name for item in instances.instances(result)})
    if path is not None:
        analysis.bind_path(path, tagged)
    return tagged


def _is_read_for_every_view() -> bool:
    from django.conf import settings

    return settings.configured and names.LOGIN_REQUIRED_MIDDLEWARE in settings.MIDDLEWARE


def use(analysis: Analysis, value: Type | None, node: nodes.Expression) -> None:
    """Report the first use of a lazy user: an attribute, a comparison, a place in a query."""
    for instance in instances.instances(value):
        name = addresses.address_of(instance)
        entry = analysis.state.heap.get(name) if name is not None else None
        if name is not None and isinstance(entry, heap.LazyUser) and not entry.evaluated:
            analysis.report(
                diagnostics.synchronous_query(expressions.source(node), "await request.auser()"),
                node,
            )
            analysis.state.heap[name] = heap.LazyUser(evaluated=True)


def is_lazy(analysis: Analysis, instance: Instance) -> bool:
    return isinstance(analysis.entry(instance), heap.LazyUser)
