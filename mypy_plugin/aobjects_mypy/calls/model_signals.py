"""Receivers of the signals that Django sends when a row is written: what they load is loaded from then on.

``asave()`` saves in a thread, as ``save()`` does there: ``Signal.send()`` gives async receivers to the loop.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy import names
from aobjects_mypy.calls import applying
from aobjects_mypy.domain import heap
from aobjects_mypy.syntax import definitions
from aobjects_mypy.syntax.call import Argument, Call
from aobjects_mypy.types import declared, instances

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.evaluator import Evaluator

_SAVED: Final = ("pre_save", "post_save")
_DELETED: Final = ("pre_delete", "post_delete")
_SENT: Final[Mapping[str, Sequence[str]]] = {"asave": _SAVED, "acreate": _SAVED, "adelete": _DELETED}
_SENT_IN_THREAD: Final[Mapping[str, Sequence[str]]] = {"save": _SAVED, "create": _SAVED, "delete": _DELETED}
"""By methods that have raised by then, where an event loop runs."""
_SIGNALS: Final = "django.db.models.signals."


def send(analysis: Evaluator, row: Instance, before: heap.Entry | None, method: str, call: Call) -> None:
    """Run the functions that wait for a row of this model to be written, which it is by now."""
    signals = _signals(analysis, method)
    if signals:
        is_known = isinstance(before, heap.Row) and (before.given is not None or before.state.known)
        is_new = isinstance(before, heap.Row) and before.given is not None
        _send(analysis, row, signals, call, is_new=is_new if is_known else None)


def send_created(analysis: Evaluator, rows: Type | None, method: str, call: Call) -> None:
    """Run those that wait for the row that ``Book.objects.acreate(...)`` makes."""
    signals = _signals(analysis, method)
    for row in instances.tagged_instances(rows) if method in ("acreate", "create") else ():
        if isinstance(analysis.entry(row), heap.Row):
            _send(analysis, row, signals, call, is_new=True)


def _signals(analysis: Evaluator, method: str) -> Sequence[str]:
    found = _SENT.get(method, ())
    return found if found or analysis.is_on_loop else _SENT_IN_THREAD.get(method, ())


def _send(
    analysis: Evaluator, row: Instance, signals: Sequence[str], call: Call, *, is_new: bool | None
) -> None:
    for name in signals:
        for receiver in analysis.callees.receivers(f"{_SIGNALS}{name}"):
            function = definitions.function_of(receiver.node)
            if function is None or not receiver.listens_to(row.type.fullname):
                continue
            given = Call(call.node, call.callee, tuple(_given(analysis, row, call, is_new)), None)
            with analysis.thread(begins=not function.is_coroutine):
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
