"""The methods of querysets, managers and rows that run a query, and what they return."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import AnyType, Instance, NoneType, Type, TypeOfAny, UnionType, get_proper_type

from aobjects_mypy import diagnostics, names
from aobjects_mypy.domain import heap, load_state
from aobjects_mypy.domain.heap import Cache
from aobjects_mypy.domain.load_state import FRESH
from aobjects_mypy.orm import containers, evaluation, querysets, relations
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.syntax.call import Call

QUERYSET_QUERIES: Final = frozenset(
    {
        "aggregate", "bulk_create", "bulk_update", "contains", "count", "create", "delete",
        "earliest", "exists",
        "explain", "first", "get", "get_or_create", "in_bulk", "last", "latest", "update", "update_or_create",
    }
)  # fmt: skip
RELATED_WRITES: Final = frozenset({"add", "remove", "clear", "set"})
USER_MANAGER_QUERIES: Final = frozenset({"create_user", "create_superuser"})
# Answered from the result cache of an evaluated queryset.
_CACHED: Final = frozenset({"contains", "count", "exists"})
_ONE_ROW: Final = frozenset({"get", "first", "last", "earliest", "latest", "in_bulk"})
_MAY_FIND_NONE: Final = frozenset({"first", "last"})
_ALWAYS: Final = frozenset(
    {"delete", "create", "get_or_create", "update_or_create", "bulk_create", "add", "set", "clear", "remove"}
)
"""What an empty queryset does not answer for."""
_CLEARS_CACHE: Final = frozenset({"update", "delete"})
_CHANGES_RELATED: Final = frozenset(
    {
        "add",
        "remove",
        "clear",
        "set",
        "create",
        "get_or_create",
        "update_or_create",
        "update",
        "delete",
        "bulk_create",
    }
)

ROW_QUERIES: Final = {
    "save": "asave",
    "delete": "adelete",
    "refresh_from_db": "arefresh_from_db",
    "save_base": "asave",
}
_VALIDATION: Final = frozenset({"full_clean", "clean_fields", "validate_unique", "validate_constraints"})


def rows_method(analysis: Analysis, instance: Instance, name: str, call: Call) -> Type | None:
    """Evaluate a method call on a queryset or manager."""
    entry = rows_entry(analysis, instance)
    if entry is None:
        return None
    built = querysets.build(analysis, entry, name, call)
    if built is not None:
        return _built(analysis, instance, entry, name, built, call)
    if name in ("iterator", "aiterator"):
        return _iterator(analysis, instance, entry, name, call)
    if name == "_fetch_all":
        evaluation.evaluate(analysis, instance, call.node, '"_fetch_all"')
        return call.result
    base = name[1:] if name.startswith("a") and name[1:] in _ASYNC_TWINS else name
    is_async = base != name or evaluation.is_async(instance)
    if base not in _SYNC:
        own = querysets.follow(
            analysis,
            _classes(analysis, instance, entry),
            name,
            replace(entry, cache=Cache.COLD, owner=None),
            call,
        )
        return (
            _built(analysis, instance, entry, name, replace(own, is_manager=False), call)
            if own is not None
            else None
        )
    if not is_async and not (base == "delete" and entry.is_manager):
        _report_query(analysis, instance, entry, base, call)
    return _result(analysis, instance, entry, base, call)


def _classes(analysis: Analysis, instance: Instance, entry: heap.QuerySet) -> list[nodes.TypeInfo]:
    found = [info for name in entry.classes if (info := analysis.typeinfo(name)) is not None]
    return [instance.type, *found]


def copied_method(
    analysis: Analysis, manager: Instance, name: str, call: Call
) -> Iterator[tuple[Instance, nodes.SymbolNode]]:
    """Yield the method of the queryset class behind a manager, and the queryset that it is called on."""
    entry = rows_entry(analysis, manager)
    for info in _classes(analysis, manager, entry)[1:] if entry is not None else []:
        symbol = info.get(name)
        # An async manager has the methods of the manager's class, too.
        has_methods = info.has_base(names.QUERYSET) or evaluation.is_async(manager)
        if (
            entry is not None
            and has_methods
            and symbol is not None
            and symbol.node is not None
            and not isinstance(symbol.node, nodes.Var)
        ):
            fresh = replace(entry, cache=Cache.COLD, is_manager=False, owner=None)
            queryset = Instance(info, [AnyType(TypeOfAny.special_form)] * len(info.type_vars))
            yield (
                addresses.with_address(queryset, analysis.allocate(call.node, fresh, role=f".{name}")),
                symbol.node,
            )


def is_query(instance: Instance, name: str) -> bool:
    """Tell whether Django's method of this name runs a query, synchronously."""
    if relations.is_row(instance):
        return name in ROW_QUERIES or name in _VALIDATION
    return (evaluation.is_queryset(instance) or evaluation.is_manager(instance)) and name in _SYNC


