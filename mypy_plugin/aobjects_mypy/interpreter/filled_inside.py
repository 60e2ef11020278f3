"""What is put into a container that stands in another one: ``groups[key].append(row)``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes
from mypy.types import AnyType, Instance, Type, TypeOfAny, UninhabitedType, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.domain import address_parts, heap
from aobjects_mypy.interpreter import known_keys, module_memos, own_objects
from aobjects_mypy.orm import evaluation
from aobjects_mypy.syntax import expressions, places
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aobjects_mypy.domain.load_state import LoadState
    from aobjects_mypy.interpreter.interpreter import Interpreter


def put(
    interpreter: Interpreter,
    expr: nodes.Expression,
    added: Type | None,
    node: nodes.Expression,
    key: str | None = None,
) -> None:
    """Put something into the container that ``expr`` leads to, maybe under a key: it is in the outer one.

    Of ``groups[key]`` it is any, so what was there before stays.
    """
    place = _place(interpreter, expr, node.line)
    if place is None or not place.keys or added is None:
        return
    path = expressions.access_path(place.root)
    known = interpreter.state.variables.get(path) if path is not None else None
    if known is None:
        known = interpreter.evaluate_quietly(place.root)
    container = get_proper_type(known) if known is not None else None
    if path is None or not isinstance(container, Instance):
        return
    grown = _grown(interpreter, container, (*place.keys, key), added, node, is_empty=False)
    if grown is None or grown is container:
        return
    interpreter.state.keep(path, grown)
    own_objects.keep(interpreter, path, grown)
    module_memos.watch(interpreter, path, grown, node)
    module_memos.watch_key(interpreter, path, _first_key(interpreter, expr))


def _first_key(interpreter: Interpreter, expr: nodes.Expression) -> str | None:
    """Return the key of ``handlers[kind]`` and ``handlers.setdefault(kind, [])``, where it is known."""
    key = expr.index if isinstance(expr, nodes.IndexExpr) else None
    if isinstance(expr, nodes.CallExpr) and expr.args:
        key = expr.args[0]
    return known_keys.key_of(interpreter, key) if key is not None else None


def _place(interpreter: Interpreter, expr: nodes.Expression, line: int) -> places.Place | None:
    place = places.of(expr)
    if place is None or not isinstance(place.root, nodes.NameExpr):
        return place
    function = interpreter.frames[-1].function
    known = interpreter.found_out.places
    key = (function, place.root.name, line)
    if key not in known:
        known[key] = places.behind(function, place.root.name, line)
    outer = known[key]
    return outer.below(place.keys) if outer is not None else place


def _grown(
    interpreter: Interpreter,
    container: Instance,
    keys: tuple[str | None, ...],
    added: Type,
    node: nodes.Expression,
    *,
    is_empty: bool,
) -> Instance | None:
    """Return the container with what is put into it, or into the one that the keys lead to in it."""
    is_empty = is_empty or addresses.address_of(container) == address_parts.EMPTY
    head, *rest = keys
    record = known_keys.of_value(interpreter, container)
    if head is not None and record is not None and record.items:
        before = record.items.get(head)
        value = _inside(interpreter, before, tuple(rest), added, node, is_empty=False)
        if not rest and not _know_the_same(interpreter, before, added):
            # In which of the dicts it was replaced, nobody has counted.
            known_keys.change(interpreter, container, record.without(head).opened())
            return container.copy_modified(args=[*container.args[:-1], AnyType(TypeOfAny.special_form)])
        if value is not None:
            known_keys.change(interpreter, container, known_keys.put(record, head, value))
        return container if value is not None else None
    if rest and record is not None and any(map(_is_container, record.items.values())):
        # Which of them the key leads to, nobody knows: any of them may hold it.
        for name, before in record.items.items():
            value = _inside(interpreter, before, tuple(rest), added, node, is_empty=False)
            record = known_keys.put(record, name, value if value is not None else before)
        known_keys.change(interpreter, container, record)
    if not container.args:
        return None
    held = container.args[-1]
    is_replaced = head is not None and not rest and not _know_the_same(interpreter, held, added)
    value = (
        AnyType(TypeOfAny.special_form)
        if is_replaced
        else _inside(interpreter, held, tuple(rest), added, node, is_empty=is_empty)
    )
    if value is None:
        return None
    grown = container.copy_modified(args=[*container.args[:-1], value])
    is_record = isinstance(interpreter.entry(container), heap.Record)
    grown.extra_attrs = container.extra_attrs if is_record else None
    return grown


def _know_the_same(interpreter: Interpreter, one: Type | None, other: Type | None) -> bool:
    """Tell rows of which the same is known, or none."""
    before, after = list(_states(interpreter, one)), list(_states(interpreter, other))
    return all(state == after[0] for state in (*before, *after)) if before and after else not before


def _states(interpreter: Interpreter, value: Type | None) -> Iterator[LoadState]:
    for instance in instances.tagged_instances(value):
        found = interpreter.row(instance)
        if found is not None:
            yield found[1].state


def _is_container(value: Type) -> bool:
    proper = get_proper_type(value)
    return isinstance(proper, Instance) and bool(proper.args)


def _inside(
    interpreter: Interpreter,
    before: Type | None,
    keys: tuple[str | None, ...],
    added: Type,
    node: nodes.Expression,
    *,
    is_empty: bool,
) -> Type | None:
    """Return what stands at one place when something was put there, or further inside."""
    if keys:
        inner = get_proper_type(before) if before is not None else None
        if not isinstance(inner, Instance):
            # "listeners.setdefault(kind, []).append(function)", of which nobody has written the type.
            is_list = is_empty and keys == (None,) and isinstance(inner, AnyType)
            return interpreter.instance_of(names.LIST, [added]) if is_list and _appends(node) else None
        return _grown(interpreter, inner, keys, added, node, is_empty=is_empty)
    if before is None or is_empty:
        return shaped(before, added)
    return evaluation.any_of(interpreter, [before, shaped(before, added) or before], node) or before


def _appends(node: nodes.Expression) -> bool:
    callee = node.callee if isinstance(node, nodes.CallExpr) else None
    return isinstance(callee, nodes.MemberExpr) and callee.name == "append"


def shaped(last: Type | None, added: Type | None) -> Type | None:
    """Return what is added as the container holds it; of an empty ``{}`` nobody knows how that is."""
    shape = get_proper_type(last) if last is not None else None
    if shape is None or isinstance(shape, (AnyType, UninhabitedType)):
        return added
    return instances.overlay(last, added)


def held(interpreter: Interpreter, expr: nodes.Expression) -> Type | None:
    """Return what the container that ``expr`` leads to was seen to take."""
    place = places.of(expr)
    path = expressions.access_path(place.root) if place is not None else None
    value = interpreter.state.variables.get(path) if path is not None else None
    for key in place.keys if place is not None else ():
        value = _at(interpreter, value, key)
    container = get_proper_type(value) if value is not None else None
    inner = container.args[-1] if isinstance(container, Instance) and container.args else None
    return inner if instances.tagged_instances(inner) else None


def _at(interpreter: Interpreter, value: Type | None, key: str | None) -> Type | None:
    record = known_keys.of_value(interpreter, value) if key is not None else None
    if record is not None and key in record.items:
        return record.items[key]
    container = get_proper_type(value) if value is not None else None
    return container.args[-1] if isinstance(container, Instance) and container.args else None
