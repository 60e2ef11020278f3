"""What a class puts into its attributes: the join over all that its methods, and those of its bases, assign.

It is asked for what is known of no object: ``self.book`` in a method that another one has loaded it for.
"""

from __future__ import annotations

from dataclasses import field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, cast

from mypy import nodes
from mypy.expandtype import expand_type_by_instance
from mypy.maptype import map_instance_to_supertype
from mypy.types import Instance, LiteralType, NoneType, TupleType, Type, TypeType, get_proper_type

from aobjects_mypy.analysis import joins, reachability, texts
from aobjects_mypy.analysis.callees import Question
from aobjects_mypy.domain import address_parts, heap
from aobjects_mypy.domain.load_state import Status
from aobjects_mypy.interpreter import called, factories, known_calls, own_objects
from aobjects_mypy.interpreter.found_out import take
from aobjects_mypy.orm import relations
from aobjects_mypy.syntax import definitions, expressions
from aobjects_mypy.types import addresses, declared, instances
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mypy.types import ProperType

    from aobjects_mypy.analysis.sinks import CallSite
    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.domain.heap import Entry
    from aobjects_mypy.domain.load_state import LoadState
    from aobjects_mypy.interpreter.interpreter import Interpreter

_STEPS: Final = 1_000
"""How many steps the methods of a class may cost for one of its attributes; then that is not known."""

