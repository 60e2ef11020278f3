"""Which rule answers when something is assigned, deleted or entered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes
from mypy.types import CallableType, Instance, TupleType, Type, TypeVarType, get_proper_type

from aobjects_mypy import diagnostics, names
from aobjects_mypy.calls import applying, protocols
from aobjects_mypy.domain import access_paths, heap
from aobjects_mypy.interpreter import (
    filled_inside,
    filling,
    guards,
    keyed_items,
    known_keys,
    module_memos,
    positions,
    reading,
)
from aobjects_mypy.orm import building, containers, evaluation, queries, relations
from aobjects_mypy.rules import registry
from aobjects_mypy.syntax import definitions, expressions
from aobjects_mypy.syntax.call import Argument, Call
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from aobjects_mypy.interpreter.interpreter import Interpreter


def assign_name(
    interpreter: Interpreter, target: nodes.NameExpr, value: Type | None, source: nodes.Expression | None
) -> None:
    interpreter.bind(target.name, value, source)
    path = access_paths.name(target.name)
    positions.write(interpreter, path, source)
    if target.kind == nodes.GDEF:
        module_memos.watch(interpreter, path, value, target)


def assign_attribute(
    interpreter: Interpreter,
    base: Type | None,
    target: nodes.MemberExpr,
    value: Type | None,
    source: nodes.Expression | None,
) -> None:
    guards.fill(interpreter, target, source)
    for instance in instances.instances(base):
        if registry.of_class(instance.type).assign(interpreter, instance, target, value, source):
            return
        symbol = instance.type.get(target.name)
        if symbol is not None and definitions.setter_of(symbol.node) is not None:
            applying.set_property(interpreter, symbol.node, instance, target, value)
            return
        held = registry.of_entry(interpreter.entry(instance))
        held.assign(interpreter, instance, target, value, source)
    if value is not None and (base is None or instances.is_any(base)):
        relations.may_be_set(interpreter, target.name)
    path = expressions.access_path(target)
    if path is not None:
        interpreter.bind_path(path, value)
        module_memos.watch(interpreter, path, value, target)


def unpack(
    interpreter: Interpreter,
    target: nodes.TupleExpr | nodes.ListExpr,
    value: Type | None,
    source: nodes.Expression | None,
) -> None:
    proper = get_proper_type(value) if value is not None else None
    starred = any(isinstance(item, nodes.StarExpr) for item in target.items)
    if isinstance(proper, TupleType) and len(proper.items) == len(target.items) and not starred:
        written = source.items if isinstance(source, (nodes.TupleExpr, nodes.ListExpr)) else []
        each = written if len(written) == len(target.items) else [None] * len(target.items)
        for item, member, expr in zip(target.items, proper.items, each, strict=True):
            interpreter.assign(item, member, expr)
            if isinstance(item, nodes.NameExpr) and _is_bool(member):
                interpreter.flags.add(item.name)
        return
    placed = positions.each(interpreter, source, len(target.items)) if not starred else None
    if placed is not None:
        for item, member in zip(target.items, placed, strict=True):
            interpreter.assign(item, member, None)
        return
    shared = reading.iterate(interpreter, value, source or target, diagnostics.UNPACKING)
    for item in target.items:
        # Each name gets a row of its own.
        own = containers.separate(interpreter, shared, item)
        if isinstance(item, nodes.StarExpr):
            shape = interpreter.type_of(item.expr)
            if own is not None and (shape is None or instances.is_any(shape)):
                shape = interpreter.instance_of(names.LIST, [own])
            interpreter.assign(item.expr, containers.carry(interpreter, shape, [own], item), None)
        else:
            interpreter.assign(item, own, None)


def _is_bool(typ: Type) -> bool:
    return any(instance.type.fullname == names.BOOL for instance in instances.instances(typ))


def assign_item(
    interpreter: Interpreter, base: Type | None, target: nodes.IndexExpr, value: Type | None
) -> None:
    guards.fill(interpreter, target, None)
    known_keys.put_under(interpreter, target.base, target.index, value)
    for instance in instances.instances(filling.as_dict(interpreter, base, target)):
        if registry.of_class(instance.type).assign_item(interpreter, instance, target):
            return
        protocols.check(interpreter, instance, target, "__setitem__")
        before = known_keys.of_value(interpreter, instance)
        filling.set_item(interpreter, instance, target.index, value)
        if instance.type.fullname == names.DICT:
            protocols.hash_key(interpreter, interpreter.type_of(target.index), target.index)
        path = expressions.access_path(target.base)
        if path is not None and instance.args:
            container = instance
            if isinstance(target.index, nodes.SliceExpr):
                value = evaluation.iterate(interpreter, value, target, diagnostics.SLICE)
                interpreter.state.forget_below(path)
                is_whole = target.index.begin_index is target.index.end_index is None
                container = filling.emptied(instance) if is_whole else instance
            filling.put_into(interpreter, path, container, value, target)
            key = known_keys.key_of(interpreter, target.index)
            module_memos.watch_key(interpreter, path, key)
            if key is not None:
                items = known_keys.put(known_keys.NOTHING, key, value)
                filling.remember(interpreter, path, items, target, before)
            own = expressions.access_path(target)
            if own is not None:
                interpreter.bind_path(own, value)
            else:
                keyed_items.keep(interpreter, instance, target, value)
        if not isinstance(target.index, nodes.SliceExpr):
            key = known_keys.key_of(interpreter, target.index)
            filled_inside.put(interpreter, target.base, value, target, key)


def augment(interpreter: Interpreter, statement: nodes.OperatorAssignmentStmt, value: Type | None) -> None:
    target = statement.lvalue
    current = interpreter.evaluate(target)
    if statement.op == "|" and _is_updated(interpreter, statement, current, value):
        return
    if isinstance(target, nodes.MemberExpr):
        for instance in instances.instances(interpreter.evaluate(target.expr)):
            registry.of_class(instance.type).assign(interpreter, instance, target, None, None)
        return
    protocols.augment(interpreter, statement.op, target, current)
    for instance in instances.instances(current):
        known_keys.change(interpreter, instance, heap.Record({}))
    if isinstance(target, nodes.NameExpr):
        queryset = next(
            (item for item in instances.instances(current) if evaluation.has_operators(item)), None
        )
        other = next((item for item in instances.instances(value) if evaluation.has_operators(item)), None)
        if queryset is not None and other is not None:
            left, right = queries.rows_entry(interpreter, queryset), queries.rows_entry(interpreter, other)
            if left is not None and right is not None:
                name = interpreter.allocate(
                    statement, building.combine(left, right, interpreter.query_at(statement))
                )
                interpreter.bind(target.name, addresses.with_address(queryset, name))
            return
        member = (
            evaluation.iterate(interpreter, value, statement.rvalue, diagnostics.ADDED)
            if statement.op == "+"
            else None
        )
        for instance in instances.instances(current):
            if statement.op == "+" and instance.args:
                filling.put_into(interpreter, access_paths.name(target.name), instance, member, statement)
                return


def _is_updated(
    interpreter: Interpreter,
    statement: nodes.OperatorAssignmentStmt,
    current: Type | None,
    value: Type | None,
) -> bool:
    """Do ``context |= {"book": book}`` as ``context.update({"book": book})``; tell whether it is a dict."""
    container = instances.first(current) if len(instances.items(current)) == 1 else None
    if container is None or container.type.fullname != names.DICT:
        return False
    method = nodes.MemberExpr(statement.lvalue, "update")
    method.set_line(statement)
    argument = Argument(statement.rvalue, nodes.ARG_POS, None, value)
    filling.fill(interpreter, container, method, Call(statement.lvalue, method, (argument,), None))
    return True


def delete_attribute(interpreter: Interpreter, base: Type | None, target: nodes.MemberExpr) -> None:
    for instance in instances.instances(base):
        registry.of_class(instance.type).delete(interpreter, instance, target)


def delete_item(interpreter: Interpreter, base: Type | None, target: nodes.IndexExpr) -> None:
    """Delete ``base[...]``: a method of its class does it, and reads nothing."""
    protocols.check(interpreter, base, target, "__delitem__")
    index, path = target.index, expressions.access_path(target.base)
    is_whole = isinstance(index, nodes.SliceExpr) and index.begin_index is index.end_index is None
    for instance in instances.instances(base):
        filling.delete_item(interpreter, instance, index)
        if path is not None and instance.type.fullname == names.LIST:
            interpreter.state.forget_below(path)
        if is_whole and path is not None and instance.args:
            filling.clear(interpreter, path, instance)


def _entered_async(value: Type | None) -> Type | None:
    """Return the rows that a context manager was made of: those that its generator yields."""
    for instance in instances.instances(value):
        manager = instances.as_supertype(instance, names.ABSTRACT_ASYNC_CONTEXT_MANAGER)
        if manager is not None and manager.args and any(instances.tagged_instances(manager.args[0])):
            return manager.args[0]
    return None


def leave(interpreter: Interpreter, value: Type | None, expr: nodes.Expression) -> None:
    """Leave an async context manager of the project."""
    state = interpreter.state
    was_reachable, state.reachable = state.reachable, True
    protocols.leave_async(interpreter, value, expr)
    interpreter.state.reachable = was_reachable


def enter(
    interpreter: Interpreter, value: Type | None, expr: nodes.Expression, *, is_async: bool
) -> Type | None:
    """Enter a context manager and return what ``as`` binds, where that is known."""
    if is_async:
        entered = protocols.enter_async(interpreter, value, expr)
        return entered or _entered_async(value) or _itself(interpreter, value, "__aenter__")
    for instance in instances.instances(value):
        for rule in registry.ANY:
            rule.enter(interpreter, instance, expr)
    return protocols.enter(interpreter, value, expr) or _itself(interpreter, value, "__enter__")


def _itself(interpreter: Interpreter, value: Type | None, method: str) -> Type | None:
    """Return what ``async with TaskGroup() as group`` binds, in a body that mypy has not typed."""
    found = instances.first(value)
    if found is None or interpreter.types.are_inferred or not expressions.is_standard(found.type.module_name):
        return None
    function = definitions.method_of(found.type, method)
    signature = get_proper_type(function.type) if function is not None else None
    if function is None or not isinstance(signature, CallableType):
        return None
    returned = get_proper_type(signature.ret_type)
    if function.is_coroutine and isinstance(returned, Instance):
        returned = get_proper_type(returned.args[-1])
    return found if isinstance(returned, TypeVarType) else None
