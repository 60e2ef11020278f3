"""Evaluate what makes a container: displays and comprehensions."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from mypy import nodes
from mypy.types import AnyType, Instance, TupleType, TypedDictType, TypeOfAny, get_proper_type

from aobjects_mypy import diagnostics, names
from aobjects_mypy.analysis import joins, texts
from aobjects_mypy.calls import protocols
from aobjects_mypy.domain import address_parts, heap
from aobjects_mypy.interpreter import conditions, elements, known_items, known_keys, own_objects, reading
from aobjects_mypy.orm import containers
from aobjects_mypy.syntax import expressions, keys
from aobjects_mypy.types import addresses, declared, instances

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy.types import Type

    from aobjects_mypy.interpreter.interpreter import Interpreter


def list_or_set(interpreter: Interpreter, expr: nodes.ListExpr | nodes.SetExpr) -> Type | None:
    values = [_item(interpreter, item) for item in expr.items]
    interpreter.displayed.update(zip(expr.items, values, strict=True))
    if isinstance(expr, nodes.SetExpr):
        for item, value in zip(expr.items, values, strict=True):
            protocols.hash_key(interpreter, value, item)
    shape = containers.shape(interpreter, expr, values)
    if not values:
        return _emptied(shape)
    parts = [
        interpreter.displayed.get(item.expr) if isinstance(item, nodes.StarExpr) else value
        for item, value in zip(expr.items, values, strict=True)
    ]
    listing = texts.listing(shape, expr.items, values) or texts.joined(shape, parts)
    if listing is not None:
        return listing
    made = containers.carry(interpreter, shape, values, expr)
    made = own_objects.filled(interpreter, known_keys.listed(interpreter, made, values, expr), values, expr)
    return _with_classes(interpreter, made, values, expr)


def _with_classes(
    interpreter: Interpreter, made: Type | None, values: Sequence[Type | None], expr: nodes.Expression
) -> Type | None:
    """Return the list of classes that mypy takes for a ``list[Any]``: ``run([Short, Full])``."""
    container = get_proper_type(made) if made is not None else None
    is_any = isinstance(container, Instance) and container.args and instances.is_any(container.args[-1])
    if not isinstance(container, Instance) or not is_any or not all(map(reading.is_class, values)):
        return made
    found: Type | None = None
    for value in values:
        found = joins.join(interpreter, found, value, expr)
    return container.copy_modified(args=[*container.args[:-1], found]) if found is not None else made


def tuple_of(interpreter: Interpreter, expr: nodes.TupleExpr) -> Type | None:
    values = [_item(interpreter, item) for item in expr.items]
    interpreter.displayed.update(zip(expr.items, values, strict=True))
    typ = containers.shape(interpreter, expr, values)
    shape = get_proper_type(typ) if typ is not None else None
    if any(isinstance(item, nodes.StarExpr) for item in expr.items):
        return _tuple_of_all(interpreter, expr, values) or containers.carry(interpreter, shape, values, expr)
    if isinstance(shape, TupleType) and len(shape.items) == len(values):
        merged = [
            texts.kept(item, value) or instances.overlay(item, value) or item
            for item, value in zip(shape.items, values, strict=True)
        ]
        return shape.copy_modified(items=merged)
    return containers.carry(interpreter, shape, values, expr)


def _tuple_of_all(
    interpreter: Interpreter,
    expr: nodes.TupleExpr,
    values: Sequence[Type | None],
) -> Type | None:
    """Return ``(*one, other)`` where it is known what stands in each tuple, or list of texts."""
    found: list[Type] = []
    for item, value in zip(expr.items, values, strict=True):
        if not isinstance(item, nodes.StarExpr):
            found.append(value if value is not None else AnyType(TypeOfAny.special_form))
            continue
        held = interpreter.displayed.get(item.expr)
        whole = get_proper_type(held) if held is not None else None
        if isinstance(whole, TupleType):
            found += whole.items
        elif texts.listed(whole) or texts.is_empty(whole):
            found += texts.listed(whole)
        else:
            return None
    fallback = interpreter.instance_of(names.TUPLE, [AnyType(TypeOfAny.special_form)])
    return TupleType(found, fallback) if fallback is not None else None


def _item(interpreter: Interpreter, item: nodes.Expression) -> Type | None:
    if isinstance(item, nodes.StarExpr):
        value = interpreter.displayed[item.expr] = interpreter.evaluate(item.expr)
        return reading.iterate(interpreter, value, item.expr, diagnostics.STAR)
    return interpreter.evaluate(item)


def dict_of(interpreter: Interpreter, expr: nodes.DictExpr) -> Type | None:
    values = []
    by_key: dict[str, Type | None] = {}
    for key, value in expr.items:
        if key is not None:
            values.append(interpreter.evaluate(key))
            interpreter.displayed[key] = values[-1]
            protocols.hash_key(interpreter, values[-1], key)
        values.append(interpreter.evaluate(value))
        interpreter.displayed[value] = values[-1]
        if isinstance(key, nodes.StrExpr):
            by_key[key.value] = values[-1]
    held = [interpreter.displayed[value] if key is not None else None for key, value in expr.items]
    shape = containers.shape(interpreter, expr, held)
    proper = get_proper_type(shape) if shape is not None else None
    if isinstance(proper, TypedDictType):
        return instances.with_keys(proper, by_key)
    if not values:
        return _emptied(shape)
    return _with_items(interpreter, containers.carry(interpreter, shape, values, expr), expr)


def _with_items(interpreter: Interpreter, made: Type | None, expr: nodes.DictExpr) -> Type | None:
    """Remember which value stands under which name, where every key is a literal."""
    container = instances.first(made)
    record = known_keys.NOTHING
    for key, value in expr.items:
        held = interpreter.displayed.get(value)
        if key is None:
            record = known_keys.updated(record, known_keys.of_value(interpreter, held))
            continue
        text = keys.of(key, interpreter.displayed.get(key))
        if text is None:
            return made
        flag = _flag(value) if isinstance(value, nodes.NameExpr) else None
        record = known_keys.put(record, text, held if flag is None else flag)
    last = get_proper_type(container.args[-1]) if container is not None and container.args else None
    if container is not None and containers.is_open(last):
        member: Type | None = None
        for _, value in expr.items:
            member = joins.join(interpreter, member, interpreter.displayed.get(value), value)
        if member is not None and instances.tagged_instances(member):
            container = container.copy_modified(args=[*container.args[:-1], member])
    items = known_keys.with_items(interpreter, container, record, expr)
    return made if items is container else items


def _flag(expr: nodes.NameExpr) -> Type | None:
    """Return ``True`` and ``False`` with their value: a condition may ask for it."""
    return declared.name(expr) if expr.fullname in (names.TRUE, names.FALSE) else None


def list_or_set_comprehension(
    interpreter: Interpreter, expr: nodes.ListComprehension | nodes.SetComprehension
) -> Type | None:
    rows = interpreter.evaluate(expr.generator.sequences[0])
    values = _generate(interpreter, expr.generator, rows, [expr.generator.left_expr])
    made = containers.carry(interpreter, containers.shape(interpreter, expr, values), values, expr)
    return own_objects.filled(interpreter, _with_coroutines(made, values[-1]), values[-1:], expr)


def _with_coroutines(made: Type | None, item: Type | None) -> Type | None:
    """Return the container with objects in it, or coroutines of known values: mypy says ``Any`` of them."""
    container, coroutine = instances.first(made), instances.first(item)
    if (
        container is None
        or coroutine is None
        or not container.args
        or not (coroutine.type.has_base(names.COROUTINE) or own_objects.is_of_project(coroutine.type))
    ):
        return made
    held = instances.overlay(container.args[0], coroutine)
    if held is None or not instances.tagged_instances(held):
        return made
    return container.copy_modified(args=[held, *container.args[1:]])


def generator(interpreter: Interpreter, expr: nodes.GeneratorExpr) -> Type | None:
    rows = interpreter.evaluate(expr.sequences[0])
    entry = interpreter.entry_of(rows) if rows is not None and not expr.is_async[0] else None
    # "(book for book in books.iterator())" runs nothing, if nobody goes through it at once.
    is_asked = isinstance(interpreter.parent(), nodes.CallExpr)
    waits = isinstance(entry, heap.LazyIterator) and entry.query and not is_asked
    values = _generate(interpreter, expr, rows, [expr.left_expr], waits=waits)
    made = containers.carry(interpreter, containers.shape(interpreter, expr, values), values, expr)
    made = _with_coroutines(made, values[-1])
    shape = instances.first(made)
    if not waits or entry is None or shape is None:
        return made
    return addresses.with_address(shape, interpreter.allocate(expr, entry, role="=lazy"))


def dict_comprehension(interpreter: Interpreter, expr: nodes.DictionaryComprehension) -> Type | None:
    rows = interpreter.evaluate(expr.sequences[0])
    values = _generate(interpreter, expr, rows, [item for item in (expr.key, expr.value) if item is not None])
    shape = containers.shape(interpreter, expr, values[-1:])
    made = containers.carry(interpreter, shape, values, expr)
    return known_keys.listed(interpreter, made, values[-1:], expr)


def _generate(
    interpreter: Interpreter,
    expr: nodes.GeneratorExpr | nodes.DictionaryComprehension,
    first: Type | None,
    parts: Sequence[nodes.Expression],
    *,
    waits: bool = False,
) -> list[Type | None]:
    """Evaluate the parts for the items of the sequences, of which the ``first`` may wait to be asked."""
    is_one = len(expr.sequences) == 1 and not expr.is_async[0]
    listed = known_items.of(interpreter, expr.sequences[0], first) if is_one else ()
    if listed:
        return _generate_each(interpreter, expr, parts, listed)
    outer = dict(interpreter.state.variables)
    questions = interpreter.questions()
    visited = []
    for index, sequence, asked, is_async in zip(
        expr.indices, expr.sequences, expr.condlists, expr.is_async, strict=True
    ):
        value = interpreter.evaluate(sequence) if sequence is not expr.sequences[0] else first
        if is_async:
            item = reading.iterate_async(interpreter, value, sequence)
        else:
            with interpreter.off_loop() if waits and value is first else nullcontext():
                item = reading.iterate(interpreter, value, sequence, diagnostics.COMPREHENSION)
        visited.append(elements.visit_each(interpreter, item))
        interpreter.assign(index, item, None)
        for condition in asked:
            interpreter.truth(condition)
            elements.pick_some(interpreter, visited[-1])
            interpreter.conditions.append(expressions.condition(condition))
    values = [interpreter.evaluate(part) for part in parts]
    for some in visited:
        elements.pick_some(interpreter, some)
    interpreter.ask_anew(questions)
    interpreter.state.variables = outer
    return values


def _generate_each(
    interpreter: Interpreter,
    expr: nodes.GeneratorExpr | nodes.DictionaryComprehension,
    parts: Sequence[nodes.Expression],
    texts_in_order: Sequence[Type],
) -> list[Type | None]:
    """Evaluate the parts for one known text after the other: each may name another attribute."""
    outer = dict(interpreter.state.variables)
    questions = interpreter.questions()
    found: list[Type | None] = [None] * len(parts)
    for text in texts_in_order:
        interpreter.assign(expr.indices[0], text, None)
        if any(_is_refused(interpreter, condition) for condition in expr.condlists[0]):
            continue
        for position, part in enumerate(parts):
            found[position] = joins.join(interpreter, found[position], interpreter.evaluate(part), part)
        interpreter.ask_anew(questions)
    interpreter.state.variables = outer
    return found


def _is_refused(interpreter: Interpreter, condition: nodes.Expression) -> bool:
    interpreter.truth(condition)
    interpreter.conditions.append(expressions.condition(condition))
    return conditions.known(interpreter, condition) is False


def _emptied(typ: Type | None) -> Type | None:
    container = instances.first(typ)
    return addresses.with_address(container, address_parts.EMPTY) if container is not None else typ