_NUMBERS: Final = frozenset({"bool", "int", "float", "datetime", "timedelta"})
_NOTHING: Final[Mapping[Any, Any]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Put:
    """What an attribute holds, with the objects of the heap that it names."""

    value: Type | None = None
    objects: Mapping[Address, Entry] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Left:
    """What an object holds when one of its methods has run."""

    fields: Mapping[str, Type]
    objects: Mapping[Address, Entry]
    raises: bool
    """The method runs a query itself, on the event loop."""


def read(
    interpreter: Interpreter, instance: Instance, expr: nodes.MemberExpr, result: Type | None
) -> Type | None:
    """Read an attribute of an object that is not known to hold anything under this name."""
    if interpreter.sink.is_summary:
        return result
    if not own_objects.is_of_project(instance.type):
        return _of_row(interpreter, instance, expr.name) or result
    if definitions.method_of(instance.type, expr.name) is not None:
        return result
    entry = interpreter.entry(instance)
    is_whole = isinstance(entry, heap.Record) and entry.is_whole
    value = _take(
        interpreter, _put(interpreter, instance, expr.name, is_whole=is_whole), instance.type.module_name
    )
    if value is None:
        return result
    value = _expanded(value, instance)
    if isinstance(entry, heap.Record) and not is_constant(value):
        interpreter.put(instance, entry.assigned(expr.name, value))
    if not interpreter.types.are_inferred or isinstance(get_proper_type(result or value), NoneType):
        # "book = None" in the class: mypy refuses the row that is assigned later, and goes on with None.
        return value
    return value if is_constant(value) else instances.overlay(result, value)


def of_class(interpreter: Interpreter, owner: ProperType, name: str) -> Type | None:
    """Return a constant that a class of the project has: ``Base.related``."""
    made = declared.instance_of_class(owner)
    if interpreter.sink.is_summary or not isinstance(made, Instance):
        return None
    if not own_objects.is_of_project(made.type):
        return None
    value = _put(interpreter, made, name, is_whole=True).value
    return value if value is not None and is_constant(value) else None


def _of_row(interpreter: Interpreter, instance: Instance, name: str) -> Type | None:
    """Return a constant that the class of a row has: what methods put on single rows is not asked."""
    if not relations.is_row(instance):
        return None
    value = _put(interpreter, instance, name, is_whole=True).value
    return value if value is not None and is_constant(value) else None


def _expanded(value: Type, instance: Instance) -> Type:
    """Return the value with what the type variables stand for: ``type[Book]``, not ``type[M]``."""
    for base in instance.type.mro:
        if base.defn.type_vars and base.module_name != "builtins":
            value = expand_type_by_instance(value, map_instance_to_supertype(instance, base))
    return value


def is_constant(value: Type) -> bool:
    """Tell what the type alone says: a literal, a class, a tuple or a list of them."""
    return all(
        item.last_known_value is not None or texts.is_listing(item)
        if isinstance(item, Instance)
        else isinstance(item, (LiteralType, NoneType, TypeType))
        or (isinstance(item, TupleType) and all(map(is_constant, item.items)))
        for item in instances.items(value)
    )


def _take(interpreter: Interpreter, put: Put, home: str) -> Type | None:
    """Put what an attribute holds into the heap; ``home`` is the module whose lines are named in it."""
    objects = put.objects
    if not interpreter.is_judged_in(home):
        objects = {name: _unnamed(entry) for name, entry in objects.items()}
    take(interpreter, objects)
    return put.value


def _unnamed(entry: Entry) -> Entry:
    if isinstance(entry, heap.QuerySet):
        own = entry.query.seen_from_elsewhere() if entry.query is not None else None
        return replace(entry, state=_seen_from_elsewhere(entry.state), query=own)
    return replace(entry, state=_seen_from_elsewhere(entry.state)) if isinstance(entry, heap.Row) else entry


def _seen_from_elsewhere(state: LoadState) -> LoadState:
    return state.at_query(state.query.seen_from_elsewhere()) if state.query is not None else state


def _put(interpreter: Interpreter, instance: Instance, name: str, *, is_whole: bool) -> Put:
    """Find out once for all functions what an attribute holds."""
    plain = instances.without_objects(instance)

    def find() -> Put:
        nobody = _nobody(interpreter, plain.type)
        found = _of_class_body(nobody, plain, name)
        return found if is_whole else _of_methods(nobody, plain, name, found)

    return interpreter.callees.once((plain, name, is_whole), find, Put(), Question.ATTRIBUTE)


def _nobody(interpreter: Interpreter, info: nodes.TypeInfo) -> Interpreter:
    """Return the interpreter of no function, in whose place all methods of a class can be run."""
    function = nodes.FuncDef("", [], nodes.Block([]))
    function.info = info
    return called.alone(interpreter, function, info.module_name, known_calls.MOST_STEPS - _STEPS)


def _of_class_body(interpreter: Interpreter, instance: Instance, name: str) -> Put:
    """Return what the body of the class, or of the first of its bases that has the name, assigns."""
    function = interpreter.callees.class_value(instance.type, name)
    if function is None:
        return Put()
    body = called.apart(interpreter, function, function.fullname)
    with body.off_loop():
        body.execute_body(function)
    value = called.leave(body)
    interpreter.found_out.class_steps += body.steps
    return Put(value, reachability.from_value(value, body.state.heap)) if not body.gave_up else Put()


def _of_methods(nobody: Interpreter, instance: Instance, name: str, first: Put) -> Put:
    """Join what the methods assign to what the body of the class does."""
    found, objects, count = first.value, first.objects, 0
    writers = list(_writers(nobody, instance.type, name))
    given = _given_by_factories(nobody, instance, name)
    if not writers and given.value is None:
        # A constant of the class is what its methods find.
        return first
    symbol = instance.type.get(name)
    if symbol is not None and _is_number(symbol.type):
        return Put()
    if not _says_something(found):
        # "book = None": methods put something else there.
        found = None
    for function, is_assigned in writers:
        if is_assigned:
            left = _left_by(nobody, instance, function)
        else:
            seed = _emptied(instance, name, found)
            if seed is None:
                continue
            left = _run(nobody, instance, function, seed, objects)
        if left is None:
            return Put()
        held = left.fields.get(name)
        if held is not None:
            count += 1
            nobody.state.heap = {**objects, **left.objects}
            found = joins.join(
                nobody, found, held, address_parts.meeting("put", f"{instance.type.fullname}.{name}")
            )
            objects = reachability.from_value(found, nobody.state.heap)
    if given.value is not None:
        count += not writers
        if instances.is_any(found):
            # What is not annotated is at least what these give, or an object of which nothing is known.
            found, given = None, Put(given.value, _or_unknown(given.objects))
        nobody.state.heap = {**objects, **given.objects}
        found = joins.join(
            nobody, found, given.value, address_parts.meeting("made", f"{instance.type.fullname}.{name}")
        )
        objects = reachability.from_value(found, nobody.state.heap)
    if found is None or not _says_something(found):
        return Put()
    # Who asks may come before what another method puts into a dict, or after it.
    return _weakened(nobody, instance, name, Put(found, heap.opened(objects)), is_sole=count <= 1)


def _given_by_factories(nobody: Interpreter, instance: Instance, name: str) -> Put:
    """Return what the class methods that make an object put there; what only one of them loads is open."""
    put, count = Put(), 0
    for record, left in factories.made(
        nobody,
        instance,
        lambda function: called.apart(nobody, function, f"{instance.type.fullname}:{function.fullname}"),
    ):
        held = record.fields.get(name)
        if held is None or not instances.tagged_instances(held):
            continue
        count += 1
        nobody.state.heap = {**put.objects, **left}
        value = joins.join(
            nobody, put.value, held, address_parts.meeting("factory", f"{instance.type.fullname}.{name}")
        )
        put = Put(value, reachability.from_value(value, nobody.state.heap))
    objects = {
        address: replace(entry, state=entry.state.forgiven(()))
        if isinstance(entry, heap.Row) and count > 1
        else entry
        for address, entry in put.objects.items()
    }
    return Put(put.value, objects)


def _or_unknown(objects: Mapping[Address, Entry]) -> Mapping[Address, Entry]:
    rows = {address: row for address, row in objects.items() if isinstance(row, heap.Row)}
    joined = {address: heap.join_entries(row, heap.unknown_row(row.model)) for address, row in rows.items()}
    return {**objects, **joined}


def _is_number(declared: Type | None) -> bool:
    """Tell what is declared to say nothing, see ``_says_something``: flags, numbers, points in time."""
    items = instances.items(declared)
    return bool(items) and all(
        isinstance(item, NoneType)
        or (
            isinstance(item, Instance)
            and item.type.name in _NUMBERS
            and expressions.is_standard(item.type.module_name)
        )
        for item in items
    )


def _left_by(nobody: Interpreter, instance: Instance, function: nodes.FuncDef) -> _Left | None:
    """Run once, for all attributes that it assigns, a method of an object of which nothing is known."""

    def find() -> _Left | None:
        return _run(_nobody(nobody, instance.type), instance, function)

    return nobody.callees.once((instance, function.fullname, function.line), find, None, Question.PART)


def _says_something(value: Type | None) -> bool:
    """Tell a value that is more than a constant, which may be another one at any time."""
    for item in instances.items(value):
        if isinstance(item, Instance):
            if item.type.module_name != "builtins" or instances.tagged_instances(item):
                return True
            if item.last_known_value is not None and isinstance(item.last_known_value.value, str):
                return True
        elif not isinstance(item, (NoneType, LiteralType)):
            return True
    return False


def _emptied(instance: Instance, name: str, found: Type | None) -> dict[str, Type] | None:
    """Return the container that a method fills, as it was when it was made: empty."""
    symbol = instance.type.get(name)
    declared = found if found is not None else symbol.type if symbol is not None else None
    for item in instances.instances(declared):
        if item.args:
            return {name: addresses.with_address(item, address_parts.EMPTY)}
    return None


def _run(
    nobody: Interpreter,
    instance: Instance,
    function: nodes.FuncDef,
    fields: Mapping[str, Type] = _NOTHING,
    objects: Mapping[Address, Entry] = _NOTHING,
) -> _Left | None:
    """Run a method on an object that holds these fields."""
    body = called.apart(nobody, function, f"{instance.type.fullname}:{function.fullname}")
    body.state.heap.update(objects)
    address = body.allocate(address_parts.sole("self"), heap.Record(dict(fields)))
    given: dict[int, Type | None] = dict.fromkeys(range(len(function.arguments)))
    given[0] = addresses.with_address(instance, address)
    called.bind(body, function, given)
    body.execute_body(function)
    nobody.found_out.class_steps += body.steps
    if body.gave_up or nobody.found_out.class_steps > _STEPS:
        return None
    called.leave(body)
    record = body.state.heap.get(address)
    left = record.fields if isinstance(record, heap.Record) else {}
    sink = cast("CallSite", body.sink)
    raises = any(not finding.is_unproven for finding in sink.findings.values())
    return _Left(left, body.state.heap, raises=raises)


def _methods(interpreter: Interpreter, info: nodes.TypeInfo) -> Sequence[nodes.FuncDef]:
    known = interpreter.found_out.methods.get(info)
    if known is None:
        known = tuple(own_objects.methods(interpreter, info, of_class=False))
        interpreter.found_out.methods[info] = known
    return known


def _writers(
    interpreter: Interpreter, info: nodes.TypeInfo, name: str
) -> Iterator[tuple[nodes.FuncDef, bool]]:
    """Yield the methods that assign the attribute, then those that fill the container it holds."""
    filling = []
    for function in _methods(interpreter, info):
        if name in interpreter.callees.assigned_attributes(function):
            yield function, True
        elif name in interpreter.callees.filled_attributes(function):
            filling.append(function)
    yield from ((function, False) for function in filling)


def _weakened(nobody: Interpreter, instance: Instance, name: str, put: Put, *, is_sole: bool) -> Put:
    """Leave open what is loaded by one method and not by another, or by a method that completes the rows."""
    rows = _rows(put)
    if not rows or put.value is None:
        return put
    objects = dict(put.objects)
    if not is_sole:
        for address, row in rows.items():
            objects[address] = replace(row, state=row.state.forgiven(()))
    for function in _methods(nobody, instance.type):
        if name in nobody.callees.assigned_attributes(function):
            continue
        left = _run(nobody, instance, function, {name: put.value}, objects)
        if left is None:
            return Put(put.value, {**objects, **{key: _opened(row) for key, row in rows.items()}})
        if not left.raises:
            for address in rows:
                before = objects[address]
                if isinstance(before, heap.Row):
                    objects[address] = _completed(before, left.objects.get(address))
    return Put(put.value, objects)


def _rows(put: Put) -> dict[Address, heap.Row]:
    return {address: entry for address, entry in put.objects.items() if isinstance(entry, heap.Row)}


def _opened(row: heap.Row) -> heap.Row:
    return replace(row, state=row.state.unproved())


def _completed(before: heap.Row, after: Entry | None) -> heap.Row:
    """Leave open what a row has when a method has run that raises nothing, and was proven to lack before."""
    if not isinstance(after, heap.Row) or (before.state.known and not after.state.known):
        return _opened(before)
    if before.state.deferred - after.state.deferred:
        return _opened(before)
    state = before.state
    for name in after.links.keys() | after.state.relations.keys() | after.state.managers.keys():
        is_there = name in before.links or name in before.state.managers
        if not is_there and before.state.relation_status(name) is Status.MISSING:
            state = state.perhaps_with(name)
    return replace(before, state=state)
