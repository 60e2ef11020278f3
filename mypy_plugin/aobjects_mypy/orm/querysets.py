"""Building querysets: what each method adds to the state of the rows."""

from __future__ import annotations

import functools
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy import names
from aobjects_mypy.domain import heap
from aobjects_mypy.domain.heap import Cache
from aobjects_mypy.domain.load_state import FRESH, UNKNOWN, LoadState, join
from aobjects_mypy.models.schema import Kind
from aobjects_mypy.orm import lookups
from aobjects_mypy.syntax import class_facts, expressions
from aobjects_mypy.syntax.call import Argument, Call
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.domain.prefetch import Lookup
    from aobjects_mypy.models.schema import ModelSchema
    from aobjects_mypy.orm.lookups import Given

# Django follows foreign keys five deep for ``select_related()`` without arguments.
_SELECT_DEPTH: Final = 5
# Methods that call one another are followed this far.
_FOLLOW_DEPTH: Final = 8
_LIBRARIES: Final = ("django.", "aobjects.")
_RAW_COLUMNS: Final = re.compile(r"^\s*select\s+(?P<columns>[\w\s,.\"`]+?)\s+from\b", re.IGNORECASE)


def build(analysis: Analysis, entry: heap.QuerySet, name: str, call: Call) -> heap.QuerySet | None:
    """Return the queryset that the method ``name`` builds from ``entry``; ``None`` for other methods."""
    builder = _BUILDERS.get(name)
    if builder is None:
        return None
    fresh = replace(entry, cache=Cache.COLD, is_manager=False, owner=None, line=call.node.line)
    if fresh.state.known:
        fresh = replace(fresh, state=fresh.state.at_line(call.node.line))
    return builder(analysis, fresh, call)


def is_builder(name: str) -> bool:
    """Tell a method that builds a queryset and runs no query."""
    return name in _BUILDERS


def follow(
    analysis: Analysis, classes: Sequence[nodes.TypeInfo], method: str, entry: heap.QuerySet, call: Call
) -> heap.QuerySet | None:
    """Return what a method of the project's own manager or queryset class builds, if its body says so."""
    for info in classes:
        found = _follow(analysis, classes, info.mro, method, entry, call, _FOLLOW_DEPTH)
        if found is not None:
            return found
    return None


def _follow(
    analysis: Analysis,
    classes: Sequence[nodes.TypeInfo],
    mro: Sequence[nodes.TypeInfo],
    method: str,
    entry: heap.QuerySet,
    call: Call,
    depth: int,
) -> heap.QuerySet | None:
    for position, info in enumerate(mro):
        if method not in info.names:
            continue
        if info.module_name.startswith(_LIBRARIES):
            return entry if method == "get_queryset" else build(analysis, entry, method, call)
        steps = class_facts.chain(info, method)
        if steps is None or depth == 0:
            return None
        current: heap.QuerySet | None = entry
        for name, *arguments in steps:
            if current is None:
                return None
            if name == class_facts.ANEW:
                made = analysis.typeinfo(f"{info.module_name}.{arguments[0]}")
                classes = [*classes, made] if made is not None else classes
                current = replace(current, state=fresh(call.node.line), only=None, defer=frozenset())
            elif name == class_facts.SUPER:
                current = _follow(
                    analysis, classes, mro[position + 1 :], arguments[0], current, call, depth - 1
                )
            elif name in _BUILDERS and not (name == "get_queryset" and current.is_manager):
                current = build(analysis, current, name, _written(call, arguments))
            else:
                current = next(
                    (
                        found
                        for other in classes
                        if (found := _follow(analysis, classes, other.mro, name, current, call, depth - 1))
                        is not None
                    ),
                    None,
                )
        return current
    return None


