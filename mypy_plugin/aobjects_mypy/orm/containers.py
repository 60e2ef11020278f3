"""What goes into a container, or into a generic function, comes out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import (
    AnyType,
    Instance,
    TupleType,
    Type,
    TypeOfAny,
    get_proper_type,
)

from aobjects_mypy import names
from aobjects_mypy.analysis import joins
from aobjects_mypy.domain import address_parts, heap
from aobjects_mypy.orm import evaluation
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.syntax.call import Call


def carry(
    analysis: Analysis, result: Type | None, inputs: Iterable[Type | None], node: nodes.Context
) -> Type | None:
    """Tag the instances in ``result`` with the objects of their class that went in.

    What a container or a generic function returns came in through its arguments.  A class that went in
    both with and without an object stays untagged: its origin is not known.
    """
    if result is None:
        return None
    inputs = list(inputs)
    found: dict[str, list[Address]] = {}
    blocked: set[str] = set()
    is_kept = False
    for value in inputs:
        for instance in instances.tagged_instances(value):
            if instance.type.fullname == names.DICT and isinstance(analysis.entry(instance), heap.Record):
                # What stands under which key of it, another dict does not share.
                is_kept = True
                continue
            for fullname, member in evaluation.contents(analysis, instance, analysis.address_of(instance)):
                found.setdefault(fullname, []).append(member)
    if not found and not is_kept and not instances.tagged_instances(result):
        return result
    for value in inputs:
        blocked.update(info.fullname for info in instances.untagged_classes(value))
    objects = {
        fullname: joins.join_objects(analysis, members, node)
        for fullname, members in found.items()
        if fullname not in blocked
    }
    models = {name: item for name, item in objects.items() if analysis.schema.model(name) is not None}
    proper = get_proper_type(result)
    inner = _only_items(inputs)
    is_list = isinstance(proper, Instance) and proper.type.fullname in (names.LIST, names.SET)
    if inner is not None and (_holds_items(inner) or (is_list and _is_pair(inner))):
        # What stands in "groups" are lists of rows, not rows.
        if isinstance(proper, AnyType):
            return inner
        if isinstance(proper, Instance) and proper.args and _is_vague(proper.args[-1], inner):
            return proper.copy_modified(args=[*proper.args[:-1], inner])
    if (
        len(models) == 1
        and isinstance(proper, Instance)
        and proper.args
        and isinstance(get_proper_type(proper.args[-1]), AnyType)
    ):
        # A body without annotations: the container's items are what went in.
        [(fullname, name)] = models.items()
        item = analysis.instance_of(fullname)
        if item is not None and item.type.has_base(names.MODEL):
            return instances.fill(proper, addresses.with_address(item, name))
    if isinstance(proper, AnyType) and len(models) == 1:
        # The same, taken out of the container: next(), pop(), get() of what mypy knows nothing about.
        [(fullname, name)] = models.items()
        item = analysis.instance_of(fullname)
        outside = {
            analysis.address_of(instance) for value in inputs for instance in instances.instances(value)
        }
        if item is not None and item.type.has_base(names.MODEL) and name not in outside:
            return separate(analysis, addresses.with_address(item, name), node)
    if inner is not None and isinstance(proper, Instance) and proper.args and is_open(proper.args[-1]):
        return proper.copy_modified(args=[*proper.args[:-1], inner])
    tagged = instances.tag_all(result, objects)
    by_variable = isinstance(node, nodes.IndexExpr) and not isinstance(
        node.index, (nodes.IntExpr, nodes.StrExpr)
    )
    if isinstance(node, nodes.Context) and not by_variable and not _went_in(analysis, tagged, inputs):
        return separate(analysis, tagged, node)
    return tagged


def carry_arguments(analysis: Analysis, call: Call) -> Type | None:
    """Return the result of a call with the objects that it was given."""
    return carry(analysis, call.result, [argument.value for argument in call.arguments], call.node)


_NESTED: Final = frozenset({names.LIST, names.SET, names.DICT})
_DISPLAYS: Final[dict[type[nodes.Expression], str]] = {
    nodes.ListExpr: names.LIST,
    nodes.ListComprehension: names.LIST,
    nodes.SetExpr: names.SET,
    nodes.SetComprehension: names.SET,
    nodes.DictExpr: names.DICT,
    nodes.DictionaryComprehension: names.DICT,
    nodes.GeneratorExpr: names.ITERATOR,
}


def shape(analysis: Analysis, expr: nodes.Expression, items: Sequence[Type | None]) -> Type | None:
    """Return the type of a display: mypy's, or what its items make of it where mypy does not know them."""
    known = analysis.type_of(expr)
    if known is not None and _contradicts(known, items):
        known = AnyType(TypeOfAny.special_form)
    if known is None and analysis.types.are_inferred:
        return known
    nested = _of_containers(analysis, known, items, expr) if known is not None else None
    if nested is not None:
        return nested
    if known is not None and not _hides_rows(known):
        return _of_models(analysis, known, items, expr)
    anything = AnyType(TypeOfAny.special_form)
    if isinstance(expr, nodes.TupleExpr):
        fallback = analysis.instance_of(names.TUPLE, [anything])
        made = TupleType([item or anything for item in items], fallback) if fallback is not None else None
        return instances.overlay(known, made)
    member = evaluation.any_of(analysis, [item or anything for item in items], expr)
    container = _DISPLAYS[type(expr)]
    keys = [anything] if container == names.DICT else []
    return instances.overlay(known, analysis.instance_of(container, [*keys, member or anything]))