def rows_entry(analysis: Analysis, instance: Instance) -> heap.QuerySet | None:
    name = addresses.address_of(instance)
    entry = analysis.state.heap.get(name) if name is not None else None
    if isinstance(entry, heap.QuerySet):
        return entry
    model = evaluation.model_type(instance)
    schema = analysis.model_of(model.type) if model is not None else None
    fullname = schema.fullname if schema is not None else ""
    return heap.QuerySet(
        fullname,
        load_state.UNKNOWN,
        is_manager=evaluation.is_manager(instance) or evaluation.is_async_manager(instance),
        empty=instance.type.has_base(names.EMPTY_MANAGER),
    )


def _built(
    analysis: Analysis, instance: Instance, entry: heap.QuerySet, name: str, built: heap.QuerySet, call: Call
) -> Type | None:
    if entry.is_manager and name in ("all", "get_queryset"):
        # The one queryset of a manager that a prefetch filled.
        built = replace(built, cache=entry.cache, owner=entry.owner, name=entry.name)
        if entry.cache is Cache.FILLED:
            built = replace(built, state=entry.state)
    elif entry.is_manager and entry.cache is not Cache.COLD:
        built = replace(built, state=_selected_only(built, entry))
    if name == "none" or built.empty:
        built = replace(built, empty=True)
    object_name = analysis.allocate(call.node, built, role=f".{name}")
    for result in instances.instances(call.result):
        return addresses.with_address(result, object_name)
    model = analysis.instance_of(entry.model)
    queryset = names.ASYNC_QUERYSET if evaluation.is_async(instance) else names.QUERYSET
    typ = analysis.instance_of(queryset, [model, model]) if model is not None else None
    return addresses.with_address(typ, object_name) if typ is not None else call.result


def _selected_only(built: heap.QuerySet, entry: heap.QuerySet) -> load_state.LoadState:
    # ``author.books.filter()`` queries anew: the rows have what this chain loads, not what the prefetch did.
    if built.state is entry.state or built.state == entry.state.at_line_of(built.state):
        return replace(FRESH, line=built.state.line, blocks_fetches=entry.state.blocks_fetches)
    return built.state


def _iterator(
    analysis: Analysis, instance: Instance, entry: heap.QuerySet, name: str, call: Call
) -> Type | None:
    source = analysis.allocate(call.node, replace(entry, cache=Cache.COLD), role=".rows")
    row = evaluation.rows_object(analysis, source)
    result = (
        instances.tag_all(call.result, {entry.model: row}) if call.result is not None and row else call.result
    )
    if name == "aiterator" or evaluation.is_async(instance):
        model = analysis.instance_of(entry.model)
        if not list(instances.instances(result)) and model is not None and row is not None:
            return analysis.instance_of(names.ASYNC_ITERABLE, [addresses.with_address(model, row)])
        return result
    pending = analysis.allocate(call.node, heap.LazyIterator((source,), query=True), role=".iterator")
    if not list(instances.instances(result)):
        model = analysis.instance_of(entry.model)
        result = (
            analysis.instance_of(names.ITERATOR, [addresses.with_address(model, row)])
            if model and row
            else result
        )
    for item in instances.instances(result):
        return addresses.with_address(item, pending)
    return result


