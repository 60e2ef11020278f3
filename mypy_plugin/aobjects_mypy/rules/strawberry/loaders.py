"""``DataLoader``: what ``await loader.load(key)`` gives is one of what its function loads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aobjects_mypy import diagnostics
from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.calls import applying
from aobjects_mypy.domain import heap
from aobjects_mypy.orm import evaluation
from aobjects_mypy.syntax.call import Call
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from mypy import nodes
    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer

LOADER: Final = "strawberry.dataloader.DataLoader"
_FUNCTION: Final = "load_fn"


def _construct(analysis: Evaluator, instance: Instance, call: Call) -> Answer:
    function = call.argument(0, _FUNCTION)
    if function is None or function.value is None:
        return UNANSWERED
    record = heap.Record({_FUNCTION: function.value})
    return addresses.with_address(instance, analysis.allocate(call.node, record, role="=loader"))


def _method(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
    entry = analysis.entry(instance)
    if target.name not in ("load", "load_many") or not isinstance(entry, heap.Record):
        return UNANSWERED
    listed = _loaded(analysis, entry.fields.get(_FUNCTION), call)
    if listed is None:
        return call.result
    if target.name == "load_many":
        return applying.awaitable(analysis, call.result, listed)
    with analysis.off_loop():
        row = evaluation.iterate(analysis, listed, call.node, diagnostics.FOR)
    return applying.awaitable(analysis, call.result, row)


def _loaded(analysis: Evaluator, function: Type | None, call: Call) -> Type | None:
    """Return the list that the function of the loader gives for some keys."""
    is_known, coroutine = analysis.call_value(function, Call(call.node, call.callee, (), None))
    made = instances.first(coroutine) if is_known else None
    return made.args[-1] if made is not None and made.args else None


RULE: Final = Rule(construct=_construct, method=_method)