def _of_containers(
    analysis: Analysis, known: Type, items: Sequence[Type | None], expr: nodes.Expression
) -> Type | None:
    """Return the list of lists of books that mypy takes for a ``list[Any]``, or a ``list[list[Any]]``."""
    container = get_proper_type(known)
    said = container.args[-1] if isinstance(container, Instance) and container.args else None
    if not isinstance(container, Instance) or said is None or not items:
        return None
    member: Type | None = None
    for item in items:
        inner = get_proper_type(item) if item is not None else None
        if not isinstance(inner, Instance) or inner.type.fullname not in _NESTED or not inner.args:
            return None
        if not (is_open(said) or is_same_but_open(said, inner)) or not instances.tagged_instances(
            inner.args[-1]
        ):
            return None
        member = joins.join(analysis, member, inner, expr)
    return container.copy_modified(args=[*container.args[:-1], member]) if member is not None else None


def _of_models(analysis: Analysis, known: Type, items: Sequence[Type | None], expr: nodes.Expression) -> Type:
    """Return the list of books that mypy takes for a ``list[Model]``: somebody gets it who wants one."""
    container = get_proper_type(known)
    declared = (
        get_proper_type(container.args[-1]) if isinstance(container, Instance) and container.args else None
    )
    if not isinstance(container, Instance) or not isinstance(declared, Instance):
        return known
    found: Type | None = None
    for item in items:
        row = get_proper_type(item) if item is not None else None
        if not isinstance(row, Instance) or analysis.row(row) is None or row.type is declared.type:
            return known
        if not row.type.has_base(declared.type.fullname) or not declared.type.has_base(names.MODEL):
            return known
        found = joins.join(analysis, found, row, expr)
    return container.copy_modified(args=[*container.args[:-1], found]) if found is not None else known


def _contradicts(known: Type, items: Sequence[Type | None]) -> bool:
    """Tell the type that a wrong annotation around a display gives it: rows are no ``list[BookType]``."""
    proper = get_proper_type(known)
    item = get_proper_type(proper.args[-1]) if isinstance(proper, Instance) and proper.args else None
    return isinstance(item, Instance) and any(
        row.type.has_base(names.MODEL)
        and not (row.type.has_base(item.type.fullname) or item.type.has_base(row.type.fullname))
        and not item.type.is_protocol
        for value in items
        for row in instances.tagged_instances(value)
    )