def of_manager(
    analysis: Analysis, schema: ModelSchema, manager: str | None, node: nodes.Context
) -> heap.QuerySet:
    """Return the rows of ``Model.manager``: nothing is loaded, but for what its ``get_queryset`` loads."""
    classes = [
        name for name in (schema.manager_class(manager), schema.queryset_class(manager)) if name is not None
    ]
    entry = heap.QuerySet(
        schema.fullname,
        fresh(node.line),
        is_manager=True,
        ordered=schema.is_ordered,
        classes=tuple(classes),
    )
    if not schema.has_own_queryset(manager):
        return entry
    known = [info for name in classes if (info := analysis.typeinfo(name)) is not None]
    place = nodes.EllipsisExpr()
    place.set_line(node)
    call = Call(place, place, (), None)
    own = follow(analysis, known, "get_queryset", replace(entry, is_manager=False), call)
    if own is None:
        return replace(entry, state=UNKNOWN)
    return replace(own, is_manager=True, ordered=entry.ordered, related={})


def _written(call: Call, arguments: Sequence[object]) -> Call:
    """Return a call with the literal arguments that a body in another module wrote."""
    found = []
    for argument in arguments:
        expr: nodes.Expression
        if isinstance(argument, str):
            expr = nodes.StrExpr(argument)
        elif argument is None:
            expr = nodes.NameExpr("None")
            expr.fullname = names.NONE
        else:
            expr = nodes.EllipsisExpr()
        found.append(Argument(expr, nodes.ARG_POS, None, None))
    return replace(call, arguments=tuple(found))


def _keep(analysis: Analysis, entry: heap.QuerySet, call: Call) -> heap.QuerySet:
    return entry


def _filter(analysis: Analysis, entry: heap.QuerySet, call: Call) -> heap.QuerySet:
    # Django answers ``pk__in=[]`` without a query.
    nothing = any(
        name.endswith("__in") and expressions.is_empty_display(argument.expr)
        for name, argument in call.keywords.items()
    )
    state = entry.state
    schema = analysis.schema.model(entry.model)
    for name, argument in call.keywords.items():
        relation = schema.relations.get(name.removesuffix("__isnull")) if schema is not None else None
        is_null = (
            expressions.is_name(argument.expr, names.TRUE)
            if "__" in name
            else expressions.is_none(argument.expr)
        )
        if relation is not None and relation.nullable and is_null and relation.target:
            # Without a key there is nothing to fetch.
            state = state.with_relation(relation.name, UNKNOWN)
    return replace(entry, state=state, empty=entry.empty or nothing)


def _order_by(analysis: Analysis, entry: heap.QuerySet, call: Call) -> heap.QuerySet:
    return replace(entry, ordered=bool(call.arguments))


def _none(analysis: Analysis, entry: heap.QuerySet, call: Call) -> heap.QuerySet:
    return replace(entry, empty=True)


def _forget_rows(analysis: Analysis, entry: heap.QuerySet, call: Call) -> heap.QuerySet:
    return replace(entry, related={}, only=None, defer=frozenset())


def _combined(analysis: Analysis, entry: heap.QuerySet, call: Call) -> heap.QuerySet:
    return replace(entry, empty=False)


def _select_related(analysis: Analysis, entry: heap.QuerySet, call: Call) -> heap.QuerySet:
    schema = analysis.schema.model(entry.model)
    if schema is None:
        return entry
    if not call.arguments:
        # The bare call takes the place of the names that earlier calls gave.
        every = _select_every(analysis, entry.state.without_selections(), schema, _SELECT_DEPTH)
        return replace(entry, state=every, selects_every=True)
    if len(call.arguments) == 1 and expressions.is_none(call.arguments[0].expr):
        return replace(entry, state=entry.state.without_selections(), selects_every=False)
    state = entry.state
    if entry.selects_every:
        # And names take the place of the bare call.
        state = state.without_selections()
    for argument in call.arguments:
        paths = expressions.strings(argument)
        if paths is None:
            return replace(entry, state=UNKNOWN)
        for path in paths:
            state = select(analysis, state, schema, path.split("__"))
    return replace(entry, state=state, selects_every=False)


