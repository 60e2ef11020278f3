"""Functions as values: what a name, an argument or a container holds that can be called, and its call."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import NoneType, Type

from aobjects_mypy import diagnostics, names
from aobjects_mypy.analysis import joins
from aobjects_mypy.calls import applying
from aobjects_mypy.domain import access_paths, heap
from aobjects_mypy.interpreter import calling, getters
from aobjects_mypy.orm import queries
from aobjects_mypy.syntax import definitions, expressions, walk, wrappers
from aobjects_mypy.syntax.call import Argument
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy.types import Instance

    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.domain.state import State
    from aobjects_mypy.interpreter.interpreter import Interpreter
    from aobjects_mypy.syntax.call import Call


_NAMED: Final = (nodes.FuncDef, nodes.OverloadedFuncDef, nodes.TypeInfo)


def of_definition(
    interpreter: Interpreter,
    node: nodes.Node | None,
    expr: nodes.Expression,
    receiver: Instance | None = None,
) -> Type | None:
    """Return a function of a module or a class, bound to ``receiver``, as a value."""
    node = interpreter.callees.definition(node)
    if isinstance(node, nodes.OverloadedFuncDef) and calling.is_known(node.fullname):
        return _value(interpreter, heap.Function(node, node.name), expr)
    function = definitions.function_of(node)
    if function is None or node is None or function.is_property:
        return None
    shown = expressions.source(expr) if isinstance(expr, nodes.NameExpr) else function.name
    return _value(interpreter, heap.Function(node, shown, receiver), expr)


def of_query(interpreter: Interpreter, expr: nodes.MemberExpr, receiver: Instance) -> Type | None:
    """Return a method of Django's for rows that is only handed on: ``Lazy(Book.objects.acount)``."""
    of_rows = any(queries.is_of_rows(receiver, name) for name in (expr.name, expr.name.removeprefix("a")))
    if not of_rows or interpreter.sink.is_summary:
        return None
    return _value(interpreter, heap.Function(expr, expr.name, receiver), expr)


def of_local(interpreter: Interpreter, function: nodes.Node, expr: nodes.Expression) -> Type | None:
    """Return a nested function or lambda as a value, with what it sees around it."""
    item = function.func if isinstance(function, nodes.Decorator) else function
    if not isinstance(item, nodes.FuncItem):
        return None
    shown = expressions.source(expr) if isinstance(expr, nodes.NameExpr) else "lambda"
    return _value(interpreter, heap.Function(function, shown, scope=scope_of(interpreter, item)), expr)


def scope_of(interpreter: Interpreter, function: nodes.FuncItem) -> heap.Scope:
    """Return what a nested function sees around it."""
    names_inside = _names_inside(interpreter, function)
    return heap.Scope(
        interpreter,
        interpreter.module,
        {
            name: value
            for name, value in interpreter.state.variables.items()
            if access_paths.variable(name) in names_inside
        },
        {name: node for name, node in interpreter.state.callables.items() if name in names_inside},
    )


def _names_inside(interpreter: Interpreter, function: nodes.FuncItem) -> frozenset[str]:
    known = interpreter.found_out.names_inside
    if function not in known:
        parts = walk.with_nested_functions(function.body)
        known[function] = frozenset(node.name for node in parts if isinstance(node, nodes.NameExpr))
    return known[function]


def of_call(interpreter: Interpreter, call: Call) -> Type | None:
    """Return what ``attrgetter("author")``, ``methodcaller("label")`` or ``partial(f, row)`` makes."""
    fullname = expressions.fullname(call.callee)
    if wrappers.is_for_thread(call.callee) and call.arguments:
        return in_thread(interpreter, call.arguments[0].value, call.node)
    if wrappers.is_for_loop(call.callee) and call.arguments:
        return on_loop(interpreter, call.arguments[0].value, call.node)
    if fullname in getters.MAKERS and isinstance(call.node, nodes.CallExpr):
        given = tuple(argument.value for argument in call.positional)
        keywords = tuple((name, argument.value) for name, argument in call.keywords.items())
        made = heap.Function(call.node, call.callee_name, positional=given, keywords=keywords)
        return _value(interpreter, made, call.node)
    if fullname != names.PARTIAL or not call.positional or call.has_unpacking:
        return None
    first, *others = call.positional
    functions = entry(interpreter, first.value) or _of_class(first)
    if functions is None:
        return None
    given = tuple(argument.value for argument in others)
    keywords = tuple((name, argument.value) for name, argument in call.keywords.items())
    return _several(
        interpreter,
        tuple(
            replace(member, positional=(*member.positional, *given), keywords=(*member.keywords, *keywords))
            for member in functions.members
        ),
        call.node,
    )


