"""Calls of the methods of querysets and managers: what they run, and what they return."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mypy import nodes
from mypy.types import AnyType, Instance, Type, TypeOfAny, TypeVarType, get_proper_type

from aobjects_mypy import diagnostics, names
from aobjects_mypy.domain import heap, load_state
from aobjects_mypy.domain.address_parts import NOWHERE, Address
from aobjects_mypy.domain.heap import Cache
from aobjects_mypy.domain.load_state import FRESH
from aobjects_mypy.orm import building, containers, creating, evaluation, methods, relations, row_types
from aobjects_mypy.orm.methods import Does, Gives, Owner
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.domain.query_site import QuerySite
    from aobjects_mypy.orm.methods import Method
    from aobjects_mypy.syntax.call import Call


def rows_method(analysis: Analysis, instance: Instance, name: str, call: Call) -> Type | None:
    """Evaluate a method call on a queryset or manager."""
    entry = rows_entry(analysis, instance)
    if entry is None:
        return None
    if name == "_fetch_all":
        evaluation.evaluate(analysis, instance, call.node, diagnostics.FETCH_ALL)
        return call.result
    method, is_twin = methods.of_rows(name)
    is_async = is_twin or evaluation.is_async(instance)
    match method.does if method is not None else Does.NOTHING:
        case Does.BUILDS if (built := building.build(analysis, entry, name, call)) is not None:
            return _built(analysis, instance, entry, name, built, call)
        case Does.ITERATES:
            return _iterator(analysis, entry, call, is_async=is_async)
        case Does.QUERIES if method is not None:
            if not is_async and (not entry.is_manager or method.of != Owner.QUERYSET):
                _report_query(analysis, entry, method, call)
            return _result(analysis, instance, entry, method, call, is_async=is_async)
        case _:
            return _own_method(analysis, instance, entry, name, call)


def _own_method(
    analysis: Analysis, instance: Instance, entry: heap.QuerySet, name: str, call: Call
) -> Type | None:
    """Follow a method of the project's that builds a queryset."""
    classes = _classes(analysis, instance, entry)
    own = building.follow(analysis, classes, name, replace(entry, cache=Cache.COLD, owner=None), call)
    if own is None:
        return None
    return _built(analysis, instance, entry, name, replace(own, is_manager=False), call)


def _classes(analysis: Analysis, instance: Instance, entry: heap.QuerySet) -> list[nodes.TypeInfo]:
    found = [info for name in entry.classes if (info := analysis.typeinfo(name)) is not None]
    return [instance.type, *found]


def own_method(
    analysis: Analysis, instance: Instance, name: str, call: Call
) -> tuple[Instance, nodes.SymbolNode] | None:
    """Return a method of the project that the type of a manager or queryset hides, and on what it runs.

    A manager has the methods of its queryset class, each called on a new queryset.  Where mypy cannot read
    a base, the classes are in Django's metadata alone.
    """
    entry = rows_entry(analysis, instance)
    for info in _classes(analysis, instance, entry)[1:] if entry is not None else []:
        symbol = info.get(name)
        if entry is None or symbol is None or symbol.node is None or isinstance(symbol.node, nodes.Var):
            continue
        # An async manager has the methods of the manager's class, too.
        is_async, of_querysets = evaluation.is_async(instance), info.has_base(names.QUERYSET)
        if is_async or (of_querysets and entry.is_manager):
            fresh = replace(entry, cache=Cache.COLD, is_manager=False, owner=None)
            queryset = of_class(info, analysis.instance_of(entry.model))
            address = analysis.allocate(call.node, fresh, role=f".{name}")
            return addresses.with_address(queryset, address), symbol.node
        if of_querysets or entry.is_manager:
            return instance, symbol.node
    return None


def of_class(info: nodes.TypeInfo, model: Type | None, row: Type | None = None) -> Instance:
    """Return a queryset of a class of the project, about this model and with these rows."""
    about = model if model is not None else AnyType(TypeOfAny.special_form)
    given = [about, row if row is not None else about]
    return Instance(info, given[-len(info.type_vars) :] if info.type_vars else [])


def is_query(instance: Instance, name: str) -> bool:
    """Tell whether Django's method of this name runs a query, synchronously."""
    if relations.is_row(instance):
        method, is_twin = methods.of_instance(name)
    elif evaluation.is_queryset(instance) or evaluation.is_manager(instance):
        method, is_twin = methods.of_rows(name)
    else:
        return False
    if method is None or is_twin or method.per_field:
        return False
    return method.does in (Does.QUERIES, Does.VALIDATES)