def _report_query(
    analysis: Analysis, instance: Instance, entry: heap.QuerySet, name: str, call: Call
) -> None:
    if _needs_no_query(analysis, entry, name, call):
        return
    callee = call.callee
    receiver = expressions.source(callee.expr) if isinstance(callee, nodes.MemberExpr) else "..."
    arguments = "..." if call.arguments else ""
    error = diagnostics.synchronous_query(f"{receiver}.{name}", f"await {receiver}.a{name}({arguments})")
    if entry.cache is Cache.UNPROVEN and name in _CACHED:
        error = error.as_unproven()
        evaluation.record(analysis, entry, (analysis.step(error.subject, call.node),))
    analysis.report(error, call.node)


def _needs_no_query(analysis: Analysis, entry: heap.QuerySet, name: str, call: Call) -> bool:
    first = call.positional[0] if call.positional else None
    gives_nothing = first is not None and expressions.is_empty_display(first.expr)
    if name in ("bulk_create", "bulk_update", "in_bulk") and gives_nothing:
        return True
    if name in ("add", "remove") and not call.arguments:
        # remove(), and the add() of a foreign key, return at once; a many-to-many opens a transaction.
        return name == "remove" or bool(entry.related)
    if entry.empty and name not in _ALWAYS:
        return True
    if entry.cache is Cache.FILLED:
        return name in _CACHED or (name == "first" and entry.ordered)
    return False


def _result(
    analysis: Analysis, instance: Instance, entry: heap.QuerySet, name: str, call: Call
) -> Type | None:
    result = call.result
    object_name = addresses.address_of(instance)
    if name in _CLEARS_CACHE and object_name is not None and not entry.is_manager:
        analysis.state.heap[object_name] = replace(entry, cache=Cache.COLD)
    if name in _CHANGES_RELATED and entry.owner is not None:
        _drop_prefetch(analysis, entry)
    if name == "add" and entry.owner is not None:
        _set_back(analysis, entry, call)
    if result is None and not analysis.types.are_inferred:
        result = AnyType(TypeOfAny.special_form)
    if result is None:
        return None
    if name in _ONE_ROW:
        return instances.tag_all(
            _or_model(analysis, result, entry, name), {entry.model: _new_row(analysis, entry, name, call)}
        )
    model = analysis.instance_of(entry.model)
    if model is None:
        return result
    if name == "create":
        row = _created(analysis, model, entry, call)
    elif name in ("get_or_create", "update_or_create"):
        row = _got_or_created(analysis, model, entry, name, call)
    elif name == "bulk_create":
        for argument in call.positional[:1]:
            for instance_of_list in instances.tagged_instances(argument.value):
                relations.saved(analysis, instance_of_list)
        return containers.carry(
            analysis, result, [argument.value for argument in call.positional[:1]], call.node
        )
    else:
        return result
    return instances.tag_all(_or_model(analysis, result, entry, name), {entry.model: row})


def _or_model(analysis: Analysis, result: Type, entry: heap.QuerySet, name: str) -> Type:
    """Return the row type where mypy has ``Any`` (a body without annotations)."""
    if isinstance(get_proper_type(result), AnyType) and name not in (
        "in_bulk",
        "get_or_create",
        "update_or_create",
    ):
        model = analysis.instance_of(entry.model)
        if model is not None:
            return UnionType([model, NoneType()]) if name in _MAY_FIND_NONE else model
    return result


def _new_row(analysis: Analysis, entry: heap.QuerySet, name: str, call: Call) -> str:
    row = evaluation.new_row(analysis, replace(entry, cache=Cache.COLD))
    state = row.state
    if entry.is_manager and entry.cache is Cache.FILLED and not (name == "first" and entry.ordered):
        state = replace(FRESH, line=call.node.line)
    if state.known and (state.line is None or entry.is_manager):
        state = state.at_line(call.node.line)
    return analysis.allocate(call.node, replace(row, state=state), role="->row")


def _created(analysis: Analysis, model: Instance, entry: heap.QuerySet, call: Call) -> str:
    row = addresses.address_of(relations.construct(analysis, model, call, saved=True)) or ""
    schema = analysis.schema.model(entry.model)
    for name, related in entry.related.items():
        owner = analysis.state.heap.get(related)
        if schema is not None and isinstance(owner, heap.Row):
            created = analysis.state.heap.get(row)
            if isinstance(created, heap.Row):
                analysis.state.heap[row] = created.linked(name, related)
    return row