def select(analysis: Analysis, state: LoadState, schema: ModelSchema, path: Sequence[str]) -> LoadState:
    """Load the relations along ``path``, as ``select_related`` does."""
    relation = schema.relations.get(path[0])
    target = analysis.schema.model(relation.target) if relation is not None and relation.target else None
    if relation is None or target is None:
        return state
    related = state.relations.get(path[0], replace(FRESH, line=state.line))
    if path[0] in state.prefetched - state.selected:
        # The joined row is there first: prefetch_related only adds to it what lies behind it.
        related = related.only_prefetches()
    if relation.inverse:
        related = related.with_relation(relation.inverse, UNKNOWN)
    if len(path) > 1:
        related = select(analysis, related, target, path[1:])
    return replace(state, selected=state.selected | {path[0]}).with_relation(path[0], related)


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


def _prefetch_related(analysis: Analysis, entry: heap.QuerySet, call: Call) -> heap.QuerySet:
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
        owner = analysis.state.heap.get(entry.related.get(head, ""))
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


def prefetch_row(analysis: Analysis, name: str, given: Sequence[Given | None]) -> None:
    """Load what ``prefetch_related_objects`` names on one row, and on the rows that it holds already."""
    row = analysis.state.heap.get(name)
    schema = analysis.schema.model(row.model) if isinstance(row, heap.Row) else None
    if not isinstance(row, heap.Row) or schema is None:
        return
    analysis.state.heap[name] = replace(row, state=prefetch_all(analysis, row.state, schema, given))
    for lookup, rows, is_certain in _each(given):
        if is_certain:
            _prefetch_links(analysis, row, schema, lookup.path.split("__"), lookup, rows)


def _prefetch_links(
    analysis: Analysis,
    row: heap.Row,
    schema: ModelSchema,
    path: Sequence[str],
    lookup: Lookup,
    rows: LoadState,
) -> None:
    head, rest = path[0], path[1:]
    linked = analysis.state.heap.get(row.links.get(head, ""))
    target = analysis.schema.model(linked.model) if isinstance(linked, heap.Row) else None
    if not rest or not isinstance(linked, heap.Row) or target is None:
        return
    loaded = prefetch(analysis, linked.state, target, rest, lookup, rows)
    analysis.state.heap[row.links[head]] = replace(linked, state=loaded)
    _prefetch_links(analysis, linked, target, rest, lookup, rows)


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
        found = state.relations.get(head, rows_behind(analysis, target) if target is not None else UNKNOWN)
    elif manager is not None:
        found = state.managers.get(head, _default_rows(analysis, target))
    elif head in state.attributes:
        return state
    else:
        return state
    is_selected = head in state.selected
    if lookup.has_queryset and not rest and not is_selected:
        # A row that select_related brought is there already: Django does not fetch it again.
        # Rows that are there already, on some way at least, are not fetched again in this order.
        is_there = head in state.managers or head in state.mixed
        found = replace(rows, ordered=rows.ordered and not is_there)
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
    if lookup.to_attr and not rest:
        return state.with_attribute(lookup.to_attr, found)
    if relation is not None:
        # Which of the fetched rows belongs to which, Django finds out by these columns.
        found = found.with_deferred(found.deferred - relation.remote)
        loaded = state.with_relation(head, found)
        return replace(loaded, prefetched=loaded.prefetched | {head})
    return state.with_manager(head, found)


def rows_behind(analysis: Analysis, schema: ModelSchema | None) -> LoadState:
    """Return the state of a row that Django follows a relation to: the base manager fetches it."""
    return _rows_of(analysis, schema, "_base_manager")


def _default_rows(analysis: Analysis, schema: ModelSchema | None) -> LoadState:
    """Return the state of the rows that Django fetches through a model's own manager."""
    return _rows_of(analysis, schema, None)


def _rows_of(analysis: Analysis, schema: ModelSchema | None, manager: str | None) -> LoadState:
    if schema is None:
        return FRESH
    return of_manager(analysis, schema, manager, nodes.EllipsisExpr()).state.at_line(None)


def _only(analysis: Analysis, entry: heap.QuerySet, call: Call) -> heap.QuerySet:
    paths = _paths(call)
    if paths is None:
        return replace(entry, state=UNKNOWN)
    # As Query.add_immediate_loading: what was deferred before stays deferred.
    return replace(entry, only=frozenset(paths) - entry.defer or None, defer=frozenset())


