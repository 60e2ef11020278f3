"""django-filter: the queryset of a filter set is the one that it was given, not evaluated yet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from aobjects_mypy import names
from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.domain import heap
from aobjects_mypy.domain.heap import Cache
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from mypy import nodes
    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer
    from aobjects_mypy.syntax.call import Call

_FILTERED: Final = "qs"


def _construct(analysis: Evaluator, instance: Instance, call: Call) -> Answer:
    given = call.argument(1, "queryset")
    for rows in instances.instances(given.value if given is not None else None):
        entry = analysis.entry(rows)
        if isinstance(entry, heap.QuerySet) and rows.args:
            fresh = replace(entry, is_manager=False, cache=Cache.COLD, owner=None, name="", related={})
            typ = analysis.instance_of(names.QUERYSET, [rows.args[0], rows.args[-1]])
            if typ is None:
                continue
            filtered = addresses.with_address(typ, analysis.allocate(call.node, fresh, role=f".{_FILTERED}"))
            record = analysis.allocate(call.node, heap.Record({_FILTERED: filtered}), role="=record")
            return addresses.with_address(instance, record)
    return UNANSWERED


def _injected(analysis: Analysis, instance: Instance, expr: nodes.MemberExpr) -> Type | None:
    entry = analysis.entry(instance)
    return entry.fields.get(_FILTERED) if expr.name == _FILTERED and isinstance(entry, heap.Record) else None


RULE: Final = Rule(construct=_construct, injected=_injected)