def _got_or_created(analysis: Analysis, model: Instance, entry: heap.QuerySet, name: str, call: Call) -> str:
    """Join the row that was found with the row that was made: only what both have is loaded."""
    found = _new_row(analysis, entry, name, call)
    schema = analysis.model_of(model.type)
    if call.has_unpacking or schema is None:
        analysis.state.heap[found] = heap.unknown_row(entry.model)
        return found
    set_on_both = _literal_items(analysis, call, "defaults") if name == "update_or_create" else {}
    if set_on_both is None:
        analysis.state.heap[found] = heap.unknown_row(entry.model)
        return found
    defaults = _literal_items(
        analysis, call, "create_defaults" if "create_defaults" in call.keywords else "defaults"
    )
    lookups = {
        key: argument.value
        for key, argument in call.keywords.items()
        if key not in ("defaults", "create_defaults", "through_defaults")
    }
    values = {**lookups, **(defaults or {})}
    created = heap.Row(entry.model, relations.constructed_state(schema, values, saved=True), entry.related)
    for key, value in values.items():
        if key in schema.relations:
            related = next((addresses.address_of(item) for item in instances.instances(value)), None)
            if related is not None:
                created = created.linked(key, related)
            else:
                created = replace(created, state=created.state.with_relation(key, load_state.UNKNOWN))
    fetched = analysis.state.heap[found]
    joined = heap.join_entries(fetched, created)
    if isinstance(joined, heap.Row) and isinstance(fetched, heap.Row):
        analysis.state.heap[found] = replace(
            joined,
            state=joined.state.at_line_of(fetched.state),
            links={**joined.links, **entry.related},
        )
    for key, value in set_on_both.items():
        relations.set_attribute(analysis, found, schema, key, value)
    return found


def _literal_items(analysis: Analysis, call: Call, name: str) -> dict[str, Type | None] | None:
    argument = call.keywords.get(name) or (
        call.positional[0] if name == "defaults" and call.positional else None
    )
    if argument is None:
        return {}
    if not isinstance(argument.expr, nodes.DictExpr):
        return None
    found: dict[str, Type | None] = {}
    for key, value in argument.expr.items:
        text = expressions.string(key) if key is not None else None
        if text is None:
            return None
        found[text] = analysis.displayed.get(value)
    return found


def _drop_prefetch(analysis: Analysis, entry: heap.QuerySet) -> None:
    owner = analysis.state.heap.get(entry.owner or "")
    if isinstance(owner, heap.Row) and entry.owner is not None:
        analysis.state.heap[entry.owner] = replace(owner, state=owner.state.without({entry.name}))


def _set_back(analysis: Analysis, entry: heap.QuerySet, call: Call) -> None:
    for argument in call.positional:
        for instance in instances.tagged_instances(argument.value):
            found = analysis.row(instance)
            for back, owner in entry.related.items():
                if found is not None:
                    analysis.state.heap[found[0]] = found[1].linked(back, owner)


def row_method(analysis: Analysis, instance: Instance, name: str, call: Call) -> Type | None:
    """Evaluate a method call on a row; ``None`` for a method that Django does not know."""
    base = name[1:] if name.startswith("a") and name[1:] in ROW_QUERIES else name
    if base in ROW_QUERIES:
        if base == name and not _saves_nothing(name, call) and not _is_refused(analysis, instance, name):
            receiver = _receiver(call)
            arguments = "..." if call.arguments else ""
            analysis.report(
                diagnostics.synchronous_query(
                    f"{receiver}.{name}", f"await {receiver}.{ROW_QUERIES[name]}({arguments})"
                ),
                call.node,
            )
        if base == "refresh_from_db":
            relations.refresh(analysis, instance, call, _from_queryset(analysis, call))
        elif base == "save":
            relations.saved(analysis, instance, call.argument(3, "update_fields"))
        return call.result
    if name in _VALIDATION:
        _report_validation(analysis, instance, name, call)
        return call.result
    if name.startswith(("get_next_by_", "get_previous_by_")):
        _report_wrapped(analysis, f"{instance.type.name}.{name}", call)
        return _plain_row(analysis, instance, call)
    if name == "serializable_value":
        _read_by_name(analysis, instance, call)
        return call.result
    return None


