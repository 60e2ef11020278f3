"""Functions whose arguments decide whether a query runs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import AnyType, Instance, NoneType, Type

from aobjects_mypy import diagnostics, names
from aobjects_mypy.analysis import joins
from aobjects_mypy.domain import access_paths, heap
from aobjects_mypy.orm import (
    building,
    containers,
    evaluation,
    loading,
    lookups,
    managers,
    relations,
    row_types,
    writing,
)
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import addresses, declared, instances

if TYPE_CHECKING:
    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Function
    from aobjects_mypy.syntax.call import Argument, Call


def _prefetch_related_objects(analysis: Evaluator, call: Call) -> Type | None:
    given = call.argument(0, "model_instances")
    if given is None:
        return call.result
    if call.callee_name == "prefetch_related_objects" and not expressions.is_empty_display(given.expr):
        use = f"await a{expressions.source(call.callee)}(...)"
        analysis.report(diagnostics.synchronous_query("prefetch_related_objects", use), call.node)
    listed = given.expr.items if isinstance(given.expr, (nodes.ListExpr, nodes.TupleExpr)) else []
    parts = [item.expr if isinstance(item, nodes.StarExpr) else item for item in listed]
    values = [analysis.evaluate(item) for item in parts] or [given.value]
    for instance in [found for value in values for found in instances.tagged_instances(value)]:
        found = analysis.row(instance)
        if found is not None:
            name, _ = found
            named = [item for item in call.arguments if item is not given and item.name is None]
            loading.prefetch_row(analysis, name, lookups.of_arguments(analysis, named))
    return call.result


_PLAIN: Final = frozenset(
    {
        names.STR,
        names.INT,
        names.BOOL,
        names.FLOAT,
        "datetime.datetime",
        "datetime.date",
        "decimal.Decimal",
    }
)


def _related(analysis: Evaluator, call: Call) -> Type | None:
    """Record ``await related(book, Book.author)``: the row has its author from then on."""
    target, field = call.argument(0, "instance"), call.argument(1, "relation")
    if target is None or field is None or not isinstance(field.expr, nodes.MemberExpr):
        return call.result
    found: Type | None = None
    for instance in instances.instances(target.value):
        found = relations.fetch(analysis, instance, field.expr, call.result)
    return found or call.result


def _wrap(analysis: Analysis, call: Call) -> Type | None:
    """Return ``aio(queryset)``: an async queryset around the same one, whose rows it shares."""
    source = call.argument(0, "source")
    for instance in instances.tagged_instances(source.value if source is not None else None):
        for wrapped in instances.instances(call.result):
            return addresses.with_address(wrapped, analysis.address_of(instance))
    return call.result


def _read_attribute(analysis: Evaluator, call: Call) -> Type | None:
    target, attribute = call.argument(0, "o"), call.argument(1, "name")
    if target is None or attribute is None:
        return call.result
    found: Type | None = None
    for name in _names_of(analysis, attribute):
        for instance in instances.instances(target.value):
            if relations.is_row(instance):
                shown = expressions.source(target.expr)
                read = relations.read(analysis, instance, name, call.node, _result(call), shown)
                found = joins.join(analysis, found, read, call.node)
    return instances.overlay(call.result, found)


def _result(call: Call) -> Type | None:
    """Return what mypy says of ``getattr(book, "author", None)``, without its default."""
    members = [item for item in instances.items(call.result) if not isinstance(item, NoneType)]
    is_open = len(members) == 1 and isinstance(members[0], AnyType)
    return members[0] if is_open and call.argument(2, "default") is not None else call.result


def _names_of(analysis: Analysis, attribute: Argument) -> list[str]:
    """Return the texts that an argument may be: a literal, or a name that goes through a list of them."""
    name = expressions.string(attribute.expr, attribute.value)
    if name is not None:
        return [name]
    held = analysis.state.named(attribute.expr.name) if isinstance(attribute.expr, nodes.NameExpr) else None
    members = instances.items(held)
    texts = [expressions.string(attribute.expr, member) for member in members]
    return [text for text in texts if text is not None] if None not in texts else []


def _set_attribute(analysis: Analysis, call: Call) -> Type | None:
    target, attribute, value = call.argument(0, "obj"), call.argument(1, "name"), call.argument(2, "value")
    name = expressions.string(attribute.expr, attribute.value) if attribute is not None else None
    if name is None and target is not None:
        _may_set(analysis, target.value, value.value if value is not None else None)
    for instance in instances.instances(target.value if target is not None else None):
        found, schema = analysis.row(instance), analysis.model_of(instance.type)
        if found is not None and schema is not None and name is not None:
            writing.set_attribute(
                analysis, found[0], schema, name, value.value if value is not None else None
            )
            if name in schema.relations and value is not None:
                writing.ask_content_type(analysis, schema.relations[name], value.value, call.node)
        elif name is not None and target is not None:
            _put(analysis, instance, target, name, value.value if value is not None else None)
    return call.result


def _put(analysis: Analysis, instance: Instance, target: Argument, name: str, value: Type | None) -> None:
    """Record ``setattr(request, "book", book)`` for whoever else has the same object."""
    entry = analysis.entry(instance)
    if isinstance(entry, heap.Record):
        analysis.put(instance, entry.assigned(name, value))
    path = expressions.access_path(target.expr)
    if path is not None:
        analysis.state.variables.pop(access_paths.attribute(path, name), None)


def _may_set(analysis: Analysis, value: Type | None, given: Type | None) -> None:
    """Record ``setattr(row, name, ...)``: which attributes get a value, here or in a loop, is not known.

    A text or a number loads no relation: what the row lacks, it still lacks.  It may be the id of another
    row, so that what was loaded is gone.
    """
    is_plain = _is_plain(given)
    for instance in instances.instances(value):
        found = analysis.row(instance)
        if found is None:
            continue
        name, row = found
        if is_plain:
            perhaps = {*row.links, *row.state.relations}
            gone = row.without(frozenset(perhaps))
            unproven = replace(
                gone.state, missing=gone.state.missing - perhaps, unproven=gone.state.unproven | perhaps
            )
            analysis.state.heap[name] = replace(gone, state=unproven)
            continue
        for loop in analysis.loops:
            loop.touched.add(name)
    if not is_plain:
        relations.touched(analysis, value)


def _is_plain(value: Type | None) -> bool:
    members = instances.items(value)
    return bool(members) and all(
        isinstance(item, NoneType) or (isinstance(item, Instance) and item.type.fullname in _PLAIN)
        for item in members
    )


def _found_by(analysis: Analysis, source: Argument | None, name: str) -> Type | None:
    """Return what ``aget_object_or_404(Book, ...)`` and its like give, where mypy has no type for it."""
    row = _model_of(analysis, source.value if source is not None else None)
    if row is None:
        return None
    found = analysis.instance_of(names.LIST, [row]) if name.endswith("list_or_404") else row
    if not name.startswith("a") or found is None:
        return found
    return row_types.coroutine(analysis, found)


def _model_of(analysis: Analysis, source: Type | None) -> Instance | None:
    for item in instances.items(source):
        made = declared.instance_of_class(item) or item
        if isinstance(made, Instance):
            entry = analysis.entry(made)
            if isinstance(entry, heap.QuerySet):
                return analysis.instance_of(entry.model)
            row = evaluation.model_type(made) or (made if relations.is_row(made) else None)
            if row is not None:
                return row
    return None


def _get_object_or_404(analysis: Analysis, call: Call) -> Type | None:
    """Return the row (or rows) with the state of the queryset they came from."""
    source = call.argument(0, "klass")
    name = expressions.fullname(call.callee).rpartition(".")[2]
    found = _found_by(analysis, source, name)
    result = call.result or found
    if source is None or result is None:
        return result
    objects = {}
    for instance in instances.tagged_instances(source.value):
        entry = analysis.entry(instance)
        if isinstance(entry, heap.QuerySet):
            row = evaluation.new_row(analysis, building.filtered(analysis, entry, call))
            objects[entry.model] = analysis.allocate(call.node, row, role="->row")
    model = _model_of(analysis, source.value)
    schema = analysis.model_of(model.type) if model is not None and not objects else None
    if schema is not None:
        fresh = building.filtered(analysis, managers.of_model(analysis, schema, None, call.node), call)
        row = evaluation.new_row(analysis, fresh)
        if row.state.known:
            site = analysis.query_at(call.node, schema.fullname)
            row = replace(row, state=row.state.at_query(site))
        objects[schema.fullname] = analysis.allocate(call.node, row, role="->row")
    tagged = instances.tag_all(result, objects)
    return tagged if found is None else instances.overlay(tagged, instances.tag_all(found, objects))


def _copy(analysis: Analysis, call: Call) -> Type | None:
    argument = call.argument(0, "x")
    if argument is None:
        return call.result
    result = call.result
    for instance in instances.tagged_instances(argument.value):
        entry = analysis.entry(instance)
        if isinstance(entry, heap.Row):
            if call.callee_name == "deepcopy":
                state = heap.state_with_links(entry, analysis.state.heap)
                entry = replace(entry, state=state.deep_copied(), links={})
            name = analysis.allocate(call.node, entry, role="=copy")
            result = instances.overlay(call.result, addresses.with_address(instance, name))
        elif isinstance(entry, heap.QuerySet):
            if call.callee_name == "deepcopy":
                name = analysis.allocate(call.node, replace(entry, cache=heap.Cache.COLD), role="=copy")
                return instances.overlay(call.result, addresses.with_address(instance, name))
            evaluation.evaluate(analysis, argument.value, call.node, diagnostics.COPY)
            return instances.overlay(call.result, argument.value)
    container = instances.first(argument.value)
    if container is not None and container.type.module_name == "builtins" and call.callee_name == "copy":
        # Of a list or a dict: the rows in it are the same.
        return containers.carry(analysis, argument.value, [argument.value], call.node)
    return result


def _on_commit(analysis: Evaluator, call: Call) -> Type | None:
    """Run what a thread has left for the end of its transaction, as of now."""
    callback = call.argument(0, "func")
    if callback is not None and not analysis.is_on_loop and call.argument(2, "robust") is None:
        here = analysis.state
        analysis.state = here.fork()
        analysis.call_value(callback.value, replace(call, arguments=(), result=None))
        analysis.state = here
    return call.result


FUNCTIONS: Final[dict[str, Function]] = {
    names.ON_COMMIT: _on_commit,
    names.PREFETCH_RELATED_OBJECTS: _prefetch_related_objects,
    names.APREFETCH_RELATED_OBJECTS: _prefetch_related_objects,
    names.AFETCH: _prefetch_related_objects,
    names.RELATED: _related,
    names.AIO: _wrap,
    names.GETATTR: _read_attribute,
    names.HASATTR: _read_attribute,
    names.SETATTR: _set_attribute,
    names.GET_OBJECT_OR_404: _get_object_or_404,
    names.AGET_OBJECT_OR_404: _get_object_or_404,
    names.GET_LIST_OR_404: _get_object_or_404,
    names.AGET_LIST_OR_404: _get_object_or_404,
    "copy.copy": _copy,
    "copy.deepcopy": _copy,
}