def _of_class(argument: Argument) -> heap.Functions | None:
    """Return a class of Python that is called as a function is: ``partial(str, row)``."""
    node = argument.expr.node if isinstance(argument.expr, nodes.RefExpr) else None
    if not isinstance(node, nodes.TypeInfo) or not expressions.is_standard(node.module_name):
        return None
    return heap.Functions((heap.Function(node, node.name),))


def in_thread(interpreter: Interpreter, value: Type | None, place: nodes.Expression) -> Type | None:
    """Return ``sync_to_async(function)`` as a value."""
    functions = entry(interpreter, value)
    if functions is None:
        return None
    return _several(
        interpreter, tuple(replace(member, in_thread=True) for member in functions.members), place
    )


def on_loop(interpreter: Interpreter, value: Type | None, place: nodes.Expression) -> Type | None:
    """Return ``async_to_sync(function)`` as a value."""
    functions = entry(interpreter, value)
    if functions is None:
        return None
    return _several(interpreter, tuple(replace(member, on_loop=True) for member in functions.members), place)


def one_of(
    interpreter: Interpreter, members: Sequence[heap.Function], place: nodes.Expression | Address
) -> Type | None:
    return _several(interpreter, tuple(members), place) if members else None


def _value(interpreter: Interpreter, member: heap.Function, place: nodes.Expression) -> Type | None:
    return _several(interpreter, (member,), place)


def _several(
    interpreter: Interpreter, members: tuple[heap.Function, ...], place: nodes.Expression | Address
) -> Type | None:
    shape = interpreter.instance_of(names.FUNCTION)
    if shape is None:
        return None
    return addresses.with_address(
        shape, interpreter.allocate(place, heap.Functions(members), role="=function")
    )


def entry(interpreter: Interpreter, value: Type | None) -> heap.Functions | None:
    """Return the functions that a value is one of; ``None`` where it may be another thing."""
    # Calling None would raise something else.
    members = [item for item in instances.items(value) if not isinstance(item, NoneType)]
    if len(members) != 1:
        return None
    for instance in instances.instances(value):
        found = interpreter.entry(instance)
        if isinstance(found, heap.Functions):
            return found
        return _of_object(instance)
    return None


def _of_object(instance: Instance) -> heap.Functions | None:
    """Return the ``__call__`` of an object of the project."""
    method = instances.member(instance.type, "__call__")
    function = definitions.function_of(method)
    if method is None or function is None or not function.info:
        return None
    if function.info.module_name.startswith(names.NEVER_SUMMARIZED):
        return None
    return heap.Functions((heap.Function(method, "__call__", instance),))


def held(interpreter: Interpreter, target: nodes.Node) -> heap.Functions | None:
    """Return the function that a name, an item of a container or a call holds."""
    if isinstance(target, nodes.Decorator):
        # What runs in a thread, the call itself tells.
        is_threaded = wrappers.runs_in_thread(target)
        return None if is_threaded else entry(interpreter, interpreter.local_decorated(target))
    if (
        isinstance(target, nodes.NameExpr)
        and target.kind == nodes.GDEF
        and isinstance(target.node, nodes.Var)
    ):
        return entry(interpreter, interpreter.evaluate(target))
    if isinstance(target, nodes.NameExpr) and (target.kind == nodes.LDEF or target.kind is None):
        return entry(interpreter, interpreter.state.named(target.name))
    if isinstance(target, (nodes.CallExpr, nodes.IndexExpr, nodes.ConditionalExpr, nodes.OpExpr)):
        return entry(interpreter, interpreter.evaluate(target))
    return None


def held_by(interpreter: Interpreter, base: Type | None, target: nodes.MemberExpr) -> heap.Functions | None:
    """Return the function that an attribute of an object holds."""
    path = expressions.access_path(target)
    value = interpreter.state.variables.get(path) if path is not None else None
    if value is not None:
        return _plain_entry(interpreter, value)
    owner = instances.first(base)
    record = interpreter.entry(owner) if owner is not None and len(instances.items(base)) == 1 else None
    held_value = record.fields.get(target.name) if isinstance(record, heap.Record) else None
    return entry(interpreter, held_value)


def _plain_entry(interpreter: Interpreter, value: Type) -> heap.Functions | None:
    is_function = any(item.type.fullname == names.FUNCTION for item in instances.instances(value))
    return entry(interpreter, value) if is_function else None


def call(interpreter: Interpreter, functions: heap.Functions, call: Call) -> Type | None:
    """Call one of several functions: what either does may be done."""
    if len(functions.members) == 1:
        return _call_one(interpreter, functions.members[0], call)
    before = interpreter.state
    ended: State | None = None
    found: Type | None = None
    for position, member in enumerate(functions.members):
        interpreter.state = before.fork()
        with interpreter.site(f"#{position}"):
            value = _call_one(interpreter, member, call)
        if ended is not None:
            joins.merge(interpreter, ended)
        ended = interpreter.state
        found = value if position == 0 else joins.join(interpreter, found, value, call.node)
    return found