def _hides_rows(known: Type) -> bool:
    """Tell a list of tuples with ``Any`` in them, and what nothing is known of."""
    proper = get_proper_type(known)
    if isinstance(proper, AnyType):
        return True
    item = get_proper_type(proper.args[-1]) if isinstance(proper, Instance) and proper.args else None
    return isinstance(item, TupleType) and any(map(instances.is_any, item.items))


def is_open(typ: Type | None) -> bool:
    """Tell a type that says nothing of what a container holds."""
    proper = get_proper_type(typ) if typ is not None else None
    return isinstance(proper, AnyType) or (
        isinstance(proper, Instance) and proper.type.fullname == names.OBJECT
    )


def is_vaguer(item: Type | None, inner: Type | None, index: nodes.Expression) -> bool:
    """Tell what mypy says of ``items[index]`` where more is known of what is in there."""
    if is_open(item) or isinstance(inner, TupleType):
        return True
    return not isinstance(index, nodes.SliceExpr) and is_same_but_open(item, inner)


def is_same_but_open(typ: Type | None, inner: Type | None) -> bool:
    """Tell a ``list[Any]`` where a list of books is known."""
    proper = get_proper_type(typ) if typ is not None else None
    known = get_proper_type(inner) if inner is not None else None
    if not isinstance(proper, Instance) or not isinstance(known, Instance):
        return False
    if proper.type is not known.type or not proper.args:
        return False
    return is_open(proper.args[-1]) or is_same_but_open(proper.args[-1], known.args[-1])


def _is_vague(typ: Type, inner: Type) -> bool:
    return is_open(typ) or is_same_but_open(typ, inner)


def _only_items(inputs: Sequence[Type | None]) -> Type | None:
    """Return what the one container holds that went in, where that is known beyond its type."""
    given = [value for value in inputs if any(map(_is_filled, instances.tagged_instances(value)))]
    container = get_proper_type(given[0]) if len(given) == 1 and given[0] is not None else None
    if isinstance(container, TupleType) and all(map(_is_object, container.items)):
        return instances.union(container.items)
    if not isinstance(container, Instance) or not container.args or container.type.has_base(names.MODEL):
        return None
    if evaluation.is_queryset(container) or evaluation.is_manager(container):
        return None
    return container.args[-1] if instances.tagged_instances(container.args[-1]) else None


def _is_object(item: Type) -> bool:
    """Tell an object of which something is known, and that is no row: rows are told apart by their models."""
    proper = get_proper_type(item)
    return (
        isinstance(proper, Instance)
        and addresses.address_of(proper) is not None
        and not proper.type.has_base(names.MODEL)
    )


def _is_filled(instance: Instance) -> bool:
    return addresses.address_of(instance) != address_parts.EMPTY


def _is_pair(value: Type) -> bool:
    """Tell rows beside other things: ``list(...)`` of pairs is a list of pairs, and ``map(...)`` is not."""
    return isinstance(get_proper_type(value), TupleType)


def _holds_items(value: Type) -> bool:
    proper = get_proper_type(value)
    return isinstance(proper, Instance) and bool(proper.args) and proper.type.has_base(names.ITERABLE)


def _went_in(analysis: Analysis, value: Type, inputs: Iterable[Type | None]) -> bool:
    """Tell whether the rows of ``value`` went in as themselves, and not inside a container."""
    given = {analysis.address_of(instance) for item in inputs for instance in instances.instances(item)}
    return all(analysis.address_of(instance) in given for instance in instances.instances(value))


def separate(analysis: Analysis, value: Type | None, place: nodes.Context | Address) -> Type | None:
    """Return ``value`` with a row of its own, in the same state."""
    for instance in instances.instances(value):
        found = analysis.row(instance)
        if found is not None and value is not None:
            name = analysis.allocate(place, found[1], role="=one")
            return instances.overlay(value, addresses.with_address(instance, name))
    return value
