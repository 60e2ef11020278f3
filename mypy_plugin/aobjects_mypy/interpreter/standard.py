"""What a function of the standard library asks of its arguments, and which of them it calls."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy import names
from aobjects_mypy.analysis import texts
from aobjects_mypy.calls import applying, callbacks, consumption, ordering, protocols, standard_results
from aobjects_mypy.domain import access_paths, address_parts, heap
from aobjects_mypy.interpreter import assignment, calling, functions, positions, reading
from aobjects_mypy.orm import row_types
from aobjects_mypy.syntax import expressions
from aobjects_mypy.syntax.call import Argument, Call
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy.types import Type

    from aobjects_mypy.interpreter.interpreter import Interpreter

_CONTEXT_STACKS: Final = "contextlib."
_TEXT: Final = {names.BOOL: "", names.STR: "s", names.PRINT: "s", names.FORMAT: "", names.REPR: "r"}
"""What writes its arguments down (or asks for their truth), and how: ``repr()`` is ``"r"``."""

_FORMATS: Final = frozenset({names.STR_FORMAT, f"{names.STR_FORMAT}_map"})


def call(interpreter: Interpreter, fullname: str, call: Call) -> Type | None:
    """Call a function or a class."""
    if fullname == "builtins.locals":
        return _locals(interpreter) or call.result
    show_arguments(interpreter, fullname, call)
    made = functions.of_call(interpreter, call)
    if made is not None:
        return made
    is_reduced, value = _reduced(interpreter, fullname, call)
    if is_reduced:
        return instances.overlay(call.result, value)
    if fullname == names.ANEXT and call.positional:
        given = call.positional[0]
        item = protocols.next_item(interpreter, given.value, given.expr)
        item = item or interpreter.run_generator(given.value, given.expr, whole=False)
        if item is not None:
            return row_types.after_await(interpreter, item, is_async=True)
    result = consumption.consume(interpreter, fullname, interpreter.type_of(call.callee), call)
    made = standard_results.tuples(interpreter, fullname, call)
    if made is not None:
        return made
    is_known, value = callbacks.run_immediate(interpreter, fullname, call)
    if not is_known:
        _call_on_items(interpreter, fullname, call)
    made = standard_results.result(interpreter, fullname, call) if result is None else None
    if made is not None:
        return made
    if is_known and value is not None and callbacks.gives_results(fullname):
        return callbacks.results(interpreter, fullname, result, value)
    return result


def _locals(interpreter: Interpreter) -> Type | None:
    """Return ``locals()``: a dict of what the names of the function stand for."""
    fields: dict[str, Type] = {
        name: value for name, value in interpreter.state.variables.items() if access_paths.is_name(name)
    }
    made = interpreter.dict_of()
    if made is None or interpreter.sink.is_summary:
        return None
    return addresses.with_address(
        made, interpreter.allocate(address_parts.sole("locals"), heap.Record(fields), role="=items")
    )


def _reduced(interpreter: Interpreter, fullname: str, call: Call) -> tuple[bool, Type | None]:
    """Follow ``reduce(getattr, ["author", "name"], book)``, name after name, where they are known."""
    if fullname not in names.REDUCE or len(call.positional) != len(("function", "names", "initial")):
        return False, None
    function, sequence, initial = call.positional
    listed: Sequence[Type] = texts.listed(sequence.value) or positions.functions(interpreter, sequence.expr)
    is_getattr = expressions.fullname(function.expr) == names.GETATTR
    if not listed or not (is_getattr or functions.entry(interpreter, function.value) is not None):
        return False, None
    value = initial.value
    for position, name in enumerate(listed):
        text = expressions.text(name)
        if is_getattr and text is not None:
            value = interpreter.read(value, text, call.node)
            continue
        given = (
            Argument(initial.expr, nodes.ARG_POS, None, value),
            Argument(sequence.expr, nodes.ARG_POS, None, name),
        )
        passed = replace(call, callee=function.expr, arguments=given, result=None, receiver=None)
        with interpreter.site(f"#{position}"):
            _, value = interpreter.call_value(function.value, passed)
    return True, value


def show_arguments(interpreter: Interpreter, fullname: str, call: Call) -> None:
    protocols.call_builtin(interpreter, fullname, call)
    ordering.check(interpreter, fullname, call)
    if fullname.startswith(_CONTEXT_STACKS) and fullname.endswith(".enter_context"):
        for argument in call.positional:
            assignment.enter(interpreter, argument.value, argument.expr, is_async=False)
    if fullname in _FORMATS and isinstance(call.callee, nodes.MemberExpr):
        for value, expr in protocols.format_arguments(interpreter, call.callee.expr, call):
            reading.write(interpreter, value, expr)
    if fullname not in _TEXT:
        return
    for argument in call.positional:
        if fullname == names.BOOL:
            protocols.check(interpreter, argument.value, argument.expr, "__bool__", "__len__")
        else:
            protocols.write(interpreter, argument.value, argument.expr, _TEXT[fullname])
        reading.write(interpreter, argument.value, argument.expr)


def _call_on_items(interpreter: Interpreter, fullname: str, call: Call) -> None:
    """Look through the function that ``sorted`` or ``map`` calls."""
    given = callbacks.immediate(fullname, call)
    if given is None:
        return
    argument, sequences = given
    items = tuple(
        Argument(argument.expr, nodes.ARG_POS, None, callbacks.item(interpreter, sequence.value, call))
        for sequence in sequences
    )
    given_items = replace(call, arguments=items, node=argument.expr, callee=argument.expr)
    if isinstance(argument.expr, nodes.MemberExpr) and not reading.is_module(argument.expr.expr):
        base = interpreter.evaluate_quietly(argument.expr.expr)
        calling.check_class_method(interpreter, base, argument.expr, given_items)
        for instance in instances.instances(base):
            symbol = instance.type.get(argument.expr.name)
            if symbol is not None:
                applying.call(
                    interpreter, symbol.node, given_items, instance, argument.expr, argument.expr.name
                )
        return
    show_arguments(interpreter, expressions.fullname(argument.expr), given_items)
    if isinstance(argument.expr, nodes.RefExpr):
        applying.call(
            interpreter,
            argument.expr.node,
            given_items,
            None,
            argument.expr,
            expressions.source(argument.expr),
        )