def _receiver(call: Call) -> str:
    return expressions.source(call.callee.expr) if isinstance(call.callee, nodes.MemberExpr) else "..."


def _saves_nothing(name: str, call: Call) -> bool:
    fields = call.keywords.get("update_fields" if name == "save" else "fields")
    return fields is not None and expressions.is_empty_display(fields.expr)


def _is_refused(analysis: Analysis, instance: Instance, name: str) -> bool:
    """Tell what raises ``ValueError`` before any query: deleting, or pointing at, a row without a key."""
    found = analysis.row(instance)
    if found is None or name not in ("save", "delete"):
        return False
    if name == "delete":
        return _has_no_key(analysis, found[1])
    related = (analysis.state.heap.get(link) for link in found[1].links.values())
    return any(isinstance(row, heap.Row) and _has_no_key(analysis, row) for row in related)


def _has_no_key(analysis: Analysis, row: heap.Row) -> bool:
    schema = analysis.schema.model(row.model)
    if row.given is None or schema is None:
        return False
    return not any(name == "pk" or schema.column(name) in schema.pk_columns for name in row.given)


def _from_queryset(analysis: Analysis, call: Call) -> load_state.LoadState | None:
    argument = call.argument(2, "from_queryset")
    for instance in instances.instances(argument.value if argument is not None else None):
        entry = rows_entry(analysis, instance)
        if entry is not None:
            return evaluation.row_state(analysis, entry)
    return None


def _plain_row(analysis: Analysis, instance: Instance, call: Call) -> Type | None:
    schema = analysis.model_of(instance.type)
    if schema is None or call.result is None:
        return call.result
    row = analysis.allocate(call.node, heap.Row(schema.fullname, FRESH.at_line(call.node.line)))
    return instances.tag_all(call.result, {schema.fullname: row})


def _report_wrapped(analysis: Analysis, what: str, call: Call) -> None:
    use = f"await sync_to_async({expressions.source(call.callee)})({'...' if call.arguments else ''})"
    analysis.report(diagnostics.synchronous_query(what, use), call.node)


def _report_validation(analysis: Analysis, instance: Instance, name: str, call: Call) -> None:
    """Report validation that queries: for the row behind a foreign key, for uniqueness, for constraints."""
    schema = analysis.model_of(instance.type)
    if schema is None:
        return
    found = analysis.row(instance)
    given = found[1].given if found is not None else None
    excluded = call.keywords.get("exclude")
    skipped = set(relations.literal_fields(excluded.expr) or ()) if excluded is not None else set()
    keys = {
        relation.name
        for relation in schema.relations.values()
        if relation.attnames
        and relation.target
        and (given is None or {relation.name, *relation.attnames} & given)
    }
    key_is_new = given is not None and any(
        schema.column(name) in schema.pk_columns or name == "pk" for name in given
    )
    asks_rows = bool(keys - skipped) and name in ("full_clean", "clean_fields")
    asks_unique = (schema.has_unique_columns or key_is_new) and name in ("full_clean", "validate_unique")
    asks_constraints = schema.has_constraints and name in ("full_clean", "validate_constraints")
    if asks_rows or asks_unique or asks_constraints:
        _report_wrapped(analysis, f"{instance.type.name}.{name}", call)


def _read_by_name(analysis: Analysis, instance: Instance, call: Call) -> None:
    argument = call.argument(0, "field_name")
    name = expressions.string(argument.expr, argument.value) if argument is not None else None
    schema = analysis.model_of(instance.type)
    column = schema.column(name) if schema is not None and name is not None else None
    if column is not None:
        relations.read(analysis, instance, column, call.node, None, _receiver(call))


_SYNC: Final = QUERYSET_QUERIES | RELATED_WRITES | USER_MANAGER_QUERIES
_ASYNC_TWINS: Final = _SYNC
