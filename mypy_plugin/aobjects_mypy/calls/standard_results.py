"""What functions of the standard library return, in bodies whose expressions mypy has not typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy.nodes import IntExpr
from mypy.types import AnyType, TupleType, TypeOfAny

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
    **dict.fromkeys(("itertools.cycle", "itertools.compress", "itertools.repeat"), names.ITERATOR),
    names.SORTED: names.LIST,
    "heapq.nlargest": names.LIST,
    "heapq.nsmallest": names.LIST,
}
_LAST: Final = frozenset(
    {names.FILTER, "itertools.takewhile", "itertools.dropwhile", "heapq.nlargest", "heapq.nsmallest"}
)
"""The items are those of the second argument."""


_BESIDE: Final = frozenset({names.ZIP, "itertools.zip_longest", "itertools.product"})
"""What they give out are tuples, with an item of each argument."""
_PICKED: Final = {
    "itertools.pairwise": 2,
    **dict.fromkeys(
        ("itertools.combinations", "itertools.permutations", "itertools.combinations_with_replacement"), None
    ),
}
"""How many items of the one argument stand in a tuple that they give out, if not as many as is said."""
_MOST: Final = 8


def tuples(analysis: Analysis, fullname: str, call: Call) -> Type | None:
    """Return an iterator of the tuples that ``zip`` and its like give out, with the rows of each position."""
    if call.has_unpacking or not call.positional:
        return None
    if fullname in _BESIDE:
        members = [callbacks.item(analysis, argument.value, call) for argument in call.positional]
    elif fullname in _PICKED:
        size = call.argument(1, "r")
        written = size.expr.value if size is not None and isinstance(size.expr, IntExpr) else None
        count = _PICKED[fullname] or written
        if count is None or count > _MOST:
            return None
        members = [callbacks.item(analysis, call.positional[0].value, call)] * count
    else:
        return None
    anything = AnyType(TypeOfAny.special_form)
    fallback = analysis.instance_of(names.TUPLE, [anything])
    if fallback is None or not any(map(instances.tagged_instances, members)):
        return None
    made = TupleType([member or anything for member in members], fallback)
    shape = instances.first(call.result)
    if shape is not None and len(shape.args) == 1:
        return shape.copy_modified(args=[instances.overlay(shape.args[0], made) or made])
    return analysis.instance_of(names.ITERATOR, [made])


def result(analysis: Analysis, fullname: str, call: Call) -> Type | None:
    """Return one of the items that went in, or a container of them; ``None`` where nothing is known."""
    if analysis.types.are_inferred or not call.positional:
        return None
    if fullname == "itertools.chain.from_iterable":
        inner = callbacks.item(analysis, call.positional[0].value, call)
        flat = callbacks.item(analysis, inner, call) if instances.tagged_instances(inner) else None
        return (
            analysis.instance_of(names.ITERATOR, [flat])
            if instances.tagged_instances(flat) and flat
            else None
        )
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
