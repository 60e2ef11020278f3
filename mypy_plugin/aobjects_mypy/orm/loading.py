"""What ``select_related`` and ``prefetch_related`` load, along the paths that they name."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy.nodes import ARG_STAR
from mypy.types import Instance, NoneType, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.domain import heap
from aobjects_mypy.domain.address_parts import NOWHERE, Address
from aobjects_mypy.domain.load_state import FRESH, UNKNOWN, LoadState, join
from aobjects_mypy.models.model_schema import Kind
from aobjects_mypy.orm import lookups, managers
from aobjects_mypy.syntax import expressions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.domain.prefetch import Lookup
    from aobjects_mypy.models.model_schema import ModelSchema
    from aobjects_mypy.orm.lookups import Given
    from aobjects_mypy.syntax.call import Argument, Call

# Django follows foreign keys five deep for ``select_related()`` without arguments.
_SELECT_DEPTH: Final = 5


def select_related(analysis: Analysis, entry: heap.QuerySet, call: Call) -> heap.QuerySet:
    schema = analysis.schema.model(entry.model)
    if schema is None:
        return entry
    given = [lookups.names_of(analysis, each) for each in call.arguments]
    if not any(paths is None or paths for paths in given):
        # The bare call, or "*()", takes the place of the names that earlier calls gave.
        every = _select_every(analysis, entry.state.without_selections(), schema, _SELECT_DEPTH)
        return replace(entry, state=every, selects_every=True)
    if len(call.arguments) == 1 and _is_none(call.arguments[0]):
        return replace(entry, state=entry.state.without_selections(), selects_every=False)
    state = entry.state
    if entry.selects_every:
        # And names take the place of the bare call.
        state = state.without_selections()
    for paths in given:
        if paths is None:
            return replace(entry, state=UNKNOWN)
        for path in paths:
            state = select(analysis, state, schema, path.split("__"))
    return replace(entry, state=state, selects_every=False)


def _is_none(argument: Argument) -> bool:
    """Tell ``None``, and ``*[None]``."""
    value = get_proper_type(argument.value) if argument.value is not None else None
    if argument.kind != ARG_STAR or not isinstance(value, Instance):
        return expressions.is_none(argument.expr)
    is_list = value.type.fullname == names.LIST and isinstance(get_proper_type(value.args[0]), NoneType)
    return is_list and lookups.is_written_here(argument)


def select(analysis: Analysis, state: LoadState, schema: ModelSchema, path: Sequence[str]) -> LoadState:
    """Load the relations along ``path``, as ``select_related`` does."""
    relation = schema.relations.get(path[0])
    target = analysis.schema.model(relation.target) if relation is not None and relation.target else None
    if relation is None or target is None:
        return state
    related = state.relations.get(path[0], replace(FRESH, query=state.query))
    if path[0] in state.prefetched - state.selected:
        # The joined row is there first: prefetch_related only adds to it what lies behind it.
        related = related.only_prefetches()
    if relation.inverse:
        related = related.with_relation(relation.inverse, UNKNOWN)
    if len(path) > 1:
        related = _as_deep_as_it_goes(select(analysis, related, target, path[1:]), schema, path)
    return replace(state, selected=state.selected | {path[0]}).with_relation(path[0], related)


def _as_deep_as_it_goes(related: LoadState, schema: ModelSchema, path: Sequence[str]) -> LoadState:
    """Leave open what lies behind ``parent__parent``: who names each step of a tree knows how deep it is."""
    head, relation = path[0], schema.relations[path[0]]
    last = related.relations.get(head)
    is_tree = relation.nullable and relation.target == schema.fullname and list(path) == [head, head]
    if not is_tree or last is None or head in last.relations:
        return related
    return related.with_relation(head, last.perhaps_with(head))


def _select_every(analysis: Analysis, state: LoadState, schema: ModelSchema, depth: int) -> LoadState:
    for name, relation in schema.relations.items():
        if relation.kind is not Kind.FORWARD or relation.nullable or relation.target is None:
            continue
        target = analysis.schema.model(relation.target)
        related = state.relations.get(name, FRESH)
        if target is not None and depth > 1:
            related = _select_every(analysis, related, target, depth - 1)
        state = replace(state, selected=state.selected | {name}).with_relation(name, related)
    return state


def prefetch_related(analysis: Analysis, entry: heap.QuerySet, call: Call) -> heap.QuerySet:
    if len(call.arguments) == 1 and expressions.is_none(call.arguments[0].expr):
        return replace(entry, state=entry.state.without_prefetches())
    schema = analysis.schema.model(entry.model)
    given = lookups.of_arguments(analysis, call.arguments)
    _prefetch_onto_owners(analysis, entry, schema, given)
    return replace(entry, state=prefetch_all(analysis, entry.state, schema, given))


def _prefetch_onto_owners(
    analysis: Analysis, entry: heap.QuerySet, schema: ModelSchema | None, given: Sequence[Given | None]
) -> None:
    """Load what a path leads to behind a row that Django knows already (the owner of a related manager)."""
    for lookup, rows, is_certain in _each(given):
        head, _, rest = lookup.path.partition("__")
        owner = analysis.state.heap.get(entry.related.get(head, NOWHERE))
        relation = schema.relations.get(head) if schema is not None else None
        target = analysis.schema.model(relation.target) if relation is not None and relation.target else None
        if rest and isinstance(owner, heap.Row) and target is not None:
            loaded = prefetch(analysis, owner.state, target, rest.split("__"), lookup, rows)
            state = loaded if is_certain else owner.state.perhaps(loaded)
            analysis.state.heap[entry.related[head]] = replace(owner, state=state)


def _each(given: Sequence[Given | None]) -> Iterator[tuple[Lookup, LoadState, bool]]:
    """Yield every lookup that is known, its rows, and whether it is given on every way."""
    for one in given:
        if one is not None:
            is_certain = one.is_certain and len(one.choices) == 1
            yield from ((lookup, rows, is_certain) for lookup, rows in one.choices.items())


def prefetch_all(
    analysis: Analysis, state: LoadState, schema: ModelSchema | None, given: Sequence[Given | None]
) -> LoadState:
    """Load what the arguments of ``prefetch_related`` name."""
    if schema is None:
        return state
    for one in given:
        if one is None:
            return UNKNOWN
        ways = [
            prefetch(analysis, state, schema, lookup.path.split("__"), lookup, rows)
            for lookup, rows in one.choices.items()
        ]
        if one.is_certain:
            state = functools.reduce(join, ways)
        else:
            for loaded in ways:
                state = state.perhaps(loaded)
    return state


def prefetch_row(analysis: Analysis, name: Address, given: Sequence[Given | None]) -> None:
    """Load what ``prefetch_related_objects`` names on one row, and on the rows that it holds already."""
    row = analysis.state.heap.get(name)
    schema = analysis.schema.model(row.model) if isinstance(row, heap.Row) else None
    if not isinstance(row, heap.Row) or schema is None:
        return
    analysis.state.heap[name] = replace(row, state=prefetch_all(analysis, row.state, schema, given))
    for lookup, rows, is_certain in _each(given):
        if is_certain:
            _prefetch_links(analysis, row, lookup.path.split("__"), lookup, rows)


def _prefetch_links(
    analysis: Analysis,
    row: heap.Row,
    path: Sequence[str],
    lookup: Lookup,
    rows: LoadState,
) -> None:
    head, rest = path[0], path[1:]
    linked = analysis.state.heap.get(row.links.get(head, NOWHERE))
    target = analysis.schema.model(linked.model) if isinstance(linked, heap.Row) else None
    if not rest or not isinstance(linked, heap.Row) or target is None:
        return
    loaded = prefetch(analysis, linked.state, target, rest, lookup, rows)
    analysis.state.heap[row.links[head]] = replace(linked, state=loaded)
    _prefetch_links(analysis, linked, rest, lookup, rows)


def annotated(
    analysis: Analysis, schema: ModelSchema, path: Sequence[str], state: LoadState = UNKNOWN
) -> LoadState:
    """Load what a path of ``Loaded`` names; of anything beside it, nothing is known."""
    head, rest = path[0], path[1:]
    relation, manager = schema.relations.get(head), schema.managers.get(head)
    fullname = relation.target if relation is not None else manager.target if manager is not None else None
    target = analysis.schema.model(fullname) if fullname is not None else None
    inner = state.relations.get(head) or state.managers.get(head) or UNKNOWN
    if rest and target is not None:
        inner = annotated(analysis, target, rest, inner)
    if relation is not None:
        return state.with_relation(head, inner)
    return state.with_manager(head, inner) if manager is not None else state


def prefetch(
    analysis: Analysis,
    state: LoadState,
    schema: ModelSchema,
    path: Sequence[str],
    lookup: Lookup,
    rows: LoadState,
) -> LoadState:
    """Load the relation or manager along ``path``, as ``prefetch_related`` does."""
    head, rest = path[0], path[1:]
    relation, manager = schema.relations.get(head), schema.managers.get(head)
    fullname = relation.target if relation is not None else manager.target if manager is not None else None
    target = analysis.schema.model(fullname) if fullname is not None else None
    if relation is not None:
        found = state.relations.get(
            head, managers.rows_behind(analysis, target) if target is not None else UNKNOWN
        )
    elif manager is not None:
        found = state.managers.get(head, managers.default_rows(analysis, target))
    else:
        return state
    is_there = head in state.relations or head in state.managers
    if lookup.has_queryset and not rest and (lookup.to_attr or not is_there):
        # What is there already, Django does not fetch again; on some way at least, not in this order.
        found = replace(rows, ordered=rows.ordered and head not in state.mixed)
    back = relation.inverse if relation is not None else manager.back if manager is not None else None
    if back:
        if back not in found.relations:
            # Filled in by the prefetch; what the inner query's select_related brings stays.
            found = replace(found.with_relation(back, UNKNOWN), prefetched=found.prefetched | {back})
        if len(rest) > 1 and rest[0] == back:
            # The way back leads to this very row.
            one_step = state.with_relation(head, found) if relation else state.with_manager(head, found)
            return prefetch(analysis, one_step, schema, rest[1:], lookup, rows)
    if rest and target is not None:
        found = prefetch(analysis, found, target, rest, lookup, rows)
        found = _as_deep_as_it_goes(found, schema, path) if relation is not None else found
    if lookup.to_attr and not rest:
        listed = target.fullname if target is not None and manager is not None else ""
        return state.with_attribute(lookup.to_attr, replace(found, model=listed))
    if relation is not None:
        # Which of the fetched rows belongs to which, Django finds out by these columns.
        found = found.with_deferred(found.deferred - relation.remote)
        loaded = state.with_relation(head, found)
        return replace(loaded, prefetched=loaded.prefetched | {head})
    return state.with_manager(head, found)
