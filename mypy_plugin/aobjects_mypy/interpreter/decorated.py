"""What decorators make of a function: they are called with it, and what they return stands in its place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy import names
from aobjects_mypy.domain import address_parts, heap
from aobjects_mypy.interpreter import called, calling, dispatching, functions
from aobjects_mypy.interpreter.found_out import recall
from aobjects_mypy.syntax import definitions, expressions, wrappers
from aobjects_mypy.syntax.call import Argument, Call
from aobjects_mypy.types import declared

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from mypy.types import Type

    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.interpreter.interpreter import Interpreter

_KEEP: Final = frozenset(
    {
        names.STATICMETHOD, names.WRAPS, "functools.lru_cache", "functools.cache", "abc.abstractmethod",
        *dispatching.DISPATCHERS,
        *(f"{module}.override" for module in ("typing", "typing_extensions")),
    }
)  # fmt: skip
_NOT_HERE: Final = frozenset({names.CONTEXT_MANAGER, names.ASYNC_CONTEXT_MANAGER})


def of_name(interpreter: Interpreter, expr: nodes.NameExpr) -> Type | None:
    """Return what a name of a module stands for: a function, or the object that a decorator made of it."""
    decorator = expr.node if isinstance(expr.node, nodes.Decorator) else None
    around = interpreter.parent()
    around = around.callee if isinstance(around, nodes.CallExpr) else around
    is_asked = isinstance(around, nodes.MemberExpr) and around.expr is expr
    made = functions_of(interpreter, decorator) if decorator is not None and is_asked else None
    members = made.members if made is not None else ()
    if len(members) == 1 and members[0].shown == expr.name and _is_call(members[0]):
        return members[0].receiver
    return functions.of_definition(interpreter, expr.node, expr)


def _is_call(member: heap.Function) -> bool:
    function = definitions.function_of(member.node)
    return member.receiver is not None and function is not None and function.name == "__call__"


def functions_of(
    interpreter: Interpreter, decorator: nodes.Decorator, left_out: Collection[nodes.Expression] = ()
) -> heap.Functions | None:
    """Return what is called in place of a decorated function of a module or a class.

    Of decorators that are ``left_out`` it is what is known below them.
    """
    # Of a query there, the line is named in that module alone.
    interpreter.is_judged_in(definitions.module_of(decorator.func))
    applied = [expr for expr in decorator.original_decorators if expr not in left_out]
    known = interpreter.found_out.decorated if not left_out else {}
    return recall(interpreter, known, decorator, lambda: _decorate(interpreter, decorator, applied))


def _decorate(
    interpreter: Interpreter, decorator: nodes.Decorator, applied: Sequence[nodes.Expression]
) -> tuple[heap.Functions | None, dict[Address, heap.Entry]]:
    function = decorator.func
    unknown: tuple[None, dict[Address, heap.Entry]] = (None, {})
    if not applied or function.is_class or function.is_property:
        return unknown
    body = called.apart(interpreter, function, f"/{function.fullname}")
    with body.off_loop():
        plain = heap.Function(function, function.name)
        value = functions.one_of(body, [plain], address_parts.sole("plain"))
        for expr in reversed(applied):
            value = _apply(body, expr, value)
            if functions.entry(body, value) is None:
                return unknown
    made = functions.entry(body, value)
    if made is None or body.gave_up:
        return unknown
    shown = tuple(replace(member, shown=function.name) for member in made.members)
    return heap.Functions(shown), body.state.heap


def call(interpreter: Interpreter, node: nodes.Node | None, call: Call) -> tuple[bool, Type | None]:
    """Call what stands in place of a function; tell whether that is known."""
    if not isinstance(node, nodes.Decorator) or node in interpreter.state.callables.values():
        return False, None
    function = dispatching.chosen(interpreter, node, call)
    if function is not None:
        registered = heap.Function(function, node.func.name)
        return True, functions.call(interpreter, heap.Functions((registered,)), call)
    made = functions_of(interpreter, node)
    members = made.members if made is not None and interpreter.is_on_loop else ()
    if any(member.is_atomic and not member.in_thread for member in members):
        # Its summary says so.
        return False, None
    return (True, functions.call(interpreter, made, call)) if made is not None else (False, None)


def at_import(body: Interpreter, node: nodes.Node, applied: Sequence[nodes.Expression]) -> None:
    """Apply decorators to a function, or to a class, as its module does when it is imported."""
    if isinstance(node, nodes.TypeInfo):
        value = declared.reference(node)
    elif isinstance(node, nodes.FuncDef):
        value = functions.one_of(body, [heap.Function(node, node.name)], address_parts.sole("plain"))
    else:
        return
    for expr in applied:
        value = _apply(body, expr, value)


def of_local(interpreter: Interpreter, decorator: nodes.Decorator, expr: nodes.Expression) -> Type | None:
    """Return what the decorators of a nested function made of it."""
    value = functions.of_local(interpreter, decorator.func, expr)
    with interpreter.site(f"/{decorator.line}"):
        for applied in reversed(decorator.original_decorators):
            value = _apply(interpreter, applied, value)
    return value


def _apply(body: Interpreter, expr: nodes.Expression, value: Type | None) -> Type | None:
    """Return what one decorator makes of a function."""
    callee = wrappers.callee_of(expr)
    fullname = expressions.fullname(callee)
    if wrappers.is_for_thread(callee):
        return functions.in_thread(body, value, expr)
    if wrappers.is_for_loop(callee):
        return functions.on_loop(body, value, expr)
    if fullname in _NOT_HERE:
        return None
    if fullname == names.ATOMIC:
        known = functions.entry(body, value)
        members = known.members if known is not None else ()
        if any(map(_is_async, members)):
            # It opens its block in the event loop, and around nothing.
            return None
        return functions.one_of(body, [replace(member, is_atomic=True) for member in members], expr)
    if fullname in _KEEP or fullname.startswith("django.") or _is_block(body, expr):
        # Django's own decorators pass on what they get.
        return value
    made = declared.result([declared.reference(expr.node)]) if isinstance(expr, nodes.RefExpr) else None
    call = Call(expr, expr, (Argument(expr, nodes.ARG_POS, None, value),), made)
    maker = functions.entry(body, body.evaluate(expr))
    if maker is not None:
        return functions.call(body, maker, call)
    if isinstance(expr, nodes.RefExpr):
        return calling.function(body, expr, call)
    return None


def _is_async(member: heap.Function) -> bool:
    return member.in_thread or (isinstance(member.node, nodes.FuncDef) and member.node.is_coroutine)


def _is_block(body: Interpreter, expr: nodes.Expression) -> bool:
    """Tell ``@block()`` of a context manager: the function is called inside it."""
    if not isinstance(expr, nodes.CallExpr) or not isinstance(expr.callee, nodes.RefExpr):
        return False
    maker = body.callees.definition(expr.callee.node)
    return isinstance(maker, nodes.Decorator) and wrappers.is_context_manager(maker)
