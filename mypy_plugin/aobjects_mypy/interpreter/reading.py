"""Which feature answers when an expression is read: a name, an attribute, an index, an operator."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mypy import nodes
from mypy.types import (
    AnyType,
    CallableType,
    Instance,
    Overloaded,
    TupleType,
    Type,
    TypeOfAny,
    TypeType,
    get_proper_type,
)

from aobjects_mypy.domain import load_state
from aobjects_mypy import names
from aobjects_mypy.orm import async_rows, queries
from aobjects_mypy.rules.python import bridge, objects
from aobjects_mypy.rules.django import forms, pagination, operations, sessions, users
from aobjects_mypy.calls import applying
from aobjects_mypy.interpreter import inherited, protocols
from aobjects_mypy.orm import evaluation, querysets, relations
from aobjects_mypy.domain import heap
from aobjects_mypy.domain.heap import Cache
from aobjects_mypy.types import declared, instances, addresses
from aobjects_mypy.syntax import formats, expressions

if TYPE_CHECKING:
    from mypy.patterns import Pattern

    from aobjects_mypy.interpreter.interpreter import Interpreter


def iterate(
    run: Interpreter, value: Type | None, node: nodes.Expression, how: str, *, whole: bool = True
) -> Type | None:
    """Evaluate ``value`` as ``for`` does and return the type of its items."""
    protocols.iterate(run, value, node, whole=whole)
    return evaluation.iterate(run, value, node, how)


def adopt(run: Interpreter, value: Type | None, path: str) -> Type | None:
    """Give the objects of a name or path their place in the heap: what happens to them is remembered."""
    changed = False
    allocated: dict[str, str] = {}
    for instance in instances.instances(value):
        if run.schema.is_plain(instance.type) or addresses.object_of(instance) is not None:
            continue
        if relations.is_row(instance):
            schema = run.model_of(instance.type)
            if schema is not None:
                state = _annotated_state(run, instance)
                allocated[instance.type.fullname] = run.new_object(
                    f"name:{path}:{schema.name}", heap.Row(schema.fullname, state)
                )
        elif evaluation.is_queryset(instance) or evaluation.is_async(instance):
            model = evaluation.model_type(instance)
            if model is not None:
                allocated[instance.type.fullname] = run.new_object(
                    f"name:{path}:rows",
                    heap.Rows(
                        model.type.fullname,
                        _annotated_state(run, model),
                        is_manager=evaluation.is_async_manager(instance),
                    ),
                )
        changed = changed or bool(allocated)
    if not changed or value is None:
        return value
    tagged = _tag_members(value, allocated)
    run.flow.keep(path, tagged)
    return tagged


def _tag_members(value: Type, allocated: dict[str, str]) -> Type:
    """Tag the members of a union (not what is inside them)."""
    members: list[Type] = [
        addresses.with_object(item, allocated[item.type.fullname])
        if isinstance(item, Instance) and item.type.fullname in allocated and addresses.object_of(item) is None
        else item
        for item in instances.items(value)
    ]
    return members[0] if len(members) == 1 else instances.union(members)


def _annotated_state(run: Interpreter, instance: Instance) -> load_state.LoadState:
    schema = run.model_of(instance.type)
    state = load_state.UNKNOWN
    for path in addresses.loaded_paths(instance) or ():
        if schema is not None:
            state = querysets.annotated(run, schema, path.split("__"), state)
    return state


def attribute(run: Interpreter, base: Type | None, expr: nodes.MemberExpr) -> Type | None:
    """Read ``expr.name`` of ``base``."""
    result = run.type_of(expr)
    if is_module(expr.expr):
        return result if run.recorder is None else declared.reference(expr.node)
    if result is None and run.recorder is not None:
        result = declared.member(base, expr.name)
    found: Type | None = None
    for item in instances.items(base):
        member = result
        if isinstance(item, Instance):
            member = _instance_attribute(run, item, expr, result)
        elif isinstance(item, TupleType):
            member = objects.attribute(run, item, expr.name, result)
        elif is_class(item):
            manager = _untyped_manager(run, item, expr, result)
            if manager is not None:
                return _class_attribute(run, expr, manager)
            member = async_rows.of_class(run, item, expr, result) or _class_attribute(run, expr, result)
        found = run.join(found, member, expr)
    # A declared type is the descriptor's; what the features found is what reading it gives.
    return instances.overlay(result, found) if run.recorder is None or found is None else found


def _instance_attribute(
    run: Interpreter, instance: Instance, expr: nodes.MemberExpr, result: Type | None
) -> Type | None:
    entry = run.entry(instance)
    if isinstance(entry, heap.Anything):
        return _any_attribute(run, instance, entry, expr)
    if isinstance(entry, heap.LazyUser):
        users.use(run, instance, expr.expr)
    if run.schema.is_plain(instance.type):
        return _plain_attribute(run, instance, entry, expr, result)
    lazy = users.lazy_user(run, instance, expr) or sessions.of_request(run, instance, expr)
    if lazy is not None:
        return lazy
    value = _check_property(run, instance, expr)
    if value is not None:
        return value
    if relations.is_row(instance):
        return relations.read(run, instance, expr.name, expr, result, expressions.source(expr.expr))
    if pagination.is_paginator(instance):
        return pagination.attribute(run, instance, expr, result)
    elif forms.is_model_form(instance):
        forms.attribute(run, instance, expr)
    operations.report_attribute(run, instance, expr)
    return objects.attribute(run, instance, expr.name, result)


def _plain_attribute(
    run: Interpreter,
    instance: Instance,
    entry: heap.Entry | None,
    expr: nodes.MemberExpr,
    result: Type | None,
) -> Type | None:
    value = _check_property(run, instance, expr)
    if value is not None:
        return value
    if expr.name == "object_list" and isinstance(entry, heap.Rows):
        # A page: its rows are those of the paginator.
        name = run.name_of(instance)
        return next((addresses.with_object(item, name) for item in instances.instances(result)), result)
    operations.report_attribute(run, instance, expr)
    return objects.attribute(run, instance, expr.name, result)


def _any_attribute(
    run: Interpreter, instance: Instance, entry: heap.Anything, expr: nodes.MemberExpr
) -> Type | None:
    """Read an attribute of a parameter without annotation: a relation or a field, if the argument says so."""
    path = f"{entry.path}__{expr.name}" if entry.path else expr.name
    run.record_need(entry.origin, path, (run.step(f'"{expr.name}"', expr),), by_name=True)
    attribute = heap.Anything(entry.origin, path)
    return addresses.with_object(instance, run.new_object(f"{run.name_of(instance)}.{expr.name}", attribute))


def _check_property(run: Interpreter, instance: Instance, expr: nodes.MemberExpr) -> Type | None:
    """Look through a property, and return what is known of its value."""
    symbol = instance.type.get(expr.name)
    node: nodes.Node | None = symbol.node if symbol is not None else None
    node = run.summaries.definition(node) if run.summaries is not None else node
    function = applying.function_of(node)
    cached = isinstance(node, nodes.Decorator) and _is_cached_property(node)
    value: Type | None = None
    if function is not None and (function.is_property or cached):
        value = applying.call(run, node, None, instance, expr, expr.name)
    path = expressions.access_path(expr) if cached else None
    if path is not None:
        run.bind_path(path, run.type_of(expr))
    return value


def super_attribute(run: Interpreter, expr: nodes.SuperExpr) -> Type | None:
    """Read ``super().label``: a property runs its body on the same ``self``."""
    result = run.type_of(expr)
    found = inherited.find(run, expr)
    if found is None or run.summaries is None:
        return result
    node = run.summaries.definition(found.node)
    function = applying.function_of(node)
    is_cached = isinstance(node, nodes.Decorator) and _is_cached_property(node)
    if function is None or not (function.is_property or is_cached):
        return result
    if result is None and run.recorder is not None:
        result = declared.member(found.parent, expr.name)
    value = applying.call(run, node, None, found.receiver, expr, expr.name, virtual=found.step)
    return result if value is None else value


def _is_cached_property(node: nodes.Decorator) -> bool:
    return bridge.decorates(node, "functools.cached_property", names.CACHED_PROPERTY)


def _class_attribute(run: Interpreter, expr: nodes.MemberExpr, result: Type | None) -> Type | None:
    """Return ``Model.objects`` with what its rows have: nothing, unless the manager is the project's own."""
    for instance in instances.instances(result):
        model = evaluation.model_type(instance) if evaluation.is_manager(instance) else None
        schema = run.model_of(model.type) if model is not None else None
        if schema is None:
            continue
        entry = querysets.of_manager(run, schema, expr.name, expr)
        return addresses.with_object(instance, run.new_object(expr, entry))
    return result


