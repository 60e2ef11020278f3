"""What a name of a module holds: a function, an object, several of them, the names of attributes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import Instance

from aobjects_mypy import names
from aobjects_mypy.analysis import joins
from aobjects_mypy.domain import address_parts, heap
from aobjects_mypy.interpreter import (
    called,
    class_attributes,
    getters,
    module_memos,
    own_objects,
    reading,
    registrations,
)
from aobjects_mypy.interpreter.found_out import recall
from aobjects_mypy.syntax import class_facts, definitions, expressions, wrappers
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from mypy.types import Type

    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.interpreter.interpreter import Interpreter

_DISPLAYS: Final = (nodes.DictExpr, nodes.ListExpr, nodes.TupleExpr)


def of_variable(interpreter: Interpreter, variable: nodes.Var, shape: Type | None) -> Type | None:
    """Return the value of a name of a module, where it is a function, an object, a text, or holds some."""
    emptied = module_memos.now(interpreter, variable)
    if emptied is not None:
        return instances.overlay(shape, emptied)
    # Of a query there, the line is named in that module alone.
    interpreter.is_judged_in(definitions.module_of(variable))
    known = interpreter.found_out.module_values
    value = recall(interpreter, known, variable, lambda: _evaluate(interpreter, variable))
    if value is None or class_attributes.is_constant(value) or _holds_classes(value):
        return value
    return instances.overlay(shape, value)


def _holds_classes(value: Type) -> bool:
    """Tell a container of classes, which mypy knows to hold a ``type``."""
    containers = [item for item in instances.instances(value) if item.args]
    return any(all(map(reading.is_class, instances.items(item.args[-1]))) for item in containers)


def of_member(interpreter: Interpreter, expr: nodes.MemberExpr, shape: Type | None) -> Type | None:
    """Return the value of ``module.NAME``."""
    return of_variable(interpreter, expr.node, shape) if isinstance(expr.node, nodes.Var) else None


def _evaluate(interpreter: Interpreter, variable: nodes.Var) -> tuple[Type | None, dict[Address, heap.Entry]]:
    given = interpreter.callees.assigned(variable)
    is_memo = module_memos.begins_as_none(variable) if given is None else module_memos.begins_empty(given)
    if is_memo:
        kept, objects = module_memos.kept(interpreter, variable, given)
        return _with_registered(interpreter, variable, given, kept, objects)
    if given is None or not (_is_worth_it(given) or _is_of_model(interpreter, given)):
        return None, {}
    # The statement runs when the module is imported.
    module = nodes.FuncDef(variable.name, [], nodes.Block([]))
    module.set_line(given)
    body = called.apart(interpreter, module, f"/{variable.fullname}", definitions.module_of(variable))
    with body.off_loop():
        value = body.evaluate(given)
    held = instances.tagged_instances(value)
    if module_memos.is_changed(interpreter, variable):
        for item in held:
            _open(body, item)
    holds = any(_is_kept(item.type) or _is_telling(body, item) for item in held)
    rows = body.entry(value) if isinstance(value, Instance) else None
    if isinstance(value, Instance) and isinstance(rows, heap.QuerySet):
        # Whoever asks it adds to what it loads there.
        body.put(value, replace(rows, query=None, state=rows.state.at_query(None)))
        holds = True
    if not holds and (value is None or not class_attributes.is_constant(value)):
        return None, {}
    for item in held:
        _leave_open(body, item)
    _register(body, variable, value)
    return value, body.state.heap


def _with_registered(
    interpreter: Interpreter,
    variable: nodes.Var,
    given: nodes.Expression | None,
    kept: Type | None,
    objects: dict[Address, heap.Entry],
) -> tuple[Type | None, dict[Address, heap.Entry]]:
    """Return what functions keep under a name, beside what is put there when modules are imported."""
    if given is None or expressions.is_none(given):
        return kept, objects
    empty = module_memos.empty(variable, given)
    interpreter.found_out.module_values[variable] = empty, {}
    found = registrations.of(interpreter, variable, empty)
    if not found:
        return kept, objects
    registered, others = registrations.joined(interpreter, variable, found)
    if kept is None:
        return registered, others
    body = called.apart(interpreter, interpreter.function, f"/{variable.fullname}")
    body.state.heap = {**objects, **others}
    value = joins.join(body, kept, registered, address_parts.meeting("kept", variable.fullname))
    return value, body.state.heap


def _register(body: Interpreter, variable: nodes.Var, value: Type | None) -> None:
    """Let an object of a module hold what is put into its containers when modules are imported."""
    instance = instances.first(value) if len(instances.items(value)) == 1 else None
    address = body.address_of(instance) if instance is not None else None
    record = body.state.heap.get(address) if address is not None else None
    if instance is None or address is None or not isinstance(record, heap.Record):
        return
    if not own_objects.is_of_project(instance.type):
        return
    body.found_out.module_objects[address] = variable
    body.found_out.module_values[variable] = value, body.state.heap
    found = registrations.of(body, variable, value)
    for name in dict.fromkeys(registered.name for registered in found):
        held, objects = registrations.joined(body, variable, [item for item in found if item.name == name])
        if held is not None and instance.type.get(name) is not None and name not in record.fields:
            body.state.heap = {**objects, **body.state.heap}
            record = replace(record, fields={**record.fields, name: held}, is_whole=False)
    body.put(instance, record)


def _is_kept(info: nodes.TypeInfo) -> bool:
    """Tell a class of whose objects it counts what they were made of."""
    is_template = any(info.has_base(name) for name in names.TEMPLATES)
    return is_template or info.fullname == names.FUNCTION or own_objects.is_of_project(info)


def _is_telling(body: Interpreter, instance: Instance) -> bool:
    """Tell a dict of classes, ``{"full": Full, "short": Short}``, or one that nobody changes."""
    entry = body.entry(instance)
    if not isinstance(entry, heap.Record):
        return False
    return entry.plain is not None or any(map(reading.is_class, entry.fields.values()))


def _open(body: Interpreter, instance: Instance) -> None:
    entry = body.entry(instance)
    if isinstance(entry, heap.Record):
        body.put(instance, entry.opened())


def _leave_open(body: Interpreter, instance: Instance) -> None:
    """Forget what methods may have put into an object since its module was imported."""
    entry = body.entry(instance)
    if isinstance(entry, heap.Record) and own_objects.is_of_project(instance.type):
        changed = {name for base in instance.type.mro for name in class_facts.changed_attributes(base)}
        fields = {
            name: value
            for name, value in entry.fields.items()
            if name not in changed and _stays(body, instance.type, name, value)
        }
        body.put(instance, heap.Record(fields))


def _stays(body: Interpreter, info: nodes.TypeInfo, name: str, value: Type) -> bool:
    """Tell what no method changes; of what an object keeps in containers, functions and objects stay."""
    if not any(item.args for item in instances.instances(value)):
        return True
    held = instances.tagged_instances(value)
    methods = own_objects.methods(body, info, of_class=False)
    return (
        bool(held)
        and all(_is_kept(item.type) or item.type.fullname == names.DICT for item in held)
        and not any(name in body.callees.filled_attributes(method) for method in methods)
    )


def _is_of_model(interpreter: Interpreter, given: nodes.Expression) -> bool:
    """Tell ``books = Book.objects`` and ``recent = Book.objects.filter(...)``."""
    current = given
    while isinstance(current, (nodes.CallExpr, nodes.MemberExpr)):
        current = current.callee if isinstance(current, nodes.CallExpr) else current.expr
        info = current.node if isinstance(current, nodes.RefExpr) else None
        if isinstance(info, nodes.TypeInfo):
            return interpreter.model_of(info) is not None
    return False


def _is_worth_it(given: nodes.Expression) -> bool:
    if isinstance(given, nodes.StrExpr):
        return True
    if isinstance(given, _DISPLAYS):
        return bool(given.items)
    if not isinstance(given, nodes.CallExpr):
        return False
    fullname = expressions.fullname(given.callee)
    made = given.callee.node if isinstance(given.callee, nodes.RefExpr) else None
    if isinstance(made, nodes.TypeInfo) and _is_kept(made):
        return True
    if isinstance(given.callee, nodes.MemberExpr) and given.callee.name == "from_string":
        return True
    if wrappers.in_thread(given) is not None or wrappers.on_loop(given) is not None:
        return True
    return fullname in getters.MAKERS | {names.PARTIAL}
