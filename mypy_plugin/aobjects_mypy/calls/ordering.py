"""Heaps and sorted lists: what is put into one is compared with what is there, or its key with theirs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import Instance

from aobjects_mypy.calls import callbacks, protocols
from aobjects_mypy.syntax.call import Argument

if TYPE_CHECKING:
    from mypy.types import Type

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.syntax.call import Call

_MODULES: Final = ("heapq.", "_heapq.", "bisect.", "_bisect.")
_WHOLE: Final = frozenset({"heapify", "heapify_max", "merge", "nlargest", "nsmallest"})
"""They compare what they are given with one another."""
_ADDS: Final = frozenset({"heappush", "heappush_max", "insort", "insort_left", "insort_right"})
"""They compare one thing with those that are there: the first of all with nothing."""
_KEYED: Final = frozenset({"insort", "insort_left", "insort_right"})
"""They ask for the key of what they insert, whatever is there."""


def check(analysis: Evaluator, fullname: str, call: Call) -> None:
    """Look through ``__lt__``, or the key, of what is compared."""
    if not fullname.startswith(_MODULES):
        return
    name = fullname.rpartition(".")[2]
    key = call.keywords.get("key")
    if key is not None:
        if name in _KEYED and len(call.positional) > 1:
            _ask(analysis, key, call.positional[1].value, call)
        return
    if name in _WHOLE:
        compared = [callbacks.item(analysis, argument.value, call) for argument in call.positional]
    elif name in _ADDS and analysis.loops and len(call.positional) > 1:
        compared = [call.positional[1].value]
    else:
        return
    for member in [member for member in compared if member is not None][:1]:
        if isinstance(member, Instance):
            protocols.check(analysis, member, call.node, "__lt__", "__gt__")


def _ask(analysis: Evaluator, key: Argument, value: Type | None, call: Call) -> None:
    given = (Argument(key.expr, nodes.ARG_POS, None, value),)
    passed = replace(call, node=key.expr, callee=key.expr, arguments=given, result=None, receiver=None)
    is_known, _ = analysis.call_value(key.value, passed)
    target = analysis.resolve(key.expr) if not is_known else None
    if isinstance(target, (nodes.LambdaExpr, nodes.FuncDef)):
        analysis.run_function(target, [value][: len(target.arguments)], call.without_arguments())