def _untyped_manager(
    run: Interpreter, owner: Type, expr: nodes.MemberExpr, result: Type | None
) -> Type | None:
    """Return ``Model.objects`` as a manager of Django's, where mypy knows nothing of the project's own class.

    One is ``class Shelves(models.Manager.from_queryset(ShelfQuerySet))``: django-stubs does not support it.
    """
    shape = get_proper_type(result) if result is not None else None
    is_untyped = (
        isinstance(shape, Instance) and shape.type.fallback_to_any and not evaluation.is_manager(shape)
    )
    if not isinstance(shape, AnyType) and not is_untyped:
        return None
    model = owner.ret_type if isinstance(owner, CallableType) else getattr(owner, "item", None)
    for instance in instances.instances(model):
        schema = run.model_of(instance.type)
        if schema is not None and schema.has_manager(expr.name):
            return run.instance_of(names.MANAGER, [instance])
    return None


def pattern_attribute(run: Interpreter, value: Type | None, name: str, inner: Pattern) -> Type | None:
    """Read the attribute that ``case Model(name=...)`` compares, and return what it holds."""
    for instance in instances.instances(value):
        if relations.is_row(instance):
            return relations.read(run, instance, name, inner, AnyType(TypeOfAny.special_form), "...")
    return None


def truth(run: Interpreter, value: Type | None, expr: nodes.Expression) -> None:
    protocols.check(run, value, expr, "__bool__", "__len__")
    evaluation.evaluate(run, value, expr, "a truth test")
    users.use(run, value, expr)


