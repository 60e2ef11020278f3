"""Whether the argument that a function gets has what its body needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.types import AnyType, Instance, NoneType, Type

from aobjects_mypy.domain import heap
from aobjects_mypy.domain.address_parts import NOWHERE
from aobjects_mypy.domain.effects import Case
from aobjects_mypy.domain.load_state import Status
from aobjects_mypy.orm import evaluation, paths
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.domain.effects import Precondition
    from aobjects_mypy.domain.query_site import QuerySite


def lacks(analysis: Analysis, need: Precondition, value: Type | None) -> tuple[bool, QuerySite | None]:
    """Tell whether the argument is known to lack what is needed, and which query has loaded it."""
    for name, status in statuses(analysis, need, value):
        if status is Status.MISSING:
            entry = analysis.state.heap.get(name)
            return True, entry.state.query if isinstance(entry, (heap.Row, heap.QuerySet)) else None
    return False, None


def statuses(analysis: Analysis, need: Precondition, value: Type | None) -> Iterator[tuple[Address, Status]]:
    """Yield each object of the argument that the need is about, and whether it has what is needed."""
    case = need.condition.case
    if case in (Case.GIVEN, Case.TRUE):
        yield NOWHERE, Status.MISSING if _holds(value, case) else Status.UNPROVEN
    elif case in (Case.CALLED, Case.PASSED_ON):
        return
    elif case is Case.UNEVALUATED:
        for instance in instances.instances(value):
            entry = analysis.entry(instance)
            if evaluation.is_queryset(instance) and isinstance(entry, heap.QuerySet):
                cold = entry.cache is heap.Cache.COLD and not entry.empty
                yield analysis.address_of(instance), Status.MISSING if cold else Status.UNPROVEN
            elif isinstance(entry, heap.Anything):
                yield analysis.address_of(instance), Status.UNPROVEN
    else:
        for instance in instances.tagged_instances(value):
            for _, name in evaluation.contents(analysis, instance, analysis.address_of(instance)):
                yield from _row_status(analysis, need, name)


def _row_status(analysis: Analysis, need: Precondition, name: Address) -> Iterator[tuple[Address, Status]]:
    entry = analysis.state.heap.get(name)
    if isinstance(entry, heap.Anything):
        yield name, Status.UNPROVEN
    schema = analysis.schema.model(entry.model) if isinstance(entry, heap.Row) else None
    if isinstance(entry, heap.Row) and schema is not None:
        path = need.condition.path.split("__")
        read = paths.status_by_name if need.by_name else paths.status
        status = read(analysis, entry, schema, path)
        if status is Status.MISSING and path[0] in entry.state.mixed and analysis.is_under_known_condition:
            # Loaded behind the condition that this call stands behind.
            status = Status.UNPROVEN
        yield name, status


def _holds(value: Type | None, case: Case) -> bool:
    """Tell whether the type of an argument says that it is not ``None``, or that it is true."""
    members = instances.items(value)
    if case is Case.TRUE:
        return bool(members) and all(_is_true(member) for member in members)
    return bool(members) and not any(isinstance(member, (NoneType, AnyType)) for member in members)


def _is_true(value: Type) -> bool:
    if not isinstance(value, Instance):
        return False
    literal = value.last_known_value
    if literal is not None:
        return bool(literal.value)
    return instances.is_always_true(value.type)
