"""``Prefetch(...)``: an object that remembers what it loads, wherever it is kept until a query takes it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from aobjects_mypy import names
from aobjects_mypy.analysis.rule import Rule
from aobjects_mypy.domain import heap, load_state
from aobjects_mypy.domain.prefetch import Lookup, Prefetch
from aobjects_mypy.orm import evaluation
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Function
    from aobjects_mypy.domain.load_state import LoadState
    from aobjects_mypy.syntax.call import Argument, Call


def _called(analysis: Evaluator, call: Call) -> Type | None:
    """Return ``Prefetch(lookup, queryset, to_attr)`` as an object, where its texts are literals."""
    path, to_attr = _text(call.argument(0, "lookup")), _text(call.argument(2, "to_attr"))
    if not path or to_attr is None or call.has_unpacking:
        return call.result
    queryset = call.argument(1, "queryset")
    has_queryset = queryset is not None and not expressions.is_none(queryset.expr)
    rows = _rows(analysis, queryset) if has_queryset else load_state.UNKNOWN
    entry = Prefetch({Lookup(path, to_attr, has_queryset): rows})
    # A body that is being summarized has no typed calls.
    made = instances.first(call.result) if analysis.types.are_inferred else None
    made = made or analysis.instance_of(names.PREFETCH)
    if made is None:
        return call.result
    return addresses.with_address(made, analysis.allocate(call.node, entry, role="=prefetch"))


def _construct(analysis: Evaluator, instance: Instance, call: Call) -> Type | None:
    return _called(analysis, call)


def _text(argument: Argument | None) -> str | None:
    """Return the literal text of an argument: empty where there is none, ``None`` where it is not known."""
    if argument is None or expressions.is_none(argument.expr):
        return ""
    return expressions.string(argument.expr, argument.value)


def _rows(analysis: Analysis, queryset: Argument | None) -> LoadState:
    for instance in instances.instances(queryset.value if queryset is not None else None):
        entry = analysis.entry(instance)
        if isinstance(entry, heap.QuerySet):
            return replace(evaluation.row_state(analysis, entry), ordered=entry.ordered)
    return load_state.UNKNOWN


RULE: Final = Rule(construct=_construct)
FUNCTIONS: Final[dict[str, Function]] = {names.PREFETCH: _called}
"""The class, where a body has no types yet."""
