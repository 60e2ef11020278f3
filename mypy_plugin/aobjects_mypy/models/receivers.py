"""Which modules of the project wait for rows to be written: what writes rows is judged after them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from weakref import ReferenceType

from aobjects_mypy.host import texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mypy import nodes

_WRITES: Final = (b"asave(", b"adelete(", b"acreate(")


def needed(file: nodes.MypyFile) -> list[str]:
    """Return what a module that writes rows has to be checked after."""
    return modules() if _writes(file) else []


def modules() -> list[str]:
    """Return the modules of the functions that are connected to the signals of models."""
    from django.apps import apps
    from django.db.models import signals

    if not apps.ready:
        return []
    sent = (signals.pre_save, signals.post_save, signals.pre_delete, signals.post_delete)
    found = {function.__module__ for signal in sent for function in _connected(signal.receivers)}
    return sorted(name for name in found if not name.startswith("django."))


def _connected(receivers: list[Any]) -> Iterator[Callable[..., object]]:
    for _, receiver, *_ in receivers:
        function = receiver() if isinstance(receiver, ReferenceType) else receiver
        if function is not None:
            yield function


def _writes(file: nodes.MypyFile) -> bool:
    try:
        source = texts.read(file.path)
    except OSError:
        return False
    return any(mention in source for mention in _WRITES)
