"""What methods and assignments put into a container that has a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import (
    AnyType,
    Instance,
    NoneType,
    Type,
    TypeVarType,
    get_proper_type,
)

from aobjects_mypy import diagnostics, names
from aobjects_mypy.analysis import texts
from aobjects_mypy.domain import access_paths, address_parts, heap
from aobjects_mypy.interpreter import (
    conditions,
    filled_inside,
    keyed_items,
    known_keys,
    module_memos,
    own_containers,
    own_objects,
    positions,
)
from aobjects_mypy.orm import evaluation
from aobjects_mypy.syntax import expressions, own_attributes, walk
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aobjects_mypy.domain.access_paths import AccessPath
    from aobjects_mypy.interpreter.interpreter import Interpreter
    from aobjects_mypy.syntax.call import Call

_MOVES: Final = frozenset({"insert", "pop", "popitem", "remove", "reverse", "sort"})
"""What stands under a key or at a position of a container, stands there no longer."""
_CHANGES: Final = frozenset({"update", "setdefault", "pop", "popitem", "clear"})


def fill(interpreter: Interpreter, instance: Instance, target: nodes.MemberExpr, call: Call) -> None:
    """Record what a method puts into a container that has a name."""
    if isinstance(target.expr, nodes.ConditionalExpr):
        _fill_either(interpreter, target.expr, target, call)
        return
    if known_keys.put_on_object(interpreter, target, call):
        return
    path = expressions.access_path(target.expr)
    items = known_keys.of_call(interpreter, call) if target.name == "update" else None
    known = known_keys.of_value(interpreter, instance)
    if items is not None and known is not None:
        known_keys.change(interpreter, instance, known_keys.updated(known, items))
    elif target.name in _CHANGES and not _changed_at(interpreter, instance, target.name, call):
        forget_items(interpreter, instance)
    if path is not None and instance.args and target.name == "clear" and not call.arguments:
        clear(interpreter, path, instance)
        module_memos.emptied(interpreter, target.expr, emptied(instance))
    if path is not None and target.name in _MOVES:
        interpreter.state.forget_below(path)
    keyed_items.forget(interpreter, target.expr)
    if not instance.args or target.name not in own_attributes.FILLS or not call.arguments:
        return
    added = _added(interpreter, instance, target.name, call)
    if path is not None:
        before = positions.count(interpreter, path) if target.name == "append" else None
        put_into(interpreter, path, instance, added, call.node)
        positions.append(interpreter, path, before, added)
        if target.name == "update" and instance.type.fullname == names.DICT:
            _update(interpreter, path, call)
            remember(interpreter, path, items or heap.Record({}), call.node, known)
    filled_inside.put(interpreter, target.expr, added, call.node)


def _fill_either(
    interpreter: Interpreter, chosen: nodes.ConditionalExpr, target: nodes.MemberExpr, call: Call
) -> None:
    """Record ``(paid if is_paid else others).append(row)``: either may hold it."""
    verdict = conditions.known(interpreter, chosen.cond)
    for arm, is_taken in ((chosen.if_expr, True), (chosen.else_expr, False)):
        container = (
            instances.first(interpreter.evaluate_quietly(arm)) if verdict in (None, is_taken) else None
        )
        if container is not None:
            method = nodes.MemberExpr(arm, target.name)
            method.set_line(target)
            fill(interpreter, container, method, call)


def _changed_at(interpreter: Interpreter, container: Instance, method: str, call: Call) -> bool:
    """Record ``fields.setdefault("state", value)`` and ``fields.pop("state", None)``: the other keys stay."""
    key = expressions.string(call.arguments[0].expr) if call.arguments else None
    entry = interpreter.entry(container)
    if key is None or not isinstance(entry, heap.Record) or container.type.fullname != names.DICT:
        return False
    if method == "pop":
        changed = entry.without(key)
    elif method == "setdefault" and (entry.is_whole or key in entry.fields):
        is_there = key in entry.items
        value = call.arguments[1].value if len(call.arguments) > 1 else NoneType()
        changed = entry if is_there else known_keys.put(entry, key, value)
    else:
        return False
    known_keys.change(interpreter, container, changed)
    return True


def _update(interpreter: Interpreter, path: AccessPath, call: Call) -> None:
    """Record ``items.update(book=book)`` and ``items.update({"book": book})``."""
    interpreter.state.forget_below(path)
    for argument in call.arguments:
        found = {argument.name: argument.value} if argument.name is not None else {}
        if isinstance(argument.expr, nodes.DictExpr) and argument.kind == nodes.ARG_POS:
            found = {
                key.value: interpreter.displayed.get(value)
                for key, value in argument.expr.items
                if isinstance(key, nodes.StrExpr)
            }
        for name, value in found.items():
            interpreter.bind_path(access_paths.item(path, name), value)


def as_dict(interpreter: Interpreter, base: Type | None, target: nodes.IndexExpr) -> Type | None:
    """Return what takes ``context["book"] = book``, where nobody says what it is: it stands there now."""
    path = expressions.access_path(target.base)
    is_known = base is not None and not isinstance(get_proper_type(base), AnyType)
    if is_known or path is None or known_keys.key_of(interpreter, target.index) is None:
        return base
    made = interpreter.dict_of()
    if made is None:
        return base
    entry = heap.Record({heap.GROWN: NoneType()})
    named = addresses.with_address(made, interpreter.allocate(target, entry, role="=items"))
    interpreter.state.keep(path, named)
    return named


def remember(
    interpreter: Interpreter,
    path: AccessPath,
    items: heap.Record,
    node: nodes.Context,
    before: heap.Record | None,
) -> None:
    """Give the dict of this name an address where what stands under its keys can be told."""
    known = interpreter.state.variables.get(path)
    container = get_proper_type(known) if known is not None else None
    if not isinstance(container, Instance) or container.type.fullname != names.DICT:
        return
    if isinstance(interpreter.entry(container), heap.Record):
        return
    if before is not known_keys.NOTHING or items.plain is None:
        items = heap.Record({**items.fields, heap.GROWN: NoneType()} if items.fields else {})
    made = known_keys.with_items(interpreter, container, items, node)
    if made is None or made is container:
        return
    interpreter.state.keep(path, made)
    own_objects.keep(interpreter, path, made)


def _added(interpreter: Interpreter, container: Instance, method: str, call: Call) -> Type | None:
    """Return the type of what ``append(...)``, ``extend(...)`` or ``update(...)`` puts into a container."""
    if method in own_attributes.ADDS:
        return call.arguments[-1].value
    if not container.type.has_base(names.MAPPING):
        with interpreter.off_loop():
            return evaluation.iterate(
                interpreter, call.arguments[-1].value, call.node, diagnostics.UNREPORTED
            )
    found = [argument.value for argument in call.keywords.values() if argument.value is not None]
    for argument in call.positional:
        for item in instances.instances(argument.value):
            if item.type.has_base(names.MAPPING) and item.args:
                found.append(item.args[-1])
    return evaluation.any_of(interpreter, found, call.node)


def put_into(
    interpreter: Interpreter, path: AccessPath, container: Instance, added: Type | None, node: nodes.Context
) -> None:
    put = added
    # How many there are is counted where one is added in sight.
    interpreter.state.variables.pop(access_paths.length(path), None)
    # In a loop over the container itself, every element is put anew.
    loops = [loop for loop in interpreter.loops if path in loop.over]
    for loop in loops:
        loop.renewed.add(path)
    was_empty = addresses.address_of(container) == address_parts.EMPTY
    empty = bool(loops) or was_empty
    last = container.args[-1]
    listing = texts.joined(container, (container, *instances.items(added)))
    if not texts.is_listing(container):
        added = filled_inside.shaped(last, added)
    merged = added if empty else evaluation.any_of(interpreter, [last, added or last], node)
    if instances.is_any(merged) and not empty:
        merged = _beside_others(interpreter, added, node) or merged
    filled = container.copy_modified(args=[*container.args[:-1], merged or last])
    if isinstance(listing, Instance) and not loops:
        filled = listing.copy_modified()
    # What is known of its items was changed where it is kept.
    is_record = isinstance(interpreter.entry(container), heap.Record)
    filled.extra_attrs = container.extra_attrs if is_record else None
    interpreter.state.keep(path, filled)
    own_objects.keep(interpreter, path, filled)
    module_memos.watch(interpreter, path, filled, node, put)


def _beside_others(interpreter: Interpreter, added: Type | None, node: nodes.Context) -> Type | None:
    """Return a row among things that nobody knows: it is there, and nothing is proven of it."""
    row = get_proper_type(added) if added is not None else None
    found = interpreter.row(row) if isinstance(row, Instance) else None
    if not isinstance(row, Instance) or found is None:
        return None
    return addresses.with_address(
        row, interpreter.allocate(node, heap.unknown_row(found[1].model), role="+row")
    )


def filled_names(
    function: nodes.FuncItem, before: Mapping[AccessPath, Type], after: Mapping[AccessPath, Type]
) -> set[str]:
    """Return the names around a nested function whose containers it has put something into."""
    own = walk.rebound_names(function.body) | {argument.variable.name for argument in function.arguments}
    return {
        name
        for name, value in before.items()
        if name not in own and access_paths.is_name(name) and _has_grown(value, after.get(name))
    }


def filled_arguments(
    function: nodes.FuncDef, given: Mapping[int, Type | None], after: Mapping[AccessPath, Type]
) -> dict[int, Type]:
    """Return the containers that a function has put something into that it was given, by their positions."""
    own = walk.rebound_names(function.body)
    found: dict[int, Type] = {}
    for position, argument in enumerate(function.arguments):
        name = argument.variable.name
        value = after.get(access_paths.name(name))
        is_given = name not in own and not argument.kind.is_star()
        if is_given and value is not None and _has_grown(given.get(position), value):
            found[position] = value
    return found


def _has_grown(before: Type | None, after: Type | None) -> bool:
    """Tell a container of Python's that holds rows which it did not hold before."""
    one = get_proper_type(before) if before is not None else None
    other = get_proper_type(after) if after is not None else None
    if (one is None or isinstance(one, AnyType)) and isinstance(other, Instance):
        # Whatever it is: something was put under its keys.
        return other.type.fullname == names.DICT and addresses.address_of(other) is not None
    return (
        isinstance(one, Instance)
        and isinstance(other, Instance)
        and one is not other
        and one.type is other.type
        and bool(other.args)
        and expressions.is_standard(other.type.fullname)
        and (_has_keys_now(one, other) or _has_rows_now(one, other) or _has_items_now(one, other))
    )


