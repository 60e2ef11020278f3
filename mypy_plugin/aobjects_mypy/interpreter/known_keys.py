"""Dicts of which every key is known: what makes one, what makes one of others, and what changes one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import AnyType, Instance, TupleType, TypeOfAny, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.analysis import joins, texts
from aobjects_mypy.domain import address_parts, heap
from aobjects_mypy.interpreter import own_objects, reading
from aobjects_mypy.syntax import expressions, keys
from aobjects_mypy.types import addresses, declared, instances

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mypy.types import Type

    from aobjects_mypy.interpreter.interpreter import Interpreter
    from aobjects_mypy.syntax.call import Call

_MOST_PAIRS: Final = 16
"""Of a longer dict, a loop is run as of any."""
NOTHING: Final = heap.Record({}, is_whole=True, plain={})
"""``{}``"""


def put(record: heap.Record, key: str, value: Type | None) -> heap.Record:
    """Return the dict after ``items[key] = value``."""
    changed = record.without(key)
    if value is not None and (instances.tagged_instances(value) or _is_asked_for(value)):
        return replace(changed, fields={**changed.fields, key: value})
    if changed.plain is None:
        return changed
    return replace(changed, plain={**changed.plain, key: value or AnyType(TypeOfAny.special_form)})


def _is_asked_for(value: Type) -> bool:
    proper = get_proper_type(value)
    # Of two objects that hold nothing, the class tells which method is called.
    is_object = isinstance(proper, Instance) and own_objects.is_of_project(proper.type)
    return is_object or instances.is_flag(value) or reading.is_class(value)


def updated(record: heap.Record, other: heap.Record | None) -> heap.Record:
    """Return the dict after ``items.update(other)``: one that is not known may replace any item."""
    if other is None or (other.plain is not None and not other.is_whole):
        return heap.Record({})
    for name, held in other.items.items():
        if name != heap.GROWN:
            record = put(record, name, held)
    return record if other.plain is not None else record.opened()


def of_value(interpreter: Interpreter, value: Type | None) -> heap.Record | None:
    """Return what is known of a dict, of an empty one that there is nothing in it."""
    container = instances.first(value) if len(instances.items(value)) == 1 else None
    if container is None or container.type.fullname != names.DICT:
        return None
    if addresses.address_of(container) == address_parts.EMPTY:
        return NOTHING
    entry = interpreter.entry(container)
    return entry if isinstance(entry, heap.Record) else None


def of_call(interpreter: Interpreter, call: Call) -> heap.Record | None:
    """Return what ``dict(items, name=value)`` or ``items.update(more, name=value)`` puts into a dict."""
    record: heap.Record = NOTHING
    for argument in call.arguments:
        if argument.kind == nodes.ARG_NAMED and argument.name is not None:
            record = put(record, argument.name, argument.value)
        elif argument.kind == nodes.ARG_POS:
            given = of_value(interpreter, argument.value) or _of_pairs(interpreter, argument.expr)
            record = updated(record, given)
        else:
            given = of_value(interpreter, argument.value) if argument.kind == nodes.ARG_STAR2 else None
            if given is None:
                return None
            record = updated(record, given)
    return record


def _of_pairs(interpreter: Interpreter, expr: nodes.Expression) -> heap.Record | None:
    """Return the dict of ``[("name", "Pear"), ("aisle_id", 1)]``."""
    pairs = expr.items if isinstance(expr, (nodes.ListExpr, nodes.TupleExpr)) else None
    record: heap.Record | None = NOTHING if pairs is not None else None
    for pair in pairs or ():
        key = pair.items[0] if isinstance(pair, nodes.TupleExpr) and len(pair.items) == 2 else None
        if not isinstance(pair, nodes.TupleExpr) or not isinstance(key, nodes.StrExpr) or record is None:
            return None
        record = put(record, key.value, interpreter.displayed.get(pair.items[1]))
    return record


def with_items(
    interpreter: Interpreter, made: Type | None, record: heap.Record | None, place: nodes.Context
) -> Type | None:
    """Return the dict with an address where what stands under its keys can be told."""
    container = get_proper_type(made) if made is not None else None
    if not isinstance(container, Instance) or container.type.fullname != names.DICT:
        return made
    if record is None or not (record.fields or record.plain):
        return made
    return addresses.with_address(container, interpreter.allocate(place, record, role="=items"))


def merged(interpreter: Interpreter, values: Iterable[Type | None]) -> heap.Record | None:
    """Return what ``one | other`` holds."""
    record: heap.Record = NOTHING
    for value in values:
        given = of_value(interpreter, value)
        if given is None:
            return None
        record = updated(record, given)
    return record


def change(interpreter: Interpreter, container: Instance, record: heap.Record) -> None:
    """Record what the dict holds now, for whoever else has it."""
    entry = interpreter.entry(container)
    if isinstance(entry, heap.Record) and container.type.fullname == names.DICT:
        interpreter.put(container, record)


def listed(
    interpreter: Interpreter, made: Type | None, values: Sequence[Type | None], place: nodes.Context
) -> Type | None:
    """Return the list of dicts of which all keys are known, and are the same: ``[{"pk": 1}, {"pk": 2}]``."""
    container = get_proper_type(made) if made is not None else None
    records = [of_value(interpreter, value) for value in values]
    are_known = all(record is not None and record.has_all for record in records)
    if not isinstance(container, Instance) or not container.args or not are_known or NOTHING in records:
        return made
    member: Type | None = None
    for value in values:
        member = joins.join(interpreter, member, value, place)
    if member is None or len(instances.items(member)) != 1:
        return made
    return container.copy_modified(args=[*container.args[:-1], member])


def _gone_through(interpreter: Interpreter, expr: nodes.Expression) -> heap.Record | None:
    """Return the dict of ``values.items()``."""
    callee = expr.callee if isinstance(expr, nodes.CallExpr) and not expr.args else None
    if not isinstance(callee, nodes.MemberExpr) or callee.name != "items":
        return None
    return of_value(interpreter, interpreter.evaluate_quietly(callee.expr))


def may_lack(interpreter: Interpreter, expr: nodes.Expression) -> bool:
    """Tell a loop over ``values.items()`` that may leave out any of the keys."""
    record = _gone_through(interpreter, expr)
    return record is not None and not record.has_all


def pairs(interpreter: Interpreter, expr: nodes.Expression) -> Sequence[Type]:
    """Return what a loop over ``values.items()`` goes through, one after the other."""
    record = _gone_through(interpreter, expr)
    text = interpreter.instance_of(names.STR)
    shape = interpreter.instance_of(names.TUPLE, [AnyType(TypeOfAny.special_form)])
    if record is None or record.plain is None or text is None or shape is None:
        return ()
    held = record.items
    if not 0 < len(held) <= _MOST_PAIRS or any(map(keys.is_class, held)):
        return ()
    return [TupleType([declared.literal(text, key), value], shape) for key, value in held.items()]


def texts_of(interpreter: Interpreter, expr: nodes.Expression, sequence: Type | None) -> Sequence[Type]:
    """Return the keys of a dict of which all are known, or what stands under them, where those are texts."""
    callee = expr.callee if isinstance(expr, nodes.CallExpr) and not expr.args else None
    method = callee.name if isinstance(callee, nodes.MemberExpr) else ""
    if method in ("keys", "values") and isinstance(callee, nodes.MemberExpr):
        sequence = interpreter.evaluate_quietly(callee.expr)
    elif callee is not None:
        return ()
    record, text = of_value(interpreter, sequence), interpreter.instance_of(names.STR)
    if record is None or record.plain is None or text is None or not 0 < len(record.items) <= _MOST_PAIRS:
        return ()
    if method != "values":
        return [declared.literal(text, key) for key in record.items]
    held = list(record.items.values())
    return held if all(map(texts.is_told, held)) else ()


def put_on_object(interpreter: Interpreter, target: nodes.MemberExpr, call: Call) -> bool:
    """Record ``self.__dict__.update(values)`` and ``vars(self).update(values)``."""
    owner = expressions.owner_of_dict(target.expr)
    if target.name != "update" or owner is None:
        return False
    items = of_call(interpreter, call)
    for instance in instances.instances(interpreter.evaluate_quietly(owner)):
        entry = interpreter.entry(instance)
        if not isinstance(entry, heap.Record):
            continue
        given = items.items if items is not None else {}
        is_whole = entry.is_whole and items is not None and items.has_all
        changed = heap.Record({**entry.fields, **given}, is_whole)
        interpreter.put(instance, changed)
    return True


def put_under(
    interpreter: Interpreter, container: nodes.Expression, key: nodes.Expression, value: Type | None
) -> None:
    """Record ``self.__dict__["book"] = book``."""
    owner, name = expressions.owner_of_dict(container), key_of(interpreter, key)
    for instance in instances.instances(interpreter.evaluate_quietly(owner)) if owner is not None else ():
        entry = interpreter.entry(instance)
        if isinstance(entry, heap.Record):
            interpreter.put(instance, heap.Record({}) if name is None else entry.assigned(name, value))


def read_under(interpreter: Interpreter, container: nodes.Expression, key: nodes.Expression) -> Type | None:
    """Return what ``self.__dict__["book"]`` holds."""
    owner = expressions.owner_of_dict(container)
    name = key_of(interpreter, key) if owner is not None else None
    owned = interpreter.evaluate_quietly(owner) if owner is not None else None
    entry = interpreter.entry_of(owned) if owned is not None else None
    return entry.fields.get(name or "") if isinstance(entry, heap.Record) else None


def key_of(interpreter: Interpreter, key: nodes.Expression) -> str | None:
    """Return what tells a key from others: a literal, a class, or a name that stands for one."""
    is_asked = keys.is_named(key)
    value = interpreter.evaluate_quietly(key) if is_asked else None
    return keys.of(key, value)
