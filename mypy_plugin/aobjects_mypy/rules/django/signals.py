"""Signals: `send` calls its receivers at once; `asend` awaits the async ones and runs others in a thread."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.calls import applying
from aobjects_mypy.syntax import definitions, expressions
from aobjects_mypy.syntax.call import Argument

if TYPE_CHECKING:
    from mypy.types import Instance

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer
    from aobjects_mypy.syntax.call import Call

_SENDS: Final = frozenset({"send", "send_robust"})
_AWAITS: Final = frozenset({"asend", "asend_robust"})


def _method(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
    signal = target.expr.node if isinstance(target.expr, nodes.RefExpr) else None
    if target.name not in _SENDS | _AWAITS or not isinstance(signal, nodes.Var):
        return UNANSWERED
    sender = call.argument(0, "sender")
    sent_by = expressions.fullname(sender.expr) if sender is not None else ""
    for receiver in analysis.callees.receivers(signal.fullname):
        function = definitions.function_of(receiver.node)
        if function is None or not receiver.listens_to(sent_by):
            continue
        is_threaded = target.name in _AWAITS and not function.is_coroutine
        if target.name in _SENDS and function.is_coroutine:
            # It runs in a loop of its own.
            continue
        # A robust one keeps what it raises, and nobody learns of it.
        is_unheard = target.name.endswith("_robust")
        thread = analysis.thread() if is_threaded else nullcontext()
        with analysis.off_loop() if is_unheard else nullcontext(), thread:
            applying.call(analysis, receiver.node, _given(call), None, call.node, function.name)
    return call.result


def _given(call: Call) -> Call:
    """Return the call of a receiver: by name, all of it, with the signal."""
    arguments = tuple(
        replace(argument, kind=nodes.ARG_NAMED, name="sender")
        if position == 0 and not argument.name
        else argument
        for position, argument in enumerate(call.arguments)
    )
    signal = Argument(call.node, nodes.ARG_NAMED, "signal", call.receiver)
    return replace(call, arguments=(*arguments, signal), result=None)


RULE: Final = Rule(method=_method)