def is_of_rows(instance: Instance, name: str) -> bool:
    """Tell whether Django's method of this name runs a query, synchronously, or builds a queryset."""
    is_of_rows = evaluation.is_queryset(instance) or evaluation.is_manager(instance)
    return is_query(instance, name) or (is_of_rows and methods.builds(name))


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
    method, _ = methods.of_rows(name)
    if entry.is_manager and method is not None and method.shares_cache:
        # The one queryset of a manager that a prefetch filled.
        built = replace(built, cache=entry.cache, owner=entry.owner, name=entry.name)
        if entry.cache is Cache.FILLED:
            built = replace(built, state=entry.state)
    elif entry.is_manager and entry.cache is not Cache.COLD:
        built = replace(built, state=_selected_only(built, entry))
    object_name = analysis.allocate(call.node, built, role=f".{name}")
    for result in instances.instances(call.result):
        return addresses.with_address(result, object_name)
    typ = _queryset_type(analysis, instance, built)
    return addresses.with_address(typ, object_name) if typ is not None else call.result


def _queryset_type(analysis: Analysis, instance: Instance, entry: heap.QuerySet) -> Instance | None:
    """Return what a method of a manager or queryset builds: of the project's class, or of Django's."""
    # "class Found(models.QuerySet)" and "Found(self.model)" do not say of which model the rows are.
    model = analysis.instance_of(entry.model) or AnyType(TypeOfAny.special_form)
    if evaluation.is_async(instance):
        return analysis.instance_of(names.ASYNC_QUERYSET, [model, model])
    row = AnyType(TypeOfAny.special_form) if entry.gives_values else model
    own = (info for info in _classes(analysis, instance, entry) if info.has_base(names.QUERYSET))
    found = next((info for info in own if not info.module_name.startswith("django.")), None)
    if found is not None:
        return of_class(found, model, row)
    return analysis.instance_of(names.QUERYSET, [model, row])


def _selected_only(built: heap.QuerySet, entry: heap.QuerySet) -> load_state.LoadState:
    # ``author.books.filter()`` queries anew: the rows have what this chain loads, not what the prefetch did.
    values = built.state.values
    if built.state is entry.state or built.state == replace(
        entry.state.at_query_of(built.state), values=values
    ):
        blocks_fetches = entry.state.blocks_fetches
        return replace(FRESH, query=built.state.query, blocks_fetches=blocks_fetches, values=values)
    return built.state


def _iterator(analysis: Analysis, entry: heap.QuerySet, call: Call, *, is_async: bool) -> Type | None:
    source = analysis.allocate(call.node, replace(entry, cache=Cache.COLD), role=".rows")
    row = evaluation.rows_object(analysis, source)
    result = (
        instances.tag_all(call.result, {entry.model: row}) if call.result is not None and row else call.result
    )
    if _says_nothing_of_items(result) and not entry.gives_values and row is not None:
        # A class of querysets that does not say of which model it is, in a body without annotations.
        result = _of_rows(analysis, result, entry.model, row, is_async=is_async)
    if is_async:
        return result
    pending = analysis.allocate(call.node, heap.LazyIterator((source,), query=True), role=".iterator")
    for item in instances.instances(result):
        return addresses.with_address(item, pending)
    return result


def _says_nothing_of_items(result: Type | None) -> bool:
    shape = instances.first(result)
    return (
        shape is None or not shape.args or isinstance(get_proper_type(shape.args[0]), (AnyType, TypeVarType))
    )


def _of_rows(
    analysis: Analysis, result: Type | None, model: str, row: Address, *, is_async: bool
) -> Type | None:
    shape, item = instances.first(result), analysis.instance_of(model)
    if item is None:
        return result
    items: list[Type] = [addresses.with_address(item, row)]
    if shape is not None and shape.args:
        return shape.copy_modified(args=[*items, *shape.args[1:]])
    return analysis.instance_of(names.ASYNC_ITERABLE if is_async else names.ITERATOR, items)


def _report_query(analysis: Analysis, entry: heap.QuerySet, method: Method, call: Call) -> None:
    if _needs_no_query(entry, method, call):
        return
    callee = call.callee
    receiver = expressions.source(callee.expr) if isinstance(callee, nodes.MemberExpr) else "..."
    arguments = "..." if call.arguments else ""
    use = f"await {receiver}.{method.twin}({arguments})"
    if not method.twin:
        use = f"await sync_to_async({receiver}.{method.name})({arguments})"
    error = diagnostics.synchronous_query(f"{receiver}.{method.name}", use)
    if entry.is_guess or (entry.cache is Cache.UNPROVEN and method.from_cache):
        error = error.as_unproven(diagnostics.UNSEEN_VALUE if entry.is_guess else diagnostics.PERHAPS_FETCHED)
        evaluation.record(analysis, entry, (analysis.step(error.subject, call.node),))
    analysis.report(error, call.node)


