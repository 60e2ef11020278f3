"""What the rows and querysets have that a function returns, in a form that its callers can take up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mypy.types import AnyType, Instance, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.analysis import joins
from aobjects_mypy.domain import heap, load_state, prefetch
from aobjects_mypy.domain.address_parts import NOWHERE
from aobjects_mypy.domain.effects import Returned
from aobjects_mypy.domain.prefetch import Prefetch
from aobjects_mypy.orm import evaluation
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mypy import nodes
    from mypy.types import Type

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.domain.heap import Entry
    from aobjects_mypy.domain.load_state import LoadState

_QUERYSETS = (names.QUERYSET, names.RAW_QUERYSET, names.ASYNC_ROWS)


def capture(ways_out: Iterable[tuple[Type | None, heap.Heap]]) -> tuple[Returned, ...]:
    """Return what is true of the rows on every way out; nothing where a way hands out what is not known."""
    known: dict[tuple[str, bool], Returned | None] = {}
    for value, objects in ways_out:
        if value is None or _is_opaque(value):
            return ()
        for instance in instances.tagged_instances(value):
            entry = objects.get(addresses.address_of(instance) or NOWHERE)
            found = _of(entry, objects)
            key = _key(entry)
            if key is not None:
                known[key] = _join(known[key], found) if key in known else found
        for info in instances.untagged_classes(value):
            if info.has_base(names.MODEL) or info.fullname == names.PREFETCH:
                known[info.fullname, False] = None
            elif any(info.has_base(name) for name in _QUERYSETS):
                return ()
    return tuple(found for found in known.values() if found is not None)


def _key(entry: Entry | None) -> tuple[str, bool] | None:
    if isinstance(entry, Prefetch):
        return names.PREFETCH, False
    return (
        (entry.model, isinstance(entry, heap.QuerySet))
        if isinstance(entry, (heap.Row, heap.QuerySet))
        else None
    )


def _is_opaque(value: Type) -> bool:
    for item in instances.items(value):
        inner = item.args[-1] if isinstance(item, Instance) and item.args else item
        if isinstance(get_proper_type(inner), AnyType):
            return True
    return False


def _of(entry: Entry | None, objects: heap.Heap) -> Returned | None:
    if isinstance(entry, heap.Row):
        if entry.origin is not None:
            return None if entry.path else Returned(entry.model, False, load_state.UNKNOWN, entry.origin)
        return Returned(entry.model, False, _portable(heap.state_with_links(entry, objects)))
    if isinstance(entry, Prefetch):
        choices = {lookup: _portable(rows) for lookup, rows in entry.choices.items()}
        return Returned(names.PREFETCH, False, load_state.UNKNOWN, prefetch=Prefetch(choices))
    if not isinstance(entry, heap.QuerySet) or entry.owner is not None or entry.is_manager:
        return None
    if entry.gives_values:
        return None
    state = _portable(entry.state)
    for name in entry.related:
        state = state.with_relation(name, load_state.UNKNOWN)
    return Returned(
        entry.model,
        True,
        state,
        entry.origin,
        entry.cache is heap.Cache.FILLED or entry.empty,
        entry.ordered,
        entry.only,
        entry.defer,
        entry.classes,
    )


def _portable(state: LoadState) -> LoadState:
    """Return the state without the site of its query; what only some ways load is not proven."""
    return state.forgiven(()).at_query(None)


def _join(one: Returned | None, other: Returned | None) -> Returned | None:
    if one is None or other is None or one.parameter != other.parameter:
        return None
    if one.only != other.only or one.defer != other.defer:
        return None
    if one.prefetch is not None and other.prefetch is not None:
        return replace(one, prefetch=prefetch.join(one.prefetch, other.prefetch))
    return replace(
        one,
        state=load_state.join(one.state, other.state).forgiven(()),
        is_evaluated=one.is_evaluated and other.is_evaluated,
        is_ordered=one.is_ordered and other.is_ordered,
        classes=one.classes if one.classes == other.classes else (),
    )


def take_up(
    analysis: Analysis,
    known: Iterable[Returned],
    arguments: Mapping[int, Type | None],
    result: Type | None,
    place: nodes.Context,
) -> Type | None:
    """Return the type of a call's result, whose rows have what the function's rows have."""
    objects: dict[str, Address] = {}
    for found in known:
        argument = arguments.get(found.parameter) if found.parameter is not None else None
        name = (
            _queryset(analysis, found, argument, place)
            if found.is_queryset
            else _row(analysis, found, argument, place)
        )
        if name is not None:
            objects |= dict.fromkeys(_QUERYSETS, name) if found.is_queryset else {found.model: name}
    return instances.tag_all(result, objects) if result is not None and objects else None


def _row(analysis: Analysis, found: Returned, argument: Type | None, place: nodes.Context) -> Address | None:
    if found.prefetch is not None:
        return analysis.allocate(place, found.prefetch, role="=returned prefetch")
    if found.parameter is None:
        return analysis.allocate(place, heap.Row(found.model, found.state), role=f"=returned {found.model}")
    given = [
        name
        for instance in instances.tagged_instances(argument)
        for model, name in evaluation.contents(analysis, instance, analysis.address_of(instance))
        if model == found.model
    ]
    return joins.join_objects(analysis, given, place) if given else None


def _queryset(
    analysis: Analysis, found: Returned, argument: Type | None, place: nodes.Context
) -> Address | None:
    cache = heap.Cache.FILLED if found.is_evaluated else heap.Cache.COLD
    entry = heap.QuerySet(
        found.model,
        found.state,
        cache=cache,
        ordered=found.is_ordered,
        only=found.only,
        defer=found.defer,
        classes=found.classes,
    )
    if found.parameter is not None:
        given = next((analysis.entry(instance) for instance in instances.instances(argument)), None)
        if not isinstance(given, heap.QuerySet):
            return None
        state = given.state
        for name, related in found.state.relations.items():
            state = state.with_relation(name, related)
        for name, related in found.state.managers.items():
            state = state.with_manager(name, related)
        entry = replace(entry, state=state, related=given.related)
        if found.only is None:
            entry = replace(entry, only=given.only, defer=given.defer | found.defer)
    return analysis.allocate(place, entry, role=f"=returned rows of {found.model}")
