"""The objects that values lead to, without their addresses: two calls that differ in these alone are one."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Set
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from mypy.types import (
    AnyType,
    CallableType,
    Instance,
    LiteralType,
    Overloaded,
    TupleType,
    Type,
    TypeAliasType,
    TypedDictType,
    TypeType,
    UnionType,
    get_proper_type,
)

from aobjects_mypy.domain import address_parts, heap
from aobjects_mypy.domain.django_caches import ContentType
from aobjects_mypy.domain.prefetch import Prefetch
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from collections.abc import Callable

    from aobjects_mypy.domain.access_paths import AccessPath
    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.domain.heap import Entry, Heap

_MOVABLE: Final = (
    heap.Unknown, heap.QuerySet, heap.Record, heap.LazyIterator, heap.Pager, heap.LazyValue, heap.Session,
    heap.LazyUser, heap.Named, ContentType, Prefetch, heap.FormSet,
)  # fmt: skip
"""Entries that name other objects by addresses and types alone, or none."""


class BoundError(Exception):
    """An object cannot stand in another's place: it knows the function that it was made in, say."""


class Shape:
    """What several values and the objects that they lead to are, whatever their addresses."""

    def __init__(self, objects: Heap) -> None:
        self._objects: Final = objects
        self.order: Final[list[Address]] = []
        """The addresses in the order in which they were found."""
        self._numbers: Final[dict[Address, int]] = {}

    def of(
        self, values: Mapping[int, Type | None], named: tuple[tuple[AccessPath, Type], ...] = ()
    ) -> object:
        """Return a key that equals that of other values just where these are of one shape."""
        given = tuple((position, self._type(value)) for position, value in sorted(values.items()))
        around = tuple((path, self._type(value)) for path, value in named)
        kept = tuple(
            (address, self._frozen(self._objects[address]))
            for address in sorted(self._objects)
            if address_parts.is_found_by_name(address)
        )
        entries: list[object] = []
        # The list grows while objects lead to others.
        for address in self.order:
            entries.append(self._frozen(self._objects.get(address)))
            rows = address_parts.rows(address)
            if rows in self._objects:
                self._number(rows)
        return given, around, kept, tuple(entries)

    def _number(self, address: Address) -> object:
        if address == address_parts.EMPTY or address_parts.is_found_by_name(address):
            return address
        if address not in self._numbers:
            self._numbers[address] = len(self.order)
            self.order.append(address)
        return self._numbers[address]

    def _type(self, typ: Type | None) -> object:
        if typ is None:
            return None
        if isinstance(typ, Instance):
            return self._instance(typ)
        if isinstance(typ, TypeAliasType) and typ.is_recursive:
            return typ
        proper = get_proper_type(typ)
        if isinstance(proper, Instance):
            return self._instance(proper)
        if isinstance(proper, AnyType):
            return AnyType
        if isinstance(proper, UnionType):
            return UnionType, tuple(map(self._type, proper.items))
        if isinstance(proper, TupleType):
            return TupleType, self._type(proper.partial_fallback), tuple(map(self._type, proper.items))
        if isinstance(proper, TypedDictType):
            items = tuple((name, self._type(item)) for name, item in proper.items.items())
            return TypedDictType, items, frozenset(proper.required_keys)
        if isinstance(proper, TypeType):
            return TypeType, self._type(proper.item)
        if isinstance(proper, CallableType):
            # mypy compares what two functions take and return, not which they are.
            return proper, proper.definition
        if isinstance(proper, Overloaded):
            return proper, tuple(item.definition for item in proper.items)
        return proper

    def _instance(self, typ: Instance) -> object:
        attrs = typ.extra_attrs
        if attrs is None and not typ.args and typ.last_known_value is None:
            return typ.type
        address = addresses.address_of(typ)
        literal = typ.last_known_value
        marks: object = None
        if attrs is not None:
            own = tuple((name, self._type(value)) for name, value in attrs.attrs.items())
            marks = own, addresses.other_marks(typ)
        return (
            typ.type,
            tuple(map(self._type, typ.args)),
            literal.value if isinstance(literal, LiteralType) else None,
            self._number(address) if address is not None else None,
            marks,
        )

    def _frozen(self, entry: Entry | None) -> object:
        if entry is None:
            return None
        check_movable(entry)
        return self._part(entry)

    def _part(self, value: object) -> object:
        if value is None or isinstance(value, (str, int, Enum)):
            return value
        if isinstance(value, Type):
            return self._type(value)
        if isinstance(value, heap.Row):
            links = tuple((name, self._number(other)) for name, other in sorted(value.links.items()))
            return (
                heap.Row,
                value.model,
                self._part(value.state),
                links,
                value.path,
                value.given,
                value.origin,
            )
        if isinstance(value, heap.QuerySet):
            related = tuple((name, self._number(other)) for name, other in sorted(value.related.items()))
            owner = self._number(value.owner) if value.owner is not None else None
            rest = replace(value, related={}, owner=None)
            return related, owner, self._fields(rest)
        if isinstance(value, heap.LazyIterator):
            return heap.LazyIterator, tuple(map(self._number, value.sources)), value.query
        if isinstance(value, heap.Pager):
            return heap.Pager, value.queries, self._number(value.rows) if value.rows is not None else None
        if isinstance(value, tuple):
            return tuple(map(self._part, value))
        if isinstance(value, Set):
            return frozenset(value)
        if is_dataclass(value):
            return self._fields(value)
        if isinstance(value, Mapping):
            return tuple((name, self._part(held)) for name, held in sorted(value.items(), key=_first_as_text))
        return value

    def _fields(self, value: object) -> object:
        kind: Any = type(value)
        return kind, *(self._part(getattr(value, name)) for name in _field_names(kind))


