"""What the event loop runs later, between the coroutines that wait: callbacks, and tasks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.calls import operations, tasks
from aobjects_mypy.syntax.call import Argument

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy.types import Instance

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer
    from aobjects_mypy.syntax.call import Call

_LOOP: Final = "asyncio.events.AbstractEventLoop."
_AT: Final[dict[str, int]] = {
    f"{_LOOP}call_soon": 0,
    f"{_LOOP}call_soon_threadsafe": 0,
    f"{_LOOP}call_later": 1,
    f"{_LOOP}call_at": 1,
    f"{_LOOP}add_reader": 1,
    f"{_LOOP}add_writer": 1,
    f"{_LOOP}add_signal_handler": 1,
}
"""Where the callback stands; what follows it is what it is called with."""
_DONE: Final = frozenset({"asyncio.futures.Future.add_done_callback", "_asyncio.Future.add_done_callback"})
"""It is called with the future itself."""
_STARTS: Final = frozenset({f"{_LOOP}create_task", "asyncio.taskgroups.TaskGroup.create_task"})
_NAMES: Final = frozenset(key.rpartition(".")[2] for key in (*_AT, *_DONE))


def _method(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
    if operations.declared_name(instance.type, target.name, _STARTS) is not None:
        # Where mypy has a type, it says what the task gives.
        return tasks.started(analysis, call) if call.result is None else UNANSWERED
    if target.name not in _NAMES or call.has_unpacking or not analysis.is_on_loop:
        return UNANSWERED
    if operations.declared_name(instance.type, target.name, _DONE) is not None:
        callback = call.argument(0, "fn")
        future = Argument(target.expr, nodes.ARG_POS, None, call.receiver)
        if callback is not None:
            _run(analysis, callback, [future], call)
        return UNANSWERED
    key = operations.declared_name(instance.type, target.name, _AT)
    position = _AT[key] if key is not None else 0
    callback = call.argument(position, "callback") if key is not None else None
    if callback is not None:
        _run(analysis, callback, call.positional[position + 1 :], call)
    return UNANSWERED


def _run(analysis: Evaluator, callback: Argument, given: Sequence[Argument], call: Call) -> None:
    """Run the callback as of now: until it is called for, it may find other things, but not more of them."""
    here = analysis.state
    analysis.state = here.fork()
    shown = nodes.CallExpr(callback.expr, [argument.expr for argument in given], [], [])
    shown.set_line(callback.expr)
    passed = replace(
        call, node=shown, callee=callback.expr, arguments=tuple(given), result=None, receiver=None
    )
    is_known, _ = analysis.call_value(callback.value, passed)
    if not is_known:
        function = analysis.resolve(callback.expr)
        if isinstance(function, (nodes.LambdaExpr, nodes.FuncDef)):
            values = [argument.value for argument in given][: len(function.arguments)]
            analysis.run_function(function, values, passed.without_arguments())
        elif isinstance(callback.expr, nodes.MemberExpr):
            # A method of Django's: loop.call_soon(book.save)
            owner = callback.expr.expr
            analysis.call_method(analysis.evaluate(owner), callback.expr.name, owner)
    analysis.state = here


RULE: Final = Rule(method=_method)
"""Of any object: loops and futures are the standard library's."""
