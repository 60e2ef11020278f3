"""What counts while the body of a called function runs, beside its arguments."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy import nodes

    from aobjects_mypy.domain import heap
    from aobjects_mypy.domain.address_parts import Address


@dataclass(slots=True)
class Run:
    """One call that is run, and what it has asked for that is not its own."""

    before: heap.Heap
    """The objects when it began."""
    functions: set[tuple[str, int]] = field(default_factory=set)
    """Those that are run for it: none of them may be running already."""
    deepest: int = 0
    """How long the chain of calls has become."""
    asks_caller: bool = False
    """It has asked for something that every caller may answer otherwise."""
    asks_judged: bool = False
    """It has asked for the module that is judged."""
    asks_condition: bool = False
    """It has asked whether the call stands behind a condition that was asked before."""
    homes: set[str] = field(default_factory=set)
    """The modules of which it has asked whether they are the one that is judged."""
    implementations: dict[nodes.TypeInfo, Sequence[nodes.TypeInfo]] = field(default_factory=dict)
    """The classes behind open ones, as far as the module that is judged knows them."""
    writes_columns: bool = False
    """What is known of columns that were compared with those is known no longer."""
    set_names: set[str] = field(default_factory=set)
    """Relations that were given to some object: any row that lacks one may be that object."""
    taken: dict[Address, heap.Entry] = field(default_factory=dict)
    """Objects that were found out for all functions, as they were put into the heap."""

    def take(self, objects: heap.Heap) -> None:
        """Take notice that these were put into the heap, or left there as the caller has them."""
        self.taken.update(objects)
        self.asks_caller |= any(
            self.before.get(address, entry) != entry for address, entry in objects.items()
        )

    def forget_objects(self) -> None:
        self.before = {}

    def add(self, other: Run) -> None:
        """Take notice of what counted in a call inside this one."""
        self.functions |= other.functions
        self.asks_caller |= other.asks_caller
        self.asks_judged |= other.asks_judged
        self.asks_condition |= other.asks_condition
        self.homes |= other.homes
        self.implementations |= other.implementations
        self.writes_columns |= other.writes_columns
        self.set_names |= other.set_names
        self.take(other.taken)
