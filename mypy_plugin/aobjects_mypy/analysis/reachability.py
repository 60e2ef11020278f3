"""Which objects of the heap a value leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from mypy.types import Type

from aobjects_mypy.domain import address_parts
from aobjects_mypy.domain.address_parts import Address
from aobjects_mypy.domain.load_state import LoadState
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aobjects_mypy.domain.heap import Entry, Heap


def from_value(value: Type | None, heap: Heap) -> dict[Address, Entry]:
    """Return the objects that the value names, those that these name, and so on."""
    return from_values([value], heap)


def from_values(values: Iterable[object], heap: Heap) -> dict[Address, Entry]:
    """Return the objects that values, or addresses, lead to, and the rows of the querysets among them."""
    found: dict[Address, Entry] = {}
    pending = list(values)
    while pending:
        part = pending.pop()
        if isinstance(part, str):
            # Of the texts that an entry has, some are addresses.
            address = Address(part)
            if address in heap and address not in found:
                found[address] = heap[address]
                pending += [heap[address], address_parts.rows(address)]
        elif isinstance(part, Type):
            pending += [addresses.address_of(item) for item in instances.tagged_instances(part)]
        elif isinstance(part, Mapping):
            pending += part.values()
        elif isinstance(part, tuple):
            pending += part
        elif is_dataclass(part) and not isinstance(part, LoadState):
            # A load state has names of fields, and no objects.
            pending += [getattr(part, field.name) for field in fields(part)]
    return found