def _has_keys_now(one: Instance, other: Instance) -> bool:
    """Tell a dict that was empty, and of which it is known now what stands in it."""
    return (
        one.type.fullname == names.DICT
        and addresses.address_of(one) == address_parts.EMPTY
        and addresses.address_of(other) not in (None, address_parts.EMPTY)
    )


def _has_items_now(one: Instance, other: Instance) -> bool:
    """Tell a list that was empty, or one of known texts, of which there are others now."""
    if one.type.fullname not in (names.LIST, names.SET):
        return False
    was_empty = addresses.address_of(one) == address_parts.EMPTY
    return (was_empty and addresses.address_of(other) != address_parts.EMPTY) or (
        texts.is_listing(one) and one.args != other.args
    )


def _has_rows_now(one: Instance, other: Instance) -> bool:
    return (
        not isinstance(one.args[-1], TypeVarType)
        and bool(instances.tagged_instances(other.args[-1]))
        and other.args != one.args
    )


def forget_items(interpreter: Interpreter, container: Instance) -> None:
    """Forget which values stand under which keys of a dict."""
    if isinstance(interpreter.entry(container), heap.Record) and container.type.fullname == names.DICT:
        known_keys.change(interpreter, container, heap.Record({}))


def set_item(
    interpreter: Interpreter, container: Instance, key: nodes.Expression, value: Type | None
) -> None:
    """Record ``items["book"] = book`` for whoever else has the same dict."""
    if (
        not isinstance(key, nodes.SliceExpr)
        and container.type.get_containing_type_info("__setitem__") is not container.type
    ):
        own_containers.set_item(interpreter, container, value)
    entry = interpreter.entry(container)
    if not isinstance(entry, heap.Record) or container.type.fullname != names.DICT:
        return
    text = known_keys.key_of(interpreter, key)
    changed = known_keys.put(entry, text, value) if text is not None else heap.Record({})
    known_keys.change(interpreter, container, changed)


def delete_item(interpreter: Interpreter, container: Instance, key: nodes.Expression) -> None:
    """Record ``del items["book"]``."""
    known = known_keys.of_value(interpreter, container)
    text = known_keys.key_of(interpreter, key) if known is not None else None
    if known is None or text is None:
        forget_items(interpreter, container)
    else:
        known_keys.change(interpreter, container, known.without(text))


def emptied(container: Instance) -> Instance:
    """Return the container as it is when what was in it is gone."""
    return addresses.with_address(instances.without_objects(container), address_parts.EMPTY)


def clear(interpreter: Interpreter, path: AccessPath, container: Instance) -> None:
    emptied_now = emptied(container)
    interpreter.bind_path(path, emptied_now)
    own_objects.keep(interpreter, path, emptied_now)
