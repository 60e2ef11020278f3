"""Values: what goes into a container comes out of it, and what either of two flows brings is joined."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import (
    AnyType,
    Instance,
    NoneType,
    ProperType,
    TupleType,
    Type,
    TypeOfAny,
    UninhabitedType,
    UnionType,
    get_proper_type,
)

from aobjects_mypy import names
from aobjects_mypy.orm import evaluation
from aobjects_mypy.domain import heap, effects
from aobjects_mypy.types import instances, addresses

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from aobjects_mypy.interpreter.interpreter import Interpreter
    from aobjects_mypy.domain.heap import Entry, Flow


def carry(
    run: Interpreter, result: Type | None, inputs: Iterable[Type | None], node: nodes.Context
) -> Type | None:
    """Tag the instances in ``result`` with the objects of their class that went in.

    What a container or a generic function returns came in through its arguments.  A class that went in
    both with and without an object stays untagged: its origin is not known.
    """
    if result is None:
        return None
    inputs = list(inputs)
    found: dict[str, list[str]] = {}
    blocked: set[str] = set()
    for value in inputs:
        for instance in instances.tagged_instances(value):
            name = addresses.object_of(instance)
            for fullname, member in evaluation.contents(run, instance, name or ""):
                found.setdefault(fullname, []).append(member)
    if not found and not instances.tagged_instances(result):
        return result
    for value in inputs:
        blocked.update(info.fullname for info in instances.untagged_classes(value))
    objects = {
        fullname: run.join_objects(members, node)
        for fullname, members in found.items()
        if fullname not in blocked
    }
    models = {name: item for name, item in objects.items() if run.schema.model(name) is not None}
    proper = get_proper_type(result)
    if (
        len(models) == 1
        and isinstance(proper, Instance)
        and proper.args
        and isinstance(get_proper_type(proper.args[-1]), AnyType)
    ):
        # A body without annotations: the container's items are what went in.
        [(fullname, name)] = models.items()
        item = run.instance_of(fullname)
        if item is not None and item.type.has_base(names.MODEL):
            return instances.fill(proper, addresses.with_object(item, name))
    if isinstance(proper, AnyType) and len(models) == 1:
        # The same, taken out of the container: next(), pop(), get() of what mypy knows nothing about.
        [(fullname, name)] = models.items()
        item = run.instance_of(fullname)
        outside = {run.name_of(instance) for value in inputs for instance in instances.instances(value)}
        if item is not None and item.type.has_base(names.MODEL) and name not in outside:
            return run.separate(addresses.with_object(item, name), node)
    tagged = instances.tag_all(result, objects)
    by_variable = isinstance(node, nodes.IndexExpr) and not isinstance(
        node.index, (nodes.IntExpr, nodes.StrExpr)
    )
    if isinstance(node, nodes.Context) and not by_variable and not _went_in(run, tagged, inputs):
        return run.separate(tagged, node)
    return tagged


_DISPLAYS: Final[dict[type[nodes.Expression], str]] = {
    nodes.ListExpr: names.LIST,
    nodes.ListComprehension: names.LIST,
    nodes.SetExpr: names.SET,
    nodes.SetComprehension: names.SET,
    nodes.DictExpr: names.DICT,
    nodes.DictionaryComprehension: names.DICT,
    nodes.GeneratorExpr: names.ITERATOR,
}


def shape(run: Interpreter, expr: nodes.Expression, items: Sequence[Type | None]) -> Type | None:
    """Return the type of a display in a body that is being summarized, which mypy has not typed yet."""
    if run.recorder is None:
        return None
    anything = AnyType(TypeOfAny.special_form)
    if isinstance(expr, nodes.TupleExpr):
        fallback = run.instance_of(names.TUPLE, [anything])
        return TupleType([item or anything for item in items], fallback) if fallback is not None else None
    member: Type | None = None
    for item in items:
        member = run.join(member, item or anything, expr)
    container = _DISPLAYS[type(expr)]
    keys = [anything] if container == names.DICT else []
    return run.instance_of(container, [*keys, member or anything])


def _went_in(run: Interpreter, value: Type, inputs: Iterable[Type | None]) -> bool:
    """Tell whether the rows of ``value`` went in as themselves, and not inside a container."""
    given = {run.name_of(instance) for item in inputs for instance in instances.instances(item)}
    return all(run.name_of(instance) in given for instance in instances.instances(value))


def separate(run: Interpreter, value: Type | None, place: nodes.Context | str) -> Type | None:
    """Return ``value`` with a row of its own, in the same state."""
    for instance in instances.instances(value):
        found = run.row(instance)
        if found is not None and value is not None:
            name = run.new_object(place, found[1], role="=one")
            return instances.overlay(value, addresses.with_object(instance, name))
    return value


def join_objects(run: Interpreter, names: Sequence[str], node: nodes.Context | str) -> str:
    """Return the object that stands for any of those in a container."""
    unique = sorted({name for name in names if name in run.flow.heap}) or sorted(set(names))
    if len(unique) == 1:
        return unique[0]
    entries = [run.flow.heap.get(name, heap.UNKNOWN) for name in unique]
    merged = entries[0]
    for entry in entries[1:]:
        merged = heap.join_entries(merged, entry, run.flow.heap, run.flow.heap)
    if isinstance(merged, heap.Row):
        # Some of the rows in a container lack it: which one is read here is not known.
        known = {name for entry in entries if isinstance(entry, heap.Row) for name in entry.state.mixed}
        merged = replace(merged, state=merged.state.mixed_as_unproven(known))
    return run.new_object(node, merged, role=f"+{_model_of(merged)}")


def join(run: Interpreter, one: Type | None, other: Type | None, node: nodes.Context | str) -> Type | None:
    """Return the type of a value that is either of two.

    A semilattice up to the names of the objects it makes: ``Any`` is its top, ``Never`` its bottom, and a
    union has one member a class, in an order of its own: the order of branches changes no verdict.
    """
    if one is None or other is None:
        return other if one is None else one
    if one is other:
        return one
    for side in (one, other):
        if isinstance(get_proper_type(side), AnyType):
            return side
    members: dict[object, Type] = {}
    for item in [*instances.items(one), *instances.items(other)]:
        if isinstance(item, UninhabitedType):
            continue
        if isinstance(item, AnyType):
            return item
        key = _class_of(item)
        known = members.get(key)
        members[key] = item if known is None else _join_items(run, known, item, node)
    if not members:
        return one
    found = _merge_bases(run, members, node)
    return found[0] if len(found) == 1 else UnionType(found)


def _class_of(item: ProperType) -> object:
    """Return what members of a union have in common that become one."""
    if isinstance(item, Instance):
        return item.type
    if isinstance(item, TupleType):
        return TupleType, len(item.items), item.partial_fallback.type
    if isinstance(item, NoneType):
        return NoneType
    return item


def _merge_bases(run: Interpreter, members: dict[object, Type], node: nodes.Context | str) -> list[Type]:
    """Join rows of one model whose classes differ: an annotated row has a class of its own."""
    models = [
        item
        for item in members.values()
        if isinstance(item, Instance) and addresses.object_of(item) is not None and item.type.has_base(names.MODEL)
    ]
    if len(models) > 1:
        for item in sorted(models, key=lambda item: (-len(item.type.mro), item.type.fullname)):
            base = next((other for other in models if other is not item and _is_base(other, item)), None)
            if base is not None:
                del members[item.type]
                models = [other for other in models if other is not item and other is not base]
                left, right = addresses.object_of(base) or "", addresses.object_of(item) or ""
                place = _below(node, base.type.fullname)
                merged = addresses.with_object(base, _join_paths(run, left, right, place))
                members[base.type] = merged
                models.append(merged)
    if len(members) == 1:
        return list(members.values())
    return sorted(members.values(), key=_order)


def _is_base(base: Instance, item: Instance) -> bool:
    return item.type is not base.type and item.type.has_base(base.type.fullname)


def _order(item: Type) -> tuple[bool, str]:
    # As mypy writes it: None comes last.
    return isinstance(item, NoneType), item.type.fullname if isinstance(item, Instance) else str(item)


def _join_items(run: Interpreter, one: Type, other: Type, node: nodes.Context | str) -> Type:
    """Join two members of a union that are of one class."""
    if isinstance(one, TupleType) and isinstance(other, TupleType):
        merged = [
            run.join(left, right, _below(node, position)) or left
            for position, (left, right) in enumerate(zip(one.items, other.items, strict=True))
        ]
        return one.copy_modified(items=merged)
    if not (isinstance(one, Instance) and isinstance(other, Instance)):
        return one
    left, right = addresses.object_of(one), addresses.object_of(other)
    if one.last_known_value == other.last_known_value and one.args == other.args == () and left == right:
        return one if left is None else addresses.with_object(one, _join_paths(run, left, left, node))
    if addresses.EMPTY in (left, right):
        return other if left == addresses.EMPTY else one
    args = [
        run.join(a, b, _below(node, position)) or a
        for position, (a, b) in enumerate(zip(one.args, other.args, strict=False))
    ]
    result = one.copy_modified(args=args) if args else one.copy_modified()
    if one.last_known_value != other.last_known_value:
        result = result.copy_modified(last_known_value=None)
    result.extra_attrs = None
    place = _below(node, one.type.fullname)
    if left is None or right is None:
        # Of unknown origin on one side.  What the other side is proven to lack, it still lacks.
        only = left or right
        here, there = run.sides or (run.flow.heap, run.flow.heap)
        side = here if left else there
        entry = side.get(only) if only else None
        if isinstance(entry, heap.Row):
            joined = heap.join_entries(entry, heap.unknown_row(entry.model), side)
            return addresses.with_object(result, run.new_object(place, joined, role="?"))
        return result
    return addresses.with_object(result, _join_paths(run, left, right, place))


def _below(node: nodes.Context | str, part: object) -> str:
    """Return the place inside a place: two parts of one value are two objects."""
    place = node if isinstance(node, str) else f"{node.line}:{node.column}:{type(node).__name__}"
    return f"{place}/{part}"


def _join_paths(run: Interpreter, left: str, right: str, node: nodes.Context | str) -> str:
    """Return the object that is one on some ways and the other on others."""
    if left == right:
        return left
    # Where two flows meet, each side's object is what that side says it is.
    here, there = run.sides or (run.flow.heap, run.flow.heap)
    one, other = here.get(left, heap.UNKNOWN), there.get(right, heap.UNKNOWN)
    return run.new_object(node, heap.join_entries(one, other, here, there), role="|")


def merge(run: Interpreter, other: Flow) -> None:
    """Join ``other`` into the current flow."""
    if not other.reachable:
        return
    if not run.flow.reachable:
        run.flow = other.fork()
        return
    run.flow.ran = effects.on_every_way([run.flow.ran, other.ran])
    before = dict(run.flow.heap)
    _merge_heap(run, other, before)
    run.sides = (before, other.heap)
    _merge_variables(run, other)
    run.sides = None
    for name, node in list(run.flow.callables.items()):
        if other.callables.get(name) is not node:
            del run.flow.callables[name]


def _merge_heap(run: Interpreter, other: Flow, before: Mapping[str, Entry]) -> None:
    mine = run.flow.heap
    # Most objects are the same on both ways: found by the quickest of loops.
    changed = [name for name, entry in other.heap.items() if mine.get(name) is not entry]
    for name in changed:
        known, entry = mine.get(name), other.heap[name]
        # What is not in mine was made on that way only.
        mine[name] = entry if known is None else heap.join_entries(known, entry, before, other.heap)


def _merge_variables(run: Interpreter, other: Flow) -> None:
    mine, theirs = run.flow.variables, other.variables
    run.flow.share_paths(other)
    for name in [name for name, value in mine.items() if theirs.get(name) is not value]:
        one, two = mine[name], theirs.get(name)
        if two is None:
            if "." in name or "[" in name:
                del mine[name]
        elif isinstance(one, Type) and isinstance(two, Type):
            joined = run.join(one, two, f"join:{name}")
            if joined is not None:
                mine[name] = joined
    for name in theirs.keys() - mine.keys():
        if "." not in name and "[" not in name:
            mine[name] = theirs[name]


def _model_of(entry: Entry) -> str:
    return entry.model if isinstance(entry, (heap.Row, heap.Rows)) else ""
