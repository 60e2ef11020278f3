"""What the judging of one function has found out about the program, for all bodies that are run for it."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, TypeVar

from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mypy import nodes
    from mypy.types import Type

    from aobjects_mypy.domain import heap
    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.interpreter.class_attributes import Put
    from aobjects_mypy.interpreter.handed_over import Awaited
    from aobjects_mypy.interpreter.interpreter import Interpreter
    from aobjects_mypy.interpreter.module_memos import Sought
    from aobjects_mypy.interpreter.registrations import Registered
    from aobjects_mypy.syntax.places import Place


_Key = TypeVar("_Key")
_Found = TypeVar("_Found")


@dataclass(slots=True)
class FoundOut:
    """Each is computed when it is first asked for."""

    called_steps: int = 0
    """The work that the bodies it calls have cost so far."""
    class_steps: int = 0
    """The work that the methods of a class have cost so far, which are run for one of its attributes."""
    decorated: dict[nodes.Decorator, tuple[heap.Functions | None, dict[Address, heap.Entry]]] = field(
        default_factory=dict
    )
    """What stands in place of decorated functions, and the objects that it needs."""
    on_requests: dict[str, Put] | None = None
    """What the middleware in the settings has put on requests."""
    awaited: Awaited | None = None
    """The view whose call is waited for, while its decorators are run."""
    module_values: dict[nodes.Var, tuple[Type | None, dict[Address, heap.Entry]]] = field(
        default_factory=dict
    )
    """What names of modules hold."""
    sought: Sought | None = None
    """The container of a module that is watched while what is put into it is found out."""
    implementations: dict[nodes.TypeInfo, Sequence[nodes.TypeInfo]] = field(default_factory=dict)
    """The only classes behind protocols and abstract classes."""
    methods: dict[nodes.TypeInfo, Sequence[nodes.FuncDef]] = field(default_factory=dict)
    """The methods of classes, with their bodies."""
    assigned: dict[nodes.FuncItem, dict[str, list[nodes.Expression]]] = field(default_factory=dict)
    """What functions assign to their names."""
    looked_at: set[nodes.Expression] = field(default_factory=set)
    """The lookups of caches that are being looked at."""
    cuts: int = 0
    """How often a body was not run because that led too far."""
    looking: int = 0
    """How many names are being looked into: meanwhile, they are nothing."""
    registered: dict[nodes.Var, Sequence[Registered]] = field(default_factory=dict)
    """What modules put into containers and objects of modules when they are imported."""
    module_objects: dict[Address, nodes.Var] = field(default_factory=dict)
    """The names of modules that stand for these objects."""
    places: dict[tuple[nodes.FuncItem, str, int], Place | None] = field(default_factory=dict)
    """The places in containers that names of functions stand for."""
    names_inside: dict[nodes.FuncItem, frozenset[str]] = field(default_factory=dict)
    """The names that nested functions mention."""


def take(interpreter: Interpreter, objects: heap.Heap) -> None:
    """Put objects into the heap that were found out for all functions."""
    for watched in interpreter.watched:
        watched.take(objects)
    for address, entry in objects.items():
        interpreter.state.heap.setdefault(address, entry)


def recall(
    interpreter: Interpreter,
    known: dict[_Key, tuple[_Found | None, dict[Address, heap.Entry]]],
    key: _Key,
    find: Callable[[], tuple[_Found | None, dict[Address, heap.Entry]]],
) -> _Found | None:
    """Return what was found, which is nothing while it is looked for, and put its objects into the heap."""
    if key not in known:
        known[key] = None, {}
        interpreter.found_out.looking += 1
        known[key] = find()
        interpreter.found_out.looking -= 1
    found, objects = known[key]
    take(interpreter, objects)
    return found
