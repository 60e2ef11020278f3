"""What a resolver finds in ``info.context``: Django's request, as its views get it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aobjects_mypy import names
from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.domain import address_parts, heap
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from mypy import nodes
    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer

INFO: Final = "strawberry.types.info.Info"
CONTEXT: Final = "strawberry.django.context.StrawberryDjangoContext"


def info_of_view(analysis: Analysis) -> Type | None:
    """Return ``info``, of whose class mypy knows nothing."""
    context, plain = of_view(analysis), analysis.instance_of(names.OBJECT)
    if context is None or plain is None:
        return None
    return addresses.with_address(
        plain, analysis.allocate(address_parts.of_name("info"), heap.Record({"context": context}))
    )


def _injected(analysis: Analysis, instance: Instance, expr: nodes.MemberExpr) -> Type | None:
    """Return the context of strawberry's own view, where mypy knows nothing of it."""
    return of_view(analysis) if expr.name == "context" and instances.is_any(analysis.type_of(expr)) else None


def of_view(analysis: Analysis) -> Type | None:
    """Return the context that strawberry's own view makes."""
    context = analysis.instance_of(CONTEXT) or analysis.instance_of(names.OBJECT)
    request = analysis.instance_of(names.HTTP_REQUEST)
    if context is None or request is None:
        return None
    address = analysis.allocate(address_parts.of_name("info.context"), heap.Record({"request": request}))
    return addresses.with_address(context, address)


def _item(analysis: Evaluator, instance: Instance, expr: nodes.IndexExpr, result: Type | None) -> Answer:
    """Return ``info.context["request"]``, another way to write ``info.context.request``."""
    name = expressions.string(expr.index)
    return analysis.read(instance, name, expr) if name is not None else UNANSWERED


INFO_RULE: Final = Rule(injected=_injected)
CONTEXT_RULE: Final = Rule(index=_item)
