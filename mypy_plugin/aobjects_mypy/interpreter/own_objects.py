"""Objects of the project's own classes: they remember what is assigned to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes
from mypy.types import Instance, TupleType, Type, get_proper_type
from mypy.typevars import fill_typevars

from aobjects_mypy import names
from aobjects_mypy.analysis import joins
from aobjects_mypy.domain import access_paths, address_parts, heap
from aobjects_mypy.rules import registry
from aobjects_mypy.syntax import definitions, expressions, named_tuples
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set

    from aobjects_mypy.domain.access_paths import AccessPath
    from aobjects_mypy.interpreter.interpreter import Interpreter


def is_of_project(info: nodes.TypeInfo) -> bool:
    """Tell a class whose objects are what its own methods make of them: no model, no queryset, no stream."""
    return is_class_of_project(info) and not info.is_protocol


def is_class_of_project(info: nodes.TypeInfo) -> bool:
    """Tell such a class, or a protocol, which has no objects of its own."""
    return (
        registry.is_plain(info)
        and not info.module_name.startswith(names.NEVER_SUMMARIZED)
        and not expressions.is_standard(info.module_name)
    )


def may_hold(info: nodes.TypeInfo) -> bool:
    """Tell a class whose objects are worth to be told apart: it assigns attributes, or says which it has."""
    return (
        is_of_project(info)
        and not info.is_enum
        and any(
            isinstance(symbol.node, nodes.Var)
            for base in info.mro
            if not expressions.is_standard(base.module_name)
            for symbol in base.names.values()
        )
    )


def methods(interpreter: Interpreter, info: nodes.TypeInfo, *, of_class: bool) -> Iterator[nodes.FuncDef]:
    """Yield the bodies of the class methods, or of those of objects, but for those that are overridden."""
    seen: set[str] = set()
    for base in info.mro:
        if base.fullname == names.OBJECT or expressions.is_standard(base.module_name):
            continue
        for name, symbol in base.names.items():
            if name in seen:
                continue
            seen.add(name)
            function = definitions.function_of(symbol.node)
            if function is None or function.is_static or function.is_class is not of_class:
                continue
            body = interpreter.callees.body(symbol.node)
            if body is not None and body.arguments and not (body.is_generator or body.is_async_generator):
                yield body


def myself(
    interpreter: Interpreter,
    function: nodes.FuncDef,
    value: Type | None,
    owner: nodes.TypeInfo | None = None,
) -> Type | None:
    """Return what the first parameter of a method is: an object that remembers what is assigned to it.

    In a method that a model has of another base, a row of which nothing is known.
    """
    if owner is not None and owner.has_base(names.MODEL):
        row = heap.unknown_row(owner.fullname)
        return addresses.with_address(
            Instance(owner, []), interpreter.allocate(address_parts.of_self(owner.fullname), row)
        )
    if value is None and not function.is_class:
        own = fill_typevars(owner if owner is not None else function.info)
        value = own if isinstance(own, Instance) else own.partial_fallback
    proper = get_proper_type(value) if value is not None else None
    if (
        not isinstance(proper, Instance)
        or addresses.address_of(proper) is not None
        or not is_of_project(proper.type)
    ):
        return value
    return addresses.with_address(
        proper, interpreter.allocate(address_parts.of_self(proper.type.fullname), heap.Record({}))
    )


def of_tuples(interpreter: Interpreter, value: Type | None, place: nodes.Context) -> Iterator[Instance]:
    """Yield the named tuples among the members of ``value`` as objects with their items as attributes."""
    for item in instances.items(value):
        info = item.partial_fallback.type if isinstance(item, TupleType) else None
        if not isinstance(item, TupleType) or info is None or not is_of_project(info):
            continue
        fields = dict(zip(named_tuples.fields(item), item.items, strict=False))
        address = interpreter.allocate(
            place, heap.Record(fields, is_whole=True), role=f"=tuple {info.fullname}"
        )
        yield addresses.with_address(item.partial_fallback, address)


def keep(interpreter: Interpreter, path: AccessPath, value: Type) -> None:
    """Let the object that an access path leads to hold what the path now stands for."""
    owner, name = access_paths.split(path)
    holder = interpreter.state.variables.get(owner) if owner and not access_paths.has_items(path) else None
    for instance in instances.instances(holder):
        entry = interpreter.entry(instance)
        if isinstance(entry, heap.Record):
            interpreter.put(instance, entry.assigned(name, value))


def filled(
    interpreter: Interpreter, shape: Type | None, values: Iterable[Type | None], place: nodes.Context
) -> Type | None:
    """Return a list, whose items are declared as a base of theirs, with the objects that it was made of.

    Functions too, where mypy sees ``Any`` or ``partial[str]``: ``[partial(book.label), book.save]``; and
    where somebody gets the list who wants any, objects of the project: ``Broker([Admin()])``.
    """
    container = get_proper_type(shape) if shape is not None else None
    if not isinstance(container, Instance) or not container.args:
        return shape
    declared = get_proper_type(container.args[-1])
    known_as = declared.type if isinstance(declared, Instance) else None
    found: Type | None = None
    for value in values:
        proper = get_proper_type(value) if value is not None else None
        if not isinstance(proper, Instance) or not _is_told(interpreter, proper, known_as):
            return shape
        found = joins.join(interpreter, found, proper, place)
    if found is None or any(item.type is known_as for item in instances.instances(found)):
        return shape
    return container.copy_modified(args=[*container.args[:-1], found])


def _is_told(interpreter: Interpreter, item: Instance, known_as: nodes.TypeInfo | None) -> bool:
    """Tell an item of a list of which more is known than its type says."""
    entry = interpreter.entry(item)
    is_record = isinstance(entry, heap.Record) and (known_as is not None or is_of_project(item.type))
    return is_record or isinstance(entry, heap.Functions)


def lacks(interpreter: Interpreter, instance: Instance, name: str) -> bool:
    """Tell an object that was made in sight, and neither has the attribute nor answers for it."""
    entry = interpreter.entry(instance)
    return (
        isinstance(entry, heap.Record)
        and entry.is_whole
        and name not in entry.fields
        and is_of_project(instance.type)
        and not instance.type.fallback_to_any
        and not any(instance.type.get(asked) is not None for asked in (name, "__getattr__"))
    )


def take_up(interpreter: Interpreter) -> None:
    """Let access paths say what the objects hold now: a body that was called has changed them."""
    state = interpreter.state
    for path, known in list(state.variables.items()):
        owner, name = access_paths.split(path)
        value = state.variables.get(owner) if owner else None
        proper = get_proper_type(value) if value is not None else None
        entry = interpreter.entry(proper) if isinstance(proper, Instance) else None
        if isinstance(entry, heap.Record) and name in entry.fields and entry.fields[name] is not known:
            state.variables[path] = entry.fields[name]
            state.forget_below(path)


def forget(interpreter: Interpreter, receiver: Instance | None, assigned: Set[str]) -> None:
    """Forget what a method that was not seen to run may have assigned."""
    entry = interpreter.entry(receiver) if receiver is not None else None
    if receiver is not None and isinstance(entry, heap.Record):
        fields = {name: value for name, value in entry.fields.items() if name not in assigned}
        interpreter.put(receiver, heap.Record(fields))