def _call_one(interpreter: Interpreter, member: heap.Function, call: Call) -> Type | None:
    if member.on_loop:
        return _give_back(interpreter, member, call)
    call = _with_given(member, call)
    if not member.in_thread:
        return _run(interpreter, member, call)
    with interpreter.thread():
        value = _run(interpreter, member, replace(call, result=_awaited(call.result)))
    return applying.awaitable(interpreter, call.result, value)


def _give_back(interpreter: Interpreter, member: heap.Function, call: Call) -> Type | None:
    """Run in the event loop what a thread gives back to it; inside the loop itself that is refused.

    What is no coroutine function is reported as misuse.
    """
    function = definitions.function_of(member.node)
    is_misuse = function is not None and not function.is_coroutine and not member.in_thread
    is_refused = is_misuse or interpreter.is_on_loop
    with interpreter.off_loop() if is_refused else interpreter.thread(begins=False):
        # It is awaited, whatever stands around the call.
        interpreter.stack.append(call.node)
        value = _call_one(interpreter, replace(member, on_loop=False), replace(call, result=None))
        interpreter.stack.pop()
    return instances.overlay(call.result, _awaited(value))


def _awaited(coroutine: Type | None) -> Type | None:
    instance = instances.first(coroutine)
    return instance.args[-1] if instance is not None and instance.args else None


def _with_given(member: heap.Function, call: Call) -> Call:
    """Return the call with what ``partial`` was given in front; a getter keeps what it was made with."""
    if isinstance(member.node, nodes.CallExpr) or not (member.positional or member.keywords):
        return call
    place = call.node
    return replace(
        call,
        arguments=(
            *(Argument(place, nodes.ARG_POS, None, value) for value in member.positional),
            *call.arguments,
            *(Argument(place, nodes.ARG_NAMED, name, value) for name, value in member.keywords),
        ),
    )


def _run(interpreter: Interpreter, member: heap.Function, call: Call) -> Type | None:
    if member.is_atomic and interpreter.is_on_loop:
        use = f"await sync_to_async({member.shown})()"
        interpreter.report(diagnostics.synchronous_query("transaction.atomic", use), call.node)
    if isinstance(member.node, nodes.CallExpr):
        return getters.call(interpreter, member, call)
    if isinstance(member.node, nodes.MemberExpr):
        return calling.method(interpreter, member.receiver, member.node, replace(call, callee=member.node))
    if member.scope is not None:
        return _run_nested(interpreter, member, member.scope, call)
    fullname = member.node.fullname if isinstance(member.node, _NAMED) else ""
    if calling.is_known(fullname):
        return calling.by_name(interpreter, fullname, call)
    outcome = applying.outcome(interpreter, member.node, call, _receiver(member), call.node, member.shown)
    if outcome.is_exact:
        return call.result if outcome.value is None else outcome.value
    result = _unknown(interpreter, call, member.node, _receiver(member))
    return result if outcome.value is None else outcome.value


def _unknown(
    interpreter: Interpreter, call: Call, node: nodes.Node | None, receiver: Instance | None
) -> Type | None:
    return calling.unknown_call(interpreter, call, receiver, applying.kept(interpreter, node, call, receiver))


def _receiver(member: heap.Function) -> Instance | None:
    return instances.first(member.receiver)


def _run_nested(
    interpreter: Interpreter, member: heap.Function, scope: heap.Scope, call: Call
) -> Type | None:
    owner = next((outer for outer in interpreter.chain if outer is scope.owner), None)
    node = member.node.func if isinstance(member.node, nodes.Decorator) else member.node
    if not isinstance(node, nodes.FuncItem):
        return call.result
    if owner is not None and all(frame.function is not node for frame in owner.frames):
        return _run_in_owner(interpreter, owner, node, call)
    outcome = applying.outcome_of_nested(interpreter, node, scope, call, member.shown)
    if outcome.is_exact:
        return call.result if outcome.value is None else outcome.value
    return _unknown(interpreter, call, None, None)


def _run_in_owner(
    interpreter: Interpreter, owner: Interpreter, function: nodes.FuncItem, call: Call
) -> Type | None:
    """Run a nested function where it was written: it sees the names around it as they are now."""
    if owner is interpreter:
        return interpreter.inline(function, call)
    owner.state.heap = dict(interpreter.state.heap)
    with owner.where(interpreter):
        value = owner.inline(function, call)
    interpreter.state.heap = dict(owner.state.heap)
    return value
