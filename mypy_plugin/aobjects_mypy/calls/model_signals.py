"""Receivers of the signals that Django sends when a row is written: what they load is loaded from then on.

``asave()`` saves in a thread, where ``Signal.send()`` gives async receivers to the loop that waits.
"""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy import names
from aobjects_mypy.calls import applying
from aobjects_mypy.domain import heap
from aobjects_mypy.syntax import definitions
from aobjects_mypy.syntax.call import Argument, Call
from aobjects_mypy.types import declared, instances

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.evaluator import Evaluator

_SAVED: Final = ("pre_save", "post_save")
_SENT: Final = {"asave": _SAVED, "acreate": _SAVED, "adelete": ("pre_delete", "post_delete")}
_SIGNALS: Final = "django.db.models.signals."


def send(analysis: Evaluator, row: Instance, before: heap.Entry | None, method: str, call: Call) -> None:
    """Run the functions that wait for a row of this model to be written, which it is by now."""
    if method in _SENT:
        is_known = isinstance(before, heap.Row) and (before.given is not None or before.state.known)
        is_new = isinstance(before, heap.Row) and before.given is not None
        _send(analysis, row, method, call, is_new=is_new if is_known else None)


def send_created(analysis: Evaluator, rows: Type | None, method: str, call: Call) -> None:
    """Run those that wait for the row that ``await Book.objects.acreate(...)`` makes."""
    for row in instances.tagged_instances(rows) if method == "acreate" else ():
        if isinstance(analysis.entry(row), heap.Row):
            _send(analysis, row, method, call, is_new=True)


def _send(analysis: Evaluator, row: Instance, method: str, call: Call, *, is_new: bool | None) -> None:
    for name in _SENT[method]:
        for receiver in analysis.callees.receivers(f"{_SIGNALS}{name}"):
            function = definitions.function_of(receiver.node)
            if function is None or not receiver.listens_to(row.type.fullname):
                continue
            given = Call(call.node, call.callee, tuple(_given(analysis, row, call, is_new)), None)
            with nullcontext() if function.is_coroutine else analysis.thread():
                applying.call(analysis, receiver.node, given, None, call.node, function.name)


def _given(analysis: Evaluator, row: Instance, call: Call, is_new: bool | None) -> Iterator[Argument]:
    """Yield what a receiver is given by name, as far as it is known here."""

    def named(name: str, value: Type | None) -> Argument:
        return Argument(call.node, nodes.ARG_NAMED, name, value)

    yield named("sender", None)
    yield named("instance", row)
    boolean = analysis.instance_of(names.BOOL)
    if is_new is not None and boolean is not None:
        yield named("created", declared.literal(boolean, is_new))
