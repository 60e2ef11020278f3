"""Managers of installed packages: Django's metadata knows their class, also where mypy has no types."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from aobjects_mypy import names
from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.calls import operations
from aobjects_mypy.domain import heap
from aobjects_mypy.domain.heap import Cache
from aobjects_mypy.rules.packages import tables
from aobjects_mypy.types import addresses

if TYPE_CHECKING:
    from mypy import nodes
    from mypy.types import Instance

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer
    from aobjects_mypy.syntax.call import Call

_NAMES: Final = frozenset(key.rpartition(".")[2] for key in (*tables.METHODS, *tables.LAZY_VALUES))


def _method(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
    entry = analysis.entry(instance) if target.name in _NAMES else None
    if not isinstance(entry, heap.QuerySet) or not entry.is_manager:
        return UNANSWERED
    for owner in entry.classes:
        key = f"{owner}.{target.name}"
        if key in tables.METHODS:
            operations.report_call(
                analysis, call, f"{owner.rpartition('.')[2]}.{target.name}", tables.METHODS[key]
            )
            return call.result
        if key in tables.LAZY_VALUES and instance.args:
            values = replace(
                entry, is_manager=False, cache=Cache.COLD, gives_values=True, owner=None, name=""
            )
            typ = analysis.instance_of(names.QUERYSET, [instance.args[0], instance.args[0]])
            address = analysis.allocate(call.node, values)
            return addresses.with_address(typ, address) if typ is not None else call.result
    return UNANSWERED


RULE: Final = Rule(method=_method)