def _needs_no_query(entry: heap.QuerySet, method: Method, call: Call) -> bool:
    first = call.positional[0] if call.positional else None
    if method.skips_nothing and first is not None and expressions.is_empty_display(first.expr):
        return True
    if method.name in ("add", "remove") and not call.arguments:
        # remove(), and the add() of a foreign key, return at once; a many-to-many opens a transaction.
        return method.name == "remove" or bool(entry.related)
    if entry.empty and not method.even_when_empty:
        return True
    if entry.cache is Cache.FILLED:
        return method.from_cache or (method.name == "first" and entry.ordered)
    return False


def _result(
    analysis: Analysis,
    instance: Instance,
    entry: heap.QuerySet,
    method: Method,
    call: Call,
    *,
    is_async: bool,
) -> Type | None:
    result = call.result
    object_name = addresses.address_of(instance)
    if method.clears_cache and object_name is not None and not entry.is_manager:
        analysis.state.heap[object_name] = replace(entry, cache=Cache.COLD)
    if method.changes_related and entry.owner is not None:
        _drop_prefetch(analysis, entry)
    if method.name == "add" and entry.owner is not None:
        _set_back(analysis, entry, call)
    if result is None and not analysis.types.are_inferred:
        result = AnyType(TypeOfAny.special_form)
    if result is None:
        return None
    if method.takes_lookups:
        entry = building.filtered(analysis, entry, call)
    result = row_types.of_result(analysis, result, entry, method.gives, is_async=is_async)
    match method.gives:
        case Gives.ONE_ROW | Gives.ROW_OR_NONE | Gives.ROWS_BY_KEY:
            return instances.tag_all(result, {entry.model: _new_row(analysis, entry, method, call)})
    model = analysis.instance_of(entry.model)
    if model is None:
        return result
    match method.gives:
        case Gives.NEW_ROW:
            row = creating.created(analysis, model, entry, call)
            return instances.tag_all(result, {entry.model: row})
        case Gives.FOUND_OR_NEW_ROW:
            found = _new_row(analysis, entry, method, call)
            row = creating.found_or_created(analysis, model, entry, found, method.name, call)
            return instances.tag_all(result, {entry.model: row})
        case Gives.GIVEN_ROWS:
            given = [argument.value for argument in call.positional[:1]]
            for rows in given:
                creating.saved(analysis, rows)
            if instances.is_any(result) and given:
                return row_types.after_await(analysis, given[0], is_async=is_async)
            return containers.carry(analysis, result, given, call.node)
        case _:
            return result


def _new_row(analysis: Analysis, entry: heap.QuerySet, method: Method, call: Call) -> Address:
    row = evaluation.new_row(analysis, replace(entry, cache=Cache.COLD))
    state = row.state
    if entry.is_manager and entry.cache is Cache.FILLED and not (method.name == "first" and entry.ordered):
        state = replace(FRESH, query=_site(analysis, entry, call))
    if state.known and (entry.is_manager or analysis.is_built_elsewhere(state.query)):
        state = state.at_query(_site(analysis, entry, call))
    return analysis.allocate(call.node, replace(row, state=state), role="->row")


def _site(analysis: Analysis, entry: heap.QuerySet, call: Call) -> QuerySite:
    """Return the site of what the method is called on."""
    if isinstance(call.callee, nodes.MemberExpr):
        return analysis.query_at(call.callee.expr, entry.model)
    return analysis.query_at(call.node)


def _drop_prefetch(analysis: Analysis, entry: heap.QuerySet) -> None:
    owner = analysis.state.heap.get(entry.owner or NOWHERE)
    if isinstance(owner, heap.Row) and entry.owner is not None:
        analysis.state.heap[entry.owner] = replace(owner, state=owner.state.without({entry.name}))


def _set_back(analysis: Analysis, entry: heap.QuerySet, call: Call) -> None:
    for argument in call.positional:
        for instance in instances.tagged_instances(argument.value):
            found = analysis.row(instance)
            for back, owner in entry.related.items():
                if found is not None:
                    analysis.state.heap[found[0]] = found[1].linked(back, owner)
