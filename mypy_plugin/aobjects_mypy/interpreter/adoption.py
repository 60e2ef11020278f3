"""Objects that nobody has made here get their place in the heap: what happens to them is remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.types import Instance, NoneType, Type

from aobjects_mypy.domain import address_parts, heap, load_state
from aobjects_mypy.interpreter import implementations, own_objects
from aobjects_mypy.orm import evaluation, loading, relations
from aobjects_mypy.rules import registry
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from aobjects_mypy.domain.access_paths import AccessPath
    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.interpreter.interpreter import Interpreter


def adopt(interpreter: Interpreter, value: Type | None, path: AccessPath) -> Type | None:
    """Return what a name or a path stands for, with addresses of its own for objects that have none."""
    members = instances.items(value)
    sole = [member for member in members if isinstance(member, Instance)]
    if len(sole) == 1 and addresses.address_of(sole[0]) is None:
        made = implementations.behind(interpreter, sole[0], path)
        if made is not None:
            others = [member for member in members if member is not sole[0]]
            found = instances.union([made, *others]) if others else made
            interpreter.state.keep(path, found)
            own_objects.keep(interpreter, path, found)
            return found
    changed = False
    allocated: dict[str, Address] = {}
    for instance in instances.instances(value):
        if addresses.address_of(instance) is not None:
            continue
        if registry.is_plain(instance.type):
            if not interpreter.sink.is_summary and own_objects.may_hold(instance.type):
                name = address_parts.of_name(path, instance.type.fullname)
                allocated[instance.type.fullname] = interpreter.allocate(name, heap.Record({}))
                changed = True
            continue
        if relations.is_row(instance):
            schema = interpreter.model_of(instance.type)
            if schema is not None:
                state = _annotated_state(interpreter, instance)
                allocated[instance.type.fullname] = interpreter.allocate(
                    address_parts.of_name(path, schema.name), heap.Row(schema.fullname, state)
                )
        elif evaluation.is_queryset(instance) or evaluation.is_async(instance):
            others = [item for item in instances.items(value) if not isinstance(item, NoneType)]
            # A list or a queryset: which of them it is, the caller knows.
            cache = heap.Cache.COLD if len(others) == 1 else heap.Cache.UNPROVEN
            model = evaluation.model_type(instance)
            if model is not None:
                allocated[instance.type.fullname] = interpreter.allocate(
                    address_parts.of_name(path, "rows"),
                    heap.QuerySet(
                        model.type.fullname,
                        _annotated_state(interpreter, model),
                        is_manager=evaluation.is_async_manager(instance),
                        cache=cache,
                    ),
                )
        else:
            address = registry.of_class(instance.type).adopted(interpreter, instance, path)
            if address is not None:
                allocated[instance.type.fullname] = address
        changed = changed or bool(allocated)
    if not changed or value is None:
        return value
    tagged = _tag_members(value, allocated)
    interpreter.state.keep(path, tagged)
    own_objects.keep(interpreter, path, tagged)
    return tagged


def _tag_members(value: Type, allocated: dict[str, Address]) -> Type:
    """Tag the members of a union (not what is inside them)."""
    members: list[Type] = [
        addresses.with_address(item, allocated[item.type.fullname])
        if isinstance(item, Instance)
        and item.type.fullname in allocated
        and addresses.address_of(item) is None
        else item
        for item in instances.items(value)
    ]
    return members[0] if len(members) == 1 else instances.union(members)


def _annotated_state(interpreter: Interpreter, instance: Instance) -> load_state.LoadState:
    schema = interpreter.model_of(instance.type)
    state = load_state.UNKNOWN
    for path in addresses.loaded_paths(instance) or ():
        if schema is not None:
            state = loading.annotated(interpreter, schema, path.split("__"), state)
    return state
