"""What either of two ways brings, joined: values, objects and whole states."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

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
from aobjects_mypy.analysis import texts
from aobjects_mypy.domain import access_paths, address_parts, effects, heap
from aobjects_mypy.domain.django_caches import ContentType
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mypy import nodes

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.domain.access_paths import AccessPath
    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.domain.heap import Entry
    from aobjects_mypy.domain.state import State

_RECORDS_INSIDE: Final = 4
"""How deep objects inside objects are joined: they may know one another."""


def join_objects(analysis: Analysis, names: Sequence[Address], node: nodes.Context | Address) -> Address:
    """Return the object that stands for any of those in a container."""
    unique = sorted({name for name in names if name in analysis.state.heap}) or sorted(set(names))
    if len(unique) == 1:
        return unique[0]
    entries = [analysis.state.heap.get(name, heap.UNKNOWN) for name in unique]
    merged = entries[0]
    for entry in entries[1:]:
        merged = _join_entries(analysis, merged, entry, node)
    if isinstance(merged, heap.Row):
        # Some of the rows in a container lack it: which one is read here is not known.
        known = {name for entry in entries if isinstance(entry, heap.Row) for name in entry.state.mixed}
        merged = replace(merged, state=merged.state.mixed_as_unproven(known))
    return analysis.allocate(node, merged, role=f"+{_model_of(merged)}")


def join(
    analysis: Analysis, one: Type | None, other: Type | None, node: nodes.Context | Address
) -> Type | None:
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
    # On which side the objects of a member are what it says they are; a joined one is new.
    sides: dict[object, dict[Address, Entry]] = {}
    here, there = analysis.sides or (analysis.state.heap, analysis.state.heap)
    for value, heap_of_side in ((one, here), (other, there)):
        for item in instances.items(value):
            if isinstance(item, UninhabitedType):
                continue
            if isinstance(item, AnyType):
                return item
            key = _class_of(item)
            known = members.get(key)
            members[key] = item if known is None else _join_items(analysis, known, item, node)
            sides[key] = heap_of_side if known is None else analysis.state.heap
    if not members:
        return one
    found = _merge_bases(analysis, members, sides, node)
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


def _merge_bases(
    analysis: Analysis,
    members: dict[object, Type],
    sides: dict[object, dict[Address, Entry]],
    node: nodes.Context | Address,
) -> list[Type]:
    """Join rows of one model whose classes differ: an annotated row has a class of its own."""
    models = [
        item
        for item in members.values()
        if isinstance(item, Instance)
        and addresses.address_of(item) is not None
        and item.type.has_base(names.MODEL)
    ]
    if len(models) > 1:
        for item in sorted(models, key=lambda item: (-len(item.type.mro), item.type.fullname)):
            base = next((other for other in models if other is not item and _is_base(other, item)), None)
            if base is not None:
                del members[item.type]
                models = [other for other in models if other is not item and other is not base]
                left, right = analysis.address_of(base), analysis.address_of(item)
                place = _below(node, base.type.fullname)
                outer, analysis.sides = analysis.sides, (sides[base.type], sides[item.type])
                merged = addresses.with_address(base, _join_paths(analysis, left, right, place))
                analysis.sides = outer
                sides[base.type] = analysis.state.heap
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


def _join_items(analysis: Analysis, one: Type, other: Type, node: nodes.Context | Address) -> Type:
    """Join two members of a union that are of one class."""
    if isinstance(one, TupleType) and isinstance(other, TupleType):
        merged = [
            join(analysis, left, right, _below(node, position)) or left
            for position, (left, right) in enumerate(zip(one.items, other.items, strict=True))
        ]
        return one.copy_modified(items=merged)
    if not (isinstance(one, Instance) and isinstance(other, Instance)):
        return one
    left, right = addresses.address_of(one), addresses.address_of(other)
    if one.last_known_value == other.last_known_value and one.args == other.args == () and left == right:
        return one if left is None else addresses.with_address(one, _join_paths(analysis, left, left, node))
    if address_parts.EMPTY in (left, right):
        return other if left == address_parts.EMPTY else one
    if left is None and right is None and (either := texts.either(one, other)) is not None:
        return either
    args = [
        join(analysis, a, b, _below(node, position)) or a
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
        here, there = analysis.sides or (analysis.state.heap, analysis.state.heap)
        side = here if left else there
        entry = side.get(only) if only else None
        if isinstance(entry, heap.Row):
            joined = heap.join_entries(entry, heap.unknown_row(entry.model), side)
            return addresses.with_address(result, analysis.allocate(place, joined, role="?"))
        return result
    return addresses.with_address(result, _join_paths(analysis, left, right, place))


def _below(node: nodes.Context | Address, part: object) -> Address:
    return address_parts.part(addresses.place_of(node), part)


def _join_paths(analysis: Analysis, left: Address, right: Address, node: nodes.Context | Address) -> Address:
    """Return the object that is one on some ways and the other on others."""
    if left == right:
        return left
    # Where two flows meet, each side's object is what that side says it is.
    here, there = analysis.sides or (analysis.state.heap, analysis.state.heap)
    one, other = here.get(left, heap.UNKNOWN), there.get(right, heap.UNKNOWN)
    return analysis.allocate(node, _join_entries(analysis, one, other, node), role="|")


def _join_entries(analysis: Analysis, one: Entry, other: Entry, node: nodes.Context | Address) -> Entry:
    if isinstance(one, heap.Record) and isinstance(other, heap.Record) and one != other:
        return _join_records(analysis, one, other, node)
    here, there = analysis.sides or (analysis.state.heap, analysis.state.heap)
    return heap.join_entries(one, other, here, there)


def _join_records(
    analysis: Analysis, one: heap.Record, other: heap.Record, node: nodes.Context | Address
) -> heap.Record:
    """Join what the attributes hold; one that an object does not have is not read of it."""
    place = _below(node, "record")
    if place.count("/record") > _RECORDS_INSIDE:
        return heap.Record({})
    fields: dict[str, Type] = {}
    for name in sorted(one.fields.keys() | other.fields.keys()):
        left, right = one.fields.get(name), other.fields.get(name)
        is_known = (left is not None or one.is_whole) and (right is not None or other.is_whole)
        if is_known:
            value = join(analysis, left, right, _below(place, name))
        else:
            value = _filled_on_one(analysis, left, right, _below(place, name))
        if value is not None:
            fields[name] = value
    plain = _join_plain(analysis, one, other, fields, place)
    is_dict = one.plain is not None or other.plain is not None
    is_whole = one.is_whole and other.is_whole and (plain is not None or not is_dict)
    return heap.Record(fields, is_whole, plain)


def _join_plain(
    analysis: Analysis, one: heap.Record, other: heap.Record, fields: Mapping[str, Type], place: Address
) -> dict[str, Type] | None:
    """Return what stands under the keys that are no fields of either dict, where both have the same keys."""
    if one.plain is None or other.plain is None:
        return None
    keys = one.fields.keys() | one.plain.keys()
    if keys != other.fields.keys() | other.plain.keys():
        return None
    anything = AnyType(TypeOfAny.special_form)
    found: dict[str, Type] = {}
    for name in sorted(keys - fields.keys()):
        left, right = one.plain.get(name, anything), other.plain.get(name, anything)
        found[name] = join(analysis, left, right, _below(place, name)) or anything
    return found


def _filled_on_one(analysis: Analysis, one: Type | None, other: Type | None, node: Address) -> Type | None:
    """Return the row, or the container of rows, that one way has put where the other has left it alone.

    ``if not self.loaded: self.books = [...]``: what these rows lack is lacking on that way.
    """
    here, there = analysis.sides or (analysis.state.heap, analysis.state.heap)
    known, side = (one, here) if other is None else (other, there)
    container = get_proper_type(known) if known is not None else None
    is_sole = one is None or other is None
    if not isinstance(container, Instance) or not is_sole:
        return None
    is_row = container.type.has_base(names.MODEL)
    if not is_row and (not container.args or addresses.address_of(container) is not None):
        return None
    return _retagged(analysis, container, side, node)


def merge(analysis: Analysis, other: State) -> None:
    """Join ``other`` into the current flow."""
    if not other.reachable:
        return
    if not analysis.state.reachable:
        analysis.state = other.fork()
        return
    analysis.state.effects = effects.must_join([analysis.state.effects, other.effects])
    analysis.state.exclusive &= other.exclusive
    before = dict(analysis.state.heap)
    analysis.sides = (before, other.heap)
    _merge_heap(analysis, other, before)
    _merge_variables(analysis, other)
    analysis.sides = None
    for name, node in list(analysis.state.callables.items()):
        if other.callables.get(name) is not node:
            del analysis.state.callables[name]


def _merge_heap(analysis: Analysis, other: State, before: Mapping[Address, Entry]) -> None:
    mine = analysis.state.heap
    # Most objects are the same on both ways: found by the quickest of loops.
    changed = [name for name, entry in other.heap.items() if mine.get(name) is not entry]
    for name in mine.keys() - other.heap.keys():
        if isinstance(mine[name], ContentType):
            # Nobody has asked on the other way.
            del mine[name]
    for name in changed:
        known, entry = before.get(name), other.heap[name]
        if isinstance(entry, ContentType):
            continue
        # What is not in mine was made on that way only.
        mine[name] = (
            entry
            if known is None
            else _join_entries(analysis, known, entry, address_parts.meeting("merge", name))
        )


def _merge_variables(analysis: Analysis, other: State) -> None:
    mine, theirs = analysis.state.variables, other.variables
    analysis.state.share_paths(other)
    put = list(_put_on_one(analysis, mine, theirs))
    for name in [name for name, value in mine.items() if theirs.get(name) is not value]:
        one, two = mine[name], theirs.get(name)
        if two is None:
            if not access_paths.is_name(name):
                del mine[name]
        else:
            joined = either(analysis, one, two, address_parts.meeting("join", name))
            if joined is not None:
                mine[name] = joined
    for name in theirs.keys() - mine.keys():
        if access_paths.is_name(name):
            mine[name] = theirs[name]
    for name, value in put:
        analysis.state.keep(name, value)


def _put_on_one(
    analysis: Analysis, mine: Mapping[AccessPath, Type], theirs: Mapping[AccessPath, Type]
) -> Iterator[tuple[AccessPath, Type]]:
    """Yield what one way puts under a key, where the other has found something there that nobody knows.

    ``if pk not in rows: rows[pk] = await load(pk)``: what the row lacks, is lacking on that way.
    """
    for path in sorted(analysis.state.items_by_name()):
        one, other = mine.get(path), theirs.get(path)
        if (one is None) is (other is None):
            continue
        found = _filled_on_one(analysis, one, other, address_parts.meeting("join", path))
        if found is not None:
            yield path, found


def either(
    analysis: Analysis, one: Type | None, other: Type | None, node: nodes.Context | Address
) -> Type | None:
    """Join what two ways bring; of a row beside what nobody knows, what it lacks is lacking on its way.

    ``book = await cache.aget(key)``, and where that is None, ``book = await Book.objects.aget()``.
    """
    ways = analysis.sides or (analysis.state.heap, analysis.state.heap)
    found: Type | None = None
    if one is not None and other is not None and _is_unknown(one) is not _is_unknown(other):
        known, side = (other, ways[1]) if _is_unknown(one) else (one, ways[0])
        row = get_proper_type(known)
        found = _retagged(analysis, row, side, node) if isinstance(row, Instance) else None
    return found or join(analysis, one, other, node)


def _is_unknown(value: Type) -> bool:
    """Tell a value of which nothing is known but, perhaps, that it may be ``None``."""
    members = instances.items(value)
    return any(isinstance(member, AnyType) for member in members) and all(
        isinstance(member, (AnyType, NoneType)) for member in members
    )


def _retagged(
    analysis: Analysis, known: Instance, side: Mapping[Address, Entry], node: nodes.Context | Address
) -> Type | None:
    """Return the value with rows of which nothing is proven but what they lack."""
    tagged = instances.tagged_instances(known)
    rows = {address: side.get(address) for item in tagged if (address := addresses.address_of(item))}
    if not rows:
        return None
    renamed: dict[Address, Address] = {}
    for address, row in rows.items():
        if not isinstance(row, heap.Row):
            return None
        joined = heap.join_entries(row, heap.unknown_row(row.model), side)
        renamed[address] = analysis.allocate(_below(node, address), joined, role="?")
    return instances.retag(known, renamed)


def _model_of(entry: Entry) -> str:
    return entry.model if isinstance(entry, (heap.Row, heap.QuerySet)) else ""
