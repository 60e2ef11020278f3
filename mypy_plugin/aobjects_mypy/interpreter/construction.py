"""What ``Class(...)`` makes: an object that holds what its constructor puts there, generated or not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mypy import nodes
from mypy.types import AnyType, Instance, TupleType, TypedDictType, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.analysis.rule import UNANSWERED
from aobjects_mypy.calls import applying
from aobjects_mypy.domain import address_parts, heap
from aobjects_mypy.interpreter import (
    class_registries,
    implementations,
    keyed_classes,
    known_keys,
    own_containers,
    own_objects,
    reading,
    standard,
)
from aobjects_mypy.orm import containers, relations
from aobjects_mypy.rules import registry
from aobjects_mypy.syntax import definitions, expressions, named_tuples
from aobjects_mypy.types import addresses, declared, instances

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy.types import Type

    from aobjects_mypy.interpreter.interpreter import Interpreter
    from aobjects_mypy.syntax.call import Call

_EMPTY_CONTAINERS = frozenset({names.LIST, names.DICT, names.SET, "collections.deque"})


def construct(interpreter: Interpreter, fullname: str, call: Call, held: Type | None = None) -> Type | None:
    """Make an object of the class that is called, which is ``held`` where that is known."""
    members = instances.items(call.result)
    are_several = are_classes(held)
    in_sight = class_registries.called(interpreter, call.callee) if not _is_named(call.callee) else ()
    if in_sight:
        made = [Instance(info, []) for info in in_sight]
        return _construct_any(interpreter, made, replace(call, callee=call.node))
    if len(members) > 1 and (are_several or are_classes(interpreter.type_of(call.callee))):
        return _construct_any(interpreter, members, call)
    for instance in instances.instances(call.result):
        behind = implementations.of(interpreter, instance.type) if not _is_named(call.callee) else ()
        behind = keyed_classes.under(interpreter, call.callee, behind) if behind else behind
        if behind:
            return _construct_any(interpreter, [Instance(info, []) for info in behind], call)
        fresh = own_object(interpreter, instance, call)
        if fresh is not None:
            return instances.overlay(call.result, fresh)
        rule = registry.of_class(instance.type)
        answer = rule.construct(interpreter, instance, call) if rule is not registry.OBJECT else UNANSWERED
        if answer is not UNANSWERED:
            return answer
        # The class that a name holds is not what the name says.
        name = fullname if fullname and not reading.is_class(held) else instance.type.fullname
        if expressions.is_standard(name):
            return emptied(interpreter, standard.call(interpreter, name, call), call)
    carried = containers.carry_arguments(interpreter, call)
    proper = get_proper_type(carried) if carried is not None else None
    if isinstance(proper, TupleType):
        return named_tuples.construct(proper, call)
    if isinstance(proper, TypedDictType):
        given = {name: argument.value for name, argument in call.keywords.items()}
        return instances.with_keys(proper, given)
    if isinstance(proper, Instance):
        answer = registry.OBJECT.construct(interpreter, proper, call)
        return carried if answer is UNANSWERED else answer
    return carried


def _construct_any(interpreter: Interpreter, classes: Sequence[Type], call: Call) -> Type:
    """Make an object of each class: it may be any of them."""
    several: list[Type] = []
    for position, member in enumerate(classes):
        with interpreter.site(f"#{position}"):
            several.append(construct(interpreter, "", replace(call, result=member)) or member)
    return instances.union(several)


def is_of_registry(interpreter: Interpreter, call: Call) -> bool:
    """Tell a class of which mypy knows that it is one: ``for kind in kinds.values(): kind()``."""
    known = instances.first(interpreter.type_of(call.callee))
    is_type = known is not None and known.type.fullname == names.TYPE
    return is_type and bool(class_registries.called(interpreter, call.callee))


def _is_named(callee: nodes.Expression) -> bool:
    """Tell ``Plugin()`` from ``plugins[name]()``: what is called by its name is no other."""
    return isinstance(callee, nodes.RefExpr) and isinstance(callee.node, nodes.TypeInfo)


def emptied(interpreter: Interpreter, made: Type | None, call: Call) -> Type | None:
    """Return the container that is made of nothing: ``deque()``, ``asyncio.Queue(maxsize=3)``."""
    first = instances.first(made)
    if first is not None and first.type.fullname == names.DEFAULTDICT and len(call.arguments) == 1:
        return _with_factory(interpreter, first, call)
    if first is not None and first.type.fullname == names.DICT and call.arguments:
        return known_keys.with_items(interpreter, made, known_keys.of_call(interpreter, call), call.node)
    is_sized = first is not None and first.type.name.endswith("Queue")
    if first is None or not first.args or (call.positional and not is_sized):
        return made
    return addresses.with_address(first, address_parts.EMPTY)


def _with_factory(interpreter: Interpreter, made: Instance, call: Call) -> Type:
    """Return ``defaultdict(list)``, an empty dict of lists; a function says what is made: ``lambda: []``."""
    factory = call.arguments[0].value
    held = declared.instance_of_class(get_proper_type(factory)) if factory is not None else None
    if isinstance(held, Instance) and containers.is_open(made.args[-1]):
        made = made.copy_modified(args=[*made.args[:-1], addresses.with_address(held, address_parts.EMPTY)])
    elif held is None:
        with interpreter.off_loop():
            asked = replace(call, callee=call.arguments[0].expr, arguments=(), result=None)
            is_known, value = interpreter.call_value(factory, asked)
        given = get_proper_type(value) if is_known and value is not None else None
        if isinstance(given, Instance) and given.args and instances.tagged_instances(given):
            made = made.copy_modified(args=[*made.args[:-1], given])
    return addresses.with_address(made, address_parts.EMPTY)


def are_classes(callee: Type | None) -> bool:
    """Tell one of several classes: ``(Short if short else Full)(book)``."""
    members = instances.items(callee)
    return len(members) > 1 and all(map(reading.is_class, members))


def own_object(interpreter: Interpreter, instance: Instance, call: Call) -> Instance | None:
    """Return the object that the call makes, where the body of its constructor is at hand."""
    if instance.type.fullname == names.SIMPLE_NAMESPACE:
        return _namespace(interpreter, instance, call)
    symbol = instance.type.get("__init__")
    if symbol is None or relations.is_row(instance) or interpreter.sink.is_summary:
        return None
    if instance.type.has_base(names.BASE_FORM):
        return _form(interpreter, instance, symbol.node, call)
    if isinstance(symbol.node, nodes.FuncDef) and symbol.node.info and not _is_made_here(symbol.node.info):
        return None
    is_own = own_objects.is_of_project(instance.type)
    fresh = addresses.with_address(
        instance, interpreter.allocate(call.node, heap.Record({}, is_whole=is_own), role="=record")
    )
    node = symbol.node
    definer = node.info if isinstance(node, nodes.FuncDef) else None
    if is_own and definer and definer.fullname == names.OBJECT:
        return fresh
    if definer is None or expressions.is_standard(definer.module_name):
        return own_containers.make(interpreter, instance, call)
    if is_own and isinstance(node, nodes.FuncDef) and _is_generated(node):
        _fill(interpreter, fresh, node, call)
        return fresh
    outcome = applying.outcome(interpreter, node, call, fresh, call.node, instance.type.name)
    return fresh if outcome.is_exact else None


def _namespace(interpreter: Interpreter, instance: Instance, call: Call) -> Instance:
    """Return ``SimpleNamespace(book=book)``: each keyword is an attribute."""
    given = known_keys.of_call(interpreter, call)
    record = heap.Record(given.items if given is not None else {})
    return addresses.with_address(instance, interpreter.allocate(call.node, record, role="=record"))


def _form(
    interpreter: Interpreter, instance: Instance, node: nodes.Node | None, call: Call
) -> Instance | None:
    """Return a form whose own constructor has run, and has told Django's what it was given."""
    if not isinstance(node, nodes.FuncDef) or node.info.module_name.startswith("django."):
        return None
    rule = registry.of_class(instance.type)
    made = rule.construct(interpreter, instance, call.without_arguments())
    if not isinstance(made, Instance):
        return None
    outcome = applying.outcome(interpreter, node, call, made, call.node, instance.type.name)
    return made if outcome.is_exact else None