def index(run: Interpreter, base: Type | None, key: Type | None, expr: nodes.IndexExpr) -> Type | None:
    """Evaluate ``base[key]``; both have been evaluated."""
    result = run.type_of(expr)
    if result is None and run.recorder is not None:
        result = base if isinstance(expr.index, nodes.SliceExpr) else declared.item(base)
    protocols.check(run, base, expr, "__getitem__")
    if any(instance.type.fullname == names.DICT for instance in instances.instances(base)):
        protocols.hash_key(run, key, expr.index)
    for item in instances.items(base):
        if (
            isinstance(item, TupleType)
            and isinstance(expr.index, nodes.IntExpr)
            and expr.index.value < len(item.items)
        ):
            return instances.overlay(result, item.items[expr.index.value])
        if isinstance(item, Instance) and evaluation.is_queryset(item):
            return _queryset_index(run, item, expr, result)
        if isinstance(item, Instance) and evaluation.is_async(item):
            return async_rows.index(run, item, expr, result)
        if isinstance(item, Instance) and isinstance(run.entry(item), heap.Rows):
            evaluation.evaluate(run, item, expr.base, "an index")
            return run.carry(result, [item], expr)
        if isinstance(item, Instance) and forms.is_model_form(item):
            return forms.bound_field(run, item, expr)
        if isinstance(item, Instance) and sessions.is_session(item):
            sessions.read(run, item, "[]", expr, expressions.source(expr.base))
            return result
        if isinstance(item, Instance) and isinstance(get_proper_type(result) if result else None, AnyType):
            # A body without annotations: what the container was seen to take.
            inner = get_proper_type(item.args[-1]) if item.args else None
            if isinstance(inner, Instance) and addresses.object_of(inner) is not None:
                return inner
    return run.carry(result, [base], expr)


