"""What functions of the standard library return, in bodies whose expressions mypy has not typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aobjects_mypy import names
from aobjects_mypy.calls import callbacks
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from mypy.types import Type

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.syntax.call import Call

_ONE: Final = frozenset({names.NEXT, names.MIN, names.MAX, "random.choice", names.ANEXT})
_SOME: Final = {
    **dict.fromkeys((names.ITER, names.REVERSED, names.FILTER, "itertools.chain"), names.ITERATOR),
    **dict.fromkeys(("itertools.islice", "itertools.takewhile", "itertools.dropwhile"), names.ITERATOR),
    names.SORTED: names.LIST,
    "heapq.nlargest": names.LIST,
    "heapq.nsmallest": names.LIST,
}
_LAST: Final = frozenset(
    {names.FILTER, "itertools.takewhile", "itertools.dropwhile", "heapq.nlargest", "heapq.nsmallest"}
)
"""The items are those of the second argument."""


def result(analysis: Analysis, fullname: str, call: Call) -> Type | None:
    """Return one of the items that went in, or a container of them; ``None`` where nothing is known."""
    if analysis.types.are_inferred or not call.positional:
        return None
    if fullname not in _ONE and fullname not in _SOME:
        return None
    if fullname in (names.MIN, names.MAX) and len(call.positional) > 1:
        return None
    position = 1 if fullname in _LAST else 0
    if len(call.positional) <= position:
        return None
    member = callbacks.item(analysis, call.positional[position].value, call)
    if member is None or not instances.tagged_instances(member):
        return None
    return member if fullname in _ONE else analysis.instance_of(_SOME[fullname], [member])