def _is_made_here(definer: nodes.TypeInfo) -> bool:
    """Tell a class whose constructor says what it makes; of one that has a rule, the rule does."""
    return registry.is_plain(definer) or definer.module_name.startswith(names.NEVER_SUMMARIZED)


def _is_generated(function: nodes.FuncDef) -> bool:
    symbol = function.info.names.get("__init__") if function.info else None
    return "dataclass" in function.info.metadata and symbol is not None and symbol.plugin_generated


def _fill(interpreter: Interpreter, fresh: Instance, function: nodes.FuncDef, call: Call) -> None:
    """Do what the constructor of a dataclass does."""
    given = {
        function.arg_names[position]: value
        for position, value in applying.values(interpreter, function, call, fresh, gathers=True).items()
        if position
    }
    fields: dict[str, Type] = {}
    attributes: list[dict[str, Any]] = function.info.metadata["dataclass"]["attributes"]
    for attribute in attributes:
        name = attribute["name"]
        value = given.get(name) if name in given else _default(interpreter, fresh, name)
        if value is not None and not attribute.get("is_init_var"):
            fields[name] = value
    address = interpreter.address_of(fresh)
    interpreter.state.heap[address] = heap.Record(fields, is_whole=True)
    symbol = fresh.type.get("__post_init__")
    if symbol is not None:
        applying.call(
            interpreter, symbol.node, replace(call, arguments=()), fresh, call.node, fresh.type.name
        )


def _default(interpreter: Interpreter, fresh: Instance, name: str) -> Type | None:
    """Return what a field is without an argument: its default, or what ``default_factory`` makes."""
    function = interpreter.callees.class_value(fresh.type, name)
    if function is None:
        return None
    declared = function.info.names[name].type
    expr = definitions.returned(function)
    if expr is None:
        return None
    body = interpreter.enter(function, definitions.module_of(function), function)
    body.state.heap = dict(interpreter.state.heap)
    value = _evaluated(body, expr, declared)
    interpreter.state.heap = body.state.heap
    if value is None or isinstance(get_proper_type(value), AnyType):
        return declared
    return value


def _evaluated(body: Interpreter, expr: nodes.Expression, declared: Type | None) -> Type | None:
    if not isinstance(expr, nodes.CallExpr) or expressions.fullname(expr.callee) != "dataclasses.field":
        return body.evaluate(expr)
    for name, argument in zip(expr.arg_names, expr.args, strict=True):
        if name == "default":
            return body.evaluate(argument)
        if name == "default_factory":
            if expressions.fullname(argument) in _EMPTY_CONTAINERS:
                return next(
                    (
                        addresses.with_address(item, address_parts.EMPTY)
                        for item in instances.instances(declared)
                    ),
                    None,
                )
            made = nodes.CallExpr(argument, [], [], [])
            made.set_line(expr)
            return body.evaluate(made)
    return None