def _defer(analysis: Analysis, entry: heap.QuerySet, call: Call) -> heap.QuerySet:
    if len(call.arguments) == 1 and expressions.is_none(call.arguments[0].expr):
        return replace(entry, only=None, defer=frozenset())
    paths = _paths(call)
    if paths is None:
        return replace(entry, state=UNKNOWN)
    if entry.only is not None:
        # As Query.add_deferred_loading: when nothing is left of only(), everything is loaded again.
        left = entry.only - set(paths)
        if left:
            return replace(entry, only=left)
        return replace(entry, only=None, defer=frozenset(paths) - entry.only)
    return replace(entry, defer=entry.defer | set(paths))


def _paths(call: Call) -> list[str] | None:
    found: list[str] = []
    for argument in call.arguments:
        paths = expressions.strings(argument)
        if paths is None:
            return None
        found += paths
    return found


def _raw(analysis: Analysis, entry: heap.QuerySet, call: Call) -> heap.QuerySet:
    statement = call.argument(0, "raw_query")
    schema = analysis.schema.model(entry.model)
    text = expressions.string(statement.expr, statement.value) if statement is not None else None
    columns = _RAW_COLUMNS.match(text) if text else None
    raw = replace(entry, related={}, only=None, defer=frozenset(), state=replace(FRESH, line=entry.line))
    if schema is None or columns is None:
        return raw
    listed = {column.split(".")[-1].strip(' "`') for column in columns["columns"].split(",")}
    by_column = {field.column: field.attname for field in schema.model._meta.concrete_fields}
    if not listed <= set(by_column):
        # An alias, an expression: which field it fills is the database's word.
        return raw
    selected = {by_column[column] for column in listed}
    return replace(raw, state=raw.state.with_deferred(schema.columns - selected - schema.pk_columns))


def _fetch_mode(analysis: Analysis, entry: heap.QuerySet, call: Call) -> heap.QuerySet:
    mode = call.argument(0, "fetch_mode")
    modes = instances.instances(analysis.type_of(mode.expr) if mode is not None else None)
    names_of_modes = {instance.type.fullname for instance in modes}
    state = replace(
        entry.state,
        blocks_fetches=names.FETCH_RAISE in names_of_modes,
        fetches_peers=names.FETCH_PEERS in names_of_modes,
    )
    return replace(entry, state=state)


def combine(
    analysis: Analysis, one: heap.QuerySet, other: heap.QuerySet, line: int, operator: str = "|"
) -> heap.QuerySet:
    """Return ``one | other`` (``&``, ``^``): the left side's loading, and what both know to be related."""
    narrows = operator == "&"
    # A row that both sides have found is known to either's owner; one of "|" may be the other side's.
    related = {
        name: target
        for name, target in {**other.related, **one.related}.items()
        if narrows or one.related.get(name) == other.related.get(name)
    }
    dropped = set(one.related) - set(related)
    state = one.state.at_line(line) if one.state.known else one.state
    state = state.without(name for name in dropped if name not in state.relations)
    return replace(one, cache=Cache.COLD, empty=False, related=related, state=state, line=line)


def fresh(line: int) -> LoadState:
    return FRESH.at_line(line)


_BUILDERS: Final[dict[str, Callable[[Analysis, heap.QuerySet, Call], heap.QuerySet]]] = {
    **dict.fromkeys(
        (
            "exclude",
            "complex_filter",
            "alias", "all", "annotate", "db_manager", "distinct", "extra", "get_queryset",
            "reverse", "select_for_update", "using",
        ),
        _keep,
    ),
    "filter": _filter,
    **dict.fromkeys(("values", "values_list", "dates", "datetimes"), _forget_rows),
    **dict.fromkeys(("union", "intersection", "difference"), _combined),
    "order_by": _order_by,
    "none": _none,
    "select_related": _select_related,
    "prefetch_related": _prefetch_related,
    "only": _only,
    "defer": _defer,
    "raw": _raw,
    "fetch_mode": _fetch_mode,
}  # fmt: skip
