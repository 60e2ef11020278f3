"""Async receivers of the signals that Django sends when a row is written: the event loop runs them.

``asave()`` saves in a thread, where ``Signal.send()`` gives async receivers to the loop that waits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy import names
from aobjects_mypy.calls import applying
from aobjects_mypy.domain import heap
from aobjects_mypy.syntax import definitions
from aobjects_mypy.syntax.call import Argument, Call
from aobjects_mypy.types import declared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.evaluator import Evaluator

_SENT: Final = {"asave": ("pre_save", "post_save"), "adelete": ("pre_delete", "post_delete")}
_SIGNALS: Final = "django.db.models.signals."


def send(analysis: Evaluator, row: Instance, before: heap.Entry | None, method: str, call: Call) -> None:
    """Run the coroutine functions that wait for a row of this model to be written, which it is by now."""
    for name in _SENT.get(method, ()):
        for receiver in analysis.callees.receivers(f"{_SIGNALS}{name}"):
            function = definitions.function_of(receiver.node)
            if function is not None and function.is_coroutine and receiver.listens_to(row.type.fullname):
                given = Call(call.node, call.callee, tuple(_given(analysis, row, before, call)), None)
                applying.call(analysis, receiver.node, given, None, call.node, function.name)


def _given(analysis: Evaluator, row: Instance, before: heap.Entry | None, call: Call) -> Iterator[Argument]:
    """Yield what a receiver is given by name, as far as it is known here."""

    def named(name: str, value: Type | None) -> Argument:
        return Argument(call.node, nodes.ARG_NAMED, name, value)

    yield named("sender", None)
    yield named("instance", row)
    boolean = analysis.instance_of(names.BOOL)
    if (
        isinstance(before, heap.Row)
        and boolean is not None
        and (before.given is not None or before.state.known)
    ):
        yield named("created", declared.literal(boolean, before.given is not None))
