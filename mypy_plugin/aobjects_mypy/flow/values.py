"""Values: what goes into a container comes out of it, and what either of two flows brings is joined."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import AnyType, Instance, TupleType, Type, TypeOfAny, UnionType, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.orm import evaluation, heap, summary
from aobjects_mypy.typeops import rows, tags

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aobjects_mypy.flow.interpreter import Interpreter
    from aobjects_mypy.orm.heap import Entry, Flow


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
        for instance in rows.tagged_instances(value):
            name = tags.object_of(instance)
            for fullname, member in evaluation.contents(run, instance, name or ""):
                found.setdefault(fullname, []).append(member)
    if not found and not rows.tagged_instances(result):
        return result
    for value in inputs:
        blocked.update(info.fullname for info in rows.untagged_classes(value))
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
            return rows.fill(proper, tags.with_object(item, name))
    if isinstance(proper, AnyType) and len(models) == 1:
        # The same, taken out of the container: next(), pop(), get() of what mypy knows nothing about.
        [(fullname, name)] = models.items()
        item = run.instance_of(fullname)
        outside = {run.name_of(instance) for value in inputs for instance in rows.instances(value)}
        if item is not None and item.type.has_base(names.MODEL) and name not in outside:
            return run.separate(tags.with_object(item, name), node)
    tagged = rows.tag_all(result, objects)
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
    given = {run.name_of(instance) for item in inputs for instance in rows.instances(item)}
    return all(run.name_of(instance) in given for instance in rows.instances(value))


def separate(run: Interpreter, value: Type | None, place: nodes.Context | str) -> Type | None:
    """Return ``value`` with a row of its own, in the same state."""
    for instance in rows.instances(value):
        found = run.row(instance)
        if found is not None and value is not None:
            name = run.new_object(place, found[1], role="=one")
            return rows.overlay(value, tags.with_object(instance, name))
    return value


def join_objects(run: Interpreter, names: Sequence[str], node: nodes.Context | str) -> str:
    unique = list(dict.fromkeys(names))
    if len(unique) == 1:
        return unique[0]
    entries = [run.flow.heap[name] for name in unique if name in run.flow.heap]
    merged: Entry | None = entries[0] if entries else None
    for entry in entries[1:]:
        merged = (
            heap.join_entries(merged, entry, run.flow.heap, run.flow.heap) if merged is not None else None
        )
    if merged is None:
        return unique[0]
    if isinstance(merged, heap.Row):
        # Some of the rows in a container lack it: which one is read here is not known.
        known = {name for entry in entries if isinstance(entry, heap.Row) for name in entry.state.mixed}
        merged = replace(merged, state=merged.state.mixed_as_unproven(known))
    return run.new_object(node, merged, role=f"+{_model_of(merged)}")


def join(run: Interpreter, one: Type | None, other: Type | None, node: nodes.Context | str) -> Type | None:
    """Return the type of a value that is either of two."""
    if one is None or other is None:
        return other if one is None else one
    if one is other:
        return one
    for side in (one, other):
        if isinstance(get_proper_type(side), AnyType):
            return side
    members: list[Type] = []
    for item in [*rows.items(one), *rows.items(other)]:
        for position, member in enumerate(members):
            merged = _join_items(run, get_proper_type(member), item, node)
            if merged is not None:
                members[position] = merged
                break
        else:
            members.append(item)
    return members[0] if len(members) == 1 else UnionType(members)


def _join_items(run: Interpreter, one: Type, other: Type, node: nodes.Context | str) -> Type | None:
    if isinstance(one, TupleType) and isinstance(other, TupleType) and len(one.items) == len(other.items):
        merged = [
            run.join(left, right, node) or left for left, right in zip(one.items, other.items, strict=True)
        ]
        return one.copy_modified(items=merged)
    if not (isinstance(one, Instance) and isinstance(other, Instance)):
        return None
    if one.type is not other.type:
        return _join_rows(run, one, other, node)
    left, right = tags.object_of(one), tags.object_of(other)
    if tags.EMPTY in (left, right):
        return other if left == tags.EMPTY else one
    args = [run.join(a, b, node) or a for a, b in zip(one.args, other.args, strict=False)]
    result = one.copy_modified(args=args) if args else one.copy_modified()
    if one.last_known_value != other.last_known_value:
        result = result.copy_modified(last_known_value=None)
    result.extra_attrs = None
    if left is None or right is None:
        # Of unknown origin on one side.  What the other side is proven to lack, it still lacks.
        only = left or right
        entry = run.flow.heap.get(only) if only else None
        if isinstance(entry, heap.Row):
            joined = heap.join_entries(entry, heap.unknown_row(entry.model), run.flow.heap)
            if joined is not None:
                return tags.with_object(result, run.new_object(node, joined, role=f"?{only}"[:60]))
        return result
    return tags.with_object(result, _join_paths(run, left, right, node))


def _join_rows(run: Interpreter, one: Instance, other: Instance, node: nodes.Context | str) -> Type | None:
    """Join rows of one model whose classes differ: an annotated row has a class of its own."""
    base = (
        one
        if other.type.has_base(one.type.fullname)
        else other
        if one.type.has_base(other.type.fullname)
        else None
    )
    left, right = tags.object_of(one), tags.object_of(other)
    if base is None or left is None or right is None or not base.type.has_base(names.MODEL):
        return None
    return tags.with_object(base, _join_paths(run, left, right, node))


def _join_paths(run: Interpreter, left: str, right: str, node: nodes.Context | str) -> str:
    """Return the object that is one on some ways and the other on others."""
    # Where two flows meet, each side's object is what that side says it is.
    here, there = run.sides or (run.flow.heap, run.flow.heap)
    one, other = here.get(left), there.get(right)
    joined = None
    if left != right and one is not None and other is not None:
        joined = heap.join_entries(one, other, here, there)
    return left if joined is None else run.new_object(node, joined, role=f"|{_model_of(joined)}")


def merge(run: Interpreter, other: Flow) -> None:
    """Join ``other`` into the current flow."""
    if not other.reachable:
        return
    if not run.flow.reachable:
        run.flow = other.fork()
        return
    run.flow.ran = summary.on_every_way([run.flow.ran, other.ran])
    before = dict(run.flow.heap)
    _merge_heap(run, other)
    run.sides = (before, other.heap)
    _merge_variables(run, other)
    run.sides = None
    for name, node in list(run.flow.callables.items()):
        if other.callables.get(name) is not node:
            del run.flow.callables[name]


def _merge_heap(run: Interpreter, other: Flow) -> None:
    before = dict(run.flow.heap)
    for name, entry in other.heap.items():
        mine = run.flow.heap.get(name)
        if mine is None:
            run.flow.heap[name] = entry
        elif mine is not entry:
            joined = heap.join_entries(mine, entry, before, other.heap)
            if joined is None:
                del run.flow.heap[name]
            else:
                run.flow.heap[name] = joined


def _merge_variables(run: Interpreter, other: Flow) -> None:
    mine = run.flow.variables
    for name in list(mine):
        one, two = mine[name], other.variables.get(name)
        if two is None:
            if "." in name or "[" in name:
                del mine[name]
        elif one is not two and isinstance(one, Type) and isinstance(two, Type):
            joined = run.join(one, two, f"join:{name}")
            if joined is not None:
                mine[name] = joined
    for name, value in other.variables.items():
        if name not in mine and "." not in name and "[" not in name:
            mine[name] = value


def _model_of(entry: Entry) -> str:
    return entry.model if isinstance(entry, (heap.Row, heap.Rows)) else ""