def _first_as_text(item: tuple[object, object]) -> str:
    return str(item[0])


@functools.cache
def _field_names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def check_movable(entry: Entry) -> None:
    """Raise ``BoundError`` where an entry is bound to its own place."""
    match entry:
        case heap.Row():
            # One that was compared knows columns of other rows by their addresses.
            is_bound = any(known.compared for known in entry.state.values.values())
        case heap.Functions():
            is_bound = any(member.scope is not None for member in entry.members)
        case heap.Generator():
            is_bound = entry.scope is not None
        case _:
            is_bound = not isinstance(entry, _MOVABLE)
    if is_bound:
        raise BoundError


def moved_entry(entry: Entry, address: Callable[[Address], Address], value: Callable[[Type], Type]) -> Entry:
    """Return an entry that can be moved with other addresses in it."""
    match entry:
        case heap.Row():
            return replace(entry, links=_moved(entry.links, address)) if entry.links else entry
        case heap.QuerySet():
            owner = address(entry.owner) if entry.owner is not None else None
            if entry.related or owner != entry.owner:
                return replace(entry, related=_moved(entry.related, address), owner=owner)
        case heap.Record():
            return replace(entry, fields={name: value(held) for name, held in entry.fields.items()})
        case heap.Functions():
            return heap.Functions(tuple(_moved_function(member, value) for member in entry.members))
        case heap.Generator():
            given = {position: _or_none(held, value) for position, held in entry.values.items()}
            return replace(entry, values=given, item=_or_none(entry.item, value))
        case heap.LazyIterator():
            return replace(entry, sources=tuple(map(address, entry.sources)))
        case heap.Pager():
            return replace(entry, rows=address(entry.rows)) if entry.rows is not None else entry
        case heap.LazyValue():
            return heap.LazyValue(value(entry.function), _or_none(entry.value, value))
    return entry


def _moved(links: Mapping[str, Address], address: Callable[[Address], Address]) -> dict[str, Address]:
    return {name: address(other) for name, other in links.items()}


def _moved_function(member: heap.Function, value: Callable[[Type], Type]) -> heap.Function:
    return replace(
        member,
        receiver=_or_none(member.receiver, value),
        positional=tuple(_or_none(held, value) for held in member.positional),
        keywords=tuple((name, _or_none(held, value)) for name, held in member.keywords),
    )


def _or_none(held: Type | None, value: Callable[[Type], Type]) -> Type | None:
    return value(held) if held is not None else None


def moved_type(typ: Type, moved: Mapping[Address, Address]) -> Type:
    """Return the type with other addresses in it."""
    tagged = instances.tagged_instances(typ)
    return instances.retag(typ, moved) if tagged else typ
