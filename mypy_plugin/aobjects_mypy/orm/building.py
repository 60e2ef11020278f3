"""Building querysets: what each method, and each of the project, adds to the state of the rows."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy import names
from aobjects_mypy.domain.heap import Cache
from aobjects_mypy.domain.load_state import FRESH, UNKNOWN
from aobjects_mypy.orm import column_values, loading, methods
from aobjects_mypy.orm.methods import Does, Loads
from aobjects_mypy.syntax import class_facts, expressions
from aobjects_mypy.syntax.call import Argument, Call
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.domain import heap
    from aobjects_mypy.domain.query_site import QuerySite

# Methods that call one another are followed this far.
_FOLLOW_DEPTH: Final = 8
_LIBRARIES: Final = ("django.", "aobjects.")
_RAW_COLUMNS: Final = re.compile(r"^\s*select\s+(?P<columns>[\w\s,.\"`]+?)\s+from\b", re.IGNORECASE)


def build(analysis: Analysis, entry: heap.QuerySet, name: str, call: Call) -> heap.QuerySet | None:
    """Return the queryset that the method ``name`` builds from ``entry``; ``None`` for other methods."""
    method, _ = methods.of_rows(name)
    if method is None or method.does is not Does.BUILDS:
        return None
    site = analysis.query_at(call.node, entry.model)
    fresh = replace(entry, cache=Cache.COLD, is_manager=False, owner=None, query=site)
    if fresh.state.known:
        fresh = replace(fresh, state=fresh.state.at_query(site))
    return _load(analysis, method.loads, fresh, call)


def _load(analysis: Analysis, loads: Loads, entry: heap.QuerySet, call: Call) -> heap.QuerySet:
    match loads:
        case Loads.THE_SAME:
            return entry
        case Loads.FILTERED:
            return filtered(analysis, entry, call)
        case Loads.EXCLUDED:
            return _excluded(analysis, entry, call)
        case Loads.ANNOTATED:
            return replace(entry, state=column_values.annotated(entry.state, call))
        case Loads.ORDERED:
            return replace(entry, ordered=bool(call.arguments))
        case Loads.EMPTY:
            return replace(entry, empty=True)
        case Loads.VALUES:
            return replace(entry, related={}, only=None, defer=frozenset(), gives_values=True)
        case Loads.COMBINED:
            # Rows of another query are among them.
            return replace(entry, empty=False, state=entry.state.without_values(entry.state.values))
        case Loads.SELECTED:
            return loading.select_related(analysis, entry, call)
        case Loads.PREFETCHED:
            return loading.prefetch_related(analysis, entry, call)
        case Loads.ONLY:
            return _only(entry, call)
        case Loads.DEFERRED:
            return _defer(entry, call)
        case Loads.RAW:
            return _raw(analysis, entry, call)
        case Loads.FETCH_MODE:
            return _fetch_mode(analysis, entry, call)


def follow(
    analysis: Analysis, classes: Sequence[nodes.TypeInfo], method: str, entry: heap.QuerySet, call: Call
) -> heap.QuerySet | None:
    """Return what a method of the project's own manager or queryset class builds, if its body says so."""
    for info in classes:
        mro = _order(analysis, classes, info)
        found = _follow(analysis, classes, mro, method, entry, call, _FOLLOW_DEPTH)
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
                fresh = FRESH.at_query(analysis.query_at(call.node, current.model))
                current = replace(current, state=fresh, only=None, defer=frozenset())
                if made is not None:
                    # mypy may take what comes out for a plain queryset: the methods are those of this class.
                    classes = [*classes, made]
                    current = replace(current, classes=(*current.classes, made.fullname))
            elif name == class_facts.SUPER:
                current = _follow(
                    analysis, classes, mro[position + 1 :], arguments[0], current, call, depth - 1
                )
            elif methods.builds(name) and not (name == "get_queryset" and current.is_manager):
                current = build(analysis, current, name, _written(call, arguments))
            else:
                current = next(
                    (
                        found
                        for other in classes
                        if (
                            found := _follow(
                                analysis,
                                classes,
                                _order(analysis, classes, other),
                                name,
                                current,
                                call,
                                depth - 1,
                            )
                        )
                        is not None
                    ),
                    None,
                )
        return current
    return None


def _order(
    analysis: Analysis, classes: Sequence[nodes.TypeInfo], info: nodes.TypeInfo
) -> Sequence[nodes.TypeInfo]:
    """Return the method resolution order; behind a base that mypy cannot read are querysets, then Django."""
    manager = analysis.typeinfo(names.MANAGER)
    if not info.fallback_to_any or manager is None or manager in info.mro:
        return info.mro
    querysets = [base for other in classes if other.has_base(names.QUERYSET) for base in other.mro]
    copied = [base for base in querysets if not base.module_name.startswith(_LIBRARIES)]
    return [*info.mro[:-1], *copied, *manager.mro]


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


def filtered(analysis: Analysis, entry: heap.QuerySet, call: Call) -> heap.QuerySet:
    """Return the queryset whose rows fit the lookups of the call."""
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
    if schema is not None:
        state = column_values.filtered(analysis, schema, state, call)
    return replace(entry, state=state, empty=entry.empty or nothing)


def _excluded(analysis: Analysis, entry: heap.QuerySet, call: Call) -> heap.QuerySet:
    schema = analysis.schema.model(entry.model)
    if schema is None:
        return entry
    return replace(entry, state=column_values.excluded(analysis, schema, entry.state, call))


def _only(entry: heap.QuerySet, call: Call) -> heap.QuerySet:
    paths = _paths(call)
    if paths is None:
        return replace(entry, state=UNKNOWN)
    # As Query.add_immediate_loading: what was deferred before stays deferred.
    return replace(entry, only=frozenset(paths) - entry.defer or None, defer=frozenset())


def _defer(entry: heap.QuerySet, call: Call) -> heap.QuerySet:
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
    raw = replace(entry, related={}, only=None, defer=frozenset(), state=replace(FRESH, query=entry.query))
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


def combine(one: heap.QuerySet, other: heap.QuerySet, query: QuerySite, operator: str = "|") -> heap.QuerySet:
    """Return ``one | other`` (``&``, ``^``): the left side's loading, and what both know to be related."""
    narrows = operator == "&"
    # A row that both sides have found is known to either's owner; one of "|" may be the other side's.
    related = {
        name: target
        for name, target in {**other.related, **one.related}.items()
        if narrows or one.related.get(name) == other.related.get(name)
    }
    state = one.state.at_query(query) if one.state.known else one.state
    for name in (*one.related, *other.related):
        if name in related or name in state.relations:
            continue
        # Each row is one of either's owners; of two sides with one owner, some have none.
        is_known = name in one.related and name in other.related
        state = state.with_relation(name, UNKNOWN) if is_known else state.without((name,))
    if not narrows:
        state = replace(state, values=column_values.joined_values(one.state, other.state))
    return replace(one, cache=Cache.COLD, empty=False, related=related, state=state, query=query)