def _queryset_index(
    run: Interpreter, instance: Instance, expr: nodes.IndexExpr, result: Type | None
) -> Type | None:
    entry = queries.rows_entry(run, instance)
    if entry is None:
        return result
    if isinstance(expr.index, nodes.SliceExpr):
        if expr.index.stride is not None:
            evaluation.evaluate(run, instance, expr, "a slice with a step")
            return run.carry(result, [instance], expr)
        empty = entry.empty or (
            isinstance(expr.index.end_index, nodes.IntExpr) and expr.index.end_index.value == 0
        )
        name = run.new_object(expr, replace(entry, empty=empty, line=entry.line))
        # A slice of what mypy knows nothing about is a queryset all the same.
        return addresses.with_object(instances.first(result) or instance, name)
    if result is None or isinstance(get_proper_type(result), AnyType):
        result = run.instance_of(entry.model) or result
    if entry.cache is not Cache.FILLED:
        # One row is fetched and the result cache stays as it was.
        source = addresses.object_of(instance)
        evaluation.evaluate(run, instance, expr.base, "an index")
        if source is not None:
            run.flow.heap[source] = entry
        row = evaluation.new_row(run, entry)
        return (
            instances.tag_all(result, {entry.model: run.new_object(expr, row, role="->row")}) if result else None
        )
    return run.carry(result, [instance], expr)


def operator(run: Interpreter, expr: nodes.OpExpr, left: Type | None, right: Type | None) -> Type | None:
    result = run.type_of(expr)
    if expr.op == "%" and isinstance(expr.left, nodes.StrExpr):
        members = expr.right.items if isinstance(expr.right, nodes.TupleExpr) else [expr.right]
        values = get_proper_type(right) if right is not None else None
        types = (
            values.items if isinstance(values, TupleType) and len(values.items) == len(members) else [right]
        )
        for member, value, kind in zip(members, types, formats.percents(expr.left.value), strict=False):
            _show(run, value, member, 'a "%" format', kind)
        return result
    if expr.op in ("|", "&", "^"):
        one = next((item for item in instances.instances(left) if evaluation.has_operators(item)), None)
        other = next((item for item in instances.instances(right) if evaluation.has_operators(item)), None)
        if one is not None and other is not None:
            return _combine(run, expr, one, other, result)
    protocols.operator(run, expr.op, expr, left, right)
    return run.carry(result, [left, right], expr)


def _combine(
    run: Interpreter, expr: nodes.OpExpr, one: Instance, other: Instance, result: Type | None
) -> Type | None:
    left, right = queries.rows_entry(run, one), queries.rows_entry(run, other)
    if left is None or right is None:
        return result
    name = run.new_object(expr, querysets.combine(run, left, right, expr.line, expr.op))
    return next((addresses.with_object(item, name) for item in instances.instances(result)), result)


def _show(run: Interpreter, value: Type | None, node: nodes.Expression, how: str, conversion: str) -> None:
    protocols.write(run, value, node, conversion)
    evaluation.evaluate(run, value, node, how)
    users.use(run, value, node)
    forms.render(run, value, node)


def comparison(run: Interpreter, operator: str, operand: nodes.Expression, value: Type | None) -> None:
    """Record what ``operator`` does to the operand on its right (for ``==``: to either)."""
    if operator in ("in", "not in"):
        for instance in instances.instances(value):
            if sessions.is_session(instance):
                sessions.read(run, instance, "in", operand, expressions.source(operand))
        if not protocols.check(run, value, operand, "__contains__"):
            protocols.iterate(run, value, operand, whole=False)
        evaluation.evaluate(run, value, operand, '"in"')
    elif operator in ("==", "!="):
        users.use(run, value, operand)


def is_module(expr: nodes.Expression) -> bool:
    return isinstance(expr, nodes.RefExpr) and isinstance(expr.node, nodes.MypyFile)


def is_class(typ: Type | None) -> bool:
    proper = get_proper_type(typ) if typ is not None else None
    if isinstance(proper, (CallableType, Overloaded)):
        return proper.is_type_obj()
    return isinstance(proper, TypeType)
