"""What a body sees of ``*books`` and ``**books``, and what a call passes on by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes
from mypy.types import AnyType, Instance, TupleType, Type, TypeOfAny

from aobjects_mypy import names
from aobjects_mypy.domain import heap
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.syntax.call import Argument


def gathered(
    analysis: Analysis,
    arguments: Sequence[Argument],
    kind: nodes.ArgKind,
    place: nodes.Context,
    role: str,
    *,
    is_whole: bool = False,
) -> Type | None:
    """Return the tuple of the positional arguments, or the dict of the named ones, maybe ``is_whole``.

    Each call makes a dict of its own: an object may keep the one that it was made with.

    What ``**options`` passes on may be more than is known.
    """
    anything = AnyType(TypeOfAny.special_form)
    values = [argument.value or anything for argument in arguments]
    member = instances.union(values) if values else anything
    if kind == nodes.ARG_STAR:
        fallback = analysis.instance_of(names.TUPLE, [member])
        if fallback is None or any(argument.kind != nodes.ARG_POS for argument in arguments):
            return fallback
        return TupleType(values, fallback)
    found = analysis.dict_of(member)
    if found is None or any(argument.name is None for argument in arguments):
        return found
    fields = {argument.name or "": value for argument, value in zip(arguments, values, strict=True)}
    record = heap.Record(fields, is_whole, {} if is_whole else None)
    return addresses.with_address(found, analysis.allocate(place, record, role=role))


def names_all(analysis: Analysis, call: nodes.Expression) -> bool:
    """Tell a call that passes on no keywords but those that are known."""
    if not isinstance(call, nodes.CallExpr):
        return False
    for expr, kind in zip(call.args, call.arg_kinds, strict=True):
        given = instances.first(analysis.displayed.get(expr)) if kind == nodes.ARG_STAR2 else None
        entry = analysis.entry(given) if given is not None else None
        if kind == nodes.ARG_STAR2 and not (isinstance(entry, heap.Record) and entry.has_all):
            return False
    return True


def named(analysis: Analysis, value: Type | None) -> dict[str, Type] | None:
    """Return what ``**keywords`` passes on, where every name is known."""
    for instance in instances.instances(value):
        entry = analysis.entry(instance) if isinstance(instance, Instance) else None
        if isinstance(entry, heap.Record) and instance.type.fullname == names.DICT:
            may_lack = heap.GROWN in entry.fields or (entry.plain is not None and not entry.is_whole)
            return None if may_lack else entry.items
    return None
